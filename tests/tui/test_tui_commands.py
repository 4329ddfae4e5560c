"""The command line: what is understood, and how it complains."""

import pytest

from tui import keys
from tui.commands import (
    NAMES,
    SYNTAX,
    Break,
    Clear,
    CommandError,
    Goto,
    GotoLine,
    Press,
    Request,
    Say,
    Write,
    names,
    parse,
)


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("goto 1234", Goto(1234, "step")),
        ("goto 1,234", Goto(1234, "step")),
        (":goto 50%", Goto(50, "percent")),
        ("g 99.5 %", Goto(99.5, "percent")),
        ("goto +10", Goto(10, "relative")),
        ("goto -10", Goto(-10, "relative")),
        ("goto start", Goto(0, "start")),
        ("goto end", Goto(0, "end")),
        ("65", GotoLine(65)),
        ("line 65", GotoLine(65)),
        ("break", Break(0, "")),
        ("break 12", Break(12, "")),
        ("b 12 if x > 3", Break(12, "x > 3")),
        ("break if iffy", Break(0, "iffy")),
        ("break 12 hits >= 3 if x", Break(12, "x", ">= 3")),
        ("break hits 2", Break(0, "", "2")),
        ("break shop.sell", Break(0, "", function="shop.sell")),
        ("break Shop:sell if self.day == 2", Break(0, "self.day == 2", function="Shop:sell")),
        ("log 12 x is {x}", Break(12, "", message="x is {x}")),
        ("log here", Break(0, "", message="here")),
        ("goto 'c", Goto(0, "bookmark", "c")),
        ("clear shop.sell", Clear(0, False, "shop.sell")),
        ("clear", Clear(0)),
        ("clear 3", Clear(3)),
        ("clear all", Clear(0, True)),
        ("print  a.b ", Say("print", "a.b")),
        ("theme day", Say("theme", "day")),
        ("theme", Say("theme", "")),
        ("help", Press("help")),
        ("q", Press("quit")),
        ("who shelf.label", Write("shelf.label", False)),
        ("over-back", Press("over-back")),
        ("cont", Press("continue")),
        ("mark", Say("mark", "")),
        ("show regi", Say("show", "registers")),
    ],
)
def test_understood(text: str, request_: Request) -> None:
    assert parse(text) == request_


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "a command is one of"),
        ("dance 3", "unknown command: dance"),
        ("goto", "goto where?"),
        ("goto soon", "goto where?"),
        ("goto 101%", "between 0% and 100%"),
        ("goto -5%", "between 0% and 100%"),
        ("goto 1.5", "whole number"),
        ("line x", "a line is a number"),
        ("line 0", "a line is a number"),
        ("break 1 2", "break where?"),
        ("break hits", "at which hits?"),
        ("log 12", "log what?"),
        ("watch", "watch what?"),
        ("show nothing", "there is no pane nothing"),
        ("in", "which command? in may be into"),
        ("break 12 if", "break if what?"),
        ("clear 1x", "a line is a number"),
        ("print", "print what?"),
    ],
)
def test_not_understood(text: str, complaint: str) -> None:
    with pytest.raises(CommandError, match=complaint.replace("?", r"\?")):
        parse(text)


@pytest.mark.parametrize(
    ("text", "t"),
    [
        ("7", 7), ("0%", 0), ("50%", 500), ("100%", 1000), ("+5", 205), ("-5", 195), ("-900", 0), ("start", 100),
        ("end", 1000),
    ],
)
def test_moments(text: str, t: int) -> None:
    request_ = parse(f"goto {text}")
    assert isinstance(request_, Goto)
    assert request_.target(200, 100, 1000) == t


def test_the_syntax_in_the_help_is_that_of_the_parser() -> None:
    for usage, _ in SYNTAX:
        assert usage[1:].split()[0] in NAMES


@pytest.mark.parametrize("name", [command.id for command in keys.COMMANDS if command.id not in NAMES])
def test_every_key_is_a_command(name: str) -> None:
    assert parse(name) == Press(name)
    assert name in names()
