"""Batches looked up in the practice org: one call, and whoever was merged or converted is found."""

# ruff: noqa: F401, F811 (fixtures of another folder)

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections import soql
from connections.crm import Crm, Write
from connections.practice import rehearsing
from connections.practice.models import PracticeOrg
from mappings.matching import Match
from mappings.orgs import Org
from mappings.people import recognise
from mappings.proposals import Proposal
from mappings.rules import (
    AccountByDomain,
    AccountByName,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    Condition,
    OneUser,
    Routing,
    Row,
    Rules,
    Table,
    TaskRule,
)
from syncs.engine.looking_up import look_up
from tests.connections.against_practice.conftest import (
    connection,
    credentials,
    crm,
    org,
    unconnected,
)
from tests.mappings.agreement import ORG, described, proposal, rules, sobject

TOM = "Tom Reyes"
ANA = "ana@tarn.example"
KEY = "External_Person_ID__c"
EVERYTHING = rules(
    match=(ByEmail(), ByExternalId(), ByCompanyAndName(), ByPhone()),
    accounts=(AccountByDomain(), AccountByName()),
    routing=Routing(owner=OneUser(id="005000000000001AAA")),
)


def seed(crm: Crm, sobject: str, **fields: Any) -> str:
    (result,) = crm.write([Write("one", sobject, fields)]).results
    assert result.ok, result.failures
    return result.record_id


def lead(crm: Crm, **fields: Any) -> str:
    return seed(crm, "Lead", **{"LastName": "Ruiz", "Company": "Tarn"} | fields)


def matched(
    crm: Crm,
    *leads: Proposal,
    of: Rules = EVERYTHING,
    known: dict[str, frozenset[str]] | None = None,
    around: Org = ORG,
    calls: int = 1,
) -> list[Match]:
    before = crm.calls
    index = look_up(crm, of, leads, org=around, known=known)
    assert crm.calls == before + calls
    return [person.match for person in recognise(of, leads, index)]


def someone(**person: Any) -> Proposal:
    found = proposal(of=EVERYTHING, **person)
    return replace(found, person_key=found.person_key.replace("0001", str(sorted(person.items()))))


def ids(matches: list[Match]) -> list[str]:
    return [match.record.id if match.record else "" for match in matches]


@pytest.fixture
def seen(crm: Crm) -> Org:
    """The org as it was described."""
    objects = {name: crm.describe(name) for name in ("Lead", "Contact", "Account")}
    return replace(ORG, objects=objects)


def test_one_call_finds_a_batch_by_every_rule(crm: Crm, seen: Org) -> None:
    account = seed(
        crm, "Account", Name="Solvane Energy GmbH", Website="https://www.solvane.example/de"
    )
    found = [
        lead(crm, Email=ANA),
        lead(crm, LastName="Key", **{KEY: "p-1"}),
        lead(crm, LastName="O’Neill", Company="The Müller & Sons, Ltd."),
        lead(crm, LastName="Phone", MobilePhone="(020) 7946 0958"),
        seed(crm, "Contact", LastName="O'Brien", AccountId=account),
        "",
    ]
    leads = [
        someone(email="Ana@Tarn.example"),
        proposal("P-1", of=EVERYTHING, last_name="X"),
        someone(last_name="O'NÉILL", company="Müller and Sons"),
        someone(last_name="phone", phone="+442079460958"),
        someone(last_name="O’Brien", company="SOLVANE ENERGY", email="o@solvane.example"),
        someone(email="new@solvane.example", last_name="New"),
    ]
    for around in (ORG, seen):
        matches = matched(crm, *leads, around=around)
        assert ids(matches) == found
        assert [match.account.id if match.account else "" for match in matches[4:]] == [account] * 2
    record = matches[0].record
    assert record is not None
    assert {"Owner.IsActive", "Owner.Type", "LastModifiedBy.Name", "LastActivityDate"} <= set(
        record.fields
    )
    assert (record.fields["Owner.IsActive"], record.fields["Owner.Type"]) == (True, "User")


def test_a_merged_record_is_followed_in_a_second_call(
    crm: Crm,
    org: PracticeOrg,
) -> None:
    first, second, third = (lead(crm, Email=f"{n}@x.example", LastName=f"L{n}") for n in range(3))
    rehearsing.merge_records(org, second, [first], by=TOM)
    rehearsing.merge_records(org, third, [second], by=TOM)
    known = {ANA: frozenset({first})}
    (match,) = matched(crm, someone(email=ANA), known=known, calls=4)
    assert (ids([match]), match.matched_by) == ([third], "an earlier e-mail")
    assert match.why[0].startswith("An earlier record of this person was merged into the Lead L2")
    rehearsing.delete_record(org, third, by=TOM)
    (gone,) = matched(crm, someone(email=ANA), known=known, calls=4)
    assert gone.record is None and not gone.hold


def test_a_record_that_is_known_and_there_costs_no_call(crm: Crm) -> None:
    moved = lead(crm, Email="ana@new.example")
    (match,) = matched(crm, someone(email=ANA), known={ANA: frozenset({moved})})
    assert ids([match]) == [moved]


def test_a_converted_lead_is_its_contact_also_after_a_merge(
    crm: Crm,
    org: PracticeOrg,
) -> None:
    became = rehearsing.convert_lead(org, lead(crm, Email=ANA), by=TOM)
    (match,) = matched(crm, someone(email=ANA))
    assert (ids([match]), match.followed, match.converted is not None) == (
        [became.contact_id], True, True,
    )  # fmt: skip
    assert match.account is not None and match.account.fields["Name"] == "Tarn"
    left = seed(crm, "Contact", LastName="Ruiz", Email="elsewhere@x.example")
    rehearsing.merge_records(org, left, [became.contact_id], by=TOM)
    (after,) = matched(crm, someone(email=ANA), calls=3)
    assert (ids([after]), after.followed) == ([left], True)


def test_a_converted_lead_whose_contact_is_gone(
    crm: Crm,
    org: PracticeOrg,
) -> None:
    became = rehearsing.convert_lead(org, lead(crm, Email="old@x.example", **{KEY: "p-1"}), by=TOM)
    rehearsing.delete_record(org, became.contact_id, by=TOM)
    ana = proposal("p-1", of=EVERYTHING, email=ANA)
    (dangling,) = matched(crm, ana, calls=2)
    assert (dangling.is_dangling, dangling.record) == (True, None)
    twin = seed(crm, "Contact", LastName="Ruiz", Email="OLD@x.example")
    (match,) = matched(crm, ana, calls=2)
    assert (ids([match]), match.followed) == ([twin], True)


def test_users_are_looked_up_with_the_rest(crm: Crm) -> None:
    (everybody,) = crm.find([soql.select("User", ("Id", "Name", "Email", "IsActive"))])
    one, other = everybody[:2]
    asked = replace(someone(email=ANA), user_emails=frozenset({str(one.fields["Email"]).upper()}))
    of = replace(EVERYTHING, routing=Routing(owner=OneUser(id=other.id[:15])))
    before = crm.calls
    index = look_up(crm, of, [asked], org=ORG)
    assert crm.calls == before + 1
    assert index.users == {one.id: one, other.id: other}
    assert index.users_by_email[str(one.fields["Email"]).lower()] == one.id


def test_what_the_describe_lacks_is_not_asked_for(crm: Crm) -> None:
    found = lead(crm, Email=ANA)
    condition = Condition(field="Not_There__c")
    of = replace(
        EVERYTHING,
        match=(ByEmail(lead_fields=("Email", "Nor_This__c")),),
        routing=Routing(owner=Table(rows=(Row(when=(condition,), owner=OneUser(id="005x")),))),
        tasks=(TaskRule(subject="x", when=(condition,)),),
    )
    fields = (described(name) for name in ("Email", "LastName", "Company", "CreatedDate", "Title"))
    around = replace(ORG, objects={"Lead": sobject(*fields), "Contact": sobject(name="Contact")})
    (match,) = matched(crm, someone(email=ANA), of=of, around=around)
    assert ids([match]) == [found]
    assert match.record is not None and "Status" not in match.record.fields


def test_fifty_companies_are_one_call(crm: Crm) -> None:
    found = [lead(crm, LastName=f"Name{n}", Company=f"Firm{n} Ltd") for n in range(3)]
    leads = [someone(last_name=f"Name{n}", company=f"Firm{n}") for n in range(50)]
    assert ids(matched(crm, *leads)) == [*found, *[""] * 47]


def test_nothing_to_look_for_is_no_call(crm: Crm) -> None:
    of = replace(EVERYTHING, match=(), external_id_field="", accounts=(), routing=Routing())
    assert matched(crm, someone(email=ANA), of=of, calls=0)[0].record is None
