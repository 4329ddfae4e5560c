"""The parser (manual 3.3, 9): source text to syntax tree, for the compiler and for the language server.

`parse` raises the first error; `parse_tolerant` reports all of them and still gives a tree, by
going on at the next statement.  Checks that need scopes (labels, ``break``, constants, limits) are
the code generator's.  Relies on `expressions` for what is inside a statement.
"""

from typing import Final, final

from engine.runtime.polling import Poller
from engine.syntax import tokens
from engine.syntax.ast import (
    Assign,
    AttribName,
    Block,
    Break,
    Call,
    CallStat,
    Chunk,
    Do,
    ErrorExpr,
    ErrorStat,
    Expr,
    FunctionStat,
    GenericFor,
    Global,
    GlobalAll,
    GlobalFunction,
    Goto,
    If,
    IfClause,
    Index,
    Label,
    Local,
    LocalFunction,
    MethodCall,
    Name,
    NumericFor,
    Repeat,
    Return,
    Stat,
    While,
)
from engine.syntax.dialects import Dialect
from engine.syntax.errors import Problems, SyntaxProblem
from engine.syntax.expander import Expander
from engine.syntax.expansions import Expansions
from engine.syntax.expressions import ExpressionParser
from engine.syntax.macros import Macros
from engine.syntax.nesting import make_room
from engine.syntax.token_source import TokenList
from engine.syntax.tokens import Token
from engine.syntax.wording import AT_BREAK, AT_END

_BLOCK_ENDS: Final = frozenset((tokens.ELSE, tokens.ELSEIF, tokens.END, tokens.UNTIL, tokens.EOF))
_STATEMENT_STARTS: Final = frozenset(
    (
        tokens.IF,
        tokens.WHILE,
        tokens.DO,
        tokens.FOR,
        tokens.REPEAT,
        tokens.LOCAL,
        tokens.RETURN,
        tokens.BREAK,
        tokens.GOTO,
        tokens.DOUBLE_COLON,
        tokens.SEMICOLON,
    )
)


def parse(
    source: bytes, chunk_name: bytes, dialect: Dialect, macros: Macros | None = None, poller: Poller | None = None
) -> Chunk:
    """The tree of a chunk; `macros` is what its macros may use, `poller` is asked on the way.

    Raises `LuaSyntaxError` at the first error.
    """
    make_room()
    return _parse(source, dialect, Problems(chunk_name, True, dialect), macros, poller)


def parse_tokens(found: list[Token], expansions: Expansions) -> Chunk:
    """The tree of a chunk that consists of these tokens, which come from the text that macros work on.

    Raises `LuaSyntaxError` at the first error.
    """
    make_room()
    problems = Problems(expansions.chunk_name, True, expansions.dialect)
    problems.expansions = expansions
    parser = _Parser(b"", expansions.dialect, problems, TokenList(found, expansions), Poller())
    chunk = parser.chunk(expansions.source, expansions.chunk_name)
    chunk.expansions = expansions
    return chunk


def parse_tolerant(
    source: bytes, chunk_name: bytes, dialect: Dialect, macros: Macros | None = None, poller: Poller | None = None
) -> tuple[Chunk, list[SyntaxProblem]]:
    """The tree of a chunk, and everything that is wrong with it, in the order found.

    A tree with errors differs from others in this: `ErrorExpr` and `ErrorStat` stand for what could
    not be read, names left out are empty and of no width, the `call` of a `CallStat` and the targets
    of an `Assign` may be any expression.
    """
    make_room()
    problems = Problems(chunk_name, False, dialect)
    return _parse(source, dialect, problems, macros, poller), problems.found


def _parse(source: bytes, dialect: Dialect, problems: Problems, macros: Macros | None, poller: Poller | None) -> Chunk:
    chunk_name = problems.chunk_name
    if poller is None:
        poller = Poller()
    if not dialect.macros:
        return _Parser(source, dialect, problems, None, poller).chunk(source, chunk_name)
    expander = Expander(source, dialect, problems, macros)
    chunk = _Parser(source, dialect, problems, expander, poller).chunk(source, chunk_name)
    chunk.expansions = expander.expansions
    return chunk


@final
class _Parser(ExpressionParser):
    """The rules for statements, and how to go on after an error."""

    _loops: int = 0  # how many there are around, in the function being read

    def chunk(self, source: bytes, chunk_name: bytes) -> Chunk:
        """Read everything."""
        statements: list[Stat] = []
        self._statements(statements, tokens.EOF, tokens.EOF, 0)
        while self.token.kind != tokens.EOF:
            self.not_closed(tokens.EOF, tokens.EOF, 0)
            self.advance()
            self.panic = False
            self._statements(statements, tokens.EOF, tokens.EOF, 0)
        size = len(source)
        body = Block(0, size, 1, statements, self.token.line)
        return Chunk(0, size, 1, body, chunk_name, self.previous_line)

    def function_block(self, line: int) -> Block:
        outer = self._loops
        self._loops = 0
        block = self._closed_block(tokens.END, tokens.FUNCTION, line)
        self._loops = outer
        return block

    # -- blocks

    def _block(self, closer: int, opener: int, line: int) -> Block:
        """Read statements up to a token that ends a block; `closer` has to follow in the end."""
        start = self.previous_end
        start_line = self.previous_line
        statements: list[Stat] = []
        self._statements(statements, closer, opener, line)
        return Block(start, self.token.start, start_line, statements, self.token.line)

    def _loop_block(self, closer: int, opener: int, line: int) -> Block:
        """The same for a block that `break` may leave."""
        self._loops += 1
        block = self._closed_block(closer, opener, line)
        self._loops -= 1
        return block

    def _closed_block(self, closer: int, opener: int, line: int) -> Block:
        """Read a block and the token that closes it."""
        block = self._block(closer, opener, line)
        self.expect_closing(closer, opener, line)
        return block

    def _statements(self, statements: list[Stat], closer: int, opener: int, line: int) -> None:
        if self.dialect.nested_blocks_count:
            self.enter()
            self._read_statements(statements, closer, opener, line)
            self.leave()
        else:
            self._read_statements(statements, closer, opener, line)

    def _read_statements(self, statements: list[Stat], closer: int, opener: int, line: int) -> None:
        while True:
            if self.panic:
                self._synchronize(statements)
            if self.token.kind in _BLOCK_ENDS:
                return
            if self.token.kind == tokens.SEMICOLON and self.dialect.empty_statements:
                self.advance()
                continue
            if self.dialect.nested_blocks_count:
                statement = self._statement()
            else:
                self.enter()
                statement = self._statement()
                self.leave()
            if not isinstance(statement, ErrorStat):
                statements.append(statement)
            if not self.dialect.empty_statements:
                self.accept(tokens.SEMICOLON)
            if self._is_last(statement) and self.token.kind not in _BLOCK_ENDS:
                self.not_closed(closer, opener, line)

    def _is_last(self, statement: Stat) -> bool:
        """Whether nothing may follow this statement in its block."""
        if isinstance(statement, Return):
            return True
        return isinstance(statement, Break) and not self.dialect.break_anywhere

    # -- going on after an error

    def _synchronize(self, statements: list[Stat]) -> None:
        """Skip to where a statement or the end of a block may be, and be calm again."""
        start = self.token.start
        line = self.token.line
        self._skip_to_statement(tokens.EOF)
        self.accept(tokens.SEMICOLON)
        if self.previous_end > start:
            statements.append(ErrorStat(start, self.previous_end, line))
        self.panic = False

    def _skip_to_statement(self, stop: int) -> None:
        """Skip tokens, at most up to one of the kind `stop`."""
        while self.token.kind != stop:
            kind = self.token.kind
            if kind in _STATEMENT_STARTS or kind in _BLOCK_ENDS:
                return
            begins_line = self.token.first_line > self.previous_line
            if begins_line and (kind == tokens.NAME or kind == tokens.FUNCTION):
                return
            if kind == tokens.FUNCTION:
                self.expression()  # with its statements and its `end`
            else:
                self.advance()

    def _expect_word(self, kind: int) -> None:
        """Go past ``then`` or ``do``, even if something wrong stands before it."""
        if self.accept(kind):
            return
        self.problem(self.words.token(kind) + b" expected")
        self._skip_to_statement(kind)
        if self.accept(kind):
            self.panic = False

    # -- statements

    def _statement(self) -> Stat:
        start = self.token.start
        line = self.token.line
        kind = self.token.kind
        if kind == tokens.NAME or kind == tokens.OPEN_PAREN:
            if self.token.text == b"global" and self._at_global():
                return self._global(start, line)
            if self.dialect.goto_is_name and self.token.text == b"goto" and self._at_goto():
                return self._goto(start, line)
            return self._expression_statement()
        if kind == tokens.LOCAL:
            return self._local(start, line)
        if kind == tokens.IF:
            return self._if(start, line)
        if kind == tokens.RETURN:
            return self._return(start, line)
        if kind == tokens.FOR:
            return self._for(start, line)
        if kind == tokens.FUNCTION:
            return self._function(start, line)
        if kind == tokens.WHILE:
            return self._while(start, line)
        if kind == tokens.REPEAT:
            return self._repeat(start, line)
        if kind == tokens.DO:
            self.advance()
            body = self._closed_block(tokens.END, tokens.DO, line)
            return Do(start, self.previous_end, line, body)
        if kind == tokens.BREAK:
            return self._break(start, line)
        if kind == tokens.GOTO:
            return self._goto(start, line)
        if kind == tokens.DOUBLE_COLON:
            return self._label(start, line)
        return self._expression_statement()

    def _expression_statement(self) -> Stat:
        line = self.token.line
        expression = self.suffixed()
        if isinstance(expression, ErrorExpr):
            return ErrorStat(expression.start, expression.end, line)
        is_call = isinstance(expression, (Call, MethodCall))
        if not (is_call and self.dialect.calls_end_statements):
            if self.token.kind == tokens.ASSIGN or self.token.kind == tokens.COMMA:
                return self._assignment(expression, line)
            if self.dialect.calls_end_statements and isinstance(expression, (Name, Index)):
                self.problem(self.words.token(tokens.ASSIGN) + b" expected")
            elif not is_call:
                self.problem(b"syntax error")
        return CallStat(expression.start, self.previous_end, line, expression)

    def _assignment(self, first: Expr, line: int) -> Assign:
        self._check_target(first)
        targets = [first]
        while self.accept(tokens.COMMA):
            target = self.suffixed()
            self.enter_target(len(targets))
            self._check_target(target)
            targets.append(target)
        own = self.token.start
        self.expect(tokens.ASSIGN)
        values = self.expression_list()
        self.leave_targets(len(targets))
        for target in targets:
            self.settle(target)
        assignment = Assign(first.start, self.previous_end, line, targets, values)
        assignment.own = own
        return assignment

    def _check_target(self, target: Expr) -> None:
        if not isinstance(target, (Name, Index)):
            self.problem(b"syntax error")

    def _local(self, start: int, line: int) -> Stat:
        self.advance()
        if self.accept(tokens.FUNCTION):
            name = self.name()
            function = self.function_body(self.token.start, self.token.line, False)
            return LocalFunction(start, self.previous_end, line, name, function)
        default = self._attrib(None, True) if self.dialect.global_declarations else None
        names = [self._attrib_name(default, True)]
        closes = names[0].attrib == b"close"
        while self.accept(tokens.COMMA):
            name_ = self._attrib_name(default, True)
            names.append(name_)
            if name_.attrib == b"close":
                if closes:
                    self.object_to(b"multiple to-be-closed variables in local list", name_.start, name_.end)
                closes = True
        values = self.expression_list() if self.accept(tokens.ASSIGN) else []
        return Local(start, self.previous_end, line, names, values)

    def _attrib_name(self, default: bytes | None, is_local: bool) -> AttribName:
        name = self.name()
        attrib = self._attrib(default, is_local) if self.dialect.attribs else None
        return AttribName(name.start, self.previous_end, name.line, name, attrib)

    def _attrib(self, default: bytes | None, is_local: bool) -> bytes | None:
        """Read an attribute, if there is one."""
        if not self.accept(tokens.LESS):
            return default
        word = self.name()
        self.expect(tokens.GREATER)
        attrib = word.name
        if attrib and attrib != b"const" and attrib != b"close":
            self.object_to(b"unknown attribute '%s'" % attrib, word.start, word.end)
        elif attrib == b"close" and not is_local:
            self.object_to(b"global variables cannot be to-be-closed", word.start, word.end)
        return attrib

    # -- declarations of globals

    def _at_global(self) -> bool:
        """Whether the name `global` begins a declaration, which only the token behind it tells."""
        if not self.dialect.global_declarations:
            return False
        following = self.peek()
        return (
            following == tokens.NAME
            or following == tokens.FUNCTION
            or following == tokens.LESS
            or following == tokens.STAR
        )

    def _global(self, start: int, line: int) -> Stat:
        self.advance()
        if self.accept(tokens.FUNCTION):
            name = self.name()
            function = self.function_body(self.token.start, self.token.line, False)
            return GlobalFunction(start, self.previous_end, line, name, function)
        default = self._attrib(None, False)
        if self.accept(tokens.STAR):
            return GlobalAll(start, self.previous_end, line, default)
        names = [self._attrib_name(default, False)]
        while self.accept(tokens.COMMA):
            names.append(self._attrib_name(default, False))
        values: list[Expr] = []
        if self.accept(tokens.ASSIGN):
            line = self.token.line
            values = self.expression_list()
        return Global(start, self.previous_end, line, names, values)

    def _if(self, start: int, line: int) -> If:
        clauses = [self._if_clause(line)]
        while self.token.kind == tokens.ELSEIF:
            clauses.append(self._if_clause(line))
        orelse: Block | None = None
        if self.accept(tokens.ELSE):
            orelse = self._block(tokens.END, tokens.IF, line)
        self.expect_closing(tokens.END, tokens.IF, line)
        return If(start, self.previous_end, line, clauses, orelse)

    def _if_clause(self, if_line: int) -> IfClause:
        start = self.token.start
        line = self.token.line
        self.advance()
        condition = self.expression()
        self._expect_word(tokens.THEN)
        if self.dialect.fused_break:
            self.settle(condition)
        body = self._block(tokens.END, tokens.IF, if_line)
        return IfClause(start, body.end, line, condition, body)

    def _while(self, start: int, line: int) -> While:
        self.advance()
        condition = self.expression()
        self._expect_word(tokens.DO)
        body = self._loop_block(tokens.END, tokens.WHILE, line)
        return While(start, self.previous_end, line, condition, body)

    def _repeat(self, start: int, line: int) -> Repeat:
        self.advance()
        body = self._loop_block(tokens.UNTIL, tokens.REPEAT, line)
        condition = self.expression()
        return Repeat(start, self.previous_end, line, body, condition)

    def _for(self, start: int, line: int) -> Stat:
        self.advance()
        variable = self.name()
        if self.accept(tokens.ASSIGN):
            return self._numeric_for(start, line, variable)
        if self.token.kind != tokens.COMMA and self.token.kind != tokens.IN:
            self.problem(b"'=' or 'in' expected")
        names = [variable]
        while self.accept(tokens.COMMA):
            names.append(self.name())
        self.expect(tokens.IN)
        call_line = self.token.line
        values = self.expression_list()
        body = self._for_body(line)
        return GenericFor(start, self.previous_end, call_line, names, values, body)

    def _numeric_for(self, start: int, line: int, variable: Name) -> NumericFor:
        first = self.expression()
        self.expect(tokens.COMMA)
        limit = self.expression()
        step = self.expression() if self.accept(tokens.COMMA) else None
        body = self._for_body(line)
        return NumericFor(start, self.previous_end, line, variable, first, limit, step, body)

    def _for_body(self, line: int) -> Block:
        self._expect_word(tokens.DO)
        return self._loop_block(tokens.END, tokens.FOR, line)

    def _function(self, start: int, line: int) -> FunctionStat:
        self.advance()
        target: Expr = self.name()
        while self.token.kind == tokens.DOT:
            target = self._field_of(target)
        is_method = self.token.kind == tokens.COLON
        if is_method:
            target = self._field_of(target)
        function = self.function_body(self.token.start, line, is_method)
        target.line = line  # the assignment is blamed on the definition's first line
        return FunctionStat(start, self.previous_end, line, target, function, is_method)

    def _field_of(self, target: Expr) -> Index:
        self.advance()
        key = self.key_name()
        return Index(target.start, self.previous_end, self.previous_line, target, key, True)

    def _return(self, start: int, line: int) -> Return:
        self.advance()
        values: list[Expr] = []
        if self.token.kind not in _BLOCK_ENDS and self.token.kind != tokens.SEMICOLON:
            values = self.expression_list()
        end = self.previous_end
        if self.dialect.empty_statements:
            self.accept(tokens.SEMICOLON)
        return Return(start, end, line, values)

    def _break(self, start: int, line: int) -> Break:
        stray = self._loops == 0 and self.words.break_checked != AT_END
        if stray and self.words.break_checked == AT_BREAK:
            self.problem(self.words.stray_break)
            self.panic = False
        self.advance()
        if stray and self.words.break_checked != AT_BREAK:
            self.problem(self.words.stray_break)
            self.panic = False
        return Break(start, self.previous_end, line)

    def _at_goto(self) -> bool:
        """Whether the name `goto` begins a jump, which only the token behind it tells."""
        following = self.following()
        return following.kind == tokens.NAME and following.text != b"goto"

    def _goto(self, start: int, line: int) -> Goto:
        self.advance()
        label = self.name()
        if self.words.goto_line_of_label:
            line = label.line
        return Goto(start, self.previous_end, line, label.name)

    def _label(self, start: int, line: int) -> Label:
        self.advance()
        name = self.name()
        self.expect(tokens.DOUBLE_COLON)
        return Label(start, self.previous_end, line, name.name, name.start)
