"""Whether conditions hold: of a record, an Account, or a lead that is yet to be written. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from mappings.paths import look_up
from mappings.rules import Condition, Test
from mappings.values import Unreadable, as_text, is_blank

_DATE = re.compile(r"\d{4}-\d\d-\d\d(t.*)?", re.ASCII | re.DOTALL)
_DATE_LENGTH = len("2026-03-04")
# A postal code or a phone number, which is not the number that it looks like.
_NO_QUANTITY = re.compile(r"[+0]\d.*", re.ASCII)


class Compared(Protocol):
    """What says how a value is compared, and with what."""

    @property
    def test(self) -> Test: ...

    @property
    def values(self) -> tuple[str, ...]: ...


def all_hold(
    conditions: Iterable[Condition], *, values: Mapping[str, Any], lead: Mapping[str, Any]
) -> bool:
    """Whether every condition holds, of ``values`` by API name and of the canonical ``lead``.

    A source that this lead can't be asked for counts as blank. Raises RulesRefused for a source
    that no lead can be asked for.
    """
    return all(holds(each, _value(each, values, lead)) for each in conditions)


def holds(condition: Compared, value: Any) -> bool:
    """Whether the condition is true of one value, None for blank.

    Text compares without regard to letter case and outer blanks, "40" is 40, and a moment is
    compared by its day where the other side is a day.
    """
    return _TESTS[condition.test](value, condition.values)


def _value(condition: Condition, values: Mapping[str, Any], lead: Mapping[str, Any]) -> Any:
    if not condition.source:
        return values.get(condition.field)
    try:
        return look_up(condition.source, lead)
    except Unreadable:
        return None


def _plain(value: Any) -> str:
    return "" if value is None else as_text(value).strip().casefold()


def _is(value: Any, wanted: str) -> bool:
    if _plain(value) == _plain(wanted):
        return True
    if any(_NO_QUANTITY.fullmatch(_plain(side)) for side in (value, wanted)):
        return False
    return _order(value, wanted) == 0


def _order(value: Any, wanted: str) -> int | None:
    """-1, 0 or 1 as ``value`` is below, at or above ``wanted``; None where nobody can tell."""
    numbers = (_number(value), _number(wanted))
    if numbers[0] is not None and numbers[1] is not None:
        return _sign(numbers[0], numbers[1])
    moments = (_moment(value), _moment(wanted))
    if moments[0] is None or moments[1] is None:
        return None
    if _is_day(value) or _is_day(wanted):
        return _sign(_day(value), _day(wanted))
    return _sign(*moments)


def _sign(left: Any, right: Any) -> int:
    return int(left > right) - int(left < right)


def _number(value: Any) -> Decimal | None:
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(as_text(value).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _moment(value: Any) -> datetime | None:
    text = _plain(value)
    try:
        found = datetime.fromisoformat(text.upper()) if _DATE.fullmatch(text) else None
    except ValueError:
        return None
    if found is None:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _day(value: Any) -> date:
    return date.fromisoformat(_plain(value)[:_DATE_LENGTH])


def _is_day(value: Any) -> bool:
    return len(_plain(value)) == _DATE_LENGTH


def _contains(value: Any, wanted: tuple[str, ...]) -> bool:
    return any(_plain(one) in _plain(value) for one in wanted if one.strip())


def _starts_with(value: Any, wanted: tuple[str, ...]) -> bool:
    return _plain(value).startswith(tuple(_plain(one) for one in wanted if one.strip()))


_TESTS: Mapping[Test, Callable[[Any, tuple[str, ...]], bool]] = {
    Test.IS: lambda value, wanted: any(_is(value, one) for one in wanted),
    Test.IS_NOT: lambda value, wanted: not any(_is(value, one) for one in wanted),
    Test.CONTAINS: _contains,
    Test.STARTS_WITH: _starts_with,
    Test.AT_LEAST: lambda value, wanted: any(_order(value, one) in (0, 1) for one in wanted),
    Test.AT_MOST: lambda value, wanted: any(_order(value, one) in (0, -1) for one in wanted),
    Test.IS_BLANK: lambda value, _: is_blank(value),
    Test.IS_NOT_BLANK: lambda value, _: not is_blank(value),
}
