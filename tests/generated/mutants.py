"""Programs with mistakes: generated ones with some tokens lost, doubled, exchanged or replaced.

They are for the compiler alone, for what they do when they run, and whether they end, is not known.
"""

import re
from typing import Final

from tests.generated.scopes import Choices

TOKEN: Final = re.compile(
    r"\[(=*)\[.*?\]\1\]|--[^\n]*|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|\w+|\.\.\.?|::|[=~<>]=|//|<<|>>|\s+|.",
    re.DOTALL,
)
OTHERS: Final = (
    *("and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in", "local"),
    *("nil", "not"),
    *("or", "repeat", "return", "then", "true", "until", "while", "global", "(", ")", "{", "}", "[", "]", ";"),
    *(":", ","),
    *(".", "..", "...", "=", "==", "~=", "~", "#", "+", "-", "*", "/", "//", "%", "^", "&", "<<", "::", "<", "<const>"),
    *("<close>", "x", "'text'", "'open", "[[open", "12", "0x", "1e", "3.4.5", "@", "$", "!", "\\", "\n"),
    *("goto done", "\x01"),
    *("::done::", "--[[", "é", "[=", "'\\400'", "'\\xg'", "'\\u{1'", "'\\q'", "1..2", "0x1p4", "08"),
)  # fmt: skip


def mutated(source: str, choices: Choices) -> str:
    """A program with one to three mistakes in the last of its lines."""
    lines = source.split("\n")
    kept = choices.number(0, len(lines) - 1)
    start = "\n".join(lines[:kept]) + "\n"
    tokens = [found[0] for found in TOKEN.finditer("\n".join(lines[kept:]))]
    for _ in range(choices.number(1, 3)):
        if not tokens:
            break
        at = choices.number(0, len(tokens) - 1)
        change = choices.number(0, 4)
        if change == 0:
            del tokens[at]
        elif change == 1:
            tokens.insert(at, tokens[at])
        elif change == 2:
            other = choices.number(0, len(tokens) - 1)
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif change == 3:
            tokens[at] = choices.one_of(OTHERS)
        else:
            tokens.insert(at, f" {choices.one_of(OTHERS)} ")
    return start + "".join(tokens)
