"""The org's own duplicate rule answers, in the three ways that the agreement knows."""

from __future__ import annotations

import pytest

from connections.crm import Record
from connections.errors import Failure, failure, parse_errors
from mappings.decisions import Action, Candidate, Decision, decide
from mappings.refusals import Verdict, after_duplicate, held_by_org, matched_by_org, using_matched
from mappings.rules import ContactFound, LeadFound, OrgRefuses
from tests.mappings.agreement import ORG, contact, lead, proposal, rules

RESPECT, SAVE, USE = OrgRefuses
ANA, BO, TARN = "00Q000000000001AAA", "003000000000002AAA", "001000000000001AAA"
OTHER = "a0B000000000001AAA"
SHORT, LONG = "00QKB00000aBcD1", "00QKB00000aBcD12AK"
CREATE = Decision(action=Action.CREATE_LEAD, reason="", person_key="k")
SAID = "Salesforce’s duplicate rule says that this person is there already"


def refusal(*ids: str) -> tuple[Failure, ...]:
    matches = [{"record": {"Id": one}} for one in ids]
    body = {
        "errorCode": "DUPLICATES_DETECTED",
        "message": "Use one of these records?",
        "duplicateResut": {"matchResults": [{"matchRecords": matches}]},
    }
    return parse_errors([body], 400)


@pytest.mark.parametrize("way", OrgRefuses)
def test_another_failure_is_no_duplicate_rules(way: OrgRefuses) -> None:
    failures = (failure("REQUIRED_FIELD_MISSING", "Missing"), failure("DUPLICATE_VALUE", "Twice"))
    assert after_duplicate(rules(org_refuses=way), CREATE, failures) is None


@pytest.mark.parametrize(
    ("way", "ids", "expected"),
    [
        (
            RESPECT,
            (ANA,),
            Verdict(
                f"{SAID} as one record. The rule says that a person decides.",
                "Choose the record that is meant, or let the mapping save anyway.",
                (Candidate(ANA, "Lead"),),
            ),
        ),
        (
            RESPECT,
            (),
            Verdict(
                f"{SAID}. The rule says that a person decides.",
                "Choose the record that is meant, or let the mapping save anyway.",
            ),
        ),
        (
            RESPECT,
            (ANA, TARN, OTHER),  # nobody is an Account or an object of the org's own
            Verdict(
                f"{SAID} as one record. The rule says that a person decides.",
                "Choose the record that is meant, or let the mapping save anyway.",
                (Candidate(ANA, "Lead"),),
            ),
        ),
        (
            SAVE,
            (ANA, BO),
            Verdict(
                f"{SAID}, and blocks the save. A block can’t be overridden.",
                "Update the record that is there, or ask the org’s admin to exempt Inlet’s user.",
                (Candidate(ANA, "Lead"), Candidate(BO, "Contact")),
            ),
        ),
        (USE, (ANA,), Verdict(f"{SAID}. The rule says to use that record.", again=(ANA,))),
        (USE, (BO, TARN, BO), Verdict(f"{SAID}. The rule says to use that record.", again=(BO,))),
        (USE, (SHORT,), Verdict(f"{SAID}. The rule says to use that record.", again=(LONG,))),
        (
            USE,
            (ANA, BO),
            Verdict(
                f"{SAID} as 2 records. Inlet never picks one at random.",
                "Choose the record that is meant.",
                (Candidate(ANA, "Lead"), Candidate(BO, "Contact")),
            ),
        ),
        (
            USE,
            (TARN,),
            Verdict(
                f"{SAID}, but doesn’t show which record it is.",
                "Let Inlet’s user see that record, or merge the two in Salesforce.",
            ),
        ),
    ],
)
def test_the_verdict(way: OrgRefuses, ids: tuple[str, ...], expected: Verdict) -> None:
    assert after_duplicate(rules(org_refuses=way), CREATE, refusal(*ids)) == expected


def test_the_record_itself_is_no_other() -> None:
    update = Decision(action=Action.UPDATE_LEAD, reason="", person_key="k", record_id=ANA)
    verdict = after_duplicate(rules(), update, refusal(ANA, BO))
    assert verdict is not None
    assert verdict.candidates == (Candidate(BO, "Contact"),)


def test_an_id_tells_its_object_where_inlet_knows_it() -> None:
    assert [Candidate.of_id(one).sobject for one in (ANA, BO, TARN, OTHER)] == [
        "Lead", "Contact", "Account", "",
    ]  # fmt: skip


def test_a_hold_shows_the_records() -> None:
    verdict = Verdict("It is there already.", candidates=(Candidate(ANA, "Lead"),))
    held = held_by_org(CREATE, verdict)
    assert (held.action, held.reason) == (Action.HOLD, "It is there already.")
    assert held.candidates == verdict.candidates


@pytest.mark.parametrize("found", [lead(1, Title="CEO"), contact(1, Title="CEO")])
def test_the_matched_record_is_used_whatever_else_makes_records(found: Record) -> None:
    of = using_matched(
        rules(lead_found=LeadFound.CREATE_ANYWAY, contact_found=ContactFound.CREATE_LEAD)
    )
    decision = decide(of, proposal(email="a@tarn.example"), matched_by_org(found), org=ORG)
    assert decision.record_id == found.id
    assert decision.reason.startswith("Recognised by the org’s duplicate rule. ")
    assert decision.looked == (
        f"The org’s duplicate rule named this {found.sobject} when Inlet created another."
    )


def test_the_matched_record_is_known_as_what_it_is() -> None:
    as_lead, as_contact = matched_by_org(lead(1)), matched_by_org(contact(1))
    assert (as_lead.lead, as_lead.contact) == (lead(1), None)
    assert (as_contact.lead, as_contact.contact) == (None, contact(1))


@pytest.mark.parametrize("changed", [LeadFound.SKIP, LeadFound.UPDATE])
def test_a_rule_that_makes_no_records_stays(changed: LeadFound) -> None:
    assert using_matched(rules(lead_found=changed)).lead_found is changed
