from __future__ import annotations

import pytest

from mappings.rules import FieldRule, Ownership, key_rule
from tests.mappings.agreement import RULES, field, rules


@pytest.mark.parametrize(
    ("rule", "on_lead", "on_contact", "key"),
    [
        (field("Title", contact_field="Title"), "Title", "Title", "Title"),
        (field("Company"), "Company", "", "Company"),
        (field("", contact_field="Department"), "", "Department", "Contact.Department"),
        (field("OwnerId", contact_field="OwnerId"), "", "", "OwnerId"),
        (field("IsConverted"), "", "", "IsConverted"),
    ],
)
def test_a_rule_writes_only_fields_that_are_its_own(
    rule: FieldRule, on_lead: str, on_contact: str, key: str
) -> None:
    assert (rule.target("Lead"), rule.target("Contact"), rule.key) == (on_lead, on_contact, key)


def test_a_rule_is_called_by_its_label_or_its_api_name() -> None:
    assert field("Title").title == "Title"
    assert field("Status", label="Lead Status").title == "Lead Status"


def test_an_email_field_is_known_by_name_or_by_transform() -> None:
    assert field("Email").holds_email
    assert field("Billing_Email__c", transforms=("email",)).holds_email
    assert not field("Title").holds_email


def test_inlet_keeps_its_key_on_the_record_beside_the_mapped_fields() -> None:
    key = key_rule("External_Person_ID__c", "External_Person_ID__c")
    assert RULES.every_field == (*RULES.fields, key)
    assert (key.label, key.ownership) == ("External Person ID", Ownership.IF_BLANK)


def test_an_org_without_the_key_field_has_none_on_either_object() -> None:
    without = rules(external_id_field="")
    assert without.every_field == without.fields
    assert (without.key_field("Lead"), without.key_field("Contact")) == ("", "")
    only_leads = rules(contact_external_id_field="")
    assert only_leads.key_field("Lead") == "External_Person_ID__c"
    assert only_leads.key_field("Contact") == ""


def test_each_ownership_rule_has_words_of_its_own() -> None:
    assert len({ownership.label for ownership in Ownership}) == len(Ownership)
