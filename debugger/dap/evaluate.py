"""Expressions: values for watches, hovers and the debug console, and completions.

Everything is evaluated with its side effects undone (`debugger.evaluation`), at any moment of the past.  Lines in the
console that begin with a colon are commands (`console`); while the program waits for input, others are that.
"""

from collections.abc import Awaitable

from debugger.completion import complete
from debugger.dap.console import Console
from debugger.dap.containers import Child, Listed, prefix
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Answer, Commands, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.program_input import Input
from debugger.dap.variables import Variables
from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.session import Session
from debugger.values import type_of
from engine.history.writes import Place

_WHOLE = 1_000_000  # characters of a string that is copied
_MUCH = 2_000  # of one in the console or under the mouse


class Evaluation:
    """Answers `evaluate` and `completions`."""

    def __init__(
        self, debuggee: Debuggee, variables: Variables, console: Console, program_input: Input
    ) -> None:
        self._debuggee = debuggee
        self._variables = variables
        self._console = console
        self._input = program_input

    def commands(self) -> Commands:
        return {"evaluate": self._evaluate, "completions": self._completions}

    def _evaluate(self, arguments: Fields) -> Answer:
        expression = arguments.text("expression").strip()
        context = arguments.text("context", "repl")
        if expression.startswith(":") and context not in ("hover", "watch"):
            shown = self._console.carry_out(expression, arguments)
            return _shown(shown) if isinstance(shown, str) else _shown_later(shown)
        if context == "repl" and self._input.is_wanted:
            self._input.type(arguments.text("expression").encode() + b"\n")
            return {"result": "", "variablesReference": 0}
        session = self._debuggee.stopped
        frame = self._debuggee.frame(arguments)
        try:
            values = session.evaluate(expression, frame)
        except EvaluationError as error:
            raise Refused(str(error)) from None
        finally:
            if context == "repl" and (written := session.evaluation_output()):
                self._debuggee.client.console(written.removesuffix("\n"))
        limit = _WHOLE if context == "clipboard" else 80 if context in ("watch", "variables") else _MUCH
        shown = ", ".join(self._variables.shown(value, arguments, limit) for value in values)
        body: dict[str, Json] = {"result": shown or "(no value)", "presentationHint": {"kind": "data"}}
        if len(values) == 1:
            body["type"] = type_of(values[0])
            opened = self._variables.opened(values[0], prefix(expression))
            return {**body, **opened, **self._variables.located(values[0], _place(session, expression, frame))}
        several = [Child(f"{at}", value, f"(select({at}, {expression}))") for at, value in enumerate(values, 1)]
        return {**body, **self._variables.reference(Listed(several) if several else None)}

    def _completions(self, arguments: Fields) -> Body:
        session = self._debuggee.stopped
        conventions = self._debuggee.conventions
        text = arguments.text("text")
        line = arguments.integer("line", conventions.line_out(1))
        lines = text.split("\n")
        at = conventions.line_in(line) - 1
        current = lines[at] if 0 <= at < len(lines) else text
        units = conventions.column_in(arguments.integer("column")) - 1
        before = current.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "ignore")
        if before.startswith(":"):
            words = self._console.completions(before)
            targets: list[Json] = [
                {"label": word, "type": "keyword", "start": conventions.column_out(1), "length": len(before)}
                for word in words
            ]
            return {"targets": targets}
        start, found = complete(session, self._debuggee.frame(arguments), before)
        targets = [
            {
                "label": one.name,
                "type": one.kind,
                "start": conventions.column_out(len(before[:start].encode("utf-16-le", "surrogatepass")) // 2 + 1),
                "length": len(before) - start,
            }
            for one in found
        ]
        return {"targets": targets}


def _place(session: Session, expression: str, frame: Frame | None) -> Place | None:
    """What the expression names; None if it only computes something."""
    try:
        return session.place(expression, frame)
    except EvaluationError:
        return None


def _shown(text: str) -> Body:
    return {"result": text, "variablesReference": 0}


async def _shown_later(text: Awaitable[str]) -> Body:
    return _shown(await text)
