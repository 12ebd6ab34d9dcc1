"""A client's configuration as a file: taken away, brought back, planned, applied."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mappings.documents import text_of
from syncs.configuring.applying import Applied
from syncs.configuring.reading import ConfigurationRefused, Wrong
from syncs.configuring.uploading import (
    MOST,
    Brought,
    carry_out,
    client_file,
    mappings_of,
    plan_mapping,
    plan_whole,
)
from syncs.reporting.configuration import configuration_page
from tenants import walls
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import outside_page, outside_post
from .showing import shell_for, show

_YAML = "application/yaml; charset=utf-8"


@outside_page()
def configuration(request: Visit) -> HttpResponse:
    """What can be taken away, and where a file is brought."""
    return _show(request)


@outside_page()
def download(request: Visit) -> HttpResponse:
    """The whole as a file, or one mapping: ?mapping=NAME."""
    name = request.GET.get("mapping", "")
    if not name:
        return _file(client_file(request.tenant), f"inlet-{request.tenant.slug}")
    found = next((one for one in mappings_of(request.tenant) if one.name == name), None)
    if found is None:
        raise Http404("There is no such mapping here.")
    return _file(text_of(found.rules), f"{request.tenant.slug}-{slugify(name) or 'mapping'}")


@outside_post(Action.EDIT)
def plan(request: Visit) -> HttpResponse:
    """What the file would change; nothing is changed."""
    what, text = request.POST.get("what", ""), _text(request)
    try:
        return _show(request, what=what, text=text, brought=_plan(request, what, text))
    except ConfigurationRefused as refused:
        return _show(request, what=what, text=text, wrongs=refused.wrongs)


@outside_post(Action.EDIT)
def apply(request: Visit) -> HttpResponse:
    """Do what the plan said, unless it would be another one by now."""
    what, text = request.POST.get("what", ""), _text(request)
    try:
        brought = _plan(request, what, text)
    except ConfigurationRefused as refused:
        return _show(request, what=what, text=text, wrongs=refused.wrongs)
    if not may(request.role, Action.MANAGE) and not brought.survey.plan.only_mappings:
        raise PermissionDenied("Your role changes mappings only.")
    if brought.mark != request.POST.get("mark", ""):
        messages.warning(request, _("Something changed meanwhile. This is the plan by now."))
        return _show(request, what=what, text=text, brought=brought)
    done = carry_out(brought, actor=request.user)
    if done.trouble:
        return _show(request, what=what, text=text, wrongs=(Wrong(done.trouble),))
    messages.success(request, _("Done. The file and what Inlet does are the same now."))
    if done.keys or done.waiting:
        return _show(request, done=done)
    return redirect("settings-configuration", request.tenant.slug)


def _plan(request: Visit, what: str, text: str) -> Brought:
    if what:
        return plan_mapping(request.tenant, what, text)
    return plan_whole(request.tenant, text)


def _show(
    request: Visit,
    *,
    what: str = "",
    text: str = "",
    brought: Brought | None = None,
    wrongs: tuple[Wrong, ...] = (),
    done: Applied | None = None,
) -> HttpResponse:
    page = configuration_page(
        mappings_of(request.tenant),
        can_edit=may(request.role, Action.EDIT),
        can_manage=may(request.role, Action.MANAGE),
        what=what,
        text=text,
        brought=brought,
        wrongs=wrongs,
        done=done,
    )
    with walls.inside(request.tenant):
        shell = shell_for(request, "settings")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrongs else HTTPStatus.OK
    return show(request, "tenants/configuration.html", page=page, shell=shell, status=status)


def _text(request: Visit) -> str:
    """The file that was chosen, else what was pasted; unreadable bytes are told by the reader."""
    file = request.FILES.get("file")
    if file is not None and file.size and file.size <= 4 * MOST:
        return str(file.read(), "utf-8-sig", errors="replace")
    return str(request.POST.get("text", "")).replace("\r\n", "\n")


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return HttpResponse(text, content_type=_YAML, headers=headers)
