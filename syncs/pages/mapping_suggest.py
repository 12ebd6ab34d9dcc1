"""What the mapping helper proposes for a sample, and the chosen fields kept in the draft."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.publishing import Refused
from mappings.rowing import with_field
from syncs.page_values.mapping import TryIt
from syncs.reporting.mapping_samples import samples_of
from syncs.reporting.mapping_suggestions import Proposals, proposals_for, suggest_page
from syncs.reporting.mappings import Agreed, pasted, try_it
from syncs.reporting.orgs import read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .mapping_finding import chosen_sample, find_agreed
from .mapping_saving import save_rules
from .pasting import SampleRefused, read_object
from .showing import shell_for, show


@dataclass(frozen=True, slots=True)
class _Sample:
    """What proposals are made for: the payload of a lead, or what was pasted."""

    tried: TryIt
    payload: Mapping[str, Any] = field(default_factory=dict)


@tenant_page()
def suggest(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The proposals for one of the last leads."""
    agreed = find_agreed(mapping_id)
    return _show(request, agreed, _of_lead(agreed, request.GET))


@tenant_page(Action.VIEW, post=True)
def try_suggest(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The proposals for a pasted sample; it is not kept."""
    agreed = find_agreed(mapping_id)
    return _show(request, agreed, _of_post(agreed, request.POST))


@tenant_page(Action.EDIT, post=True)
def add_suggested(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Keep the chosen ones in the draft."""
    agreed = find_agreed(mapping_id)
    sample, chosen = _of_post(agreed, request.POST), set(request.POST.getlist("chosen"))
    found = _proposals(agreed, sample)
    rules, added = agreed.rules, [one.rule for one in found.rows if one.rule.key in chosen]
    if not added:
        return _show(request, agreed, sample, error=_("Choose at least one field."))
    for rule in added:
        rules = with_field(rules, rule)
    try:
        save_rules(request, agreed, rules)
    except Refused as refused:
        return _show(request, agreed, sample, error=" ".join(refused.problems))
    told = ngettext(
        "%(count)d field was added to the draft. Look at who owns it before you publish.",
        "%(count)d fields were added to the draft. Look at who owns them before you publish.",
        len(added),
    )
    messages.success(request, told % {"count": len(added)})
    return redirect("mapping", request.tenant.slug, agreed.mapping.pk)


def _of_lead(agreed: Agreed, given: Mapping[str, str]) -> _Sample:
    samples = samples_of(agreed.mapping)
    chosen = chosen_sample(samples, given)
    return _Sample(try_it(samples, chosen), chosen.payload if chosen else {})


def _of_post(agreed: Agreed, post: Mapping[str, str]) -> _Sample:
    text = post.get("sample", "").strip()
    if not text and post.get("lead"):
        return _of_lead(agreed, post)
    tried = try_it(samples_of(agreed.mapping), None)
    try:
        return _Sample(pasted(tried, text), read_object(text))
    except SampleRefused as refused:
        return _Sample(pasted(tried, text, str(refused)))


def _proposals(agreed: Agreed, sample: _Sample) -> Proposals:
    if not sample.payload:
        return Proposals()
    return proposals_for(agreed.rules, sample.payload, agreed.org)


def _show(request: Visit, agreed: Agreed, sample: _Sample, *, error: str = "") -> HttpResponse:
    page = suggest_page(
        agreed,
        request.tenant.slug,
        tried=sample.tried,
        payload=sample.payload,
        found=_proposals(agreed, sample),
        can_edit=may(request.role, Action.EDIT),
        error=error,
    )
    known = read_orgs()
    shown = agreed.sources[0].connection if agreed.sources else known.main
    shell = shell_for(request, "mapping", known=known, shown=shown)
    wrong = bool(error or sample.tried.error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return show(request, "mappings/suggest.html", page=page, shell=shell, status=status)
