"""A global that an assignment makes, with a name that begins with a small letter: most often a `local` is missing.

```lua
function area(w, h)
  result = w * h        -- 'result' becomes a global
  return result
end
```

Only assignments inside of functions are reported, for at top level a script may well mean it; of each name the first
one.  Globals that settings or a `.luacheckrc` name, and those that the top level of some file makes, are meant.
"""

from collections.abc import Iterator

from engine.syntax.nodes import text_of
from lsp.analysis.links import links
from lsp.binding.facts import WRITE
from lsp.documents.spans import Edit
from lsp.documents.suppression import suppressions
from lsp.library import catalogue
from lsp.rules.finding import INFORMATION, FileRule, Finding, Fix, View


def check(view: View) -> Iterator[Finding]:
    """Look at the free names that functions assign to."""
    snapshot = view.snapshot
    linked = links(snapshot)
    known = view.project.known_globals(snapshot.uri) | suppressions(snapshot).globals
    seen: set[bytes] = set()
    for at, unit in view.units():
        for name, uses in unit.facts.free.items():
            writes = [use for use in uses if use.access == WRITE]
            if not writes or name in seen or not name[:1].islower():
                continue
            text = text_of(name)
            if text in known or catalogue.is_global(snapshot.dialect, text) or linked.declared(name, at):
                continue
            if view.project.defines_global_elsewhere(name, snapshot.uri) or _is_made_at_top_level(view, name):
                continue
            if _has_environment(view, at):
                continue
            seen.add(name)
            start, end = (writes[0].node.start + snapshot.shift(at), writes[0].node.end + snapshot.shift(at))
            fix = Fix(f"Make '{text}' local", (Edit(start, start, "local "),))
            starts_line = not snapshot.source[snapshot.lines.starts[snapshot.lines.line_of(start)] : start].strip()
            yield Finding(start, end, f"'{text}' becomes a global", text, (fix,) if starts_line else ())


def _is_made_at_top_level(view: View, name: bytes) -> bool:
    """Whether the file itself makes the global outside of functions."""
    for at in links(view.snapshot).users.get(name, ()):
        for use in view.snapshot.units[at].facts.free[name]:
            if use.access == WRITE and use.function.parent is None:
                return True
    return False


def _has_environment(view: View, unit: int) -> bool:
    """Whether globals are the fields of a table that the file chooses."""
    snapshot = view.snapshot
    if links(snapshot).declared(b"_ENV", unit) is not None:
        return True
    users = links(snapshot).users
    return any(name in users for name in (b"setfenv", b"module", b"_ENV"))


RULE = FileRule("lowercase-global", INFORMATION, check, asks_all=True)
