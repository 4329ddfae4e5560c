"""One client's adapter: puts together who answers what."""

from collections.abc import Callable

from debugger.dap.asking import Asking
from debugger.dap.branching import Branching
from debugger.dap.breakpoints import BreakpointRequests
from debugger.dap.client import Client, Outgoing
from debugger.dap.console import Console
from debugger.dap.data_breakpoints import DataBreakpointRequests
from debugger.dap.debuggee import Debuggee
from debugger.dap.disassembly import Disassembly
from debugger.dap.dispatcher import Dispatcher, has_ending
from debugger.dap.evaluate import Evaluation
from debugger.dap.exceptions import Exceptions
from debugger.dap.histories import Histories
from debugger.dap.host import Host
from debugger.dap.lifecycle import Lifecycle
from debugger.dap.locations import Locations
from debugger.dap.memory import Memory
from debugger.dap.movements import Movements
from debugger.dap.output import Output
from debugger.dap.program_input import Input
from debugger.dap.runner import Runner
from debugger.dap.sources import Sources
from debugger.dap.stack import Stack
from debugger.dap.timeline import Timeline
from debugger.dap.variables import Variables


class Adapter:
    """Takes frames, and answers through `outgoing`.

    `waiting` gives what there is to take, where it cannot be taken because the program runs.
    """

    def __init__(
        self, outgoing: Outgoing, host: Host | None = None, waiting: Callable[[], bytes] = lambda: b""
    ) -> None:
        client = Client(outgoing)

        def is_wanted() -> bool:
            return output.is_behind or (waiting() != b"" if host is None else host.is_waited_for())

        debuggee = Debuggee(client, host, is_wanted, lambda: has_ending(waiting()))
        dispatcher = Dispatcher(client) if host is None else Dispatcher(client, host.turn)
        sources = Sources(debuggee)
        stack = Stack(debuggee, sources)
        breakpoints = BreakpointRequests(debuggee, sources)
        program_input = Input(debuggee)
        output = Output(debuggee, sources, program_input)
        exceptions = Exceptions(debuggee)
        data_breakpoints = DataBreakpointRequests(debuggee, breakpoints)
        runner = Runner(debuggee, sources, stack, breakpoints, data_breakpoints, exceptions, program_input, output)
        asking = Asking(debuggee)
        movements = Movements(debuggee, dispatcher, runner, sources, program_input, asking)
        locations = Locations(debuggee, sources, asking)
        memory = Memory(debuggee)
        variables = Variables(debuggee, locations, memory)
        histories = Histories(debuggee, sources, asking)
        branching = Branching(debuggee, dispatcher, runner, output, variables, stack)
        console = Console(debuggee, movements, program_input, output, histories, branching, data_breakpoints)
        lifecycle = Lifecycle(debuggee, dispatcher, runner, breakpoints, program_input)

        def give_up() -> None:
            asking.cancel()
            lifecycle.give_up()

        dispatcher.give_up = give_up
        for part in (
            lifecycle,
            sources,
            stack,
            breakpoints,
            data_breakpoints,
            movements,
            variables,
            locations,
            memory,
            Evaluation(debuggee, variables, console, program_input),
            exceptions,
            histories,
            branching,
            Disassembly(debuggee, sources),
            Timeline(debuggee, movements, output),
        ):
            dispatcher.add(part.commands())
        self.client = client
        self._dispatcher = dispatcher
        self._lifecycle = lifecycle

    @property
    def is_over(self) -> bool:
        """Whether the client has said goodbye."""
        return self._lifecycle.is_over

    def handle(self, content: bytes) -> None:
        self._dispatcher.handle(content)

    def report(self, text: str) -> None:
        self._dispatcher.report(text)

    async def close(self) -> None:
        await self._dispatcher.settle()
        await self._lifecycle.close()
