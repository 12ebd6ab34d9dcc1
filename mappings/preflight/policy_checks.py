"""What the mapping has decided, and whether there is room to carry it out. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from connections.org_facts import OrgFacts
from mappings.rules import ContactFound, ConvertedFound, LeadFound, Mode

from .cases import Case, field_of
from .findings import Check, Finding, Level, in_order, unseen

_FULL, _CLOSE = 0.95, 0.80


def converted(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether a converted Lead can be followed to its Contact (pain 1, facts 7.5)."""
    lacking = [
        name
        for name in ("IsConverted", "ConvertedContactId")
        if "Lead" in facts.objects and field_of(facts, "Lead", name) is None
    ]
    if lacking:
        yield Finding(
            key="converted",
            check=Check.CONVERTED,
            level=Level.BLOCKS,
            title="Converted Leads can’t be told apart",
            what=f"Salesforce doesn’t show {lacking[0]} on Lead.",
            why="Inlet looks each person up by it; the look-up fails without the field.",
            fix="Connect a user who sees the standard fields of Lead.",
            setup_path="Setup › Object Manager › Lead › Fields & Relationships",
        )
        return
    yield in_order(Check.CONVERTED, _converted(case))


def _converted(case: Case) -> str:
    if case.rules.converted_found is ConvertedFound.CREATE_LEAD:
        return "A converted Lead stays as it is, and a new Lead is created."
    if case.rules.converted_found is ConvertedFound.SKIP:
        return "A converted Lead is left alone, and not created again."
    then = "updated as a Contact" if case.updates_contacts else "left alone, and not created again"
    return f"A converted Lead is followed to its Contact and {then}."


def lead_or_contact(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """The rule that says when somebody is a Lead (row S4)."""
    del facts
    known = {
        ContactFound.CREATE_LEAD: "a known Contact stays as it is and a Lead is created",
        ContactFound.SKIP: "a known Contact is left alone and gets no Lead",
        ContactFound.UPDATE_CONTACT: "known customers are updated as Contacts"
        if case.updates_contacts
        else "a known Contact is left alone and gets no Lead",
    }[case.rules.contact_found]
    people = {
        (True, False): "new people become Leads",
        (True, True): "new people become Leads, or Contacts of an Account that fits",
    }.get((case.creates_leads, case.creates_contacts), "nobody new is created")
    yield in_order(Check.LEAD_OR_CONTACT, f"Decided: {people}; {known}.")


def create_and_update(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether existing records may change (row C2)."""
    del facts
    if case.rules.mode is Mode.CREATE_ONLY:
        what = "Decided: Inlet only creates. Existing records are never changed."
    elif case.rules.lead_found is LeadFound.SKIP:
        what = "Decided: an existing Lead is left alone."
    elif case.rules.lead_found is LeadFound.CREATE_ANYWAY:
        what = "Decided: an existing Lead stays as it is, and another one is created."
    elif case.rules.mode is Mode.UPDATE_ONLY:
        what = "Decided: Inlet only updates, under the ownership rules. Nobody new is created."
    else:
        what = "Decided: existing records are updated under the ownership rules."
    yield in_order(Check.CREATE_AND_UPDATE, what)


def api_budget(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """How much of the org's API calls of 24 hours is left (pain 8, facts 12)."""
    del case
    if facts.api_used is None or not facts.api_allowed:
        yield unseen(Check.API_BUDGET, "Salesforce didn’t say how many API calls are used.")
        return
    share = facts.api_used / facts.api_allowed
    what = f"{facts.api_used:,} of {facts.api_allowed:,} calls were used in the last 24 hours."
    if share < _CLOSE:
        yield in_order(Check.API_BUDGET, what)
        return
    yield Finding(
        key="api_budget",
        check=Check.API_BUDGET,
        level=Level.BLOCKS if share >= _FULL else Level.LOOK,
        title="The org’s API calls are nearly used up",
        what=what,
        why="When they are gone, Salesforce turns every integration away, and leads wait.",
        fix="Find out which integration uses most of them, or ask Salesforce for more.",
        setup_path="Setup › Company Settings › Company Information",
    )


def test_batch(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether a test batch has passed (row C7)."""
    del facts
    if case.tested:
        yield in_order(Check.TEST_BATCH, case.tested)
    else:
        yield unseen(
            Check.TEST_BATCH,
            "No test batch has run yet.",
            fix="Send 10 to 20 test leads: new, known, one with a missing field.",
        )
