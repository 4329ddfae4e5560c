"""Each pane alone as a picture; `pytest tests/tui --snapshot-update` accepts new ones."""

from collections.abc import Callable
from typing import Final

import pytest
from debugging import settled
from textual.pilot import Pilot

from debugger.session import Session
from tui.app import Debugger
from tui.arrangement import PANES

PROGRAM: Final = """\
-- A queue that tasks take numbers from.
local Queue = {}
Queue.__index = Queue

function Queue.new()
  return setmetatable({ first = 1, last = 0, items = {} }, Queue)
end

function Queue:push(item)
  self.last = self.last + 1
  self.items[self.last] = item
end

function Queue:pop()
  if self.first > self.last then error("empty queue") end
  local item = self.items[self.first]
  self.items[self.first] = nil
  self.first = self.first + 1
  return item
end

local queue, total = Queue.new(), 0
local worker = coroutine.wrap(function()
  while true do
    local ok, item = pcall(queue.pop, queue)
    if not ok then coroutine.yield(item) else total = total + item end
    print("worked", item, total)
  end
end)

for round = 1, 3 do
  for n = 1, round do queue:push(n * round) end
  worker()
end
print("total", total)
"""

Compare = Callable[..., bool]


def _fill(app: Debugger, pane: str) -> None:
    """Let a pane have something to show."""
    match pane:
        case "console":
            app.asking.evaluate("item, self.last * 2")
            app.asking.evaluate("self:nothing()")
        case "watches":
            app.asking.add_watch("self.first")
        case "breakpoints":
            app.asking.carry_out("break 26 hits >= 2 if ok")
            app.asking.carry_out("log 27 {item} of {total}")
            app.asking.carry_out("break Queue:push")
            app.asking.carry_out("data any self.last")
        case "calls":
            app.questions.calls()
        case "events":
            app.questions.events()
        case "history":
            app.questions.history("self.first")
        case "origin":
            app.questions.origin("self.last")
        case "diff":
            app.asking.compare("20%")
        case "answers":
            app.questions.calls_of("Queue:pop")
        case "bookmarks":
            app.asking.add_bookmark("the last item leaves")
        case "branches":
            app.asking.set("self.first = 4")


@pytest.mark.parametrize("pane", PANES)
def test_pane(snap_compare: Compare, pane: str) -> None:
    async def show(pilot: Pilot[int]) -> None:
        app = await settled(pilot)
        app.session.set_breakpoint(18)
        app.desk.variables.variables.opened |= {("locals", "self"), ("locals", "self", "items")}
        for key in ("C", "n"):
            await pilot.press(key)
            await settled(pilot)
        _fill(app, pane)
        await settled(pilot)
        app.desk.focus_pane(pane)
        await pilot.press("z")
        await pilot.pause()

    app = Debugger(Session("queue.lua", source=PROGRAM.encode()))
    assert snap_compare(app, terminal_size=(90, 20), run_before=show)
