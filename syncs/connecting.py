"""Connecting an org, for pages and API alike: the steps, the record of them, and the leads that
waited for it. Every function is called outside the walls."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from django.conf import settings
from django.urls import reverse

from connections import moving, oauth
from connections.blocking import Advice, advise
from connections.consents import Taken, Visitor, take
from connections.crm import Crm
from connections.entering import Entry, change, enter, renew_certificate
from connections.errors import SIGN_IN_OVER, CrmError, Failure, failure
from connections.flows import FLOWS
from connections.models import AdminLink, Connection, Environment, Purpose
from connections.rehearsal import allow_sign_in
from connections.visiting import as_admin
from mappings.models import PreflightRun
from tenants import audit, walls
from tenants.access import Action, may
from tenants.members import role_at
from tenants.models import Tenant, User

from .models import Lane
from .preflight.asking import ask
from .waking import wake

Errand = Callable[[Connection, Crm], None]


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an attempt to connect ended. ``advice`` is None when it went well; ``connection`` is
    None when nobody knows which one was meant. ``link``: the admin link it came through."""

    connection: Connection | None
    advice: Advice | None
    link: AdminLink | None = None


def return_address() -> str:
    """Where Salesforce sends people back to: the one callback of all clients, to be entered in
    every app."""
    return f"{settings.BASE_URL}{reverse('salesforce-return')}"


def add(tenant: Tenant, entry: Entry, *, actor: object) -> Connection:
    """A new connection. Raises ``entering.EntryRefused``: a sentence for each field."""
    with walls.inside(tenant):
        row = enter(tenant, entry)
        audit.note(tenant, actor, "connection.added", subject=row, id=str(row.pk), flow=row.flow)
    return row


def edit(connection: Connection, entry: Entry, *, actor: object) -> Connection:
    """The connection, entered anew; empty secrets stay. Raises ``entering.EntryRefused``."""
    with walls.inside(connection.tenant_id):
        row = change(connection, entry)
        _note(row, actor, "changed", flow=row.flow)
    return row


def new_certificate(connection: Connection, *, actor: object) -> Connection:
    """The connection with a new key pair; the certificate is to be uploaded again."""
    with walls.inside(connection.tenant_id):
        row = renew_certificate(connection)
        _note(row, actor, "certificate_renewed")
    return row


def start(connection: Connection, *, visitor: Visitor, link_id: uuid.UUID | None = None) -> str:
    """The address at Salesforce to send this person's browser to; ``link_id``: see
    ``linking.start``. Raises ConfigurationError."""
    return oauth.begin(
        _prepared(connection),
        redirect_uri=return_address(),
        user_id=visitor.user_id,
        session=visitor.session,
        link_id=link_id,
    )


def arrive(
    query: Mapping[str, str], *, visitor: Visitor, actor: object, errands: Mapping[str, Errand]
) -> Arrival:
    """What a browser that came back from Salesforce with this query has achieved.

    ``actor``: who is signed in here; of somebody with an admin link it is the Salesforce user.
    ``errands``: what an admin's sign-in does for each purpose of a link other than connecting.
    """
    try:
        taken = take(query.get("state", ""), redirect_uri=return_address(), visitor=visitor)
    except CrmError as error:
        return Arrival(None, advise(error.failure))
    if taken.link_id is None:
        if not _may_still(visitor, taken.connection):
            return _refused(taken.connection, failure(SIGN_IN_OVER, "The role has ended."))
        return _arrived(taken, query, partial(_connect, actor=actor))
    with walls.inside(taken.connection.tenant_id):
        link = AdminLink.objects.select_related("tenant").get(pk=taken.link_id)
    go = partial(_connect, actor="")
    if link.purpose != Purpose.CONNECT:
        go = partial(_run, errand=errands[link.purpose], link=link)
    return replace(_arrived(taken, query, go), link=link)


def connect_alone(connection: Connection, *, actor: object) -> Arrival:
    """Connect by the connection's own flow, without a person; refused where it takes one."""
    if FLOWS[connection.flow].by_browser:
        # Never tried: a refresh token that is used twice ends the connection.
        return _refused(connection, failure("NEEDS_PERSON", "A person signs in."))
    try:
        known = connection if connection.consumer_key else _prepared(connection)
        row = oauth.sign_in_alone(known)
    except CrmError as error:
        return _refused(connection, error.failure)
    return connected(row, actor=actor)


def connected(connection: Connection, *, actor: object) -> Arrival:
    """Keep who connected it, and let the leads go on that waited."""
    with walls.inside(connection.tenant_id):
        _note(connection, actor, "connected", org=connection.org_id, user=connection.username)
    go_on(connection)
    ask(connection.tenant_id, connection.pk, PreflightRun.Trigger.CONNECT)
    return Arrival(connection, None)


def go_on(connection: Connection) -> None:
    """Take up again what waited for this connection: now, not when its pause is over."""
    with walls.inside(connection.tenant_id):
        Lane.objects.filter(connection=connection).update(paused_until=None, troubles=0, trouble="")
    for stream in range(connection.streams):
        wake(connection.tenant_id, connection.pk, stream)


def set_pace(connection: Connection, *, share: int, streams: int, actor: object) -> None:
    """How many of the org's API calls Inlet may use, in percent of what other apps leave, and in
    how many streams. Within the walls."""
    Connection.objects.filter(pk=connection.pk).update(api_share=share, streams=streams)
    _note(connection, actor, "pace_set", share=share, streams=streams)


def disconnect(connection: Connection, *, actor: object) -> bool:
    """End the connection; whether Salesforce says that the tokens have ended there too."""
    ended = oauth.disconnect(connection)
    with walls.inside(connection.tenant_id):
        _note(connection, actor, "disconnected", ended_at_salesforce=ended)
    return ended


def confirm_other_org(connection: Connection, org_id: str, *, actor: object) -> Connection:
    """Mean another org from now on; see ``moving.confirm_other_org``. Somebody signs in next."""
    row = moving.confirm_other_org(connection, org_id)
    with walls.inside(row.tenant_id):
        _note(row, actor, "moved", before=row.previous_org_id, org=org_id)
    return row


def _may_still(visitor: Visitor, connection: Connection) -> bool:
    """Whether who comes back is still somebody who may connect: roles end at any moment."""
    user = User.objects.filter(pk=visitor.user_id or 0, is_active=True).first()
    return user is not None and may(role_at(user, connection.tenant), Action.MANAGE)


def _prepared(connection: Connection) -> Connection:
    """A practice org's own app stands in for one that would have been entered."""
    if connection.environment != Environment.PRACTICE:
        return connection
    return allow_sign_in(connection, return_address())


def _arrived(
    taken: Taken, query: Mapping[str, str], go: Callable[[Taken, str], Arrival]
) -> Arrival:
    if "code" not in query:
        said = oauth.denied(query.get("error", ""), query.get("error_description", ""))
        return _refused(taken.connection, said)
    try:
        return go(taken, query["code"])
    except CrmError as error:
        return _refused(taken.connection, error.failure)


def _connect(taken: Taken, code: str, *, actor: object) -> Arrival:
    row = oauth.come_back(taken, code, redirect_uri=return_address())
    return connected(row, actor=actor or f"{row.display_name} ({row.username}), by admin link")


def _run(taken: Taken, code: str, *, errand: Errand, link: AdminLink) -> Arrival:
    with as_admin(taken, code, redirect_uri=return_address()) as org:
        errand(taken.connection, org)
    with walls.inside(link.tenant_id):
        used = AdminLink.objects.get(pk=link.pk)
        actor = used.approved_by or "Somebody with the link"
        audit.note(link.tenant, actor, "link.finished", subject=link, id=str(link.pk))
    return Arrival(taken.connection, None)


def _refused(connection: Connection, why: Failure) -> Arrival:
    return Arrival(connection, advise(why, flow=connection.flow))


def _note(row: Connection, actor: object, what: str, **detail: object) -> None:
    audit.note(row.tenant, actor, f"connection.{what}", subject=row, id=str(row.pk), **detail)
