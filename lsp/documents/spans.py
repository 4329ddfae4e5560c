"""Ranges of bytes, in one file or in any.  Relies on nothing."""

from typing import NamedTuple


class Span(NamedTuple):
    """The bytes from `start` up to `end`."""

    start: int
    end: int


class Location(NamedTuple):
    """Some bytes of a file."""

    uri: str
    start: int
    end: int


class Edit(NamedTuple):
    """Some bytes of a file, and the text to put there."""

    start: int
    end: int
    text: str
