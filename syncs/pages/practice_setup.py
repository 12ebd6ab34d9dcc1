"""The practice org's set-up: looked at, changed, put back, begun again as another kind of org."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from connections.practice_setup import PERSONALITIES
from syncs.reporting.practice_asked import asked_access, asked_change, asked_fault
from syncs.reporting.practice_setup import field_page, read_tab, setup_page
from tenants import audit, walls
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import outside_post, tenant_page
from .practice import practice_shell, workshop_of
from .showing import show


@tenant_page()
def setup(request: Visit, tab: str = "fields") -> HttpResponse:
    """A tab of the set-up, and what differs from the first day."""
    found = read_tab(tab)
    if found is None:
        raise Http404("The set-up has no such tab.")
    page = setup_page(
        request.tenant,
        workshop_of(request),
        found,
        given=request.GET.dict(),
        can_edit=may(request.role, Action.EDIT),
    )
    template = "connections/practice_setup.html"
    return show(request, template, page=page, shell=practice_shell(request))


@tenant_page()
def field(request: Visit, sobject: str, name: str) -> HttpResponse:
    """One field, to be changed."""
    page = field_page(
        request.tenant,
        workshop_of(request).setup(),
        sobject,
        name=name,
        can_edit=may(request.role, Action.EDIT),
    )
    if page is None:
        raise Http404("The practice org has no such field.")
    template = "connections/practice_field.html"
    return show(request, template, page=page, shell=practice_shell(request))


@outside_post(Action.EDIT)
def change(request: Visit) -> HttpResponse:
    """A change of the set-up, by its name in the catalogue."""
    workshop, name = workshop_of(request), request.POST.get("change", "")
    return _changed(
        request,
        name,
        lambda: workshop.change(name, asked_change(name, request.POST.dict())),
    )


@outside_post(Action.EDIT)
def change_access(request: Visit) -> HttpResponse:
    """A change of apps and logins, by its name."""
    workshop, name = workshop_of(request), request.POST.get("change", "")
    return _changed(
        request, name, lambda: workshop.change_access(name, asked_access(request.POST.dict()))
    )


@outside_post(Action.EDIT)
def revoke_all(request: Visit) -> HttpResponse:
    """Every token of the org ends."""
    workshop = workshop_of(request)
    told = _("All tokens have ended. Inlet has to sign in again.")
    return _changed(request, "revoke_all", workshop.end_sessions, told=told)


@outside_post(Action.EDIT)
def add_fault(request: Visit) -> HttpResponse:
    """Let something go wrong from now on."""
    workshop = workshop_of(request)
    told = _("It goes wrong from the next call on.")
    return _changed(
        request,
        "add_fault",
        lambda: workshop.add_fault(asked_fault(request.POST.dict())),
        told=told,
    )


@outside_post(Action.EDIT)
def change_fault(request: Visit, fault_id: uuid.UUID) -> HttpResponse:
    """A fault switched on or off, or removed."""
    workshop, wish = workshop_of(request), request.POST.get("do", "")
    words = {"on": _("It goes wrong again."), "off": _("It goes right again.")}
    if wish in words:
        is_there = workshop.switch_fault(fault_id, on=wish == "on")
    else:
        is_there = workshop.remove_fault(fault_id)
    if not is_there:
        raise Http404("There is no such fault.")
    told = words.get(wish, _("The fault is removed."))
    return _changed(request, "change_fault", lambda: None, told=told)


@outside_post(Action.EDIT)
def start_again(request: Visit) -> HttpResponse:
    """The first day of this or another kind of org."""
    workshop, kind = workshop_of(request), request.POST.get("kind", "")
    if kind not in PERSONALITIES:
        raise Http404("There is no such kind of org.")
    told = _("The practice org began again. Leads stay in Inlet.")
    return _changed(request, "start_again", lambda: workshop.start_again(kind), told=told)


def _changed(
    request: Visit, name: str, make: Callable[[], object], *, told: str = ""
) -> HttpResponse:
    """Make the change, say so, and go back to where the form stood."""
    back = request.POST.get("back", "")
    home = f"/c/{request.tenant.slug}/practice/"
    is_ours = back.startswith(home) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    try:
        make()
    except (LookupError, ValueError) as wrong:
        why = str(wrong.args[0]) if wrong.args else name
        messages.error(request, _("Nothing was changed: %(why)s") % {"why": why})
    else:
        sent = {key: one for key, one in request.POST.items() if key.startswith("a-")}
        with walls.inside(request.tenant):
            audit.note(request.tenant, request.user, "practice.setup", subject=name, **sent)
        messages.success(request, told or _("Changed. The org answers so from the next call on."))
    return redirect(
        back if is_ours else "practice-setup", *([] if is_ours else [request.tenant.slug])
    )
