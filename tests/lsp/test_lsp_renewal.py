"""What is known of types after any edits is what a fresh start finds out, whatever was asked for in between."""

from hypothesis import given, settings
from hypothesis import strategies as st
from marked import uri

from lsp.documents.positions import Encoding
from lsp.features.diagnostics import diagnostics
from lsp.features.hover import hover
from lsp.features.inlay_hints import inlay_hints
from lsp.workspace.project import Project

UNITS = (
    "local Account = {}\nAccount.__index = Account\n",
    "local Account = setmetatable({}, { __index = Base })\n",
    "local Base = {}\n",
    "Account.__index = Base\n",
    "function Base.kind(self) return self.name end\n",
    "function Base.kind(self) return 1 end\n",
    "Base.name = 'text'\n",
    "Base.name = 12\n",
    "function Account.new(n)\n  local self = setmetatable({}, Account)\n  self.sum = n or 0\n  return self\nend\n",
    "function Account:add(n)\n  self.sum = self.sum + n\n  return self.sum\nend\n",
    "function Account:add(n)\n  self.sum = tostring(n)\n  return self.sum\nend\n",
    "local account = Account.new(1)\n",
    "local sum = account:add(2)\n",
    "print(account.sum:upper(), sum .. account:kind())\n",
    "---@param n integer\n---@return string?\nlocal function text(n) return n > 1 and 'x' or nil end\n",
    "local function text(n) return n end\n",
    "local function text() return 'text' end\n",
    "local function twice(n) return text(n) end\n",
    "local word = twice(3)\n",
    "print(word.length, word(), word + 1)\n",
    "if word then print(#word) end\n",
    "word = nil\n",
    "word = text(1) or twice(2)\n",
    "---@class Point\n---@field x integer\n---@field y? string\nlocal Point = {}\n",
    "---@class Point\n---@field x string\nlocal Point = {}\n",
    "---@type Point\nlocal point = { x = 1 }\n",
    "local x, y = point.x + 1, point.y .. ''\n",
    "local t = { a = 1, b = { c = text } }\n",
    "t.a = t.b.c(1)\n",
    "t.b.c = twice\n",
    "for _, one in ipairs({ sum, word }) do print(one + 1) end\n",
    "goto top\n",
    "::top::\n",
    "return { account = account, t = t, text = text }\n",
)
UNIT = st.sampled_from(UNITS)
EDIT = st.tuples(st.sampled_from(("insert", "delete", "replace", "swap")), st.integers(0, 30), UNIT, st.booleans())


def edited(units: list[str], kind: str, at: int, text: str) -> list[str]:
    at %= len(units)
    if kind == "insert":
        return [*units[:at], text, *units[at:]]
    if kind == "delete" and len(units) > 1:
        return [*units[:at], *units[at + 1 :]]
    if kind == "swap":
        other = (at * 7 + 3) % len(units)
        units = units[:]
        units[at], units[other] = units[other], units[at]
        return units
    return [*units[:at], text, *units[at + 1 :]]


def seen(project: Project, name: str) -> object:
    snapshot = project.open[name]
    hints = [(one.offset, one.text) for one in inlay_hints(project, snapshot, 0, len(snapshot.text))]
    return [one[:5] for one in diagnostics(project, snapshot)], hints


@settings(deadline=None, max_examples=30)
@given(st.lists(EDIT, min_size=1, max_size=6))
def test_edits(edits: list[tuple[str, int, str, bool]]) -> None:
    units = list(UNITS)
    project = Project(Encoding.UTF8)
    name = uri("edited.lua")
    project.open_file(name, "".join(units).encode(), 0)
    seen(project, name)
    for version, (kind, at, text, looks) in enumerate(edits):
        units = edited(units, kind, at, text)
        snapshot = project.open_file(name, "".join(units).encode(), version + 1)
        if looks:  # some of it is found out between two edits, in another order
            hover(project, snapshot, snapshot.text.find(b"account"))
            hover(project, snapshot, snapshot.text.rfind(b"word"))
    fresh = Project(Encoding.UTF8)
    fresh.open_file(name, "".join(units).encode(), 1)
    assert seen(project, name) == seen(fresh, name)
