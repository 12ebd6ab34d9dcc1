"""What becomes of records: converted, merged, deleted, brought back."""

# ruff: noqa: S608 (what is put together here is SOQL of a test)

from __future__ import annotations

from typing import Any

import pytest

from connections.practice.rehearsing import (
    convert_lead,
    delete_record,
    merge_records,
    seed,
    undelete_record,
)
from connections.practice.rules.changes import with_duplicate_rule, with_switches
from connections.practice.rules.refusals import Refused

from .conftest import Api

KEY = "External_Person_ID__c"
LEAD = {
    "LastName": "Ruiz",
    "FirstName": "Ana",
    "Company": "Acme",
    "Email": "ana@x.example",
    "Phone": "1",
    "City": "Rome",
    "Industry": "Energy",
}
TOM = "Tom Reyes"


def everything(api: Api, soql: str) -> list[dict[str, Any]]:
    reply = api.call("GET", "queryAll", q=soql)
    return [{n: v for n, v in one.items() if n != "attributes"} for one in reply.body["records"]]


def code(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusals[0].code


def test_a_conversion_makes_account_contact_and_opportunity(api: Api) -> None:
    lead = api.create("Lead", **LEAD, **{KEY: "P-1"})
    seed(api.org, "Contact", [{"LastName": "Ruiz", "Email": LEAD["Email"]}])
    api.change(lambda setup: with_duplicate_rule(setup, "Contact", active=True))
    became = convert_lead(api.org, lead, by=TOM, carried=[KEY], opportunity="Acme deal")
    account = "SELECT Name, Industry, Phone, BillingCity FROM Account"
    assert api.rows(account) == [
        {"Name": "Acme", "Industry": "Energy", "Phone": "1", "BillingCity": "Rome"}
    ]
    found = api.rows(f"SELECT Id, Name, Account.Name, MailingCity, {KEY} FROM Contact")
    assert found[-1] == {
        "Id": became.contact_id,
        "Name": "Ana Ruiz",
        "Account": {"Name": "Acme"},
        "MailingCity": "Rome",
        KEY: "P-1",
    }
    deal = "SELECT Id, Name, StageName, AccountId FROM Opportunity"
    assert api.rows(deal) == [
        {
            "Id": became.opportunity_id,
            "Name": "Acme deal",
            "StageName": "Prospecting",
            "AccountId": became.account_id,
        }
    ]
    converted = "SELECT IsConverted, Status, ConvertedOpportunityId FROM Lead"
    assert api.rows(converted) == [
        {
            "IsConverted": True,
            "Status": "Converted",
            "ConvertedOpportunityId": became.opportunity_id,
        }
    ]


def test_a_conversion_to_an_existing_contact_fills_its_blanks_only(api: Api) -> None:
    account = api.create("Account", Name="Acme Ltd")
    contact = api.create("Contact", LastName="Ruiz-Bell", AccountId=account)
    lead = api.create("Lead", **LEAD)
    became = convert_lead(api.org, lead, by=TOM, contact_id=contact)
    assert (became.account_id, became.contact_id) == (account, contact)
    assert api.rows("SELECT LastName, FirstName, Phone FROM Contact") == [
        {"LastName": "Ruiz-Bell", "FirstName": "Ana", "Phone": "1"}
    ]
    assert len(api.rows("SELECT Id FROM Account")) == 1


def test_what_can_not_be_converted(api: Api) -> None:
    lead, gone = api.create("Lead", **LEAD), api.create("Lead", **LEAD)
    convert_lead(api.org, lead, by=TOM)
    delete_record(api.org, gone, by=TOM)
    for one, expected in ((lead, "CANNOT_UPDATE_CONVERTED_LEAD"), (gone, "ENTITY_IS_DELETED")):
        with pytest.raises(Refused) as refused:
            convert_lead(api.org, one, by=TOM)
        assert code(refused) == expected
    account, other = (api.create("Account", Name=name) for name in "ab")
    contact = api.create("Contact", LastName="R", AccountId=other)
    with pytest.raises(Refused) as refused:
        convert_lead(
            api.org, api.create("Lead", **LEAD), by=TOM, account_id=account, contact_id=contact
        )
    assert code(refused) == "INVALID_CROSS_REFERENCE_KEY"


def test_an_org_may_let_converted_leads_be_edited_unseen(api: Api) -> None:
    """Pain 1, the silent variant."""
    lead = api.create("Lead", **LEAD)
    became = convert_lead(api.org, lead, by=TOM)
    api.change(lambda setup: with_switches(setup, edit_converted_leads=True))
    assert api.call("PATCH", f"sobjects/Lead/{lead}", {"Title": "CTO"}).status == 204
    assert api.rows("SELECT Title FROM Lead") == [{"Title": "CTO"}]
    assert api.rows("SELECT Title FROM Contact") == [{"Title": None}]
    assert became.contact_id


def test_a_deleted_contact_leaves_its_lead_pointing_at_nothing(api: Api) -> None:
    lead = api.create("Lead", **LEAD)
    became = convert_lead(api.org, lead, by=TOM)
    delete_record(api.org, became.contact_id, by=TOM)
    assert api.rows("SELECT ConvertedContactId FROM Lead") == [
        {"ConvertedContactId": became.contact_id}
    ]
    assert api.rows("SELECT Id FROM Contact") == []


def test_a_merge_leaves_the_winner_and_names_it_in_the_losers(api: Api) -> None:
    ids = [api.create("Lead", **LEAD, **{KEY: f"P-{n}"}) for n in range(3)]
    winner, *losers = ids
    task = api.create("Task", WhoId=losers[0])
    merge_records(api.org, winner, losers, by=TOM, changes={"Title": "CTO", KEY: "P-2"})
    assert api.rows(f"SELECT Id, Title, {KEY} FROM Lead") == [
        {"Id": winner, "Title": "CTO", KEY: "P-2"}
    ]
    kept = everything(api, "SELECT Id, MasterRecordId, IsDeleted FROM Lead ORDER BY Id")
    assert kept == [
        {"Id": winner, "MasterRecordId": None, "IsDeleted": False},
        *({"Id": one, "MasterRecordId": winner, "IsDeleted": True} for one in losers),
    ]
    assert api.rows("SELECT Id, WhoId FROM Task") == [{"Id": task, "WhoId": winner}]
    reply = api.call("PATCH", f"sobjects/Lead/{losers[0]}", {"Title": "x"})
    assert (reply.status, reply.body[0]["errorCode"]) == (404, "ENTITY_IS_DELETED")


def test_accounts_are_merged_with_their_contacts(api: Api) -> None:
    winner, loser = (api.create("Account", Name=name) for name in ("Acme", "Acme Inc"))
    api.create("Contact", LastName="Ruiz", AccountId=loser)
    merge_records(api.org, winner, [loser], by=TOM)
    assert api.rows("SELECT Account.Name FROM Contact") == [{"Account": {"Name": "Acme"}}]


@pytest.mark.parametrize("losers", [[], [0, 0], [0, 1, 2], [3]])
def test_a_merge_takes_one_or_two_others(api: Api, losers: list[int]) -> None:
    ids = [api.create("Lead", **LEAD) for _ in range(4)]
    with pytest.raises(Refused) as refused:
        merge_records(api.org, ids[3], [ids[n] for n in losers], by=TOM)
    assert code(refused) == "INVALID_OPERATION"


def test_a_converted_lead_is_not_merged(api: Api) -> None:
    winner, loser = api.create("Lead", **LEAD), api.create("Lead", **LEAD)
    convert_lead(api.org, loser, by=TOM)
    with pytest.raises(Refused) as refused:
        merge_records(api.org, winner, [loser], by=TOM)
    assert code(refused) == "CANNOT_UPDATE_CONVERTED_LEAD"


def test_a_record_comes_back_unless_its_key_is_taken(api: Api) -> None:
    lead = api.create("Lead", **LEAD, **{KEY: "P-1"})
    api.change(lambda setup: with_duplicate_rule(setup, "Lead", active=True))
    delete_record(api.org, lead, by=TOM)
    undelete_record(api.org, lead, by=TOM)
    assert [one["Id"] for one in api.rows("SELECT Id FROM Lead")] == [lead]
    delete_record(api.org, lead, by=TOM)
    other = api.create("Lead", LastName="Okoye", Company="Bolt", **{KEY: "P-1"})
    with pytest.raises(Refused) as refused:
        undelete_record(api.org, lead, by=TOM)
    assert code(refused) == "DUPLICATE_VALUE"
    assert [one["Id"] for one in api.rows("SELECT Id FROM Lead")] == [other]


def test_contacts_go_with_their_account(api: Api) -> None:
    account = api.create("Account", Name="Acme")
    contact = api.create("Contact", LastName="Ruiz", AccountId=account)
    assert api.call("DELETE", f"sobjects/Account/{account}").status == 204
    assert api.rows("SELECT Id FROM Contact") == []
    assert api.call("PATCH", f"sobjects/Contact/{contact}", {}).body[0]["errorCode"] == (
        "ENTITY_IS_DELETED"
    )
