"""Scopes and variables: what is in a frame, and in the values there, page by page.

Of an earlier stop there are none: a client may still ask for what it has shown there, and an error would be shown.
"""

from collections.abc import Iterable
from functools import partial

from debugger import inspection
from debugger.dap.containers import (
    PAGE,
    Child,
    Container,
    FurtherElements,
    Listed,
    Scope,
    container_of,
)
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.locations import Locations
from debugger.dap.memory import Memory
from debugger.declarations import declaration
from debugger.inspection import Variable
from debugger.places import variable_place
from debugger.returned import Returned
from debugger.values import type_of
from engine.history.writes import FIELD, Place
from engine.runtime.values import LuaClosure, NativeFunction


class Variables:
    """Answers what is asked about variables."""

    def __init__(self, debuggee: Debuggee, locations: Locations, memory: Memory) -> None:
        self._debuggee = debuggee
        self._locations = locations
        self._memory = memory

    def commands(self) -> Commands:
        return {"scopes": self._scopes, "variables": self._variables}

    def reference(self, container: Container | None) -> dict[str, Json]:
        """The fields by which the client can ask for what is in a container."""
        if container is None:
            return {"variablesReference": 0}
        found: dict[str, Json] = {"variablesReference": self._debuggee.containers.number(container)}
        if container.indexed_count():
            found["indexedVariables"] = container.indexed_count()
            found["namedVariables"] = container.named_count()
        return found

    def shown(self, value: object, arguments: Fields, limit: int = 80) -> str:
        """A value as the client asked to have it."""
        if arguments.fields("format").flag("hex") and isinstance(value, int) and not isinstance(value, bool):
            return hex(value & 0xFFFF_FFFF_FFFF_FFFF)
        return self._debuggee.session.formatter.show(value, limit)

    def opened(self, value: object, expression: str) -> dict[str, Json]:
        """The fields by which the client can look into a value."""
        return {**self.reference(self.container(value, expression)), **self._memory.reference(value)}

    def located(self, value: object, place: Place | None) -> dict[str, Json]:
        """The fields by which the client can ask where a value comes from."""
        return self._locations.references(value, place, None)

    def container(self, value: object, expression: str = "") -> Container | None:
        return container_of(value, expression, self._debuggee.session)

    def _scopes(self, arguments: Fields) -> Body:
        number = arguments.integer("frameId")
        if self._debuggee.frames.is_outdated(number):
            return {"scopes": []}
        session = self._debuggee.stopped
        frame = self._debuggee.frames.thing(number)

        def children(variables: Iterable[Variable]) -> list[Child]:
            visible = inspection.visible_variables(frame)
            return [
                Child(
                    one.name,
                    one.value,
                    one.name if visible.get(one.name) == one else "",
                    place=variable_place(one, frame),
                    declared=partial(declaration, one, frame, session.breakpoints.all_mains()),
                )
                for one in variables
            ]

        def extra() -> list[Child]:
            found = inspection.extra_arguments(frame)
            return [Child(one.name, one.value, f"(select({at}, ...))") for at, one in enumerate(found, 1)]

        def globals_() -> list[Child]:
            table = inspection.environment(frame, session.machine)
            own = [
                Child(one.name, one.value, one.name, place=Place(FIELD, table, one.name.encode()))
                for one in inspection.global_variables(session.machine, frame)
            ]
            return [*own, Child("_G", table, "_G")]

        scopes: list[Json] = []
        if frame.closure is not None:
            scopes.append(
                self._scope("Locals", Scope(lambda: children(inspection.local_variables(frame))), "locals")
            )
            for name, scope in (
                ("Upvalues", Scope(lambda: children(inspection.upvalues(frame)))), ("Varargs", Scope(extra))
            ):  # fmt: skip
                if scope.named_count():
                    scopes.append(self._scope(name, scope))
            if frame.innermost and (ended := session.returned()) is not None:
                scopes.append(self._scope("Returned", Listed(_results(ended)), "returnValue"))
        scopes.append(self._scope("Globals", Scope(globals_), expensive=True))
        return {"scopes": scopes}

    def _scope(self, name: str, container: Container, hint: str = "", expensive: bool = False) -> Body:
        scope: dict[str, Json] = {"name": name, "expensive": expensive, **self.reference(container)}
        if hint:
            scope["presentationHint"] = hint
        return scope

    def _variables(self, arguments: Fields) -> Body:
        number = arguments.integer("variablesReference")
        if self._debuggee.containers.is_outdated(number):
            return {"variables": []}
        _ = self._debuggee.stopped
        container = self._debuggee.containers.thing(number)
        wanted = arguments.text("filter", "")
        start = max(arguments.integer("start", 0), 0)
        count = arguments.integer("count", 0)
        children: list[Child] = []
        if wanted == "named":
            children += container.named(start, count if count > 0 else None)
        elif wanted != "indexed":
            children += container.named()
        if wanted != "named":
            size = container.indexed_count()
            if count <= 0:
                count = PAGE
            children += container.indexed(start, count)
            if not arguments.has("count") and start + count < size:
                children.append(Child("…", None, more=FurtherElements(container, start + count)))
        return {"variables": [self._describe(child, arguments) for child in children]}

    def _describe(self, child: Child, arguments: Fields) -> Body:
        hint: dict[str, Json] = {"kind": "property"}
        if child.is_virtual:
            hint["kind"] = "virtual"
        if child.is_lazy:
            hint["lazy"] = True
        described: dict[str, Json] = {"name": child.name, "presentationHint": hint}
        if child.expression:
            described["evaluateName"] = child.expression
        if child.more is not None:
            word = "" if child.is_lazy else "more" if not child.is_virtual else "…"
            return {**described, "value": word, **self.reference(child.more)}
        if child.problem:
            hint["attributes"] = ["failedEvaluation"]
            return {**described, "value": child.problem, "variablesReference": 0}
        attributes: list[Json] = []
        if not child.is_virtual and (child.place is None or self._debuggee.session.recording is not None):
            attributes.append("readOnly")
        if child.place is not None and self._debuggee.session.data_breakpoints.are_on(child.place):
            attributes.append("hasDataBreakpoint")
        if attributes:
            hint["attributes"] = attributes
        value = child.value
        if not child.is_virtual and isinstance(value, (LuaClosure, NativeFunction)):
            hint["kind"] = "method"
        return {
            **described,
            "value": self.shown(value, arguments),
            "type": type_of(value),
            **self.opened(value, child.expression),
            **self._locations.references(value, child.place, child.declared),
        }


def _results(ended: Returned) -> list[Child]:
    if len(ended.values) == 1:
        return [Child(f"{ended.name}()", ended.values[0])]
    return [Child(f"{ended.name}() [{at}]", value) for at, value in enumerate(ended.values, 1)]
