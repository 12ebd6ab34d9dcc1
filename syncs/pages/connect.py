"""Connecting an org: which one, and in which way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from connections.entering import Entry, EntryRefused
from connections.errors import ConfigurationError, explain
from connections.grants import sign_in_origin
from connections.models import Connection, State
from connections.rehearsal import person_login
from syncs import connecting
from syncs.page_values.connecting import RehearsalPage, Where
from syncs.reporting.connecting import connect_page
from syncs.reporting.orgs import read_orgs
from tenants import audit, walls
from tenants.access import Action
from tenants.doors import Visit

from .guarding import outside_post, tenant_page
from .showing import shell_for, show
from .signing_in import go_to_salesforce, keep_arrival

_NAMES = {"production": "Production", "sandbox": "Sandbox", "domain": "Production"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the first form says."""

    where: Where
    domain: str


@tenant_page(Action.MANAGE)
def connect(request: Visit) -> HttpResponse:
    """Which org, and who signs in."""
    return _show_connect(request, _Asked("production", ""))


def _show_connect(request: Visit, asked: _Asked, *, error: str = "") -> HttpResponse:
    known = read_orgs()
    page = connect_page(known, where=asked.where, domain=asked.domain, error=error)
    shell = shell_for(request, "salesforce", known=known)
    status = 422 if error else 200
    return show(request, "connections/connect.html", page=page, shell=shell, status=status)


@outside_post(Action.MANAGE)
def begin(request: Visit) -> HttpResponse:
    """On to Salesforce, with a connection of this kind; to the practice org with a password."""
    where = request.POST.get("where", "")
    if where not in get_args(Where):
        where = "production"
    asked = _Asked(cast(Where, where), request.POST.get("domain", "").strip())
    if asked.where == "practice":
        return _rehearse(request, _practice(request))
    try:
        connection = _waiting(request, asked) or _add(request, asked)
    except EntryRefused as refused:
        with walls.inside(request.tenant):
            return _show_connect(request, asked, error=str(refused))
    return go_to_salesforce(request, connection, _checklist(request, connection))


def _waiting(request: Visit, asked: _Asked) -> Connection | None:
    """A connection of this kind that nobody has signed in to yet, so that none pile up."""
    environment = _environment(asked)
    typed = asked.domain if asked.where == "domain" else ""
    if asked.where == "domain" and not typed:
        raise EntryRefused({"login_url": "Enter the address. Setup → My Domain shows it."})
    try:
        origin = sign_in_origin(environment, typed)
    except ConfigurationError as error:
        raise EntryRefused({"login_url": " ".join(explain(error.failure, {}))}) from error
    with walls.inside(request.tenant):
        rows = Connection.objects.select_related("tenant")
        return rows.filter(
            state=State.NEW, flow="web_server", environment=environment, login_url=origin,
            consumer_key="",
        ).first()  # fmt: skip


def _environment(asked: _Asked) -> str:
    return "sandbox" if asked.where == "sandbox" else "production"


def _add(request: Visit, asked: _Asked) -> Connection:
    entry = Entry(
        name=free_name(request, _NAMES[asked.where]),
        environment=_environment(asked),
        login_url=asked.domain if asked.where == "domain" else "",
    )
    return connecting.add(request.tenant, entry, actor=request.user)


def free_name(request: Visit, wanted: str) -> str:
    """`wanted`, or "Sandbox 2", "Sandbox 3" when others have it. Outside the walls."""
    with walls.inside(request.tenant):
        taken = set(Connection.objects.values_list("name", flat=True))
    names = [wanted, *(f"{wanted} {number}" for number in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)


def to_be_connected(request: Visit, where: str) -> Connection:
    """The connection that somebody else is to connect; one is added unless one waits already.

    Outside the walls. Raises Http404 for the practice org of a client that has none.
    """
    if where == "practice":
        return _practice(request)
    asked = _Asked("sandbox" if where == "sandbox" else "production", "")
    return _waiting(request, asked) or _add(request, asked)


def _practice(request: Visit) -> Connection:
    with walls.inside(request.tenant):
        rows = Connection.objects.select_related("tenant")
        found = rows.filter(environment="practice").first()
    if found is None:
        raise Http404("This client has no practice org.")
    return found


@outside_post(Action.MANAGE)
def rehearse(request: Visit, connection_id: object) -> HttpResponse:
    """The practice org's user and a new password, before going to sign in there."""
    connection = _practice(request)
    if connection.pk != connection_id:
        raise Http404("There is no such practice org here.")
    return _rehearse(request, connection)


def _rehearse(request: Visit, connection: Connection) -> HttpResponse:
    login = person_login(connection)
    with walls.inside(request.tenant):
        audit.note(
            request.tenant, request.user, "practice.password_renewed", subject=login.username
        )
    page = RehearsalPage(
        connection_id=str(connection.pk),
        username=login.username,
        password=login.password,
        after=_checklist(request, connection),
    )
    with walls.inside(request.tenant):
        shell = shell_for(request, "salesforce", shown=connection)
        return show(request, "connections/rehearse.html", page=page, shell=shell)


def try_alone(request: Visit, connection: Connection) -> HttpResponse:
    """Connect without a person; the checklist, or the connection's page with what went wrong."""
    arrival = connecting.connect_alone(connection, actor=request.user)
    keep_arrival(request, connection.pk, arrival.advice)
    name = "connection" if arrival.advice else "salesforce-org"
    return redirect(name, request.tenant.slug, connection.pk)


def _checklist(request: Visit, connection: Connection) -> str:
    return reverse("salesforce-org", args=[request.tenant.slug, connection.pk])
