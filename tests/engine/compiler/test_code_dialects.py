"""What each dialect's code generator does in a way that programs can see: lines of errors, folded constants."""

import re
from functools import cache
from importlib import import_module
from typing import Any

import pytest

from engine.host.vm import VM
from engine.runtime.values import LuaError
from engine.syntax.dialects import DIALECTS

ORIGINALS = {"5.1": "lua51", "5.2": "lua52", "5.3": "lua53", "5.4": "lua54", "5.5": "lua55", "luajit": "luajit21"}
every_dialect = pytest.mark.parametrize("key", ORIGINALS)


@cache
def original(key: str) -> Any:
    """Runs a program as chunk "=x"; returns its first result or its error as a string."""
    runtime = import_module(f"lupa.{ORIGINALS[key]}").LuaRuntime(encoding=None)
    return runtime.eval(
        b"function(s) local f, m = (loadstring or load)(s, '=x') if not f then return m end "
        b"local _, m = pcall(f) return tostring(m) end"
    )


def outcome(key: str, source: bytes) -> bytes:
    vm = VM(DIALECTS[key])
    try:
        (result,) = vm.run(vm.load(b"return tostring((function() " + source + b"\nend)())", b"=x"))
    except LuaError as error:
        result = error.value
    assert isinstance(result, bytes)
    return result


FAILING = [
    b"x=a\n+\nb", b"x=1\n+\na\n", b"x=-\na\n", b"x=#\na\n", b"x=a\n..\n'b'\n", b"x='a'\n..\nb\n..\n'c'\n\n",
    b"x=a\n<\n1\n",
    b"f\n.g\n.h\n=1\n", b"f\n.x()", b"local t={}\nt\n.x\n'a'",
    b"local t={f=function() return {} end}\nt\n.f\n{}\n.g\n{}\n",
    b"g\n'x'", b"g{\n1}\n", b"g(\n1\n)", b"local t={}\nt:\nm\n{}\n", b"local t={}\nt.a\n:b\n'c'",
    b"for i\nin\n5\ndo\n\nend",
    b"local t={\na\n+\n1\n,\n2}", b"local t={[\nnil\n]=\n1\n}", b"x = {\ng\n(\n1)}", b"x = 1\n+ (2 *\n a)\n/ 3",
    b"x = (a\n)\n.b", b"if a\n<\nb\nthen end", b"x = not\n-\na\n", b"local a\na.b\n.c,\nx=1,\n2",
    b"return a\n^\nb\n^\n2",
    b"x = y and\n z.w\n.v or 1\n+\n{}\n",
]  # fmt: skip


@every_dialect
def test_lines_of_errors(key: str) -> None:
    for source in FAILING:
        expected = re.match(rb"x:\d+:", original(key)(source))
        line = re.match(rb"x:\d+:", outcome(key, source))
        assert expected is not None
        assert (source, line and line.group()) == (source, expected.group())


CONSTANTS = [
    b"return -0", b"local a = 0 return -0", b"local a = -0 return 0", b"local t = {[0] = 1} return -0",
    b"return 0 * -1",
    b"local a = 0 local f = function() return -0 end return f()", b"return 5 % (1e308 * 10)",
    b"return -5 % (1e308 * 10)",
    b"return 2^53 + 1", b"return 7 / 2 * 2", b"return 1 / (0 * -1)", b"return -(0 / 0)", b"return 1e15 * 10",
]  # fmt: skip


@every_dialect
def test_folded_constants(key: str) -> None:
    for source in CONSTANTS:
        expected = original(key)(source)
        if key == "luajit" and expected.endswith(b"nan"):
            continue  # which never shows the sign of a NaN
        assert (source, outcome(key, source)) == (source, expected)
