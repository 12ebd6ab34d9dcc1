"""Every sentence of the checklist, of changed orgs and of an agreement, whole, in said.json.

    SAID=anew make test TESTS=tests/mappings/test_said.py

writes them anew after a sentence was changed on purpose; the difference is there to be read.
"""

from __future__ import annotations

import json
import os
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from connections.documents import document_of
from connections.org_facts import OrgFacts
from mappings.drift import compare, effect
from mappings.preflight import Case, judge
from mappings.rules import ContactFound, ConvertedFound, LeadFound, Mode, OrgRefuses
from mappings.telling import policy_sentences
from tests.mappings.drift import test_drift as drift
from tests.mappings.preflight import facts, test_further, test_judging

SAID = Path(__file__).with_name("said.json")
POLICIES: dict[str, type[StrEnum]] = {
    "mode": Mode,
    "lead_found": LeadFound,
    "contact_found": ContactFound,
    "converted_found": ConvertedFound,
    "org_refuses": OrgRefuses,
}
Said = dict[str, list[Any]]


@cache
def said_now() -> Said:
    """What is said of each fault of the tests, by the fault's name: JSON values."""
    found: Said = {"a good org": _rows(facts.good(), facts.case(), [])}
    for name, org, of, _ in test_judging.FAULTS:
        found[name] = _rows(org, of, found["a good org"])
    for number, (org, of, _) in enumerate(test_further.FAULTS, 1):
        found[f"further {number}"] = _rows(org, of, found["a good org"])
    for name, org, _ in drift.CHANGES:
        changes = compare(facts.good(), org)
        effects = [effect(one, {"Leads": facts.rules()}, 3) for one in changes]
        found[f"changed: {name}"] = [document_of(one) for one in (*changes, *effects)]
    for policy, choices in POLICIES.items():
        for choice in choices:
            told = policy_sentences(facts.rules(**{policy: choice}))
            found[f"policy: {policy} {choice}"] = [str(one) for one in told]
    return found


def said_before() -> Said:
    """What said.json holds; what is said now, if the environment says “SAID=anew”."""
    if os.environ.get("SAID") == "anew":
        SAID.write_text(json.dumps(said_now(), indent=1, ensure_ascii=False) + "\n")
    kept: Said = json.loads(SAID.read_text())
    return kept


def _rows(org: OrgFacts, of: Case, known: list[Any]) -> list[Any]:
    """The rows that a good org doesn't have."""
    rows = (document_of(one) for one in judge(org, of))
    return [one for one in rows if one not in known]
