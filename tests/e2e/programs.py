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
