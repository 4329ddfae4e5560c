"""`moonwalk run` does to the byte what `lua` does.

The expectations are recorded from PUC Lua 5.4, and checked against it where it is installed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest


class Case(NamedTuple):
    """A program, the words after `lua`, and what comes of it."""

    name: str
    script: bytes | None
    words: list[str]
    status: int = 0
    stdout: bytes = b""
    stderr: bytes = b""
    stdin: bytes = b""


IN_MAIN = b"\n\tx.lua:1: in main chunk\n\t[C]: in ?\n"
TRACE = b"\nstack traceback:\n\t[C]: in function 'error'" + IN_MAIN

CASES = [
    Case("prints", b"print('hello', 1, 2.0)", ["x.lua"], stdout=b"hello\t1\t2.0\n"),
    Case(
        "arguments",
        b"print(#arg, arg[0], arg[1], arg[2], ...)",
        ["x.lua", "--stats", "-e"],
        stdout=b"2\tx.lua\t--stats\t-e\t--stats\t-e\n",
    ),
    Case("double dash", b"print(#arg, ...)", ["x.lua", "a", "--", "b"], stdout=b"3\ta\t--\tb\n"),
    Case("statement", None, ["-e", "print(1)"], stdout=b"1\n"),
    Case("statements first", b"print(a, b)", ["-e", "a = 1", "-e", "b = 2", "x.lua"], stdout=b"1\t2\n"),
    Case("program from input", None, ["-", "one"], stdin=b"print(arg[0], ...)", stdout=b"-\tone\n"),
    Case("reads input", b"print(io.read('n', 'l', 'a'))", ["x.lua"], stdin=b"12 x\nrest", stdout=b"12\t x\trest\n"),
    Case("exit status", b"os.exit(7)", ["x.lua"], status=7),
    Case("exit true", b"os.exit(true)", ["x.lua"]),
    Case("exit false", b"io.write('out') os.exit(false)", ["x.lua"], status=1, stdout=b"out"),
    Case("exit wraps", b"os.exit(300)", ["x.lua"], status=44),
    Case("error", b"error('boom')", ["x.lua"], 1, b"", b"lua: x.lua:1: boom" + TRACE),
    Case("output before an error", b"print(1) error('boom', 0)", ["x.lua"], 1, b"1\n", b"lua: boom" + TRACE),
    Case("error number", b"error(12)", ["x.lua"], 1, b"", b"lua: 12" + TRACE),
    Case("error table", b"error({})", ["x.lua"], 1, b"", b"lua: (error object is a table value)" + TRACE),
    Case("error nil", b"error()", ["x.lua"], 1, b"", b"lua: (error object is a nil value)" + TRACE),
    Case("error true", b"error(true)", ["x.lua"], 1, b"", b"lua: (error object is a boolean value)" + TRACE),
    Case(
        "error that speaks",
        b"error(setmetatable({}, {__tostring = function() return 'spoken' end}))",
        ["x.lua"],
        1,
        b"",
        b"lua: spoken\n",
    ),
    Case(
        "error in a function",
        b"local function f()\n  local t\n  return t.x\nend\nlocal r = f()",
        ["x.lua"],
        1,
        b"",
        b"lua: x.lua:3: attempt to index a nil value (local 't')\nstack traceback:\n"
        b"\tx.lua:3: in local 'f'\n\tx.lua:5: in main chunk\n\t[C]: in ?\n",
    ),
    Case("syntax error", b"x x", ["x.lua"], 1, b"", b"lua: x.lua:1: syntax error near 'x'\n"),
    Case("syntax error in a statement", None, ["-e", "x x"], 1, b"", b"lua: (command line):1: syntax error near 'x'\n"),
    Case("shebang", b"#!/usr/bin/lua\nerror('x')", ["x.lua"], 1, b"", b"lua: x.lua:2: x" + TRACE.replace(b"1:", b"2:")),
    Case("byte order mark", b"\xef\xbb\xbfprint(1)", ["x.lua"], stdout=b"1\n"),
    Case("missing file", None, ["no.lua"], 1, b"", b"lua: cannot open no.lua: No such file or directory\n"),
    Case("folder", None, ["."], 1, b"", b"lua: cannot read .: Is a directory\n"),
    Case("no program", b"\x7fELF\x02\x01", ["x.lua"], 1, b"", b"lua: x.lua:1: unexpected symbol near '<\\127>'\n"),
    Case(
        "first failure ends it",
        None,
        ["-e", "error('a', 0)", "-e", "print(1)"],
        1,
        b"",
        b"lua: a" + TRACE.replace(b"x.lua", b"(command line)"),
    ),
]

by_name = pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Case], None]:
    def write_script(case: Case) -> None:
        if case.script is not None:
            (tmp_path / "x.lua").write_bytes(case.script)

    return write_script


@by_name
def test_runs_as_recorded(case: Case, write: Callable[[Case], None], moonwalk: Callable) -> None:
    write(case)
    assert moonwalk("run", *case.words, stdin=case.stdin) == (case.status, case.stdout, case.stderr)


@by_name
def test_record_is_what_lua_does(case: Case, write: Callable[[Case], None], lua: Callable) -> None:
    write(case)
    assert lua(*case.words, stdin=case.stdin) == (case.status, case.stdout, case.stderr)


def test_command_words_are_the_negative_arguments(moonwalk: Callable, tmp_path: Path) -> None:
    (tmp_path / "x.lua").write_text("for at = -5, 1 do print(at, arg[at]) end")
    outcome = moonwalk("run", "--history", "10", "x.lua", "a")
    assert outcome.stdout == b"-5\tnil\n-4\tmoonwalk\n-3\trun\n-2\t--history\n-1\t10\n0\tx.lua\n1\ta\n"


def test_statistics_go_to_standard_error(moonwalk: Callable) -> None:
    outcome = moonwalk("run", "--stats", "--history", "1000", "-e", "for i = 1, 100 do end print('done')")
    assert outcome.status == 0
    assert outcome.stdout == b"done\n"
    for name in (b"instructions ", b"seconds ", b"instructions per second ", b"bytes of history ", b"bytes per step "):
        assert name in outcome.stderr


def test_verify_history(moonwalk: Callable) -> None:
    code = "local t = {} for i = 1, 50 do t[i] = i end table.sort(t, function(a, b) return a > b end)"
    outcome = moonwalk("run", "--history", "100000", "--verify-history", "-e", code)
    assert outcome.status == 0
    assert outcome.stderr.startswith(b"history verified: ")


def test_statistics_after_an_error_keep_its_status(moonwalk: Callable) -> None:
    outcome = moonwalk("run", "--stats", "-e", "error('x', 0)")
    assert outcome.status == 1
    assert outcome.stderr.startswith(b"lua: x\n")
    assert b"instructions " in outcome.stderr
