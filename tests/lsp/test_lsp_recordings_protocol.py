"""Recordings as clients meet them: found in the workspace, watched, recorded on request, iterations chosen."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lsp_client import PULLING, Client, RequestError

from debugger.session import Session
from tests.engine.host.recordings import record_file

SOURCE = """\
local function half(n)
  return n / 2
end
for i = 1, 3 do
  local h = half(i)
  print(h)
end
half({})
"""
CAPABILITIES: dict[str, Any] = {
    **PULLING,
    "workspace": {
        **PULLING["workspace"],
        "didChangeWatchedFiles": {"dynamicRegistration": True},
        "codeLens": {"refreshSupport": True},
        "inlayHint": {"refreshSupport": True},
        "inlineValue": {"refreshSupport": True},
        "workspaceEdit": {"documentChanges": True, "resourceOperations": ["create"]},
    },
}


@pytest.fixture
def session(tmp_path: Path) -> Iterator[tuple[Client, Path, str]]:
    """A client in a workspace with a program and a recording of it."""
    path = tmp_path / "main.lua"
    path.write_text(SOURCE)
    (tmp_path / ".moonwalk").mkdir()
    record_file(str(path), tmp_path / ".moonwalk" / "main.mwk")
    client = Client(CAPABILITIES, tmp_path)
    uri = path.as_uri()
    client.open(uri, SOURCE)
    wait_for_refresh(client, uri)
    yield client, tmp_path, uri
    assert client.close() == 0


def wait_for_refresh(client: Client, uri: str) -> None:
    """Until the server has played the recording, which it begins to once it has read the workspace."""
    for _ in range(5_000):
        lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
        if any("called" in one.get("command", {}).get("title", "") for one in lenses):
            return
    raise AssertionError("the recording was not played")


def problems(client: Client, uri: str) -> list[dict[str, Any]]:
    found = client.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})["items"]
    return [one for one in found if one["code"] == "run-time-error"]


def test_a_recording_in_the_workspace(session: tuple[Client, Path, str]) -> None:
    client, root, uri = session
    (one,) = problems(client, uri)
    assert one["message"].startswith("attempt to perform arithmetic on a table value (local 'n')")
    assert one["range"] == {"start": {"line": 1, "character": 2}, "end": {"line": 1, "character": 14}}
    assert [frame["location"]["range"]["start"]["line"] for frame in one["relatedInformation"]] == [1, 7]
    params = {"textDocument": {"uri": uri}, "range": one["range"], "context": {"diagnostics": [one]}}
    actions = {action["title"]: action for action in client.request("textDocument/codeAction", params)}
    command = actions["Debug backwards from here"]["command"]
    assert command["command"] == "moonwalk.openRecording"
    assert command["arguments"] == [str(root / ".moonwalk" / "main.mwk"), one["data"]["t"]]


def test_an_iteration_is_chosen(session: tuple[Client, Path, str]) -> None:
    client, _, uri = session

    def shown() -> list[str]:
        everything = {"start": {"line": 0, "character": 0}, "end": {"line": 9, "character": 0}}
        params = {"textDocument": {"uri": uri}, "range": everything}
        return [hint["label"] for hint in client.request("textDocument/inlayHint", params) if "=" in hint["label"]]

    assert shown() == []
    client.request("workspace/executeCommand", {"command": "moonwalk.showIteration", "arguments": [uri, 4, 2]})
    assert "h = 1.0" in shown()
    client.request("workspace/executeCommand", {"command": "moonwalk.showIteration", "arguments": [uri, 4, -1]})
    assert "h = 1.5" in shown()
    with pytest.raises(RequestError, match="The loop ran 3 times"):
        client.request("workspace/executeCommand", {"command": "moonwalk.showIteration", "arguments": [uri, 4, 9]})
    with pytest.raises(RequestError, match="There is no loop here"):
        client.request("workspace/executeCommand", {"command": "moonwalk.showIteration", "arguments": [uri, 0, 1]})
    client.request("workspace/executeCommand", {"command": "moonwalk.hideIteration", "arguments": [uri]})
    assert shown() == []


def test_recording_on_request_replaces_the_last_run(session: tuple[Client, Path, str]) -> None:
    client, root, uri = session
    (root / "main.lua").write_text(SOURCE.replace("half({})\n", ""))
    client.change(uri, 2, {"text": SOURCE.replace("half({})\n", "")})
    path = client.request("workspace/executeCommand", {"command": "moonwalk.record", "arguments": [uri]})
    assert path == str(root / ".moonwalk" / "main.mwk")
    assert problems(client, uri) == []
    lenses = client.request("textDocument/codeLens", {"textDocument": {"uri": uri}})
    assert "called 3 times, last returned 1.5" in [one["command"]["title"] for one in lenses if "command" in one]


def test_a_recording_that_goes_takes_its_findings_along(session: tuple[Client, Path, str]) -> None:
    client, root, uri = session
    recording = root / ".moonwalk" / "main.mwk"
    recording.unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": recording.as_uri(), "type": 3}]})
    assert problems(client, uri) == []


def test_a_client_that_does_not_watch_files_gets_new_recordings_too(tmp_path: Path) -> None:
    path = tmp_path / "main.lua"
    path.write_text(SOURCE)
    client = Client(PULLING, tmp_path)
    client.open(path.as_uri(), SOURCE)
    assert problems(client, path.as_uri()) == []
    (tmp_path / ".moonwalk").mkdir()
    session = Session(str(path))
    session.continue_()
    session.save_recording(str(tmp_path / ".moonwalk" / "main.session.mwk"))
    wait_for_refresh(client, path.as_uri())
    (one,) = problems(client, path.as_uri())
    assert one["message"].startswith("attempt to perform arithmetic on a table value (local 'n')")
    assert client.close() == 0


def test_a_file_that_is_no_recording_is_named_in_the_log(session: tuple[Client, Path, str]) -> None:
    client, root, _ = session
    (root / "bad.mwk").write_bytes(b"no recording")
    count = client.request("workspace/executeCommand", {"command": "moonwalk.reloadRecordings", "arguments": []})
    assert count == 1
    message = client.notification("window/logMessage", lambda params: "bad.mwk" in params["message"])["message"]
    assert message.endswith("bad.mwk: it is not a recording")


def test_what_is_whole_already_is_resolved_as_it_is(session: tuple[Client, Path, str]) -> None:
    """A lens of a recording; and a file that the server has not been told about is recorded all the same."""
    client, root, uri = session
    for lens in client.request("textDocument/codeLens", {"textDocument": {"uri": uri}}):
        resolved = client.request("codeLens/resolve", lens)
        assert resolved["command"]["title"]
        assert resolved == lens or "command" not in lens
    (root / "new.lua").write_text("print(1)")
    command = {"command": "moonwalk.record", "arguments": [(root / "new.lua").as_uri()]}
    assert Path(client.request("workspace/executeCommand", command)).is_file()
