"""How one client stands, before it is put into a row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from connections.models import State as ConnectionState
from syncs.page_values.clients import Health
from syncs.page_values.shell import OrgKind
from tenants.models import Tenant

from .counting import Counted
from .orgs import Orgs, kind_of

_ENDED = (ConnectionState.NEEDS_RECONNECT, ConnectionState.DISCONNECTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Leads that are not done, whenever they came; `oldest_at`: of those on their way."""

    held: int = 0
    failed: int = 0
    pending: int = 0
    oldest_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of one client; of ``days`` the last one is today. ``wrong``: sentences about
    a ledger that differs from the leads or from Salesforce, ``cause``: why most leads wait,
    ``paused``: why Inlet leaves the org alone at the moment,
    ``ending``: when its API calls run out."""

    tenant: Tenant
    orgs: Orgs
    days: tuple[Counted, ...]
    waiting: Waiting
    last_lead_at: datetime | None
    cause: str = ""
    wrong: str = ""
    paused: str = ""
    ending: str = ""

    @property
    def kind(self) -> OrgKind:
        """The kind of its org."""
        return kind_of(self.orgs.main)

    @property
    def health(self) -> Health:
        """The worst that is to be said."""
        main = self.orgs.main
        if main and main.state in _ENDED:
            return "disconnected"
        if self.wrong:
            return "wrong"
        if self.waiting.held or self.waiting.failed:
            return "repair"
        if self.paused or self.ending:
            return "paused" if self.paused else "budget"
        return "well" if self.days[-1].ledger.received else "quiet"

    @property
    def trouble(self) -> str:
        """The same in a sentence; "" where all is well."""
        main = self.orgs.main
        ended = (main.problem or str(ConnectionState(main.state).label)) if main else ""
        told = {
            "disconnected": ended,
            "wrong": self.wrong,
            "repair": self.cause,
            "paused": self.paused,
            "budget": self.ending,
        }
        return told.get(self.health, "")
