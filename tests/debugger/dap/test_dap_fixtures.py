"""Whole sessions on the programs in `fixtures/`."""

from pathlib import Path

import pytest

from tests.debugger.dap.editor import Editor

FIXTURES = Path(__file__).parents[3] / "fixtures"


@pytest.mark.parametrize("name", ["bank", "close", "inventory", "iterators", "tokenizer"])
def test_output_is_the_program_s(editor: Editor, name: str) -> None:
    editor.launch(FIXTURES / f"{name}.lua", cwd=str(FIXTURES))
    assert editor.stopped()["description"].startswith("End of the program")
    assert editor.printed() == (FIXTURES / f"{name}.expected").read_text(encoding="utf-8")


def test_from_the_error_back_to_its_cause(editor: Editor) -> None:
    """The label of a shelf is nil: who wrote it?"""
    editor.launch(FIXTURES / "bugs" / "nil_field.lua")
    assert (editor.stopped()["reason"], editor.line()) == ("exception", 65)
    info = editor.ask("dataBreakpointInfo", name="shelf.label", frameId=editor.frames()[0]["id"])
    editor.ask("setDataBreakpoints", breakpoints=[{"dataId": info["dataId"]}])
    assert editor.move("reverseContinue")["reason"] == "data breakpoint"
    assert editor.line() == 52


def back_to(editor: Editor, name: str, line: int, place: str, condition: str = "") -> None:
    """Run a program with a bug to a line near its end, and from there back to a write."""
    program = str(FIXTURES / "bugs" / name)
    editor.launch(program, {program: [{"line": line}]})
    assert (editor.stopped()["reason"], editor.line()) == ("breakpoint", line)
    info = editor.ask("dataBreakpointInfo", name=place, frameId=editor.frames()[0]["id"])
    editor.ask("setDataBreakpoints", breakpoints=[{"dataId": info["dataId"], "condition": condition}])
    assert editor.move("reverseContinue")["reason"] == "data breakpoint"


def test_the_total_is_wrong_for_a_shelf_is_shared(editor: Editor) -> None:
    back_to(editor, "total.lua", 81, 'inventory.lines["brass lock"].shelf')
    assert [one["line"] for one in editor.frames()][:2] == [18, 39]
    assert editor.evaluate("key, value == t.shelf") == '"shelf", true'


def test_two_heroes_have_one_bag(editor: Editor) -> None:
    back_to(editor, "shared_table.lua", 57, "party[2].bag")
    assert editor.line() == 12
    assert editor.evaluate("key, value == defaults.bag, options.bag") == '"bag", true, nil'


def test_an_event_is_lost_when_a_list_is_replaced(editor: Editor) -> None:
    back_to(editor, "lost_update.lua", 84, "scheduler.tasks.smith.events", "#task.events > count")
    assert editor.line() == 35
    assert editor.evaluate("count, #task.events, task.events[4].id") == "3, 4, 2"
    editor.move("reverseContinue")
    assert editor.line() == 11  # where the table is made; a condition that cannot be evaluated stops


def test_tables_with_200_000_elements(editor: Editor, tmp_path: Path) -> None:
    program = tmp_path / "large.lua"
    program.write_text(
        "local list, map = {}, {}\nfor i = 1, 200000 do\n  list[i] = i\n  map['k' .. i] = i\nend\nprint(#list)\n"
    )
    editor.launch(program, {str(program): [{"line": 6}]})
    editor.stopped()
    tables = editor.children(editor.scope("Locals"))
    assert (tables["list"]["indexedVariables"], tables["list"]["value"]) == (200_000, "{1, 2, 3, 4, …}")
    page = editor.values(tables["list"], filter="indexed", start=199_900, count=100)
    assert (len(page), page["[200000]"]) == (100, "200000")
    page = editor.values(tables["map"], filter="named", start=199_950, count=100)
    assert list(page) == [f"k{i}" for i in range(199_951, 200_001)]
    assert len(editor.children(tables["map"])) == 1001
    editor.move("stepBack")
    editor.move("stepBack")
    tables = editor.children(editor.scope("Locals"))
    assert tables["list"]["indexedVariables"] == 200_000
    assert editor.evaluate("map.k200000") == "nil"
