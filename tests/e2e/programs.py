"""The programs that the editors are tried on."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.installed_editors import ROOT, environment, processes

COUNTING: Final = """\
local n = 0
for i = 1, 3 do
  n = n + i
end
print(n)
"""

WORDS: Final = """\
local function double(n)
  return 2 * n
end
local list = {}
table.insert(list, double(2))
print(undefined_name)
"""

ASKING: Final = """\
local function greet(name)
  return "hello " .. name
end
io.write("name? ")
local name = io.read()
print(greet(name))
"""

RULES: Final = """\
function total(n)
  local sum = 0
  for i = 1, 2 do
    sum = sum + rebate(n * i)
  end
  return sum
end
"""

HOST: Final = """\
import os
from engine.host.vm import VM
from engine.runtime.values import NativeFunction


def rebate(call):
    given = call.check_integer(1)
    return given - 1


vm = VM(whole_run=True, history=100_000)
vm.globals.set(b"rebate", NativeFunction("rebate", rebate))
vm.run(vm.load_file(os.fsencode(os.path.abspath("rules.lua"))))
server = vm.listen_dap()
print(server.port, flush=True)
server.wait_for_client()
for n in (10, 20):
    print(*vm.run(vm.globals.get(b"total"), [n]), flush=True)
"""
"""Calls a function of RULES's, in which a function of its own is called."""


@contextmanager
def python_program(directory: Path) -> Iterator[tuple[Path, Path, int]]:
    """HOST in a directory, running: its file, that of the rules, and the port that it listens at."""
    host, rules = directory / "host.py", directory / "rules.lua"
    host.write_text(HOST, encoding="utf-8")
    rules.write_text(RULES, encoding="utf-8")
    with processes() as start:
        words = ["env", f"--chdir={directory}", sys.executable, host]
        process = start(words, environment(PYTHONPATH=ROOT, PYDEVD_DISABLE_FILE_VALIDATION=1))
        assert process.stdout is not None
        yield host, rules, int(process.stdout.readline())
