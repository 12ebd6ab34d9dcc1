"""The agreement that these tests share, and short ways to make leads and records for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from connections.crm import Record
from mappings.rendering import Proposal, render
from mappings.rules import FieldRule, MatchKind, MatchRule, Ownership, Rules

BY_EMAIL = MatchRule(MatchKind.EMAIL, "Email")
BY_ID = MatchRule(MatchKind.EXTERNAL_ID, "External_Person_ID__c")


def field(lead_field: str, **changed: Any) -> FieldRule:
    """A rule that writes `custom.<lead_field>`, always, unless told otherwise."""
    values: dict[str, Any] = {
        "source": f"custom.{lead_field}",
        "lead_field": lead_field,
        "ownership": Ownership.ALWAYS,
    }
    return FieldRule(**(values | changed))


FIELDS = (
    FieldRule(
        source="person.last_name",
        lead_field="LastName",
        contact_field="LastName",
        label="Last Name",
        transforms=("trim",),
        ownership=Ownership.IF_BLANK,
    ),
    FieldRule(
        source="company.name",
        lead_field="Company",
        default="Unknown",
        ownership=Ownership.IF_BLANK,
    ),
    FieldRule(
        source="person.email",
        lead_field="Email",
        contact_field="Email",
        transforms=("email",),
        ownership=Ownership.ALWAYS,
    ),
    FieldRule(
        source="person.phone",
        lead_field="Phone",
        contact_field="Phone",
        transforms=("phone:GB",),
        ownership=Ownership.IF_BLANK,
    ),
    FieldRule(
        source="person.title",
        lead_field="Title",
        contact_field="Title",
        ownership=Ownership.ALWAYS,
    ),
    FieldRule(
        source="",
        lead_field="Status",
        label="Lead Status",
        default="New",
        ownership=Ownership.WHILE_DEFAULT,
    ),
    FieldRule(
        source="attribution.utm_source",
        lead_field="Original_Source__c",
        label="Original Source",
        ownership=Ownership.ON_CREATE,
    ),
)
RULES = Rules(version=8, fields=FIELDS, match_rules=(BY_EMAIL, BY_ID))


def rules(**changed: Any) -> Rules:
    """The shared rules, changed."""
    return replace(RULES, **changed)


def payload(external_id: str = "", **person: Any) -> dict[str, Any]:
    """A canonical lead of a person; `company` and `utm_source` go where they belong."""
    company, source = person.pop("company", None), person.pop("utm_source", None)
    return {
        "external_id": external_id,
        "person": person,
        "company": {"name": company},
        "attribution": {"utm_source": source},
    }


def proposal(external_id: str = "", *, of: Rules = RULES, **person: Any) -> Proposal:
    """What a lead of that person proposes."""
    return render(of, payload(external_id, **person), lead_key="0001")


def lead(number: int, **fields: Any) -> Record:
    """An open Lead in Salesforce, unless its fields say otherwise. Older numbers are older."""
    created = f"2026-03-{number:02}T10:00:00.000+0000"
    return Record(
        "Lead",
        f"00Q0000000000{number:02}AAA",
        {"IsConverted": False, "ConvertedContactId": None, "CreatedDate": created} | fields,
    )


def contact(number: int, **fields: Any) -> Record:
    """A Contact in Salesforce."""
    created = f"2026-03-{number:02}T10:00:00.000+0000"
    return Record("Contact", f"0030000000000{number:02}AAA", {"CreatedDate": created} | fields)
