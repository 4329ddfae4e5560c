"""The input and output library against PUC Lua: the same calls on the same files."""

import io
import os
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lupa import lua54
from native_driver import LUA, Natives, Outcome, shown

from engine.runtime.host import Host
from engine.runtime.table import LuaTable
from engine.runtime.values import NativeFunction, UserData
from engine.stdlib import io_library
from engine.stdlib.file_handles import file_of

RUN = LUA.eval("function(f, ...) return table.pack(pcall(f, ...)) end")
INDEX = LUA.eval("function(file, name) return file[name] end")


class Side:
    """One of the two libraries: how to call its functions, methods and iterators."""

    def io(self, name: str, *arguments: object) -> Outcome:
        raise NotImplementedError

    def method(self, file: object, name: str, *arguments: object) -> Outcome:
        raise NotImplementedError

    def iterate(self, iterator: object) -> Outcome:
        raise NotImplementedError


class Puc(Side):
    def io(self, name: str, *arguments: object) -> Outcome:
        return self._run(LUA.globals()[b"io"][name.encode()], *arguments)

    def method(self, file: object, name: str, *arguments: object) -> Outcome:
        return self._run(INDEX(file, name.encode()), file, *arguments)

    def iterate(self, iterator: object) -> Outcome:
        return self._run(iterator)

    def _run(self, function: object, *arguments: object) -> Outcome:
        packed = RUN(function, *arguments)
        return tuple(packed[at] for at in range(1, packed[b"n"] + 1))


class Ours(Side):
    def __init__(self, stdin: bytes = b"") -> None:
        self.stdout = io.BytesIO()
        self.natives = Natives("io", io_library.FUNCTIONS, Host(io.BytesIO(stdin), self.stdout, io.BytesIO()))
        io_library.install_files(self.natives.machine, self.natives.table)

    def io(self, name: str, *arguments: object) -> Outcome:
        return self.natives.call(name, *arguments)

    def method(self, file: object, name: str, *arguments: object) -> Outcome:
        assert isinstance(file, UserData)
        assert file.metatable is not None
        methods = file.metatable.get(b"__index")
        assert isinstance(methods, LuaTable)
        native = file.metatable.get(name.encode()) if name.startswith("__") else methods.get(name.encode())
        assert isinstance(native, NativeFunction)
        return self.natives.call_native(native, file, *arguments)

    def iterate(self, iterator: object) -> Outcome:
        assert isinstance(iterator, NativeFunction)
        return self.natives.call_native(iterator)


def plain(outcome: Outcome) -> list[object]:
    """An outcome to be compared: any file is like any other, any function like any other."""
    values = []
    for value in shown(outcome):
        if isinstance(value, UserData) or lua54.lua_type(value) == "userdata":
            values.append("file")
        elif isinstance(value, NativeFunction) or lua54.lua_type(value) == "function":
            values.append("function")
        else:
            values.append(value)
    return values


FORMATS = st.sampled_from([b"n", b"l", b"L", b"a", b"*n", b"*l", b"*line", 0, 1, 3, 100, 2.0])
NUMERALS = st.sampled_from(
    b"12| -7|+3.5e2|0x1F|0x.8p1|1e|0x|..|- 1|nan|0b1|\xff|1e+|1e5.5|0x1p|1..2|\v1|\n\n|0".split(b"|")
) | st.sampled_from([b"1" * 199, b"1" * 201, b"9" * 20])
TEXTS = st.lists(NUMERALS | st.sampled_from([b"\n", b" ", b"text", b"\r\n", b"\0"]), max_size=8).map(b"".join)
OPERATIONS = st.one_of(
    st.tuples(st.just("read"), FORMATS),
    st.tuples(st.just("read"), FORMATS, FORMATS),
    st.tuples(st.just("read")),
    st.tuples(st.just("seek"), st.sampled_from([b"set", b"cur", b"end"]), st.integers(-4, 12)),
    st.tuples(st.just("seek")),
    st.tuples(st.just("write"), st.sampled_from([b"abc", 5, 2.0, 1e100, b""])),
)
# Without a seek between them, what reading after writing gives is not defined in C.
MODES = st.sampled_from([b"r", b"rb", b"r+", b"w+", b"a+"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, MODES, st.lists(OPERATIONS, max_size=8))
@example(
    b"1 2 x", b"r", [("read", b"n", b"n"), ("read", b"n"), ("seek",), ("read", b"a"), ("read", b"a"), ("read", b"l")]
)
def test_sequences_of_operations(
    tmp_path: Path, text: bytes, mode: bytes, operations: list[tuple[object, ...]]
) -> None:
    outcomes = []
    for side, name in ((Puc(), "theirs"), (Ours(), "ours")):
        path = tmp_path / name
        path.write_bytes(text)
        file = side.io("open", os.fsencode(path), mode)[1]
        log = []
        last = "seek"
        for operation, *arguments in operations:
            assert isinstance(operation, str)
            if operation != "seek" and last not in (operation, "seek"):
                side.method(file, "seek", b"cur", 0)
            last = operation
            log.append(plain(side.method(file, operation, *arguments)))
        log.append(plain(side.method(file, "close")))
        log.append(plain(side.method(file, "read")))
        log.append([path.read_bytes()])
        outcomes.append(log)
    assert outcomes[1] == outcomes[0]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.lists(FORMATS.filter(lambda form: form != b"a" and form != b"*a" and form != 0), max_size=3))
def test_lines(tmp_path: Path, text: bytes, formats: list[object]) -> None:
    path = tmp_path / "lines"
    path.write_bytes(text)
    outcomes = []
    for side in (Puc(), Ours()):
        opened = side.io("lines", os.fsencode(path), *formats)
        log = [plain(opened)]
        while len(log) < 200:
            outcome = side.iterate(opened[1])
            log.append(plain(outcome))
            if len(outcome) < 2 or outcome[1] is None:
                break
        log.append(plain(side.iterate(opened[1])))
        log.append(plain(side.io("type", opened[4])))
        outcomes.append(log)
    assert outcomes[1] == outcomes[0]


MODES_TO_CHECK = [b"", b"r", b"rb", b"rbb", b"r+b", b"rb+", b"rw", b"x", b"+", b"r+", b"w+b", b"rt", b"r\0x"]


@pytest.mark.parametrize("mode", MODES_TO_CHECK)
def test_modes(tmp_path: Path, mode: bytes) -> None:
    (tmp_path / "file").write_bytes(b"")
    name = os.fsencode(tmp_path / "file")
    assert plain(Ours().io("open", name, mode)) == plain(Puc().io("open", name, mode))


@pytest.mark.parametrize(
    "call",
    [
        ("open", b"/no/such/file"),
        ("open", b"/no/such/file", b"w"),
        ("open", b"/", b"w"),
        ("open", b"/"),
        ("open",),
        ("open", True),
        ("lines", b"/no/such/file"),
        ("lines", True),
        ("input", b"/no/such/file"),
        ("input", True),
        ("input", 17),
        ("output", b"/no/such/file"),
        ("close", 1),
        ("close", None),
        ("type",),
        ("type", 1),
        ("read", b"x"),
        ("read", True),
        ("read", b""),
        ("popen", b"ls", b"x"),
        ("popen", b"ls", b"rw"),
        ("popen",),
    ],
)
def test_arguments(call: tuple[object, ...]) -> None:
    name = call[0]
    assert isinstance(name, str)
    assert plain(Ours().io(name, *call[1:])) == plain(Puc().io(name, *call[1:]))


def test_methods_on_files_that_do_not_take_them(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "file")
    logs = []
    for side in (Puc(), Ours()):
        written = side.io("open", path, b"w")[1]
        log = [side.method(written, "read", form) for form in (b"l", b"n", b"a", 0, 5)]
        side.method(written, "close")
        read = side.io("open", path)[1]
        log.append(side.method(read, "write", b"x"))
        log.append(side.method(read, "write", b""))
        log.append(side.method(read, "write", True))
        log.append(side.method(read, "seek", b"set", -1))
        log.append(side.method(read, "seek", b"middle"))
        log.append(side.method(read, "seek", b"set", 1.5))
        log.append(side.method(read, "setvbuf"))
        log.append(side.method(read, "setvbuf", b"full", 1024))
        log.append(side.method(read, "setvbuf", b"some"))
        log.append(side.method(read, "flush"))
        log.append(side.method(read, "read", b"x"))
        log.append(side.method(read, "read", 1.5))
        log.append(side.method(read, "read", b"l", True))
        log.append(side.method(read, "lines", *range(250)))
        log.append(side.method(read, "lines", *range(251)))
        log.append(side.iterate(side.method(read, "lines", b"x")[1]))
        log.append(side.iterate(side.method(read, "lines", True)[1]))
        log.append(side.method(read, "close"))
        log.append(side.method(read, "close"))
        log.append(side.method(read, "lines"))
        log.append(side.io("type", read))
        directory = side.io("open", b"/")[1]
        log.extend(side.method(directory, "read", form) for form in (b"l", b"n", b"a", 0, 5))
        log.append(side.iterate(side.method(directory, "lines")[1]))
        logs.append([plain(outcome) for outcome in log])
    assert logs[1] == logs[0]


def test_default_files(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path / "file")
    logs = []
    for side in (Puc(), Ours()):
        before = side.io("output")[1], side.io("input")[1]
        log = [side.io("output", path), side.io("write", b"one\n", 2, b"\n", 3.0), side.io("flush"), side.io("close")]
        log.extend([side.io("write", b"x"), side.io("close"), side.io("flush")])
        log.extend([side.io("input", path), side.io("read"), side.io("read", b"n", b"n"), side.io("read", b"a")])
        file = side.io("input")[1]
        log.append(side.method(file, "seek", b"set"))
        lines = side.io("lines")
        log.extend([lines, side.iterate(lines[1]), side.method(file, "close"), side.iterate(lines[1])])
        log.extend([side.io("read"), side.io("lines"), side.io("lines", None, b"n")])
        log.extend([side.io("output", before[0]), side.io("input", before[1])])
        logs.append([plain(outcome) for outcome in log])
    assert logs[1] == logs[0]


def test_standard_files() -> None:
    ours = Ours(b"first\n2 rest")
    stdout = ours.natives.table.get(b"stdout")
    assert ours.io("read") == (True, b"first")
    assert ours.io("read", b"n", b"a") == (True, 2, b" rest")
    assert ours.io("write", b"a", 1, 2.0, 0.5) == (True, stdout)
    assert ours.method(stdout, "write", b"b") == (True, stdout)
    assert ours.stdout.getvalue() == b"a120.5b"
    assert ours.io("close") == (True, None, b"cannot close standard file")
    assert ours.method(stdout, "__gc") == (True,)
    assert ours.io("type", stdout) == (True, b"file")


def test_handles_have_names(tmp_path: Path) -> None:
    ours = Ours()
    file = ours.io("open", os.fsencode(tmp_path / "file"), b"w")[1]
    shown_open = ours.method(file, "__tostring")[1]
    assert isinstance(shown_open, bytes)
    assert re.fullmatch(rb"file \(0x[0-9a-f]+\)", shown_open)
    assert ours.method(file, "__close") == (True,)
    assert ours.method(file, "__tostring") == (True, b"file (closed)")
    assert ours.method(file, "__gc") == (True,)
    assert isinstance(file, UserData)
    assert file.metatable is not None
    assert file.metatable.get(b"__name") == b"FILE*"


def test_buffering_modes(tmp_path: Path) -> None:
    ours = Ours()
    path = tmp_path / "file"
    file = ours.io("open", os.fsencode(path), b"w")[1]
    ours.method(file, "write", b"a")
    assert path.read_bytes() == b""
    ours.method(file, "setvbuf", b"line")
    ours.method(file, "write", b"b")
    assert path.read_bytes() == b""
    ours.method(file, "write", b"c\n")
    assert path.read_bytes() == b"abc\n"
    ours.method(file, "setvbuf", b"no")
    ours.method(file, "write", b"d")
    assert path.read_bytes() == b"abc\nd"


def test_processes(tmp_path: Path) -> None:
    """PUC Lua inside of Python has no popen; the triples are those of the manual."""
    ours = Ours()
    path = os.fsencode(tmp_path / "file")
    file = ours.io("open", path, b"w")[1]
    ours.method(file, "write", b"unflushed\n")
    reader = ours.io("popen", b"cat " + path + b"; exit 3")[1]
    assert ours.method(reader, "read") == (True, b"unflushed")
    assert ours.method(reader, "read") == (True, None)
    assert ours.method(reader, "close") == (True, None, b"exit", 3)
    writer = ours.io("popen", b"cat > " + path, b"w")[1]
    assert ours.method(writer, "write", b"text") == (True, writer)
    assert ours.method(writer, "seek")[1:] == (None, b"Illegal seek", 29)
    assert ours.method(writer, "close") == (True, True, b"exit", 0)
    assert (tmp_path / "file").read_bytes() == b"text"
    killed = ours.io("popen", b"kill -9 $$")[1]
    assert ours.method(killed, "close") == (True, None, b"signal", 9)


def test_tmpfile() -> None:
    ours = Ours()
    file = ours.io("tmpfile")[1]
    ours.method(file, "write", b"text")
    ours.method(file, "seek", b"set")
    assert ours.method(file, "read", b"a") == (True, b"text")
    payload = file_of(file)
    assert payload is not None
    assert ours.method(file, "close") == (True, True)
    assert payload.closed
