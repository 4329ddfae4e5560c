"""A field that a library does not have.

```lua
print(string.fromat("%d", 1))       -- 'string' has no field 'fromat'
```

Libraries that the file, or another file of the workspace, adds fields to are taken as they are made there.
"""

import difflib
from collections.abc import Iterator

from lsp.analysis.linking import fields_named
from lsp.binding.facts import WRITE
from lsp.documents.spans import Edit
from lsp.library import catalogue
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.rules.library_use import library_fields


def check(view: View) -> Iterator[Finding]:
    """Look at the fields of the libraries' tables."""
    for _, end, name in library_fields(view):
        library, _, field = name.rpartition(".")
        entries = catalogue.libraries(view.snapshot.dialect).get(library)
        if entries is None or field in entries or catalogue.dialects_with(name) or _is_added(view, field):
            continue
        if name in view.project.known_globals(view.snapshot.uri):
            continue
        close = difflib.get_close_matches(field, sorted(entries), 2)
        at = end - len(field)
        fixes = tuple(Fix(f"Change to '{one}'", (Edit(at, end, one),)) for one in close)
        yield Finding(at, end, f"'{library}' has no field '{field}'", field, fixes)


def _is_added(view: View, field: str) -> bool:
    name = field.encode()
    return any(
        use.access == WRITE for snapshot in view.project.mentioning(name) for _, use in fields_named(snapshot, name)
    )


RULE = FileRule("undefined-field", WARNING, check, asks_all=True)
