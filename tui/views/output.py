"""What the program has written: up to the present moment plainly, what it writes later apart from that.

What it wrote to standard error stands where it was written, and is marked (`is_error`).
"""

from bisect import bisect_left, bisect_right

from rich.cells import cell_len

from debugger.session import Session
from tui.spans import Line, printable
from tui.views.rows import Rows


class Output(Rows[Line]):
    """The output as rows.  Each chunk is decoded once, however often the present moves; rows are made when asked for.

    `now` is the row that the present moment has come to, `widest` the width of the widest row.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = 0
        self.widest = 0
        self._known: list[tuple[int, bytes]] = []
        self._seen: tuple[int, int, tuple[int, bytes] | None] | None = None  # when it was decoded
        self._errors = 0  # how many of them are of standard error
        self._error_lines: set[int] = set()  # where lines with something of it begin
        self._ends: list[int] = []  # of each chunk, in characters
        self._lines: list[tuple[int, str]] = [(0, "")]  # where each begins, and its text
        self._present = 0  # in characters
        self._rule = -1  # the row that divides what is printed later from the rest, -1: none is
        self.update()

    def update(self) -> None:
        """Take note of where the present is, and of what is new."""
        self._take_in()
        count = bisect_right(self._known, self.session.t, key=lambda chunk: chunk[0])
        self._present = self._ends[count - 1] if count else 0
        self._rule = bisect_left(self._lines, (self._present, "")) if count < len(self._known) else -1
        self.now = self._rule if self._rule >= 0 else max(len(self) - 1, 0)

    def __len__(self) -> int:
        return max(len(self._lines) - (not self._lines[-1][1]) + (self._rule >= 0), 1)

    def row(self, row: int) -> Line:
        if not self._known:
            return [("faint", "nothing printed")]
        if row == self._rule:
            return [("later", "┄┄ printed later ┄┄")]
        start, text = self._lines[self._line_of(row)]
        cut = min(max(self._present - start, 0), len(text))
        return [span for span in (("", printable(text[:cut])), ("later", printable(text[cut:]))) if span[1]]

    def moment_of(self, row: int) -> int | None:
        """The moment at which the text of a row began to be printed; None for a row that is not the program's."""
        if not self._known or row == self._rule:
            return None
        chunk = bisect_right(self._ends, self._lines[self._line_of(row)][0])
        return self._known[chunk][0] if chunk < len(self._known) else None

    def is_error(self, row: int) -> bool:
        """Whether something in a row was written to standard error."""
        return row != self._rule and row < len(self) and self._lines[self._line_of(row)][0] in self._error_lines

    def _line_of(self, row: int) -> int:
        return row - 1 if 0 <= self._rule < row else row

    def _take_in(self) -> None:
        """Decode the chunks that are new since the last look."""
        chunks = self.session.known_output()
        errors = self.session.program_output.errors
        last = chunks[-1] if chunks else None
        seen = (len(chunks), len(errors), last)
        if seen == self._seen:
            return
        self._seen = seen
        wrong: set[tuple[int, bytes]] = set()
        if errors:
            wrong = {(one.t, one.data) for one in errors}
            chunks = sorted([*chunks, *((one.t, one.data) for one in errors)], key=lambda chunk: chunk[0])
        known = len(self._known)
        if len(errors) != self._errors or len(chunks) < known or (known and chunks[known - 1] != self._known[-1]):
            self._known, self._ends, self._lines, self._error_lines = [], [], [(0, "")], set()
            known = self.widest = 0
            self._errors = len(errors)
        for chunk in chunks[known:]:
            if chunk in wrong:
                self._error_lines.add(self._lines[-1][0])
            text = chunk[1].decode("utf-8", "replace")
            self._known.append(chunk)
            end = (self._ends[-1] if self._ends else 0) + len(text)
            first, *others = text.split("\n")
            start, begun = self._lines[-1]
            self._lines[-1] = (start, begun + first)
            start += len(begun) + len(first) + 1
            self.widest = max(self.widest, cell_len(printable(self._lines[-1][1])))
            for other in others:
                self.widest = max(self.widest, cell_len(printable(other)))
                self._lines.append((start, other))
                start += len(other) + 1
            self._ends.append(end)
