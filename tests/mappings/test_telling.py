"""The agreement read aloud says what happens, and only what can happen."""

from __future__ import annotations

from typing import Any

import pytest

from mappings.rules import (
    AccountByDomain,
    AccountByName,
    AssignmentRules,
    BothFound,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    LeadFound,
    Member,
    Mode,
    OneQueue,
    OneUser,
    OrgRefuses,
    RoundRobin,
    Routing,
    Row,
    Rules,
    Table,
    TaskRule,
    TaskStatus,
    Test,
    Tiebreaker,
)
from mappings.telling import listed, policy_sentences
from mappings.telling_owners import follow_sentences, routing_sentences

MATCH = (ByEmail(), ByExternalId())
CUSTOMER = (Condition(field="Type", values=("Customer",)),)
BOTH_ACCOUNTS = (AccountByDomain(), AccountByName())


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "Match by e-mail, then external id."),
        (
            {"match": (ByCompanyAndName(likeness=80), ByPhone())},
            "Match by company and last name (80 % alike), then phone and last name.",
        ),
        (
            {"match": (ByCompanyAndName(likeness=100), ByPhone(and_last_name=False))},
            "Match by company and last name, then phone.",
        ),
        ({}, "Several that fit: a person decides."),
        (
            {"tiebreakers": (Tiebreaker.OPEN_FIRST, Tiebreaker.OLDEST)},
            "an open Lead first, then the oldest; if none decides, a person does.",
        ),
        ({}, "An existing Lead is updated."),
        ({"lead_found": LeadFound.CREATE_ANYWAY}, "and another one is created."),
        ({"contact_found": ContactFound.UPDATE_CONTACT}, "is updated and no Lead is created."),
        ({"contact_found": ContactFound.SKIP}, "is left alone and no Lead is created."),
        ({"both_found": BothFound.HOLD}, "A Lead and a Contact are held for a person to decide."),
        ({"converted_found": ConvertedFound.SKIP}, "A converted Lead is left alone."),
        ({"mode": Mode.CREATE_ONLY}, "Somebody who is found is left alone."),
        ({"mode": Mode.UPDATE_ONLY}, "New people are skipped."),
        ({"contact_when": ()}, "New people become Leads."),
        ({"accounts": BOTH_ACCOUNTS}, "New people become Leads."),
        (
            {"accounts": BOTH_ACCOUNTS, "contact_when": ()},
            "become Contacts of their Account if it is found by web domain or name; else Leads.",
        ),
        (
            {"accounts": BOTH_ACCOUNTS[:1], "contact_when": CUSTOMER},
            "if it is found by web domain and its Type is “Customer”; else Leads.",
        ),
        ({"org_refuses": OrgRefuses.SAVE_ANYWAY}, "save anyway where it only warns."),
        ({"match": ()}, "Nobody is looked for: every lead becomes a new record."),
    ],
)
def test_the_policy_is_read_aloud(changed: dict[str, Any], said: str) -> None:
    assert said in " ".join(map(str, policy_sentences(Rules(**{"match": MATCH} | changed))))


def test_what_cannot_happen_is_not_said() -> None:
    leads = [one.lead for one in policy_sentences(Rules(match=MATCH, mode=Mode.CREATE_ONLY))]
    assert "An existing Lead" not in leads
    assert policy_sentences(Rules())[0].lead == "Nobody"


TURNS = RoundRobin(members=(Member(id="1", name="Ana", weight=2), Member(id="2", name="Ben")))
TABLE = Table(
    rows=(Row(when=(Condition(field="Country", values=("GB",)),), owner=TURNS),),
    otherwise=AssignmentRules(),
)


@pytest.mark.parametrize(
    ("routing", "said"),
    [
        (Routing(), "New records go to the user Inlet is connected as. Existing records keep"),
        (Routing(owner=OneQueue(id="1", name="Inbound")), "New records go to the queue Inbound."),
        (Routing(owner=TABLE), "Country is “GB”: Ana (2×), Ben in turn"),
        (Routing(owner=TABLE), "Everybody else: Salesforce’s assignment rules."),
        (
            Routing(fallback=OneUser(id="1", name="Dana")),
            "If that owner can’t take it: Dana.",
        ),
        (Routing(on_update=True), "Existing records get their owner anew by the same rules."),
    ],
)
def test_the_routing_is_read_aloud(routing: Routing, said: str) -> None:
    assert said in " ".join(map(str, routing_sentences(Rules(routing=routing))))


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        (Rules(), "Nothing else is written."),
        (
            Rules(campaigns=(CampaignRule(campaign="Fair", status="Sent"),)),
            "The person joins the campaign “Fair” with the status “Sent”.",
        ),
        (Rules(campaigns=(CampaignRule(source="a.b"),)), "The person joins what a.b names."),
        (
            Rules(tasks=(TaskRule(subject="Call", type="Call", status=TaskStatus.NOT_STARTED),)),
            "The Call “Call” is planned.",
        ),
        (
            Rules(
                tasks=(
                    TaskRule(subject="Hi", when=(Condition(source="a", test=Test.IS_NOT_BLANK),)),
                )
            ),
            "If a is not blank: the Task “Hi” is logged.",
        ),
    ],
)
def test_what_follows_is_read_aloud(rules: Rules, said: str) -> None:
    assert said in " ".join(map(str, follow_sentences(rules)))


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
)
def test_words_are_listed(words: list[str], said: str) -> None:
    assert listed(words) == said
