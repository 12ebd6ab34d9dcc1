"""Promoting a blueprint's version to its clients: compare, a few first, the rest, back."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mappings.blueprints import newest_version
from mappings.models import Promotion
from syncs.reporting.promotions import promotion_page
from syncs.rollout import deciding
from syncs.rollout.deciding import First, NotPossible
from tenants.access import Action, may
from tenants.doors import AgencyVisit

from .blueprints import find_blueprint, shell_of, show_blueprint
from .guarding import agency_page
from .showing import is_current, nothing_new, show

_MOST = 100_000


@agency_page(Action.MANAGE, post=True)
def begin(request: AgencyVisit, blueprint_id: uuid.UUID) -> HttpResponse:
    """Have the newest version compared with every client."""
    found = find_blueprint(blueprint_id)
    newest = newest_version(found)
    try:
        if newest is None:
            raise NotPossible(_("This blueprint has no version yet."))
        made = deciding.begin(newest, by=request.user)
    except NotPossible as refused:
        return show_blueprint(request, found, error=str(refused))
    return redirect("promotion", blueprint_id, made.pk)


@agency_page()
def promotion(
    request: AgencyVisit, blueprint_id: uuid.UUID, promotion_id: uuid.UUID
) -> HttpResponse:
    """Where it stands; while it moves, the page follows it."""
    return _show(request, _find(blueprint_id, promotion_id))


@agency_page(Action.MANAGE, post=True)
def start(request: AgencyVisit, blueprint_id: uuid.UUID, promotion_id: uuid.UUID) -> HttpResponse:
    """Begin with the first clients."""
    row = _find(blueprint_id, promotion_id)
    try:
        first = First(
            chosen=frozenset(_ids(request.POST.getlist("first"))),
            how_many=_number(request, "how_many"),
            least_leads=_number(request, "least_leads"),
            most_errors=_number(request, "most_errors", most=100),
        )
        deciding.start(row, first, by=request.user)
    except NotPossible as refused:
        return _show(request, row, error=str(refused))
    return redirect("promotion", blueprint_id, promotion_id)


@agency_page(Action.MANAGE, post=True)
def go_on(request: AgencyVisit, blueprint_id: uuid.UUID, promotion_id: uuid.UUID) -> HttpResponse:
    """On to the rest without more leads."""
    return _decide(request, _find(blueprint_id, promotion_id), deciding.go_on)


@agency_page(Action.MANAGE, post=True)
def end(request: AgencyVisit, blueprint_id: uuid.UUID, promotion_id: uuid.UUID) -> HttpResponse:
    """Stop it, or drop it before it began."""
    return _decide(request, _find(blueprint_id, promotion_id), deciding.end)


@agency_page(Action.MANAGE, post=True)
def go_back(request: AgencyVisit, blueprint_id: uuid.UUID, promotion_id: uuid.UUID) -> HttpResponse:
    """Every client back to what it had."""
    return _decide(request, _find(blueprint_id, promotion_id), deciding.go_back)


def _decide(request: AgencyVisit, row: Promotion, do: Callable[..., None]) -> HttpResponse:
    try:
        do(row, by=request.user)
    except NotPossible as refused:
        messages.error(request, str(refused))
    return redirect("promotion", row.blueprint_id, row.pk)


def _find(blueprint_id: uuid.UUID, promotion_id: uuid.UUID) -> Promotion:
    rows = Promotion.objects.select_related("version__blueprint")
    found = rows.filter(pk=promotion_id, blueprint=blueprint_id).first()
    if found is None:
        raise Http404("There is no such promotion here.")
    return found


def _show(request: AgencyVisit, row: Promotion, *, error: str = "") -> HttpResponse:
    role = request.roles.get(row.agency_id)
    page = promotion_page(row, can_manage=may(role, Action.MANAGE), error=error)
    if page.live is not None and is_current(request, page.live.seen):
        return nothing_new()
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return show(
        request, "mappings/promotion.html", page=page, shell=shell_of(request), status=status
    )


def _number(request: AgencyVisit, name: str, *, most: int = _MOST) -> int:
    """A number of the form. Raises NotPossible with a sentence."""
    typed = request.POST.get(name, "").strip()
    if not typed.isascii() or not typed.isdecimal() or int(typed[:9]) > most:
        raise NotPossible(_("Give a whole number from 0 to %(most)s.") % {"most": f"{most:,}"})
    return int(typed)


def _ids(typed: list[str]) -> list[uuid.UUID]:
    found = []
    for one in typed:
        try:
            found.append(uuid.UUID(one))
        except ValueError:
            continue
    return found
