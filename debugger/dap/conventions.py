"""How the client writes positions and paths: where it begins to count, and whether paths are URIs."""

from pathlib import Path

from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Fields
from debugger.source_names import file_path


class Conventions:
    """Converts between ours (lines and columns from 1, paths) and the client's."""

    def __init__(self, features: Fields) -> None:
        self._line = 0 if features.flag("linesStartAt1", True) else 1
        self._column = 0 if features.flag("columnsStartAt1", True) else 1
        form = features.text("pathFormat", "path")
        if form not in ("path", "uri"):
            raise Refused(f"arguments.pathFormat should be 'path' or 'uri', not {form!r}", show=True)
        self._uses_uris = form == "uri"

    def line_out(self, line: int) -> int:
        return line - self._line if line else 0

    def line_in(self, line: int) -> int:
        return line + self._line

    def column_out(self, column: int) -> int:
        return column - self._column if column else 0

    def column_in(self, column: int) -> int:
        return column + self._column

    def path_out(self, path: str) -> str:
        return Path(path).as_uri() if self._uses_uris else path

    def path_in(self, path: str) -> str:
        return file_path(path)


def byte_column(line: str, column: int) -> int:
    """The column in bytes of a column in UTF-16 units, both from 1."""
    before = line.encode("utf-16-le", "surrogatepass")[: 2 * max(column - 1, 0)].decode("utf-16-le", "ignore")
    return len(before.encode("utf-8", "replace")) + 1


def utf16_column(line: str, column: int) -> int:
    """The column in UTF-16 units of a column in bytes, both from 1."""
    before = line.encode("utf-8", "replace")[: max(column - 1, 0)].decode("utf-8", "ignore")
    return len(before.encode("utf-16-le", "surrogatepass")) // 2 + 1
