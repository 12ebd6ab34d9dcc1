"""Single tokens of a statement as values. Each raises ValueError for what makes no sense."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from lark import Token

from connections.practice.rules.stamps import read_datetime

from .literals import split, unescape, unescape_pattern
from .spans import read_span
from .statement import Literal, Name

_MOST_ROWS = 2**31 - 1


def literal(token: Token) -> Literal:
    """The value of a literal."""
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
    return read_span(token)


def texts(token: Token) -> tuple[Literal, ...]:
    """The values of a list of texts, which is one token."""
    return tuple(unescape(text) for text in split(token))


def pattern(token: Token) -> str:
    """The pattern of a LIKE, with its escaped wildcards."""
    return unescape_pattern(token[1:-1])


def whole(token: Token) -> int:
    """A number of rows."""
    if not token.isdecimal():
        raise ValueError(f"unexpected token: '{token}'")
    return min(int(token), _MOST_ROWS)


def name(token: Token, alias: Token | None = None) -> Name:
    """A name and where it stands."""
    return Name(str(token), token.start_pos or 0, str(alias or ""))
