"""An assignment to a library, to one of its constants, or to a global function of Lua.

```lua
string = "abc"          -- 'string' is a library
math.pi = 3             -- 'math.pi' is a constant
```

Everything else in the program gets to see it too.  A local variable of that name hurts nobody; a replacement that is
meant can be written as a function, or with what was there before in it (`print = print or log`).
"""

from collections.abc import Iterator

from engine.syntax import ast
from engine.syntax.nodes import text_of, walk
from lsp.analysis.links import links
from lsp.binding.facts import WRITE
from lsp.documents.spans import Edit
from lsp.library import catalogue
from lsp.rules.finding import WARNING, FileRule, Finding, Fix, View
from lsp.workspace.project import ROCKSPEC


def check(view: View) -> Iterator[Finding]:
    """Look at assignments to free names, and at those to the libraries' constants."""
    snapshot = view.snapshot
    linked = links(snapshot)
    libraries = catalogue.libraries(snapshot.dialect)
    if snapshot.uri.endswith(ROCKSPEC):
        return  # a list of settings, one of which is called `package`
    for at, unit in view.units():
        shift = snapshot.shift(at)
        for name, uses in unit.facts.free.items():
            text = text_of(name)
            if not catalogue.is_global(snapshot.dialect, text) or linked.declared(name, at) is not None:
                continue
            for use in uses:
                if use.access == WRITE and use.value is not None and not _is_meant(use.value, name):
                    what = "a library" if text in libraries else "a function of Lua"
                    start, end = use.node.start + shift, use.node.end + shift
                    line = snapshot.lines.starts[snapshot.lines.line_of(start)]
                    alone = not snapshot.source[line:start].strip()
                    fixes = (Fix(f"Make '{text}' local", (Edit(start, start, "local "),)),) if alone else ()
                    yield Finding(start, end, f"'{text}' is {what}", text, fixes)
        for field in unit.facts.fields:
            root = field.object
            if field.access != WRITE or not isinstance(root, ast.Name) or root.name not in unit.facts.free:
                continue
            entry = libraries.get(text_of(root.name), {}).get(text_of(field.key.value))
            if entry is None or entry.is_function or root in unit.facts.variable_of or entry.type == "table":
                continue
            if text_of(root.name) != "package" and linked.declared(root.name, at) is None:
                full = f"{text_of(root.name)}.{text_of(field.key.value)}"
                yield Finding(root.start + shift, field.key.end + shift, f"'{full}' is a constant", full)


def _is_meant(value: ast.Expr, name: bytes) -> bool:
    """Whether a value is a function, or made out of what was there before."""
    return any(
        isinstance(node, (ast.Function, ast.Call, ast.MethodCall, ast.Index))
        or (isinstance(node, ast.Name) and node.name != b"")
        for node in walk(value)
    )


RULE = FileRule("library-assignment", WARNING, check)
