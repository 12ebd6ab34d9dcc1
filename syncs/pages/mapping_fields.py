"""A row of a mapping kept in the draft, left out or put back; and the form's own buttons."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from mappings.documents import DocumentRefused
from mappings.publishing import Overtaken, Refused
from mappings.rowing import place_of, put_back, with_field, without_field
from mappings.rules import FieldRule, Rules
from syncs.reporting.mapping_form import Found, row_form
from syncs.reporting.mapping_samples import samples_of, values_at
from syncs.reporting.mapping_values import picklist_of, suggested_pairs
from syncs.reporting.mappings import Agreed
from tenants.access import Action
from tenants.doors import Visit

from .guarding import tenant_page
from .mapping import around_form, show_editor
from .mapping_finding import chosen_sample, find_agreed
from .mapping_forms import Post, pressed, read_row, without_blanks
from .mapping_reading import found_of, found_sentences, labelled, rule_in
from .mapping_saving import save_rules


@tenant_page(Action.EDIT, post=True)
def change_field(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """What the button of a row's form asks for."""
    agreed, post = find_agreed(mapping_id), request.POST
    do, key = post.get("do", ""), post.get("key", "")
    rule = agreed.rules.field(key)
    if do == "remove" and rule is not None:
        return _remove(request, agreed, rule)
    if do == "put-back" and agreed.live_rules is not None:
        return _put_back(request, agreed, agreed.live_rules)
    document = labelled(read_row(post), agreed.org)
    changed = _pressed(agreed, document, post)
    if changed is not None:
        return _show(request, agreed, changed, found=Found())
    return _keep(request, agreed, without_blanks(document))


def _keep(request: Visit, agreed: Agreed, document: dict[str, Any]) -> HttpResponse:
    key, post = request.POST.get("key", ""), request.POST
    at = place_of(agreed.rules, key)
    try:
        rule = rule_in(agreed.rules, document, key=key)
        save_rules(request, agreed, with_field(agreed.rules, rule, key=key))
    except DocumentRefused as refused:
        found = found_of(refused.wrongs, at=at, document=document, post=post)
    except Overtaken as overtaken:
        found = found_sentences(_overtaken(overtaken))
    except Refused as refused:
        found = found_of(refused.found, at=at, document=document, post=post)
        found = found if refused.found else found_sentences(*refused.problems)
    else:
        return _back(request, agreed, rule.key)
    return _show(request, agreed, document, found=found)


def _remove(request: Visit, agreed: Agreed, rule: FieldRule) -> HttpResponse:
    told = {"title": rule.title}
    if not _changed(request, agreed, without_field(agreed.rules, rule.key)):
        return _back(request, agreed, rule.key)
    if agreed.live_rules is not None and agreed.live_rules.field(rule.key) is not None:
        text = _("%(title)s is left out of the draft. It stands below and can be put back.") % told
    else:
        text = _("%(title)s is left out of the draft. It was never live.") % told
    messages.success(request, text)
    return _back(request, agreed)


def _put_back(request: Visit, agreed: Agreed, live: Rules) -> HttpResponse:
    key = request.POST.get("key", "")
    _changed(request, agreed, put_back(agreed.rules, key, live=live))
    return _back(request, agreed, key)


def _changed(request: Visit, agreed: Agreed, rules: Rules) -> bool:
    """Whether the draft has the rules now; if not, the next page says why."""
    try:
        save_rules(request, agreed, rules)
    except Refused as refused:
        messages.error(request, " ".join(refused.problems))
        return False
    return True


def _pressed(agreed: Agreed, document: dict[str, Any], post: Post) -> dict[str, Any] | None:
    if post.get("do") != "suggest-pairs":
        return pressed(document, post)
    seen = values_at(document["source"], samples_of(agreed.mapping))
    offers = picklist_of(document, agreed.org)
    value_map = document["value_map"]
    pairs = suggested_pairs(value_map.get("pairs", ()), seen, offers)
    return {**document, "value_map": {**value_map, "pairs": pairs}}


def _show(
    request: Visit, agreed: Agreed, document: dict[str, Any], *, found: Found
) -> HttpResponse:
    """The editor with the row as it was typed; 422 when something keeps it from being saved."""
    samples = samples_of(agreed.mapping)
    chosen = chosen_sample(samples, request.POST)
    key = request.POST.get("key", "")
    key = key if agreed.rules.field(key) is not None else ""
    form = row_form(document, around_form(agreed, samples, chosen), key=key, found=found)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if found.wrongs else HTTPStatus.OK
    return show_editor(request, agreed, samples=samples, chosen=chosen, form=form, status=status)


def _overtaken(overtaken: Overtaken) -> str:
    told = {
        "who": overtaken.by or _("Somebody else"),
        "at": formats.date_format(timezone.localtime(overtaken.at), "H:i"),
    }
    return (
        _("%(who)s changed this draft at %(at)s. Press Done again to keep yours beside it.") % told
    )


def _back(request: Visit, agreed: Agreed, key: str = "") -> HttpResponse:
    here = reverse("mapping", args=[request.tenant.slug, agreed.mapping.pk])
    return redirect(f"{here}#r-{key}" if key else here)
