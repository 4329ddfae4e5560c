"""Programs run in this process: exit statuses, streams, and the hook at the end."""

import io
from pathlib import Path

import pytest

from engine.host.program import run_program, skip_first_line
from engine.host.vm import VM


def test_streams_and_status(tmp_path: Path) -> None:
    script = tmp_path / "x.lua"
    script.write_text("io.stderr:write('!') print(io.read('a'), ...) os.exit(3)")
    stdin, stdout, stderr = io.BytesIO(b"in"), io.BytesIO(), io.BytesIO()
    assert run_program(str(script), ["a"], stdin=stdin, stdout=stdout, stderr=stderr) == 3
    assert (stdout.getvalue(), stderr.getvalue()) == (b"in\ta\n", b"!")


def test_argument_table_of_a_program_without_command() -> None:
    stdout = io.BytesIO()
    stdin = io.BytesIO(b"print(arg[-1], arg[0], arg[1], arg[2], ...)")
    assert run_program("-", ["a"], stdin=stdin, stdout=stdout) == 0
    assert stdout.getvalue() == b"lua\t-\ta\tnil\ta\n"


@pytest.mark.parametrize(("code", "outcome", "status"), [("", 0, 0), ("", 5, 5), ("error('x')", 5, 1)])
def test_end_of_the_run(code: str, outcome: int, status: int) -> None:
    """`finished` decides the status of a program that succeeded."""
    seen: list[VM] = []

    def finished(vm: VM, seconds: float) -> int:
        assert seconds >= 0
        seen.append(vm)
        return outcome

    assert run_program(None, statements=[code], stdout=io.BytesIO(), stderr=io.BytesIO(), finished=finished) == status
    assert seen[0].steps > 0


@pytest.mark.parametrize(
    ("source", "rest"),
    [
        (b"return 1", b"return 1"),
        (b"#!lua\nreturn 1", b"\nreturn 1"),
        (b"#!lua", b""),
        (b"\xef\xbb\xbf# x\nreturn 1", b"\nreturn 1"),
        (b"return #t", b"return #t"),
    ],
)
def test_first_line_of_a_unix_executable_is_skipped(source: bytes, rest: bytes) -> None:
    assert skip_first_line(source) == rest
