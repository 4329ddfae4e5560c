"""Runs a Lua script in Moonwalk and in PUC Lua, to compare what they say.

A script calls ``out(...)`` with values; everything it was given, as `tostring` shows it, is the script's log.  Errors
that leave the script are logged too.
"""

import difflib
import io

from lupa import lua54

from engine.host.vm import VM

# All in one line, so that line numbers in messages are the script's.
_BEFORE = (
    b"local log, tostring, pack, concat = {}, tostring, table.pack, table.concat "
    b"local function out(...) local t = pack(...) for i = 1, t.n do t[i] = tostring(t[i]) end "
    b"log[#log + 1] = concat(t, '|') end "
    b"local ok, problem = pcall(function(...) "
)
_AFTER = b"\nend, ...) if not ok then out('uncaught', problem) end return concat(log, '\\n')"

_RUN = lua54.LuaRuntime(encoding=None).eval("function(source) return assert(load(source, '=script'))() end")


def in_puc(script: str) -> str:
    """The script's log in PUC Lua, in a state that all scripts share."""
    return bytes(_RUN(_BEFORE + script.encode() + _AFTER)).decode()


def in_moonwalk(script: str, history: int = 0) -> str:
    """The script's log in a new Moonwalk VM."""
    streams = [io.BytesIO() for _ in range(3)]
    vm = VM(history=history, stdin=streams[0], stdout=streams[1], stderr=streams[2])
    (log,) = vm.run_source(_BEFORE + script.encode() + _AFTER, b"=script")
    assert isinstance(log, bytes)
    return log.decode()


def same(script: str) -> None:
    """Check that both say the same, with history recorded and without."""
    expected = in_puc(script)
    for history in (0, 1000):
        found = in_moonwalk(script, history)
        if found != expected:
            lines = difflib.ndiff(expected.splitlines(), found.splitlines())
            raise AssertionError("differs from PUC Lua (-)\n" + "\n".join(line for line in lines if line[0] in "-+"))
