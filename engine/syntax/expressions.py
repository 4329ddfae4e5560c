"""The parser's rules for expressions (manual 3.4, 9): recursive descent, operators by priority.

Relies on `stream`; statements, which function bodies hold, are added by `parser`.
"""

from typing import Final, final

from engine.syntax import tokens
from engine.syntax.ast import (
    Binary,
    Block,
    Call,
    ErrorExpr,
    Expr,
    FalseLiteral,
    Function,
    Index,
    MethodCall,
    Name,
    Nil,
    Number,
    Paren,
    String,
    Table,
    TableItem,
    TrueLiteral,
    Unary,
    Vararg,
)
from engine.syntax.dialects import Dialect
from engine.syntax.stream import TokenStream


@final
class _Operator:
    """A binary operator: how tightly it holds what stands to its left and to its right."""

    def __init__(self, spelling: str, left: int, right: int) -> None:
        self.spelling: Final = spelling
        self.left: Final = left
        self.right: Final = right


_COMPARISON: Final = 3  # the priority of all comparisons
_UNARY_PRIORITY: Final = 12

_BINARY: Final[dict[int, _Operator]] = {
    tokens.OR: _Operator("or", 1, 1),
    tokens.AND: _Operator("and", 2, 2),
    tokens.LESS: _Operator("<", _COMPARISON, _COMPARISON),
    tokens.GREATER: _Operator(">", _COMPARISON, _COMPARISON),
    tokens.LE: _Operator("<=", _COMPARISON, _COMPARISON),
    tokens.GE: _Operator(">=", _COMPARISON, _COMPARISON),
    tokens.NE: _Operator("~=", _COMPARISON, _COMPARISON),
    tokens.EQ: _Operator("==", _COMPARISON, _COMPARISON),
    tokens.CONCAT: _Operator("..", 9, 8),
    tokens.PLUS: _Operator("+", 10, 10),
    tokens.MINUS: _Operator("-", 10, 10),
    tokens.STAR: _Operator("*", 11, 11),
    tokens.SLASH: _Operator("/", 11, 11),
    tokens.IDIV: _Operator("//", 11, 11),
    tokens.PERCENT: _Operator("%", 11, 11),
    tokens.CARET: _Operator("^", 14, 13),
}
_BITWISE: Final[dict[int, _Operator]] = {
    tokens.BAR: _Operator("|", 4, 4),
    tokens.TILDE: _Operator("~", 5, 5),
    tokens.AMPERSAND: _Operator("&", 6, 6),
    tokens.SHL: _Operator("<<", 7, 7),
    tokens.SHR: _Operator(">>", 7, 7),
}


def _binary(kind: int, dialect: Dialect) -> _Operator | None:
    found = _BINARY.get(kind)
    return _BITWISE.get(kind) if found is None and dialect.bitwise_operators else found


def _unary(kind: int, dialect: Dialect) -> str:
    """The spelling of a unary operator; empty if the token is none."""
    if kind == tokens.MINUS:
        return "-"
    if kind == tokens.NOT:
        return "not"
    if kind == tokens.HASH:
        return "#"
    if kind == tokens.TILDE and dialect.bitwise_operators:
        return "~"
    return ""


class ExpressionParser(TokenStream):
    """The rules for expressions."""

    in_vararg: bool = True  # whether the function being read takes extra arguments; the main chunk does

    def function_block(self, line: int) -> Block:
        """Read the statements of a function that began on this line, and its ``end``."""
        raise NotImplementedError

    def expression(self, limit: int = 0) -> Expr:
        """Read an expression, as far as its operators hold more tightly than `limit`."""
        self.enter()
        start = self.token.start
        line = self.token.line
        spelling = _unary(self.token.kind, self.dialect)
        if spelling:
            self.advance()
            operand = self.expression(_UNARY_PRIORITY)
            if self.dialect.operators_at_last_line:
                line = self.previous_line
            left: Expr = Unary(start, self.previous_end, line, spelling, operand)
        else:
            left = self._simple()
        while True:
            operator = _binary(self.token.kind, self.dialect)
            if operator is None or operator.left <= limit:
                break
            line = self.token.line
            own = self.token.start
            self.advance()
            self.settle(left)
            right = self.expression(operator.right)
            if operator.left == _COMPARISON or self.dialect.operators_at_last_line:
                line = self.previous_line
            left = Binary(left.start, self.previous_end, line, operator.spelling, left, right)
            left.own = own
        self.leave()
        return left

    def expression_list(self) -> list[Expr]:
        """Read one or more expressions."""
        values = [self.expression()]
        while self.accept(tokens.COMMA):
            self.settle(values[-1])
            values.append(self.expression())
        return values

    def settle(self, expression: Expr | None) -> None:
        """Blame a failing `Index` on the line of the token just read.

        PUC Lua emits an index operation only when its value is wanted, often one token later, and
        blames the line it has then come to.
        """
        if isinstance(expression, Index):
            expression.line = self.previous_line

    def _simple(self) -> Expr:
        """An expression without operators."""
        token = self.token
        kind = token.kind
        if kind == tokens.NAME or kind == tokens.OPEN_PAREN:
            return self.suffixed()
        if kind == tokens.OPEN_BRACE:
            return self._table()
        if kind == tokens.FUNCTION:
            self.advance()
            return self.function_body(token.start, self.token.line, False)
        value: Expr
        if kind == tokens.NUMBER:
            value = Number(token.start, token.end, token.line, token.number)
        elif kind == tokens.STRING:
            value = String(token.start, token.end, token.line, token.text)
        elif kind == tokens.NIL:
            value = Nil(token.start, token.end, token.line)
        elif kind == tokens.TRUE:
            value = TrueLiteral(token.start, token.end, token.line)
        elif kind == tokens.FALSE:
            value = FalseLiteral(token.start, token.end, token.line)
        elif kind == tokens.DOTS:
            if not self.in_vararg:
                self.complain(b"cannot use '...' outside a vararg function near '...'", token.start, token.end)
            value = Vararg(token.start, token.end, token.line)
        else:
            return self.suffixed()
        self.advance()
        return value

    # -- names, indexing and calls

    def suffixed(self) -> Expr:
        """Read a name or a parenthesized expression with all that is indexed and called in it."""
        start = self.token.start
        first_line = self.line_reached() if self.dialect.calls_at_first_line else 0
        left = self._primary()
        if isinstance(left, ErrorExpr):
            return left
        while True:
            kind = self.token.kind
            own = self.token.start
            if kind == tokens.DOT:
                self.advance()
                key: Expr = self.key_name()
                left = Index(start, self.previous_end, self.previous_line, left, key, True)
            elif kind == tokens.OPEN_BRACKET:
                key = self._bracketed_key()
                left = Index(start, self.previous_end, self.previous_line, left, key, False)
            elif kind == tokens.COLON:
                self.advance()
                name = self.key_name()
                self.settle(left)
                line = first_line if first_line > 0 else self.token.line
                arguments = self._arguments(line)
                left = MethodCall(start, self.previous_end, line, left, name, arguments)
            elif kind == tokens.OPEN_PAREN or kind == tokens.STRING or kind == tokens.OPEN_BRACE:
                line = first_line if first_line > 0 else self.token.line
                arguments = self._arguments(line)
                left = Call(start, self.previous_end, line, left, arguments)
            else:
                return left
            left.own = own

    def _primary(self) -> Expr:
        token = self.token
        if token.kind == tokens.NAME:
            return self.name()
        if token.kind == tokens.OPEN_PAREN:
            self.advance()
            inner = self.expression()
            self.expect_closing(tokens.CLOSE_PAREN, tokens.OPEN_PAREN, token.line)
            self.settle(inner)
            return Paren(token.start, self.previous_end, token.line, inner)
        self.problem(b"unexpected symbol")
        return ErrorExpr(self.previous_end, self.previous_end, token.line)

    def _bracketed_key(self) -> Expr:
        self.advance()
        key = self.expression()
        self.expect(tokens.CLOSE_BRACKET)
        return key

    def _arguments(self, line: int) -> list[Expr]:
        """Read the arguments of a call that is on this line."""
        token = self.token
        if token.kind == tokens.OPEN_PAREN:
            if token.line != self.line_before and not self.dialect.call_on_new_line:
                message = b"ambiguous syntax (function call x new statement) near '('"
                self.complain(message, token.start, token.end)
            self.advance()
            arguments = [] if self.token.kind == tokens.CLOSE_PAREN else self.expression_list()
            self.expect_closing(tokens.CLOSE_PAREN, tokens.OPEN_PAREN, line)
            if arguments:
                self.settle(arguments[-1])
            return arguments
        if token.kind == tokens.OPEN_BRACE:
            return [self._table()]
        if token.kind == tokens.STRING:
            self.advance()
            return [String(token.start, token.end, token.line, token.text)]
        self.problem(b"function arguments expected")
        return []

    # -- table constructors

    def _table(self) -> Table:
        opening = self.token
        self.advance()
        items: list[TableItem] = []
        waiting: Expr | None = None  # the last positional value
        while self.token.kind != tokens.CLOSE_BRACE:
            self.settle(waiting)
            item = self._item()
            items.append(item)
            waiting = item.value if item.key is None else None
            if self.accept(tokens.COMMA) or self.accept(tokens.SEMICOLON):
                continue
            if self.token.kind != tokens.CLOSE_BRACE:
                self.not_closed(tokens.CLOSE_BRACE, tokens.OPEN_BRACE, opening.line)
                if not self._at_item():
                    break
        self.expect_closing(tokens.CLOSE_BRACE, tokens.OPEN_BRACE, opening.line)
        self.settle(waiting)
        return Table(opening.start, self.previous_end, opening.line, items)

    def _at_item(self) -> bool:
        """Whether what follows looks like one more item, whose separator was left out."""
        kind = self.token.kind
        return (
            kind == tokens.NAME
            or kind == tokens.STRING
            or kind == tokens.NUMBER
            or kind == tokens.OPEN_BRACKET
            or kind == tokens.OPEN_BRACE
        )

    def _item(self) -> TableItem:
        start = self.token.start
        key: Expr | None = None
        if self.token.kind == tokens.OPEN_BRACKET:
            key = self._bracketed_key()
            self.expect(tokens.ASSIGN)
        elif self.token.kind == tokens.NAME and self.peek() == tokens.ASSIGN:
            key = self.key_name()
            self.advance()
        value = self.expression()
        return TableItem(start, self.previous_end, self.previous_line, key, value)

    # -- functions

    def function_body(self, start: int, line: int, is_method: bool) -> Function:
        """Read a function from its parameter list to its ``end``; `start` and `line` become the node's."""
        outer = self.in_vararg
        outer_line = self.function_line
        self.function_line = line
        opening = self.token.start
        self.expect(tokens.OPEN_PAREN)
        parameters: list[Name] = []
        if is_method:
            parameters.append(Name(opening, opening, line, b"self"))
        is_vararg = self._parameters(parameters)
        vararg: Name | None = None
        if is_vararg and self.dialect.named_varargs and self.token.kind == tokens.NAME:
            vararg = self.name()
        self.expect(tokens.CLOSE_PAREN)
        self.in_vararg = is_vararg
        body = self.function_block(line)
        self.in_vararg = outer
        self.function_line = outer_line
        return Function(start, self.previous_end, line, parameters, is_vararg, vararg, body, body.end_line)

    def _parameters(self, parameters: list[Name]) -> bool:
        """Read the parameters, all but the parentheses; whether ``...`` is among them."""
        if self.token.kind == tokens.CLOSE_PAREN:
            return False
        while True:
            if self.accept(tokens.DOTS):
                return True
            if self.token.kind != tokens.NAME:
                self.problem(b"<name> or '...' expected")
                return False
            parameters.append(self.name())
            if not self.accept(tokens.COMMA):
                return False
