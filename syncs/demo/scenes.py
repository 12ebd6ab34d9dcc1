"""The demo's story: twenty leads, and what must become of each. Pure.

Two clients of the agency Harbor & Pine. Solvane Energy creates and updates, owners by its
assignment rules; Tidewell Insurance only creates, into a queue, and Contacts never become Leads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SOLVANE, TIDEWELL = "Solvane Energy", "Tidewell Insurance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One lead. `holds`: what the record named by `finds` must hold afterwards.

    `finds` is (object, field, value); `only_one`: exactly one Lead or Contact has this e-mail.
    """

    title: str
    client: str
    lead: Mapping[str, Any]
    state: str
    because: str
    finds: tuple[str, str, str] | None = None
    holds: Mapping[str, Any] = field(default_factory=dict)
    only_one: str = ""
    no_lead_with: str = ""


def person(email: str, first: str, last: str, **more: str) -> dict[str, str]:
    """The person part of a lead."""
    return {"email": email, "first_name": first, "last_name": last, **more}


def company(name: str, **more: str) -> dict[str, str]:
    """The company part of a lead."""
    return {"name": name, **more}


def lead_by(email: str) -> tuple[str, str, str]:
    """Where to look for a Lead."""
    return ("Lead", "Email", email)


NEW_PEOPLE = (
    Scene(
        title="a new person in the UK",
        client=SOLVANE,
        lead={
            "external_id": "web-88201",
            "source": "Website",
            "person": person(
                "grace.adeyemi@lowmoor.example",
                "Grace",
                "Adeyemi",
                phone="020 7946 0958",
                title="Head of Operations",
            ),
            "company": company("Lowmoor Bakery", country="United Kingdom"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("grace.adeyemi@lowmoor.example"),
        holds={
            "Phone": "+442079460958",
            "Status": "New",
            "Owner.Name": "Inbound UK",
            "Sync_Source__c": "Inlet",
            "Original_Source__c": "Website",
            "External_Person_ID__c": "web-88201",
        },
    ),
    Scene(
        title="a new person in Germany, sent elsewhere by the assignment rule",
        client=SOLVANE,
        lead={
            "person": person("jonas@albrecht-logistik.example", "Jonas", "Albrecht"),
            "company": company("Albrecht Logistik", country="Germany"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("jonas@albrecht-logistik.example"),
        holds={"Owner.Name": "Inbound DACH"},
    ),
    Scene(
        title="apostrophes and umlauts in the name",
        client=SOLVANE,
        lead={
            "person": person("siobhan.oneill@d-arcy.example", "Siobhán", "O'Neill"),
            "company": company("D'Arcy & Söhne \\ Partner", country="Ireland"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("siobhan.oneill@d-arcy.example"),
        holds={"LastName": "O'Neill", "Company": "D'Arcy & Söhne \\ Partner"},
    ),
    Scene(
        title="capitals in the e-mail address",
        client=SOLVANE,
        lead={
            "person": person("Elena.PETROVA@Petrova-Architects.EXAMPLE", "Elena", "Petrova"),
            "company": company("Petrova Architects"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("elena.petrova@petrova-architects.example"),
        holds={"Title": "Partner"},  # the next scene's
    ),
    Scene(
        title="the same person again, a moment later",
        client=SOLVANE,
        lead={
            "person": person(
                "elena.petrova@petrova-architects.example", "Elena", "Petrova", title="Partner"
            ),
            "company": company("Petrova Architects"),
        },
        state="updated",
        because="Lead updated",
        finds=lead_by("elena.petrova@petrova-architects.example"),
        holds={"Title": "Partner"},
        only_one="elena.petrova@petrova-architects.example",
    ),
)

EXISTING_PEOPLE = (
    Scene(
        title="a Title that a rep edited stays, a blank Phone is filled",
        client=SOLVANE,
        lead={
            "person": person(
                "priya.natarajan@brightfield.example",
                "Priya",
                "Natarajan",
                title="Head of Operations",
                phone="020 7946 0101",
            ),
            "company": company("Brightfield Farms"),
        },
        state="updated",
        because="Lead updated",
        finds=lead_by("priya.natarajan@brightfield.example"),
        holds={"Title": "Operations Director", "Phone": "+442079460101", "Owner.Name": "Tom Reyes"},
        only_one="priya.natarajan@brightfield.example",
    ),
    Scene(
        title="a Status that is no longer New stays",
        client=SOLVANE,
        lead={
            "person": person("patrick@doyle-joinery.example", "Patrick", "Doyle"),
            "company": company("Doyle Joinery"),
            "custom": {"status": "New"},
        },
        state="unchanged",
        because="Lead unchanged",
        finds=lead_by("patrick@doyle-joinery.example"),
        holds={"Status": "Qualified"},
    ),
    Scene(
        title="a Status that is still New moves on",
        client=SOLVANE,
        lead={
            "person": person("omar@haddad-marine.example", "Omar", "Haddad"),
            "company": company("Haddad Marine"),
            "custom": {"status": "Working"},
        },
        state="updated",
        because="Lead updated",
        finds=lead_by("omar@haddad-marine.example"),
        holds={"Status": "Working", "Owner.Name": "Aisha Bello"},
    ),
    Scene(
        title="somebody who is a Contact already",
        client=SOLVANE,
        lead={
            "person": person(
                "ingrid@nordlys-fisk.example", "Ingrid", "Sørensen", phone="+47 22 12 34 56"
            ),
            "company": company("Nordlys Fisk"),
        },
        state="updated",
        because="Contact updated",
        finds=("Contact", "Email", "ingrid@nordlys-fisk.example"),
        holds={"Phone": "+4722123456"},
        no_lead_with="ingrid@nordlys-fisk.example",
    ),
    Scene(
        title="a converted Lead: its Contact is meant",
        client=SOLVANE,
        lead={
            "person": person(
                "meiling@chou-instruments.example", "Mei-Ling", "Chou", title="Founder"
            ),
            "company": company("Chou Instruments"),
        },
        state="updated",
        because="Contact updated",
        finds=("Contact", "Email", "meiling@chou-instruments.example"),
        holds={"Title": "Founder"},
    ),
    Scene(
        title="known by the source's id, under a new e-mail address",
        client=SOLVANE,
        lead={
            "external_id": "apollo:6512",
            "person": person("ana@new-address.example", "Ana", "Ruiz", phone="+34 600 000 001"),
            "company": company("Tarn Ltd"),
        },
        state="updated",
        because="Lead updated",
        finds=("Lead", "External_Person_ID__c", "apollo:6512"),
        holds={"Email": "ana.ruiz@tarn.example", "Phone": "+34600000001"},
    ),
)
