"""The lexer against PUC Lua: what literals mean, how lines are counted, where tokens stand."""

import lupa.lua54
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.syntax import tokens
from engine.syntax.dialects import LUA_51, LUA_52, LUA_53, LUA_54, Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.lexer import Lexer
from engine.syntax.tokens import Token

_LUA = lupa.lua54.LuaRuntime(encoding=None)
_ACCEPTS = _LUA.eval(b"function(s) return load(s, '=x', 't') ~= nil end")
_VALUE = _LUA.eval(b"function(s) return load(s, '=x', 't')() end")


def lex(source: bytes, dialect: Dialect = LUA_54) -> list[Token]:
    lexer = Lexer(source, dialect, Problems(b"=x", True))
    found = [lexer.next_token()]
    while found[-1].kind != tokens.EOF:
        found.append(lexer.next_token())
    return found[:-1]


def kinds(source: bytes, dialect: Dialect = LUA_54) -> list[int]:
    return [token.kind for token in lex(source, dialect)]


def check_literal(literal: bytes) -> None:
    """The text is refused by both; or it is one literal, of the same value in PUC Lua, or something else."""
    accepted = _ACCEPTS(b"return " + literal)
    try:
        found = lex(literal)
    except LuaSyntaxError:
        assert not accepted
        return
    if len(found) == 1 and found[0].kind in (tokens.STRING, tokens.NUMBER):
        assert accepted
        ours = found[0].text if found[0].kind == tokens.STRING else found[0].number
        assert repr(ours) == repr(_VALUE(b"return " + literal))


NUMERALS = (
    b"0 00 3 345 0xff 0xBEBADA 3.0 3.1416 314.16e-2 0.31416E1 34e1 0x0.1E 0xA23p-4 0X1.921FB54442D18P+1 .5 5. 0x.8 "
    b"0x8. 9223372036854775807 9223372036854775808 18446744073709551616 0x7fffffffffffffff 0xffffffffffffffff "
    b"0x1ffffffffffffffff 1e308 1e309 1e-400 0x1p1023 0x1p1024 0x1p-1080 007 1e+5 1E-5 0xep1 0x1p+0"
).split()


@pytest.mark.parametrize("numeral", NUMERALS)
def test_numerals(numeral: bytes) -> None:
    assert kinds(numeral) == [tokens.NUMBER]
    check_literal(numeral)


def test_a_sign_belongs_to_a_numeral_only_behind_its_exponent_mark() -> None:
    number, plus = tokens.NUMBER, tokens.PLUS
    assert kinds(b"0xe+1 1e+1 0x1p+1") == [number, plus, number, number, number]


@given(st.lists(st.sampled_from(list("0123456789abcdefABCDEFxXpP.+-_z")), min_size=1, max_size=9))
def test_numerals_of_any_shape(characters: list[str]) -> None:
    check_literal(b"1" + "".join(characters).encode())
    check_literal(b"." + "".join(characters).encode())


STRINGS = [
    rb'"\a\b\f\n\r\t\v\\\"\'"',
    rb"'\x41\x7a\xFF\0\00\000\9\65a\255'",
    rb'"\u{0}\u{7F}\u{80}\u{7FF}\u{800}\u{FFFF}\u{10000}\u{1FFFFF}\u{200000}\u{3FFFFFF}\u{4000000}\u{7FFFFFFF}"',
    rb'"\u{0000000041}"',
    b'"a\\z  \n\r\n\t b\\zc\\z"',
    b"'one\\\ntwo\\\r\nthree\\\n\rfour\\\rfive'",
    b"[[]]",
    b"[==[]==]",
    b"[[\nfirst newline]]",
    b"[[\r\nfirst newline]]",
    b"[[\n\nsecond newline]]",
    b"[=[]]]==]]=]",
    b"[[a\rb\r\nc\n\rd\ne\r\r\n\n]]",
    b"[[\\n]]",
    b"'\xff\x80\x00raw'",
    b'"it\'s"',
]


@pytest.mark.parametrize("literal", STRINGS)
def test_strings(literal: bytes) -> None:
    check_literal(literal)


@given(st.lists(st.sampled_from([*r"\\\\\\abnxz{}u0123456789AFf'", "\n", "\r", " ", "é", "u{", "x4"]), max_size=14))
def test_strings_of_any_content(pieces: list[str]) -> None:
    check_literal(b'"' + "".join(pieces).encode() + b'"')


@given(st.lists(st.sampled_from(["[", "]", "=", "]]", "]=]", "\n", "\r", "a", "--"]), max_size=14))
def test_long_strings_of_any_content(pieces: list[str]) -> None:
    check_literal(b"[=[" + "".join(pieces).encode() + b"]=]")


def test_every_symbol_and_word() -> None:
    symbols = b"+ - * / % ^ # & ~ | << >> // == ~= <= >= < > = ( ) { } [ ] :: ; : , . .. ..."
    for text in symbols.split():
        assert [token.end - token.start for token in lex(text)] == [len(text)]
    for word, kind in tokens.RESERVED.items():
        assert kinds(word) == [kind]
        assert kinds(word + b"_ " + word.upper()) == [tokens.NAME, tokens.NAME]


def test_positions_name_the_bytes_of_each_token() -> None:
    source = b"local x <const> = 0x1p4 .. 'a\\z\n b' --[[c]] -- d\n\t..[==[\ne]==]>=f"
    texts = [source[token.start : token.end] for token in lex(source)]
    expected = [
        b"local",
        b"x",
        b"<",
        b"const",
        b">",
        b"=",
        b"0x1p4",
        b"..",
        b"'a\\z\n b'",
        b"..",
        b"[==[\ne]==]",
        b">=",
        b"f",
    ]
    assert texts == expected


@pytest.mark.parametrize("line_break", [b"\n", b"\r", b"\r\n", b"\n\r"])
def test_each_line_break_counts_once(line_break: bytes) -> None:
    parts = [b"a", b"", b"--c", b"--[[", b"]]b", b"[[", b"x", b"]]", b"'\\", b"\\z ", b"'c"]
    lines = [(token.first_line, token.line) for token in lex(line_break.join(parts))]
    assert lines == [(1, 1), (5, 5), (6, 8), (9, 11), (11, 11)]


def test_comments_are_skipped() -> None:
    assert kinds(b"--") == []
    assert kinds(b"--[==[ ]] \n]==]") == []
    assert kinds(b"--[=x\na") == [tokens.NAME]
    assert kinds(b"--[[]]a--[[\n]]b") == [tokens.NAME, tokens.NAME]
    assert kinds(b"- -a") == [tokens.MINUS, tokens.MINUS, tokens.NAME]


def test_bytes_that_are_no_letters_are_tokens_of_their_own() -> None:
    assert kinds(b"\x00\x01\xc3\xa9$") == [0, 1, 0xC3, 0xA9, ord("$")]


def test_a_tolerant_lexer_goes_on() -> None:
    problems = Problems(b"=x", False)
    source = b"a = 'x\\qy\\300' 3x 'open\nb = [==c [[never"
    lexer = Lexer(source, LUA_54, problems)
    found = []
    while (token := lexer.next_token()).kind != tokens.EOF:
        found.append((token.kind, token.start, token.end))
    name, string, number = tokens.NAME, tokens.STRING, tokens.NUMBER
    assert [kind for kind, _, _ in found] == [
        name, tokens.ASSIGN, string, number, string, name, tokens.ASSIGN, tokens.OPEN_BRACKET, name, string,
    ]  # fmt: skip
    assert [
        (problem.message.split(b" near ")[0], source[problem.start : problem.end]) for problem in problems.found
    ] == [
        (b"invalid escape sequence", b"\\q"),
        (b"decimal escape too large", b"\\300'"),
        (b"malformed number", b"3x"),
        (b"unfinished string", b"'open"),
        (b"invalid long string delimiter", b"[=="),
        (b"unfinished long string (starting at line 2)", b"[[never"),
    ]


def test_dialects_differ_in_tokens() -> None:
    assert kinds(b"goto", LUA_51) == [tokens.NAME]
    assert kinds(b"goto", LUA_52) == [tokens.GOTO]
    assert kinds(b"a//b", LUA_52) == [tokens.NAME, tokens.SLASH, tokens.SLASH, tokens.NAME]
    assert kinds(b"<<>>", LUA_52) == [tokens.LESS, tokens.LESS, tokens.GREATER, tokens.GREATER]
    assert kinds(b"<<>>", LUA_53) == [tokens.SHL, tokens.SHR]
    assert kinds(b"::", LUA_51) == [tokens.COLON, tokens.COLON]


def test_dialects_differ_in_literals() -> None:
    assert lex(rb'"\x41\z\q"', LUA_51)[0].text == b"x41zq"
    assert lex(rb'"\x41\z b"', LUA_52)[0].text == b"Ab"
    with pytest.raises(LuaSyntaxError, match="invalid escape sequence"):
        lex(rb'"\u{41}"', LUA_52)
    with pytest.raises(LuaSyntaxError, match="UTF-8 value too large"):
        lex(rb'"\u{110000}"', LUA_53)
    for text, value in ((b"10", 10.0), (b"0x10", 16.0), (b"010", 10.0)):
        number = lex(text, LUA_52)[0].number
        assert isinstance(number, float)
        assert number == value
