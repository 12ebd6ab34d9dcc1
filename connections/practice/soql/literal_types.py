"""A statement's literals as values of a field's type; the refusals say what was expected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal

from connections.practice.rules.fields import IDS, NUMBERS, TEXTS, Field
from connections.practice.rules.ids import to_18

from .plan import Comparable
from .statement import Literal


class WrongLiteral(ValueError):
    """A literal that doesn't fit its field. Carries Salesforce's code and message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def comparable(field: Field, literal: Literal) -> Comparable:
    """`literal` in the form in which values of `field` are compared. WrongLiteral if it can't."""
    if literal is None:
        return None
    return _READERS.get(field.type, _text)(field, literal)


def _quoting(field: Field, *, wanted: bool) -> WrongLiteral:
    kind = "dateTime" if field.type == "datetime" else field.type
    kind = "string" if field.type in TEXTS else kind
    rule = "should be enclosed in quotes" if wanted else "should not be enclosed in quotes"
    message = (
        f"value of filter criterion for field '{field.name}' must be of type {kind} and {rule}"
    )
    return WrongLiteral("INVALID_FIELD", message)


def _text(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, str):
        raise _quoting(field, wanted=True)
    # An empty literal means blank: empty text is never stored.
    return literal.lower() or None


def _id(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, str):
        raise _quoting(field, wanted=True)
    if not literal:
        return None
    try:
        return to_18(literal)
    except ValueError as malformed:
        message = f"invalid ID field: {literal}"
        raise WrongLiteral("INVALID_QUERY_FILTER_OPERATOR", message) from malformed


def _number(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, Decimal):
        raise _quoting(field, wanted=False)
    return literal


def _flag(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, bool):
        raise _quoting(field, wanted=False)
    return literal


def _day(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, date) or isinstance(literal, datetime):
        raise _quoting(field, wanted=False)
    return literal


def _moment(field: Field, literal: Literal) -> Comparable:
    if not isinstance(literal, datetime):
        raise _quoting(field, wanted=False)
    return literal


_READERS: Mapping[str, Callable[[Field, Literal], Comparable]] = {
    **dict.fromkeys(TEXTS, _text),
    **dict.fromkeys(IDS, _id),
    **dict.fromkeys(NUMBERS, _number),
    "boolean": _flag,
    "date": _day,
    "datetime": _moment,
}
