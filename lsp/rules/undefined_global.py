"""A global that nobody defines.

The name is no local variable that is visible here, no global of the file's Lua version, is assigned in no file of the
workspace and is not listed in the settings.  Most often it is misspelt, or a `local` is not visible yet.

```lua
local count = 0
print(cuont)        -- undefined global 'cuont'
```

Put it right, or list the name under `diagnostics.globals`.
"""

import difflib
from collections.abc import Iterator
from typing import Final

from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.analysis.visibility import visible
from lsp.binding.facts import READ
from lsp.documents.spans import Edit
from lsp.documents.suppression import suppressions
from lsp.library import catalogue
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View

_ARGUMENTS: Final = b"arg"  # the arguments of the program, which `lua` makes


def check(view: View) -> Iterator[Finding]:
    """Look at the free names of every unit."""
    snapshot = view.snapshot
    linked = links(snapshot)
    known = view.project.known_globals(snapshot.uri) | suppressions(snapshot).globals
    for at, unit in view.units():
        for name, uses in unit.facts.free.items():
            text = text_of(name)
            if text in known or linked.declared(name, at) or view.project.defines_global(name):
                continue
            if catalogue.is_global(snapshot.dialect, text) or catalogue.dialects_with(text):
                continue  # those of other dialects are another rule's
            if name == b"_ENV" and not snapshot.dialect.function_environments:
                continue
            if linked.declared(b"_ENV", at) or name == _ARGUMENTS:
                continue
            shift = snapshot.shift(at)
            for use in uses:
                if use.access == READ:
                    start, end = use.node.start + shift, use.node.end + shift
                    yield Finding(start, end, f"undefined global '{text}'", text)


def fixes(view: View, finding: Finding) -> list[Fix]:
    """The names that may have been meant."""
    names = {text_of(name) for name in visible(view.snapshot, finding.start)}
    names |= {text_of(name) for name in view.project.global_names()}
    for library in catalogue.libraries(view.snapshot.dialect):
        names.add(library)
    names |= set(catalogue.libraries(view.snapshot.dialect)[catalogue.GLOBAL_TABLE])
    close = difflib.get_close_matches(finding.name, sorted(names - {finding.name}), 3)
    return [Fix(f"Change to '{name}'", (Edit(finding.start, finding.end, name),)) for name in close]


RULE = FileRule("undefined-global", WARNING, check, asks_all=True)
