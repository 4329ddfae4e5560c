"""Lua patterns (manual 6.4.1): a compiler to small programs, and the matcher that runs them.

A pattern has no alternation, so which capture a parenthesis opens or closes is known when it is
compiled, and captures need not be undone when the matcher backs up.  Malformed patterns compile too:
they raise their error where the matcher reaches the malformed item, if it does.

Positions here count from 0.  Relies on nothing of the project.
"""

from typing import Final, final

from librt.vecs import append, vec
from mypy_extensions import i64

MAX_CAPTURES: Final = 32
MAX_DEPTH: Final = 200  # nested items that PUC Lua's matcher allows (MAXCCALLS)
_CACHE_SIZE: Final = 512

# What a node of a program does, and what its argument is.
CHAR: Final = 0  # one byte: the byte
SET: Final = 1  # one byte of a set: the set
STAR: Final = 2  # the longest run of a set's bytes, perhaps empty: the set
PLUS: Final = 3  # the longest run, not empty: the set
LAZY: Final = 4  # the shortest run, perhaps empty: the set
OPTION: Final = 5  # a byte of a set or none: the set
OPEN: Final = 6  # start a capture: its index
CLOSE: Final = 7  # end a capture: its index
END: Final = 8  # success
SUBJECT_END: Final = 9  # "$"
BALANCE: Final = 10  # "%b": the opening byte, and the closing one times 256
FRONTIER: Final = 11  # "%f": the set
BACK: Final = 12  # "%1": a capture's index
FAIL: Final = 13  # never matches (a position capture referred back to)
ERROR: Final = 14  # malformed from here on: `Program.error` says how

ANY_SET: Final = 0  # "." is the first set of every program

# What a capture holds.
TEXT: Final = 0
POSITION: Final = 1
UNFINISHED: Final = 2

_SPECIALS: Final = b"^$*+?.([%-"

# Bytes, named by their character.
_PERCENT: Final = 37
_DOLLAR: Final = 36
_LEFT: Final = 40
_RIGHT: Final = 41
_STAR_SIGN: Final = 42
_PLUS_SIGN: Final = 43
_MINUS: Final = 45
_DOT: Final = 46
_QUESTION: Final = 63
_OPEN_BRACKET: Final = 91
_CLOSE_BRACKET: Final = 93
_CARET: Final = 94


class PatternError(Exception):
    """A malformed pattern or replacement; `message` is PUC Lua's, without a position."""

    def __init__(self, message: bytes) -> None:
        super().__init__(message)
        self.message: Final = message


def invalid_index(program: "Program", index: i64) -> PatternError:
    """There is no capture `index` (from 0)."""
    if program.classic:
        return PatternError(b"invalid capture index")
    return PatternError(b"invalid capture index %%%d" % (index + 1))


# -- character classes (the C locale's) --------------------------------------------------------------------


def _table(members: bytes) -> bytes:
    """256 bytes, 1 at the members of a set."""
    table = bytearray(256)
    for member in members:
        table[member] = 1
    return bytes(table)


_LOWER: Final = b"abcdefghijklmnopqrstuvwxyz"
_UPPER: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DIGITS: Final = b"0123456789"
_PUNCTUATION: Final = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"

_CLASSES: Final[dict[int, bytes]] = {
    ord("a"): _table(_LOWER + _UPPER),
    ord("c"): _table(bytes(range(32)) + b"\x7f"),
    ord("d"): _table(_DIGITS),
    ord("g"): _table(bytes(range(33, 127))),
    ord("l"): _table(_LOWER),
    ord("p"): _table(_PUNCTUATION),
    ord("s"): _table(b" \t\n\v\f\r"),
    ord("u"): _table(_UPPER),
    ord("w"): _table(_LOWER + _UPPER + _DIGITS),
    ord("x"): _table(_DIGITS + b"abcdefABCDEF"),
    ord("z"): _table(b"\0"),
}
_GRAPHIC: Final = ord("g")
_FLIP: Final = b"\x01\x00" + bytes(254)
_ANY: Final = b"\x01" * 256


def _complement(table: bytes) -> bytes:
    return table.translate(_FLIP)


def _class_table(letter: int, graphic: bool) -> bytes:
    """The set "%letter"; upper case is the complement, and what is no letter of a class is itself."""
    found = _CLASSES.get(letter | 32) if graphic or letter | 32 != _GRAPHIC else None
    if found is None or not (65 <= letter <= 90 or 97 <= letter <= 122):
        return _table(bytes([letter]))
    return found if letter >= 97 else _complement(found)


# -- compiling -----------------------------------------------------------------------------------------------


@final
class Program:
    """A compiled pattern.  `plain` says that `string.find` may take it for a plain string;
    `prefix` is what every match begins with, `entry` the node after it, and `first` (if there is no
    prefix) the set that a match's first byte is in, -1 if it may be any or none.

    A `classic` pattern is one of Lua 5.1, which differs in messages; only with `graphic` is there a class "%g"."""

    def __init__(self, pattern: bytes, classic: bool = False, graphic: bool = True) -> None:
        self.pattern: Final = pattern
        self.classic: Final = classic
        self.graphic: Final = graphic
        self.anchored = pattern.startswith(b"^")
        self.plain = pattern.translate(None, _SPECIALS) == pattern
        self.ops: vec[i64] = vec[i64]()
        self.arguments: vec[i64] = vec[i64]()
        self.sets: list[bytes] = [_ANY]
        self.kinds: list[int] = []  # of the captures
        self.error = b""
        self.prefix = b""
        self.entry: i64 = 0
        self.first: i64 = -1
        _Compiler(self).compile()
        self._find_prefix()

    def add(self, op: i64, argument: i64) -> None:
        self.ops = append(self.ops, op)
        self.arguments = append(self.arguments, argument)

    def _find_prefix(self) -> None:
        literal = bytearray()
        while self.ops[self.entry] == CHAR:
            literal.append(int(self.arguments[self.entry]))
            self.entry += 1
        self.prefix = bytes(literal)
        op = self.ops[0]
        if op in (SET, PLUS) and self.arguments[0] != ANY_SET:
            self.first = self.arguments[0]


@final
class _Compiler:
    """Turns a program's pattern into its nodes; stops at the first malformed item."""

    def __init__(self, program: Program) -> None:
        self.program: Final = program
        self.pattern: Final = program.pattern
        self.size: Final = len(program.pattern)
        self.at = 1 if program.anchored else 0

    def byte(self, at: int) -> int:
        """The pattern's byte, 0 after its end (as in C)."""
        return self.pattern[at] if at < self.size else 0

    def compile(self) -> None:
        program = self.program
        try:
            while self.at < self.size:
                self.item()
            program.add(END, 0)
        except PatternError as error:
            program.error = error.message
            program.add(ERROR, 0)

    def item(self) -> None:
        byte = self.byte(self.at)
        if byte == _LEFT:
            self.open_capture()
        elif byte == _RIGHT:
            self.close_capture()
        elif byte == _DOLLAR and self.at + 1 == self.size:
            self.program.add(SUBJECT_END, 0)
            self.at += 1
        elif byte == _PERCENT and self.byte(self.at + 1) == 98:
            self.balance()
        elif byte == _PERCENT and self.byte(self.at + 1) == 102:
            self.frontier()
        elif byte == _PERCENT and 48 <= self.byte(self.at + 1) <= 57:
            self.back_reference()
        else:
            self.single()

    def open_capture(self) -> None:
        kinds = self.program.kinds
        is_position = self.byte(self.at + 1) == _RIGHT
        if len(kinds) >= MAX_CAPTURES:
            raise PatternError(b"too many captures")
        self.program.add(OPEN, len(kinds))
        kinds.append(POSITION if is_position else UNFINISHED)
        self.at += 2 if is_position else 1

    def close_capture(self) -> None:
        kinds = self.program.kinds
        index = len(kinds) - 1
        while index >= 0 and kinds[index] != UNFINISHED:
            index -= 1
        if index < 0:
            raise PatternError(b"invalid pattern capture")
        kinds[index] = TEXT
        self.program.add(CLOSE, index)
        self.at += 1

    def balance(self) -> None:
        if self.at + 3 >= self.size:
            if self.program.classic:
                raise PatternError(b"unbalanced pattern")
            raise PatternError(b"malformed pattern (missing arguments to '%b')")
        self.program.add(BALANCE, self.pattern[self.at + 2] + 256 * self.pattern[self.at + 3])
        self.at += 4

    def frontier(self) -> None:
        self.at += 2
        if self.byte(self.at) != _OPEN_BRACKET:
            raise PatternError(b"missing '[' after '%f' in pattern")
        end = self.class_end()
        self.program.add(FRONTIER, self.add_set(self.bracket_table(end - 1)))
        self.at = end

    def back_reference(self) -> None:
        index = self.byte(self.at + 1) - 49
        kinds = self.program.kinds
        if index < 0 or index >= len(kinds) or kinds[index] == UNFINISHED:
            raise invalid_index(self.program, index)
        self.program.add(FAIL if kinds[index] == POSITION else BACK, index)
        self.at += 2

    def single(self) -> None:
        """A class that matches one byte, and the suffix that says how often."""
        end = self.class_end()
        suffix = self.byte(end)
        if suffix == _STAR_SIGN:
            self.program.add(STAR, self.class_set(end))
        elif suffix == _PLUS_SIGN:
            self.program.add(PLUS, self.class_set(end))
        elif suffix == _MINUS:
            self.program.add(LAZY, self.class_set(end))
        elif suffix == _QUESTION:
            self.program.add(OPTION, self.class_set(end))
        else:
            literal = self.literal()
            if literal >= 0:
                self.program.add(CHAR, literal)
            else:
                self.program.add(SET, self.class_set(end))
            self.at = end
            return
        self.at = end + 1

    def literal(self) -> int:
        """The byte that the class here stands for, -1 if it is a set."""
        byte = self.byte(self.at)
        if byte == _PERCENT:
            escaped = self.byte(self.at + 1)
            return -1 if chr(escaped).isalpha() else escaped
        return -1 if byte in (_DOT, _OPEN_BRACKET) else byte

    def class_end(self) -> int:
        """Where the class that starts here ends."""
        at = self.at
        byte = self.byte(at)
        at += 1
        if byte == _PERCENT:
            if at == self.size:
                raise PatternError(b"malformed pattern (ends with '%')")
            return at + 1
        if byte != _OPEN_BRACKET:
            return at
        if self.byte(at) == _CARET:
            at += 1
        while True:  # a first "]" is a member of the set
            if at >= self.size:
                raise PatternError(b"malformed pattern (missing ']')")
            at += 2 if self.byte(at) == _PERCENT and at + 1 < self.size else 1
            if self.byte(at) == _CLOSE_BRACKET and at < self.size:
                return at + 1

    def class_set(self, end: int) -> int:
        byte = self.byte(self.at)
        if byte == _DOT:
            return ANY_SET
        if byte == _PERCENT:
            return self.add_set(_class_table(self.byte(self.at + 1), self.program.graphic))
        if byte == _OPEN_BRACKET:
            return self.add_set(self.bracket_table(end - 1))
        return self.add_set(_table(bytes([byte])))

    def add_set(self, table: bytes) -> int:
        sets = self.program.sets
        if table in sets[1:]:
            return sets.index(table, 1)
        sets.append(table)
        return len(sets) - 1

    def bracket_table(self, close: int) -> bytes:
        """The set between "[" here and "]" at `close`."""
        at = self.at + 1
        negated = self.byte(at) == _CARET
        if negated:
            at += 1
        table = bytearray(256)
        while at < close:
            byte = self.byte(at)
            if byte == _PERCENT:
                at += 1
                for member, present in enumerate(_class_table(self.byte(at), self.program.graphic)):
                    table[member] |= present
            elif self.byte(at + 1) == _MINUS and at + 2 < close:
                for member in range(byte, self.byte(at + 2) + 1):
                    table[member] = 1
                at += 2
            else:
                table[byte] = 1
            at += 1
        return _complement(bytes(table)) if negated else bytes(table)


_cache: Final[dict[bytes, Program]] = {}


def compile_pattern(pattern: bytes) -> Program:
    """The program of a pattern.  Programs do not change, and the latest ones are kept."""
    found = _cache.get(pattern)
    if found is None:
        if len(_cache) >= _CACHE_SIZE:
            _cache.clear()
        found = Program(pattern)
        _cache[pattern] = found
    return found


_classic_cache: Final[dict[bytes, Program]] = {}
_early_cache: Final[dict[bytes, Program]] = {}


def compile_classic(pattern: bytes, graphic: bool) -> Program:
    """The same for a pattern of Lua 5.1, which ends at the first zero byte."""
    cache = _classic_cache if graphic else _early_cache
    found = cache.get(pattern)
    if found is None:
        if len(cache) >= _CACHE_SIZE:
            cache.clear()
        found = Program(pattern.partition(b"\0")[0], True, graphic)
        cache[pattern] = found
    return found
