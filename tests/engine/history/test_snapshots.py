"""A machine that goes on from a snapshot, in another VM, is in every later moment what it was in the straight run."""

import io
from functools import partial
from pathlib import Path

import pytest
from snapshot_oracle import check_moment, check_snapshots, run_straight

from engine.history.code_table import CodeTable
from engine.history.event_log import EventLog
from engine.history.library_objects import LibraryObjects
from engine.history.snapshot_form import VERSION, BadSnapshot, CannotBeWritten
from engine.history.snapshot_reader import read_snapshot
from engine.history.snapshot_writer import write_snapshot
from engine.host.functions import recorded
from engine.host.vm import VM
from engine.runtime.call import Call
from engine.runtime.values import NativeFunction, UserData
from engine.stdlib.files import LuaFile
from engine.syntax.dialects import DIALECTS, LUA_54
from tests.differential import ORIGINALS
from tests.generated.programs import random_program
from tests.program_dialect import dialect_of

ROOT = Path(__file__).parents[3]
FIXTURES = sorted((ROOT / "fixtures").rglob("*.lua"))
REFUSED = ("syntax_", "expansion_error")
"""How the names of programs begin that do not compile."""
PROGRAMS = [
    path
    for path in sorted((ROOT / "tests" / "programs").rglob("*.lua"))
    if not path.name.startswith(REFUSED) and path.parent.name != "macros"
]
EFFECTS = sorted((Path(__file__).parent / "effects").glob("*.lua"))


@pytest.mark.parametrize("path", EFFECTS, ids=lambda path: path.stem)
def test_effect(path: Path) -> None:
    source = path.read_bytes()
    assert check_snapshots(source, dialect=dialect_of(source), spacing=6, checked=10) > 1


@pytest.mark.parametrize("path", FIXTURES + PROGRAMS, ids=lambda path: str(path.relative_to(ROOT)))
def test_program(path: Path) -> None:
    source = path.read_bytes()
    check_snapshots(source, dialect=dialect_of(source), steps=1500, spacing=150, checked=2)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("key", ORIGINALS)
def test_generated_program(key: str, seed: int) -> None:
    dialect = DIALECTS[key]
    check_snapshots(random_program(seed, dialect).encode(), dialect=dialect, steps=1500, spacing=60, checked=3)


OPEN_FILES = b"""
local file = io.tmpfile()
file:write("10 20\\nlast\\n")
file:seek("set")
local lines = io.lines()
for i = 1, 3 do print(lines(), file:read("n")) end
local all = file:read("a")
file:close()
print(all, io.type(file), pcall(file.read, file))
local process = io.popen("echo one; echo two")
print(process:read())
print(process:read(), process:close())
"""


def test_open_files_go_on_from_the_log() -> None:
    assert check_snapshots(OPEN_FILES, spacing=2, checked=40) > 20


SHARED = b"""
local long = ("x"):rep(100)
local keyed = {[long] = 1, [1.5] = 2, [true] = 3, [false] = 4, [-7] = 5, [1 << 62] = 6, [0/0 == 0/0] = 7}
keyed[long .. ""] = 8
local cell = 0
local function up() cell = cell + 1 return cell end
local same = {up, up, long, long, keyed}
same.same = same
debug.setmetatable(0, {__index = function(n, k) return k end})
local weak = setmetatable({}, {__mode = "k"})
weak[same] = up
local co = coroutine.wrap(function(...) local a <close> = setmetatable({}, {__close = print}) coroutine.yield(...) end)
print(co(1, -0.0, 0/0))
for k in pairs(keyed) do keyed[k] = nil end
print(string.format("%p", long) == string.format("%p", same[3]), (5).x, up(), same[2](), next(keyed), #same)
print(debug.upvalueid(up, 1) == debug.upvalueid(same[2], 1))
load("local n = ... return function() n = n + 1 print(n) end")(4)()
"""


def test_sharing_is_kept() -> None:
    assert check_snapshots(SHARED, spacing=2, checked=60) > 30


def test_a_snapshot_of_any_step_leads_on() -> None:
    """The way through a comparator, a failing coroutine and pending closes, one step after the other."""
    source = b"""
    local t = {3, 1, 2}
    table.sort(t, function(a, b) return a < b end)
    local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() error("b") end})
      error("a") end)
    print(pcall(string.gsub, "abc", ".", function(c) if c == "c" then error(c) end return t[1] end))
    print(coroutine.resume(co), coroutine.close(co))
    """
    straight = run_straight(source, LUA_54, 1000, 1, 0)
    for at in range(len(straight.moments)):
        check_moment(straight, at, LUA_54)


# -- what cannot be written, and what is no snapshot -----------------------------------------------


def machine_with(name: bytes, value: object) -> tuple[VM, LibraryObjects]:
    vm = VM(stdout=io.BytesIO())
    library = LibraryObjects(vm.machine)
    vm.globals.set(name, value)
    return vm, library


def of_the_host(call: Call) -> object:
    return None


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (NativeFunction("host", of_the_host), "a function of the host"),
        (UserData({}, None, 0), "a userdata of the host"),
        (object(), "a value of the host"),
    ],
)
def test_what_belongs_to_the_host_cannot_be_written(value: object, message: str) -> None:
    vm, library = machine_with(b"x", value)
    with pytest.raises(CannotBeWritten, match=message):
        write_snapshot(vm.machine, library, CodeTable(vm.machine, library))


def no_file(kind: int) -> LuaFile:
    raise AssertionError


@pytest.mark.parametrize("damage", range(6))
def test_what_does_not_fit_is_refused(damage: int) -> None:
    vm, library = machine_with(b"x", 1)
    code = CodeTable(vm.machine, library)
    version, fields, rows = write_snapshot(vm.machine, library, code)
    assert isinstance(rows, list)
    assert isinstance(fields, tuple)
    snapshot: object = [
        (VERSION + 1, fields, rows),
        (version, fields[:-1], rows),
        (version, fields, rows[:-100]),
        (version, fields, [*rows[1:], rows[0]]),
        (version, fields, [*rows, (3, 1, (len(rows) + 5,))]),
        b"",
    ][damage]
    with pytest.raises(BadSnapshot):
        read_snapshot(vm.machine, library, code, snapshot, no_file, partial(recorded, vm.machine, EventLog()))


def test_the_library_is_the_same_in_every_machine_of_a_dialect() -> None:
    prints = {key: LibraryObjects(VM(dialect).machine).fingerprint() for key, dialect in DIALECTS.items()}
    assert prints == {key: LibraryObjects(VM(dialect).machine).fingerprint() for key, dialect in DIALECTS.items()}
    assert prints.pop("macro") == prints["5.5"]
    assert len(set(prints.values())) == len(prints)
