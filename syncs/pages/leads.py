"""The list of leads, one lead, and sending it again."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from syncs.repair import send_again
from syncs.reporting.filters import read_filters
from syncs.reporting.freshness import read_freshness
from syncs.reporting.lead import find_lead, lead_mark, lead_page
from syncs.reporting.leads import leads_page
from syncs.reporting.timelines import SENT_AGAIN
from tenants import audit
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import is_current, nothing_new, shell_for, show


@tenant_page()
def leads(request: Visit) -> HttpResponse:
    """The list, as the address filters it."""
    now = timezone.now()
    fresh = read_freshness(now)
    if is_current(request, fresh.mark):
        return nothing_new()
    page = leads_page(request.tenant, read_filters(request.GET.dict()), fresh=fresh, now=now)
    return show(request, "syncs/leads.html", page=page, shell=shell_for(request, "leads"))


@tenant_page()
def lead(request: Visit, lead_id: uuid.UUID) -> HttpResponse:
    """One lead, with every field and why."""
    found = find_lead(lead_id)
    if found is None:
        raise Http404("There is no such lead here.")
    if is_current(request, lead_mark(found)):
        return nothing_new()
    page = lead_page(
        request.tenant, found, may_edit=may(request.role, Action.EDIT), now=timezone.now()
    )
    return show(request, "syncs/lead.html", page=page, shell=shell_for(request, "leads"))


@tenant_page(Action.EDIT, post=True)
def send_lead_again(request: Visit, lead_id: uuid.UUID) -> HttpResponse:
    """Put a held or failed lead back into the queue."""
    if find_lead(lead_id) is None:
        raise Http404("There is no such lead here.")
    if send_again(request.tenant.pk, [lead_id]):
        audit.note(request.tenant, request.user, SENT_AGAIN, subject=lead_id)
        messages.success(request, _("The lead was put back in the queue and is sent again."))
    else:
        messages.info(request, _("Nothing was sent: the lead is neither held nor failed any more."))
    return redirect("lead", request.tenant.slug, lead_id)
