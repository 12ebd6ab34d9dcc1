"""The list's filters as the address has them; what can't be read falls back. Pure."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import get_args
from urllib.parse import urlencode

from syncs.page_values.leads import Shown, When

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_LONGEST = 320
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last lead of the page before, and the number of the first one after it."""

    received_at: datetime
    id: uuid.UUID
    first: int

    def __str__(self) -> str:
        micros = (self.received_at - _BEGINNING) // _MICROSECOND
        text = f"{micros}.{self.id.hex}.{self.first}"
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """The cursor that `str` made; None for anything else."""
    try:
        plain = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
        micros, lead_id, first = plain.split(".")
        received_at = _BEGINNING + timedelta(microseconds=int(micros))
        cursor = Cursor(received_at, uuid.UUID(lead_id), int(first))
    except (ValueError, OverflowError, binascii.Error):
        return None
    return cursor if 0 < cursor.first < 10**9 else None


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list shows. `cause` narrows it to the leads that wait for one cause."""

    when: When = "today"
    state: Shown = ""
    source: uuid.UUID | None = None
    q: str = ""
    cause: str = ""
    after: Cursor | None = None

    @property
    def is_search(self) -> bool:
        """Whether the counters can't say how many leads there are."""
        return bool(self.q or self.cause)

    def query(self, *, after: Cursor | None = None) -> str:
        """The filters as the part of an address from "?" on, for the page after `after`."""
        pairs = {
            "when": self.when,
            "state": self.state,
            "source": str(self.source or ""),
            "q": self.q,
            "cause": self.cause,
            "after": str(after or ""),
        }
        return "?" + urlencode({name: value for name, value in pairs.items() if value})

    def among(self, sources: set[uuid.UUID]) -> Filters:
        """The filters without a source that isn't one of the tenant's."""
        return self if self.source in sources else replace(self, source=None)


def read_filters(given: Mapping[str, str]) -> Filters:
    """The filters of an address; an unknown value counts as not given."""
    return Filters(
        when=next((one for one in get_args(When) if one == given.get("when")), "today"),
        state=next((one for one in get_args(Shown) if one == given.get("state")), ""),
        source=as_uuid(given.get("source", "")),
        q=plain(given.get("q", "")),
        cause=plain(given.get("cause", "")),
        after=read_cursor(given.get("after", "")),
    )


def plain(text: str) -> str:
    """`text` without what PostgreSQL can't hold or nobody types, and no longer than an address."""
    return "".join(char for char in text if char.isprintable()).strip()[:_LONGEST]


def as_uuid(text: str) -> uuid.UUID | None:
    """The id that the text is, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


DAYS: dict[When, int] = {"today": 1, "7d": 7, "30d": 30}
