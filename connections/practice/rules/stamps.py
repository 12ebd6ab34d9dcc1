"""Times as Salesforce writes them (salesforce-facts 0.12): 2026-03-04T10:11:12.000+0000."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$", re.ASCII)
_DATETIME = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:?\d{2})", re.ASCII
)
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2}(\.\d{3})?)?Z?", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def written(moment: datetime) -> str:
    """A moment as the REST API returns it. It keeps whole seconds only."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000+0000")


def read_datetime(text: str) -> datetime:
    """The moment in `text`, in UTC. ValueError unless it is an ISO time with a zone."""
    if not _DATETIME.fullmatch(text):
        raise ValueError(f"Not a dateTime: {text!r}")
    try:
        return datetime.fromisoformat(_OFFSET.sub(r"\1:\2", text)).astimezone(UTC)
    except OverflowError as outside:
        raise ValueError(f"Not a dateTime: {text!r}") from outside


def read_date(text: str) -> date:
    """The day in `text`, or of the time in it. ValueError when there is none."""
    if _DATE.fullmatch(text):
        return date.fromisoformat(text)
    return read_datetime(text).date()


def read_time(text: str) -> time:
    """The time of day in `text`, "10:11:12.000Z". ValueError when it is none."""
    if not _TIME.fullmatch(text):
        raise ValueError(f"Not a time: {text!r}")
    return time.fromisoformat(text.removesuffix("Z"))


def written_time(moment: time) -> str:
    """A time of day as the REST API returns it."""
    return f"{moment.isoformat(timespec='milliseconds')}Z"


def to_second(moment: datetime) -> datetime:
    """The moment without its fraction: stamps are stored as they are shown."""
    return moment.replace(microsecond=0)
