"""What of the ledger is shown, as the address has it; what can't be read falls back. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import get_args
from urllib.parse import urlencode

from syncs.page_values.ledger_page import By, Span

from .filters import as_uuid


@dataclass(frozen=True, slots=True)
class LedgerFilters:
    """What the page shows. Hours only where they are few enough to be read."""

    when: Span = "today"
    by: By = "hour"
    source: uuid.UUID | None = None

    def among(self, sources: set[uuid.UUID]) -> LedgerFilters:
        """The filters without a source that isn't one of the client's."""
        return self if self.source in sources else replace(self, source=None)

    def query(self) -> str:
        """The filters as the part of an address from "?" on."""
        pairs = {"when": self.when, "by": self.by, "source": str(self.source or "")}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def read_ledger_filters(given: Mapping[str, str]) -> LedgerFilters:
    """The filters of an address; an unknown value counts as not given."""
    when: Span = next((one for one in get_args(Span) if one == given.get("when")), "today")
    usual: By = "hour" if when == "today" else "day"
    by: By = next((one for one in get_args(By) if one == given.get("by")), usual)
    return LedgerFilters(
        when=when,
        by="day" if when == "30d" else by,
        source=as_uuid(given.get("source", "")),
    )
