"""The rest of the story: what needs a person, and the second client. Pure."""

from __future__ import annotations

from .scenes import (
    EXISTING_PEOPLE,
    NEW_PEOPLE,
    SOLVANE,
    TIDEWELL,
    Scene,
    company,
    lead_by,
    person,
)

NEEDS_SOMEBODY = (
    Scene(
        title="no company, and the mapping has a default for it",
        client=SOLVANE,
        lead={"person": person("chidi.eze@mail.example", "Chidi", "Eze")},
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("chidi.eze@mail.example"),
        holds={"Company": "[not provided]"},
    ),
    Scene(
        title="a value that the org's restricted picklist doesn't have",
        client=SOLVANE,
        lead={
            "person": person("marta@zielona-energia.example", "Marta", "Kowalska"),
            "company": company("Zielona Energia"),
            "custom": {"region": "Narnia"},
        },
        state="failed",
        because="Salesforce has no Region called “Narnia”",
        no_lead_with="marta@zielona-energia.example",
    ),
    Scene(
        title="two Leads share the e-mail address",
        client=SOLVANE,
        lead={
            "person": person("office@twin-peaks.example", "Sam", "Whitcombe"),
            "company": company("Twin Peaks"),
        },
        state="held",
        because="Inlet never picks one at random",
    ),
    Scene(
        title="an e-mail address that is none",
        client=SOLVANE,
        lead={"person": person("lena@nowhere", "Lena", "Brandt"), "company": company("Brandt")},
        state="held",
        because="Email",
    ),
)

CREATE_ONLY = (
    Scene(
        title="create-only: a new person goes into the queue",
        client=TIDEWELL,
        lead={
            "person": person("noor@hassan-retail.example", "Noor", "Hassan"),
            "company": company("Hassan Retail", country="Germany"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=lead_by("noor@hassan-retail.example"),
        holds={"Owner.Name": "Inbound US", "Status": "New"},
    ),
    Scene(
        title="create-only: an existing Lead is left alone",
        client=TIDEWELL,
        lead={
            "person": person("luca@ferri-ottica.example", "Luca", "Ferri", title="Owner"),
            "company": company("Ferri Ottica"),
        },
        state="skipped",
        because="only to create new Leads",
        finds=lead_by("luca@ferri-ottica.example"),
        holds={"Title": None},
        only_one="luca@ferri-ottica.example",
    ),
    Scene(
        title="a Contact never becomes a Lead",
        client=TIDEWELL,
        lead={
            "person": person("hannah@roth-partner.example", "Hannah", "Roth"),
            "company": company("Roth & Partner"),
        },
        state="skipped",
        because="no Lead is created",
        no_lead_with="hannah@roth-partner.example",
    ),
    Scene(
        title="no company, and no default for it",
        client=TIDEWELL,
        lead={"person": person("ravi@mail.example", "Ravi", "Menon")},
        state="failed",
        because="Company is missing. Salesforce requires it on every Lead",
        no_lead_with="ravi@mail.example",
    ),
    Scene(
        title="nobody's e-mail address, but the source's id",
        client=TIDEWELL,
        lead={
            "external_id": "fair-2026-17",
            "person": {"name": "Tomás de la Cruz", "phone": "+1 415 555 0134"},
            "company": company("Cruz Surfboards"),
        },
        state="created",
        because="Not in Salesforce yet",
        finds=("Lead", "External_Person_ID__c", "fair-2026-17"),
        holds={"FirstName": "Tomás", "LastName": "de la Cruz", "Phone": "+14155550134"},
    ),
)

STORY = (*NEW_PEOPLE, *EXISTING_PEOPLE, *NEEDS_SOMEBODY, *CREATE_ONLY)
