"""The library ``coroutine``."""

from typing import Final

from lsp.library.entry import Entry, function

ENTRIES: Final[tuple[Entry, ...]] = (
    function(
        "close",
        "(co: thread): boolean, any",
        summary="Ends a suspended or dead coroutine and closes its pending variables; false and the error if that "
        "fails.",
    ),
    function("create", "(f: function): thread", summary="Makes a coroutine that will run `f`; does not start it."),
    function(
        "isyieldable",
        "(co?: thread): boolean",
        summary="Whether a coroutine, the running one by default, can yield.",
    ),
    function(
        "resume",
        "(co: thread, ...): boolean, any",
        summary="Starts a coroutine or goes on with it. Gives true and what it yields or returns, or false and the "
        "error.",
    ),
    function(
        "running",
        "(): thread | nil",
        summary="The running coroutine, nil in the main one.",
        only=("5.1", "luajit"),
    ),
    function(
        "running",
        "(): thread, boolean",
        summary="The running coroutine, and whether it is the main one.",
        only=("5.2", "5.3", "5.4", "5.5"),
    ),
    function(
        "status",
        "(co: thread): string",
        summary='What a coroutine does: `"running"`, `"suspended"`, `"normal"` (it resumed another) or `"dead"`.',
    ),
    function(
        "wrap",
        "(f: function): function",
        summary="Makes a coroutine and gives a function that resumes it; its errors are raised to the caller.",
    ),
    function(
        "yield",
        "(...): any",
        summary="Suspends the running coroutine; `resume` gives the arguments. Gives what the next `resume` passes.",
    ),
)
