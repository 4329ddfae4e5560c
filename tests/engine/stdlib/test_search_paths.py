"""The initial `package.path` and `package.cpath` of each dialect, with and without environment variables."""

import importlib
import os
import subprocess
import sys

import pytest

from engine.runtime.host import Host
from engine.stdlib.search_paths import initial_paths
from engine.syntax.dialects import DIALECTS
from tests.engine.stdlib.dialect_driver import ORIGINALS

# Asks an original for its paths: a state reads the environment when it is made.
ASK = """
import importlib, sys
runtime = importlib.import_module("lupa." + sys.argv[1]).LuaRuntime(encoding=None)
sys.stdout.buffer.write(runtime.eval(b"package.path") + b"\\n" + runtime.eval(b"package.cpath"))
"""


class Environment(Host):
    """The real world, but for its environment variables."""

    def __init__(self, variables: dict[str, str]) -> None:
        super().__init__()
        self.variables = variables

    def getenv(self, name: bytes) -> bytes | None:
        value = self.variables.get(name.decode())
        return None if value is None else value.encode()


@pytest.mark.parametrize("key", ORIGINALS)
def test_defaults(key: str) -> None:
    runtime = importlib.import_module("lupa." + ORIGINALS[key]).LuaRuntime(encoding=None)
    expected = runtime.eval(b"package.path"), runtime.eval(b"package.cpath")
    assert initial_paths(Environment({}), DIALECTS[key]) == expected


@pytest.mark.parametrize("key", ["5.1", "5.2", "5.4", "luajit"])
@pytest.mark.parametrize("path", ["a/?.lua", ";;x", "x;;", "x;;y;;z", ""])
def test_environment(key: str, path: str) -> None:
    variables = {"LUA_PATH": path, "LUA_CPATH": path, "LUA_PATH_5_2": "only/?.lua"}
    command = [sys.executable, "-c", ASK, ORIGINALS[key]]
    asked = subprocess.run(command, env=os.environ | variables, capture_output=True, check=True).stdout
    assert b"\n".join(initial_paths(Environment(variables), DIALECTS[key])) == asked
