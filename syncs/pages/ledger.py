"""The ledger: is every lead accounted for; as a page, as a file, and compared with Salesforce."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from syncs.reconciling.asking import ask_for_days
from syncs.reporting.freshness import read_freshness
from syncs.reporting.ledger import ledger_cells, ledger_page
from syncs.reporting.ledger_filters import read_ledger_filters
from syncs.reporting.orgs import read_orgs
from tenants import audit
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import is_current, nothing_new, shell_for, show
from .spreadsheets import csv_file

COMPARED = "ledger.compared"


@tenant_page()
def ledger(request: Visit) -> HttpResponse:
    """Where every lead stands, as the address filters them, and what checks have found."""
    now = timezone.now()
    known = read_orgs()
    page = ledger_page(
        request.tenant,
        read_ledger_filters(request.GET.dict()),
        fresh=read_freshness(now),
        known=known,
        can_compare=may(request.role, Action.EDIT),
        now=now,
    )
    if is_current(request, page.live.seen):
        return nothing_new()
    shell = shell_for(request, "overview", known=known)
    return show(request, "syncs/ledger.html", page=page, shell=shell)


@tenant_page()
def ledger_file(request: Visit) -> HttpResponse:
    """The same as a CSV file."""
    filters = read_ledger_filters(request.GET.dict())
    return csv_file(
        ledger_cells(request.tenant, filters, timezone.now()), f"ledger-{request.tenant.slug}"
    )


@tenant_page(Action.EDIT, post=True)
def compare_now(request: Visit) -> HttpResponse:
    """Have the last days compared with Salesforce now."""
    if ask_for_days(request.tenant, by=str(request.user), now=timezone.now()):
        audit.note(request.tenant, request.user, COMPARED)
        messages.success(request, _("The last days are being compared with Salesforce."))
    else:
        messages.info(request, _("They were compared a moment ago; look again in a minute."))
    return redirect("ledger", request.tenant.slug)
