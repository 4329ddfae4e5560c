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
