"""The pattern matcher: runs the programs of ``patterns`` on a subject.

Single-byte items and captures take a loop, not recursion; an item that may match more or less often
recurses for what follows it.  The depth is counted exactly as PUC Lua counts it, so the same patterns
are "too complex".  Positions count from 0.  What takes long is told a `Poller`.
"""

from typing import Final, final

from librt.vecs import vec
from mypy_extensions import i64

from engine.runtime.polling import Poller
from engine.stdlib.patterns import (
    ANY_SET,
    BACK,
    BALANCE,
    CHAR,
    CLOSE,
    END,
    FAIL,
    FRONTIER,
    LAZY,
    MAX_DEPTH,
    OPEN,
    OPTION,
    PLUS,
    POSITION,
    SET,
    SUBJECT_END,
    UNFINISHED,
    PatternError,
    Program,
    invalid_index,
)

_DEPTH: Final = MAX_DEPTH - 1

# What is told the poller: of a search, with what is done with its match, and of an attempt to match somewhere.
_SEARCH: Final = 50
_ATTEMPT: Final = 4


@final
class Matcher:
    """One program on one subject.  After a match, `start` and `end` delimit it."""

    __slots__ = ("end", "ends", "poller", "program", "size", "start", "starts", "subject")

    def __init__(self, program: Program, subject: bytes, poller: Poller) -> None:
        self.poller: Poller = poller  # a match may take time that is exponential in the length of the pattern
        self.program: Program = program
        self.subject: bytes = subject
        self.size: i64 = len(subject)
        self.start: i64 = 0
        self.end: i64 = 0
        self.starts: vec[i64] = vec[i64]([0] * len(program.kinds))
        self.ends: vec[i64] = vec[i64]([0] * len(program.kinds))

    def search(self, at: i64) -> bool:
        """Find the first match that starts at `at` or later (exactly there, if the pattern is anchored).

        Raises PatternError.
        """
        program = self.program
        self.poller.worked(_SEARCH)
        if program.anchored:
            end = self.run(at, 0, _DEPTH)
            self.start = at
            self.end = end
            return end >= 0
        if program.entry > 0:
            return self.search_prefix(at)
        subject = self.subject
        size = self.size
        first = program.first
        if first >= 0:
            members = program.sets[first]
            while True:
                while at < size and members[i64(subject[at])] == 0:
                    at += 1
                if at >= size:
                    return False
                end = self.run(at, 0, _DEPTH)
                if end >= 0:
                    break
                self.poller.worked(_ATTEMPT)
                at += 1
        else:
            end = self.run(at, 0, _DEPTH)
            while end < 0:
                self.poller.worked(_ATTEMPT)
                at += 1
                if at > size:
                    return False
                end = self.run(at, 0, _DEPTH)
        self.start = at
        self.end = end
        return True

    def search_prefix(self, at: i64) -> bool:
        program = self.program
        subject = self.subject
        prefix = program.prefix
        entry = program.entry
        while True:
            at = subject.find(prefix, at)
            if at < 0:
                return False
            end = self.run(at + entry, entry, _DEPTH)
            if end >= 0:
                self.start = at
                self.end = end
                return True
            self.poller.worked(_ATTEMPT)
            at += 1

    def run(self, at: i64, node: i64, depth: i64) -> i64:
        """Match the program from `node` on at a position; the end of the match, or -1.

        `depth` is how many more levels of recursion are allowed.
        """
        program = self.program
        ops = program.ops
        arguments = program.arguments
        subject = self.subject
        size = self.size
        while True:
            op = ops[node]
            argument = arguments[node]
            if op == CHAR:
                if at >= size or i64(subject[at]) != argument:
                    return -1
                at += 1
            elif op == SET:
                if at >= size or program.sets[argument][i64(subject[at])] == 0:
                    return -1
                at += 1
            elif op <= PLUS:
                last = self.span(at, argument)
                self.poller.worked(last - at + 1)
                if last == at:
                    if op == PLUS:
                        return -1
                else:
                    return self.longest(at + 1 if op == PLUS else at, last, node + 1, depth)
            elif op == LAZY:
                if at < size and program.sets[argument][i64(subject[at])] != 0:
                    return self.shortest(at, node, depth)
            elif op == OPTION:
                if at < size and program.sets[argument][i64(subject[at])] != 0:
                    if depth == 0:
                        raise PatternError(b"pattern too complex")
                    self.poller.worked(1)
                    end = self.run(at + 1, node + 1, depth - 1)
                    if end >= 0:
                        return end
            elif op <= CLOSE:
                if depth == 0:
                    raise PatternError(b"pattern too complex")
                depth -= 1
                if op == OPEN:
                    self.starts[argument] = at
                else:
                    self.ends[argument] = at
            elif op == END:
                return at
            else:
                at = self.special(op, argument, at)
                if at < 0:
                    return -1
            node += 1

    def span(self, at: i64, argument: i64) -> i64:
        """The end of the longest run of a set's bytes."""
        size = self.size
        if argument == ANY_SET:
            return size
        members = self.program.sets[argument]
        subject = self.subject
        while at < size and members[i64(subject[at])] != 0:
            at += 1
        return at

    def longest(self, least: i64, last: i64, node: i64, depth: i64) -> i64:
        """Match the rest of the program after a run, as far right as it will."""
        if depth == 0:
            raise PatternError(b"pattern too complex")
        program = self.program
        op = program.ops[node]
        if op == END:
            return last
        subject = self.subject
        size = self.size
        byte: i64 = program.arguments[node] if op == CHAR else -1
        while last >= least:
            # A byte that must follow the run rules most ends out without a call.
            if byte < 0 or (last < size and i64(subject[last]) == byte):
                end = self.run(last, node, depth - 1)
                if end >= 0:
                    return end
            last -= 1
        return -1

    def shortest(self, at: i64, node: i64, depth: i64) -> i64:
        """Match the rest of the program after a run of the lazy item at `node`, as far left as it will."""
        if depth == 0:
            raise PatternError(b"pattern too complex")
        program = self.program
        members = program.sets[program.arguments[node]]
        node += 1
        byte: i64 = program.arguments[node] if program.ops[node] == CHAR else -1
        subject = self.subject
        size = self.size
        while True:
            self.poller.worked(1)
            if byte < 0 or (at < size and i64(subject[at]) == byte):
                end = self.run(at, node, depth - 1)
                if end >= 0:
                    return end
            if at >= size or members[i64(subject[at])] == 0:
                return -1
            at += 1

    def special(self, op: i64, argument: i64, at: i64) -> i64:
        """The rarer items; where they end, or -1."""
        if op == SUBJECT_END:
            return at if at == self.size else -1
        if op == BALANCE:
            return self.balance(at, argument & 255, argument >> 8)
        if op == FRONTIER:
            members = self.program.sets[argument]
            before: i64 = self.subject[at - 1] if at > 0 else 0
            after: i64 = self.subject[at] if at < self.size else 0
            return at if members[before] == 0 and members[after] != 0 else -1
        if op == BACK:
            captured = self.subject[self.starts[argument] : self.ends[argument]]
            end = at + len(captured)
            return end if self.subject[at:end] == captured else -1
        if op == FAIL:
            return -1
        raise PatternError(self.program.error)

    def balance(self, at: i64, opening: i64, closing: i64) -> i64:
        subject = self.subject
        size = self.size
        if at >= size or i64(subject[at]) != opening:
            return -1
        open_count: i64 = 1
        at += 1
        while at < size:
            byte = i64(subject[at])
            at += 1
            if byte == closing:
                open_count -= 1
                if open_count == 0:
                    return at
            elif byte == opening:
                open_count += 1
        return -1

    # -- what was captured -----------------------------------------------------------------------

    def capture(self, index: i64) -> object:
        """Capture `index` (from 0) of the match, the whole match if the pattern has none: a string, or a
        position from 1.  Raises PatternError.
        """
        kinds = self.program.kinds
        if index >= len(kinds):
            if index != 0:
                raise invalid_index(self.program, index)
            return self.subject[self.start : self.end]
        kind = kinds[index]
        if kind == UNFINISHED:
            raise PatternError(b"unfinished capture")
        if kind == POSITION:
            return self.starts[index] + 1
        return self.subject[self.starts[index] : self.ends[index]]

    def captures(self) -> list[object]:
        """All captures, or the whole match if the pattern has none."""
        count = len(self.program.kinds)
        found: list[object] = [self.capture(0)]
        for index in range(1, count):
            found.append(self.capture(index))
        return found
