"""The agency's blueprints: all of them, one, new ones and new versions, who follows."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from mappings.blueprints import add_version, follow, leave, make_blueprint, newest_version
from mappings.models import Blueprint, BlueprintClient, Mapping, MappingVersion
from mappings.publishing import NotPublished
from syncs.page_values import Shell
from syncs.reporting.blueprints import blueprint_page, blueprints_page
from syncs.reporting.shells import agency_shell
from tenants.access import Action, may
from tenants.doors import AgencyVisit

from .guarding import agency_page
from .showing import show


@agency_page()
def blueprints(request: AgencyVisit) -> HttpResponse:
    """All blueprints."""
    return _show_all(request)


@agency_page(Action.EDIT, post=True)
def create(request: AgencyVisit) -> HttpResponse:
    """A blueprint out of a mapping's live rules; the mapping follows it."""
    name = request.POST.get("name", "").strip()[:80]
    try:
        live = _live(request)
        made = make_blueprint(live.tenant.agency, name, live.as_rules(), by=request.user)
        follow(live.mapping, made, by=request.user)
    except NotPublished as refused:
        return _show_all(request, typed=name, error=str(refused))
    messages.success(request, _("“%(name)s” is a blueprint now.") % {"name": name})
    return redirect("blueprint", made.blueprint_id)


@agency_page()
def blueprint(request: AgencyVisit, blueprint_id: uuid.UUID) -> HttpResponse:
    """One blueprint: its clients and its versions."""
    return show_blueprint(request, find_blueprint(blueprint_id))


@agency_page(Action.EDIT, post=True)
def new_version(request: AgencyVisit, blueprint_id: uuid.UUID) -> HttpResponse:
    """The next version, out of a mapping's live rules. No other client has it yet."""
    found = find_blueprint(blueprint_id)
    note = request.POST.get("why", "").strip()[:2_000]
    try:
        live = _live(request)
        made = add_version(found, live.as_rules(), by=request.user, note=note)
        if BlueprintClient.objects.filter(mapping=live.mapping_id, blueprint=found).exists():
            follow(live.mapping, made, by=request.user)
    except NotPublished as refused:
        return show_blueprint(request, found, error=str(refused))
    said = _("Version %(number)s is there. Promote it when you are ready.")
    messages.success(request, said % {"number": made.number})
    return redirect("blueprint", found.pk)


@agency_page(Action.EDIT, post=True)
def add_follower(request: AgencyVisit, blueprint_id: uuid.UUID) -> HttpResponse:
    """Another mapping follows the newest version; its live rules stay."""
    found = find_blueprint(blueprint_id)
    newest = newest_version(found)
    try:
        live = _live(request)
        if newest is None or live.tenant.agency_id != found.agency_id:
            raise NotPublished((_("This mapping can’t follow this blueprint."),))
        follow(live.mapping, newest, by=request.user)
    except NotPublished as refused:
        return show_blueprint(request, found, error=str(refused))
    said = _("%(client)s follows the blueprint. What differs there is its own.")
    messages.success(request, said % {"client": live.tenant.name})
    return redirect("blueprint", found.pk)


@agency_page(Action.EDIT, post=True)
def end_following(
    request: AgencyVisit, blueprint_id: uuid.UUID, follower_id: uuid.UUID
) -> HttpResponse:
    """A mapping goes its own way; its live rules stay."""
    rows = BlueprintClient.objects.select_related("tenant", "mapping")
    found = rows.filter(pk=follower_id, blueprint=blueprint_id).first()
    if found is None:
        raise Http404("There is no such client here.")
    leave(found, by=request.user)
    said = _("%(client)s goes its own way now. Nothing changed there.")
    messages.success(request, said % {"client": found.tenant.name})
    return redirect("blueprint", blueprint_id)


def find_blueprint(blueprint_id: uuid.UUID) -> Blueprint:
    """The blueprint. Raises Http404, for another agency's just the same."""
    found = Blueprint.objects.filter(pk=blueprint_id).first()
    if found is None:
        raise Http404("There is no such blueprint here.")
    return found


def show_blueprint(request: AgencyVisit, found: Blueprint, *, error: str = "") -> HttpResponse:
    """The page; with an `error` of one of its forms, status 422."""
    role = request.roles.get(found.agency_id)
    page = blueprint_page(
        found,
        now=timezone.now(),
        can_edit=may(role, Action.EDIT),
        can_manage=may(role, Action.MANAGE),
        error=error,
    )
    return show(
        request, "mappings/blueprint.html", page=page, shell=shell_of(request),
        status=_status(error),
    )  # fmt: skip


def shell_of(request: AgencyVisit) -> Shell:
    """The shell of a page about blueprints."""
    return agency_shell(request.user, request.tenants, now=timezone.now(), current="blueprints")


def _show_all(request: AgencyVisit, *, typed: str = "", error: str = "") -> HttpResponse:
    can_edit = any(may(role, Action.EDIT) for role in request.roles.values())
    page = blueprints_page(request.tenants, can_edit=can_edit, typed=typed, error=error)
    return show(
        request, "mappings/blueprints.html", page=page, shell=shell_of(request),
        status=_status(error),
    )  # fmt: skip


def _status(error: str) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


def _live(request: AgencyVisit) -> MappingVersion:
    """The live version of the mapping that was chosen. Raises NotPublished."""
    try:
        chosen = uuid.UUID(request.POST.get("mapping", ""))
    except ValueError:
        raise NotPublished((_("Choose a mapping."),)) from None
    rows = MappingVersion.objects.select_related("mapping__tenant", "tenant__agency")
    live = rows.filter(mapping=chosen, state=MappingVersion.LIVE).first()
    if live is None:
        missing = Mapping.objects.filter(pk=chosen).exists()
        said = _("This mapping has no live version.") if missing else _("Choose a mapping.")
        raise NotPublished((said,))
    return live
