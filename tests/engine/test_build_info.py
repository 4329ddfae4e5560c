"""The check that compiled modules match their sources, on a made-up package."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine import build_info

NEVER = 4102444800  # a time no test runs at


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package whose two sources have just been compiled."""
    (tmp_path / "vm").mkdir()
    fingerprints = {}
    for name in ("values.py", "vm/loop.py"):
        (tmp_path / name).write_text(f"# {name}\n")
        (tmp_path / name.replace(".py", build_info.SUFFIX)).touch()
        fingerprints[name] = build_info.fingerprint(str(tmp_path / name))
    build_info.write_record(str(tmp_path), fingerprints)
    return tmp_path


def test_fresh_build_is_accepted(package: Path) -> None:
    assert build_info.stale_reason(str(package)) is None
    assert build_info.source_modules(str(package)) == ["values.py", "vm/loop.py"]
    assert len(build_info.extension_modules(str(package))) == 2


def test_interpreted_tree_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "values.py").touch()
    assert build_info.stale_reason(str(tmp_path)) is None


def test_edited_source_is_named(package: Path) -> None:
    (package / "vm/loop.py").write_text("# an edit that changes the size\n")
    assert build_info.stale_reason(str(package)) == "engine/vm/loop.py has changed since the engine was compiled"


def test_edit_of_the_same_size_is_noticed(package: Path) -> None:
    source = package / "values.py"
    source.write_text("# VALUES.py\n")
    os.utime(source, (NEVER, NEVER))
    assert build_info.stale_reason(str(package)) == "engine/values.py has changed since the engine was compiled"


def test_copied_source_is_accepted(package: Path) -> None:
    os.utime(package / "values.py", (NEVER, NEVER))
    assert build_info.stale_reason(str(package)) is None


def test_missing_source_is_named(package: Path) -> None:
    (package / "values.py").unlink()
    assert build_info.stale_reason(str(package)) == "engine/values.py was compiled but cannot be read any more"


@pytest.mark.parametrize("content", [None, "", "[]", '{"values.py": 1}'])
def test_extension_modules_without_a_record_are_refused(package: Path, content: str | None) -> None:
    record = package / build_info.RECORD
    record.unlink()
    if content is not None:
        record.write_text(content)
    assert "no build record" in str(build_info.stale_reason(str(package)))


def test_pure_wins_over_extension_modules() -> None:
    """With MOONWALK_PURE=1 the sources are imported, whatever lies beside them."""
    code = "import engine.runtime.values as v, sys; sys.exit(0 if v.__file__.endswith('.py') else 1)"
    done = subprocess.run([sys.executable, "-c", code], env={**os.environ, "MOONWALK_PURE": "1"}, check=False)
    assert done.returncode == 0
