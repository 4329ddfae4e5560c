"""The pattern matcher and the native part of `gsub` against PUC Lua."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lupa import lua54

from engine.runtime.polling import Poller
from engine.stdlib.matcher import Matcher
from engine.stdlib.patterns import PatternError, Program, compile_pattern
from engine.stdlib.substitution import Substitution, Template
from engine.syntax.dialects import LUA_54

LUA = lua54.LuaRuntime(encoding=None)
CALL = LUA.eval("function(f, ...) return table.pack(pcall(string[f], ...)) end")


def lua(name: str, *arguments: object) -> list[object]:
    """What a function of PUC Lua's string library returns: its results, or its error message."""
    packed = CALL(name.encode(), *arguments)
    return [packed[at] for at in range(2, packed[b"n"] + 1)]


def match(subject: bytes, pattern: bytes) -> list[object]:
    matcher = Matcher(compile_pattern(pattern), subject, Poller())
    try:
        return list(matcher.captures()) if matcher.search(0) else [None]
    except PatternError as error:
        return [error.message]


def gsub(subject: bytes, pattern: bytes, replacement: bytes, limit: int) -> list[object]:
    substitution = Substitution(Matcher(compile_pattern(pattern), subject, Poller()), LUA_54)
    try:
        substitution.with_template(Template(replacement), limit)
    except PatternError as error:
        return [error.message]
    return [substitution.finish(), substitution.count]


SUBJECTS = st.text(alphabet="aAbB01 (){}[]-.%\0\n_", max_size=16).map(str.encode)
ITEMS = st.sampled_from(
    [
        "a", "b", ".", "%a", "%d", "%s", "%w", "%P", "%x", "[ab]", "[^a]", "[a-z]", "[%d_]", "[]]", "[^]]", "[a-]",
        "%%", "%z", "%b()", "%b{}", "%f[%w]", "%f[^a]", "%1", "%2", "(", ")", "()", "(a*)", "(.-)", "$", "^", "%",
        "[", "%f",
    ]
)
SUFFIXES = st.sampled_from(["", "", "", "*", "+", "-", "?"])
PATTERNS = st.lists(st.tuples(ITEMS, SUFFIXES).map("".join), max_size=6).map(lambda items: "".join(items).encode())


@given(SUBJECTS, PATTERNS)
@example(b"hello world", b"(o)(.)%1")
@example(b"THE (quick) fox", b"%((%a+)%)")
@example(b"a]b", b"[]]")
@example(b"a-b", b"[a-%%]")
@example(b"x", b"[%")
@example(b"x", b"[a%]")
@example(b"x", b"[^")
@example(b"x", b"%b(")
@example(b"x", b"%fx")
@example(b"x", b"(()")
@example(b"x", b"(x")
@example(b"x", b")")
@example(b"x", b"%0")
@example(b"x", b"()%1")
def test_match(subject: bytes, pattern: bytes) -> None:
    assert match(subject, pattern) == lua("match", subject, pattern)


@given(st.binary(max_size=12), st.binary(max_size=6))
def test_match_on_any_bytes(subject: bytes, pattern: bytes) -> None:
    assert match(subject, pattern) == lua("match", subject, pattern)


@pytest.mark.parametrize("letter", sorted(set(range(256)) - {ord("b"), ord("f")} - set(range(48, 58))))
def test_classes(letter: int) -> None:
    subject = bytes(range(256))
    for pattern in (b"%" + bytes([letter]), b"[%" + bytes([letter]) + b"_]", b"[^%" + bytes([letter]) + b"]"):
        assert gsub(subject, pattern, b"<%0>", 300) == lua("gsub", subject, pattern, b"<%0>")


@given(SUBJECTS, PATTERNS, st.text(alphabet="x%%%%012", max_size=6).map(str.encode), st.integers(-1, 20))
@example(b"abc", b"", b"-", 9)
@example(b"abc", b"%w*", b"-", 9)
@example(b"abc", b"^a*", b"-", 9)
@example(b"abc", b"()", b"%1", 9)
@example(b"abc", b".", b"%2", 9)
@example(b"abc", b"(b", b"x", 9)
@example(b"abc", b"b", b"%", 9)
def test_gsub(subject: bytes, pattern: bytes, replacement: bytes, limit: int) -> None:
    assert gsub(subject, pattern, replacement, limit) == lua("gsub", subject, pattern, replacement, limit)


@pytest.mark.parametrize("item", [b"a?", b"a*", b"a-", b"a+b", b"b?", b"b*", b"()", b"(a)", b"(a?)"])
@pytest.mark.parametrize("count", [30, 99, 100, 198, 199, 200, 201])
@pytest.mark.parametrize("subject", [b"a" * 250, b"ab" * 250, b""])
def test_complexity_has_the_same_limit(item: bytes, count: int, subject: bytes) -> None:
    pattern = item * count
    assert match(subject, pattern) == lua("match", subject, pattern)


def test_backing_up_restores_captures() -> None:
    assert match(b"aaab", b"(a*)(a)b") == [b"aa", b"a"]


@pytest.mark.parametrize(("pattern", "plain"), [(b"abc", True), (b"a)]", True), (b"a.b", False), (b"a\0%", False)])
def test_plain_patterns_are_known(pattern: bytes, plain: bool) -> None:
    assert Program(pattern).plain is plain


def test_programs_are_kept() -> None:
    assert compile_pattern(b"%a+") is compile_pattern(b"%a+")
