"""The settings of a client's Salesforce org: will Salesforce take my leads? Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal
from urllib.parse import quote

from connections.blocking import Advice
from mappings.preflight import Finding, RemedyKind

from .checklist import Checklist, OrgChange
from .shell import Fact, Live

Tone = Literal["failed", "held", "unchanged", "created"]
Standing = Literal["working", "ended", "new", "disconnected"]


@dataclass(frozen=True)
class OrgTab:
    """One of the client's orgs; drawn when there are several."""

    id: str
    label: str
    shown: bool


@dataclass(frozen=True)
class Share:
    """A part of the bar of checks, in percent of its width."""

    state: Tone
    label: str
    start: float
    width: float


@dataclass(frozen=True)
class CheckRow:
    """A line of "To do". `act`: what its button is; "" where nothing can be done from here."""

    finding: Finding
    act: Literal["", "fix", "ask", "reconnect"] = ""

    @property
    def key_quoted(self) -> str:
        """The finding's key as a part of an address."""
        return quote(self.finding.key, safe="")

    @property
    def button(self) -> str:
        """The label of its button."""
        return self.finding.remedy.button if self.finding.remedy else ""


@dataclass(frozen=True, kw_only=True)
class SalesforcePage:
    """The page about one org. `checking`: a run was asked for and has not ended."""

    now: datetime
    connection_id: str
    environment: Literal["production", "sandbox", "practice"]
    standing: Standing
    checklist: Checklist
    problem: str = ""
    notice: str = ""
    advice: Advice | None = None
    other_org: str = ""
    orgs: tuple[OrgTab, ...] = ()
    facts: tuple[Fact, ...] = ()
    changes: tuple[OrgChange, ...] = ()
    can_edit: bool = False
    can_manage: bool = False
    by_browser: bool = True
    checking: bool = False
    gave_up: bool = False
    live: Live | None = None
    rows: tuple[CheckRow, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rows", tuple(_row(one) for one in self.checklist.to_do))

    @property
    def total(self) -> int:
        """How many lines the checklist has."""
        return len(self.checklist.findings)

    @property
    def shares(self) -> tuple[Share, ...]:
        """The bar of checks: what blocks, what to look at, what nobody could see, the rest."""
        listed = self.checklist
        counts: tuple[tuple[Tone, str, int], ...] = (
            ("failed", "Blocks leads", len(listed.blocking)),
            ("held", "Look at it", len(listed.looks)),
            ("unchanged", "Could not be checked", len(listed.unseen)),
            ("created", "In order", len(listed.in_order)),
        )
        shares, start = [], 0.0
        for state, label, count in counts:
            width = 100 * count / self.total if self.total else 0.0
            if count:
                shares.append(Share(state, f"{label}: {count}", round(start, 2), round(width, 2)))
            start += width
        return tuple(shares)

    @property
    def asks_admin(self) -> int:
        """How many lines only an admin of the org can put right."""
        return sum(row.act == "ask" for row in self.rows)


_ACTS: dict[RemedyKind, Literal["fix", "ask", "reconnect"]] = {
    RemedyKind.SET_DEFAULT: "fix",
    RemedyKind.MAP_VALUE: "fix",
    RemedyKind.CHOOSE_OWNER: "fix",
    RemedyKind.SAVE_ANYWAY: "fix",
    RemedyKind.WORK_WITHOUT_KEY: "fix",
    RemedyKind.CREATE_FIELDS: "ask",
    RemedyKind.ASK_ADMIN: "ask",
    RemedyKind.RECONNECT: "reconnect",
}


def _row(finding: Finding) -> CheckRow:
    return CheckRow(finding, _ACTS[finding.remedy.kind] if finding.remedy else "")


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    """A link for an admin of the org, and the message around it; the link is shown this once."""

    connection_id: str
    recipient: str
    message: str
    url: str
    subject: str
    expires_at: datetime
    mail_address: str = ""
    is_sent: bool = False
