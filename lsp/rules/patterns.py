"""Lua patterns: what is wrong with one, if anything.  Relies on nothing."""

from typing import Final

_PERCENT: Final = ord("%")


def flaw(pattern: bytes) -> str:
    """Why matching with a pattern raises an error whatever the text is; empty if it need not."""
    at = 1 if pattern.startswith(b"^") else 0
    opened: list[int] = []
    captures = 0
    while at < len(pattern):
        byte = pattern[at : at + 1]
        if byte == b"(":
            captures += 1
            if pattern[at + 1 : at + 2] == b")":
                at += 1
            else:
                opened.append(captures)
        elif byte == b")":
            if not opened:
                return "a ')' closes nothing"
            opened.pop()
        elif byte == b"[":
            at = _set_end(pattern, at)
            if at < 0:
                return "a '[' is not closed"
        elif byte == b"%":
            wrong, at = _escape(pattern, at, captures, opened)
            if wrong:
                return wrong
        at += 1
    return "a '(' is not closed" if opened else ""


def _escape(pattern: bytes, at: int, captures: int, opened: list[int]) -> tuple[str, int]:
    """What is wrong with what ``%`` begins, and where its last byte stands."""
    following = pattern[at + 1 : at + 2]
    if not following:
        return "it ends with '%'", at
    if following.isdigit():
        number = int(following)
        if number == 0 or number > captures or number in opened:
            return f"there is no capture {number} that is closed before it", at
    elif following == b"b":
        return ("'%b' needs two characters" if at + 3 >= len(pattern) else ""), at + 3
    elif following == b"f":
        if pattern[at + 2 : at + 3] != b"[":
            return "'%f' needs a set after it", at
        end = _set_end(pattern, at + 2)
        return ("a '[' is not closed" if end < 0 else ""), end
    return "", at + 1


def _set_end(pattern: bytes, at: int) -> int:
    """Where the ``]`` of a set stands that begins at an offset; -1 if it is not there."""
    at += 1
    if pattern[at : at + 1] == b"^":
        at += 1
    first = True
    while at < len(pattern):
        byte = pattern[at]
        if byte == ord("]") and not first:
            return at
        at += 2 if byte == _PERCENT else 1
        first = False
    return -1
