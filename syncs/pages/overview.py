"""A client's first page: how to send the first lead, then the overview."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils import timezone

from syncs.reporting.first_run import first_run_page
from syncs.reporting.freshness import read_freshness
from syncs.reporting.orgs import Orgs, read_orgs
from syncs.reporting.overview import overview_page
from tenants import firstkey
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import is_current, is_part, nothing_new, shell_for, show


@tenant_page()
def overview(request: Visit) -> HttpResponse:
    """The overview; before the first lead, how to send it."""
    now = timezone.now()
    fresh = read_freshness(now)
    if fresh.newest is None:
        return nothing_new() if is_part(request) else _first_run(request, read_orgs())
    if is_part(request) and "first" in request.GET:
        # The first lead is there: the whole page changes, not the waiting line alone.
        return HttpResponse(headers={"HX-Refresh": "true"})
    if is_current(request, fresh.mark):
        return nothing_new()
    known = read_orgs()
    page = overview_page(request.tenant, fresh, known=known, now=now)
    shell = shell_for(request, "overview", known=known)
    return show(request, "syncs/overview.html", page=page, shell=shell)


def _first_run(request: Visit, known: Orgs) -> HttpResponse:
    page = first_run_page(request.tenant, key=firstkey.recall(request.session, request.tenant))
    shell = shell_for(request, "overview", known=known)
    return show(request, "syncs/first_run.html", page=page, shell=shell)
