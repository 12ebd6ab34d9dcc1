"""What a Lead hands over."""

from __future__ import annotations

from datetime import date

import pytest

from connections.practice.rules.conversion import (
    account_of,
    blanks_filled,
    check_convertible,
    contact_of,
    opportunity_of,
)
from connections.practice.rules.refusals import Refused

LEAD = {
    "LastName": "Ruiz",
    "Company": "Acme",
    "City": "Rome",
    "LeadSource": "Web",
    "Title": None,
    "Score__c": 5,
    "IsConverted": False,
}


def test_each_record_gets_its_part() -> None:
    assert contact_of(LEAD) == {"LastName": "Ruiz", "MailingCity": "Rome", "LeadSource": "Web"}
    assert contact_of(LEAD, ["Score__c"])["Score__c"] == 5
    assert account_of(LEAD) == {"Name": "Acme", "BillingCity": "Rome", "AccountSource": "Web"}
    assert opportunity_of("Deal", date(2026, 3, 4)) == {
        "Name": "Deal",
        "StageName": "Prospecting",
        "CloseDate": "2026-06-02",
    }


def test_an_existing_contact_keeps_what_it_has() -> None:
    assert blanks_filled({"Phone": "1", "Fax": ""}, {"Phone": "2", "Fax": "3", "City": "4"}) == {
        "Fax": "3",
        "City": "4",
    }


@pytest.mark.parametrize("more", [{"IsConverted": True}, {"IsDeleted": True}])
def test_what_is_converted_or_deleted_is_not_converted(more: dict[str, bool]) -> None:
    check_convertible(LEAD)
    with pytest.raises(Refused):
        check_convertible({**LEAD, **more})
