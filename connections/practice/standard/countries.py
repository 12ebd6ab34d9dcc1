"""The countries and states of an org whose state and country picklists are on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connections.practice.rules.fields import Field, PicklistValue
from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup

COUNTRIES: Mapping[str, str] = {
    "AR": "Argentina", "AT": "Austria", "AU": "Australia", "BE": "Belgium", "BR": "Brazil",
    "CA": "Canada", "CH": "Switzerland", "CN": "China", "CZ": "Czech Republic", "DE": "Germany",
    "DK": "Denmark", "ES": "Spain", "FI": "Finland", "FR": "France", "GB": "United Kingdom",
    "GR": "Greece", "HU": "Hungary", "IE": "Ireland", "IL": "Israel", "IN": "India",
    "IT": "Italy", "JP": "Japan", "KR": "Korea, Republic of", "LU": "Luxembourg",
    "MX": "Mexico", "NL": "Netherlands", "NO": "Norway", "NZ": "New Zealand", "PL": "Poland",
    "PT": "Portugal", "RO": "Romania", "SE": "Sweden", "SG": "Singapore", "TR": "Turkey",
    "UA": "Ukraine", "US": "United States", "ZA": "South Africa",
}  # fmt: skip
STATES: Mapping[str, Mapping[str, str]] = {
    "AU": {
        "ACT": "Australian Capital Territory", "NSW": "New South Wales",
        "NT": "Northern Territory", "QLD": "Queensland", "SA": "South Australia",
        "TAS": "Tasmania", "VIC": "Victoria", "WA": "Western Australia",
    },
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories",
        "NU": "Nunavut", "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec",
        "SK": "Saskatchewan", "YT": "Yukon Territories",
    },
    "US": {
        "AK": "Alaska", "AL": "Alabama", "AR": "Arkansas", "AZ": "Arizona", "CA": "California",
        "CO": "Colorado", "CT": "Connecticut", "DC": "District of Columbia", "DE": "Delaware",
        "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "IA": "Iowa", "ID": "Idaho",
        "IL": "Illinois", "IN": "Indiana", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
        "MA": "Massachusetts", "MD": "Maryland", "ME": "Maine", "MI": "Michigan",
        "MN": "Minnesota", "MO": "Missouri", "MS": "Mississippi", "MT": "Montana",
        "NC": "North Carolina", "ND": "North Dakota", "NE": "Nebraska", "NH": "New Hampshire",
        "NJ": "New Jersey", "NM": "New Mexico", "NV": "Nevada", "NY": "New York", "OH": "Ohio",
        "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
        "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
        "UT": "Utah", "VA": "Virginia", "VT": "Vermont", "WA": "Washington",
        "WI": "Wisconsin", "WV": "West Virginia", "WY": "Wyoming",
    },
}  # fmt: skip


def with_state_country(setup: Setup, *, on: bool) -> Setup:
    """State and country picklists switched: each address gains or loses its two code fields."""
    switches = replace(setup.switches, state_country_picklists=on)
    objects = {name: _coded(one, on=on) for name, one in setup.objects.items()}
    return replace(setup, objects=objects, switches=switches)


def _coded(sobject: SObject, *, on: bool) -> SObject:
    fields: list[Field] = []
    for one in sobject.fields:
        if one.name.endswith(("StateCode", "CountryCode")) and one.compound:
            continue
        fields.append(one)
        if on and one.compound and one.name.endswith(("State", "Country")):
            fields.append(_code(one))
    return replace(sobject, fields=tuple(fields))


def _code(label_field: Field) -> Field:
    is_state = label_field.name.endswith("State")
    prefix = label_field.name.removesuffix("State").removesuffix("Country")
    return Field(
        f"{label_field.name}Code",
        f"{label_field.label} Code",
        "picklist",
        length=10,
        restricted=True,
        compound=label_field.compound,
        picklist=_states() if is_state else _countries(),
        controller=f"{prefix}CountryCode" if is_state else "",
    )


def _countries() -> tuple[PicklistValue, ...]:
    return tuple(PicklistValue(code, label) for code, label in COUNTRIES.items())


def _states() -> tuple[PicklistValue, ...]:
    places = {code: place for place, code in enumerate(COUNTRIES)}
    return tuple(
        PicklistValue(code, label, valid_for=(places[country],))
        for country, states in STATES.items()
        for code, label in states.items()
    )
