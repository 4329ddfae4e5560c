"""What the debugger keeps besides the session: jumps, bookmarks, what is remembered from one time to the next."""

import asyncio
from pathlib import Path

from debugger.session import Session
from tui.app import Debugger
from tui.bookmarks import Bookmarks
from tui.jumps import Jumps
from tui.memory import Memory, Remembered


def test_jumps_lead_back_and_forward() -> None:
    jumps = Jumps()
    jumps.jumped(100, 5)
    jumps.jumped(5, 40)
    assert jumps.back(40) == 5
    assert jumps.back(5) == 100
    assert jumps.back(100) is None
    assert jumps.forward(100) == 5
    assert jumps.forward(5) == 40
    assert jumps.forward(40) is None


def test_back_leads_to_the_last_jump_after_some_steps() -> None:
    jumps = Jumps()
    jumps.jumped(100, 5)
    assert jumps.back(9) == 5
    assert jumps.back(5) == 100
    assert jumps.forward(100) == 5
    assert jumps.forward(5) == 9


def test_another_jump_forgets_what_was_forward() -> None:
    jumps = Jumps()
    jumps.jumped(100, 5)
    assert jumps.back(5) == 100
    jumps.jumped(100, 70)
    assert jumps.moments == [100, 70]
    jumps.jumped(70, 70)
    assert jumps.forward(70) is None


def test_bookmarks_are_named_by_letters_in_the_order_of_their_making() -> None:
    bookmarks = Bookmarks()
    for t in (30, 10, 20):
        bookmarks.add(t, "demo.lua:1", "")
    assert [(one.letter, one.t) for one in bookmarks.all()] == [("b", 10), ("c", 20), ("a", 30)]
    changed = bookmarks.add(10, "demo.lua:1", "here")
    assert changed is not None
    assert (changed.letter, changed.note) == ("b", "here")
    bookmarks.remove(30)
    again = bookmarks.add(40, "demo.lua:1", "")
    assert again is not None
    assert again.letter == "a"
    assert bookmarks.named("c") == bookmarks.at(20)


def test_there_are_as_many_bookmarks_as_letters() -> None:
    bookmarks = Bookmarks()
    assert all(bookmarks.add(t, "", "") for t in range(26))
    assert bookmarks.add(26, "", "") is None


def test_what_is_remembered_comes_back(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state" / "debugger.json")
    assert memory.recall() == Remembered()
    kept = Remembered("moonwalk-day", ["output"], ["watches", "code"], "code")
    memory.keep(kept)
    assert memory.recall() == kept
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["debugger.json"]


def test_what_cannot_be_understood_is_not_remembered(tmp_path: Path) -> None:
    path = tmp_path / "debugger.json"
    for text in ("", "[]", "{", '{"theme": 3, "hidden": "x", "recent": ["nonsense", 4, "code"]}'):
        path.write_text(text)
        recalled = Memory(path).recall()
        assert (recalled.theme, recalled.hidden) == ("", [])
    assert recalled.recent == ["code"]
    Memory(tmp_path / "debugger.json" / "nowhere").keep(Remembered())
    Memory().keep(Remembered())


def test_a_pane_alone_is_alone_again_the_next_time(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "debugger.json")

    async def script() -> None:
        app = Debugger(Session("x.lua", source=b"print(1)\n"), memory)
        async with app.run_test() as pilot:
            await pilot.press("3", "z")
        again = Debugger(Session("x.lua", source=b"print(1)\n"), memory)
        async with again.run_test() as pilot:
            await pilot.pause()
            assert again.desk.seen() == ["variables"]
            await pilot.press("z")
            assert "source" in again.desk.seen()
        assert memory.recall().alone == ""

    asyncio.run(script())
