"""What the program has printed: up to the present moment plainly, what it prints later apart from that."""

from bisect import bisect_left, bisect_right

from debugger.session import Session
from tui.spans import Line, printable


class Output:
    """The output as lines.  Each chunk is decoded once, however often the present moves."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: list[tuple[int, bytes]] = []
        self._ends: list[int] = []  # of each chunk, in characters
        self._lines: list[tuple[int, str]] = [(0, "")]  # where each begins, and its text

    def lines(self) -> tuple[list[Line], int]:
        """The rows, and the one that the present moment has come to."""
        self._take_in()
        count = len(self.session.output())
        present = self._ends[count - 1] if count else 0
        lines: list[Line] = []
        for start, text in self._lines:
            if start + len(text) <= present:
                lines.append([("", printable(text))])
            elif start >= present:
                lines.append([("later", printable(text))])
            else:
                lines.append([("", printable(text[: present - start])), ("later", printable(text[present - start :]))])
        now = bisect_right(self._lines, (present, "")) - 1
        now = max(now, 0)
        if lines and not self._lines[-1][1]:
            lines.pop()
        if count < len(self._known):
            at = bisect_left(self._lines, (present, ""))
            lines.insert(min(at, len(lines)), [("later", "┄┄ printed later ┄┄")])
            now = at
        if not lines:
            lines = [[("faint", "nothing printed")]]
        return lines, min(now, len(lines) - 1)

    def moment_of(self, row: int) -> int | None:
        """The moment at which the text of a row began to be printed."""
        _, now = self.lines()
        if len(self.session.output()) < len(self._known):
            if row == now:
                return None
            row -= row > now
        if not self._ends or row >= len(self._lines):
            return None
        chunk = bisect_right(self._ends, self._lines[row][0])
        return self._known[chunk][0] if chunk < len(self._known) else None

    def _take_in(self) -> None:
        """Decode the chunks that are new since the last look."""
        chunks = self.session.machine.output
        known = len(self._known)
        if len(chunks) < known or (known and chunks[known - 1] is not self._known[-1]):
            self._known, self._ends, self._lines = [], [], [(0, "")]
            known = 0
        for chunk in chunks[known:]:
            text = chunk[1].decode("utf-8", "replace")
            self._known.append(chunk)
            end = (self._ends[-1] if self._ends else 0) + len(text)
            first, *others = text.split("\n")
            start, begun = self._lines[-1]
            self._lines[-1] = (start, begun + first)
            start += len(begun) + len(first) + 1
            for other in others:
                self._lines.append((start, other))
                start += len(other) + 1
            self._ends.append(end)
