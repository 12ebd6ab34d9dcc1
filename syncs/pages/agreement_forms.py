"""The policy, the routing and what follows: forms that are kept in the draft."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mappings.documents import DocumentRefused
from mappings.models import MappingVersion
from mappings.publishing import Refused, open_draft, save_draft
from mappings.rules import Rules
from syncs.agreeing.forms import FORMS, AgreementForm
from syncs.agreeing.moving import press
from syncs.agreeing.reading import read
from syncs.agreeing.shapes import Flaw, Offers, PartName, Typed
from syncs.preflight.running import latest_facts
from syncs.reporting.agreement_forms import (
    Given,
    agreement_page,
    base_of,
    flaws_of,
    offered,
    rules_given,
)
from syncs.reporting.mappings import Agreed
from syncs.reporting.orgs import Orgs, read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .mapping_finding import find_agreed
from .showing import shell_for, show


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every view of a form has before it."""

    known: Orgs
    agreed: Agreed
    form: AgreementForm
    offers: Offers


class _Raced(Exception):
    """The draft is not the one from which the form was filled."""

    def __init__(self, draft: MappingVersion) -> None:
        super().__init__(str(draft))
        self.draft = draft


@tenant_page()
def agreement_part(request: Visit, mapping_id: uuid.UUID, part: PartName) -> HttpResponse:
    """A form, as the draft has it, or what is live."""
    desk = _desk(mapping_id, part)
    return _show(request, desk, Given(typed=desk.form.typed(desk.agreed.rules)))


@tenant_page(Action.EDIT, post=True)
def save_agreement_part(request: Visit, mapping_id: uuid.UUID, part: PartName) -> HttpResponse:
    """A form's answer: a button of a list changes the form, saving keeps it in the draft."""
    desk = _desk(mapping_id, part)
    typed, button = read(desk.form.asked, dict(request.POST.lists())), request.POST.get("do", "")
    if button not in ("", "save"):
        changed = press(desk.form.asked, typed, button)
        return _show(request, desk, Given(typed=changed or typed, button=button))
    flaws = desk.form.flaws(typed, desk.offers)
    try:
        rules = rules_given(desk.agreed.rules, desk.form, typed, offers=desk.offers)
    except DocumentRefused as refused:
        found = desk.form.placed(flaws_of(refused.wrongs))
        return _show(request, desk, Given(typed=typed, flaws=_first(flaws, found)))
    if flaws:
        return _show(request, desk, Given(typed=typed, flaws=flaws))
    return _kept(request, desk, typed, rules=rules)


def _kept(request: Visit, desk: _Desk, typed: Typed, *, rules: Rules) -> HttpResponse:
    try:
        _save(request, desk.agreed, rules)
    except _Raced as raced:
        return _show(request, desk, Given(typed=typed, overtaken=_overtaken(raced.draft)))
    except Refused as refused:
        found = desk.form.placed(flaws_of(refused.found)) or tuple(
            Flaw(place="", sentence=one) for one in refused.problems
        )
        return _show(request, desk, Given(typed=typed, flaws=found))
    messages.success(
        request, _("Saved in the draft. Nothing changes for new leads until you publish.")
    )
    return redirect(f"mapping-{desk.form.name}", request.tenant.slug, desk.agreed.mapping.pk)


def _save(request: Visit, agreed: Agreed, rules: Rules) -> None:
    """Into the draft, begun if there is none, unless it isn't the one that was shown."""
    shown = request.POST.get("base", "")
    with transaction.atomic():
        draft = open_draft(agreed.mapping, by=request.user)
        begun = agreed.draft is None and shown == base_of(agreed)
        if shown and not begun and shown != f"{draft.pk}:{draft.revision}":
            raise _Raced(draft)
        save_draft(draft, rules, revision=draft.revision, by=request.user)


def _overtaken(draft: MappingVersion) -> str:
    told = {"who": draft.changed_by or _("Somebody else"), "when": f"{draft.changed_at:%H:%M}"}
    return (
        _(
            "%(who)s saved this draft at %(when)s, after you had opened this page. Nothing of "
            "yours was saved yet. What you filled in stands below: save again to put it in place "
            "of this part of the draft."
        )
        % told
    )


def _first(own: tuple[Flaw, ...], found: tuple[Flaw, ...]) -> tuple[Flaw, ...]:
    """One flaw a place, the form's own before those of the document."""
    places = {one.place for one in own}
    return (*own, *(one for one in found if one.place not in places))


def _desk(mapping_id: uuid.UUID, part: PartName) -> _Desk:
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    connection = agreed.sources[0].connection if agreed.sources else known.main
    facts = latest_facts(connection) if connection else None
    return _Desk(known, agreed, FORMS[part], offered(agreed, facts))


def _show(request: Visit, desk: _Desk, given: Given) -> HttpResponse:
    page = agreement_page(
        desk.agreed,
        desk.form,
        given,
        slug=request.tenant.slug,
        offers=desk.offers,
        can_edit=may(request.role, Action.EDIT),
    )
    refused = bool(given.flaws or given.overtaken)
    return show(
        request,
        "mappings/agreement.html",
        page=page,
        shell=shell_for(request, "mapping", known=desk.known),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK,
    )
