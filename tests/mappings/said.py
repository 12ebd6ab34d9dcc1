"""Every sentence of the checklist, of changed orgs and of an agreement, whole, in said.json.

    SAID=anew make test TESTS=tests/mappings/test_said.py

writes them anew after a sentence was changed on purpose; the difference is there to be read.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from connections.documents import document_of
from connections.org_facts import (
    ASSIGNMENT_RULES,
    DUPLICATE_RULES,
    LEAD_RIGHTS,
    ORGANIZATION,
    QUEUES,
    RECORD_TYPES,
    RIGHTS,
    STATUSES,
    USER,
    VALIDATION_RULES,
    OrgFacts,
    Rule,
)
from mappings.checking import check_rules
from mappings.documents import schema, text_of
from mappings.drift import compare, effect
from mappings.orgs import Org
from mappings.preflight import Case, judge
from mappings.recipe import permission_set_xml, readme
from mappings.rules import (
    ContactFound,
    ConvertedFound,
    LeadFound,
    Mode,
    OneUser,
    OrgRefuses,
    Routing,
    Rules,
)
from mappings.telling import policy_sentences
from tests.mappings.agreement import rules
from tests.mappings.checking import test_agreement, test_fields
from tests.mappings.drift import test_drift as drift
from tests.mappings.preflight import facts, test_further, test_judging
from tests.mappings.suggesting.corpus import cases

SAID = Path(__file__).with_name("said.json")
POLICIES: dict[str, type[StrEnum]] = {
    "mode": Mode,
    "lead_found": LeadFound,
    "contact_found": ContactFound,
    "converted_found": ConvertedFound,
    "org_refuses": OrgRefuses,
}
HIDDEN = (
    *(RIGHTS, STATUSES, QUEUES, ASSIGNMENT_RULES, DUPLICATE_RULES, VALIDATION_RULES),
    *(LEAD_RIGHTS, RECORD_TYPES, ORGANIZATION, USER),
)
OWNERS = (test_further.TABLE, test_further.RULED, OneUser(id=facts.TOM))
Said = dict[str, list[Any]]


def said_now() -> Said:
    """What is said of each fault of the tests, by the fault's name: JSON values."""
    found: Said = {"a good org": _rows(facts.good(), facts.case(), [])}
    for name, org, of, _ in test_judging.FAULTS:
        found[name] = _rows(org, of, found["a good org"])
    for number, (org, of, _) in enumerate(test_further.FAULTS, 1):
        found[f"further {number}"] = _rows(org, of, found["a good org"])
    found |= _hidden(found["a good org"])
    for name, org, _ in drift.CHANGES:
        changes = compare(facts.good(), org)
        effects = [effect(one, {"Leads": facts.rules()}, 3) for one in changes]
        found[f"changed: {name}"] = [document_of(one) for one in (*changes, *effects)]
    return found | _agreements() | _helped()


def _hidden(good: list[Any]) -> Said:
    found: Said = {}
    for part in HIDDEN:
        for number, owner in enumerate(OWNERS, 1):
            org = replace(test_further.WIDE, unseen={part: f"Nobody sees {part}."})
            of = facts.case(rules=facts.rules(routing=Routing(owner=owner)))
            found[f"hidden: {part}, owner {number}"] = _rows(org, of, good)
    names = (("Lead", "A"), ("Contact", "B"), ("Lead", "C"), ("Account", "D"))
    kept = tuple(Rule(id=name, name=name, sobject=on, is_active=True) for on, name in names)
    for mode in Mode:
        of = facts.case(rules=facts.rules(mode=mode))
        org = replace(facts.good(), validation_rules=kept)
        found[f"validation rules: {mode}"] = _rows(org, of, good)
    return found


def _agreements() -> Said:
    found: Said = {}
    for number, (changed, _, _) in enumerate(test_agreement.WRONG, 1):
        of = rules(fields=(), **changed)
        found[f"wrong agreement {number}"] = _problems(of, test_agreement.SEEN)
    for number, (rule, _) in enumerate((*test_fields.ALONE, *test_fields.IN_AN_ORG), 1):
        found[f"wrong field {number}"] = _problems(rules(fields=(rule,)), test_fields.SEEN)
    for policy, choices in POLICIES.items():
        for choice in choices:
            told = policy_sentences(facts.rules(**{policy: choice}))
            found[f"policy: {policy} {choice}"] = [str(one) for one in told]
    return found


def _helped() -> Said:
    """What the helper proposes for the first sample of each kind, and what an admin installs."""
    found: Said = {"read me": readme([facts.rules()]).splitlines()}
    found["a document"] = text_of(facts.rules()).splitlines()
    found["the schema of documents"] = [schema()]
    found["permission set"] = permission_set_xml([facts.rules()]).splitlines()
    for sample in {one.kind: one for one in reversed(cases())}.values():
        made = sample.suggestion()
        found[f"suggested: {sample.id}"] = [
            document_of(made.kind),
            *([one.rule.key, one.rule.source, one.confidence, one.why] for one in made.fields),
            *([one.path, one.technical] for one in made.unmapped),
            *([one.field, one.sentence] for one in made.open),
        ]
    return found


def said_before() -> Said:
    """What said.json holds; what is said now, if the environment says “SAID=anew”."""
    if os.environ.get("SAID") == "anew":
        SAID.write_text(json.dumps(said_now(), indent=1, ensure_ascii=False) + "\n")
    kept: Said = json.loads(SAID.read_text())
    return kept


def _problems(of: Rules, org: Org) -> list[Any]:
    return [asdict(one) for one in check_rules(of, org)]


def _rows(org: OrgFacts, of: Case, known: list[Any]) -> list[Any]:
    """The rows that a good org doesn't have."""
    rows = (document_of(one) for one in judge(org, of))
    return [one for one in rows if one not in known]
