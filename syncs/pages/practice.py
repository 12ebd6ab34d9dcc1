"""The practice org: its records, what it was asked, its switches, and back to the first day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.practice_setup import Workshop, open_workshop
from connections.practice_switches import set_switch, switches
from connections.practice_view import OrgView, open_view
from syncs.page_values import Shell
from syncs.reporting.orgs import read_orgs
from syncs.reporting.practice import practice_page, read_looked
from syncs.reporting.practice_rehearsing import (
    app_login,
    misbehaving,
    switched_words,
    twins_page,
    user_login,
)
from tenants import audit, walls
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import outside_post, tenant_page
from .showing import is_part, shell_for, show


@tenant_page()
def practice(request: Visit, sobject: str = "Lead") -> HttpResponse:
    """The records of an object, and the last calls."""
    view = view_of(request)
    page = practice_page(
        view,
        read_looked(sobject, request.GET.dict()),
        switches=switches(request.tenant, view.org),
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    if page is None:
        raise Http404("The practice org has no such object.")
    return show(request, "connections/practice.html", page=page, shell=practice_shell(request))


@tenant_page()
def twice(request: Visit) -> HttpResponse:
    """People who have more than one record; htmx gets the card alone, nothing for nobody."""
    page = twins_page(view_of(request).doubles())
    template = "connections/practice_twice.html"
    return show(request, template, page=page, shell=practice_shell(request))


@tenant_page(Action.EDIT, post=True)
def reset_practice(request: Visit) -> HttpResponse:
    """Put the org back to its first day."""
    view_of(request).reset()
    audit.note(request.tenant, request.user, "practice.reset")
    messages.success(request, _("The practice org is as on its first day. Leads stay in Inlet."))
    return redirect("practice", request.tenant.slug)


@outside_post(Action.EDIT)
def flip_switch(request: Visit, name: str) -> HttpResponse:
    """Let something go wrong, or right again; htmx gets the card of the switches alone."""
    on = request.POST.get("on") == "1"
    known = {one.name: one for one in switches(request.tenant)}
    if name not in known:
        raise Http404("The practice org has no such switch.")
    set_switch(request.tenant, name, on=on)
    told = switched_words(known[name], on=on)
    with walls.inside(request.tenant):
        audit.note(request.tenant, request.user, "practice.switch", subject=name, on=on)
        if is_part(request):
            card = misbehaving(switches(request.tenant), can_edit=True, note=told)
            shell = practice_shell(request)
            return show(request, "connections/practice.html", page=card, shell=shell)
    messages.success(request, told)
    return redirect("practice", request.tenant.slug)


@outside_post(Action.EDIT)
def make_login(request: Visit) -> HttpResponse:
    """A login for somebody's own code: an app's, or a user's. Shown once."""
    workshop, username = workshop_of(request), request.POST.get("who", "")
    if username:
        names = {one.username: one.name for one in workshop.setup().users}
        if username not in names:
            raise Http404("The practice org has no such user.")
        login = workshop.login_of(username)
        page = user_login(
            names[username],
            username=login.username,
            password=login.password,
            token=login.security_token,
        )
    else:
        app = workshop.own_app()
        page = app_login(app.consumer_key, app.consumer_secret)
    with walls.inside(request.tenant):
        audit.note(request.tenant, request.user, "practice.login", subject=username or "app")
        shell = practice_shell(request)
        return show(request, "connections/practice_login.html", page=page, shell=shell)


def view_of(request: Visit) -> OrgView:
    """The client's practice org, to be looked at. Raises Http404."""
    view = open_view(request.tenant)
    if view is None:
        raise Http404("This client has no practice org.")
    return view


def workshop_of(request: Visit) -> Workshop:
    """The client's practice org, to be set up. Raises Http404."""
    workshop = open_workshop(request.tenant)
    if workshop is None:
        raise Http404("This client has no practice org.")
    return workshop


def practice_shell(request: Visit) -> Shell:
    """The shell of the practice org's pages."""
    known = read_orgs()
    return shell_for(request, "practice", known=known, shown=known.practice)
