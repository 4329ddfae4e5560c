"""Microsoft's client for tests of debug adapters drives ours: the cases of its mock adapter's suite, and going back."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.installed_editors import environment, folder

HERE = Path(__file__).parent
SECONDS = 180


def test_microsoft_s_client(moonwalk: Path, tmp_path: Path) -> None:
    parts = folder("client")
    script = parts / "client.cjs"  # Node looks for modules beside the script
    shutil.copy(HERE / "client.cjs", script)
    program = tmp_path / "program.lua"
    program.write_text("local n = 0\nfor i = 1, 3 do\n  n = n + i\nend\nprint(n)\n", encoding="utf-8")
    failing = tmp_path / "failing.lua"
    failing.write_text("local t\nprint(t.x)\n", encoding="utf-8")
    module = tmp_path / "module.lua"
    module.write_text("local n = 1\nreturn n + 1\n", encoding="utf-8")
    loading = tmp_path / "loading.lua"
    loading.write_text(f"print(dofile({json.dumps(str(module))}))\n", encoding="utf-8")
    done = subprocess.run(
        ["node", str(parts / "node_modules" / "mocha" / "bin" / "mocha.js"), str(script)],
        cwd=tmp_path,
        env=environment(MOONWALK=moonwalk, PROGRAM=program, FAILING=failing, LOADING=loading, MODULE=module),
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stdout
    assert "9 passing" in done.stdout
