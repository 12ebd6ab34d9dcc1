"""The only builder of SOQL: identifiers are checked, values are escaped, text is never spliced.

Pure. Rules of the language: salesforce-facts 3.2 and 3.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

MAX_STATEMENT = 100_000
MAX_LITERAL = 4_000

Value = str | bool | int | float | Decimal | date | datetime | None

_IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)*", re.ASCII)
_ORDER = re.compile(r"(?P<field>\S+)( (?P<way>ASC|DESC))?( NULLS (FIRST|LAST))?", re.ASCII)
# Salesforce has no escape for these that it reads back; lone surrogates are not text at all.
_UNSENDABLE = re.compile("[\x00-\x07\x0b\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")
_ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        "'": "\\'",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\b": "\\b",
        "\f": "\\f",
    }
)


@dataclass(frozen=True, slots=True)
class Condition:
    """What stands behind WHERE, or a part of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Select:
    """A whole query. ``text`` is what is sent; with ``all_rows`` deleted rows are found too."""

    sobject: str
    fields: tuple[str, ...]
    text: str
    all_rows: bool = False


# In a LIKE, what stands behind a backslash stands for itself.
_LIKE_PARTS = re.compile(r"\\([\\%_])|([%_])|([^\\%_]+)", re.DOTALL)
_QUOTING = {one: escape for one, escape in _ESCAPES.items() if one != ord("\\")}

# `IN ()` is not SOQL, and every row has an Id.
NOTHING = Condition("Id = null")


def identifier(name: str) -> str:
    """The API name, unchanged, of an object or a field ("Owner.Name"); else ValueError."""
    if not _IDENTIFIER.fullmatch(name):
        raise ValueError(f"Not an API name: {name!r}")
    return name


def sendable(text: str) -> str:
    """The text without the characters that SOQL can't carry: controls, U+2028, U+2029."""
    return _UNSENDABLE.sub("", text)


def literal(value: Value) -> str:
    """The value as SOQL writes it: quoted and escaped text, bare numbers, dates and booleans.

    Raises ValueError for a datetime without a zone and for text above 4,000 characters.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _quoted(value)
    return format(Decimal(str(value)), "f")


def equals(field: str, value: Value) -> Condition:
    """``field = value``. Text compares without regard to case (salesforce-facts 3.4)."""
    return Condition(f"{identifier(field)} = {literal(value)}")


def at_least(field: str, value: Value) -> Condition:
    """``field >= value``, for watermarks and dates."""
    return Condition(f"{identifier(field)} >= {literal(value)}")


def before(field: str, value: Value) -> Condition:
    """``field < value``, for the end of a span of time."""
    return Condition(f"{identifier(field)} < {literal(value)}")


def is_set(field: str) -> Condition:
    """``field != null``: the field holds something."""
    return Condition(f"{identifier(field)} != null")


def within(field: str, values: Iterable[Value]) -> Condition:
    """``field IN (…)``, each value once, in order. No values: a condition that matches nothing.

    Text that is too long to be a literal is left out: no column that can be searched holds it.
    """
    name = identifier(field)
    literals = dict.fromkeys(literal(value) for value in values if not _too_long(value))
    return Condition(f"{name} IN ({', '.join(literals)})") if literals else NOTHING


def like_text(text: str) -> str:
    """Text that stands for itself in the pattern of a ``like`` (salesforce-facts 3.3)."""
    clean = sendable(text).replace("\\", "\\\\")
    return clean.replace("%", "\\%").replace("_", "\\_")


def like(field: str, pattern: str) -> Condition:
    """``field LIKE pattern``: % is any text, _ one character; ``like_text`` writes the rest.

    Raises ValueError for a backslash that escapes nothing, and above 4,000 characters.
    """
    _like_parts(pattern)
    clean = sendable(pattern)
    if len(clean) > MAX_LITERAL:
        raise ValueError(f"The pattern has {len(clean)} characters, one takes {MAX_LITERAL}.")
    return Condition(f"{identifier(field)} LIKE '{clean.translate(_QUOTING)}'")


def fits(pattern: str, text: str) -> bool:
    """Whether ``like`` with this pattern finds the text, which it compares in any case."""
    return bool(_like_regex(pattern).fullmatch(text))


def within_select(field: str, select: Select) -> Condition:
    """``field IN (SELECT …)``, a semi-join."""
    return Condition(f"{identifier(field)} IN ({select.text})")


def all_of(*conditions: Condition) -> Condition:
    """Every condition holds. Raises ValueError without one."""
    return _joined(" AND ", conditions)


def any_of(*conditions: Condition) -> Condition:
    """At least one condition holds. Raises ValueError without one."""
    return _joined(" OR ", conditions)


def select(
    sobject: str,
    fields: Sequence[str],
    *,
    where: Condition | None = None,
    order_by: str = "",
    limit: int | None = None,
    all_rows: bool = False,
) -> Select:
    """The query for these fields, each named once.

    ``order_by`` is "CreatedDate" or "CreatedDate DESC, Id"; ``all_rows`` finds deleted and merged
    rows too. Raises ValueError for names that
    aren't API names, without fields, and above 100,000 characters.
    """
    names = tuple(dict.fromkeys(identifier(name) for name in fields))
    if not names:
        raise ValueError("A query needs a field.")
    parts = ["SELECT", ", ".join(names), "FROM", identifier(sobject)]
    if where is not None:
        parts.append(f"WHERE {where.text}")
    if order_by:
        parts.append(f"ORDER BY {_order(order_by)}")
    if limit is not None:
        parts.append(f"LIMIT {int(limit)}")
    text = " ".join(parts)
    if len(text) > MAX_STATEMENT:
        raise ValueError(f"The query has {len(text)} characters, Salesforce takes {MAX_STATEMENT}.")
    return Select(sobject=sobject, fields=names, text=text, all_rows=all_rows)


@lru_cache(maxsize=4096)
def _like_regex(pattern: str) -> re.Pattern[str]:
    wild = {"%": ".*", "_": "."}
    parts = _like_parts(pattern)
    source = "".join(wild.get(sign) or re.escape(kept or plain) for kept, sign, plain in parts)
    return re.compile(source, re.DOTALL | re.IGNORECASE)


def _like_parts(pattern: str) -> list[tuple[str, str, str]]:
    parts: list[tuple[str, str, str]] = _LIKE_PARTS.findall(pattern)
    if sum(len("".join(part)) + bool(part[0]) for part in parts) != len(pattern):
        raise ValueError(f"A backslash escapes nothing in {pattern!r}.")
    return parts


def _too_long(value: Value) -> bool:
    return isinstance(value, str) and len(sendable(value)) > MAX_LITERAL


def _quoted(text: str) -> str:
    clean = sendable(text)
    if len(clean) > MAX_LITERAL:
        raise ValueError(f"The text has {len(clean)} characters, a literal takes {MAX_LITERAL}.")
    return f"'{clean.translate(_ESCAPES)}'"


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("A moment needs a zone.")
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _joined(word: str, conditions: Sequence[Condition]) -> Condition:
    if not conditions:
        raise ValueError("There is no condition to join.")
    if len(conditions) == 1:
        return conditions[0]
    return Condition(word.join(f"({condition.text})" for condition in conditions))


def _order(text: str) -> str:
    columns = [column.strip() for column in text.split(",")]
    for column in columns:
        found = _ORDER.fullmatch(column)
        if not found:
            raise ValueError(f"Not an order: {column!r}")
        identifier(found["field"])
    return ", ".join(columns)
