"""What the commands of a debugged program write does not reach the terminal."""

import pytest

from debugger.session import Session

PROGRAM = b"""\
print(os.execute("echo from a shell; exit 3"))
local pipe = io.popen("cat; echo aside >&2", "r")
print(pipe:read("a"))
pipe:close()
local sink = io.popen("tr a-z A-Z", "w")
sink:write("shout")
sink:close()
"""


def test_what_commands_write_is_taken_as_written_to_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    session = Session("demo.lua", source=PROGRAM)
    session.continue_()
    assert session.machine.failure is None
    written = b"".join(data for _, data in session.output())
    assert written == b"nil\texit\t3\n\n"
    assert [(one.data, one.line) for one in session.program_output.errors] == [
        (b"from a shell\n", 1), (b"aside\n", 4), (b"SHOUT", 7),
    ]
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")
    session.seek(0)
    session.seek(session.newest)
    assert len(session.program_output.errors) == 3  # nothing is done twice
