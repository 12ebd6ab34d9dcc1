"""The page of an admin link: for somebody at the client who has no account here."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from connections.crm import Crm
from connections.links import LinkState, Maker
from connections.models import Connection, Purpose, State
from mappings.models import PreflightRun
from syncs.linking import OpenedLink, create_link, finish_link, open_link
from syncs.preflight import downloads
from syncs.preflight.fields import create_fields
from syncs.preflight.running import latest, run_preflight
from syncs.reporting.admin_link import guest_page
from syncs.reporting.days import zone_of
from tenants import walls

from .guarding import private
from .signing_in import ERRANDS, pop_arrival


def _make_fields(connection: Connection, crm: Crm) -> None:
    """What an admin's sign-in does for a link that is to create the fields."""
    create_fields(connection, crm, actor="The org’s admin, by link")
    run_preflight(connection, PreflightRun.Trigger.DEMAND)


ERRANDS[Purpose.FIELDS] = _make_fields


@private
@require_http_methods(["GET", "HEAD"])
def admin_link(request: HttpRequest, token: str) -> HttpResponse:
    """What Inlet may do, before anything is allowed; afterwards the checklist."""
    opened = _opened(token)
    connection = _connection(opened)
    told = pop_arrival(request, connection.pk)
    page = guest_page(
        opened,
        connection,
        token=token,
        advice=told.advice if told else None,
        now=timezone.now(),
    )
    listed = latest(connection) if _may_see(opened, connection) else None
    shown = {"page": page, "listed": listed, "now": timezone.now(), "org": connection}
    with timezone.override(zone_of(connection.tenant.time_zone)):
        return render(request, "connections/admin_link.html", shown)


@private
@require_http_methods(["POST"])
def check_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Look again, after the admin has changed something; all green ends a link for rights."""
    del request
    opened = _opened(token)
    connection = _connection(opened)
    if not _may_see(opened, connection):
        raise Http404("This link no longer works.")
    listed = run_preflight(connection, PreflightRun.Trigger.DEMAND)
    if opened.purpose == Purpose.RIGHTS and not listed.blocking and not listed.trouble:
        finish_link(token, approved_by=opened.recipient or "The org’s admin")
    return redirect("admin-link", token)


@private
@require_http_methods(["POST"])
def fields_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A second link, with which the admin's own sign-in creates the fields; taken at once."""
    del request
    opened = _opened(token)
    connection = _connection(opened)
    if not _may_see(opened, connection):
        raise Http404("This link no longer works.")
    made = create_link(
        connection,
        maker=Maker(opened.made_by),
        purpose=Purpose.FIELDS,
        recipient=opened.recipient,
    )
    return redirect(made.url)


@private
@require_http_methods(["GET", "HEAD"])
def package_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The fields and the permission set as a metadata package."""
    del request
    opened = _opened(token)
    if opened.state in (LinkState.REVOKED, LinkState.EXPIRED):
        raise Http404("This link no longer works.")
    name = f"inlet-for-{slugify(opened.client) or 'client'}.zip"
    return HttpResponse(
        downloads.package(_connection(opened)),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _opened(token: str) -> OpenedLink:
    opened = open_link(token)
    if opened is None:
        raise Http404("There is no such link.")
    return opened


def _connection(opened: OpenedLink) -> Connection:
    with walls.inside(opened.tenant_id):
        return Connection.objects.select_related("tenant__agency").get(pk=opened.connection_id)


def _may_see(opened: OpenedLink, connection: Connection) -> bool:
    """Whether the holder sees the org's checklist: once connected, until the link's week ends.

    A link to connect shows nothing that comes out of the org before its holder has signed in.
    """
    over = opened.state in (LinkState.REVOKED, LinkState.EXPIRED)
    if over or connection.state != State.CONNECTED or opened.expires_at <= timezone.now():
        return False
    return opened.purpose != Purpose.CONNECT or opened.state == LinkState.USED
