"""Links for an admin of the org, who needs no account here: made, opened, used once, ended.

The token is 256 random bits under our signature, so that a made-up one is refused before the
database is asked; only its hash is kept.
"""

from __future__ import annotations

import hashlib
import secrets
import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db.models import Q, QuerySet
from django.utils import timezone

from tenants import walls
from tenants.models import User

from .errors import LINK_OVER, ConfigurationError, failure
from .models import AdminLink, Connection, Purpose, in_a_week

_SALT = "inlet.admin-link"


class LinkState(StrEnum):
    """Whether a link still works."""

    OPEN = "open"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Maker:
    """Who makes a link: a person, or (``user`` None) whatever bears the name."""

    name: str
    user: User | None = None


def state_of(link: AdminLink, *, now: datetime) -> LinkState:
    """Whether the link still works at ``now``; what a person did comes before the clock."""
    if link.finished_at is not None:
        return LinkState.USED
    if link.revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.OPEN if now < link.expires_at else LinkState.EXPIRED


def make_link(
    connection: Connection,
    *,
    purpose: str = Purpose.CONNECT,
    recipient: str = "",
    maker: Maker,
    until: datetime | None = None,
) -> tuple[AdminLink, str]:
    """A new link for the connection and its token, which is known only now. Inside the walls.

    ``recipient``: the name of whom it is meant for, to be shown on its page. ``until``: when it
    ends, if not in a week.
    """
    token = Signer(sep=".", salt=_SALT).sign(secrets.token_urlsafe(32))
    link = AdminLink.objects.create(
        tenant_id=connection.tenant_id,
        connection=connection,
        purpose=Purpose(purpose),
        recipient=recipient[:120],
        token_hash=_hash(token),
        made_by=maker.user,
        made_by_name=maker.name[:160],
        expires_at=until or in_a_week(),
    )
    return link, token


def address_of(token: str) -> str:
    """Where the link's page is."""
    return f"{settings.BASE_URL}/connect/{token}/"


def find_link(token: str) -> AdminLink | None:
    """The link of this token, whatever its state; None for a token that we never gave out."""
    try:
        Signer(sep=".", salt=_SALT).unsign(token)
    except BadSignature:
        return None
    key = _hash(token)
    with walls.looking_up(key):
        return AdminLink.unscoped.filter(token_hash=key).first()


def note_opening(link: AdminLink) -> bool:
    """Keep when the link was opened first; whether this was the first time. Inside the walls."""
    first = AdminLink.objects.filter(pk=link.pk, opened_at__isnull=True)
    return bool(first.update(opened_at=timezone.now()))


def shows(link: AdminLink, *, now: datetime) -> bool:
    """Whether the link's page still tells anything: open or used, until its week is over."""
    return link.revoked_at is None and now < link.expires_at


def revoke_link(link_id: uuid.UUID) -> bool:
    """End a link that is open, or used and still shows the checklist, and the links that its
    holder made from it; whether it was. Inside the walls."""
    still = Q(revoked_at__isnull=True, expires_at__gt=timezone.now())
    found = AdminLink.objects.filter(still, pk=link_id)
    if not found.update(revoked_at=timezone.now()):
        return False
    revoke_second_links(AdminLink.objects.get(pk=link_id))
    return True


def revoke_second_links(link: AdminLink) -> None:
    """End the links that this one's holder made from it: they end at the very same moment as it,
    and no person of ours made them. Inside the walls."""
    AdminLink.objects.filter(
        connection=link.connection_id,
        purpose=Purpose.FIELDS,
        made_by=None,
        expires_at=link.expires_at,
        finished_at__isnull=True,
        revoked_at__isnull=True,
    ).exclude(pk=link.pk).update(revoked_at=timezone.now())


def check_open(link_id: uuid.UUID) -> AdminLink:
    """The link, if it is open. Inside the walls. Raises ConfigurationError LINK_OVER."""
    link = _open(link_id).first()
    if link is None:
        raise ConfigurationError(failure(LINK_OVER, "Used, revoked or expired."))
    return link


def use_up(link_id: uuid.UUID) -> bool:
    """Use the link, once; False when it is over. Inside the walls, with what it is used for."""
    return bool(_open(link_id).update(finished_at=timezone.now()))


def note_approval(link_id: uuid.UUID, who: str) -> None:
    """Keep which Salesforce user signed in through the link. Inside the walls."""
    AdminLink.objects.filter(pk=link_id).update(approved_by=who[:255])


def _open(link_id: uuid.UUID) -> QuerySet[AdminLink]:
    still = Q(finished_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())
    return AdminLink.objects.filter(still, pk=link_id)


def _hash(token: str) -> str:
    # 256 random bits need no slow hash (ASVS 6.5.2).
    return hashlib.sha256(token.encode()).hexdigest()
