"""Searching in rows of text.  Case counts if the pattern has upper case letters."""

from collections.abc import Callable

from tui.spans import Line, plain, with_role


def next_with(line: Callable[[int], Line], count: int, pattern: str, after: int) -> int | None:
    """The first of `count` rows after the row `after`, going round, that contains the pattern."""
    for step in range(1, count + 1):
        at = (after + step) % count
        if contains(plain(line(at)), pattern):
            return at
    return None


def contains(text: str, pattern: str) -> bool:
    return pattern in (text.lower() if pattern == pattern.lower() else text)


def marked(line: Line, pattern: str) -> Line:
    """A row in which what was searched for is marked."""
    text = plain(line)
    if pattern == pattern.lower():
        text = text.lower()
    at = text.find(pattern)
    while at >= 0:
        line = with_role(line, at, at + len(pattern), "match")
        at = text.find(pattern, at + len(pattern))
    return line
