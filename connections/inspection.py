"""Gathers the facts about an org through the port, in at most six calls.

Pure but for the port. What Salesforce refuses to show is a fact as well: it is kept in words.
Queries: salesforce-facts 2.4.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from . import inspection_queries as queries
from . import inspection_reading as reading
from . import soql
from .crm import Crm, Describe, Look, Query, Record, Resource, Sight
from .errors import ConfigurationError, ErrorClass, Failure
from .org_facts import (
    ASSIGNMENT_RULES,
    DUPLICATE_RULES,
    LEAD_RIGHTS,
    MATCHING_RULES,
    ORGANIZATION,
    QUEUES,
    RECORD_TYPES,
    RIGHTS,
    STATUSES,
    USER,
    VALIDATION_RULES,
    Needs,
    OrgFacts,
)

MEMBERS = "members"
_NEEDS_VIEW_SETUP = "The connected user lacks View Setup and Configuration."
# Hidden objects are called unknown (salesforce-facts 15.11), and so are hidden columns.
_HIDDEN = frozenset({"INVALID_TYPE", "NOT_FOUND", "INSUFFICIENT_ACCESS", "INVALID_FIELD"})
_MASTER = "012000000000000AAA"


def inspect(crm: Crm, needs: Needs) -> OrgFacts:
    """What the org shows to the connected user.

    A user without the API, and a session that ended for good, are facts; raises TransientError
    when Salesforce doesn't answer.
    """
    before = crm.calls
    try:
        facts = _inspected(crm, needs)
    except ConfigurationError as error:
        if error.failure.kind is ErrorClass.LIMIT:
            raise
        facts = OrgFacts(refusal=error.code)
    if facts.refusal and not facts.user.username:
        facts = replace(facts, user=_user_only(crm))
    usage = crm.usage
    return replace(
        facts,
        api_used=usage.used if usage else None,
        api_allowed=usage.allowed if usage else None,
        calls=crm.calls - before,
    )


def _user_only(crm: Crm) -> Any:
    """Who it is, which even a user without the API may ask (salesforce-facts 1.9)."""
    try:
        return reading.user_of(crm.user(), ())
    except ConfigurationError:
        return reading.user_of({}, ())


def _inspected(crm: Crm, needs: Needs) -> OrgFacts:
    identity = crm.user()
    user_id = str(identity.get("user_id") or "")
    looks = _looks(needs, user_id)
    sights = dict(zip(looks, crm.look(list(looks.values())), strict=True))
    facts = _read(needs, identity, sights)
    if facts.rights is not None and facts.rights.view_setup:
        sights[VALIDATION_RULES] = crm.look_tooling(queries.VALIDATION)
        facts = replace(facts, validation_rules=reading.rules_of(_rows(sights, VALIDATION_RULES)))
    return _with_record_types(crm, replace(facts, unseen=_unseen(sights)))


def _looks(needs: Needs, user_id: str) -> dict[str, Look]:
    described: dict[str, Look] = {f"object.{name}": Describe(name) for name in needs.objects}
    people = [user_id, *(one for one in needs.owner_ids if one.startswith("005"))]
    asked = {
        ORGANIZATION: queries.ORGANIZATION,
        USER: soql.select("User", queries.USER_COLUMNS, where=soql.within("Id", people)),
        RIGHTS: queries.granted(
            "PermissionSet", queries.RIGHTS_COLUMNS, link="Id", user_id=user_id
        ),
        LEAD_RIGHTS: queries.granted(
            "ObjectPermissions", queries.LEAD_COLUMNS, link="ParentId", user_id=user_id
        ),
        STATUSES: queries.STATUSES,
        QUEUES: queries.QUEUES,
        MEMBERS: queries.MEMBERS,
        ASSIGNMENT_RULES: queries.ASSIGNMENT,
        DUPLICATE_RULES: queries.DUPLICATES,
        MATCHING_RULES: queries.MATCHING,
    }
    return described | {name: Query(select) for name, select in asked.items()}


def _read(needs: Needs, identity: Mapping[str, Any], sights: Mapping[str, Sight]) -> OrgFacts:
    objects = {name: sights[f"object.{name}"].sobject for name in needs.objects}
    rights, lead_rights = sights[RIGHTS].records, sights[LEAD_RIGHTS].records
    return OrgFacts(
        user=reading.user_of(identity, _rows(sights, USER)),
        org=reading.org_of(identity, _rows(sights, ORGANIZATION)),
        objects={name: one for name, one in objects.items() if one is not None},
        # No row at all means hidden ones: every user has a profile's.
        rights=reading.rights_of(rights) if rights else None,
        lead_rights=reading.object_rights_of(lead_rights) if lead_rights else None,
        statuses=reading.statuses_of(_rows(sights, STATUSES)),
        queues=reading.queues_of(_rows(sights, QUEUES), sights[MEMBERS].records),
        owners=reading.owners_of(_rows(sights, USER), needs.owner_ids),
        assignment_rules=reading.rules_of(_rows(sights, ASSIGNMENT_RULES)),
        duplicate_rules=reading.rules_of(_rows(sights, DUPLICATE_RULES)),
        matching_rules=reading.rules_of(_rows(sights, MATCHING_RULES)),
    )


def _rows(sights: Mapping[str, Sight], name: str) -> Sequence[Record]:
    sight = sights.get(name)
    return (sight.records or ()) if sight else ()


def _unseen(sights: Mapping[str, Sight]) -> dict[str, str]:
    """Why each part is not there, in words."""
    unseen = {
        name: _why(sight.failure) for name, sight in sights.items() if sight.failure is not None
    }
    if not sights[RIGHTS].records:
        unseen.setdefault(RIGHTS, _NEEDS_VIEW_SETUP)
    if not sights[LEAD_RIGHTS].records:
        unseen.setdefault(LEAD_RIGHTS, _NEEDS_VIEW_SETUP)
    if VALIDATION_RULES not in sights:
        unseen[VALIDATION_RULES] = _NEEDS_VIEW_SETUP
    return unseen


def _why(failure: Failure) -> str:
    if failure.code in _HIDDEN:
        return "Salesforce hides it from the connected user."
    return f"Salesforce answered {failure.code or 'something unreadable'}."


def _with_record_types(crm: Crm, facts: OrgFacts) -> OrgFacts:
    """The facts with the picklists of the record types that new records get, in one call."""
    chosen = {
        name: one.id
        for name, known in facts.objects.items()
        for one in known.record_types
        if one.default and not one.master and one.id != _MASTER
    }
    if not chosen:
        return facts
    looks = [
        Resource(f"ui-api/object-info/{name}/picklist-values/{record_type}")
        for name, record_type in chosen.items()
    ]
    values, unseen = facts.record_type_values, dict(facts.unseen)
    for (name, record_type), sight in zip(chosen.items(), crm.look(looks), strict=True):
        if sight.failure is not None:
            unseen[RECORD_TYPES] = _why(sight.failure)
        else:
            values += reading.picklists_of(name, record_type, sight.body)
    return replace(facts, record_type_values=values, unseen=unseen)
