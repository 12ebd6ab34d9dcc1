"""The agreement that these tests share, and short ways to make leads and records for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from connections.crm import Field, PicklistValue, Record, SObject
from mappings.orgs import Org
from mappings.rendering import Proposal, render
from mappings.rules import (
    Always,
    ByEmail,
    ByExternalId,
    FieldRule,
    IfBlank,
    OnCreate,
    Rules,
    WhileDefault,
)
from mappings.transforms import EmailAddress, Phone, Trim

BY_EMAIL = ByEmail()
BY_ID = ByExternalId()
EVENT_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
INLET = "005000000000001AAA"
ORG = Org(user_id=INLET, region="GB", now=NOW)


def field(lead_field: str, **changed: Any) -> FieldRule:
    """A rule that writes `custom.<lead_field>`, always, unless told otherwise."""
    values: dict[str, Any] = {
        "source": f"custom.{lead_field}",
        "lead_field": lead_field,
        "ownership": (Always(),),
    }
    return FieldRule(**(values | changed))


FIELDS = (
    FieldRule(
        source="person.last_name",
        lead_field="LastName",
        contact_field="LastName",
        label="Last Name",
        transforms=(Trim(),),
        ownership=(IfBlank(),),
    ),
    FieldRule(
        source="company.name",
        lead_field="Company",
        default="Unknown",
        ownership=(IfBlank(),),
    ),
    FieldRule(
        source="person.email",
        lead_field="Email",
        contact_field="Email",
        transforms=(EmailAddress(),),
        ownership=(Always(),),
    ),
    FieldRule(
        source="person.phone",
        lead_field="Phone",
        contact_field="Phone",
        transforms=(Phone(region="GB"),),
        ownership=(IfBlank(),),
    ),
    FieldRule(
        source="person.title",
        lead_field="Title",
        contact_field="Title",
        ownership=(Always(),),
    ),
    FieldRule(
        source="",
        lead_field="Status",
        label="Lead Status",
        default="New",
        ownership=(WhileDefault(),),
    ),
    FieldRule(
        source="attribution.utm_source",
        lead_field="Original_Source__c",
        label="Original Source",
        ownership=(OnCreate(),),
    ),
)
RULES = Rules(fields=FIELDS, match=(BY_EMAIL, BY_ID))


def rules(**changed: Any) -> Rules:
    """The shared rules, changed."""
    return replace(RULES, **changed)


def described(name: str, kind: str = "string", **changed: Any) -> Field:
    """A field as a describe shows it: 255 characters, free to write, unless told otherwise."""
    values: dict[str, Any] = {
        "name": name,
        "label": name,
        "type": kind,
        "length": 255,
        "createable": True,
        "updateable": True,
        "nillable": True,
        "defaulted_on_create": False,
        "external_id": False,
        "id_lookup": False,
        "unique": False,
        "restricted_picklist": False,
        "picklist": (),
        "reference_to": (),
    }
    return Field(**(values | changed))


def choices(*values: str, inactive: tuple[str, ...] = ()) -> tuple[PicklistValue, ...]:
    """The values of a picklist, labelled by themselves."""
    return tuple(
        PicklistValue(one, one, active=one not in inactive, default=False)
        for one in (*values, *inactive)
    )


def sobject(*fields: Field, name: str = "Lead", **changed: Any) -> SObject:
    """An object that has these fields, and that anybody may create and change."""
    values: dict[str, Any] = {
        "name": name,
        "label": name,
        "createable": True,
        "updateable": True,
        "fields": {one.name: one for one in fields},
        "record_types": (),
    }
    return SObject(**(values | changed))


def org(*fields: Field, contact: tuple[Field, ...] = (), **changed: Any) -> Org:
    """The shared org, with a Lead of these fields; without any it was never looked at."""
    objects = {"Lead": sobject(*fields)} if fields else {}
    if contact:
        objects["Contact"] = sobject(*contact, name="Contact")
    return replace(ORG, objects=objects, **changed)


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
    lead = payload(external_id, **person)
    return render(of, lead, lead_key="0001", org=ORG, event_at=EVENT_AT)


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
