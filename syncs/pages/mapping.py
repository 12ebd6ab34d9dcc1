"""Mappings: the list, the editor, and who owns what."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from mappings.documents import brief
from syncs.page_values import Shell
from syncs.page_values.mapping_form import RowForm
from syncs.reporting.mapping_form import Around, Found, row_form
from syncs.reporting.mapping_lately import kept_lately, replay_note
from syncs.reporting.mapping_lists import mappings_page
from syncs.reporting.mapping_owners import ownership_file, ownership_page
from syncs.reporting.mapping_samples import Sample, samples_of
from syncs.reporting.mapping_targets import required_open
from syncs.reporting.mappings import Agreed, editor_page, mapping_head
from syncs.reporting.orgs import Orgs, read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .mapping_finding import chosen_sample, find_agreed
from .showing import shell_for, show

EDITOR = "mappings/editor.html"
_TYPES = {"md": "text/markdown; charset=utf-8", "txt": "text/plain; charset=utf-8"}


@tenant_page()
def mappings(request: Visit) -> HttpResponse:
    """The list; a client with one mapping is led straight to it."""
    page = mappings_page(now=timezone.now())
    if len(page.rows) == 1:
        return redirect("mapping", request.tenant.slug, page.rows[0].id)
    return show(request, "mappings/list.html", page=page, shell=shell_for(request, "mapping"))


@tenant_page()
def mapping(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The editor; `field` opens a row, `add` a new one."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    samples = samples_of(agreed.mapping)
    chosen = chosen_sample(samples, request.GET)
    form = None
    if may(request.role, Action.EDIT):
        around = around_form(agreed, samples, chosen)
        form = _asked_form(agreed, around, request.GET)
    return show_editor(request, agreed, samples=samples, chosen=chosen, form=form, known=known)


@tenant_page()
def ownership(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Who owns each field, for an admin of the org to read and approve."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    head = mapping_head(agreed, request.tenant.slug)
    page = ownership_page(agreed, head, now=timezone.now())
    shell = _shell(request, agreed, known)
    return show(request, "mappings/ownership.html", page=page, shell=shell)


@tenant_page()
def ownership_download(request: Visit, mapping_id: uuid.UUID, kind: str) -> HttpResponse:
    """The same as a file: "md" or "txt"."""
    agreed = find_agreed(mapping_id)
    page = ownership_page(agreed, mapping_head(agreed, request.tenant.slug), now=timezone.now())
    name = f"who-owns-what-{slugify(agreed.mapping.name) or 'mapping'}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    text = ownership_file(page, request.tenant.name, kind=kind)
    return HttpResponse(text, content_type=_TYPES[kind], headers=headers)


def show_editor(
    request: Visit,
    agreed: Agreed,
    *,
    samples: tuple[Sample, ...],
    chosen: Sample | None,
    form: RowForm | None = None,
    known: Orgs | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The editor with a row's form, if one is open."""
    known = known or read_orgs()
    page = editor_page(
        agreed,
        request.tenant.slug,
        samples=samples,
        chosen=chosen,
        form=form,
        replay=replay_note(agreed, request.tenant.slug),
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    shell = _shell(request, agreed, known)
    return show(request, EDITOR, page=page, shell=shell, status=status)


def around_form(agreed: Agreed, samples: tuple[Sample, ...], chosen: Sample | None) -> Around:
    """What a row's form may offer."""
    return Around(
        org=agreed.org,
        samples=samples,
        payload=chosen.payload if chosen else {},
        required=required_open(agreed.rules, agreed.org),
        revision=agreed.revision,
    )


def _asked_form(agreed: Agreed, around: Around, given: Mapping[str, str]) -> RowForm | None:
    """The form that the address asks for."""
    rule = agreed.rules.field(given.get("field", ""))
    if rule is not None:
        lately = kept_lately(agreed.mapping, rule, now=timezone.now())
        return row_form(brief(rule), replace(around, lately=lately), key=rule.key)
    if not given.get("add"):
        return None
    if around.org.objects or given.get("to") or given.get("source"):
        return row_form(_new(agreed, given), around, key="")
    note = _("The org was not looked at yet. Write the API name as it stands in Setup.")
    return row_form(_new(agreed, given), around, key="", found=Found({"lead_field": note}))


def _new(agreed: Agreed, given: Mapping[str, str]) -> dict[str, Any]:
    """What a new row begins with: the field and the source that the address names."""
    target = given.get("to", "")[:80]
    known = agreed.org.field("Lead", target)
    same = known is not None and agreed.org.field("Contact", target) is not None
    return {
        "lead_field": target,
        "contact_field": target if same else "",
        "label": known.label if known else "",
        "source": given.get("source", "")[:200],
    }


def _shell(request: Visit, agreed: Agreed, known: Orgs) -> Shell:
    """The shell of a page about the org that the mapping's first source leads to."""
    shown = agreed.sources[0].connection if agreed.sources else known.main
    return shell_for(request, "mapping", known=known, shown=shown)
