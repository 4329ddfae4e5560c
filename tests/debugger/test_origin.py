"""Origins: from a value back to the literals and inputs that it was made of, through everything that carries values."""

import pytest

from debugger.origin import OriginNode
from debugger.session import Session
from engine.history.timeline import OutOfHistory

PROGRAM = b"""
local config = { rate = 3, names = {"x", "y"} }
local Base = {}; Base.__index = Base
function Base.scale(self, v) return v * config.rate end
local obj = setmetatable({ hp = 10 }, Base)
local function pick(...) local a, b = ... return b end
local co = coroutine.wrap(function(first) local got = coroutine.yield(first + 1) return got end)
obj.hp = obj:scale(obj.hp) + pick(7, 5)
local y = co(obj.hp)
local ok, message = pcall(function() error("bad " .. y, 0) end)
local t = {}
table.insert(t, message)
local s = string.upper(t[1])
for i, v in ipairs(config.names) do last = v end
local missing = config.nothing
local when = os.time()
for i = 1, 20 do counted = i end
local function absent(a, b) given = a return b end
absent(1)
print(s)
"""
LAST = 20


@pytest.fixture(params=[(1 << 20, 1 << 40), (1024, 60)], ids=["ring", "epochs"])
def session(request: pytest.FixtureRequest) -> Session:
    history, spacing = request.param
    session = Session("demo.lua", source=PROGRAM, history=history)
    session.keeps_every_step = True
    assert session.history.checkpoints is not None
    session.history.checkpoints.shortest = spacing
    session.set_breakpoint(LAST)
    session.continue_()
    return session


def leaves(node: OriginNode) -> list[tuple[str, str]]:
    """Kind and value of the leaves, in the order of the tree."""
    if not node.children:
        return [(node.kind, str(node.value))]
    return [leaf for child in node.children for leaf in leaves(child)]


def kinds(node: OriginNode) -> list[str]:
    """The kinds on the way that always takes the first child."""
    return [node.kind] + (kinds(node.children[0]) if node.children else [])


def test_through_strings_tables_errors_coroutines_calls_and_metatables(session: Session) -> None:
    found = session.origin("s")
    assert leaves(found) == [
        ("literal", '"bad "'), ("literal", "10"), ("literal", "3"), ("literal", "5"), ("literal", "1"),
    ]  # fmt: skip
    assert kinds(found)[:5] == ["library", "field", "library", "copy", "error"]
    assert session.t == session.stop.t


def test_of_the_value_at_another_moment(session: Session) -> None:
    place = session.place("obj.hp")
    first, second = [one.t for one in session.query.writes(place)]
    assert leaves(session.origin_at(first + 1, place, "obj.hp").all()[0]) == [("literal", "10")]
    assert session.origin_at(second + 1, place, "obj.hp").all() == [session.origin("obj.hp")]
    [before] = session.origin_at(1, place, "obj.hp").all()
    assert (before.kind, before.text) == ("absent", "not there yet at this moment")
    assert session.t == session.stop.t
    with pytest.raises(OutOfHistory):
        session.origin_at(session.newest + 1, place, "obj.hp")


def test_every_hop_is_a_step_that_gave_that_very_value(session: Session) -> None:
    """The value at the use is the value after the definition."""
    queue = [session.origin("s")]
    while queue:
        node = queue.pop()
        queue += node.children
        assert node.t <= session.t
        if node.children:
            assert all(child.t <= node.t for child in node.children)
            assert node.where.line > 0


def test_traversals_inputs_absences_loops_and_missing_arguments(session: Session) -> None:
    last = session.origin("last")
    assert kinds(last) == ["store", "field", "store", "literal"]
    assert leaves(session.origin("missing")) == [("absent", "nil")]
    assert session.origin("when").kind == "input"
    counted = session.origin("counted")
    assert kinds(counted)[:3] == ["store", "copy", "loop"] or kinds(counted)[:2] == ["store", "loop"]
    assert ("literal", "20") in leaves(counted)


def test_a_missing_argument(session: Session) -> None:
    session.set_breakpoint(18)
    assert session.reverse_continue().line == 18
    session.clear_breakpoint(18)
    found = session.origin("b")
    assert (found.kind, found.text) == ("argument", "missing in the call of absent")
    assert leaves(session.origin("a")) == [("literal", "1")]


def test_a_limit_on_nodes_is_said(session: Session) -> None:
    queue = [session.origin("s", limit=6)]
    cut = 0
    count = 0
    while queue:
        node = queue.pop()
        count += 1
        queue += node.children
        cut += node.is_cut
    assert count <= 6
    assert cut >= 1
