"""Moonwalk as people get it: built from a clean copy of the tree, installed into an empty environment, used.

Slow (it compiles the engine and installs every dependency); `make test-packaging` runs it.
"""

import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGED = ("LICENSE", "MANIFEST.in", "Makefile", "README.md", "CONTRIBUTING.md", "pyproject.toml", "setup.py")
FOLDERS = ("engine", "debugger", "lsp", "tui", "tests", "fixtures", "benchmarks")
PROGRAM = "local t = {} for i = 1, 10 do t[i] = i * i end print(#arg, arg[1], table.concat(t, ' '))"
PRINTED = "1\tone\t1 4 9 16 25 36 49 64 81 100\n"

MODES = {"compiled": {"MOONWALK_REQUIRE_COMPILED": "1"}, "pure": {"MOONWALK_PURE": "1"}}
by_mode = pytest.mark.parametrize("mode", MODES)


def execute(*command: str | Path, folder: Path, **environment: str) -> str:
    """Run a command outside of the tree; return what it printed; fail with all of its output if it fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MOONWALK_", "PYTHON"))}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        pytest.fail(done.stdout, pytrace=False)
    return done.stdout


def copy_tree(target: Path) -> Path:
    """The files that belong to the source tree, without anything that was built in it."""
    target.mkdir()
    for name in PACKAGED:
        shutil.copy2(ROOT / name, target / name)
    ignore = shutil.ignore_patterns("*.so", "_build.*.json", "__pycache__", "node_modules")
    for name in FOLDERS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, target / name, ignore=ignore)
    return target


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution, made from a clean copy of the tree."""
    folder = tmp_path_factory.mktemp("sdist")
    tree = copy_tree(folder / "tree")
    execute(sys.executable, "-m", "build", "--sdist", "--no-isolation", "--outdir", folder, tree, folder=folder)
    return next(folder.glob("*.tar.gz"))


@pytest.fixture(scope="module")
def wheels(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A wheel of each mode, made from the source distribution."""
    made = {}
    for mode, environment in MODES.items():
        folder = tmp_path_factory.mktemp(mode)
        pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder)
        execute(*pip, sdist, folder=folder, **environment)
        made[mode] = next(folder.glob("*.whl"))
    return made


def test_source_distribution_holds_sources_only(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = [name.split("/", 1)[1] for name in archive.getnames() if "/" in name]
    assert {"setup.py", "pyproject.toml", "LICENSE", "engine/build_info.py"} <= set(names)
    assert not [name for name in names if name.endswith((".so", ".pyc")) or "/_build." in name]


def test_pure_wheel_fits_every_platform(wheels: dict[str, Path]) -> None:
    assert wheels["pure"].name.endswith("-py3-none-any.whl")
    assert not [name for name in names_in(wheels["pure"]) if name.endswith(".so")]


def test_compiled_wheel_has_an_extension_module_for_each_compiled_source(wheels: dict[str, Path]) -> None:
    assert "none-any" not in wheels["compiled"].name
    names = names_in(wheels["compiled"])
    assert [name for name in names if name.startswith("engine/_build.")]
    for name in names:
        if name.startswith("engine/vm/") and not name.endswith(("__init__.py", ".so")):
            stem = name.removesuffix(".py")
            assert [other for other in names if other.startswith(stem + ".") and other.endswith((".so", ".pyd"))], name


@by_mode
def test_wheel_holds_the_packages_and_their_data(wheels: dict[str, Path], mode: str) -> None:
    packed = {name for name in names_in(wheels[mode]) if ".dist-info/" not in name}
    assert {name.split("/")[0] for name in packed} == {"engine", "debugger", "lsp", "tui"}
    wanted = [
        path.relative_to(ROOT).as_posix()
        for package in ("engine", "debugger", "lsp", "tui")
        for ending in ("*.py", "*.lua", "*.tcss", "py.typed")
        for path in (ROOT / package).rglob(ending)
    ]
    assert sorted(set(wanted) - packed) == []


@by_mode
def test_installed_command_works(wheels: dict[str, Path], mode: str, tmp_path: Path) -> None:
    """In an empty environment, away from the tree."""
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    execute(programs / "python", "-m", "pip", "install", "--quiet", wheels[mode], folder=tmp_path)
    facts = execute(programs / "moonwalk", "info", folder=tmp_path)
    assert f"compiled:    {'yes' if mode == 'compiled' else 'no'}" in facts
    (tmp_path / "x.lua").write_text(PROGRAM)
    assert execute(programs / "moonwalk", "run", "x.lua", "one", folder=tmp_path) == PRINTED
    if mode == "compiled":
        assert execute(programs / "moonwalk", "run", "x.lua", "one", folder=tmp_path, MOONWALK_PURE="1") == PRINTED


def test_installs_without_a_compiler(sdist: Path, tmp_path: Path) -> None:
    """A C compiler that fails leaves a pure wheel; if a compiled one is required, that is an error."""
    pip = (sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tmp_path, sdist)
    execute(*pip, folder=tmp_path, CC="/bin/false")
    assert next(tmp_path.glob("*.whl")).name.endswith("-py3-none-any.whl")
    with pytest.raises(pytest.fail.Exception, match="no working C compiler"):
        execute(*pip, folder=tmp_path, CC="/bin/false", MOONWALK_REQUIRE_COMPILED="1")


def names_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()
