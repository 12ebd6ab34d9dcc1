"""State and country picklists over HTTP."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from connections.practice.rehearsing import convert_lead
from connections.practice.standard.countries import with_state_country

from .conftest import Api

LEAD = {"LastName": "Ruiz", "Company": "Acme"}
PLACE = "SELECT State, StateCode, Country, CountryCode FROM Lead"
NO_COUNTRY = (
    "There's a problem with this country, even though it may appear correct. Please select a "
    "country/territory from the list of valid countries."
)
NO_STATE = (
    "There's a problem with this state, even though it may appear correct. Please select a state "
    "from the list of valid states."
)


@pytest.fixture
def placed(api: Api) -> Api:
    """An org whose state and country picklists are on."""
    api.change(lambda setup: with_state_country(setup, on=True))
    return api


def test_describe_has_the_codes_as_restricted_dependent_picklists(placed: Api) -> None:
    fields = {one["name"]: one for one in placed.get("sobjects/Lead/describe").body["fields"]}
    country, state = fields["CountryCode"], fields["StateCode"]
    assert (country["restrictedPicklist"], country["dependentPicklist"]) == (True, False)
    assert (state["restrictedPicklist"], state["controllerName"]) == (True, "CountryCode")
    values = [entry["value"] for entry in country["picklistValues"]]
    california = next(one for one in state["picklistValues"] if one["label"] == "California")
    bits = base64.b64decode(california["validFor"])
    places = [n for n in range(len(bits) * 8) if bits[n // 8] & (0x80 >> n % 8)]
    assert [values[place] for place in places] == ["US"]
    contact = {one["name"] for one in placed.get("sobjects/Contact/describe").body["fields"]}
    assert {"MailingStateCode", "MailingCountryCode", "OtherCountryCode"} <= contact


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"Country": "germany"}, (None, None, "Germany", "DE")),
        ({"CountryCode": "US", "StateCode": "CA"}, ("California", "CA", "United States", "US")),
        ({"Country": "US", "State": "texas"}, ("Texas", "TX", "United States", "US")),
        (
            {"Country": "Australia", "State": "WA"},
            ("Western Australia", "WA", "Australia", "AU"),
        ),
        ({"Country": "Canada", "CountryCode": "CA"}, (None, None, "Canada", "CA")),
        ({}, (None, None, None, None)),
    ],
)
def test_a_label_brings_its_code_and_a_code_its_label(
    placed: Api, sent: dict[str, str], kept: tuple[Any, ...]
) -> None:
    placed.create("Lead", **LEAD, **sent)
    names = ("State", "StateCode", "Country", "CountryCode")
    assert placed.rows(PLACE) == [dict(zip(names, kept, strict=True))]


@pytest.mark.parametrize(
    ("sent", "message", "field"),
    [
        ({"Country": "Deutschland"}, NO_COUNTRY, "Country"),
        ({"Country": "Germany", "CountryCode": "FR"}, NO_COUNTRY, "Country"),
        ({"Country": "United States", "State": "Bavaria"}, NO_STATE, "State"),
        ({"CountryCode": "US", "StateCode": "QLD"}, NO_STATE, "StateCode"),
        (
            {"State": "Texas"},
            "A country/territory must be specified before specifying a state value for field: "
            "State",
            "State",
        ),
    ],
)
def test_what_does_not_belong_together_is_refused(
    placed: Api, sent: dict[str, str], message: str, field: str
) -> None:
    reply = placed.call("POST", "sobjects/Lead", {**LEAD, **sent})
    assert (reply.status, reply.body) == (
        400,
        [{"errorCode": "FIELD_INTEGRITY_EXCEPTION", "message": message, "fields": [field]}],
    )


def test_an_unknown_code_is_a_bad_value_of_a_restricted_picklist(placed: Api) -> None:
    reply = placed.call("POST", "sobjects/Lead", {**LEAD, "CountryCode": "XX"})
    assert reply.body[0]["errorCode"] == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


def test_a_new_country_must_not_leave_its_state_behind(placed: Api) -> None:
    lead = placed.create("Lead", **LEAD, Country="United States", State="Texas")
    path = f"sobjects/Lead/{lead}"
    reply = placed.call("PATCH", path, {"Country": "Germany"})
    assert reply.body[0]["message"] == NO_STATE
    assert placed.call("PATCH", path, {"State": "Ohio"}).status == 204
    assert placed.call("PATCH", path, {"Country": "Germany", "State": None}).status == 204
    assert placed.rows(PLACE) == [
        {"State": None, "StateCode": None, "Country": "Germany", "CountryCode": "DE"}
    ]


def test_a_conversion_carries_the_place(placed: Api) -> None:
    lead = placed.create("Lead", **LEAD, Country="Canada", State="Ontario")
    convert_lead(placed.org, lead, by="Tom Reyes")
    assert placed.rows("SELECT MailingStateCode, MailingCountry FROM Contact") == [
        {"MailingStateCode": "ON", "MailingCountry": "Canada"}
    ]


def test_switched_off_anything_goes_again(placed: Api) -> None:
    placed.change(lambda setup: with_state_country(setup, on=False))
    placed.create("Lead", **LEAD, Country="Deutschland")
    names = {one["name"] for one in placed.get("sobjects/Lead/describe").body["fields"]}
    assert not {"StateCode", "CountryCode"} & names
