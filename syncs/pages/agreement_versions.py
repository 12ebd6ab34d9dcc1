"""The versions of a mapping: listed, compared, reviewed, published, brought back."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.documents import read_document
from connections.org_facts import OrgFacts
from mappings.documents import DocumentRefused
from mappings.models import MappingVersion, SchemaSnapshot
from mappings.publishing import Behind, Refused, discard_draft, publish, roll_back
from syncs.reporting.agreement_forms import base_of
from syncs.reporting.agreement_publishing import publish_page
from syncs.reporting.agreement_versions import compare_page, roll_back_page, versions_page
from syncs.reporting.mappings import Agreed
from syncs.reporting.orgs import Orgs, read_orgs
from tenants.access import Action, may
from tenants.doors import Visit

from .guarding import tenant_page
from .mapping_finding import find_agreed
from .showing import shell_for, show

_NOTE = 500


@tenant_page()
def versions(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The list; after a publication with its undo."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    page = versions_page(
        agreed,
        request.tenant.slug,
        after=number_in(request.GET.get("after", "")),
        undo=number_in(request.GET.get("undo", "")),
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
    )
    return _show(request, known, "mappings/versions.html", page=page)


@tenant_page()
def compare(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Two versions side by side; without numbers, the live one and the draft."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    before = _version(agreed, request.GET.get("from", ""), agreed.live)
    after = _version(agreed, request.GET.get("to", ""), agreed.draft or agreed.live)
    try:
        page = compare_page(agreed, request.tenant.slug, before=before, after=after)
    except DocumentRefused:
        messages.error(request, _("One of these versions can’t be read any more."))
        return redirect("mapping-versions", request.tenant.slug, mapping_id)
    return _show(request, known, "mappings/compare.html", page=page)


@tenant_page()
def review(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """What publishing the draft would do, before anybody does."""
    known = read_orgs()
    return _review(request, known, find_agreed(mapping_id, known=known))


@tenant_page(Action.EDIT, post=True)
def publish_now(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Publish the draft that was reviewed; the way back is offered at once."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    shown, draft = request.POST.get("base", ""), agreed.draft
    if draft is None or (shown and shown != base_of(agreed)):
        told = _("The draft was changed after you had opened this page. Look at it again.")
        return _review(request, known, agreed, error=told)
    try:
        publish(
            draft,
            by=request.user,
            why=request.POST.get("note", "").strip()[:_NOTE],
            although_behind=request.POST.get("although_behind") == "1",
        )
    except Behind as behind:
        return _review(request, known, agreed, error=str(behind))
    except Refused as refused:
        return _review(request, known, agreed, error="" if refused.found else str(refused))
    return redirect(_done(request, agreed))


@tenant_page(Action.EDIT, post=True)
def discard(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Throw the draft away."""
    agreed = find_agreed(mapping_id)
    if agreed.draft is not None:
        discard_draft(agreed.draft, by=request.user)
        messages.success(request, _("The draft is discarded. What is live stays as it is."))
    return redirect("mapping", request.tenant.slug, mapping_id)


@tenant_page(Action.EDIT)
def show_roll_back(request: Visit, mapping_id: uuid.UUID, number: int) -> HttpResponse:
    """What bringing this version back would do."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    return _roll_back(request, known, agreed, version=_version(agreed, str(number), None))


@tenant_page(Action.EDIT, post=True)
def roll_back_now(request: Visit, mapping_id: uuid.UUID, number: int) -> HttpResponse:
    """Bring it back, as a new live version."""
    known = read_orgs()
    agreed = find_agreed(mapping_id, known=known)
    version = _version(agreed, str(number), None)
    why = request.POST.get("note", "").strip()[:_NOTE]
    try:
        roll_back(agreed.mapping, version.number, by=request.user, why=why)
    except Refused as refused:
        return _roll_back(request, known, agreed, version=version, error=str(refused))
    return redirect(_done(request, agreed))


def number_in(given: str) -> int | None:
    """A number of an address; None for anything else."""
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else None


def _done(request: Visit, agreed: Agreed) -> str:
    """The list of versions, with the way back to what was live before."""
    here = reverse("mapping-versions", args=[request.tenant.slug, agreed.mapping.pk])
    if agreed.live is None:
        messages.success(request, _("Published. Leads that waited are worked by it now."))
        return here
    return f"{here}?undo={agreed.live.number}"


def _review(request: Visit, known: Orgs, agreed: Agreed, *, error: str = "") -> HttpResponse:
    connection = agreed.sources[0].connection if agreed.sources else known.main
    looked = SchemaSnapshot.objects.filter(connection=connection).first() if connection else None
    page = publish_page(
        agreed,
        request.tenant.slug,
        facts=read_document(OrgFacts, looked.facts) if looked else None,
        looked_at=looked.last_seen_at if looked else None,
        can_edit=may(request.role, Action.EDIT),
        now=timezone.now(),
        note=request.POST.get("note", ""),
        error=error,
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY if request.method == "POST" else HTTPStatus.OK
    return _show(request, known, "mappings/publish.html", page=page, status=status)


def _roll_back(
    request: Visit, known: Orgs, agreed: Agreed, *, version: MappingVersion, error: str = ""
) -> HttpResponse:
    page = roll_back_page(agreed, request.tenant.slug, version, error=error)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return _show(request, known, "mappings/roll_back.html", page=page, status=status)


def _version(agreed: Agreed, given: str, otherwise: MappingVersion | None) -> MappingVersion:
    number = number_in(given)
    if number is None and not given and otherwise is not None:
        return otherwise
    versions = MappingVersion.objects.filter(mapping=agreed.mapping)
    found = versions.filter(number=number).first() if number is not None else None
    if found is None:
        raise Http404("There is no such version.")
    return found


def _show(
    request: Visit, known: Orgs, template: str, *, page: object, status: int = HTTPStatus.OK
) -> HttpResponse:
    shell = shell_for(request, "mapping", known=known)
    return show(request, template, page=page, shell=shell, status=status)
