"""Sending a made-up person to the practice org, in one click."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from mappings.models import Mapping
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Source
from syncs.reporting.orgs import read_orgs
from tenants import audit
from tenants.access import Action
from tenants.doors import Visit

from .guarding import tenant_page
from .sample_people import MARK, sample_number

SOURCE = "Sample leads"


@tenant_page(Action.EDIT, post=True)
def send_sample(request: Visit) -> HttpResponse:
    """Store the next sample lead, and show what becomes of it."""
    source = _practice_source(request)
    if source is None:
        messages.error(request, _("This client has no practice org yet, so no sample was sent."))
        return redirect("overview", request.tenant.slug)
    sent = InboundLead.objects.filter(external_id__startswith=MARK).count()
    receipt = accept(source, [sample_number(sent)])
    audit.note(request.tenant, request.user, "lead.sample", subject=receipt.lead_ids[0])
    return redirect("lead", request.tenant.slug, receipt.lead_ids[0])


def _practice_source(request: Visit) -> Source | None:
    """The first source that sends to the practice org, made when there is none."""
    practice = read_orgs().practice
    mapping = Mapping.objects.order_by("created_at").first()
    if practice is None or mapping is None:
        return None
    found = Source.objects.filter(connection=practice).order_by("created_at").first()
    if found is not None:
        return found
    made, _new = Source.objects.get_or_create(
        tenant=request.tenant, name=SOURCE, defaults={"mapping": mapping, "connection": practice}
    )
    return made
