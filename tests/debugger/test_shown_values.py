"""Values as one line of text: strings as Lua reads them back, functions by their place."""

from pathlib import Path

import pytest
from lupa import lua54

from debugger.session import Session
from debugger.values import quoted
from tests.debugger.sessions import debugging


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (b"plain", '"plain"'),
        (b'a\0"\\\n\xff', r'"a\0\"\\\n\xff"'),
        ("é𝄞".encode(), '"é𝄞"'),
        ("\u200b\x85".encode(), r'"\u{200b}\u{85}"'),
        (b"\xc3\x1b", r'"\xc3\x1b"'),
    ],
)
def test_a_string_is_shown_as_it_can_be_written(text: bytes, shown: str) -> None:
    assert quoted(text) == shown
    lua = lua54.LuaRuntime(encoding=None)
    assert lua.execute(b"return " + shown.encode()) == text


def test_a_function_of_a_text_is_shown_by_the_beginning_of_the_text() -> None:
    session = debugging("f = load('local a = 1\\nreturn a')\nprint(f)\n")
    session.step_over()
    (function,) = session.evaluate("f")
    assert session.formatter.show(function) == "function <local a = 1…:0>"


def test_a_function_of_a_file_names_the_whole_path(tmp_path: Path) -> None:
    path = tmp_path / ("long" * 20 + ".lua")
    path.write_text("function f() end\n")
    session = Session(str(path))
    session.continue_()
    assert session.formatter.show(session.machine.globals.get_key(b"f")) == f"function <{path}:1>"
