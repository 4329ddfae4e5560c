"""File handles (manual 6.8): userdata whose payload is a `LuaFile`, and the default files in the registry."""

from typing import Final, final

from mypy_extensions import mypyc_attr

from engine.history.changes import Change
from engine.runtime.call import Call
from engine.runtime.table import LuaTable
from engine.runtime.values import UserData
from engine.stdlib.files import PROCESS, REGULAR, STANDARD, STANDARD_OUTPUT, LuaFile
from engine.stdlib.outcomes import failure, message_of, termination

FILE_HANDLE: Final = b"FILE*"  # the metatable of file handles, in the registry
INPUT: Final = b"_IO_input"
OUTPUT: Final = b"_IO_output"


def file_of(value: object) -> LuaFile | None:
    if isinstance(value, UserData):
        payload = value.payload
        if isinstance(payload, LuaFile):
            return payload
    return None


def check_file(call: Call) -> LuaFile:
    """Argument 1, which must be an open file."""
    file = check_handle(call)
    if file.closed:
        raise call.error(b"attempt to use a closed file")
    use(call, file)
    return file


@final
@mypyc_attr(acyclic=True)
class FileImage(Change):
    """What an open file's handle knows of it, as it was when an epoch first used it."""

    def __init__(self, file: LuaFile) -> None:
        self.file = file
        self.state = file.state()

    def swap(self) -> None:
        state = self.file.state()
        self.file.set_state(self.state)
        self.state = state

    def subject(self) -> object:
        return self.file


def use(call: Call, file: LuaFile) -> None:
    """Tell the host that something is to be done with an open file."""
    machine = call.machine
    if file.epoch != machine.epoch:
        file.epoch = machine.epoch
        machine.keep(FileImage(file))
    if file.kind != STANDARD_OUTPUT:
        call.machine.host.use_file()


def check_handle(call: Call) -> LuaFile:
    """Argument 1, which must be a file, open or closed."""
    file = file_of(call.arg(1))
    if file is None:
        raise call.type_error(1, FILE_HANDLE)
    return file


def new_handle(call: Call, file: LuaFile) -> UserData:
    handle = UserData(file, None, call.machine.new_identity())
    if call.machine.dialect.user_value_each:
        handle.values = [None]
    metatable = call.machine.registry.get_key(FILE_HANDLE)
    if isinstance(metatable, LuaTable):
        call.set_metatable(handle, metatable)
    return handle


def default_handle(call: Call, key: bytes) -> object:
    return call.machine.registry.get_key(key)


def default_file(call: Call, key: bytes) -> LuaFile:
    """The default input or output file, which must be open."""
    file = file_of(default_handle(call, key))
    if file is None or file.closed:
        raise call.error(call.machine.dialect.default_file + b" " + key.removeprefix(b"_IO_") + b" file is closed")
    use(call, file)
    return file


def open_file(call: Call, name: bytes, mode: bytes) -> LuaFile:
    return LuaFile(call.machine.host.open(name, mode.rstrip(b"b").decode("ascii")), REGULAR)


def open_or_fail(call: Call, name: bytes, mode: bytes) -> UserData:
    """Open a file; not to be able to is an error of the function."""
    try:
        return new_handle(call, open_file(call, name, mode))
    except OSError as error:
        if call.machine.dialect.unopened_argument:
            raise call.argument_error(1, name + b": " + message_of(error)) from None
        raise call.error(b"cannot open file '" + name + b"' (" + message_of(error) + b")") from None


def close(file: LuaFile, statuses: bool = True) -> object:
    """Close a file; of a process, with `statuses`, tell how it ended."""
    if file.kind >= STANDARD:
        return None, b"cannot close standard file"
    try:
        code = file.close()
    except OSError as error:
        return failure(error, None)
    return termination(code) if file.kind == PROCESS and statuses else True
