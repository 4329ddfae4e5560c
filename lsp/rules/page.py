"""The page of documentation about all rules: ``python -m lsp.rules.page > docs/diagnostics.md``.

It is made from the modules of the rules.

Relies on `registry`.
"""

import sys
from collections.abc import Iterator

from lsp.documents.foreign_codes import other_names
from lsp.rules.finding import FileRule, Rule
from lsp.rules.registry import RULES

_HEAD = """# Diagnostics

What `moonwalk lsp` finds in a file without running it, besides syntax errors. This page is made from the modules of
`lsp/rules/`, one for each rule; `python -m lsp.rules.page > docs/diagnostics.md` makes it anew.

To silence a rule:

- for a line: `---@diagnostic disable-next-line: CODE` above it, `---@diagnostic disable-line: CODE` behind it;
- for a stretch: `---@diagnostic disable: CODE` and `---@diagnostic enable: CODE`;
- luacheck's comments do the same: `-- luacheck: ignore`, `ignore 211`, `ignore name`, `globals name`, `no unused`,
  `push` and `pop`;
- everywhere: the setting `moonwalk.diagnostics.disable`, `diagnostics.disable` in a `.luarc.json`, `ignore`,
  `unused = false` and the like in a `.luacheckrc`.

Codes of LuaLS and numbers of luacheck are understood where this page names them. Globals that settings, a
`.luarc.json` or a `.luacheckrc` list are known, and busted's in files called `..._spec.lua`. Of a `.luacheckrc` what
`files` says of some files counts too. No rule looks at files that begin with `---@meta` or stand in `exclude_files`.
"""


def page() -> str:
    """The page, as Markdown."""
    parts = [_HEAD, "| code | severity | also known as |\n|---|---|---|\n" + "".join(_rows())]
    parts += [_section(rule) for rule in RULES]
    return "\n".join(parts)


def _rows() -> Iterator[str]:
    for rule in RULES:
        yield f"| [{rule.code}](#{rule.code}) | {rule.severity} | {', '.join(other_names(rule.code))} |\n"


def _section(rule: Rule) -> str:
    text = sys.modules[rule.check.__module__].__doc__ or ""
    notes = []
    if rule.unnecessary:
        notes.append("shown faded")
    if isinstance(rule, FileRule) and rule.deprecated:
        notes.append("shown struck through")
    shown = f"*{rule.severity}{', ' + ', '.join(notes) if notes else ''}*"
    return f"## {rule.code}\n\n{shown}\n\n{text.strip()}\n"


if __name__ == "__main__":
    sys.stdout.write(page())
