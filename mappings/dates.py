"""Days and moments, however they are written, as Salesforce writes them. Pure.

Nothing depends on today: relative dates ("yesterday") and days without a year are not read.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateparser import DateDataParser

from mappings.values import Scalar, as_text

Order = Literal["ymd", "dmy", "mdy"]

_LONGEST = 60
_YEARS = range(1700, 4001)  # what a date field of Salesforce holds
_SECONDS, _MILLISECONDS = range(10**8, 10**11), range(10**11, 10**14)
_CLOCK = (
    r"(?:(?:[T ,]|\s+at)\s*(\d{1,2})[:.](\d\d)(?:[:.](\d\d)(?:[.,]\d+)?)?"
    r"\s*(?:([AaPp])\.?[Mm]\.?)?\s*(Z|GMT|UTC|[+-]\d\d:?\d\d)?)?"
)
_NUMERIC = re.compile(rf"(\d{{1,4}})([./-])(\d{{1,2}})\2(\d{{1,4}}){_CLOCK}", re.ASCII)
_LONG_TEXT = re.compile(r"[^\W\d_]{3}")
_HAS_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_MONTHS = {
    name: number
    for number, full in enumerate(_NAMES, start=1)
    for name in (full, full[:3], full[:4] if full == "september" else full)
}
_NAMED = re.compile(
    rf"(?:[A-Za-z]{{3,9}},?\s+)?(?:(\d{{1,2}})(?:st|nd|rd|th)?[ -]([A-Za-z]{{3,9}})|"
    rf"([A-Za-z]{{3,9}})\.? (\d{{1,2}})(?:st|nd|rd|th)?),?[ -](\d{{4}}){_CLOCK}",
    re.ASCII,
)
_LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da", "nb", "fi", "cs", "tr"]


@lru_cache(maxsize=256)
def zone(name: str) -> tzinfo | None:
    """The time zone with this name ("Europe/Madrid"), or None."""
    try:
        return UTC if name in {"", "UTC"} else ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def read_moment(value: Scalar, order: Order, local: tzinfo) -> datetime | None:
    """The moment, with its zone; ``local`` is the zone of one that names none. None: unreadable.

    ``order`` says how to read 03/04/2026; ISO dates, names of months and seconds or milliseconds
    since 1970 are read in any order.
    """
    if isinstance(value, bool):
        return None
    text = " ".join(as_text(value).split())
    found = _read(text, order) if len(text) <= _LONGEST else None
    if found is None or found.year not in _YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=local)


def read_day(value: Scalar, order: Order, local: tzinfo | None) -> date | None:
    """The day as it is written; with ``local`` the day it was there at that moment."""
    found = read_moment(value, order, local or UTC)
    if found is None:
        return None
    return found.astimezone(local).date() if local else found.date()


def as_salesforce(moment: datetime) -> str:
    """The moment in UTC as Salesforce writes it (salesforce-facts 0, trap 12)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


@lru_cache(maxsize=4096)
def _read(text: str, order: Order) -> datetime | None:
    try:
        if text[:1].isdigit() and (found := _read_iso(text) or _read_epoch(text)):
            return found
        if numeric := _NUMERIC.fullmatch(text):
            return _read_numeric(numeric, order)
        if (named := _NAMED.fullmatch(text)) and _month_in(named):
            return _read_named(named)
        is_text = _LONG_TEXT.search(text) and _HAS_YEAR.search(text)
        return _parser(order).get_date_data(text).date_obj if is_text else None
    except (ValueError, OverflowError):
        return None


def _read_iso(text: str) -> datetime | None:
    if len(text) < 8 or not text[:4].isdigit() or "W" in text:
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_epoch(text: str) -> datetime | None:
    whole = text.partition(".")[0]
    if not re.fullmatch(r"\d{9,14}(\.\d+)?", text, re.ASCII):
        return None
    if int(whole) in _SECONDS:
        return datetime.fromtimestamp(float(text), UTC)
    return datetime.fromtimestamp(int(whole) / 1000, UTC) if int(whole) in _MILLISECONDS else None


def _read_numeric(found: re.Match[str], order: Order) -> datetime | None:
    first, second, third = found[1], found[3], found[4]
    if len(first) == 4:
        year, month, day = first, second, third
    elif order == "ymd" or len(first) == 3:
        return None
    else:
        year, (day, month) = third, (first, second) if order == "dmy" else (second, first)
    if len(year) not in {2, 4} or len(day) > 2:
        return None
    return datetime.combine(date(_full(year), int(month), int(day)), _clock(*found.groups()[4:]))


def _month_in(found: re.Match[str]) -> int:
    """The month that is named in English, 0 for another word."""
    return _MONTHS.get((found[2] or found[3]).lower(), 0)


def _read_named(found: re.Match[str]) -> datetime:
    day = date(int(found[5]), _month_in(found), int(found[1] or found[4]))
    return datetime.combine(day, _clock(*found.groups()[5:]))


def _full(year: str) -> int:
    """A year of two digits as Python's own strptime reads it: 69 is 1969, 68 is 2068."""
    short = int(year)
    return short if len(year) == 4 else short + (1900 if short >= 69 else 2000)


def _clock(hour: str | None, minute: str, *rest: str | None) -> time:
    """The time of day; ``rest`` are the second, "a" or "p", and the zone."""
    second, half, offset = rest
    if hour is None:
        return time()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise ValueError("There is no such hour.")
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return time(hours, int(minute), int(second or 0), tzinfo=_offset(offset))


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    if text[0] not in "+-":
        return UTC
    size = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-size if text[0] == "-" else size)


@lru_cache(maxsize=3)
def _parser(order: Order) -> DateDataParser:
    """The library's reader, held to what doesn't depend on the clock or on earlier texts."""
    return DateDataParser(
        languages=_LANGUAGES,
        try_previous_locales=False,
        settings={
            "PARSERS": ["absolute-time"],
            "REQUIRE_PARTS": ["day", "month", "year"],
            "DATE_ORDER": order.upper(),
            "PREFER_LOCALE_DATE_ORDER": False,
            "RELATIVE_BASE": datetime(2000, 1, 1),  # noqa: DTZ001 (the library wants it naive)
            "NORMALIZE": True,
        },
    )
