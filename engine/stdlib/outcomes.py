"""The results by which `io` and `os` report how an operation on files or processes went (manual 6.8, 6.9)."""

import os

from engine.stdlib.files import error_number


def failure(error: OSError, name: bytes | None) -> tuple[object, ...]:
    """nil, a message (with the file's name in front, if there is one) and the errno."""
    message = message_of(error)
    return None, message if name is None else name + b": " + message, error_number(error)


def message_of(error: OSError) -> bytes:
    """What C's `strerror` says of the error."""
    return os.strerror(error_number(error)).encode()


def termination(code: int) -> tuple[object, ...]:
    """How a command ended: true or nil, "exit" or "signal", and the status or the signal's number.

    `code` is the exit status, or minus the signal's number.
    """
    if code < 0:
        return None, b"signal", -code
    return True if code == 0 else None, b"exit", code


def c_string(text: bytes) -> bytes:
    """The part of a string that C sees: up to the first zero byte."""
    return text.partition(b"\0")[0]
