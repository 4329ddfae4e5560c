"""Frames as clients send them, and as they should not."""

import asyncio

import pytest

from debugger.dap import framing
from debugger.dap.framing import FrameError, frame, read_frame


def read_all(data: bytes) -> list[bytes | str]:
    """The contents of the frames in a stream; for one that cannot be read, what is said of it."""

    async def read() -> list[bytes | str]:
        stream = asyncio.StreamReader()
        stream.feed_data(data)
        stream.feed_eof()
        found: list[bytes | str] = []
        while True:
            try:
                content = await read_frame(stream)
            except FrameError as error:
                found.append(str(error))
                continue
            if content is None:
                return found
            found.append(content)

    return asyncio.run(read())


def test_frames_follow_one_another() -> None:
    contents: list[bytes | str] = [b"{}", b"", b'{"a":"\xc3\xa9"}']
    assert read_all(b"".join(frame(one) for one in contents if isinstance(one, bytes))) == contents


@pytest.mark.parametrize(
    "header",
    [
        b"content-length: 2\r\n\r\n",
        b"CONTENT-LENGTH:2\r\n\r\n",
        b"Content-Length :  2  \r\n\r\n",
        b"Content-Length: 2\n\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: 2\r\n\r\n",
        b"Content-Length: 2\r\nContent-Type: x\r\n\r\n",
        b"\r\n\r\nContent-Length: 2\r\n\r\n",
        b"a line that is no field\r\nContent-Length: 2\r\n\r\n",
    ],
)
def test_headers_of_any_form(header: bytes) -> None:
    assert read_all(header + b"{}" + frame(b"[]")) == [b"{}", b"[]"]


@pytest.mark.parametrize(
    ("header", "complaint"),
    [
        (b"Content-Type: x\r\n\r\n", "a header without Content-Length"),
        (b"Content-Length: two\r\n\r\n", "Content-Length is no number of bytes: 'two'"),
        (b"Content-Length: -1\r\n\r\n", "Content-Length is no number of bytes: '-1'"),
        (b"Content-Length:\r\n\r\n", "Content-Length is no number of bytes: ''"),
        (b"Content-Length: \xff\r\n\r\n", r"Content-Length is no number of bytes: '\\xff'"),
    ],
)
def test_after_a_bad_header_comes_the_next_frame(header: bytes, complaint: str) -> None:
    assert read_all(header + frame(b"[]")) == [complaint, b"[]"]


def test_a_header_line_without_end() -> None:
    found = read_all(b"x" * 200_000 + b"\r\n" + frame(b"[]"))
    assert "a line of a header is too long" in found
    assert found[-1] == b"[]"


def test_a_message_that_is_too_long_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "LONGEST", 100)
    assert read_all(frame(b"x" * 101) + frame(b"[]")) == [
        "a message of 101 bytes is too long: at most 100 are read",
        b"[]",
    ]


def test_a_stream_that_ends_within_a_message() -> None:
    assert read_all(b"Content-Length: 10\r\n\r\n{}") == ["the stream ended after 2 of a message's 10 bytes"]


def test_a_stream_that_ends_within_a_header() -> None:
    assert read_all(frame(b"{}") + b"Content-Le") == [b"{}"]
