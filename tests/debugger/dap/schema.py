"""The protocol's JSON schema, from the debugpy distribution, and a check of messages against it."""

import functools
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

_FILE = "_vendored/pydevd/_pydevd_bundle/_debug_adapter/debugProtocol.json"


@functools.cache
def definitions() -> dict[str, Any]:
    spec = find_spec("debugpy")
    assert spec is not None
    assert spec.origin is not None
    found: dict[str, Any] = json.loads((Path(spec.origin).parent / _FILE).read_text(encoding="utf-8"))["definitions"]
    return found


@functools.cache
def _validator(name: str) -> Draft4Validator:
    return Draft4Validator({"$ref": f"#/definitions/{name}", "definitions": definitions()})


def name_of(message: dict[str, Any]) -> str:
    """The definition that a message should fit."""
    if message["type"] == "event":
        return message["event"][0].upper() + message["event"][1:] + "Event"
    if message["type"] == "request":
        return message["command"][0].upper() + message["command"][1:] + "Request"
    if not message["success"]:
        return "ErrorResponse"
    name = message["command"][:1].upper() + message["command"][1:] + "Response"
    return name if name in definitions() else "Response"


def check(message: dict[str, Any]) -> None:
    """Raises an error that says what is wrong."""
    name = name_of(message)
    assert name in definitions(), name
    _validator(name).validate(message)
