"""Steps on countries and states. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from mappings import places
from mappings.paths import text_at
from mappings.places import Place
from mappings.values import Scalar, Step, as_text

from .around import Around, Region, Transform


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Transform):
    """Writes a country as its code (DE), its code of three letters (DEU) or its name (Germany).

    Names are read in ten languages; what isn’t known goes as it came.
    """

    do: Literal["country"] = "country"
    form: Literal["code", "code3", "label"] = "code"

    def change(self, value: Scalar, around: Around) -> Step:
        """The country in the form that is asked for."""
        text = as_text(value).strip()
        place = places.country(text)
        if place is None:
            return Step(text, "Inlet knows no such country, so it goes as it came.")
        written = _offered(place, around) if self.form == "label" else getattr(place, self.form)
        return Step(written, "" if written == text else f"“{text}” is {written}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class State(Transform):
    """Writes a state or province as its code (CA) or its name (California).

    The country is the one given, else the one at the country source, else the client’s own.
    """

    do: Literal["state"] = "state"
    form: Literal["code", "label"] = "code"
    country: Region = ""
    country_source: Annotated[str, Field(max_length=500)] = "company.country"

    def change(self, value: Scalar, around: Around) -> Step:
        """The state in the form that is asked for; what isn't known goes as it came."""
        text = as_text(value).strip()
        country = self._country(around)
        place = places.state(text, country) if country else None
        if place is None:
            where = f" in {country}" if country else ""
            return Step(text, f"Inlet knows no such state{where}, so it goes as it came.")
        written = place.code if self.form == "code" else place.label
        return Step(written, "" if written == text else f"“{text}” is {written}.")

    def _country(self, around: Around) -> str:
        if self.country:
            return self.country
        named = text_at(self.country_source, around.lead) if self.country_source else ""
        if not named:
            return around.region
        place = places.country(named)
        return place.code if place else ""


def _offered(place: Place, around: Around) -> str:
    """The country's name as the Salesforce field offers it, if that is a list of countries."""
    for entry in around.target.picklist if around.target else ():
        if entry.active and entry.value != place.label and places.country(entry.value) == place:
            return entry.value
    return place.label
