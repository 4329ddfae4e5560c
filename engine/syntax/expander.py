"""The macro expander: replaces each ``@name(...)`` between the lexer and the parser (docs/macros.md).

The parser takes its tokens from an `Expander`, which passes on what stands in the text until it meets an ``@``.
Relies on `macro_reader`, `macro_values` and `macro_context`, and on `macros` for what runs Lua.
"""

import difflib
from typing import Final, final

from engine.syntax import tokens
from engine.syntax.dialects import Dialect
from engine.syntax.errors import LuaSyntaxError, Problems
from engine.syntax.expansions import Expansion, definition_place, note_of
from engine.syntax.lexer import Lexer
from engine.syntax.macro_context import MacroContext, Template
from engine.syntax.macro_reader import AT, DOLLAR, MACRO, MacroError, Reader, is_word
from engine.syntax.macro_values import Code, grouped
from engine.syntax.macros import ExpansionError, Macro, Macros
from engine.syntax.tokens import Token

MAX_DEPTH: Final = 100
"""Expansions inside of expansions, and calls inside of the arguments of calls."""

_QUOTE: Final = b"quote"
_UNQUOTE: Final = b"unquote"
_GENSYM: Final = b"gensym"
_IF: Final = b"if"
_ELSEIF: Final = b"elseif"
_ELSE: Final = b"else"
_BUILT_IN: Final = (_QUOTE, _UNQUOTE, _GENSYM, _IF, MACRO, _ELSEIF, _ELSE)

# Names that no program can write: what code that runs at compile time calls.
_QUOTE_FUNCTION: Final = b"@quote"
_GENSYM_FUNCTION: Final = b"@gensym"


@final
class _LuaMacro(Macro):
    """A macro that the chunk defines."""

    def __init__(self, name: bytes, parameters: list[bytes], is_vararg: bool, definition: bytes) -> None:
        super().__init__(name, parameters, len(parameters), is_vararg, definition)
        self.function: object = None

    def expand(self, arguments: list[Code], context: MacroContext) -> list[Token]:
        return context.compile_time().expand(self.function, arguments)


@final
class Expander(MacroContext):
    """The tokens of a chunk with all macros expanded.

    Code is in one of two phases: what the program will be, or what runs at compile time: the body of a macro, a
    condition, what is unquoted.
    """

    def __init__(self, source: bytes, dialect: Dialect, problems: Problems, macros: Macros | None) -> None:
        super().__init__(source, problems.chunk_name, dialect, macros)
        self._problems: Final = problems
        problems.expansions = self.expansions
        self._defined: Final[dict[bytes, Macro]] = {} if macros is None else dict(macros.defined)
        self._reader: Final = Reader([], Lexer(source, dialect, problems), None)
        self._ready: list[Token] = []
        self._at = 0
        self._level = 0
        self._made = 0

    # -- the parser's side

    def next_token(self) -> Token:
        try:
            while self._at >= len(self._ready):
                token = self._reader.next()
                if token.kind != AT and token.kind != DOLLAR:
                    self.expansions.parsed.append(token)
                    return token
                self._ready = self._call(token, self._reader, False)
                self._at = 0
        except MacroError as error:
            self._report(error)
            return self.skip_to_end()
        except LuaSyntaxError as problem:
            if self._problems.strict:
                raise
            prefix = definition_place(self._problems.chunk_name, problem.line) + b": "
            message = problem.message.removeprefix(prefix)
            self._problems.give_up(message, problem.offset, problem.offset, problem.line)
            return self.skip_to_end()
        token = self._ready[self._at]
        self._at += 1
        self.expansions.parsed.append(token)
        return token

    def skip_to_end(self) -> Token:
        self._ready = []
        self._at = 0
        return self._reader.skip_to_end()

    def shown(self, token: Token) -> bytes:
        return self.expansions.shown(token)

    def _report(self, error: MacroError) -> None:
        message = error.message
        token = error.token
        if error.near:
            message += b" near " + self.shown(token)
        self._problems.give_up(message, token.start, token.end, token.line)

    # -- expansion

    def _expand(self, found: list[Token], running: bool, end: Token) -> list[Token]:
        """These tokens with all macros expanded; `running` says that they are code that runs at compile time."""
        if self._level >= MAX_DEPTH:
            raise MacroError(b"macros are nested too deeply", end)
        self._level += 1
        reader = Reader(found, None, Token(tokens.EOF, end.start, end.end, end.line, end.line, b"", 0))
        result: list[Token] = []
        while True:
            token = reader.next()
            if token.kind == tokens.EOF:
                break
            if token.kind == AT or token.kind == DOLLAR:
                result.extend(self._call(token, reader, running))
            else:
                result.append(token)
        self._level -= 1
        return result

    def _call(self, at: Token, reader: Reader, running: bool) -> list[Token]:
        """What stands in the place of the call that this ``@`` begins."""
        if at.kind == DOLLAR:
            return self._unquote(at, at, self._short_unquote(reader), running)
        name = reader.next()
        if not is_word(name):
            raise MacroError(b"macro name expected", name, True)
        word = name.text
        if word == MACRO:
            self._define(at, name, reader)
            return []
        if word == _QUOTE:
            body = self._body(name, reader)
            return self._quotation(at, body) if running else self._expand(body, False, at)
        if word == _UNQUOTE:
            return self._unquote(at, name, self._argument(name, reader), running)
        if word == _GENSYM:
            return self._gensym(at, name, reader, running)
        if word == _IF:
            return self._if(at, name, reader, running)
        if word == _ELSE or word == _ELSEIF:
            raise MacroError(b"'@%s' without '@if'" % word, at)
        return self._macro_call(at, name, reader, running)

    def _macro_call(self, at: Token, name: Token, reader: Reader, running: bool) -> list[Token]:
        macro = self._defined.get(name.text)
        if macro is None:
            raise MacroError(self._unknown(name.text), at)
        given = reader.arguments() if reader.peek().kind == tokens.OPEN_PAREN else []
        if reader.peek().kind == tokens.OPEN_BRACE:
            given.append(reader.group())
        self._check_count(macro, len(given), at)
        arguments = [Code(self._expand(one, running, at), self.expansions) for one in given]
        expansion = self._begin(macro.name, macro.definition, at, name)
        outer = self.current
        self.current = expansion
        try:
            made = macro.expand(arguments, self)
        except ExpansionError as failure:
            message = b"macro @%s: %s%s" % (macro.name, failure.message, note_of(expansion))
            raise MacroError(message, _without_note(at, expansion)) from None
        finally:
            self.current = outer
        self._made += len(made)
        if self.macros is not None and self._made > self.macros.token_limit:
            raise MacroError(b"macros expand to more than %d tokens" % self.macros.token_limit, at)
        return grouped(self._expand(made, running, at))

    def _begin(self, name: bytes, definition: bytes, at: Token, name_token: Token) -> Expansion:
        expansion = self.expansions.begin(name, definition, at, name_token)
        if expansion.depth > MAX_DEPTH:
            message = b"macro @%s expands without end (%d expansions inside of each other)" % (name, MAX_DEPTH)
            first = expansion
            while first.parent is not None:
                first = first.parent
            raise MacroError(message + note_of(first), _without_note(at, expansion))
        return expansion

    def _unknown(self, name: bytes) -> bytes:
        known = [one.decode("utf-8", "replace") for one in [*self._defined.keys(), *_BUILT_IN]]
        close = difflib.get_close_matches(name.decode("utf-8", "replace"), known, 3)
        hint = " or ".join("@" + one for one in close)
        return b"unknown macro @%s" % name + (f" (did you mean {hint}?)".encode() if hint else b"")

    def _check_count(self, macro: Macro, given: int, at: Token) -> None:
        most = len(macro.parameters)
        if given < macro.needed or (given > most and not macro.is_vararg):
            least = b"at least " if macro.is_vararg or most > macro.needed else b""
            listed = [*macro.parameters, *([b"..."] if macro.is_vararg else [])]
            wanted = b"%s%d argument%s" % (least, macro.needed, b"" if macro.needed == 1 else b"s")
            if listed:
                wanted += b" (" + b", ".join(listed) + b")"
            message = b"macro @%s wants %s, not %d" % (macro.name, wanted, given)
            raise MacroError(message + b" (defined at %s)" % macro.definition, at)

    # -- built-in macros

    def _body(self, name: Token, reader: Reader) -> list[Token]:
        if reader.peek().kind != tokens.OPEN_BRACE:
            raise MacroError(b"'{' expected after '@%s'" % name.text, reader.peek(), True)
        return reader.group()

    def _argument(self, name: Token, reader: Reader) -> list[Token]:
        """The one argument in parentheses."""
        if reader.peek().kind != tokens.OPEN_PAREN:
            raise MacroError(b"'(' expected after '@%s'" % name.text, reader.peek(), True)
        return reader.group()

    def _short_unquote(self, reader: Reader) -> list[Token]:
        """What ``$`` unquotes: a name, or an expression in parentheses."""
        token = reader.peek()
        if token.kind == tokens.OPEN_PAREN:
            return reader.group()
        if token.kind != tokens.NAME:
            raise MacroError(b"name or '(' expected after '$'", token, True)
        return [reader.next()]

    def _unquote(self, at: Token, name: Token, code: list[Token], running: bool) -> list[Token]:
        """In the program itself: the code that an expression has at compile time."""
        if running:
            raise MacroError(b"'@unquote' outside of '@quote'", at)
        function = self._evaluator(at, code)
        expansion = self._begin(_UNQUOTE, b"", at, name)
        return grouped(self._expand(self._evaluate(expansion, at, function), False, at))

    def _evaluate(self, expansion: Expansion, at: Token, function: object) -> list[Token]:
        outer = self.current
        self.current = expansion
        try:
            return self.compile_time().expand(function, [])
        except ExpansionError as failure:
            raise MacroError(b"@%s: %s" % (expansion.macro, failure.message), at) from None
        finally:
            self.current = outer

    def _gensym(self, at: Token, name: Token, reader: Reader, running: bool) -> list[Token]:
        prefix = b"g"
        if reader.peek().kind == tokens.OPEN_PAREN:
            argument = reader.group()
            if len(argument) != 1 or argument[0].kind not in (tokens.NAME, tokens.STRING):
                raise MacroError(b"'@gensym' takes one name", at)
            prefix = argument[0].text
        if running:
            text = Token(tokens.STRING, at.start, name.end, at.line, at.line, prefix, 0)
            return [_token(tokens.NAME, at, _GENSYM_FUNCTION), _token(tokens.OPEN_PAREN, at), text,
                    _token(tokens.CLOSE_PAREN, at)]  # fmt: skip
        outer = self.current
        self.current = self._begin(_GENSYM, b"", at, name)
        found = self.new_name(prefix)
        self.current = outer
        return found

    def _if(self, at: Token, name: Token, reader: Reader, running: bool) -> list[Token]:
        """``@if(condition){...} @elseif(condition){...} @else{...}``, or ``@if(condition, yes, no)``."""
        arguments = reader.arguments() if reader.peek().kind == tokens.OPEN_PAREN else []
        if len(arguments) == 2 or len(arguments) == 3:
            if self._is_true(at, name, arguments[0]):
                return grouped(self._expand(arguments[1], running, at))
            return grouped(self._expand(arguments[2], running, at)) if len(arguments) == 3 else []
        if len(arguments) != 1:
            raise MacroError(b"'@%s' wants a condition in parentheses" % name.text, at)
        body = self._body(name, reader)
        chosen = body if self._is_true(at, name, arguments[0]) else None
        while reader.peek().kind == AT and reader.peek(1).text in (_ELSEIF, _ELSE):
            at = reader.next()
            name = reader.next()
            condition = self._argument(name, reader) if name.text == _ELSEIF else []
            body = self._body(name, reader)
            if chosen is None and (name.text == _ELSE or self._is_true(at, name, condition)):
                chosen = body
            if name.text == _ELSE:
                break
        return [] if chosen is None else self._expand(chosen, running, at)

    def _is_true(self, at: Token, name: Token, condition: list[Token]) -> bool:
        function = self._evaluator(at, condition)
        outer = self.current
        self.current = self._begin(name.text, b"", at, name)
        try:
            return self.compile_time().condition(function)
        except ExpansionError as failure:
            raise MacroError(b"@%s: %s" % (name.text, failure.message), at) from None
        finally:
            self.current = outer

    # -- code that runs at compile time

    def _evaluator(self, at: Token, expression: list[Token]) -> object:
        """The function that returns an expression's value."""
        head = [_token(tokens.OPEN_PAREN, at), _token(tokens.CLOSE_PAREN, at), _token(tokens.RETURN, at)]
        code = [*head, *self._expand(expression, True, at), _token(tokens.END, at)]
        return self._function(at, code)

    def _function(self, at: Token, code: list[Token]) -> object:
        """The function with this parameter list and body, which calls the functions behind the quotations."""
        head = [
            _token(tokens.LOCAL, at),
            _token(tokens.NAME, at, _QUOTE_FUNCTION),
            _token(tokens.COMMA, at),
            _token(tokens.NAME, at, _GENSYM_FUNCTION),
            _token(tokens.ASSIGN, at),
            _token(tokens.DOTS, at),
            _token(tokens.RETURN, at),
            _token(tokens.FUNCTION, at),
        ]
        try:
            return self.compile_time().function([*head, *code])
        except ExpansionError as failure:
            raise MacroError(failure.message, at) from None

    def _quotation(self, at: Token, body: list[Token]) -> list[Token]:
        """In code that runs: the call that makes the code of a quotation."""
        template = Template()
        number = len(self.templates)
        self.templates.append(template)
        index = Token(tokens.NUMBER, at.start, at.end, at.line, at.line, b"", number)
        call = [_token(tokens.NAME, at, _QUOTE_FUNCTION), _token(tokens.OPEN_PAREN, at), index]
        reader = Reader(body, None, Token(tokens.EOF, at.start, at.end, at.line, at.line, b"", 0))
        while True:
            token = reader.next()
            if token.kind == tokens.EOF:
                break
            word = reader.peek().text if token.kind == AT else b""
            if token.kind == DOLLAR or word == _UNQUOTE:
                inserted = self._argument(reader.next(), reader) if token.kind == AT else self._short_unquote(reader)
                template.items.append(None)
                call += [_token(tokens.COMMA, token), _token(tokens.OPEN_PAREN, token)]
                call += self._expand(inserted, True, token)
                call.append(_token(tokens.CLOSE_PAREN, token))
            elif word == _QUOTE:
                # A quotation inside is part of the code, with all that is unquoted in it.
                name = reader.next()
                inner = self._body(name, reader)
                braces = _token(tokens.OPEN_BRACE, name), _token(tokens.CLOSE_BRACE, name)
                template.items.extend([token, name, braces[0], *inner, braces[1]])
            else:
                template.items.append(token)
        call.append(_token(tokens.CLOSE_PAREN, at))
        return call

    def _define(self, at: Token, keyword: Token, reader: Reader) -> None:
        """``@macro name(parameters) ... end``"""
        name = reader.next()
        if not is_word(name):
            raise MacroError(b"macro name expected", name, True)
        if name.text in _BUILT_IN:
            raise MacroError(b"macro @%s is built in" % name.text, name)
        earlier = self._defined.get(name.text)
        if earlier is not None:
            raise MacroError(b"macro @%s is already defined at %s" % (name.text, earlier.definition), name)
        opening = reader.peek()
        if opening.kind != tokens.OPEN_PAREN:
            raise MacroError(b"'(' expected after the name of a macro", opening, True)
        code = reader.definition(at)
        parameters: list[bytes] = []
        is_vararg = False
        for token in code[1:]:
            if token.kind == tokens.CLOSE_PAREN:
                break
            if token.kind == tokens.DOTS:
                is_vararg = True
            elif token.kind == tokens.NAME and not is_vararg:
                parameters.append(token.text)
        origin = self.expansions.origin_at(at.start)
        line = at.line if origin is None else origin.line
        macro = _LuaMacro(name.text, parameters, is_vararg, definition_place(self.expansions.chunk_name, line))
        macro.function = self._function(keyword, self._expand(code, True, at))
        self._defined[name.text] = macro


def _token(kind: int, at: Token, text: bytes = b"") -> Token:
    """A token that stands nowhere, blamed on another one."""
    return Token(kind, at.start, at.end, at.line, at.line, text, 0)


def _without_note(at: Token, expansion: Expansion) -> Token:
    """The call in the text, for a message that already says what it came from."""
    return Token(at.kind, expansion.start, expansion.end, expansion.line, expansion.line, b"", 0)
