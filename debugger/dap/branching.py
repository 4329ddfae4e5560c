"""Changing what has happened: variables set by hand, and the branches of time that this makes.

A change in the past leaves what came after it to its branch, which can be gone back to, and begins a new one; the
client is told.
"""

from collections.abc import Callable

from debugger.branches import NoBranch
from debugger.dap.containers import prefix
from debugger.dap.debuggee import Debuggee
from debugger.dap.dispatcher import Commands, Dispatcher, Refused
from debugger.dap.fields import Body, Fields, Json
from debugger.dap.output import Output
from debugger.dap.runner import Runner
from debugger.dap.stack import Stack
from debugger.dap.variables import Variables
from debugger.evaluation import EvaluationError
from debugger.inspection import Frame
from debugger.interventions import CannotChange
from debugger.stops import Reason
from debugger.values import type_of
from engine.history.writes import Place


class Branching:
    """Answers the requests that change, and those about branches."""

    def __init__(
        self,
        debuggee: Debuggee,
        dispatcher: Dispatcher,
        runner: Runner,
        output: Output,
        variables: Variables,
        stack: Stack,
    ) -> None:
        self._debuggee = debuggee
        self._dispatcher = dispatcher
        self._runner = runner
        self._output = output
        self._variables = variables
        self._stack = stack

    def commands(self) -> Commands:
        return {
            "setVariable": self._set_variable,
            "setExpression": self._set_expression,
            "terminateThreads": self._end_coroutines,
            "moonwalk/switchBranch": self._switch,
            "moonwalk/nameBranch": self._name,
        }

    def change(self, name: str, expression: str, frame: Frame | None) -> object:
        """Give the variable or field of a name a value; the value.  Raises Refused."""
        session = self._debuggee.stopped
        try:
            place = session.place(name, frame)
        except EvaluationError as error:
            raise Refused(str(error)) from None
        return self._change(place, expression, frame)

    def switch(self, name: str) -> None:
        """Go to another branch once the request in progress is answered.  Raises Refused."""
        session = self._debuggee.stopped
        try:
            stop = session.switch_branch(name)
        except NoBranch as problem:
            raise Refused(str(problem)) from None
        self._output.skip()
        self._debuggee.forget()
        self._dispatcher.moves(lambda: self._runner.tell_stop(stop, Reason.SEEK))

    def _set_variable(self, arguments: Fields) -> Body:
        container = self._debuggee.containers.thing(arguments.integer("variablesReference"))
        name = arguments.text("name")
        child = container.child(name)
        if child is None or child.place is None:
            raise Refused(f"{name} is nothing that can be given a value")
        value = self._change(child.place, arguments.text("value"), self._debuggee.frame(Fields({}, "")))
        return self._told(value, arguments, child.expression)

    def _set_expression(self, arguments: Fields) -> Body:
        name = arguments.text("expression")
        value = self.change(name, arguments.text("value"), self._debuggee.frame(arguments))
        return self._told(value, arguments, name)

    def _change(self, place: Place, expression: str, frame: Frame | None) -> object:
        session = self._debuggee.stopped
        return self._intervene(lambda: session.set_place(place, expression, frame))

    def _intervene(self, act: Callable[[], object]) -> object:
        """Do something that changes the run; what it gives.  Raises Refused."""
        session = self._debuggee.stopped
        before = session.branches.active
        try:
            value = act()
        except (EvaluationError, CannotChange, NoBranch) as problem:
            raise Refused(str(problem)) from None
        after = session.branches.active
        client = self._debuggee.client
        if after.number != before.number:
            self._output.cut()
            client.console(f"{after.name} begins at t={after.forked_at}: the run goes on from here")
        elif client.features.flag("supportsInvalidatedEvent"):
            self._dispatcher.afterwards(lambda: client.event("invalidated", {"areas": ["variables"]}))
            return value
        self._dispatcher.moves(self._look_anew)
        return value

    def _end_coroutines(self, arguments: Fields) -> Body | None:
        ended = [self._stack.coroutine(number) for number in arguments.integers("threadIds")]
        self._intervene(lambda: self._debuggee.stopped.close_coroutines(ended))
        self._dispatcher.afterwards(self._stack.announce)
        return None

    def _look_anew(self) -> None:
        """The client is to ask for everything again."""
        self._debuggee.forget()
        self._runner.tell_stop(self._debuggee.session.stop, Reason.SEEK)

    def _told(self, value: object, arguments: Fields, expression: str) -> Body:
        container = self._variables.container(value, prefix(expression) if expression else "")
        told: dict[str, Json] = {"value": self._variables.shown(value, arguments), "type": type_of(value)}
        return {**told, **self._variables.reference(container)}

    def _switch(self, arguments: Fields) -> Body | None:
        self.switch(str(arguments.integer("id")))
        return None

    def _name(self, arguments: Fields) -> Body | None:
        branches = self._debuggee.stopped.branches
        try:
            branches.rename(branches.find(str(arguments.integer("id"))).number, arguments.text("name"))
        except NoBranch as problem:
            raise Refused(str(problem)) from None
        return None
