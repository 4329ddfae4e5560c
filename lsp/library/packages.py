"""The library ``package``."""

from typing import Final

from lsp.library.entry import Entry, function, value

ENTRIES: Final[tuple[Entry, ...]] = (
    value("config", "string", "The separators that paths are made of, one a line."),
    value("cpath", "string", "Where `require` looks for C libraries."),
    value("loaded", "table", "The modules that are loaded, by their names."),
    value("loaders", "table", "The functions that `require` asks for a loader."),
    function(
        "loadlib",
        "(libname: string, funcname: string): function | nil, string",
        summary="A function of a C library.",
    ),
    value("path", "string", "Where `require` looks for Lua files."),
    value("preload", "table", "Loaders of modules, by their names."),
    value("searchers", "table", "The functions that `require` asks for a loader."),
    function(
        "searchpath",
        "(name: string, path: string, sep?: string, rep?: string): string | nil, string",
        summary="The file that a name means in a path.",
    ),
    function("seeall", "(module: table)", summary="Lets a module see the global variables."),
)
