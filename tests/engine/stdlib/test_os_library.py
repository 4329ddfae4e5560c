"""The operating system library: dates against PUC Lua, everything outside of the program with a host of the test's."""

import errno
import io
import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from native_driver import LUA, Natives, items_of, puc, shown

from engine.runtime.host import ExitRequest, Host
from engine.runtime.table import LuaTable
from engine.runtime.values import Invoke
from engine.stdlib import os_library

OS = Natives("os", os_library.FUNCTIONS)

TIMES = st.integers(-(2**40), 2**40) | st.integers(-(10**5), 10**5) | st.integers(0, 2**31)
SPECIFIERS = [
    *(bytes([byte]) for byte in b"aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%"),
    *(b"E" + bytes([byte]) for byte in b"cCxXyY"),
    *(b"O" + bytes([byte]) for byte in b"deHImMSuUVwWy"),
]


@given(TIMES, st.sampled_from([b"!", b""]))
@example(0, b"!")
@example(-1, b"!")
@example(-62135596801, b"!")
def test_date_with_every_specifier(seconds: int, zone: bytes) -> None:
    OS.same("date", zone + b"|".join(b"%" + specifier for specifier in SPECIFIERS), seconds)


@given(TIMES, st.sampled_from([b"!*t", b"*t"]))
def test_date_table(seconds: int, form: bytes) -> None:
    OS.same("date", form, seconds)


@pytest.mark.parametrize("form", b"%|%Q|%Ez|%Od %Oz|%E|x%|%%%|%Q and more|%k||text|!|!*t2|a\0%d|%Q\0x".split(b"|"))
def test_conversion_specifiers(form: bytes) -> None:
    OS.same("date", form, 0)


@pytest.mark.parametrize(
    "arguments",
    [
        (b"%c", 2**60),
        (b"!%c", 2**60),
        (b"*t", -(2**60)),
        (b"%c", b"x"),
        (b"%c", 1.5),
        (b"!%c", b"0"),
        ([],),
        (b"!%Y", 67767976233532799),
    ],
)
def test_arguments_of_date(arguments: tuple[object, ...]) -> None:
    OS.same("date", *arguments)


FIELDS = st.fixed_dictionaries(
    {"year": st.integers(1900, 2100), "month": st.integers(-50, 50), "day": st.integers(-500, 500)},
    optional={
        "hour": st.integers(-100, 100),
        "min": st.integers(-1000, 1000),
        "sec": st.integers(-(10**6), 10**6),
        "isdst": st.booleans(),
    },
)
TIME = LUA.eval("function(date) local results = table.pack(pcall(os.time, date)) return results, date end")


def check_time(fields: dict[str, object]) -> None:
    date = LuaTable(9)
    for name, value in fields.items():
        date.set(name.encode(), value)
    found = OS.call("time", date)
    packed, normalised = TIME(LUA.table_from({name.encode(): value for name, value in fields.items()}))
    assert shown(found) == shown(tuple(packed[at] for at in range(1, packed[b"n"] + 1)))
    if found[0]:  # else C leaves rubbish in the table
        assert dict(items_of(date)) == dict(normalised.items())


@given(FIELDS)
def test_time_brings_fields_into_their_ranges(fields: dict[str, object]) -> None:
    check_time(fields)


NOON = {"year": 2024, "month": 6, "day": 1}


@pytest.mark.parametrize(
    "changes",
    [
        {"year": None},
        {"month": None},
        {"day": None},
        {"year": b"x"},
        {"day": 1.5},
        {"month": b"7"},
        {"hour": 3.0},
        {"sec": True},
        {"year": 2**40},
        {"year": -(2**31) + 1899},
        {"month": 2**31 + 1},
        {"day": -(2**31) - 1},
        {"year": 2**31 + 1899, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 59},
        {"year": 2**31 + 1899, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 60},
        {"year": 1969, "month": 12, "day": 31, "hour": 23, "min": 59, "sec": 59},
        {"month": 2**31 - 1, "day": 2**31 - 1},
    ],
)
def test_fields_of_time(changes: dict[str, object]) -> None:
    check_time({name: value for name, value in {**NOON, **changes}.items() if value is not None})


def test_time_of_a_table_with_a_metatable_is_left_to_lua() -> None:
    OS.machine.prelude[b"os.time"] = "prelude"
    date = LuaTable(9)
    date.metatable = LuaTable(8)
    assert isinstance(OS.call("time", date)[1], Invoke)


@pytest.mark.parametrize(
    "call",
    [
        ("difftime", 5, 3),
        ("difftime", 5),
        ("difftime", 2**62, -(2**62)),
        ("difftime", b"7", 1.0),
        ("getenv",),
        ("getenv", b"MOONWALK_NO_SUCH_VARIABLE"),
        ("getenv", b"PATH"),
        ("getenv", b"PATH\0more"),
        ("remove", b"/no/such/file"),
        ("rename", b"/no/such/file", b"/no/such/target"),
        ("remove",),
        ("setlocale", b"C"),
        ("setlocale", b"POSIX"),
        ("setlocale", b"xx_YY"),
        ("setlocale", b"C", b"numeric"),
        ("setlocale", b"C", b"numerics"),
        ("setlocale", []),
        ("time", 5),
        ("exit", b"x"),
        ("execute", []),
        ("execute",),
    ],
)
def test_arguments(call: tuple[object, ...]) -> None:
    name = call[0]
    assert isinstance(name, str)
    OS.same(name, *call[1:])


@pytest.mark.parametrize(
    ("arguments", "code", "close"),
    [
        ((), 0, False),
        ((True,), 0, False),
        ((False,), 1, False),
        ((3,), 3, False),
        ((None, True), 0, True),
        ((b"4", 1), 4, True),
    ],
)
def test_exit(arguments: tuple[object, ...], code: int, close: bool) -> None:
    with pytest.raises(ExitRequest) as caught:
        OS.call("exit", *arguments)
    assert (caught.value.code, caught.value.close) == (code, close)


class FakeHost(Host):
    """A world in which it is always the same time, and commands end as they say."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), io.BytesIO(), io.BytesIO())

    def clock(self) -> float:
        return 1.25

    def time(self) -> int:
        return 1000

    def execute(self, command: bytes) -> int:
        if command == b"fail":
            raise OSError(errno.ENOMEM, "")
        return int(command)

    def temporary_name(self) -> bytes:
        raise OSError(errno.EEXIST, "")


def test_the_host_is_asked() -> None:
    fake = Natives("os", os_library.FUNCTIONS, FakeHost())
    assert fake.call("clock") == (True, 1.25)
    assert fake.call("time") == (True, 1000)
    assert fake.call("date", b"!%H:%M:%S") == (True, b"00:16:40")
    assert fake.call("execute", b"0") == (True, True, b"exit", 0)
    assert fake.call("execute", b"3") == (True, None, b"exit", 3)
    assert fake.call("execute", b"-9") == (True, None, b"signal", 9)
    assert fake.call("execute", b"fail") == (True, None, os.strerror(errno.ENOMEM).encode(), errno.ENOMEM)
    assert fake.call("tmpname") == (False, b"unable to generate a unique filename")


def test_real_files(tmp_path: Path) -> None:
    name = OS.call("tmpname")[1]
    assert isinstance(name, bytes)
    assert os.path.getsize(name) == 0
    moved = os.fsencode(tmp_path / "moved")
    assert OS.call("rename", name, moved) == (True, True)
    assert OS.call("remove", moved) == (True, True)
    assert shown(OS.call("remove", moved)) == shown(puc("os", "remove", moved))
    directory = os.fsencode(tmp_path / "directory")
    os.mkdir(directory)
    assert OS.call("remove", directory) == (True, True)
    assert not os.path.exists(directory)


def test_real_processes() -> None:
    host = Host(io.BytesIO(), io.BytesIO(), io.BytesIO())
    assert host.execute(b"exit 3") == 3
    assert host.execute(b"kill -9 $$") == -9
    process = host.popen(b"echo text; exit 4", "r")
    assert process.stream.read() == b"text\n"
    assert process.close() == 4
