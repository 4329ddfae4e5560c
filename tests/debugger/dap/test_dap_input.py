"""What the program reads: typed in the debug console, in a terminal of the client's, or from a file."""

import json
import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from debugger.dap.framing import frame
from debugger.dap.terminal import TOKEN, relay
from tests.debugger.dap.editor import SECONDS, Editor

PROGRAM = 'io.write("name? ")\nlocal name = io.read()\nprint("hello " .. tostring(name))\nprint(io.read("a"))\n'

Write = Callable[..., str]


def reply(editor: Editor, request: dict[str, object], **fields: object) -> None:
    answer = {"seq": 0, "type": "response", "request_seq": request["seq"], "command": request["command"], **fields}
    editor.send_bytes(frame(json.dumps(answer).encode()))


def test_typed_in_the_console(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM))
    hint = editor.event("output", lambda body: body["category"] == "console")
    assert ("type it here" in hint["output"], hint["data"]) == (True, {"waitsForInput": True})
    assert editor.printed() == "name? "
    assert editor.refused("evaluate", expression="1", context="watch")["message"] == "notStopped"
    editor.evaluate(" Ada ")
    editor.event("output", lambda body: body["category"] == "console")
    assert editor.printed() == "name? hello  Ada \n"
    editor.evaluate(":input more")
    editor.evaluate(":eof")
    assert editor.stopped()["description"].startswith("End of the program")
    assert editor.printed().endswith("more\n\n")


def test_pause_while_it_waits_and_go_on(editor: Editor, write: Write) -> None:
    editor.launch(write(PROGRAM))
    editor.event("output", lambda body: body["category"] == "console")
    editor.ask("pause", threadId=1)
    assert (editor.stopped()["reason"], [one["line"] for one in editor.frames()]) == ("pause", [2])
    editor.evaluate(":input Ada")
    editor.evaluate(":eof")
    editor.ask("continue", threadId=1)
    editor.stopped()
    assert "hello Ada" in editor.printed()


def test_from_a_file(editor: Editor, write: Write, tmp_path: Path) -> None:
    (tmp_path / "input.txt").write_text("Ada\nrest")
    editor.launch(write(PROGRAM), stdin=str(tmp_path / "input.txt"))
    editor.stopped()
    assert editor.printed() == "name? hello Ada\nrest\n"


def test_a_file_that_is_not_there(editor: Editor, write: Write) -> None:
    editor.initialize()
    assert "cannot read the program's input" in editor.refused("launch", program=write(PROGRAM), stdin="no")["message"]


def test_a_console_that_is_none(editor: Editor, write: Write) -> None:
    editor.initialize()
    assert '"console" should be one of' in editor.refused("launch", program=write(PROGRAM), console="here")["message"]


def test_typed_in_a_terminal(editor: Editor, write: Write) -> None:
    editor.initialize(supportsRunInTerminalRequest=True)
    editor.ask("launch", program=write(PROGRAM), console="integratedTerminal")
    editor.ask("configurationDone")
    request = editor.request("runInTerminal")
    wanted = request["arguments"]
    assert (wanted["kind"], wanted["title"]) == ("integrated", "program.lua")
    reply(editor, request, success=True, body={})

    def at_the_terminal() -> bytes:
        with socket.create_connection(("127.0.0.1", int(wanted["args"][-1])), timeout=SECONDS) as connection:
            connection.sendall(wanted["env"][TOKEN].encode() + b"\nAda\n")
            connection.sendall(b"rest")
            connection.shutdown(socket.SHUT_WR)
            shown = b""
            while not shown.endswith(b"rest\n"):
                shown += connection.recv(1000)
            return shown

    shown = editor.beside(at_the_terminal)
    assert shown == b"name? hello Ada\nrest\n"
    editor.stopped()
    assert editor.printed() == "name? hello Ada\nrest\n"


def test_a_client_without_a_terminal(editor: Editor, write: Write) -> None:
    editor.initialize(supportsRunInTerminalRequest=True)
    editor.ask("launch", program=write(PROGRAM), console="externalTerminal")
    editor.ask("configurationDone")
    reply(editor, editor.request("runInTerminal"), success=False, message="no such thing")
    assert "no such thing" in editor.event("output", lambda body: body["category"] == "important")["output"]
    editor.evaluate("Ada")
    editor.evaluate(":eof")
    editor.stopped()
    assert "hello Ada" in editor.printed()


def test_what_runs_in_the_terminal() -> None:
    ours, theirs = socket.socketpair()
    typed, typing = os.pipe()
    shown, screen = os.pipe()
    os.write(typing, b"typed")
    os.close(typing)
    ours.sendall(b"printed")
    ours.shutdown(socket.SHUT_WR)
    relay(theirs, typed, screen)
    assert os.read(shown, 100) == b"printed"
    ours.settimeout(SECONDS)
    assert ours.recv(100) == b"typed"
    for one in (typed, shown, screen):
        os.close(one)
    ours.close()
    theirs.close()


@pytest.mark.parametrize("words", [[], ["no number"]])
def test_the_terminal_without_an_adapter(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from debugger.dap import terminal

    monkeypatch.setattr("sys.argv", ["terminal", *words])
    assert terminal.main() == 1
    assert "no debug adapter" in capsys.readouterr().err
