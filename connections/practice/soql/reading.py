"""Text to statement, by the grammar beside this file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedToken, v_args
from lark.exceptions import VisitError

from connections.practice.rules.refusals import Refused, refuse
from connections.practice.rules.stamps import read_datetime

from .faults import fault
from .literals import split, unescape, unescape_pattern
from .statement import (
    Comparison,
    Condition,
    Either,
    Every,
    Literal,
    Name,
    Negation,
    Ordering,
    Select,
    SemiJoin,
    Span,
)

MAX_STATEMENT = 100_000
MAX_OFFSET = 2_000
_MOST_ROWS = 2**31 - 1

_GRAMMAR = (Path(__file__).parent / "grammar.lark").read_text()
_PARSER = Lark(_GRAMMAR, start="select", parser="lalr", lexer="contextual", maybe_placeholders=True)
_UNEQUAL = {"!=", "<>"}
Kind = TypeVar("Kind")


def read_statement(text: str) -> Select:
    """The statement in `text`. Raises Refused: MALFORMED_QUERY and its kin."""
    if len(text) > MAX_STATEMENT:
        message = f"SOQL statements can not be longer than {MAX_STATEMENT} characters."
        raise refuse("MALFORMED_QUERY", message)
    try:
        tree = _PARSER.parse(text)
        found: Select = _Reader(text).transform(tree)
    except UnexpectedCharacters as wrong:
        raise _unexpected(text, wrong.pos_in_stream or 0, repr(wrong.char)) from wrong
    except UnexpectedToken as wrong:
        raise _unexpected_token(text, wrong.token) from wrong
    except RecursionError as deep:
        raise refuse("QUERY_TOO_COMPLICATED", "The query is nested too deeply.") from deep
    except VisitError as wrong:
        raise wrong.orig_exc from None
    return found


def _unexpected(text: str, at: int, shown: str) -> Refused:
    return fault("MALFORMED_QUERY", f"unexpected token: {shown}", text=text, at=at)


def _unexpected_token(text: str, token: Token) -> Refused:
    if token.type == "$END":
        return _unexpected(text, len(text), "<EOF>")
    return _unexpected(text, token.start_pos or 0, f"'{token}'")


def _literal(token: Token) -> Literal:
    match token.type:
        case "TEXT":
            return unescape(token[1:-1])
        case "NUMBER":
            return Decimal(token)
        case "NULL":
            return None
        case "TRUE" | "FALSE":
            return token.type == "TRUE"
        case "DATETIME":
            return read_datetime(token.upper())
        case "DATE":
            return date.fromisoformat(token)
    name, _, number = token.upper().partition(":")
    return Span(name, int(number or 0))


def _texts(token: Token) -> tuple[Literal, ...]:
    return tuple(unescape(text) for text in split(token))


def _pattern(token: Token) -> str:
    return unescape_pattern(token[1:-1])


def _whole(token: Token) -> int:
    if not token.isdecimal():
        raise ValueError(f"unexpected token: '{token}'")
    return min(int(token), _MOST_ROWS)


def _name(token: Token) -> Name:
    return Name(str(token), token.start_pos or 0)


class _Reader(Transformer[Token, Any]):
    """Turns the parsed tree into the values of `statement`."""

    def __init__(self, text: str) -> None:
        super().__init__(visit_tokens=False)
        self.text = text

    def select(self, children: list[Any]) -> Select:
        tokens = [child for child in children if isinstance(child, Token)]
        more: dict[str, Any] = dict(child for child in children if isinstance(child, tuple))
        columns, sobject = tokens[:-1], tokens[-1]
        counts = columns[0].type == "COUNT"
        fields = () if counts else tuple(_name(token) for token in columns)
        return Select(self.text, counts, fields, _name(sobject), **more)

    def _read(self, token: Token, read: Callable[[Token], Kind]) -> Kind:
        try:
            return read(token)
        except ValueError as wrong:
            at = token.start_pos or 0
            raise fault("MALFORMED_QUERY", str(wrong), text=self.text, at=at) from wrong

    @v_args(inline=True)
    def where(self, condition: Condition) -> tuple[str, Condition]:
        return "where", condition

    def every(self, parts: list[Condition]) -> Every:
        return Every(tuple(parts))

    def either(self, parts: list[Condition]) -> Either:
        return Either(tuple(parts))

    @v_args(inline=True)
    def negation(self, part: Condition) -> Negation:
        return Negation(part)

    @v_args(inline=True)
    def comparison(self, name: Token, operator: Token, literal: Token) -> Comparison:
        negated = operator in _UNEQUAL
        kept = "=" if negated else str(operator)
        return Comparison(_name(name), kept, (self._read(literal, _literal),), negated=negated)

    @v_args(inline=True)
    def likeness(self, name: Token, pattern: Token) -> Comparison:
        return Comparison(_name(name), "like", (self._read(pattern, _pattern),))

    @v_args(inline=True)
    def membership(self, name: Token, negation: Token | None, *literals: Token) -> Comparison:
        if literals[0].type == "TEXTS":
            values = self._read(literals[0], _texts)
        else:
            values = tuple(self._read(token, _literal) for token in literals)
        return Comparison(_name(name), "in", values, negated=negation is not None)

    @v_args(inline=True)
    def semijoin(self, name: Token, negation: Token | None, select: Select) -> SemiJoin:
        return SemiJoin(_name(name), select, negated=negation is not None)

    def order(self, orderings: list[Ordering]) -> tuple[str, tuple[Ordering, ...]]:
        return "order", tuple(orderings)

    @v_args(inline=True)
    def ordering(self, name: Token, way: Token | None, nulls: Token | None) -> Ordering:
        descending = way is not None and way.type == "DESC"
        nulls_first = not descending if nulls is None else nulls.type == "FIRST"
        return Ordering(_name(name), descending=descending, nulls_first=nulls_first)

    @v_args(inline=True)
    def limit(self, number: Token) -> tuple[str, int]:
        return "limit", self._read(number, _whole)

    @v_args(inline=True)
    def offset(self, number: Token) -> tuple[str, int]:
        rows = self._read(number, _whole)
        if rows > MAX_OFFSET:
            message = f"Maximum SOQL offset allowed is {MAX_OFFSET}"
            raise refuse("NUMBER_OUTSIDE_VALID_RANGE", message)
        return "offset", rows
