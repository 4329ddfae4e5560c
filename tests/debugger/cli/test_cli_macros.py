"""`--lua macro`: programs with macros on the command line (docs/macros.md)."""

from pathlib import Path

from tests.debugger.cli.conftest import Run

SOURCE = "@macro m(x)\n  if x.kind == 'name' then error('no names', 0) end\n  return @quote{ $x + 1 }\nend\n"


def test_run_with_history(moonwalk: Run, tmp_path: Path) -> None:
    (tmp_path / "a.lua").write_text(SOURCE + "print(@m(1))")
    outcome = moonwalk("run", "--lua", "macro", "--verify-history", "a.lua")
    assert outcome.status == 0
    assert outcome.stdout.splitlines() == [b"2"]
    assert outcome.stderr.startswith(b"history verified: ")


def test_check_says_what_is_wrong(moonwalk: Run, tmp_path: Path) -> None:
    (tmp_path / "good.lua").write_text(SOURCE + "print(@m(1))")
    (tmp_path / "bad.lua").write_text(SOURCE + "local y\nprint(@m(y))")
    assert moonwalk("check", "--lua", "macro", "good.lua") == (0, b"", b"")
    message = b"bad.lua:6: macro @m: no names (in expansion of @m, defined at bad.lua:1)\n"
    assert moonwalk("check", "--lua", "macro", "good.lua", "bad.lua") == (1, b"", message)
    assert moonwalk("check", "--lua", "5.5", "good.lua").status == 1
