"""One lead: what happened to this person, and why is Title what it is?"""

from __future__ import annotations

import json
import uuid
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mappings.decisions import Decision
from mappings.models import MappingVersion
from mappings.sources import sources_of
from syncs.models import BulkLoad, InboundLead
from syncs.page_values import Answer, LeadPage, Live, Trouble, Who, json_pieces
from syncs.states import IN_SALESFORCE, NEEDS_PERSON, State
from tenants.models import Tenant

from .api_calls import halt_of
from .changes import field_rows
from .filters import Filters
from .freshness import mark_of
from .loads import load_of, load_sentence
from .orgs import record_address
from .payloads import unmapped
from .story import Stored, story_of, what_salesforce_answered
from .timelines import timeline_of

SOON, LATER = 2, 10  # seconds between polls: while on its way, and after


def find_lead(lead_id: uuid.UUID) -> InboundLead | None:
    """The lead with its source and connection, if the tenant in force has it; one read."""
    return (
        InboundLead.objects.select_related("source", "connection__tenant")
        .filter(pk=lead_id)
        .first()
    )


def lead_mark(lead: InboundLead) -> str:
    """What the lead's page shows now, as a short mark."""
    load = load_of(lead)
    return mark_of(lead.changed_at, lead.state, load and (load.state, load.processed))


def lead_page(tenant: Tenant, lead: InboundLead, *, may_edit: bool, now: datetime) -> LeadPage:
    """The page, from what was stored with the lead; three reads more, and up to two while it is
    on its way."""
    stored = _stored(lead)
    fields, same = field_rows(stored.decision, is_done=stored.state in IN_SALESFORCE)
    address = record_address(
        lead.connection, tenant.slug, sobject=lead.sobject, record_id=lead.record_id
    )
    state, is_pending = stored.state, stored.state is State.PENDING
    return LeadPage(
        live=Live(
            address=reverse("lead", args=[tenant.slug, lead.pk]),
            seen=lead_mark(lead),
            seconds=SOON if is_pending else LATER,
        ),
        now=now,
        id=str(lead.pk),
        name=lead.name or lead.email or lead.external_id or _("Without a name"),
        state=state,
        received_at=lead.received_at,
        summary=_summary(stored, load_of(lead)),
        story=story_of(stored),
        payload=json_pieces(lead.payload),
        who=_who(tenant, stored),
        timeline=timeline_of(stored),
        fields=fields,
        same_fields=same,
        unmapped=stored.unmapped,
        mapping_version=lead.mapping_number or None,
        answer=_answer(stored, address),
        trouble=_trouble(lead) if state in NEEDS_PERSON else None,
        can_send_again=may_edit and state in NEEDS_PERSON,
        record_address=address,
        plan_address=_plan_address(tenant, lead),
    )


def _plan_address(tenant: Tenant, lead: InboundLead) -> str:
    """Where a held or failed lead's plan is made anew."""
    if State(lead.state) not in NEEDS_PERSON:
        return ""
    return reverse("lead-plan", args=[tenant.slug, lead.pk])


def _summary(stored: Stored, load: BulkLoad | None) -> str:
    """The answer in a sentence; the reason of a lead that waits stands below, with its fix."""
    if load is not None:
        return _("%(load)s This lead is one of them.") % {"load": load_sentence(load)}
    if stored.state is State.HELD:
        return _("Held until a person decides. Nothing was written, and nothing is lost.")
    if stored.state is State.FAILED:
        return _("Not in Salesforce. Nothing is lost: it can be repaired and sent again.")
    return stored.reason or _("Stored, and waiting for its turn. It will not be lost.")


def _stored(lead: InboundLead) -> Stored:
    decision = Decision.from_dict(lead.decision) if lead.decision else None
    missing = _unmapped(lead) if decision else ()
    halt = halt_of(lead, timezone.now()) if lead.state == State.PENDING else ""
    return Stored(lead, decision, lead.answer or {}, missing, halt)


def _unmapped(lead: InboundLead) -> tuple[str, ...]:
    version = MappingVersion.objects.filter(
        mapping=lead.source.mapping_id, number=lead.mapping_number or 0
    ).first()
    return unmapped(lead.payload, sources_of(version.as_rules()) if version else ())


def _who(tenant: Tenant, stored: Stored) -> Who:
    lead = stored.lead
    earlier = 0
    if lead.email:
        earlier = InboundLead.objects.filter(
            email=lead.email, received_at__lt=lead.received_at
        ).count()
    same_person = Filters(when="all", q=lead.email).query()
    return Who(
        email=lead.email,
        company=lead.company,
        record=_record(stored),
        owner=stored.owner,
        seen_before=earlier,
        seen_address=reverse("leads", args=[tenant.slug]) + same_person,
    )


def _record(stored: Stored) -> str:
    lead = stored.lead
    if not lead.record_id:
        return ""
    if stored.state is State.CREATED:
        return _("%(sobject)s, created by Inlet") % {"sobject": lead.sobject}
    return lead.sobject


def _answer(stored: Stored, address: str) -> Answer | None:
    """What Salesforce said; None when it was not asked."""
    lead, answer, decision = stored.lead, stored.answer, stored.decision
    if not answer and not lead.record_id:
        return None
    return Answer(
        result=what_salesforce_answered(stored) or _("Not answered yet"),
        record_id=lead.record_id,
        record_address=address,
        sent=tuple(answer.get("sent") or ()),
        owner_rule=decision.owner_sentence if decision else "",
        raw=_raw(stored),
    )


def _raw(stored: Stored) -> str:
    """What was sent and what came back, codes included."""
    decision, answer = stored.decision, stored.answer
    if not answer:
        return ""
    sent = dict(decision.fields_to_write) if decision else {}
    shown = {"object": stored.lead.sobject, "fields": sent, "answer": answer}
    return json.dumps(shown, indent=2, ensure_ascii=False)


def _trouble(lead: InboundLead) -> Trouble:
    fix = lead.fix or _("Change it in Salesforce or at the source, then send the lead again.")
    return Trouble(cause=lead.reason, fix=fix)
