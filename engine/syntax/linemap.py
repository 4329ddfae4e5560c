"""Lines and columns of a source text's byte offsets.  Relies on nothing."""

from typing import final


@final
class LineMap:
    """Lines and columns of byte offsets.  ``\\r\\n`` and ``\\n\\r`` count as one line break, as the lexer counts."""

    def __init__(self, source: bytes) -> None:
        starts = [0]
        at = 0
        size = len(source)
        while at < size:
            byte = source[at]
            at += 1
            if byte == 10 or byte == 13:
                if at < size and source[at] != byte and (source[at] == 10 or source[at] == 13):
                    at += 1
                starts.append(at)
        self.starts: list[int] = starts

    def line_of(self, offset: int) -> int:
        """The 1-based line that holds this byte offset."""
        low = 0
        high = len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            if self.starts[middle] <= offset:
                low = middle
            else:
                high = middle
        return low + 1

    def column_of(self, offset: int) -> int:
        """The 1-based column, in bytes, of this byte offset."""
        return offset - self.starts[self.line_of(offset) - 1] + 1
