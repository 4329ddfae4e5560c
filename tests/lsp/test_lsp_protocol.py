"""The server as its clients see it: a process that speaks the protocol."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import websockets.sync.client
from lsp_client import PULLING, PUSHED, ROOT, Client, RequestError

from lsp.workspace.uris import to_path

URI = "file:///tmp/protocol.lua"


@pytest.fixture(scope="module")
def pushed() -> Iterator[Client]:
    """A session with a client that diagnostics are sent to."""
    client = Client(PUSHED)
    yield client
    assert client.close() == 0


@pytest.fixture(scope="module")
def pulling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A session with a client that asks for diagnostics, in a workspace of two files."""
    root = tmp_path_factory.mktemp("workspace")
    (root / "mod.lua").write_text("local M = {}\nfunction M.run(speed) end\nreturn M\n")
    (root / "broken.lua").write_text("x = = 1\n")
    client = Client(PULLING, root)
    client.root = root  # type: ignore[attr-defined]
    yield client
    assert client.close() == 0


def at(uri: str, line: int, character: int, **more: Any) -> dict[str, Any]:
    return {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}, **more}


def span(line: int, start: int, end: int) -> dict[str, Any]:
    return {"start": {"line": line, "character": start}, "end": {"line": line, "character": end}}


def test_a_client_that_cannot_ask_is_told(pushed: Client) -> None:
    assert "diagnosticProvider" not in pushed.capabilities
    pushed.open(URI, "local x = \nreturn '😀', y\n")
    found = {one["message"]: one for one in pushed.diagnostics(URI, 1)}
    assert set(found) == {"unused local 'x'", "unexpected symbol near 'return'", "undefined global 'y'"}
    assert found["unexpected symbol near 'return'"]["range"] == span(1, 0, 6)
    pushed.change(URI, 2, {"range": span(0, 10, 10), "text": "1"})
    found = {one["message"]: one for one in pushed.diagnostics(URI, 2)}
    assert set(found) == {"unused local 'x'", "undefined global 'y'"}
    assert found["undefined global 'y'"]["range"] == span(1, 13, 14)
    pushed.change(URI, 3, {"text": "return 1"})
    assert pushed.diagnostics(URI, 3) == []
    pushed.notify("textDocument/didClose", {"textDocument": {"uri": URI}})
    assert pushed.diagnostics(URI) == []


def test_a_client_that_asks_is_never_told(pulling: Client) -> None:
    uri = URI.replace("protocol", "pulled")
    assert pulling.capabilities["diagnosticProvider"]["workspaceDiagnostics"] is True
    pulling.open(uri, "x = = 1")
    found = pulling.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
    assert found["kind"] == "full"
    assert [one["message"] for one in found["items"]] == ["unexpected symbol near '='"]
    again = pulling.request(
        "textDocument/diagnostic", {"textDocument": {"uri": uri}, "previousResultId": found["resultId"]}
    )
    assert again["kind"] in ("unchanged", "full")
    assert not [one for one in pulling.notifications if one["method"] == "textDocument/publishDiagnostics"]


def test_the_workspace_is_indexed_with_progress(pulling: Client) -> None:
    def is_end(params: dict[str, Any]) -> bool:
        return bool(params["value"]["kind"] == "end")

    pulling.notification("$/progress", is_end)
    assert any(one["method"] == "window/workDoneProgress/create" for one in pulling.requests)
    symbols = pulling.request("workspace/symbol", {"query": "run"})
    assert [(one["name"], one["location"]["uri"].rpartition("/")[2]) for one in symbols] == [("M.run", "mod.lua")]
    report = pulling.request("workspace/diagnostic", {"previousResultIds": []})
    by_name = {one["uri"].rpartition("/")[2]: one["items"] for one in report["items"]}
    assert [one["code"] for one in by_name["broken.lua"]] == ["syntax"]


def test_nothing_is_said_of_globals_before_all_files_are_read(tmp_path: Path) -> None:
    for number in range(40):
        (tmp_path / f"part{number}.lua").write_text(f"Shared{number} = {number}\n")
    text = "print(Shared39, Shared40)\n"
    (tmp_path / "a.lua").write_text(text)
    client = Client(PULLING, tmp_path)
    uri = (tmp_path / "a.lua").as_uri()
    client.open(uri, text)
    ask = {"textDocument": {"uri": uri}}
    found: dict[str, Any] = {"items": [], "resultId": None}
    refreshed = 0
    while not found["items"]:
        found = client.request("textDocument/diagnostic", {**ask, "previousResultId": found["resultId"]})
        assert found["kind"] == "full"
        refreshed += 1
        while not found["items"] and client.asked("workspace/diagnostic/refresh") < refreshed:
            client.next_request("workspace/diagnostic/refresh")
    assert [one["message"] for one in found["items"]] == ["undefined global 'Shared40'"]
    assert client.close() == 0


def test_definition_across_files(pulling: Client) -> None:
    root: Path = pulling.root  # type: ignore[attr-defined]
    uri = (root / "main.lua").as_uri()
    pulling.open(uri, "local m = require 'mod'\nm.run(1)\n")
    (place,) = pulling.request("textDocument/definition", at(uri, 1, 3))
    assert place == {"uri": (root / "mod.lua").as_uri(), "range": span(1, 11, 14)}
    shown = pulling.request("textDocument/hover", at(uri, 1, 3))
    assert shown["contents"]["value"] == "```lua\nfunction M.run(speed)\n```"


def test_every_feature_answers(pushed: Client) -> None:
    uri = URI.replace("protocol", "features")
    pushed.open(uri, "local function f(a)\nreturn a\nend\nf(1)\nlocal t = { x = f }\nt.x(2)\n")
    document = {"textDocument": {"uri": uri}}
    everything = {"range": {"start": {"line": 0, "character": 0}, "end": {"line": 6, "character": 0}}}
    place = at(uri, 3, 0)
    assert len(pushed.request("textDocument/references", {**place, "context": {"includeDeclaration": True}})) == 3
    assert len(pushed.request("textDocument/documentHighlight", place)) == 3
    assert pushed.request("textDocument/declaration", place)[0]["range"] == span(0, 15, 16)
    assert pushed.request("textDocument/implementation", place)
    assert pushed.request("textDocument/typeDefinition", place) == []
    assert pushed.request("textDocument/prepareRename", place)["placeholder"] == "f"
    edit = pushed.request("textDocument/rename", {**place, "newName": "g"})
    assert len(edit["changes"][uri]) == 3
    assert [one["name"] for one in pushed.request("textDocument/documentSymbol", document)] == ["f", "t"]
    assert pushed.request("textDocument/foldingRange", document) == [{"startLine": 0, "endLine": 1}]
    assert pushed.request("textDocument/documentLink", document) == []
    ranges = pushed.request("textDocument/selectionRange", {**document, "positions": [{"line": 1, "character": 7}]})
    assert ranges[0]["range"] == span(1, 7, 8)
    hints = pushed.request("textDocument/inlayHint", {**document, **everything})
    assert isinstance(hints, list)
    lens = pushed.request("textDocument/codeLens", document)[0]
    resolved = pushed.request("codeLens/resolve", lens)
    assert resolved["command"]["title"] == "2 references"
    options = {"options": {"tabSize": 2, "insertSpaces": True}}
    edits = pushed.request("textDocument/formatting", {**document, **options})
    assert edits == [
        {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 1, "character": 0}}, "newText": "  "}
    ]
    assert pushed.request("textDocument/rangeFormatting", {**document, **options, "range": span(0, 0, 3)}) == []
    typed = {**at(uri, 1, 8), **options, "ch": "\n"}
    assert pushed.request("textDocument/onTypeFormatting", typed) == [{"range": span(1, 0, 0), "newText": "  "}]
    (item,) = pushed.request("textDocument/prepareCallHierarchy", place)
    assert len(pushed.request("callHierarchy/incomingCalls", {"item": item})) == 1
    assert pushed.request("callHierarchy/outgoingCalls", {"item": item}) == []
    actions = pushed.request(
        "textDocument/codeAction", {**document, "range": span(4, 6, 6), "context": {"diagnostics": []}}
    )
    assert isinstance(actions, list)
    full = pushed.request("textDocument/semanticTokens/full", document)
    pushed.change(uri, 2, {"range": span(3, 2, 3), "text": "22"})
    delta = pushed.request("textDocument/semanticTokens/full/delta", {**document, "previousResultId": full["resultId"]})
    assert "edits" in delta
    assert pushed.request("textDocument/semanticTokens/range", {**document, "range": span(3, 0, 2)})["data"][:3] == [
        3,
        0,
        1,
    ]
    signature = pushed.request("textDocument/signatureHelp", at(uri, 3, 2))
    assert signature["signatures"][0]["label"] == "f(a)"
    listed = pushed.request("textDocument/completion", at(uri, 5, 2))
    resolved = pushed.request("completionItem/resolve", next(one for one in listed["items"] if one["label"] == "x"))
    assert "t.x" in resolved["documentation"]  # plain text: the client says nothing of Markdown


def test_what_cannot_be_renamed_is_refused_in_words(pushed: Client) -> None:
    uri = URI.replace("protocol", "refused")
    pushed.open(uri, "print(1)\n")
    with pytest.raises(RequestError, match="'print' belongs to Lua"):
        pushed.request("textDocument/prepareRename", at(uri, 0, 1))


def test_every_request_is_answered(pushed: Client) -> None:
    with pytest.raises(RequestError):
        pushed.request("lua/unknown", with_params=False)
    with pytest.raises(RequestError):
        pushed.request("textDocument/hover", {"nonsense": 1})
    assert pushed.request("textDocument/hover", at("file:///nowhere.lua", 0, 0)) is None


def test_a_cancelled_request_is_answered_all_the_same(pulling: Client) -> None:
    number = pulling.send_request("workspace/diagnostic", {"previousResultIds": []})
    pulling.notify("$/cancelRequest", {"id": number})
    answer = pulling.message(number)
    assert "result" in answer or answer["error"]["code"] == -32800


def test_positions_count_what_was_agreed_on() -> None:
    client = Client({"general": {"positionEncodings": ["utf-8", "utf-16"]}})
    assert client.capabilities["positionEncoding"] == "utf-8"
    client.open(URI, "local s = '😀' print(s)")
    found = client.request("textDocument/definition", at(URI, 0, 23))
    assert found[0]["range"] == span(0, 6, 7)
    assert client.close() == 0


def test_the_status_tells_whether_the_session_was_ended() -> None:
    client = Client(PUSHED)
    client.notify("exit", None)
    assert client.process.stdin is not None
    client.process.stdin.close()
    assert client.process.wait(60) == 1
    assert client.process.stdout is not None
    client.process.stdout.close()


INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None}}


def serving(option: str) -> tuple[subprocess.Popen[bytes], socket.socket, int]:
    """A server at a port, and the first connection to it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    code = f"import sys; from debugger.cli.main import main; sys.exit(main(['lsp', '{option}', '{port}']))"
    server = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    for _ in range(600):
        try:
            return server, socket.create_connection(("127.0.0.1", port)), port
        except OSError:
            time.sleep(0.05)  # nothing tells when a port is open but trying
    raise AssertionError("the server does not open its port")


def test_over_a_websocket() -> None:
    server, first, port = serving("--ws")
    first.close()
    with websockets.sync.client.connect(f"ws://127.0.0.1:{port}") as connection:
        connection.send(json.dumps(INITIALIZE))
        assert json.loads(connection.recv(60))["result"]["serverInfo"]["name"] == "moonwalk"
        document = {"uri": URI, "languageId": "lua", "version": 1, "text": "x = = 1"}
        connection.send(
            json.dumps({"jsonrpc": "2.0", "method": "textDocument/didOpen", "params": {"textDocument": document}})
        )
        (one,) = json.loads(connection.recv(60))["params"]["diagnostics"]
        assert one["message"] == "unexpected symbol near '='"
    server.terminate()
    server.wait(60)


def test_over_tcp() -> None:
    server, connection, _ = serving("--tcp")
    with connection, connection.makefile("rb") as stream:
        data = json.dumps(INITIALIZE).encode()
        connection.sendall(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        size = int(stream.readline().split(b":")[1])
        while stream.readline().strip():
            pass
        answer = json.loads(stream.read(size))
        assert answer["result"]["serverInfo"]["name"] == "moonwalk"
    server.terminate()
    server.wait(60)


def test_a_refusal_is_an_answer_and_nothing_to_log(capfd: pytest.CaptureFixture[str]) -> None:
    client = Client(PUSHED)
    client.open(URI, "local x = 1")
    position = {"textDocument": {"uri": URI}, "position": {"line": 0, "character": 1}}
    with pytest.raises(RequestError, match="There is no name here"):
        client.request("textDocument/prepareRename", position)
    assert client.close() == 0
    assert capfd.readouterr().err == ""


def test_the_first_question_about_the_workspace_is_answered_in_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It waits until the folders have been read; and a code leads to the page that explains it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for number in range(60):
        (tmp_path / f"file{number}.lua").write_text("print(nowhere)\n" * 20)
    text_document = {**PULLING["textDocument"], "publishDiagnostics": {"codeDescriptionSupport": True}}
    client = Client({**PULLING, "textDocument": text_document}, tmp_path)
    items = client.request("workspace/diagnostic", {"previousResultIds": []})["items"]
    assert client.close() == 0
    assert [len(one["items"]) for one in items] == [20] * 60
    found = items[0]["items"][0]
    address, line = found["codeDescription"]["href"].split("#L")
    page = Path(to_path(address) or "").read_text(encoding="utf-8")
    assert page.splitlines()[int(line) - 1] == f"## {found['code']}" == "## undefined-global"
