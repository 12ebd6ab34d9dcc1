"""The Salesforce orgs of a client: which one its leads go to, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.urls import reverse

from connections.models import Connection, State
from connections.models import Environment as Kind
from syncs.models import BatchRun, Lane
from syncs.page_values import ApiCalls, Environment
from syncs.page_values.shell import OrgKind

from .api_calls import outlook_of

_SEALED = ("client_secret_sealed", "access_token_sealed", "refresh_token_sealed")
_KINDS: dict[str, OrgKind] = {
    Kind.PRODUCTION: "production",
    Kind.SANDBOX: "sandbox",
    Kind.PRACTICE: "practice",
}


@dataclass(frozen=True, slots=True)
class Orgs:
    """A tenant's connections, the oldest first."""

    all: tuple[Connection, ...]

    @property
    def live(self) -> Connection | None:
        """The real org that somebody connected, also when its access ended since."""
        known = (State.CONNECTED, State.NEEDS_RECONNECT)
        return next(
            (one for one in self.all if one.environment != Kind.PRACTICE and one.state in known),
            None,
        )

    @property
    def practice(self) -> Connection | None:
        """The practice org."""
        return next((one for one in self.all if one.environment == Kind.PRACTICE), None)

    @property
    def main(self) -> Connection | None:
        """The org that the client's pages are about and new sources send to."""
        return self.live or self.practice or next(iter(self.all), None)


def read_orgs() -> Orgs:
    """The connections of the tenant in force; one read, without secrets."""
    return Orgs(tuple(Connection.objects.defer(*_SEALED).order_by("created_at", "id")))


def kind_of(connection: Connection | None) -> OrgKind:
    """Which kind of org; a client without any has the practice org before it."""
    return _KINDS[connection.environment] if connection else "practice"


def host(address: str) -> str:
    """The host of a web address: what people know an org by."""
    return urlsplit(address).netloc


def environment_of(orgs: Orgs, connection: Connection | None) -> Environment | None:
    """The strip that says which org a page is about."""
    if connection is None:
        return None
    return Environment(
        kind=kind_of(connection),
        address=host(connection.instance_url or connection.login_url),
        connected_as=connection.display_name or connection.username,
        checked_at=connection.api_seen_at or connection.checked_at,
        live_org=orgs.live is not None,
    )


def calls_of(connection: Connection | None, now: datetime) -> ApiCalls | None:
    """The org's API calls as its last answer told; None before the first. One read."""
    if connection is None or connection.api_seen_at is None:
        return None
    used, allowed = connection.api_used or 0, connection.api_allowed or 0
    return ApiCalls(used, allowed, connection.api_seen_at, outlook_of(connection, now))


def ended_at(connection: Connection | None) -> datetime | None:
    """When Salesforce ended our access: the last time that it still let us in."""
    if connection is None or connection.state != State.NEEDS_RECONNECT:
        return None
    times = (connection.api_seen_at, connection.refreshed_at, connection.created_at)
    return max(time for time in times if time is not None)


def unanswered_since(connection: Connection | None) -> datetime | None:
    """The last answer of an org that now gives none; None while it answers."""
    if connection is None or connection.state == State.NEEDS_RECONNECT:
        return None
    if not Lane.objects.filter(connection=connection, troubles__gt=0).exists():
        return None
    last = BatchRun.objects.filter(connection=connection).order_by("-at").values_list("at")[:1]
    told = [at for (at,) in last] + [connection.api_seen_at or connection.created_at]
    return max(told)


def record_address(connection: Connection, slug: str, *, sobject: str, record_id: str) -> str:
    """Where the record opens: in the practice org's pages or in Salesforce; "" if nowhere."""
    if not sobject or not record_id:
        return ""
    if connection.environment == Kind.PRACTICE:
        return reverse("practice-record", args=[slug, sobject, record_id])
    if not connection.instance_url.startswith("https://"):
        return ""
    return f"{connection.instance_url.rstrip('/')}/lightning/r/{sobject}/{record_id}/view"
