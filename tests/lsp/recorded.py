"""A workspace of marked files whose main file was run and recorded, for tests of what recordings show."""

from pathlib import Path

from marked import Marked, read

from debugger.session import Session
from engine.host.recording import read_recording
from engine.syntax.dialects import DIALECTS
from lsp.documents.snapshot import Snapshot
from lsp.recordings.store import Run, files_of
from lsp.workspace.project import Project
from lsp.workspace.settings import Settings
from lsp.workspace.uris import from_path
from tests.engine.host.recordings import record_file

NEAR = "package.path = arg[0]:gsub('main', '?')\n"  # modules are beside the program

CALLS = """\
local function area(width, height)
  if not height then
    height = width
  end
  return width * height
end
local function unused(a)
  return a
end
local total = 0
for i = 1, 4 do
  local one = area(i)
  total = total + one
end
area(2.5, 3)
pcall(area, "x")
print(total)
"""


class Recorded:
    """`main` is run and recorded; then it is opened as it is, or as `edited`, whose marks count."""

    def __init__(self, folder: Path, main: str, edited: str | None = None, lua: str = "5.4", **others: str) -> None:
        self.folder = folder
        self.project = Project()
        self.project.configure(Settings(dialect=DIALECTS[lua]))
        self.project.add_root(str(folder))
        for name, text in others.items():
            (folder / f"{name}.lua").write_bytes(read(text).text)
        self.path = folder / "main.lua"
        self.path.write_bytes(read(main).text)
        self.recording = str(folder / "main.mwk")
        self.play(1.0, lua)
        for file in sorted(folder.glob("*.lua")):
            self.project.read_file(str(file))
        self.marked: Marked = read(main if edited is None else edited)
        self.uri = from_path(str(self.path))
        self.snapshot: Snapshot = self.project.open_file(self.uri, self.marked.text, 1)

    def play(self, time: float, lua: str = "5.4") -> None:
        """Run the main file as it is on disk, and take the recording."""
        record_file(str(self.path), Path(self.recording), lua, None, (), (), 0.1)
        self.take(time)

    def take(self, time: float) -> None:
        """Take the recording, as one of that time."""
        session = Session.of_recording(read_recording(self.recording), 1000)
        seen = session.observer().finish()
        files = files_of(seen, [str(self.folder)])
        self.project.recordings.put(Run(self.recording, time, session.path, seen, files))

    @property
    def cursor(self) -> int:
        return self.marked.cursor

    def text_of(self, start: int, end: int) -> str:
        return self.marked.text[start:end].decode()
