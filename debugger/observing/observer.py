"""Plays a run to its end and notes what happens: calls with their arguments and results, lines, errors, values.

Breakpoints of its own stand where functions begin and end, where lines begin and where local variables get their first
value; between them the machine executes at full speed.  What there is enough of is looked at less often, and a place
that has been met very often is left alone.  Relies on a mover, of a machine that stands at its entry.
"""

import os
from collections.abc import Callable, Iterable
from typing import Final

from debugger import inspection
from debugger.breakpoints import source_path
from debugger.mover import Mover
from debugger.observing.caught import CaughtErrors
from debugger.observing.seen import Call, Ending, ErrorSeen, FrameSeen, FunctionSeen, Seen, Site
from debugger.observing.values import Values, literal
from debugger.stops import Reason
from debugger.values import Formatter
from engine.compiler import effects
from engine.compiler import opcodes as op
from engine.compiler.proto import LocalVar, Proto
from engine.history import walking
from engine.history.event_log import Divergence, EndOfRecording
from engine.history.state import cell_value
from engine.runtime.coroutine import K_CALL, KIND_MASK, TAIL_FLAG, Coroutine
from engine.runtime.table import LuaTable
from engine.runtime.values import Cell, LuaClosure

STRETCH: Final = 200_000
"""Steps between two looks at what else there is to do."""

MOST_CALLS: Final = 100_000
"""Calls of a function that are counted."""
DETAILED: Final = 200
"""Calls of a function that are looked at closely; of the later ones, those whose number is a power of two."""
MOST_LINES: Final = 1_000
"""Times that a line is counted."""
MOST_LOCALS: Final = 100
MOST_SHAPES: Final = 30
KEPT_CALLS: Final = 20
DEPTH: Final = 3
_GLOBAL_DEPTH: Final = 3

_RETURNS: Final = (op.RETURN, op.RETURN0, op.RETURN1)


class _Open:
    """A call in progress: its frame, and what is known of it."""

    __slots__ = ("call", "callers", "function", "is_detailed", "level", "tail")

    def __init__(self, function: FunctionSeen, level: int, call: Call, is_detailed: bool) -> None:
        self.function = function
        self.level = level
        self.call = call
        self.is_detailed = is_detailed
        self.tail: Site | None = None  # where it ended in a tail call
        self.callers: list[_Open] = []  # the calls that ended in tail calls that led here, and return when it does


class _Point:
    """An instruction that the machine is to stop before."""

    __slots__ = ("enters", "function", "line", "locals", "proto", "returns", "tails", "visits")

    def __init__(self, proto: Proto, function: FunctionSeen) -> None:
        self.proto = proto
        self.function = function
        self.line = 0  # that begins here
        self.enters = False
        self.returns = False
        self.tails = False
        self.locals: list[tuple[LocalVar, Values]] = []
        self.visits = 0


class Observer:
    """Observes one run.  `seen` has what was seen so far."""

    def __init__(
        self, mover: Mover, formatter: Formatter, mains: Iterable[Proto], error_text: Callable[[], str]
    ) -> None:
        self.seen: Final = Seen()
        self._mover = mover
        self._machine = mover.machine
        self._show = formatter.show
        self._error_text = error_text
        self._points: dict[tuple[Proto, int], _Point] = {}
        self._functions: dict[Proto, FunctionSeen] = {}
        self._open: dict[Coroutine, list[_Open]] = {}
        self._others: dict[Proto, bool] = {}  # whether a jump leads to the first instruction
        self._done = False
        self._caught = CaughtErrors(self._machine, formatter.show, self._goes_through)
        loaded = self._machine.on_chunk

        def load(main: Proto) -> None:
            if loaded is not None:
                loaded(main)
            self._load(main)

        self._machine.on_chunk = load
        for main in mains:
            self._load(main)

    @property
    def is_done(self) -> bool:
        return self._done

    def advance(self, looks: int = 1_000) -> bool:
        """Go on past so many stops, or STRETCH steps; whether the run is over."""
        machine, mover = self._machine, self._mover
        limit = machine.t + STRETCH
        try:
            while not self._done and looks > 0 and machine.t < limit:
                if mover.end_reason() is not None:
                    self._finish()
                    break
                if walking.at_breakpoint(machine):
                    looks -= 1
                    t = machine.t
                    self._look()
                    if machine.t != t:
                        continue
                mover.stretch(limit)
        except (Divergence, EndOfRecording):
            self._finish()
        if self._done:
            self._uproot_all()
        return self._done

    def finish(self) -> Seen:
        """Play to the end; what was seen."""
        while not self.advance():
            pass
        return self.seen

    # -- points ----------------------------------------------------------------------------------

    def _load(self, main: Proto) -> None:
        """A chunk was loaded: plant in all its functions."""
        source = source_path(main)
        if main.source[:1] == b"@":
            text = self._mover.log.texts.get(os.fsencode(source))
            if text is not None:
                self.seen.texts[source] = text
        numbers: dict[int, int] = {}
        for proto in _with_inner(main):
            number = numbers[int(proto.line)] = numbers.get(int(proto.line), -1) + 1
            self._plant(proto, source, number)

    def _plant(self, proto: Proto, source: str, number: int) -> None:
        names = [variable.name.decode("utf-8", "replace") for variable in proto.locals[: proto.parameters]]
        function = FunctionSeen(source, int(proto.line), int(proto.last_line), number, names, bool(proto.is_vararg))
        function.arguments = [Values() for _ in names]
        self._functions[proto] = function
        self.seen.functions.append(function)
        lines = self.seen.lines.setdefault(source, {})
        for pc, line in enumerate(proto.lines):
            word = proto.original[pc]
            opcode = word & 0xFF
            if opcode == op.EXTRA:
                continue
            if pc == 0 or proto.lines[pc - 1] != line:
                self._point(proto, pc).line = int(line)
                lines.setdefault(int(line), 0)
            if opcode in _RETURNS:
                self._point(proto, pc).returns = True
            elif opcode == op.TAILCALL:
                self._point(proto, pc).tails = True
        if proto.line > 0:
            self._point(proto, 0).enters = True
        for at, variable in enumerate(proto.locals):
            if at < proto.parameters or variable.name.startswith(b"(") or variable.start >= len(proto.lines):
                continue
            key = (variable.name.decode("utf-8", "replace"), int(proto.lines[max(variable.start - 1, 0)]))
            values = function.locals.setdefault(key, Values())
            self._point(proto, variable.start).locals.append((variable, values))

    def _point(self, proto: Proto, pc: int) -> _Point:
        found = self._points.get((proto, pc))
        if found is None:
            found = self._points[proto, pc] = _Point(proto, self._functions[proto])
            proto.code[pc] = op.BREAK
        return found

    def _uproot(self, proto: Proto, pc: int) -> None:
        del self._points[proto, pc]
        proto.code[pc] = proto.original[pc]

    def _uproot_all(self) -> None:
        for proto, pc in list(self._points):
            self._uproot(proto, pc)

    # -- at a point ------------------------------------------------------------------------------

    def _look(self) -> None:
        machine = self._machine
        co = machine.current
        level = co.depth
        closure = co.functions[level]
        assert isinstance(closure, LuaClosure)
        pc = co.pcs[level]
        point = self._points.get((closure.proto, pc))
        if point is None:
            return
        point.visits += 1
        if point.enters:
            self._enter(co, level, closure.proto, point)
        if point.line:
            lines = self.seen.lines[point.function.source]
            lines[point.line] = max(lines[point.line], point.visits)
            if point.visits >= MOST_LINES:
                point.line = 0
        if point.locals:
            self._look_at_locals(co, level, point)
        if point.returns:
            self._return(co, level, closure.proto, pc, point)
        elif point.tails:
            self._tail(co, level, closure.proto, pc, point)
        if not (point.line or point.enters or point.locals or point.returns or point.tails):
            self._uproot(closure.proto, pc)

    def _look_at_locals(self, co: Coroutine, level: int, point: _Point) -> None:
        base = co.base(level)
        for variable, values in point.locals:
            values.add(_value(co.get(base + variable.register)), DEPTH if values.count < MOST_SHAPES else 0)
        if point.visits >= MOST_LOCALS:
            point.locals = []

    def _enter(self, co: Coroutine, level: int, proto: Proto, point: _Point) -> None:
        if self._comes_back(proto, co, level):
            return
        function = point.function
        stack = self._open.setdefault(co, [])
        left = self._leave(stack, level, bool(co.infos[level] & TAIL_FLAG))
        function.calls += 1
        is_detailed = function.calls <= DETAILED or function.calls & (function.calls - 1) == 0
        base = co.base(level)
        raw = [_value(co.get(base + at)) for at in range(proto.parameters)]
        for values, value in zip(function.arguments, raw, strict=True):
            values.add(value, DEPTH if is_detailed and values.count < DETAILED else 0)
        if proto.is_vararg:
            count = co.ints[base - 1]
            raw += [_value(co.get(base - 1 - count + at)) for at in range(count)]
        t = int(self._machine.t)
        call = self._call(t, raw) if is_detailed else Call(t, [self._brief(value) for value in raw])
        opened = _Open(function, level, call, is_detailed)
        site = self._site(co, level) if left is None else left.tail
        if site is not None:
            function.callers[site] = function.callers.get(site, 0) + 1
        if left is not None:
            opened.callers = [*left.callers, left]
        stack.append(opened)
        if len(function.first_calls) < KEPT_CALLS:
            function.first_calls.append(call)
        if not function.returned and not function.raised:
            function.last = call
        if function.calls >= MOST_CALLS:
            self._stop_counting(proto, function)

    def _brief(self, value: object) -> str:
        """The text of a value that is not looked into."""
        return "{…}" if isinstance(value, LuaTable) else self._show(value, 40)

    def _call(self, t: int, raw: list[object]) -> Call:
        literals = [literal(value) for value in raw]
        known = [text for text in literals if text is not None]
        return Call(
            t,
            [self._show(value, 60) for value in raw],
            known if len(known) == len(literals) else None,
        )

    def _comes_back(self, proto: Proto, co: Coroutine, level: int) -> bool:
        """Whether a jump led to the first instruction, and no call."""
        jumps = self._others.get(proto)
        if jumps is None:
            jumps = self._others[proto] = _jumps_to_start(proto)
        if not jumps:
            return False
        function = co.functions[level]
        history = self._mover.history
        if self._machine.t <= history.oldest:
            return False
        history.step_back()
        try:
            return self._machine.current is co and co.depth == level and co.functions[level] is function
        finally:
            history.step_forward()

    def _site(self, co: Coroutine, level: int) -> Site | None:
        """Where the program calls the function of a frame: the nearest of its own functions below."""
        running: Coroutine | None = co
        level -= 1
        while running is not None:
            while level >= 0:
                function = running.functions[level]
                if isinstance(function, LuaClosure) and not function.proto.is_library:
                    pc = max(running.pcs[level] - 1, 0)
                    proto = function.proto
                    return Site(source_path(proto), int(proto.lines[pc]), int(proto.columns[pc]))
                level -= 1
            running = running.resumer
            level = -1 if running is None else running.depth
        return None

    def _stop_counting(self, proto: Proto, function: FunctionSeen) -> None:
        function.at_least = True
        for (other, _), point in list(self._points.items()):
            if other is proto:
                point.enters = point.returns = point.tails = False
        for stack in self._open.values():
            stack[:] = [one for one in stack if one.function is not function]

    # -- leaving ---------------------------------------------------------------------------------

    def _leave(self, stack: list[_Open], level: int, by_tail_call: bool) -> _Open | None:
        """Calls at a level and above are over: one has ended in the tail call that led here, the others have raised."""
        tail: _Open | None = None
        while stack and stack[-1].level >= level:
            gone = stack.pop()
            if by_tail_call and gone.tail is not None and gone.level == level and tail is None:
                tail = gone
            else:
                self._raised(gone)
        return tail

    def _goes_through(self, co: Coroutine, level: int, message: str | None) -> None:
        """An error with a message ends the calls of a coroutine that are above a level."""
        stack = self._open.get(co, [])
        while stack and stack[-1].level > level:
            self._raised(stack.pop(), message)

    def _raised(self, gone: _Open, message: str | None = None) -> None:
        for one in (*gone.callers, gone):
            one.function.raised += 1
            one.call.raised = True
            one.call.error = message
            one.function.last = one.function.last_raised = one.call

    def _tail(self, co: Coroutine, level: int, proto: Proto, pc: int, point: _Point) -> None:
        stack = self._open.get(co)
        if not stack or stack[-1].level != level or stack[-1].function is not point.function:
            return
        stack[-1].tail = Site(source_path(proto), int(proto.lines[pc]), int(proto.columns[pc]))
        callee = co.get(co.base(level) + (proto.original[pc] >> 8 & 0xFF))
        info = co.infos[level]
        if isinstance(callee, LuaClosure) or info >> 57 & KIND_MASK != K_CALL or level == 0:
            return
        # A library function returns for this one, to where the caller wants the results.
        dest, want = info & 0xFFFFFF, info >> 48 & 0x1FF
        self._mover.step(True)
        if self._machine.current is co and co.depth == level - 1 and self._mover.end_reason() is None:
            opened = stack.pop()
            results = [_value(co.get(at)) for at in range(dest, dest + want - 1 if want else co.top)]
            for one in (*opened.callers, opened):
                self._note_results(one, results, want != 1)

    def _return(self, co: Coroutine, level: int, proto: Proto, pc: int, point: _Point) -> None:
        if point.visits <= MOST_SHAPES:
            self._look_at_tables(co, level, proto, pc, point.function)
        stack = self._open.get(co)
        while stack and stack[-1].level > level:
            self._raised(stack.pop())
        if not stack or stack[-1].level != level or stack[-1].function is not point.function:
            return
        opened = stack.pop()
        results = _results(co, level, proto.original[pc])
        for one in (*opened.callers, opened):
            self._note_results(one, results)

    def _note_results(self, opened: _Open, results: list[object], are_known: bool = True) -> None:
        function, call = opened.function, opened.call
        function.returned += 1
        if not are_known:
            return
        while len(function.results) < len(results):
            missing = Values()
            for _ in range(function.returned - 1):
                missing.add(None)  # calls before this one returned fewer values
            function.results.append(missing)
        for at, values in enumerate(function.results):
            value = results[at] if at < len(results) else None
            values.add(value, DEPTH if opened.is_detailed and values.count < DETAILED else 0)
        call.results = [self._show(value, 60) if opened.is_detailed else self._brief(value) for value in results]
        if call.literals is not None:
            texts = [literal(value) for value in results]
            known = [text for text in texts if text is not None]
            call.result_literals = known if len(known) == len(texts) else None
        function.last = function.last_returned = call

    def _look_at_tables(self, co: Coroutine, level: int, proto: Proto, pc: int, function: FunctionSeen) -> None:
        """The tables of local variables, once more at the end: they may have been filled meanwhile."""
        base = co.base(level)
        for at, variable in enumerate(proto.locals):
            if variable.start <= pc < variable.end and not variable.name.startswith(b"("):
                value = _value(co.get(base + variable.register))
                if isinstance(value, LuaTable):
                    if at < proto.parameters:
                        values = function.arguments[at]
                    else:
                        name = variable.name.decode("utf-8", "replace")
                        values = function.locals[name, int(proto.lines[max(variable.start - 1, 0)])]
                    values.look_into(value, DEPTH)

    # -- the end ---------------------------------------------------------------------------------

    def _finish(self) -> None:
        self._done = True
        machine = self._machine
        seen = self.seen
        seen.t = int(machine.t)
        seen.caught = self._caught.seen()
        reason = self._mover.end_reason()
        if reason is Reason.ERROR:
            seen.ending = Ending.ERROR
            frames = list(inspection.walk_frames(machine))
            seen.error = ErrorSeen(
                self._error_text(), seen.t, [FrameSeen(one.source, one.line, one.name) for one in frames]
            )
            for frame in frames:
                if frame.closure is not None and frame.closure.proto in self._functions:
                    function = self._functions[frame.closure.proto]
                    self._look_at_tables(frame.coroutine, frame.level, frame.closure.proto, frame.pc, function)
            for stack in self._open.values():
                if any(stack is self._open.get(frame.coroutine) for frame in frames):
                    while stack:
                        self._raised(stack.pop())
        elif reason is Reason.FINISHED:
            seen.ending = Ending.FINISHED
        for variable in inspection.global_variables(machine, None):
            values = seen.globals[variable.name] = Values()
            values.add(variable.value, _GLOBAL_DEPTH)


def _value(value: object) -> object:
    return cell_value(value) if isinstance(value, Cell) else value


def _results(co: Coroutine, level: int, word: int) -> list[object]:
    """What a return instruction is about to return."""
    opcode = word & 0xFF
    first = co.base(level) + (word >> 8 & 0xFF)
    if opcode == op.RETURN0:
        return []
    if opcode == op.RETURN1:
        return [_value(co.get(first))]
    b = word >> 24 & 0xFFFF
    end = co.top if b == 0 else first + b - 1
    return [_value(co.get(at)) for at in range(first, end)]


def _jumps_to_start(proto: Proto) -> bool:
    return any(
        effects.is_jump(int(word) & 0xFF) and effects.jump_target(int(word), pc) == 0
        for pc, word in enumerate(proto.original)
    )


def _with_inner(proto: Proto) -> list[Proto]:
    found = [proto]
    for inner in proto.protos:
        found += _with_inner(inner)
    return found
