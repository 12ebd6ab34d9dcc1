"""The ledger of a client: is every lead accounted for, hour by hour and source by source? Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from .ledger import Ledger
from .shell import Choice, Live

Span = Literal["today", "7d", "30d"]
By = Literal["hour", "day"]


@dataclass(frozen=True)
class LedgerLine:
    """An hour (`at`), a day (`on`) or a source (`name`) with its leads; `slow` in seconds."""

    ledger: Ledger
    at: datetime | None = None
    on: date | None = None
    name: str = ""
    address: str = ""  # the list of these leads
    slow: float | None = None


@dataclass(frozen=True)
class Checked:
    """The last time that counters and leads were compared; `wrong` is "" when they agreed.

    `lines` say of each hour that differed what was counted, and what the leads say.
    """

    at: datetime
    leads: int
    wrong: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Compared:
    """A day compared with Salesforce; `ids` are the records to look at."""

    day: date
    org: str
    state: Literal["right", "differs", "waiting", "uncompared"]
    sentences: tuple[str, ...]
    at: datetime | None = None
    ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Speeds:
    """Seconds from received to in Salesforce: of half the leads, of 95 and of 99 in a hundred."""

    typical: float
    slow: float
    slowest: float


@dataclass(frozen=True)
class LedgerPage:
    """The page. `when`, `by` and the chosen source are the filters as the address has them."""

    live: Live
    now: datetime
    total: Ledger
    lines: tuple[LedgerLine, ...]
    by_source: tuple[LedgerLine, ...]
    when: Span = "today"
    by: By = "hour"
    sources: tuple[Choice, ...] = ()
    speeds: Speeds | None = None
    checked: Checked | None = None
    compared: tuple[Compared, ...] = ()
    file_address: str = ""
    leads_address: str = ""
    can_compare: bool = False

    @property
    def is_right(self) -> bool:
        """Whether nothing differs, as far as anybody looked."""
        differs = any(one.state == "differs" for one in self.compared)
        return not (self.total.missing or differs or (self.checked and self.checked.wrong))

    @property
    def is_comparing(self) -> bool:
        """Whether a comparison with Salesforce is under way."""
        return any(one.state == "waiting" for one in self.compared)

    @property
    def is_filtered(self) -> bool:
        """Whether only one source is shown."""
        return any(one.chosen and one.value for one in self.sources)
