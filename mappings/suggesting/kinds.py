"""Which kind of source a payload is from, by the keys that only its vendor sends. Pure.

The shapes are those of ingest-presets.md, I0 to I11.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from mappings.paths import find
from mappings.strict import RulesRefused
from mappings.values import Unreadable

from .flat_kinds import flat_kind
from .values import Kind

ENOUGH = 50
_SUREST = 99


class _Signs(NamedTuple):
    """A kind, what tells it (a JMESPath that finds something, and its weight), its id, its time."""

    name: str
    label: str
    signs: tuple[tuple[str, int], ...]
    dedupe: tuple[str, ...] = ()
    event_at: tuple[str, ...] = ()


_LEADGEN = "entry[0].changes[0].value"
_CONVERSION = '"form-submissions"[0]'
_KINDS: tuple[_Signs, ...] = (
    _Signs(
        "canonical", "a lead as Inlet’s own API takes it",
        (("person.[email, name, last_name, first_name][]", 45), ("external_id", 20),
         ("attribution", 15), ("occurred_at", 15), ("company.name", 12), ("consent", 8),
         ("custom", 10)),
        ("external_id",), ("occurred_at",),
    ),
    _Signs(
        "apollo", "an Apollo contact",
        (("contact_stage_id", 35), ("organization_name", 20), ("label_names", 20),
         ("run_dedupe", 30), ("typed_custom_fields", 30), ("present_raw_address", 25),
         ("linkedin_url", 10), ("contact.contact_stage_id", 45),
         ("contact.[organization, organization_name, organization_id][]", 25),
         ("people[0].first_name", 30), ("people[0].organization", 30),
         ("people[0].phone_numbers", 30), ("contacts[0].organization_name", 60),
         ("account_id", 10), ("corporate_phone", 15)),
        ("id", "contact.id", "people[0].id", "contacts[0].id"),
        ("updated_at", "contact.updated_at", "people[0].updated_at"),
    ),
    _Signs(
        "hubspot_event", "an app event of HubSpot’s, without personal data",
        (("subscriptionType", 50), ("portalId", 25), ("subscriptionId", 25)),
        ("eventId",), ("occurredAt",),
    ),
    _Signs(
        "hubspot_batch", "HubSpot’s batch upsert",
        (("inputs[0].properties", 60), ("inputs[0].idProperty", 30),
         ("inputs[0].objectWriteTraceId", 10)),
        ("inputs[0].objectWriteTraceId", "inputs[0].id"),
    ),
    _Signs(
        "hubspot", "a HubSpot contact",
        (('"portal-id"', 35), ("vid", 25), ("properties.email", 25), ("properties.firstname", 25),
         (_CONVERSION, 20), ("properties.*.value", 20), ("portalId", 25), ("hs_object_id", 55),
         ("properties.hs_object_id", 30), ("hubspot_owner_id", 35), ("lifecyclestage", 30),
         ("hs_lead_status", 30), ("firstname", 8), ("objectId", 10), ('"identity-profiles"', 20)),
        (f'{_CONVERSION}."conversion-id"', "vid", "objectId", "hs_object_id"),
        (f"{_CONVERSION}.timestamp", "properties.lastmodifieddate.value"),
    ),
    _Signs(
        "typeform", "a Typeform answer",
        (("form_response.answers", 60), ("form_response.definition", 20),
         ("event_type == 'form_response'", 20), ("form_response.token", 10)),
        ("form_response.token", "event_id"), ("form_response.submitted_at",),
    ),
    _Signs(
        "webflow", "a Webflow form",
        (("triggerType == 'form_submission'", 50), ("payload.siteId", 25), ("payload.data", 25)),
        ("payload.id",), ("payload.submittedAt",),
    ),
    _Signs(
        "webflow", "a Webflow form of the first version",
        (("site", 25), ("_id", 25), ("d", 25), ("data", 15)), ("_id",), ("d",),
    ),
    _Signs(
        "meta_event", "a notice of Meta’s, with ids only",
        ((f"{_LEADGEN}.leadgen_id", 70), ("object == 'page'", 25)),
        (f"{_LEADGEN}.leadgen_id",), (f"{_LEADGEN}.created_time", "entry[0].time"),
    ),
    _Signs(
        "meta_lead", "a lead fetched from Meta",
        (("field_data[0].values", 70), ("created_time", 20), ("field_data[0].name", 9)),
        ("leadgen_id", "id"), ("created_time",),
    ),
    _Signs(
        "meta_relayed", "a Meta lead that a tool passed on",
        (("leadgen_id", 45), ("ad_name", 25), ("adset_name", 25), ("form_name", 15),
         ("contains(['fb', 'ig', 'facebook', 'instagram'], platform)", 25), ("is_organic", 25),
         ("created_time", 10), ("campaign_name", 8), ("ad_id", 15), ("adgroup_id", 15)),
        ("leadgen_id", "id"), ("created_time",),
    ),
    _Signs(
        "linkedin_notice", "a notice of LinkedIn’s, without personal data",
        (("leadGenFormResponse", 60), ("leadAction", 30), ("leadType", 9)),
        ("leadGenFormResponse",), ("occurredAt",),
    ),
    _Signs(
        "linkedin_lead", "a lead fetched from LinkedIn",
        (("formResponse.answers", 60), ("leadType", 20), ("versionedLeadGenFormUrn", 19)),
        ("id",), ("submittedAt",),
    ),
    _Signs(
        "calendly", "a Calendly booking",
        (("starts_with(event, 'invitee.')", 50), ("payload.scheduled_event", 25),
         ("payload.questions_and_answers", 15), ("payload.tracking", 10), ("payload.uri", 10)),
        ("payload.uri",), ("created_at",),
    ),
    _Signs(
        "google_ads", "a lead form of Google Ads",
        (("user_column_data", 70), ("google_key", 20), ("gcl_id", 10), ("lead_id", 10)),
        ("lead_id",),
    ),
    _Signs(
        "web_to_lead", "Salesforce’s Web-to-Lead form",
        (("oid", 50), ("retURL", 35), ("debugEmail", 10), ("last_name", 10)),
    ),
    _Signs(
        "segment", "an identify call of Segment’s",
        (("traits", 40), ("type == 'identify'", 25), ("messageId", 25), ("batch[0].traits", 55),
         ("batch[0].messageId", 25), ("anonymousId", 15), ("batch[0].type == 'identify'", 15)),
        ("messageId", "batch[0].messageId"),
        ("timestamp", "batch[0].timestamp"),
    ),
    _Signs(
        "customer_io", "a person of Customer.io’s",
        (("identifiers", 40), ("type == 'person'", 20), ("attributes", 20),
         ("action == 'identify'", 15), ("batch[0].identifiers", 60), ("batch[0].attributes", 30)),
    ),
)  # fmt: skip


def recognise(payload: Mapping[str, Any]) -> Kind:
    """The kind of source, how sure that is and why, and where its id and its time stand.

    Where no vendor's keys are found: what a flat body looks like, or kind "unknown".
    """
    found = max((_kind(one, payload) for one in _KINDS), key=lambda kind: kind.confidence)
    return found if found.confidence >= ENOUGH else flat_kind(payload)


def _kind(one: _Signs, payload: Mapping[str, Any]) -> Kind:
    seen = [(sign, weight) for sign, weight in one.signs if _finds(sign, payload)]
    confidence = min(sum(weight for _, weight in seen), _SUREST)
    if confidence < ENOUGH:
        return Kind(name=one.name, label=one.label, confidence=confidence)
    return Kind(
        name=one.name,
        label=one.label,
        confidence=confidence,
        reasons=tuple(sign for sign, _ in seen),
        dedupe=_first(one.dedupe, payload),
        event_at=_first(one.event_at, payload),
    )


def _first(paths: tuple[str, ...], payload: Mapping[str, Any]) -> str:
    return next((path for path in paths if _finds(path, payload)), "")


def _finds(path: str, payload: Mapping[str, Any]) -> bool:
    """Whether there is something at the path; a key with nothing in it doesn't count."""
    try:
        found = find(path, payload)
    except (Unreadable, RulesRefused):
        return False
    return found not in (None, False, "", [], {}) or (found is False and path.isidentifier())
