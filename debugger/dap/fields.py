"""JSON as Python sees it, and reading from it with checks: what is wrong is named, and where it is.

Clients are taken as they are: null is as good as leaving a field out, and 3.0 is an integer.
"""

from collections.abc import Mapping, Sequence

Json = None | bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"]
"""Any JSON value."""

Body = Mapping[str, Json]
"""A JSON object."""


class Malformed(Exception):  # noqa: N818  # it is what the message is
    """A message that is not as the protocol says; the text says what is wrong and where."""


class Fields:
    """The fields of a JSON object.  `where` is the path that leads to it, for what is said about its fields."""

    def __init__(self, values: Body, where: str) -> None:
        self.values = values
        self.where = where

    def has(self, name: str) -> bool:
        return self.values.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name)
        if isinstance(value, str):
            return value
        if value is None and default is not None:
            return default
        raise self._wrong(name, value, "a string")

    def integer(self, name: str, default: int | None = None) -> int:
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if value is None and default is not None:
            return default
        raise self._wrong(name, value, "an integer")

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name)
        if isinstance(value, bool):
            return value
        if value is None:
            return default
        raise self._wrong(name, value, "true or false")

    def fields(self, name: str) -> "Fields":
        """An object; an empty one if it is left out."""
        value = self.values.get(name)
        if value is None:
            return Fields({}, self._path(name))
        if isinstance(value, Mapping):
            return Fields(value, self._path(name))
        raise self._wrong(name, value, "an object")

    def objects(self, name: str) -> list["Fields"]:
        """An array of objects; an empty one if it is left out."""
        found: list[Fields] = []
        for at, value in enumerate(self._items(name)):
            if not isinstance(value, Mapping):
                raise self._wrong(f"{name}[{at}]", value, "an object")
            found.append(Fields(value, self._path(f"{name}[{at}]")))
        return found

    def texts(self, name: str) -> list[str]:
        """An array of strings; an empty one if it is left out."""
        found: list[str] = []
        for at, value in enumerate(self._items(name)):
            if not isinstance(value, str):
                raise self._wrong(f"{name}[{at}]", value, "a string")
            found.append(value)
        return found

    def integers(self, name: str) -> list[int]:
        """An array of integers; an empty one if it is left out."""
        found: list[int] = []
        for at, value in enumerate(self._items(name)):
            if not isinstance(value, int) or isinstance(value, bool):
                raise self._wrong(f"{name}[{at}]", value, "an integer")
            found.append(value)
        return found

    def _items(self, name: str) -> Sequence[Json]:
        value = self.values.get(name)
        if value is None:
            return []
        if isinstance(value, Sequence) and not isinstance(value, str):
            return value
        raise self._wrong(name, value, "an array")

    def _path(self, name: str) -> str:
        return f"{self.where}.{name}" if self.where else name

    def _wrong(self, name: str, value: Json, expected: str) -> Malformed:
        if value is None:
            return Malformed(f"{self._path(name)} is missing: it should be {expected}")
        return Malformed(f"{self._path(name)} should be {expected}, not {_kind(value)}")


def _kind(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, (int, float)):
        return f"{value}"
    return "an object" if isinstance(value, Mapping) else "an array"
