"""What a launch configuration can say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from debugger.dap.dispatcher import Refused
from debugger.dap.fields import Fields, Malformed
from debugger.defaults import HISTORY
from engine.syntax.dialects import DIALECTS

CONSOLES: Final = ("internalConsole", "integratedTerminal", "externalTerminal")
"""Where the program's input can be typed; the first is the default."""


@dataclass(frozen=True)
class Settings:
    """A launch configuration.

    `program` is a Lua program or a recording of one.  `start_at_end` runs to the end or the error before the first
    stop, past breakpoints.  `debug` is false for "run without debugging".  The program reads the file `stdin`, or what
    is typed in `console`: the debug console ("internalConsole") or a terminal of the client's.

    With `record` it runs to its end first, and that file, its recording, is looked at.  Else its run is kept when it is
    over (`kept_runs`): in the folder `keep_run`, in the nearest folder for recordings if that is empty, not if it is
    None.
    """

    program: str
    args: tuple[str, ...]
    cwd: str
    env: Mapping[str, str | None]
    lua: str
    history: int
    stop_on_entry: bool
    stop_at_end: bool
    start_at_end: bool
    debug: bool
    console: str
    stdin: str
    python: bool = False  # whether the host's functions are to be debugged too
    record: str = ""
    keep_run: str | None = None


def read_settings(arguments: Fields) -> Settings:
    """The configuration in the arguments of a launch request.  Raises Refused and Malformed."""
    lua = arguments.text("lua", "5.4")
    if lua not in DIALECTS:
        raise Refused(f"\"lua\" should be one of {', '.join(DIALECTS)}, not {lua!r}", show=True)
    if not arguments.has("program"):
        raise Refused('the launch configuration names no "program"', show=True)
    history = arguments.integer("history", HISTORY)
    if history < 1:
        raise Malformed(f"arguments.history should be at least 1, not {history}")
    console = arguments.text("console", CONSOLES[0])
    if console not in CONSOLES:
        raise Refused(f"\"console\" should be one of {', '.join(CONSOLES)}, not {console!r}", show=True)
    debug = not arguments.flag("noDebug")
    return Settings(
        program=arguments.text("program"),
        args=tuple(arguments.texts("args")),
        cwd=arguments.text("cwd", ""),
        env=_environment(arguments.fields("env")),
        lua=lua,
        history=history,
        stop_on_entry=debug and arguments.flag("stopOnEntry"),
        stop_at_end=debug and arguments.flag("stopAtEnd", True),
        start_at_end=debug and arguments.flag("startAtEnd"),
        debug=debug,
        console=console,
        stdin=arguments.text("stdin", ""),
        record=arguments.text("record", ""),
        keep_run=_keep_run(arguments),
    )


def _keep_run(arguments: Fields) -> str | None:
    """`"keepRun"` is true, the default, or false, or names a folder."""
    value = arguments.values.get("keepRun")
    if value is None or isinstance(value, bool):
        return None if value is False else ""
    return arguments.text("keepRun")


def read_attach_settings(arguments: Fields) -> Settings:
    """The configuration in the arguments of an attach request, for a program that embeds a VM."""
    return Settings(
        program=arguments.text("name", "Lua"),
        args=(),
        cwd="",
        env={},
        lua="",
        history=0,
        stop_on_entry=arguments.flag("stopOnEntry"),
        stop_at_end=False,
        start_at_end=False,
        debug=True,
        console=CONSOLES[0],
        stdin="",
        python=arguments.flag("python"),
    )


def _environment(env: Fields) -> dict[str, str | None]:
    """Variables to set; those that are null are to be removed."""
    return {name: None if value is None else env.text(name) for name, value in env.values.items()}
