"""What a Web-to-Lead form says, in the words of a Lead."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.custom_fields import custom_field_id
from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.web_forms import WebForm
from connections.practice.standard.leads import lead

ORG = "00DKB0000004VwX2AU"
LEAD = lead()


def said(sent: Mapping[str, str | list[str]], sobject: SObject = LEAD) -> dict[str, Any]:
    lists = {name: [one] if isinstance(one, str) else one for name, one in sent.items()}
    return WebForm(lists).lead(sobject, ORG)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("last_name", " Ruiz ", {"LastName": "Ruiz"}),
        ("URL", "https://acme.example", {"Website": "https://acme.example"}),
        ("zip", "00123", {"PostalCode": "00123"}),
        ("employees", "1,250", {"NumberOfEmployees": 1250}),
        ("revenue", "-1,000.5", {"AnnualRevenue": -1000.5}),
        ("employees", "many", {"NumberOfEmployees": "many"}),
        ("emailOptOut", "1", {"HasOptedOutOfEmail": True}),
        ("doNotCall", "0", {"DoNotCall": False}),
        ("last_name", "  ", {}),
        ("Last_Name", "Ruiz", {}),
        ("LastName", "Ruiz", {}),
        ("state_code", "CA", {}),
        ("00NKB0000001bCd", "x", {}),
    ],
)
def test_standard_names_are_the_servlets_own(name: str, text: str, value: dict[str, Any]) -> None:
    assert said({name: text}) == value


@pytest.mark.parametrize("length", [15, 18])
def test_a_custom_field_is_named_by_its_id(length: int) -> None:
    name = custom_field_id(ORG, "Lead", "Sync_Source__c")[:length]
    assert said({name: "Web"}) == {"Sync_Source__c": "Web"}


def test_several_values_are_joined_and_lookups_dropped() -> None:
    fields = (
        Field("Topics__c", "Topics", "multipicklist", length=255),
        Field("Met__c", "Met", "date"),
        Field("Dealer__c", "Dealer", "reference", length=18, reference_to=("Account",)),
    )
    sobject = SObject(name="Lead", label="Lead", plural="Leads", prefix="00Q", fields=fields)
    ids = [custom_field_id(ORG, "Lead", one.name)[:15] for one in fields]
    sent: dict[str, str | list[str]] = {
        ids[0]: ["Solar", "", "Wind"],
        ids[1]: "3/4/2026",
        ids[2]: "001KB0000001bCd",
    }
    assert said(sent, sobject) == {"Topics__c": "Solar;Wind", "Met__c": "2026-03-04"}
    assert said({ids[1]: "4.3.26"}, sobject) == {"Met__c": "4.3.26"}


@given(st.dictionaries(st.text(max_size=20), st.lists(st.text(), max_size=3), max_size=8))
def test_any_form_leads_to_fields_of_the_object_only(sent: dict[str, list[str]]) -> None:
    assert WebForm(sent).lead(LEAD, ORG).keys() <= {one.name for one in LEAD.fields}
