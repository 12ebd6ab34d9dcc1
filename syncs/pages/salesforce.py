"""The settings of a client's Salesforce org: what they are, checked again, fixed, exported."""

from __future__ import annotations

import uuid
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from connections.models import Connection
from mappings.models import PreflightRun
from mappings.preflight import Finding
from syncs.page_values import Shell
from syncs.preflight import asking, downloads, running
from syncs.preflight.fixing import apply_fix, plan_fix
from syncs.reporting.orgs import Orgs, read_orgs
from syncs.reporting.salesforce import Asked, fix_page, read_asked, salesforce_page
from tenants.access import Action
from tenants.doors import Visit

from .guarding import tenant_page
from .showing import is_current, nothing_new, shell_for, show
from .signing_in import pop_arrival

# The check that follows a sign-in was asked for before the browser came back.
_A_MOMENT = timedelta(seconds=10)
_TYPES = {"md": "text/markdown; charset=utf-8", "pdf": "application/pdf"}


@tenant_page()
def salesforce(request: Visit, connection_id: uuid.UUID | None = None) -> HttpResponse:
    """The checklist of an org; without an id, of the client's main one."""
    known = read_orgs()
    connection = _chosen(known, connection_id)
    if connection is None:
        return redirect("connect", request.tenant.slug)
    told = pop_arrival(request, connection.pk)
    if told is not None and told.advice is None:
        messages.success(request, _("Salesforce is connected. Leads that waited go on now."))
        return redirect(_address(request, connection) + Asked(timezone.now() - _A_MOMENT).query)
    page = salesforce_page(
        connection,
        known,
        role=request.role,
        asked=read_asked(request.GET.get("since", "")),
        advice=told.advice if told else None,
        now=timezone.now(),
    )
    if page.checking and is_current(request, "checking"):
        return nothing_new()
    shell = _shell(request, known, connection)
    return show(request, "connections/checklist.html", page=page, shell=shell)


@tenant_page(Action.EDIT, post=True)
def check_again(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Have the settings checked now; the page waits for it."""
    connection = _one(connection_id)
    asked = Asked(timezone.now())
    asking.ask(request.tenant.pk, connection.pk, PreflightRun.Trigger.DEMAND)
    return redirect(_address(request, connection) + asked.query)


@tenant_page(Action.EDIT)
def show_fix(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """What a line's button would do."""
    return _show_fix(request, _one(connection_id), request.GET.get("key", ""))


@tenant_page(Action.EDIT, post=True)
def apply_the_fix(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Do what the plan says; a check follows."""
    connection, key = _one(connection_id), request.POST.get("key", "")
    choice = request.POST.get("choice", "").strip()
    if "show" in request.POST:
        return _show_fix(request, connection, key, choice=choice)
    done = apply_fix(connection, request.user, _finding(connection, key), choice=choice)
    if not done.done:
        return _show_fix(request, connection, key, choice=choice, error=done.sentence)
    messages.success(request, done.sentence)
    # What was published is checked by itself once this is committed.
    asked = Asked(timezone.now())
    return redirect(_address(request, connection) + asked.query)


def _show_fix(
    request: Visit, connection: Connection, key: str, *, choice: str = "", error: str = ""
) -> HttpResponse:
    finding = _finding(connection, key)
    plan = plan_fix(connection, finding, choice)
    page = fix_page(connection, finding, plan, error=error)
    shell = _shell(request, read_orgs(), connection)
    status = 422 if error else 200
    return show(request, "connections/fix.html", page=page, shell=shell, status=status)


@tenant_page()
def export_checklist(request: Visit, connection_id: uuid.UUID, kind: str) -> HttpResponse:
    """The checklist as a file for the client's admin: "md" or "pdf"."""
    listed = running.latest(_one(connection_id))
    content = downloads.pdf(listed) if kind == "pdf" else downloads.markdown(listed).encode()
    name = f"salesforce-checklist-{slugify(request.tenant.name) or 'client'}.{kind}"
    return _file(content, name, _TYPES[kind])


@tenant_page()
def export_package(request: Visit, connection_id: uuid.UUID) -> HttpResponse:
    """Fields and permission set for exactly the mapped fields, as a metadata package."""
    name = f"inlet-for-{slugify(request.tenant.name) or 'client'}.zip"
    return _file(downloads.package(_one(connection_id)), name, "application/zip")


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=headers)


def _chosen(known: Orgs, connection_id: uuid.UUID | None) -> Connection | None:
    if connection_id is None:
        return known.main
    found = next((one for one in known.all if one.pk == connection_id), None)
    if found is None:
        raise Http404("There is no such connection here.")
    return found


def _one(connection_id: uuid.UUID) -> Connection:
    found = Connection.objects.select_related("tenant").filter(pk=connection_id).first()
    if found is None:
        raise Http404("There is no such connection here.")
    return found


def _finding(connection: Connection, key: str) -> Finding:
    found = next((one for one in running.latest(connection).findings if one.key == key), None)
    if found is None:
        raise Http404("This line is not on the checklist any more.")
    return found


def _address(request: Visit, connection: Connection) -> str:
    return reverse("salesforce-org", args=[request.tenant.slug, connection.pk])


def _shell(request: Visit, known: Orgs, connection: Connection) -> Shell:
    return shell_for(request, "salesforce", known=known, shown=connection)
