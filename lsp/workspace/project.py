"""The project: every file that the server knows, open in the editor or on disk.

An open file's text is the editor's; of the others the texts and an index stay in memory, trees only of those used
last.  Relies on `lsp.documents`, `lsp.recordings`, `index` and `modules`.
"""

import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Final

from engine.syntax.dialects import Dialect
from lsp.documents.changes import Change, apply
from lsp.documents.dialect_choice import choose, host_globals
from lsp.documents.positions import Encoding, LineIndex
from lsp.documents.snapshot import Snapshot
from lsp.recordings.evidence import Evidence, evidence_of
from lsp.recordings.store import Recordings
from lsp.workspace import configuration, luacheckrc, modules
from lsp.workspace.configuration import LUACHECKRC, LUARC, Configuration
from lsp.workspace.index import FileIndex
from lsp.workspace.settings import Settings
from lsp.workspace.uris import from_path, to_path

_KEPT_TREES: Final = 64
_SKIPPED_FOLDERS: Final = frozenset((".git", ".hg", ".svn", "node_modules", "__pycache__", ".venv", ".cache"))
ROCKSPEC: Final = ".rockspec"
SUFFIXES: Final = (".lua", ROCKSPEC)


class Project:
    """The files of all workspace folders."""

    def __init__(self, encoding: Encoding = Encoding.UTF16) -> None:
        self.encoding = encoding
        self.settings = Settings()
        self.generation = 0
        self._unread: Final[set[str]] = set()  # workspace folders
        self._changed_last = ("", 0)  # the file that was changed last, and the generation then
        self._changed_before = 0  # the generation when another file was changed last
        self.memory: Final[dict[object, object]] = {}  # what analyses remember, each under a key of its own
        self.roots: list[str] = []
        self.open: Final[dict[str, Snapshot]] = {}
        self._open_paths: Final[dict[str, str]] = {}
        self._texts: Final[dict[str, bytes]] = {}  # of files on disk, by URI
        self._indices: Final[dict[str, FileIndex]] = {}
        self._definers: Final[dict[bytes, set[str]]] = {}
        self._trees: Final[OrderedDict[str, Snapshot]] = OrderedDict()
        self._configurations: Final[dict[str, Configuration]] = {}  # of folders by path, of files by URI
        self.recordings: Final = Recordings()
        self._missing: Final[set[tuple[str, str]]] = set()  # modules that were looked for in vain, and for which file

    # -- folders and settings

    def add_root(self, path: str) -> None:
        """Add a workspace folder."""
        if path not in self.roots:
            self.roots.append(path)
            self.forget_configurations()

    def remove_root(self, path: str) -> None:
        """Take a workspace folder away, with what was known of its files."""
        if path in self.roots:
            self.roots.remove(path)
            self.end_reading(path)
            for uri in [uri for uri in self._texts if self.root_of(uri) is None]:
                self.remove_file(uri)
            self.forget_configurations()

    @property
    def is_being_read(self) -> bool:
        """Whether there are workspace folders whose files are not all known yet."""
        return bool(self._unread)

    def begin_reading(self, root: str) -> None:
        """The files of a workspace folder are to be read."""
        self._unread.add(root)

    def end_reading(self, root: str) -> None:
        """The files of a workspace folder have been read, as far as they will be."""
        if root in self._unread:
            self._unread.remove(root)
            self._note_change("")

    def root_of(self, uri: str) -> str | None:
        """The innermost workspace folder that holds a file."""
        path = to_path(uri) or ""
        holding = [root for root in self.roots if path == root or path.startswith(root.rstrip(os.sep) + os.sep)]
        return max(holding, key=len, default=None)

    def configure(self, settings: Settings) -> None:
        """Take new settings of the editor; all that is open is read again."""
        self.settings = settings
        self._read_again()

    def forget_configurations(self) -> None:
        """Read the projects' configuration files anew."""
        self._configurations.clear()
        self._read_again()

    def _read_again(self) -> None:
        self._note_change("")
        self._trees.clear()
        self._missing.clear()
        for uri, snapshot in list(self.open.items()):
            self._put(uri, snapshot.text, snapshot.version)

    def configuration(self, uri: str) -> Configuration:
        """What the project of a file asks for."""
        found = self._configurations.get(uri)
        if found is None:
            root = self.root_of(uri)
            path = to_path(uri) or ""
            everywhere = Configuration(parts=(luacheckrc.SPECS,)) if root is None else self._of_folder(root)
            found = everywhere.of_file(path if root is None else os.path.relpath(path, root).replace(os.sep, "/"))
            self._configurations[uri] = found
        return found

    def _of_folder(self, root: str) -> Configuration:
        found = self._configurations.get(root)
        if found is None:
            luarc = configuration.read_luarc(_read(os.path.join(root, LUARC)).decode("utf-8", "replace"))
            found = luarc.merged(luacheckrc.read(_read(os.path.join(root, LUACHECKRC))))
            found = found.merged(Configuration(parts=(luacheckrc.SPECS,)))
            self._configurations[root] = found
        return found

    def known_globals(self, uri: str) -> frozenset[str]:
        """The globals that settings or configuration say exist, or that a host is seen to give."""
        return self.settings.globals | self.configuration(uri).globals | host_globals(self.text(uri))

    def disabled_rules(self, uri: str) -> frozenset[str]:
        """The rules that settings or configuration switch off."""
        return self.settings.disabled | self.configuration(uri).disabled

    def dialect_of(self, uri: str, text: bytes) -> Dialect:
        """The Lua that a file is written in."""
        return choose(text, self.configuration(uri).dialect, self.settings.dialect)

    # -- open files

    def open_file(self, uri: str, text: bytes, version: int | None) -> Snapshot:
        """The editor has opened a file."""
        path = to_path(uri)
        if path is not None:
            self._open_paths[path] = uri
            self._trees.pop(from_path(path), None)
        return self._put(uri, text, version)

    def change_file(self, uri: str, changes: Iterable[Change], version: int | None) -> Snapshot:
        """The editor has changed an open file."""
        before = self.open.get(uri)
        lines = LineIndex(b"") if before is None else before.lines
        return self._put(uri, apply(lines, changes, self.encoding), version)

    def close_file(self, uri: str) -> None:
        """The editor has closed a file; what is on disk counts again."""
        if self.open.pop(uri, None) is None:
            return
        path = to_path(uri)
        self._note_index(uri, None)
        if path is not None:
            self._open_paths.pop(path, None)
            on_disk = from_path(path)
            text = self._texts.get(on_disk)
            if text is not None:
                self.add_file(on_disk, text)
        self._note_change("")

    def _put(self, uri: str, text: bytes, version: int | None) -> Snapshot:
        snapshot = Snapshot(uri, text, self.dialect_of(uri, text), version, self.open.get(uri))
        self.open[uri] = snapshot
        self._note_change(uri)
        self._note_index(uri, FileIndex(snapshot, True))
        return snapshot

    # -- files on disk

    def files_below(self, root: str) -> Iterator[str]:
        """The paths of all Lua files of a folder."""
        for folder, folders, names in os.walk(root):
            folders[:] = sorted(name for name in folders if name not in _SKIPPED_FOLDERS)
            for name in sorted(names):
                if name.endswith(SUFFIXES):
                    yield os.path.join(folder, name)

    def read_file(self, path: str) -> None:
        """Read a file from disk (again), or forget it if it is gone."""
        try:
            with open(path, "rb") as file:
                text = file.read()
        except OSError:
            self.remove_file(from_path(path))
        else:
            self.add_file(from_path(path), text)

    def add_file(self, uri: str, text: bytes) -> None:
        """Take a file's text as it is on disk."""
        self._texts[uri] = text
        self._trees.pop(uri, None)
        path = to_path(uri)
        if path is None or path not in self._open_paths:
            self._note_change(uri)
            self._note_index(uri, FileIndex(Snapshot(uri, text, self.dialect_of(uri, text)), False))

    def remove_path(self, path: str) -> None:
        """A file, or a folder with all its files, is gone."""
        below = from_path(path) + "/"
        for uri in [uri for uri in self._texts if uri == from_path(path) or uri.startswith(below)]:
            self.remove_file(uri)

    def remove_file(self, uri: str) -> None:
        """A file is gone."""
        if self._texts.pop(uri, None) is not None:
            self._trees.pop(uri, None)
            self._note_change(uri)
            self._note_index(uri, None)

    def _note_change(self, uri: str) -> None:
        """A file is not what it was; without a URI any may be."""
        self.generation += 1
        last, when = self._changed_last
        if last != uri or not uri:
            self._changed_before = when if uri else self.generation
        self._changed_last = (uri, self.generation)

    def outside(self, uri: str) -> int:
        """The generation when anything but a file was changed last."""
        last, when = self._changed_last
        return self._changed_before if last == uri else when

    def _note_index(self, uri: str, index: FileIndex | None) -> None:
        if uri not in self._indices:
            self._missing.clear()
        before = self._indices.pop(uri, None)
        old = frozenset[bytes]() if before is None else before.globals
        new = frozenset[bytes]() if index is None else index.globals
        for name in old - new:
            self._definers[name].discard(uri)
        for name in new - old:
            self._definers.setdefault(name, set()).add(uri)
        if index is not None:
            self._indices[uri] = index

    # -- what is asked of all files

    def snapshot(self, uri: str) -> Snapshot | None:
        """The current version of a file; None if there is no such file."""
        path = to_path(uri)
        if path is not None:
            uri = self._open_paths.get(path, from_path(path))
        found = self.open.get(uri) or self._trees.get(uri)
        if found is None:
            text = self._texts.get(uri)
            if text is None:
                return None
            found = Snapshot(uri, text, self.dialect_of(uri, text))
            self._trees[uri] = found
            if len(self._trees) > _KEPT_TREES:
                self._trees.popitem(last=False)
        return found

    def uris(self) -> list[str]:
        """All files, the open ones first."""
        hidden = {from_path(path) for path in self._open_paths}
        return [*self.open, *(uri for uri in self._texts if uri not in hidden and uri not in self.open)]

    def text(self, uri: str) -> bytes:
        """The current text of a file; empty if there is no such file."""
        opened = self.open.get(uri)
        return opened.text if opened is not None else self._texts.get(uri, b"")

    def mentioning(self, name: bytes) -> Iterator[Snapshot]:
        """The files whose text contains a name."""
        for uri in self.uris():
            if name in self.text(uri):
                snapshot = self.snapshot(uri)
                if snapshot is not None:
                    yield snapshot

    def defines_global(self, name: bytes) -> bool:
        """Whether any file assigns to a global."""
        return bool(self._definers.get(name))

    def defines_global_elsewhere(self, name: bytes, uri: str) -> bool:
        """Whether another file assigns to a global."""
        return not self._definers.get(name, set()) <= {uri}

    def global_names(self) -> Iterator[bytes]:
        """All globals that files assign to."""
        return (name for name, uris in self._definers.items() if uris)

    def indices(self) -> Iterator[tuple[str, FileIndex]]:
        """The index of every file."""
        return iter(list(self._indices.items()))

    def evidence(self, snapshot: Snapshot) -> Evidence | None:
        """What the last run of a file says about a version of it."""
        path = to_path(snapshot.uri)
        run = None if path is None else self.recordings.of_file(path)
        return None if run is None or path is None else evidence_of(run, path, snapshot)

    def templates(self, origin: str) -> tuple[str, ...]:
        """Where modules are looked for."""
        return self.configuration(origin).paths or modules.DEFAULT_PATHS

    def module_roots(self, origin: str) -> list[str]:
        """The folders that modules are looked for in: the file's workspace folder, the others, the file's own."""
        home = self.root_of(origin)
        roots = [] if home is None else [home]
        roots += [root for root in self.roots if root != home]
        path = to_path(origin)
        if path is not None:
            roots.append(os.path.dirname(path))
        return roots

    def find_module(self, name: str, origin: str) -> Snapshot | None:
        """The file that ``require "name"`` loads in the file `origin`."""
        if (name, origin) in self._missing:
            return None
        for path in modules.candidates(name, self.module_roots(origin), self.templates(origin)):
            found = self.snapshot(self._open_paths.get(path, from_path(path)))
            if found is None and os.path.isfile(path):
                self.read_file(path)
                found = self.snapshot(from_path(path))
            if found is not None:
                return found
        self._missing.add((name, origin))
        return None


def _read(path: str) -> bytes:
    """A file's bytes; none if it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
