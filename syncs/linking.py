"""Admin links, for pages and API alike: made and ended by members, opened by whoever holds one.

Every function is called outside the walls.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from connections import links
from connections.consents import Visitor
from connections.errors import LINK_OVER, ConfigurationError, failure
from connections.flows import FLOWS
from connections.links import LinkState, Maker
from connections.models import AdminLink, Connection, Purpose
from tenants import audit, walls
from tenants.models import Tenant

from .connecting import start as start_sign_in


@dataclass(frozen=True, slots=True)
class MadeLink:
    """A new link; its address is known only now."""

    link: AdminLink
    url: str


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """What the page of a link may show to somebody without an account.

    Nothing in it comes out of the org. ``state``: only an open one may begin. ``shows``: whether
    what is in the org may be told (once connected). ``by_browser``: whether connecting means to
    sign in (else the app is set up with the certificate).
    """

    link_id: uuid.UUID
    tenant_id: uuid.UUID
    connection_id: uuid.UUID
    state: LinkState
    shows: bool
    purpose: str
    recipient: str
    client: str
    agency: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    finished_at: datetime | None
    approved_by: str
    environment: str
    flow: str
    login_url: str
    org_name: str
    by_browser: bool
    connected: bool


def create_link(
    connection: Connection,
    *,
    maker: Maker,
    purpose: str = Purpose.CONNECT,
    recipient: str = "",
) -> MadeLink:
    """A new link for 7 days, good once. ``recipient``: the name of whom it is meant for."""
    with walls.inside(connection.tenant_id):
        link, token = links.make_link(connection, purpose=purpose, recipient=recipient, maker=maker)
        _note(connection.tenant, maker.name, "made", link=link, purpose=link.purpose)
    return MadeLink(link, links.address_of(token))


def second_link(opened: OpenedLink) -> str:
    """The address of a link that creates fields, made by the holder of another one. It ends when
    that one does, and takes the place of one made before."""
    with walls.inside(opened.tenant_id):
        first = AdminLink.objects.select_related("connection", "tenant").get(pk=opened.link_id)
        links.revoke_second_links(first)
        link, token = links.make_link(
            first.connection,
            purpose=Purpose.FIELDS,
            recipient=first.recipient,
            maker=Maker(first.made_by_name),
            until=first.expires_at,
        )
        _note(first.tenant, "Somebody with the link", "made", link=link, purpose=link.purpose)
    return links.address_of(token)


def open_link(token: str) -> OpenedLink | None:
    """What the page shows; None for a token that we never gave out. The first opening is kept."""
    link = links.find_link(token)
    if link is None:
        return None
    with walls.inside(link.tenant_id):
        link = AdminLink.objects.select_related("connection", "tenant__agency").get(pk=link.pk)
        if links.note_opening(link):
            _note(link.tenant, "Somebody with the link", "opened", link=link)
    return _shown(link)


def start(token: str, *, session: str) -> str:
    """The address at Salesforce to send the browser to. ``session``: a secret in its session.

    Raises ConfigurationError LINK_OVER, and as ``connecting.start``.
    """
    link = links.find_link(token)
    if link is None:
        raise ConfigurationError(failure(LINK_OVER, "Unknown link."))
    with walls.inside(link.tenant_id):
        if links.check_open(link.pk).purpose == Purpose.RIGHTS:
            raise ConfigurationError(failure(LINK_OVER, "Putting rights right takes no sign-in."))
        connection = Connection.objects.select_related("tenant").get(pk=link.connection_id)
    return start_sign_in(connection, visitor=Visitor(None, session), link_id=link.pk)


def finish_link(token: str, *, approved_by: str) -> bool:
    """Use up a link whose purpose took no sign-in (rights put right); whether it was open."""
    link = links.find_link(token)
    if link is None:
        return False
    with walls.inside(link.tenant_id):
        done = links.use_up(link.pk)
        if done:
            links.note_approval(link.pk, approved_by)
            _note(link.tenant, approved_by, "finished", link=link)
    return done


def revoke_link(connection: Connection, link_id: uuid.UUID, *, actor: object) -> bool:
    """End a link of this connection that still works or shows anything; whether it did."""
    tenant, connection_id = connection.tenant, connection.pk
    with walls.inside(tenant):
        link = AdminLink.objects.filter(pk=link_id, connection=connection_id).first()
        if link is None or not links.revoke_link(link_id):
            return False
        _note(tenant, actor, "revoked", link=link)
    return True


def links_of(connection: Connection) -> list[AdminLink]:
    """The connection's links, newest first."""
    with walls.inside(connection.tenant_id):
        return list(AdminLink.objects.filter(connection=connection))


def _shown(link: AdminLink) -> OpenedLink:
    connection, tenant = link.connection, link.tenant
    return OpenedLink(
        link_id=link.pk,
        tenant_id=tenant.pk,
        connection_id=connection.pk,
        state=links.state_of(link, now=timezone.now()),
        # What was made for one org tells nothing about the next.
        shows=links.shows(link, now=timezone.now()) and not _moved_since(link),
        purpose=link.purpose,
        recipient=link.recipient,
        client=tenant.name,
        agency=tenant.agency.name,
        made_by=link.made_by_name,
        made_at=link.made_at,
        expires_at=link.expires_at,
        finished_at=link.finished_at,
        approved_by=link.approved_by,
        environment=connection.environment,
        flow=connection.flow,
        login_url=connection.login_url,
        org_name=connection.org_name,
        by_browser=FLOWS[connection.flow].by_browser,
        connected=connection.state == "connected",
    )


def _moved_since(link: AdminLink) -> bool:
    moved = link.connection.org_changed_at
    return moved is not None and moved > link.made_at


def _note(tenant: Tenant, actor: object, what: str, *, link: AdminLink, **detail: object) -> None:
    audit.note(tenant, actor, f"link.{what}", subject=link, id=str(link.pk), **detail)
