"""The programs that the editors are tried on."""

from typing import Final

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

ASKS: Final = """\
io.write("name? ")
print("hello " .. io.read())
"""

RULES: Final = """\
total = total or 0
local n = ...
total = total + n
return total
"""

HOST: Final = """\
import sys
from engine.host.vm import VM

vm = VM(whole_run=True, history=100_000)
server = vm.listen_dap()
print(server.port, flush=True)
server.wait_for_client()
rules = vm.load_file(sys.argv[1].encode())
for n in (3, 4, 5):
    vm.run(rules, [n])
"""
