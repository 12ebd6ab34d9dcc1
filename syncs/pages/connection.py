"""One connection: how it stands, its links; moved, renewed or ended."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.errors import CrmError, explain
from connections.models import Connection
from syncs import connecting
from syncs.linking import links_of
from syncs.reporting.connecting import connection_page
from syncs.reporting.orgs import read_orgs
from tenants import walls
from tenants.access import Action
from tenants.doors import Visit

from .connect import try_alone
from .forms import PaceForm, first_error
from .guarding import outside_post, tenant_page
from .showing import shell_for, show
from .signing_in import pop_arrival


@tenant_page(Action.MANAGE)
def connection(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """How it stands, what can be done with it, and the links that were made for it."""
    return _shown(request, _found(connection_id))


@tenant_page(Action.MANAGE, post=True)
def set_pace(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """How many of the org's API calls Inlet may use, and how many batches at once."""
    row = _found(connection_id)
    form = PaceForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, typed=request.POST.dict(), error=first_error(form))
    share, streams = form.cleaned_data["share"], form.cleaned_data["streams"]
    connecting.set_pace(row, share=share, streams=streams, actor=request.user)
    messages.success(
        request,
        _("Inlet may use %(share)s %% of what other apps leave over.") % {"share": share},
    )
    return redirect("connection", request.tenant.slug, row.pk)


def _shown(
    request: Visit, row: Connection, *, typed: dict[str, str] | None = None, error: str = ""
) -> HttpResponse:
    told = pop_arrival(request, row.pk)
    page = connection_page(
        row,
        links_of(row),
        advice=told.advice if told else None,
        now=timezone.now(),
        typed=typed,
        error=error,
    )
    shell = shell_for(request, "salesforce", known=read_orgs(), shown=row)
    status = 422 if error else 200
    return show(request, "connections/connection.html", page=page, shell=shell, status=status)


@outside_post(Action.MANAGE)
def connect_now(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Connect by the connection's own way, without a person."""
    return try_alone(request, _outside(request, connection_id))


@outside_post(Action.MANAGE)
def disconnect(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """End the connection, here and at Salesforce."""
    row = _outside(request, connection_id)
    if connecting.disconnect(row, actor=request.user):
        messages.success(request, _("Disconnected. Salesforce has ended our access; leads wait."))
    else:
        messages.warning(
            request,
            _(
                "Disconnected here; leads wait. Salesforce did not confirm that our access has "
                "ended: revoke it there under Setup → Connected Apps OAuth Usage."
            ),
        )
    return redirect("connection", request.tenant.slug, row.pk)


@outside_post(Action.MANAGE)
def confirm_other_org(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Mean the other org from now on; somebody signs in to it next."""
    row = _outside(request, connection_id)
    try:
        moved = connecting.confirm_other_org(
            row, request.POST.get("org_id", ""), actor=request.user
        )
    except CrmError as error:
        messages.error(request, " ".join(explain(error.failure, {})))
    else:
        messages.success(request, moved.notice)
    return redirect("connection", request.tenant.slug, row.pk)


@outside_post(Action.MANAGE)
def renew_certificate(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """A new certificate; it has to be uploaded again."""
    row = _outside(request, connection_id)
    if not row.certificate:
        raise Http404("This connection uses no certificate.")
    row = connecting.new_certificate(row, actor=request.user)
    messages.success(request, _("This is the new certificate. Upload it to the app in its place."))
    return redirect("connection", request.tenant.slug, row.pk)


def _outside(request: Visit, connection_id: uuid.UUID) -> Connection:
    with walls.inside(request.tenant):
        return _found(connection_id)


def _found(connection_id: uuid.UUID) -> Connection:
    row = Connection.objects.select_related("tenant").filter(pk=connection_id).first()
    if row is None:
        raise Http404("There is no such connection here.")
    return row
