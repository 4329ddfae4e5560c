"""Evaluates lists of Lua expressions in Moonwalk and in the original of a dialect, to compare the outcomes.

The expressions stand in files, one in a line (or the statements of a function body), in sections that begin with a
line "--- name".
"""

import difflib
import re
from pathlib import Path

from tests.engine.stdlib.dialect_driver import in_moonwalk, in_original

# Shows outcomes so that they can be compared: numbers exactly, tables by content, addresses not at all.
_BEFORE = r"""
local load, pcall, select, type, tostring, next = loadstring or load, pcall, select, type, tostring, next
local format, gsub, byte, sort, concat = string.format, string.gsub, string.byte, table.sort, table.concat
local kind = math.type or function() return "number" end
local log = {}
local function escape(char) return format("\\%03d", byte(char)) end
local function show(value, depth)
  local name = type(value)
  if name == "number" then return kind(value) .. " " .. (value ~= value and "nan" or format("%.17g", value)) end
  if name == "string" then
    local text = gsub(value, "0x%x+", "address")
    return '"' .. gsub(text, "[^ -~]", escape) .. '"'
  end
  if name == "boolean" or name == "nil" then return tostring(value) end
  if name ~= "table" or depth > 2 then return name end
  local items = {}
  for key, item in next, value do items[#items + 1] = show(key, depth + 1) .. " = " .. show(item, depth + 1) end
  sort(items)
  return "{" .. concat(items, ", ") .. "}"
end
local function shown(...)
  local items = {}
  for i = 1, select("#", ...) do items[i] = show((select(i, ...)), 0) end
  return concat(items, " | ")
end
local function try(source)
  local chunk = load("return " .. source, "=try") or load(source, "=try")
  log[#log + 1] = source .. "\n    " .. (chunk and shown(pcall(chunk)) or "syntax error")
end
"""


def sections(path: Path) -> dict[str, list[str]]:
    """The expressions of a file, by section."""
    found: dict[str, list[str]] = {}
    for section in re.split(r"^--- ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, *lines = section.splitlines()
        found[name] = [line for line in lines if line]
    return found


def same(key: str, expressions: list[str]) -> None:
    """Check that all have the same outcome, one after the other in one state."""
    tries = "".join(f"try [===[{expression}]===]\n" for expression in expressions)
    chunk = _BEFORE + tries + "return concat(log, '\\n')"
    expected, found = in_original(key, chunk), in_moonwalk(key, chunk)
    if found != expected:
        lines = difflib.unified_diff(_lines(expected), _lines(found), "original", "Moonwalk", n=1, lineterm="")
        raise AssertionError("\n".join(lines))


def _lines(text: bytes) -> list[str]:
    return text.decode("latin-1").splitlines()
