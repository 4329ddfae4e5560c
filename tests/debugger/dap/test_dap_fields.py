"""Reading JSON: what is accepted, and what is said about what is not."""

from collections.abc import Callable

import pytest

from debugger.dap.fields import Fields, Json, Malformed

GIVEN: dict[str, Json] = {
    "text": "x",
    "number": 3,
    "whole": 3.0,
    "part": 3.5,
    "yes": True,
    "null": None,
    "object": {"inner": {"deep": 1}},
    "list": [{"line": 1}, {"line": "two"}],
    "words": ["a", "b"],
    "mixed": ["a", 1],
}

arguments = Fields(GIVEN, "arguments")


def test_fields_as_they_are() -> None:
    assert arguments.text("text") == "x"
    assert (arguments.integer("number"), arguments.integer("whole")) == (3, 3)
    assert arguments.flag("yes") is True
    assert arguments.texts("words") == ["a", "b"]
    assert arguments.fields("object").fields("inner").integer("deep") == 1
    assert [one.where for one in arguments.objects("list")] == ["arguments.list[0]", "arguments.list[1]"]


def test_null_is_as_good_as_left_out() -> None:
    for name in ("null", "missing"):
        assert not arguments.has(name)
        assert arguments.text(name, "y") == "y"
        assert arguments.integer(name, 7) == 7
        assert arguments.flag(name) is False
        assert arguments.flag(name, True) is True
        assert arguments.objects(name) == []
        assert arguments.texts(name) == []
        assert arguments.fields(name).values == {}


@pytest.mark.parametrize(
    ("read", "complaint"),
    [
        (lambda: arguments.text("number"), "arguments.number should be a string, not 3"),
        (lambda: arguments.text("missing"), "arguments.missing is missing: it should be a string"),
        (lambda: arguments.integer("part"), "arguments.part should be an integer, not 3.5"),
        (lambda: arguments.integer("yes"), "arguments.yes should be an integer, not true"),
        (lambda: arguments.flag("number"), "arguments.number should be true or false, not 3"),
        (lambda: arguments.fields("words"), "arguments.words should be an object, not an array"),
        (lambda: arguments.objects("object"), "arguments.object should be an array, not an object"),
        (lambda: arguments.objects("words"), "arguments.words[0] should be an object, not a string"),
        (lambda: arguments.texts("mixed"), "arguments.mixed[1] should be a string, not 1"),
        (lambda: arguments.integers("mixed"), "arguments.mixed[0] should be an integer, not a string"),
        (
            lambda: arguments.objects("list")[1].integer("line"),
            "arguments.list[1].line should be an integer, not a string",
        ),
        (lambda: arguments.fields("object").text("inner"), "arguments.object.inner should be a string, not an object"),
    ],
)
def test_what_is_wrong_is_named(read: Callable[[], object], complaint: str) -> None:
    with pytest.raises(Malformed) as raised:
        read()
    assert str(raised.value) == complaint
