"""The page of an admin link: for somebody at the client who has no account here."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from connections.crm import Crm
from connections.errors import ConfigurationError, failure
from connections.fieldmaking import Made
from connections.links import LinkState
from connections.models import Connection, Purpose, State
from mappings.models import PreflightRun
from syncs.limits import is_turn
from syncs.linking import OpenedLink, finish_link, open_link, second_link
from syncs.preflight import downloads
from syncs.preflight.fields import create_fields
from syncs.preflight.running import latest, run_preflight
from syncs.reporting.admin_link import guest_page
from syncs.reporting.days import zone_of
from tenants import walls

from .guarding import private
from .signing_in import ERRANDS, pop_arrival

# Each look takes up to 6 of the calls that the org has a day: at most 360 by links.
_BETWEEN_LOOKS = 20
_LOOKS_A_DAY = 60


def _make_fields(connection: Connection, crm: Crm) -> None:
    """What an admin's sign-in does for a link that is to create the fields."""
    made = create_fields(connection, crm, actor="The org’s admin, by link")
    run_preflight(connection, PreflightRun.Trigger.DEMAND)
    refused = [one for one in made if one.state is Made.REFUSED]
    if refused:
        # The link stays open: somebody with more rights may take it.
        raise ConfigurationError(failure("FIELDS_REFUSED", refused[0].sentence))


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
    opened = _opened(token)
    connection = _connection(opened)
    if not _may_see(opened, connection):
        raise Http404("This link no longer works.")
    if not _may_look(connection):
        messages.info(
            request,
            _("The settings were looked at a moment ago; this is what was found. Check again in "
              "half a minute."),
        )  # fmt: skip
        return redirect("admin-link", token)
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
    if opened.purpose == Purpose.FIELDS and opened.state is LinkState.OPEN:
        return redirect("admin-link", token)
    if not _may_see(opened, _connection(opened)):
        raise Http404("This link no longer works.")
    return redirect(second_link(opened))


@private
@require_http_methods(["GET", "HEAD"])
def package_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The fields and the permission set as a metadata package."""
    del request
    opened = _opened(token)
    if not opened.shows:
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


def _may_look(connection: Connection) -> bool:
    """Whether a link's holder may have the org looked at now: every look costs the org calls."""
    since = timezone.now() - timedelta(days=1)
    with walls.inside(connection.tenant_id):
        today = PreflightRun.objects.filter(connection=connection, at__gt=since).count()
    return today < _LOOKS_A_DAY and is_turn("look", connection.pk, seconds=_BETWEEN_LOOKS)


def _may_see(opened: OpenedLink, connection: Connection) -> bool:
    """Whether the holder sees the org's checklist: once connected, until the link's week ends.

    A link that asks for a sign-in shows nothing that comes out of the org before it.
    """
    if not opened.shows or connection.state != State.CONNECTED:
        return False
    return opened.purpose == Purpose.RIGHTS or opened.state == LinkState.USED
