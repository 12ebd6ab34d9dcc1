"""Connecting an org: which one, in which way, and what stands in the way. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from connections.blocking import Advice

from .api_calls import CallsCard
from .salesforce import Standing
from .shell import Fact

Where = Literal["production", "sandbox", "domain", "practice"]
LinkWord = Literal["open", "used", "revoked", "expired"]


@dataclass(frozen=True)
class WayRow:
    """A way to connect without a person signing in."""

    name: str
    title: str
    about: str
    legacy: bool


@dataclass(frozen=True, kw_only=True)
class ConnectPage:
    """The choice of the org. After an error the form keeps what was typed."""

    where: Where = "production"
    domain: str = ""
    error: str = ""
    has_practice: bool = False
    ways: tuple[WayRow, ...] = ()


@dataclass(frozen=True)
class WayField:
    """An input of a way's form."""

    name: str
    label: str
    hint: str = ""
    value: str = ""
    error: str = ""
    secret: bool = False


@dataclass(frozen=True, kw_only=True)
class WayPage:
    """The form of one way; `connection_id` of a connection that is changed, "" for a new one."""

    way: WayRow
    fields: tuple[WayField, ...]
    environment: str = "production"
    error: str = ""
    connection_id: str = ""


@dataclass(frozen=True)
class LinkRow:
    """An admin link that was made: for whom, and what became of it."""

    id: str
    recipient: str
    purpose: str
    state: LinkWord
    made_by: str
    made_at: datetime
    expires_at: datetime
    opened_at: datetime | None = None
    finished_at: datetime | None = None
    approved_by: str = ""
    can_end: bool = False


@dataclass(frozen=True, kw_only=True)
class ConnectionPage:
    """One connection, to be changed, moved or ended. `other_org`: the org that was refused."""

    now: datetime
    connection_id: str
    name: str
    environment: str
    standing: Standing
    by_browser: bool
    facts: tuple[Fact, ...] = ()
    problem: str = ""
    notice: str = ""
    advice: Advice | None = None
    other_org: str = ""
    certificate: str = ""
    fingerprint: str = ""
    certificate_until: datetime | None = None
    return_address: str = ""
    links: tuple[LinkRow, ...] = ()
    calls: CallsCard | None = None


@dataclass(frozen=True, kw_only=True)
class RehearsalPage:
    """Who to sign in as at the practice org; the password is shown this once."""

    connection_id: str
    username: str
    password: str
    after: str


@dataclass(frozen=True)
class RightRow:
    """What Inlet may do with an object, and why."""

    sobject: str
    rights: str
    why: str


@dataclass(frozen=True)
class FieldGroup:
    """Fields of one object, by label."""

    sobject: str
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class GuestPage:
    """An admin link, as whoever holds it sees it. Nothing in it comes out of the org.

    `calls` is what the connection took on a day so far, None while nobody knows.
    """

    token: str
    state: LinkWord
    purpose: Literal["connect", "rights", "fields"]
    recipient: str
    client: str
    agency: str
    made_by: str
    expires_at: datetime
    environment: str
    by_browser: bool = True
    advice: Advice | None = None
    rights: tuple[RightRow, ...] = ()
    fields: tuple[FieldGroup, ...] = ()
    own_fields: tuple[str, ...] = ()
    calls: int | None = None
    leads_a_day: int | None = None
    certificate: str = ""
