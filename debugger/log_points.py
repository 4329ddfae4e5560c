"""Log points: breakpoints that do not stop but write a message, with the values of the expressions in `{}`."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Logged:
    """A message that a log point has written, at which moment and where."""

    t: int
    source: str
    line: int
    text: str


def fill_in(message: str, value_of: Callable[[str], str]) -> str:
    """The message with each expression in braces replaced by its value; `\\{` is a brace, an open one stays."""
    parts: list[str] = []
    at = 0
    while at < len(message):
        if message.startswith(("\\{", "\\}"), at):
            parts.append(message[at + 1])
            at += 2
            continue
        end = _closing(message, at) if message[at] == "{" else -1
        if end < 0:
            parts.append(message[at])
            at += 1
        else:
            parts.append(value_of(message[at + 1 : end]))
            at = end + 1
    return "".join(parts)


def _closing(message: str, at: int) -> int:
    """Where the brace at `at` is closed; -1 if it is not.  Table constructors nest."""
    depth = 0
    for end in range(at, len(message)):
        depth += {"{": 1, "}": -1}.get(message[end], 0)
        if depth == 0:
            return end
    return -1
