"""The judge: every check over one mapping, and several mappings' findings as one list. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from connections.org_facts import OrgFacts

from . import field_checks, owner_checks, policy_checks, rule_checks, user_checks, value_checks
from .cases import Case
from .findings import Check, Finding, Level, unseen

_Judge = Callable[[OrgFacts, Case], Iterator[Finding]]
_JUDGES: dict[Check, _Judge] = {
    Check.INTEGRATION_USER: user_checks.integration_user,
    Check.API_ACCESS: user_checks.api_access,
    Check.OBJECT_RIGHTS: user_checks.object_rights,
    Check.FIELD_ACCESS: field_checks.field_access,
    Check.REQUIRED_FIELDS: field_checks.required_fields,
    Check.LEAD_STATUS: value_checks.lead_status,
    Check.PICKLISTS: value_checks.picklists,
    Check.LENGTHS: value_checks.lengths,
    Check.PERSON_KEY: field_checks.person_key,
    Check.DUPLICATE_RULES: rule_checks.duplicate_rules,
    Check.ROUTING: owner_checks.routing,
    Check.SHARING: user_checks.sharing,
    Check.VALIDATION_RULES: rule_checks.validation_rules,
    Check.CONVERTED: policy_checks.converted,
    Check.LEAD_OR_CONTACT: policy_checks.lead_or_contact,
    Check.CREATE_AND_UPDATE: policy_checks.create_and_update,
    Check.API_BUDGET: policy_checks.api_budget,
    Check.TEST_BATCH: policy_checks.test_batch,
}
# These need no description of the org's objects.
_WITHOUT_ORG = frozenset(
    {
        Check.INTEGRATION_USER,
        Check.API_ACCESS,
        Check.LEAD_OR_CONTACT,
        Check.CREATE_AND_UPDATE,
        Check.API_BUDGET,
        Check.TEST_BATCH,
    }
)
# These say nothing of use about a Lead that can't be read at all; that is a finding already.
_OF_LEAD = frozenset(
    {
        Check.FIELD_ACCESS,
        Check.REQUIRED_FIELDS,
        Check.LEAD_STATUS,
        Check.PICKLISTS,
        Check.LENGTHS,
        Check.PERSON_KEY,
        Check.CONVERTED,
    }
)
_ORDER = {level: place for place, level in enumerate(Level)}
_LINES = {check: place for place, check in enumerate(Check)}


def judge(facts: OrgFacts, case: Case) -> tuple[Finding, ...]:
    """Every finding about this mapping in this org, in the order of the checklist.

    Each line of the checklist has at least one.
    """
    found = [one for check in Check for one in _judged(check, facts, case)]
    return tuple(replace(one, mappings=(case.mapping,)) for one in found)


def merged(judged: Iterable[Sequence[Finding]]) -> tuple[Finding, ...]:
    """The findings of several mappings as one list, worst first, then as the checklist goes.

    Alike ones become one that names all their mappings; a line that some mapping has trouble
    with is not in order.
    """
    together: dict[tuple[str, str], Finding] = {}
    for one in (one for findings in judged for one in findings):
        same = together.get((one.key, one.what))
        names = (*same.mappings, *one.mappings) if same else one.mappings
        together[(one.key, one.what)] = replace(one, mappings=tuple(dict.fromkeys(names)))
    troubled = {one.check for one in together.values() if one.level is not Level.IN_ORDER}
    kept = [
        one
        for one in together.values()
        if one.level is not Level.IN_ORDER or one.check not in troubled
    ]
    return tuple(sorted(_lines(kept), key=lambda one: (_ORDER[one.level], _LINES[one.check])))


def _lines(findings: Sequence[Finding]) -> list[Finding]:
    """One row for each line that is in order, however many mappings say so in their words."""
    kept: dict[str, Finding] = {}
    for one in findings:
        key = one.check.value if one.level is Level.IN_ORDER else f"{one.key} {one.what}"
        same = kept.get(key)
        if same is not None and one.what not in same.what:
            one = replace(
                same, what=f"{same.what} {one.what}", mappings=(*same.mappings, *one.mappings)
            )
        kept[key] = one
    return list(kept.values())


def _judged(check: Check, facts: OrgFacts, case: Case) -> Iterator[Finding]:
    if facts.refusal and check not in _WITHOUT_ORG:
        yield unseen(check, "Salesforce lets nobody look while the API is closed to this user.")
    elif check in _OF_LEAD and "Lead" not in facts.objects:
        yield unseen(check, "Lead can’t be read by the integration user.")
    else:
        yield from _JUDGES[check](facts, case)
