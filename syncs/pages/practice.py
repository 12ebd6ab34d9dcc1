"""The practice org: its records, what it was asked, and back to the first day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.practice_view import OrgView, open_view
from syncs.page_values import Shell
from syncs.reporting.orgs import read_orgs
from syncs.reporting.practice import practice_page, read_looked, record_page
from tenants import audit
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import shell_for, show


@tenant_page()
def practice(request: Visit, sobject: str = "Lead") -> HttpResponse:
    """The records of an object, and the last calls."""
    page = practice_page(
        _view(request),
        read_looked(sobject, request.GET.dict()),
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    if page is None:
        raise Http404("The practice org has no such object.")
    return show(request, "connections/practice.html", page=page, shell=_shell(request))


@tenant_page()
def record(request: Visit, sobject: str, record_id: str) -> HttpResponse:
    """One record with every field."""
    view = _view(request)
    kind = next((kind for kind in view.kinds() if kind.name == sobject), None)
    whole = view.whole(sobject, record_id)
    if kind is None or whole is None:
        raise Http404("There is no such record in the practice org.")
    page = record_page(request.tenant, whole, kind)
    return show(request, "connections/practice_record.html", page=page, shell=_shell(request))


@tenant_page(Action.EDIT, post=True)
def reset_practice(request: Visit) -> HttpResponse:
    """Put the org back to its first day."""
    _view(request).reset()
    audit.note(request.tenant, request.user, "practice.reset")
    messages.success(request, _("The practice org is as on its first day. Leads stay in Inlet."))
    return redirect("practice", request.tenant.slug)


def _view(request: Visit) -> OrgView:
    view = open_view(request.tenant)
    if view is None:
        raise Http404("This client has no practice org.")
    return view


def _shell(request: Visit) -> Shell:
    known = read_orgs()
    return shell_for(request, "practice", known=known, shown=known.practice)
