"""Plain words for the parts of an agreement, and what of a lead and an org it reaches."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from connections.crm import Field
from mappings import wording
from mappings.document_places import title_of
from mappings.nearness import nearest, nearest_field
from mappings.reaching import fields_read, objects_reached
from mappings.rules import (
    AccountByDomain,
    AccountOwner,
    AssignmentRules,
    Away,
    ByEmail,
    ByPhone,
    CampaignRule,
    Condition,
    Creator,
    FieldRule,
    Member,
    Mode,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Rules,
    SourceOwner,
    Table,
    TaskRule,
    Test,
    Unknown,
    ValueMap,
    WhileField,
)
from mappings.sources import sources_of
from mappings.transforms import FirstOf, State, Template, Truncate
from tests.mappings.agreement import described

US = Condition(field="Country", values=("US", "CA"))
SIZE = Condition(source="company.employees", test=Test.AT_LEAST, values=("50",))


@pytest.mark.parametrize(
    ("say", "part", "expected"),
    [
        (wording.conditions_words, [US, SIZE],
         "Country is “US” or “CA” and company.employees is at least “50”"),
        (wording.condition_words, Condition(field="A", test=Test.IS_NOT_BLANK), "A is not blank"),
        (wording.transforms_words, [Truncate(length=9), FirstOf(sources=("a", "b"))],
         "truncate (length 9), then first of (sources “a” or “b”)"),
        (wording.value_map_words, ValueMap(), ""),
        (wording.value_map_words, ValueMap(pairs=(("a", "b"),), unknown=Unknown.HOLD),
         "“a” becomes “b”; other values wait for a person"),
        (wording.match_words, ByEmail(lead_fields=("Email", "Second__c"), earlier=False),
         "e-mail address in Email or Second__c (Lead), Email (Contact), not earlier addresses"),
        (wording.match_words, ByPhone(lead_fields=(), contact_fields=("Phone", "Fax")),
         "phone number in nothing (Lead), Phone or Fax (Contact) and the same last name"),
        (wording.match_words, ByEmail(contact_fields=()),
         "e-mail address in Email (Lead), nothing (Contact)"),
        (wording.match_words, ByPhone(),
         "phone number in Phone or MobilePhone and the same last name"),
        (wording.match_words, ByPhone(and_last_name=False), "phone number in Phone or MobilePhone"),
        (wording.account_words, AccountByDomain(), "domain in the Account’s Website"),
        (wording.owner_words, Table(rows=(Row(when=(US,), owner=OneUser(id="005", name="Ana")),)),
         "Ana if Country is “US” or “CA”; otherwise the user Inlet is connected as"),
        (wording.owner_words, AssignmentRules(rule_id="01Q"), "the assignment rule 01Q"),
        (wording.owner_words, AssignmentRules(), "Salesforce’s assignment rules"),
        (wording.owner_words, SourceOwner(source="custom.rep"),
         "the user with the address in custom.rep"),
        (wording.owner_words, RoundRobin(members=(Member(id="005", weight=2),)),
         "005 (2×) in turn (“round robin”)"),
        (wording.member_words, Member(id="005", name="Ana", weekdays=(1, 5, 2), away=(
            Away(first=date(2026, 5, 1), last=date(2026, 5, 2)),)),
         "Ana, at any hour, on Mon, Tue and Fri, away 2026-05-01 to 2026-05-02"),
        (wording.quoted_days, (5, 1), "Mon and Fri"),
        (wording.quoted_days, (7,), "Sun"),
        (wording.campaign_words, CampaignRule(source="custom.c", update_status=True),
         "the campaign in custom.c, members are changed to it"),
        (wording.campaign_words, CampaignRule(campaign="Web", status_source="custom.s", when=(US,)),
         "“Web”, status custom.s, if Country is “US” or “CA”"),
        (wording.task_words, TaskRule(subject="Call", date_source="custom.on", when=(US,)),
         "Task “Call”, due on custom.on, Completed, priority Normal, if Country is “US” or “CA”"),
        (wording.task_words, TaskRule(subject="Call", due_in_days=1, type="Call", description="D"),
         "Call “Call”, “D”, due after 1 day, Completed, priority Normal"),
    ],
)  # fmt: skip
def test_the_parts_of_an_agreement_have_plain_words(
    say: Callable[[Any], str], part: Any, expected: str
) -> None:
    assert say(part) == expected


FULL = Rules(
    fields=(
        FieldRule(lead_field="A", source="person.email", transforms=(FirstOf(sources=("x", "y")),)),
        FieldRule(lead_field="B", transforms=(Template(text="{custom.a} {{ {custom.b}"),)),
        FieldRule(lead_field="C", transforms=(State(country_source="company.country"),),
                  ownership=(WhileField(field="Stage__c"),)),
    ),
    match=(ByEmail(lead_fields=("Email",), contact_fields=("Other__c",)),),
    accounts=(AccountByDomain(),),
    contact_when=(Condition(field="Type"), Condition(source="custom.kind")),
    routing=Routing(owner=Table(
        rows=(Row(when=(SIZE,), owner=SourceOwner(source="custom.rep")),
              Row(when=(Condition(field="Account.Tier__c"),), owner=Creator())))),
    campaigns=(CampaignRule(source="custom.c", status_source="custom.s", when=(US,)),),
    tasks=(TaskRule(subject="For {custom.p}", date_source="custom.on",
                    when=(Condition(source="custom.t"),)),),
)  # fmt: skip


def test_every_path_that_is_read_anywhere_is_known() -> None:
    assert set(sources_of(FULL)) == {
        "person.email", "x", "y", "custom.a", "custom.b", "company.country", "custom.rep",
        "custom.c", "custom.s", "custom.p", "custom.on", "custom.kind", "company.employees",
        "custom.t",
    }  # fmt: skip
    assert sources_of(Rules(tasks=(TaskRule(subject="{"),))) == ()


def test_what_of_the_org_is_reached_is_known() -> None:
    everything = ("Lead", "Contact", "Account", "Campaign", "CampaignMember", "Task")
    assert objects_reached(FULL) == everything
    assert objects_reached(Rules()) == ("Lead", "Contact")
    assert objects_reached(Rules(routing=Routing(owner=AccountOwner()))) == everything[:3]
    assert objects_reached(Rules(contact_when=(), mode=Mode.UPDATE_ONLY)) == ("Lead", "Contact")
    assert fields_read(FULL, "Lead") == ("Email", "Stage__c")
    assert fields_read(FULL, "Contact") == ("Other__c",)
    assert fields_read(FULL, "Account") == ("Website", "Type", "Tier__c")


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("trimm", ["trim", "truncate"], "trim"),
        ("TRIM", ["trim", "TRIMS"], "trim"),
        ("Renewables", ["Renewable Energy", "Retail"], ""),
        ("xyz", ["trim"], ""),
        ("", ["trim"], ""),
        ("trim", [], ""),
    ],
)
def test_only_what_is_near_is_suggested(word: str, known: list[str], expected: str) -> None:
    assert nearest(word, known) == expected
    assert nearest(word, reversed(known)) == expected


def test_a_field_is_found_by_its_name_or_its_label() -> None:
    fields: dict[str, Field] = {
        one.name: one
        for one in (
            described("Lead_Source_Detail__c", label="Lead Source Detail"),
            described("NumberOfEmployees", label="No. of Employees"),
        )
    }
    assert nearest_field("LeadSourceDetail__c", fields) == "Lead_Source_Detail__c"
    assert nearest_field("No of Employees", fields) == "NumberOfEmployees"
    assert nearest_field("Fax", fields) == ""


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ((), "The document"),
        (("fields",), "Fields"),
        (("fields", 0, "transforms", 2), "Rating, step 3"),
        (("fields", 1, "default"), "B, “default”"),
        (("fields", 7), "Field 8"),
        (("routing", "owner", "rows", 2, "when", 0), "Owner, line 3, condition 1"),
        (("tasks", 1, "subject"), "Task 2, “subject”"),
        (("lead_found",), "When the person is a Lead"),
    ],
)
def test_places_have_names_that_people_know(path: tuple[Any, ...], title: str) -> None:
    document = {"fields": [{"label": "Rating"}, {"contact_field": "B"}]}
    assert title_of(path, document) == title
