from __future__ import annotations

import pytest

from mappings.rules import (
    Condition,
    Creator,
    FieldRule,
    IfBlank,
    Member,
    OneQueue,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Table,
    key_rule,
)
from mappings.transforms import EmailAddress
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
    assert field("Billing_Email__c", transforms=(EmailAddress(),)).holds_email
    assert not field("Title").holds_email


def test_inlet_keeps_its_key_on_the_record_beside_the_mapped_fields() -> None:
    key = key_rule("External_Person_ID__c", "External_Person_ID__c")
    assert RULES.every_field == (*RULES.fields, key)
    assert (key.label, key.ownership) == ("External Person ID", (IfBlank(),))


def test_an_org_without_the_key_field_has_none_on_either_object() -> None:
    without = rules(external_id_field="")
    assert without.every_field == without.fields
    assert (without.key_field("Lead"), without.key_field("Contact")) == ("", "")
    only_leads = rules(contact_external_id_field="")
    assert only_leads.key_field("Lead") == "External_Person_ID__c"
    assert only_leads.key_field("Contact") == ""


def test_every_owner_that_can_come_out_is_known() -> None:
    ana, ben, queue = "005000000000001AAA", "005000000000002AAA", "00G000000000001AAA"
    robin = RoundRobin(members=(Member(id=ana), Member(id=ben)))
    us = (Condition(field="Country", values=("US",)),)
    table = Table(rows=(Row(when=us, owner=robin), Row(when=us, owner=OneUser(id=ana))))
    routing = Routing(owner=table, fallback=OneQueue(id=queue))
    assert routing.choices == (robin, OneUser(id=ana), Creator())
    assert routing.user_ids == (ana, ben, queue)
    assert (Routing().choices, Routing().user_ids) == ((Creator(),), ())


def test_a_rule_is_found_by_its_key() -> None:
    assert RULES.field("Title") is RULES.fields[4]
    assert RULES.field("Nope__c") is None
