"""The messages of the protocol: requests and responses that come in, and the ones that go out.

What is written is ASCII, and free of NaN, which other parsers refuse.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from debugger.dap.fields import Body, Fields, Json, Malformed


@dataclass(frozen=True)
class Request:
    """A request of the client."""

    seq: int
    command: str
    arguments: Fields


@dataclass(frozen=True)
class Reply:
    """The client's response to a request of ours; `message` says why it is none."""

    request_seq: int
    success: bool
    message: str


class BadRequest(Malformed):
    """A request that can be answered, although it cannot be understood."""

    def __init__(self, text: str, seq: int, command: str) -> None:
        super().__init__(text)
        self.seq = seq
        self.command = command


def parse(content: bytes) -> Request | Reply:
    """The message in a frame.  Raises BadRequest or Malformed."""
    try:
        value: Json = json.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Malformed(f"a message is not UTF-8 (byte {error.start})") from None
    except (ValueError, RecursionError) as error:
        raise Malformed(f"a message is not JSON: {error}") from None
    if not isinstance(value, Mapping):
        raise Malformed("a message should be a JSON object")
    message = Fields(value, "")
    kind = message.text("type")
    if kind == "response":
        return Reply(message.integer("request_seq"), message.flag("success"), message.text("message", ""))
    if kind != "request":
        raise Malformed(f"a message's type should be request or response, not {kind!r}")
    seq = message.integer("seq")
    try:
        return Request(seq, message.text("command"), message.fields("arguments"))
    except Malformed as error:
        command = value.get("command")
        raise BadRequest(str(error), seq, command if isinstance(command, str) else "") from None


def response(request_seq: int, command: str, body: Body | None) -> dict[str, Json]:
    message: dict[str, Json] = {
        "type": "response",
        "request_seq": request_seq,
        "command": command,
        "success": True,
    }
    if body is not None:
        message["body"] = body
    return message


def refusal(request_seq: int, command: str, text: str, *, show: bool, number: int) -> dict[str, Json]:
    """An error response; `show` asks the client to show it to the user."""
    return {
        "type": "response",
        "request_seq": request_seq,
        "command": command,
        "success": False,
        "message": text,
        "body": {"error": {"id": number, "format": "{text}", "variables": {"text": text}, "showUser": show}},
    }


def event(name: str, body: Body | None) -> dict[str, Json]:
    message: dict[str, Json] = {"type": "event", "event": name}
    if body is not None:
        message["body"] = body
    return message


def request(command: str, arguments: Body) -> dict[str, Json]:
    """A request of ours to the client."""
    return {"type": "request", "command": command, "arguments": arguments}


def encode(message: Body) -> bytes:
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode("ascii")
