"""Every dialect has the libraries, and the names in them, that its original has."""

import importlib
import io
from typing import cast

import pytest

from engine.host.vm import VM
from engine.syntax.dialects import DIALECTS

ORIGINALS = {
    "5.1": "lua51",
    "5.2": "lua52",
    "5.3": "lua53",
    "5.4": "lua54",
    "5.5": "lua55",
    "luajit": "luajit21",
}

# All names: of the globals, of the libraries, of the metatables of strings and files; "name:type".
NAMES = b"""
local names = {}
local function add(library, table)
  for name, value in pairs(table) do names[#names + 1] = library .. "." .. tostring(name) .. ":" .. type(value) end
end
package.loaded.python, python = nil, nil -- lupa's
add("_G", _G)
for name, library in pairs(package.loaded) do
  if type(library) == "table" and name ~= "_G" then
    add(name, library)
    for inner, value in pairs(library) do
      if type(value) == "table" and name ~= "package" and not package.loaded[name .. "." .. inner] then
        add(name .. "." .. inner, value)
      end
    end
  end
end
add("string metatable", getmetatable(""))
add("file metatable", getmetatable(io.stdout))
add("file methods", getmetatable(io.stdout).__index)
table.sort(names)
return table.concat(names, "\\n")
"""


@pytest.mark.parametrize("key", ORIGINALS)
def test_names(key: str) -> None:
    original = importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime(encoding=None)
    expected = cast(bytes, original.execute(NAMES))
    streams = [io.BytesIO() for _ in range(3)]
    vm = VM(DIALECTS[key], stdin=streams[0], stdout=streams[1], stderr=streams[2])
    (found,) = vm.run_source(NAMES, b"=names")
    assert isinstance(found, bytes)
    assert found.decode().split("\n") == expected.decode().split("\n")


@pytest.mark.parametrize("key", ORIGINALS)
def test_version(key: str) -> None:
    original = importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime(encoding=None)
    assert VM(DIALECTS[key]).globals.get_key(b"_VERSION") == original.eval(b"_VERSION")
