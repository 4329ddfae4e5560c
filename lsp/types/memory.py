"""What is known of the types in a project, and how long it holds.

What was found out about a unit is kept together with what it depends on: other units, and names (of globals, variables,
fields, and of classes with an ``@`` in front).  When a file changes, the units that are new or gone make names
*touched*; what depends on such a unit or name is forgotten.  What depends on something forgotten is *in doubt*: when
it is asked for, what it depends on is found out anew, and if that is as it was, everything behind it stays.
Relies on the project, on `doubts` and `visible`.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from lsp.documents.snapshot import Snapshot
from lsp.documents.units import Unit
from lsp.types.doubts import Dependencies, Known, UnitMemory
from lsp.types.visible import Visible, declared_in, visible
from lsp.workspace.project import Project

_MOST_UNITS: Final = 30_000


class _File:
    """A file as it was when it was looked at last."""

    def __init__(self, text: bytes, units: list[Unit]) -> None:
        self.text = text
        self.units = units


class Memory:
    """What is known of the types in one project."""

    def __init__(self, project: Project) -> None:
        self._project: Final = project
        self._generation = -1
        self._known: Final = Known()
        self._files: Final[dict[str, _File]] = {}
        self._snapshots: Final[dict[str, Snapshot]] = {}
        self._class_texts: Final[dict[str, bytes]] = {}
        self._declarers: Final[dict[bytes, set[str]]] = {}
        self._stack: Final[list[Dependencies]] = []
        self.current: Final[dict[object, tuple[Dependencies, object]]] = {}
        """Answers that hold until any file changes, with what they depend on."""
        self.walks = 0
        """How many functions are being walked through, each for the one before."""

    # -- asking

    def of(self, snapshot: Snapshot, at: int) -> UnitMemory:
        """What is known of a unit of a current snapshot."""
        unit = snapshot.units[at]
        found = self._known.get(unit)
        if found is not None and found.is_in_doubt:
            if self._stack:  # in the middle of other work, what it depends on could not be found out in good order
                self._known.drop(unit)
            else:
                self._known.resolve(unit, self._is_as_before)
            found = self._known.get(unit)
        if found is None:
            found = UnitMemory(unit, snapshot.uri, self._generation)
            found.names.update(unit.facts.free)
            found.names.update(use.key.value for use in unit.facts.fields)
            if b"---@" in unit.text or b"@as" in unit.text:
                found.names.update(b"@" + name for name in re.findall(rb"[A-Za-z_][\w.]*", unit.text))
            self._known.put(found)
            self._remember(snapshot)
        return found

    @contextmanager
    def working_on(self, memory: Dependencies) -> Iterator[None]:
        """Note what is asked from now on as something that `memory` depends on."""
        if self._stack and isinstance(memory, UnitMemory):
            self._stack[-1].units.add(memory.unit)
        self._stack.append(memory)
        try:
            yield
        finally:
            self._stack.pop()

    def _is_as_before(self, former: UnitMemory) -> bool:
        """Find out anew what is known of a unit, and whether others would see a difference."""
        from lsp.types.flow import walks_as_before  # which needs this

        snapshot = self.snapshot(former.uri)
        at = None if snapshot is None else self.index_of(snapshot, former.unit)
        if snapshot is None or at is None:
            return False
        with self.working_on(Dependencies()):
            return walks_as_before(self._project, self, snapshot, at, former)

    def note_name(self, name: bytes) -> None:
        """What is being found out depends on a name."""
        if self._stack:
            self._stack[-1].names.add(name)

    def note_unit(self, unit: Unit) -> None:
        """What is being found out depends on a unit."""
        if self._stack:
            self._stack[-1].units.add(unit)

    def note_all(self, other: Dependencies) -> None:
        """What is being found out depends on what something else depends on."""
        if self._stack:
            self._stack[-1].units.update(other.units)
            self._stack[-1].names.update(other.names)

    def snapshot(self, uri: str) -> Snapshot | None:
        """The current version of a file; the same object as long as its text is the same."""
        opened = self._project.open.get(uri)
        if opened is not None:
            return opened
        found = self._snapshots.get(uri)
        if found is None or found.text is not self._project.text(uri):
            fresh = self._project.snapshot(uri)
            if fresh is None:
                self._snapshots.pop(uri, None)
                return None
            found = self._snapshots[uri] = fresh
        return found

    def index_of(self, snapshot: Snapshot, unit: Unit) -> int | None:
        """Where a unit is in a version of its file."""
        known = snapshot.memory.get("unit indices")
        if not isinstance(known, dict):
            known = {one: at for at, one in enumerate(snapshot.units)}
            snapshot.memory["unit indices"] = known
        found: int | None = known.get(unit)
        return found

    def declarers(self, name: bytes) -> list[str]:
        """The files that declare a class, an alias or an enum."""
        self.note_name(b"@" + name)
        return sorted(self._declarers.get(name, ()))

    def declared_names(self) -> list[bytes]:
        """The names of all classes, aliases and enums."""
        return sorted(name for name, uris in self._declarers.items() if uris)

    # -- forgetting

    def synchronize(self) -> None:
        """Forget what does not hold any more."""
        project = self._project
        if project.generation == self._generation:
            return
        self._generation = project.generation
        self.current.clear()
        touched: set[bytes] = set()
        gone: set[Unit] = set()
        self._read_classes(touched)
        for uri, file in list(self._files.items()):
            if project.text(uri) is not file.text:
                self._compare(uri, file, touched, gone)
        if touched or gone:
            self._known.forget(touched, gone)
        if len(self._known) > _MOST_UNITS:
            self._known.clear()
            self._files.clear()
            self._snapshots.clear()

    def _remember(self, snapshot: Snapshot) -> None:
        file = self._files.get(snapshot.uri)
        if file is None:
            self._files[snapshot.uri] = _File(snapshot.text, snapshot.units)

    def _compare(self, uri: str, file: _File, touched: set[bytes], gone: set[Unit]) -> None:
        """Find out what differs between two versions of a file."""
        snapshot = self._project.open.get(uri)
        if snapshot is None:
            del self._files[uri]
            self._snapshots.pop(uri, None)
            gone.update(file.units)
            for unit in file.units:
                touched.update(name for name, _ in visible(unit))
            return
        old, new = file.units, snapshot.units
        start = 0
        while start < min(len(old), len(new)) and old[start] is new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] is new[-1 - end]:
            end += 1
        # A comment behind the statement before belongs to the text of the unit that changed.
        first = max(0, start - 1)
        before, after = old[first : len(old) - end], new[first : len(new) - end]
        gone.update(before, after)
        touched.update(name for name, _ in _seen(before) ^ _seen(after))
        file.text, file.units = snapshot.text, new

    def _read_classes(self, touched: set[bytes]) -> None:
        """Bring up to date which files declare which classes."""
        uris = self._project.uris()
        gone = self._class_texts.keys() - set(uris)
        for uri in [*uris, *gone]:
            text = self._project.text(uri) if uri not in gone else b""
            before = self._class_texts.get(uri)
            if before is text:
                continue
            old = declared_in(before or b"")
            new = declared_in(text)
            for name in old - new:
                self._declarers[name].discard(uri)
                touched.add(b"@" + name)
            for name in new - old:
                self._declarers.setdefault(name, set()).add(uri)
                touched.add(b"@" + name)
            self._class_texts[uri] = text
            if uri in gone:
                del self._class_texts[uri]


def _seen(units: list[Unit]) -> frozenset[Visible]:
    return frozenset[Visible]().union(*(visible(unit) for unit in units))


def memory_of(project: Project) -> Memory:
    """What is known of a project's types, brought up to date."""
    found = project.memory.get(Memory)
    if not isinstance(found, Memory):
        found = project.memory[Memory] = Memory(project)
    found.synchronize()
    return found
