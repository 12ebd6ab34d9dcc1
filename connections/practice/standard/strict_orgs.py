"""Orgs with strict admins: one that guards its data, one that takes no new fields."""

from __future__ import annotations

from dataclasses import replace

from connections.practice.rules.changes import with_assignment, with_switches
from connections.practice.rules.field_changes import without_field
from connections.practice.rules.ids import mint, pod_of
from connections.practice.rules.people_changes import with_sharing
from connections.practice.rules.permissions import MODIFY_ALL, VIEW_ALL
from connections.practice.rules.picklist_changes import with_restricted
from connections.practice.rules.policies import with_record_types, with_validation_rules
from connections.practice.rules.record_types import Offer, RecordType
from connections.practice.rules.rights_changes import with_object_right
from connections.practice.rules.setup import Setup
from connections.practice.rules.sharing import PRIVATE
from connections.practice.rules.validation import ValidationRule
from connections.practice.standard.countries import with_state_country
from connections.practice.standard.person_fields import tracking_fields

_GUARDED = ("Lead", "Contact", "Account")
_RESTRICTED = ("LeadSource", "Industry", "Rating")
_QUEUES = 2


def enterprise(setup: Setup) -> Setup:
    """Private sharing, validation rules, record types, restricted and country picklists.

    The integration user sees and changes everything all the same: the org works, strictly.
    """
    setup = _with_few_queues(setup)
    for sobject in _GUARDED:
        setup = with_sharing(setup, sobject=sobject, default=PRIVATE)
        for right in (VIEW_ALL, MODIFY_ALL):
            setup = with_object_right(setup, sobject=sobject, right=right, granted=True)
    for field in _RESTRICTED:
        setup = with_restricted(setup, sobject="Lead", field=field, restricted=True)
    setup = with_state_country(setup, on=True)
    setup = with_record_types(setup, *_record_types(pod_of(setup.org_id)))
    return with_validation_rules(setup, *_validation_rules(pod_of(setup.org_id)))


def _with_few_queues(setup: Setup) -> Setup:
    queues = setup.queues[:_QUEUES]
    owners = {queue.id for queue in queues}
    members = tuple(user.id for user in setup.users if user.active and user.id != setup.api_user)
    rules = tuple(
        replace(rule, entries=tuple(one for one in rule.entries if one.owner in owners))
        for rule in setup.assignment_rules
    )
    staffed = tuple(replace(queue, members=members) for queue in queues)
    return with_assignment(replace(setup, queues=staffed, assignment_rules=rules), active=True)


def _record_types(pod: str) -> tuple[RecordType, ...]:
    inbound = RecordType(
        id=mint("RecordType", pod=pod, number=1),
        sobject="Lead",
        name="Inbound",
        developer_name="Inbound",
        default=True,
    )
    partner = RecordType(
        id=mint("RecordType", pod=pod, number=2),
        sobject="Lead",
        name="Partner",
        developer_name="Partner",
        offers=(Offer("LeadSource", ("Partner Referral", "Other")),),
    )
    return inbound, partner


def _validation_rules(pod: str) -> tuple[ValidationRule, ...]:
    return (
        ValidationRule(
            id=mint("ValidationRule", pod=pod, number=1),
            name="Reachable",
            sobject="Lead",
            formula="AND(ISBLANK(Email), ISBLANK(Phone), ISBLANK(MobilePhone))",
            message="Enter an email address or a phone number.",
        ),
        ValidationRule(
            id=mint("ValidationRule", pod=pod, number=2),
            name="Company_Is_Real",
            sobject="Lead",
            formula='REGEX(Company, "(?i)(n/?a|none|test|unknown|-|x+)")',
            message="Enter the company's name.",
            field="Company",
        ),
    )


def no_custom_fields(setup: Setup) -> Setup:
    """Without the tracking fields, and its limit of custom fields is reached."""
    for sobject in ("Lead", "Contact"):
        for field in tracking_fields():
            setup = without_field(setup, sobject=sobject, field=field.name)
    return with_switches(setup, custom_fields_allowed=False)
