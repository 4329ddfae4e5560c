"""A call of `string.format` whose template asks for other arguments than it gets.

```lua
string.format("%d items in %s", 3)      -- the template asks for 2 values, this gives 1
print(("%y"):format(1))                   -- '%y' is no conversion
```

A call whose last argument may be several values is only too long, never too short.
"""

import re
from collections.abc import Iterator
from typing import Final

from engine.syntax import ast
from lsp.rules.finding import WARNING, FileRule, Finding, View
from lsp.rules.library_use import library_calls
from lsp.rules.trees import is_several, nodes_of

_CONVERSION: Final = re.compile(rb"%([-+ #0]*)(\d*)(?:\.(\d*))?(.?)", re.DOTALL)
_LETTERS: Final = b"cdeEfFgGioqsuxXaAp"


def check(view: View) -> Iterator[Finding]:
    """Look at calls of the function, and at those as a method of a literal."""
    for at, call, name in library_calls(view):
        if name == "string.format" and call.arguments and isinstance(call.arguments[0], ast.String):
            for finding in _call(call, call.arguments[0], call.arguments[1:]):
                yield finding.moved(view.snapshot.shift(at))
    for at, unit in view.units():
        if b":format" not in unit.text:
            continue
        for method in nodes_of(unit, ast.MethodCall):
            if method.name.value == b"format":
                target = method.object.inner if isinstance(method.object, ast.Paren) else method.object
                if isinstance(target, ast.String):
                    for finding in _call(method, target, method.arguments):
                        yield finding.moved(view.snapshot.shift(at))


def _call(call: ast.Call | ast.MethodCall, template: ast.String, given: list[ast.Expr]) -> Iterator[Finding]:
    wanted = 0
    for found in _CONVERSION.finditer(template.value):
        letter = found[4]
        if letter == b"%":
            continue
        if not letter or letter not in _LETTERS:
            text = found[0].decode("utf-8", "replace")
            yield Finding(template.start, template.end, f"'{text}' is no conversion")
            return
        wanted += 1
    open_ended = bool(given) and is_several(given[-1])
    sure = len(given) - 1 if open_ended else len(given)
    asks = f"the template asks for {wanted} value{'' if wanted == 1 else 's'}, this gives {len(given)}"
    if sure > wanted:
        yield Finding(given[wanted].start, given[-1].end, asks)
    elif sure < wanted and not open_ended:
        yield Finding(template.start, call.end, asks)


RULE = FileRule("format-arguments", WARNING, check)
