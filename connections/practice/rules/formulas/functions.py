"""The functions of formulas, over values that are calculated already."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from .scope import Value

_MOST_TEXT = 4_000


def is_blank(value: Value) -> bool:
    """Nothing, or text without anything but spaces."""
    return value is None or (isinstance(value, str) and not value.strip())


def as_text(value: Value) -> str:
    """A value as TEXT shows it."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value).upper() if isinstance(value, bool) else value.isoformat()


def as_number(value: Value) -> Decimal | None:
    """A value as a number; None when it is none."""
    if isinstance(value, Decimal):
        return value
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _whole(value: Value) -> int:
    return int(as_number(value) or 0)


def _regex(text: Value, pattern: Value) -> bool:
    try:
        return re.fullmatch(as_text(pattern), as_text(text)[:_MOST_TEXT]) is not None
    except re.error:
        return False


def _middle(text: Value, start: Value, count: Value) -> str:
    first = max(_whole(start), 1) - 1
    return as_text(text)[first : first + max(_whole(count), 0)]


def _right(text: Value, count: Value) -> str:
    wanted = max(_whole(count), 0)
    return as_text(text)[-wanted:] if wanted else ""


def _rounded(value: Value, places: Value) -> Value:
    number = as_number(value)
    return None if number is None else number.quantize(Decimal(1).scaleb(-_whole(places)),
                                                       ROUND_HALF_UP)  # fmt: skip


def _cut(rounding: str) -> Callable[[Value], Value]:
    def cut(value: Value) -> Value:
        number = as_number(value)
        return None if number is None else number.to_integral_value(rounding)

    return cut


def _part(name: str) -> Callable[[Value], Value]:
    def part(value: Value) -> Value:
        return Decimal(getattr(value, name)) if isinstance(value, date) else None

    return part


def _day(value: Value) -> Value:
    if isinstance(value, datetime):
        return value.date()
    try:
        return value if isinstance(value, date) else date.fromisoformat(as_text(value)[:10])
    except ValueError:
        return None


def _made_day(year: Value, month: Value, day: Value) -> Value:
    try:
        return date(_whole(year), _whole(month), _whole(day))
    except (ValueError, OverflowError):
        return None


def _extreme(choose: Callable[[list[Decimal]], Decimal]) -> Callable[..., Value]:
    def chosen(*values: Value) -> Value:
        known = [number for number in map(as_number, values) if number is not None]
        return choose(known) if known else None

    return chosen


def _remainder(value: Value, by: Value) -> Value:
    number, divisor = as_number(value), as_number(by)
    return number % divisor if number is not None and divisor else None


def _size(value: Value) -> Value:
    number = as_number(value)
    return None if number is None else abs(number)


# Name → (least arguments, most arguments, function).
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Any]]] = {
    "ISBLANK": (1, 1, is_blank),
    # Text is never null (Salesforce's own note on ISNULL).
    "ISNULL": (1, 1, lambda value: value is None),
    "BLANKVALUE": (2, 2, lambda value, other: other if is_blank(value) else value),
    "NULLVALUE": (2, 2, lambda value, other: other if value is None else value),
    "ISNUMBER": (1, 1, lambda value: as_number(value) is not None),
    "LEN": (1, 1, lambda text: Decimal(len(as_text(text)))),
    "CONTAINS": (2, 2, lambda text, part: as_text(part) in as_text(text)),
    "BEGINS": (2, 2, lambda text, part: as_text(text).startswith(as_text(part))),
    "INCLUDES": (2, 2, lambda text, part: as_text(part) in as_text(text).split(";")),
    "ISPICKVAL": (2, 2, lambda value, wanted: as_text(value) == as_text(wanted)),
    "REGEX": (2, 2, _regex),
    "UPPER": (1, 2, lambda text, *_: as_text(text).upper()),
    "LOWER": (1, 2, lambda text, *_: as_text(text).lower()),
    "TRIM": (1, 1, lambda text: as_text(text).strip()),
    "TEXT": (1, 1, as_text),
    "VALUE": (1, 1, as_number),
    "LEFT": (2, 2, lambda text, count: as_text(text)[: max(_whole(count), 0)]),
    "RIGHT": (2, 2, _right),
    "MID": (3, 3, _middle),
    "FIND": (2, 2, lambda part, text: Decimal(as_text(text).find(as_text(part)) + 1)),
    "SUBSTITUTE": (3, 3, lambda text, old, new: as_text(text).replace(as_text(old), as_text(new))),
    "ROUND": (2, 2, _rounded),
    "FLOOR": (1, 1, _cut(ROUND_FLOOR)),
    "CEILING": (1, 1, _cut(ROUND_CEILING)),
    "ABS": (1, 1, _size),
    "MOD": (2, 2, _remainder),
    "MAX": (1, 30, _extreme(max)),
    "MIN": (1, 30, _extreme(min)),
    "YEAR": (1, 1, _part("year")),
    "MONTH": (1, 1, _part("month")),
    "DAY": (1, 1, _part("day")),
    "DATE": (3, 3, _made_day),
    "DATEVALUE": (1, 1, _day),
}
