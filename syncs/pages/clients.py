"""Where a person begins, all their clients, and opening an agency of one's own."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from syncs.bookkeeping.summing import read_or_make
from syncs.reporting.clients import clients_mark, clients_page, common_zone
from syncs.reporting.filters import plain
from syncs.reporting.shells import agency_shell
from tenants import firstkey, walls
from tenants.members import tenants_of
from tenants.models import Tenant, User
from tenants.opening import open_agency

from .forms import AgencyForm, first_error
from .guarding import person_page, private
from .showing import is_current, nothing_new, show

_NOBODYS = "tenants/no_client.html"


def _clients_of(request: HttpRequest) -> list[Tenant]:
    return list(tenants_of(request.user)) if isinstance(request.user, User) else []


@person_page
def home(request: HttpRequest) -> HttpResponse:
    """The one client's overview, all clients, or a way to open an agency."""
    tenants = _clients_of(request)
    if not tenants:
        return render(request, _NOBODYS)
    if len(tenants) == 1:
        return redirect("overview", tenants[0].slug)
    return redirect("clients")


@person_page
def clients(request: HttpRequest) -> HttpResponse:
    """All clients, the worst first."""
    tenants = _clients_of(request)
    if not tenants:
        return redirect("home")
    now = timezone.now()
    with walls.inside(*tenants), timezone.override(common_zone(tenants)):
        rows = read_or_make(tenants, now)
        mark = clients_mark(rows, now)
        if is_current(request, mark):
            return nothing_new()
        q = plain(request.GET.get("q", ""))
        page = clients_page(tenants, rows, mark=mark, q=q, now=now)
        shell = agency_shell(request.user, tenants, now=now)  # type: ignore[arg-type]
        return show(request, "syncs/clients.html", page=page, shell=shell)


@private
@require_POST
@login_required
def open_own_agency(request: HttpRequest) -> HttpResponse:
    """Make an agency, its first client and a practice org for somebody who has none."""
    if _clients_of(request):
        return redirect("home")
    form = AgencyForm(request.POST)
    if not form.is_valid() or not isinstance(request.user, User):
        context = {"error": first_error(form), "typed": form.data.get("name", "")}
        return render(request, _NOBODYS, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    opened = open_agency(request.user, form.cleaned_data["name"])
    firstkey.remember(request.session, opened.tenant, opened.first_key)
    return redirect("overview", opened.tenant.slug)
