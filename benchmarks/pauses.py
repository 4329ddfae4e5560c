"""How long a pause takes, by what the program is doing: from an editor's request to the stop that it is told of.

Each program does the same for ever, most of it long calls of the library, after some millions of short steps: slices
have grown by then.  The editor lets it run for a moment, asks for a pause, and lets it go on.  Relies on `editor`;
`debug_adapter` prints what is found.
"""

import asyncio
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from benchmarks.editor import Editor

PAUSES: Final = 5

RUNNING: Final = 0.25
"""Seconds that the program runs before a pause is asked for, and each time a little more."""

BEFORE: Final = "local n = 0 for i = 1, 3000000 do n = n + i end "

PROGRAMS: Final = {
    "instructions": "while true do n = n + 1 end",
    "string.gsub, short matches": "local s = ('ab '):rep(3000000) while true do s:gsub('%w+', '%0') end",
    "string.find, backtracking": "local s = ('a'):rep(28) while true do s:find(('a?'):rep(28) .. 'b') end",
    "string.format('%q')": "local s = ('a\\n'):rep(4000000) while true do string.format('%q', s) end",
    "string.upper, 1 MB": "local s = ('x'):rep(1000000) while true do s:upper() end",
    "tonumber, 100,000 digits": "local s = ('1'):rep(100000) while true do tonumber(s) end",
    "utf8.len, 1 MB": "local s = ('x'):rep(1000000) while true do utf8.len(s) end",
    "concatenation, 50 MB": "local s = ('x'):rep(50000000) while true do local t = s .. 'y' end",
    "string.rep, 100 MB": "while true do local s = ('xy'):rep(50000000) end",
    "table.concat": "local t = {} for i = 1, 3000000 do t[i] = i end while true do table.concat(t, ',') end",
    "table.insert in front": "local t = {} for i = 1, 300000 do t[i] = i end "
    "while true do table.insert(t, 1, 0) table.remove(t, 1) end",
    "table.unpack": "local t = {} for i = 1, 100000 do t[i] = i end while true do table.unpack(t) end",
    "next past removed keys": "local t = {} for i = 1, 1000000 do t['k' .. i] = i end "
    "for k in pairs(t) do t[k] = nil end while true do next(t) end",
    "finalizers": "while true do setmetatable({}, {__gc = function() end}) end",
    "table.sort": "while true do local t = {} for i = 1, 500000 do t[i] = i * 7919 % 500009 end table.sort(t) end",
    "load": "local s = ('local a = f(b, 1) + 2 do a = {a} end '):rep(40) s = ('do ' .. s .. ' end '):rep(500) "
    "while true do load(s) end",
    "collectgarbage": "local t = {} for i = 1, 1000000 do t[i] = {i} end while true do collectgarbage() end",
}


async def measure() -> dict[str, list[float]]:
    """Seconds that pauses took, by what the program was doing."""
    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as directory:
        for words, source in PROGRAMS.items():
            program = Path(directory) / "program.lua"
            program.write_text(BEFORE + source, encoding="utf-8")
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "debugger.cli", "dap", stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE, limit=1 << 26,
            )  # fmt: skip
            try:
                assert process.stdin is not None
                assert process.stdout is not None
                found[words] = await _measure(Editor(process.stdout, process.stdin), program)
            finally:
                process.kill()
                await process.wait()
    return found


async def _measure(editor: Editor, program: Path) -> list[float]:
    await editor.ask("initialize", adapterID="moonwalk")
    await editor.ask("launch", program=str(program))
    await editor.ask("configurationDone")
    times = []
    for number in range(PAUSES):
        await asyncio.sleep(RUNNING * (1 + number / PAUSES) + (1.0 if number == 0 else 0.0))
        began = time.perf_counter()
        editor.send("pause", threadId=1)
        await editor.message("stopped")
        times.append(time.perf_counter() - began)
        await editor.ask("continue", threadId=1)
    return times
