"""What it costs a VM inside of a Python program that editors are attached: to Lua, and to Python as well.

A program of its own measures a loop in Lua: alone, with our adapter attached, and with debugpy attached beside it,
which traces all threads of a program but those that are kept from it.
"""

import asyncio
import sys
import tempfile
from pathlib import Path
from typing import Final

from benchmarks.editor import Editor

ROOT: Final = Path(__file__).parents[1]

LOOP: Final = 3_000_000

HOST: Final = f"""\
import sys, time
from engine.host.vm import VM
from engine.runtime.values import NativeFunction

vm = VM(whole_run=True, history=100_000)
vm.globals.set(b"double", NativeFunction("double", lambda call: call.check_integer(1) * 2))
vm.run_source(b'''function work(n)
  local sum = 0
  for i = 1, n do sum = sum + i % 7 end
  return double(sum)
end''', b"@work.lua")
work = vm.globals.get(b"work")

def milliseconds():
    best = 9e9
    for _ in range(5):
        began = time.thread_time()
        vm.run(work, [{LOOP}])
        best = min(best, time.thread_time() - began)
    return best * 1000

server = vm.listen_dap()
print(server.port, flush=True)
for line in sys.stdin:
    print(milliseconds(), flush=True)
server.close()
"""


async def measure() -> dict[str, float]:
    """The milliseconds that the loop takes in the VM's thread, by who is attached."""
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "host.py"
        path.write_text(HOST, encoding="utf-8")
        process = await asyncio.create_subprocess_exec(
            sys.executable, str(path), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=ROOT,
            env={"PYTHONPATH": str(ROOT), "PYDEVD_DISABLE_FILE_VALIDATION": "1"},
        )  # fmt: skip
        try:
            return await _measure(process)
        finally:
            process.kill()
            await process.wait()


async def _measure(process: asyncio.subprocess.Process) -> dict[str, float]:
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    async def milliseconds() -> float:
        stdin.write(b"go\n")
        return float(await stdout.readline())

    port = int(await stdout.readline())
    found = {"nobody": await milliseconds()}
    lua = await _attached(port)
    found["our adapter"] = await milliseconds()
    await lua.ask("disconnect")
    lua = await _attached(port, python=True)
    configuration = (await lua.message("startDebugging"))["arguments"]["configuration"]
    await _attached(int(configuration["connect"]["port"]), **configuration)
    found["our adapter and debugpy"] = await milliseconds()
    return found


async def _attached(port: int, **configuration: object) -> Editor:
    editor = Editor(*await asyncio.open_connection("127.0.0.1", port))
    await editor.ask("initialize", adapterID="moonwalk", supportsStartDebuggingRequest=True)
    answered = editor.send("attach", **configuration)
    await editor.message("initialized")
    await editor.ask("configurationDone")
    await editor.response(answered)
    return editor
