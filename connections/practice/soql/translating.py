"""The parsed tree of a statement into the values of `statement`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from lark import Token, Transformer, v_args

from connections.practice.rules.refusals import Refused, refuse

from .faults import fault
from .statement import (
    Aggregate,
    AllFields,
    Comparison,
    Condition,
    Either,
    Every,
    Name,
    Negation,
    Ordering,
    Select,
    SemiJoin,
)
from .tokens import literal, name, pattern, texts, whole

MAX_OFFSET = 2_000

_UNEQUAL = {"!=", "<>"}
_MODES = {"SECURITY_ENFORCED", "USER_MODE", "SYSTEM_MODE"}
# FOR VIEW and FOR REFERENCE only note that somebody looked.
_ENDINGS = {"VIEW", "REFERENCE"}
Kind = TypeVar("Kind")
Left = Name | Aggregate


class Translator(Transformer[Token, Any]):
    """One statement's tree, bottom up. Raises Refused for what the grammar can't tell."""

    def __init__(self, text: str) -> None:
        super().__init__(visit_tokens=False)
        self.text = text

    def fault(self, message: str, at: int | None) -> Refused:
        """MALFORMED_QUERY at a place of the text."""
        return fault("MALFORMED_QUERY", message, text=self.text, at=at or 0)

    def select(self, children: list[Any]) -> Select:
        columns, sobject, *rest = children
        more: dict[str, Any] = dict(part for part in rest if part)
        counting = next((one for one in columns if isinstance(one, Token)), None)
        if counting is not None and (len(columns) > 1 or more.keys() & {"group", "having"}):
            raise self.fault(f"unexpected token: '{counting}'", counting.start_pos)
        fields = () if counting is not None else tuple(columns)
        return Select(self.text, counting is not None, fields, sobject, **more)

    def columns(self, found: list[Any]) -> list[Any]:
        return [self._all_fields(one) for one in found]

    def _all_fields(self, column: Any) -> Any:
        if not isinstance(column, Token) or column.type != "FIELDS":
            return column
        which = column.partition("(")[2].strip(") \t\r\n").lower()
        return AllFields(which, column.start_pos or 0)

    @v_args(inline=True)
    def field(self, path: Token, alias: Token | None) -> Name:
        return name(path, alias)

    @v_args(inline=True)
    def aggregate(self, function: Token, path: Token, alias: Token | None = None) -> Aggregate:
        at = function.start_pos or 0
        return Aggregate(function.lower(), name(path), at, str(alias or ""))

    @v_args(inline=True)
    def plain(self, path: Token) -> Name:
        return name(path)

    measured = aggregate
    sobject = field

    @v_args(inline=True)
    def scope(self, wanted: Token) -> tuple[str, str]:
        return "scope", wanted.lower()

    @v_args(inline=True)
    def mode(self, wanted: Token) -> None:
        if wanted.upper() not in _MODES:
            raise self.fault(f"unexpected token: '{wanted}'", wanted.start_pos)

    @v_args(inline=True)
    def ending(self, word: Token, *wanted: Token | None) -> None:
        if word.type == "ALL" or any(one and one.upper() not in _ENDINGS for one in wanted):
            message = f"{word.upper()} {str(wanted[0]).upper()} not allowed in this context"
            raise self.fault(message, word.start_pos)

    def _read(self, token: Token, read: Callable[[Token], Kind]) -> Kind:
        try:
            return read(token)
        except ValueError as wrong:
            raise self.fault(str(wrong), token.start_pos) from wrong

    @v_args(inline=True)
    def where(self, condition: Condition) -> tuple[str, Condition]:
        return "where", condition

    @v_args(inline=True)
    def having(self, condition: Condition) -> tuple[str, Condition]:
        return "having", condition

    def group(self, names: list[Token]) -> tuple[str, tuple[Name, ...]]:
        return "group", tuple(name(one) for one in names)

    def every(self, parts: list[Condition]) -> Every:
        return Every(tuple(parts))

    def either(self, parts: list[Condition]) -> Either:
        return Either(tuple(parts))

    @v_args(inline=True)
    def negation(self, part: Condition) -> Negation:
        return Negation(part)

    @v_args(inline=True)
    def comparison(self, left: Left, operator: Token, value: Token) -> Comparison:
        negated = operator in _UNEQUAL
        kept = "=" if negated else str(operator)
        return Comparison(left, kept, (self._read(value, literal),), negated=negated)

    @v_args(inline=True)
    def likeness(self, left: Left, wanted: Token) -> Comparison:
        return Comparison(left, "like", (self._read(wanted, pattern),))

    @v_args(inline=True)
    def membership(self, left: Left, negation: Token | None, *literals: Token) -> Comparison:
        if literals[0].type == "TEXTS":
            values = self._read(literals[0], texts)
        else:
            values = tuple(self._read(token, literal) for token in literals)
        return Comparison(left, "in", values, negated=negation is not None)

    @v_args(inline=True)
    def inclusion(self, left: Left, word: Token, values: Token) -> Comparison:
        negated = word.type == "EXCLUDES"
        return Comparison(left, "includes", self._read(values, texts), negated=negated)

    @v_args(inline=True)
    def semijoin(self, left: Left, negation: Token | None, select: Select) -> SemiJoin:
        if isinstance(left, Aggregate):
            raise self.fault(f"unexpected token: '{left.function}'", left.at)
        return SemiJoin(left, select, negated=negation is not None)

    def order(self, orderings: list[Ordering]) -> tuple[str, tuple[Ordering, ...]]:
        return "order", tuple(orderings)

    @v_args(inline=True)
    def ordering(self, left: Left, way: Token | None, nulls: Token | None) -> Ordering:
        descending = way is not None and way.type == "DESC"
        nulls_first = not descending if nulls is None else nulls.type == "FIRST"
        return Ordering(left, descending=descending, nulls_first=nulls_first)

    @v_args(inline=True)
    def limit(self, number: Token) -> tuple[str, int]:
        return "limit", self._read(number, whole)

    @v_args(inline=True)
    def offset(self, number: Token) -> tuple[str, int]:
        rows = self._read(number, whole)
        if rows > MAX_OFFSET:
            message = f"Maximum SOQL offset allowed is {MAX_OFFSET}"
            raise refuse("NUMBER_OUTSIDE_VALID_RANGE", message)
        return "offset", rows
