"""The form of a snapshot: a machine at an instruction boundary as plain data, and the numbers that readers expect.

A snapshot is a tuple of

    the version of this form
    the machine's own fields, see `MachineFields`
    one row for each object

A *value* is nil, a boolean, a number or a short string as it is; anything else is an object, named by a tuple with one
number in it, that of its row.  The first rows are those of the library objects (`library_objects`), in their order.  A
row begins with one of the numbers below; what follows it stands beside them.  Prototypes are numbers of a `CodeTable`.
"""

from typing import Final

VERSION: Final = 1

TEXT: Final = 0  # the bytes of a long string
TABLE: Final = 1  # born, array, keys, values (nil where a key was removed), limit, metatable
CLOSURE: Final = 2  # born, prototype, cells
CELL: Final = 3  # born, value
NATIVE: Final = 4  # born, name (empty for a library object; see also HOST), upvalues or nil
USERDATA: Final = 5  # born, contents (see below), metatable, user values
COROUTINE: Final = 6  # born, then as `snapshot_writer` has it

HOST: Final = "host:"  # begins the name of a function of the host, whose calls are in the log

# The contents of a userdata: a tuple that begins with one of these.
LIGHT_CONTENTS: Final = 0
PROXY_CONTENTS: Final = 1
FILE_CONTENTS: Final = 2  # kind, closed, buffering, the byte that was read ahead

IDENTITIES: Final = -1  # begins the upvalue of `debug.upvalueid`: what identifies upvalues, and the userdata for each


class CannotBeWritten(Exception):  # noqa: N818  # it is an answer
    """The machine holds something that has no form outside of its process; the text says what."""


class BadSnapshot(Exception):  # noqa: N818  # a finding
    """What should be a snapshot is none that fits this machine."""
