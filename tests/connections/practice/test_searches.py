"""Searches: by parameters and by SOSL, and their index that lags behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from connections.practice.rehearsing import seed
from connections.practice.soql.searches import Search, read_search

from .conftest import Api, Reply

PEOPLE = [
    {"LastName": "Ruiz", "FirstName": "Ana", "Company": "Acme", "Email": "ana@acme.example"},
    {"LastName": "Ruizovic", "Company": "Ana Ltd", "Email": "bo@acme.example", "Phone": "+49 3012"},
]


@pytest.fixture
def known(api: Api) -> Api:
    """An org with two Leads and a Contact, made long enough ago."""
    ago = timezone.now() - timedelta(minutes=5)
    seed(api.org, "Lead", PEOPLE, at=ago)
    seed(api.org, "Contact", [{"LastName": "Ruiz", "Email": "ANA@acme.example"}], at=ago)
    return api


def names(reply: Reply) -> list[str]:
    assert reply.status == 200, reply.body
    return [one.get("LastName") or one["attributes"]["type"] for one in reply.body["searchRecords"]]


def posted(api: Api, **asked: Any) -> Reply:
    return api.call("POST", "parameterizedSearch", asked)


def test_an_address_is_found_in_several_objects(known: Api) -> None:
    reply = posted(
        known,
        q="ana@ACME.example",
        **{"in": "EMAIL"},
        sobjects=[{"name": "Lead", "fields": ["Id", "LastName"]}, {"name": "Contact"}],
        overallLimit=50,
    )
    assert names(reply) == ["Ruiz", "Contact"]
    assert sorted(reply.body["searchRecords"][0]) == ["Id", "LastName", "attributes"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "ruiz"}, ["Ruiz"]),
        ({"q": "ruiz*", "in": "NAME"}, ["Ruiz", "Ruizovic"]),
        ({"q": "ana ruiz"}, ["Ruiz"]),
        ({"q": "ana", "in": "NAME"}, ["Ruiz", "Ruizovic"]),
        ({"q": "acme", "in": "EMAIL"}, ["Ruiz", "Ruizovic"]),
        ({"q": "3012", "in": "PHONE"}, ["Ruizovic"]),
        ({"q": "301?", "in": "PHONE"}, ["Ruizovic"]),
        ({"q": "nobody"}, []),
        ({"q": "100%"}, []),
    ],
)
def test_words_are_found_whole(known: Api, asked: dict[str, str], found: list[str]) -> None:
    sobjects = [{"name": "Lead", "fields": ["LastName"], "orderBy": "LastName"}]
    assert names(posted(known, **asked, sobjects=sobjects)) == found
    query = {**asked, "sobject": "Lead", "fields": "LastName"}
    assert sorted(names(known.get("parameterizedSearch", **query))) == sorted(found)


def test_sosl_returns_what_it_names(known: Api) -> None:
    sosl = (
        "FIND {ana\\@acme.example} IN EMAIL FIELDS RETURNING Lead(Id, LastName WHERE Company = "
        "'Acme' ORDER BY LastName LIMIT 5), Contact"
    )
    assert names(known.get("search/", q=sosl)) == ["Ruiz", "Contact"]
    assert names(known.get("search", q="find {ruiz OR 3012} returning Lead(LastName)")) == [
        "Ruiz",
        "Ruizovic",
    ]
    assert len(names(known.get("search", q="FIND {acme} LIMIT 2"))) == 2


def test_a_new_record_is_found_only_after_a_while(known: Api) -> None:
    known.create("Lead", LastName="Fresh", Company="x")
    found = {"q": "fresh", "sobjects": [{"name": "Lead", "fields": ["LastName"]}]}
    assert names(posted(known, **found)) == []
    assert known.rows("SELECT LastName FROM Lead WHERE LastName = 'fresh'") != []
    known.change(lambda setup: replace(setup, switches=replace(setup.switches, search_lag=0)))
    assert names(posted(known, **found)) == ["Fresh"]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "MALFORMED_SEARCH"),
        ({"q": "a"}, "MALFORMED_SEARCH"),
        ({"q": "x" * 10_001}, "MALFORMED_SEARCH"),
        ({"q": "ruiz", "in": "SHOES"}, "MALFORMED_SEARCH"),
        ({"q": "ruiz", "sobjects": "Lead"}, "MALFORMED_SEARCH"),
        ({"q": "ruiz", "sobjects": ["Lead"]}, "MALFORMED_SEARCH"),
        ({"q": "ruiz", "overallLimit": "many"}, "MALFORMED_SEARCH"),
        ({"q": "ruiz", "sobjects": [{"name": "Nope"}]}, "INVALID_TYPE"),
        ({"q": "ruiz", "sobjects": [{"name": "Lead", "fields": ["Nope"]}]}, "INVALID_FIELD"),
        ({"q": "ruiz", "sobjects": [{"name": "Lead", "fields": ["COUNT(Id)"]}]},
         "MALFORMED_SEARCH"),
    ],
)  # fmt: skip
def test_searches_that_are_refused(api: Api, asked: dict[str, Any], code: str) -> None:
    reply = posted(api, **asked)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, code)


@pytest.mark.parametrize("sosl", ["", "FIND ana", "FIND {ana} RETURNING Lead(Id", "FIND {a}"])
def test_sosl_that_is_refused(api: Api, sosl: str) -> None:
    reply = api.get("search", q=sosl)
    assert (reply.status, reply.body[0]["errorCode"]) == (400, "MALFORMED_SEARCH")


def test_sosl_is_read_into_words_and_selects() -> None:
    text = "FIND {\"ana ruiz\" OR li*} IN NAME FIELDS RETURNING Lead(Id, Name WHERE X = 'a)'), User"
    assert read_search(text) == Search(
        words=(("ana ruiz",), ("li*",)),
        where="NAME",
        selects=("SELECT Id, Name FROM Lead WHERE X = 'a)'", "SELECT Id FROM User"),
    )
