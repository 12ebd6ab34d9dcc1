"""Steps on dates. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from mappings.dates import Order, as_salesforce, read_day, read_moment, zone
from mappings.values import Scalar, Step, as_text

from .around import Around, Transform

_FIRST = {"ymd": "year, month, day", "dmy": "day, month, year", "mdy": "month, day, year"}


def _known(name: str) -> str:
    if zone(name) is None:
        raise ValueError(f"There is no time zone “{name}”. Write one such as Europe/Madrid.")
    return name


TimeZone = Annotated[str, Field(max_length=60), AfterValidator(_known)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Date(Transform):
    """Reads a date however it is written; the order says how 03/04/2026 is meant.

    The day is the one that is written. With a time zone it is the day it was there.
    """

    do: Literal["date"] = "date"
    order: Order = "ymd"
    timezone: TimeZone = ""

    def change(self, value: Scalar, around: Around) -> Step:
        """The day as 2026-03-04."""
        day = read_day(value, self.order, zone(self.timezone) if self.timezone else None)
        if day is None:
            return _unread(value, self.order)
        return _read(value, day.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment(Transform):
    """Reads a date with its time; the time zone is that of times which name none."""

    do: Literal["moment"] = "moment"
    order: Order = "ymd"
    timezone: TimeZone = "UTC"

    def change(self, value: Scalar, around: Around) -> Step:
        """The moment in UTC as Salesforce writes it, 2026-03-04T10:11:12.000+0000."""
        found = read_moment(value, self.order, zone(self.timezone) or UTC)
        if found is None:
            return _unread(value, self.order)
        return _read(value, as_salesforce(found))


def _read(value: Scalar, written: str) -> Step:
    came = as_text(value).strip()
    return Step(written, "" if written == came else f"“{came}” is read as {written}.")


def _unread(value: Scalar, order: Order) -> Step:
    came = as_text(value).strip()
    return Step(
        came, problem=f"“{came[:60]}” can’t be read as a date in the order {_FIRST[order]}."
    )
