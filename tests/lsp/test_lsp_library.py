"""The library's data against the libraries themselves."""

import importlib
from typing import Any

import pytest

from engine.syntax.dialects import DIALECTS
from lsp.library import catalogue

ORACLES = {
    "5.1": "lua51",
    "5.2": "lua52",
    "5.3": "lua53",
    "5.4": "lua54",
    "5.5": "lua55",
    "luajit": "luajit21",
}
# What a build for compatibility, or for LuaJIT's own use, has and the language does not.
BESIDES = {
    "5.2": {"math": {"log10"}},
    "5.3": {"_G": {"bit32"}},
    "luajit": {"jit": {"attach", "util", "prngstate", "profile", "security"}, "_G": {"newproxy"}},
}


def names_of(oracle: Any, library: str) -> set[str]:
    names = oracle.execute(
        f"local t = {library} local r = '' for k in pairs(t) do r = r .. tostring(k) .. ' ' end return r"
    )
    return set(names.split())


@pytest.mark.parametrize("key", ORACLES)
def test_every_dialect_has_the_names_that_its_original_has(key: str) -> None:
    oracle = importlib.import_module(f"lupa.{ORACLES[key]}").LuaRuntime()
    libraries = catalogue.libraries(DIALECTS[key])
    tables = {name for name in names_of(oracle, "_G") if name not in ("_G", "_VERSION", "python", "ffi")}
    functions = set(libraries["_G"]) - {"_G", "_VERSION"}
    assert tables - BESIDES.get(key, {}).get("_G", set()) == (functions | set(libraries)) - {"_G"} - BESIDES.get(
        key, {}
    ).get("_G", set())
    for library, entries in libraries.items():
        if library != "_G":
            extra = BESIDES.get(key, {}).get(library, set())
            assert names_of(oracle, library) - extra == set(entries) - extra, library


def test_every_entry_says_something() -> None:
    for dialect in DIALECTS.values():
        for entries in catalogue.libraries(dialect).values():
            for entry in entries.values():
                assert entry.summary.endswith((".", "...")), entry.name


def test_a_name_has_one_entry_in_a_dialect() -> None:
    for name, entries in catalogue.documented().items():
        repeated = {one for one in entries if entries.count(one) > 1}
        for dialect in DIALECTS.values():
            have = catalogue.libraries(dialect).get(name, {})
            for one in repeated & set(have):
                assert have[one].only, f"{name}.{one} has several entries for {dialect.key}"


def test_signatures_depend_on_the_dialect() -> None:
    old = catalogue.find(DIALECTS["5.1"], "string.rep")
    new = catalogue.find(DIALECTS["5.4"], "string.rep")
    assert old is not None
    assert new is not None
    assert (old.signatures[0].most, new.signatures[0].most) == (2, 3)
    assert new.signatures[0].shown() == "(s: string, n: integer, sep?: string): string"
    assert new.signatures[0].shown(skip_first=True) == "(n: integer, sep?: string): string"


def test_dialects_with_a_name() -> None:
    assert catalogue.dialects_with("unpack") == ["5.1", "luajit"]
    assert catalogue.dialects_with("bit32.band") == ["5.2"]
    assert catalogue.dialects_with("nothing") == []
