"""A client's mapping as the tests of its pages meet it: its org, its draft, the form of a row."""

from __future__ import annotations

import html
import re
from typing import Any

from mappings.models import Mapping
from mappings.rules import Rules
from tenants import walls
from tests.syncs.conftest import Door
from tests.syncs.orgs import described, look_at, sobject
from tests.syncs.worked import person, send

from .conftest import Place

INDUSTRIES = ("Agriculture", "Energy", "Technology")
FIELDS = (
    described("LastName", "Last Name", nillable=False),
    described("Company", "Company", nillable=False),
    described("Region__c", "Region", nillable=False),
    *(described(name, name) for name in ("FirstName", "Title", "Email", "Phone", "Website")),
    *(described(name, name) for name in ("Country", "Status", "LeadSource", "Rating__c")),
    described("Industry", "Industry", values=INDUSTRIES),
    described("Lead_Source_Detail__c", "Lead Source Detail"),
    described("Original_Source__c", "Original Source"),
    described("Sync_Source__c", "Sync Source"),
    described("Annual_Usage__c", "Annual Usage", type="double"),
)
CONTACT = [one for one in FIELDS if one.name not in ("Company", "Region__c", "Rating__c", "Status")]


def furnish(door: Door) -> None:
    """An org that was looked at, and two leads that wait."""
    with walls.inside(door.tenant):
        look_at(door.source.connection, sobject("Lead", *FIELDS), sobject("Contact", *CONTACT))
    send(
        door,
        person("ada@x.example", "Lovelace", custom={"annual_usage": 52500, "roof": "metal"}),
        person("bob@x.example", "Babbage", external_id="b-1"),
    )


def mapping_of(place: Place) -> Mapping:
    """The client's mapping."""
    with walls.inside(place.tenant):
        return Mapping.objects.get(pk=place.door.source.mapping_id)


def at(place: Place, rest: str = "") -> str:
    """The rest of the address of one of the mapping's pages."""
    return f"mapping/{place.door.source.mapping_id}/{rest}"


def drafted(place: Place) -> Rules | None:
    """The draft's rules."""
    with walls.inside(place.tenant):
        draft = mapping_of(place).draft()
        return draft.as_rules() if draft else None


def read(answer: Any) -> str:
    """A page as people read it."""
    text = re.sub(r"<(script|style|svg|datalist).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def row_of(place: Place, key: str) -> dict[str, str]:
    """The form of a row as a browser would send it."""
    page = place.get(at(place, f"?field={key}")).content.decode()
    form = re.search(r'<form[^>]*id="row".*?</form>', page, re.S)
    assert form is not None
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        values = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        ticked = values.get("type") not in ("checkbox", "radio") or " checked" in tag
        if ticked and "name" in values:
            sent[values["name"]] = html.unescape(values.get("value", ""))
    selects = r'<select[^>]*name="([^"]*)".*?</select>'
    for found in re.finditer(selects, form[0], re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', found[0])
        first = re.search(r'<option value="([^"]*)"', found[0])
        sent[found[1]] = html.unescape((chosen or first)[1] if chosen or first else "")
    return sent
