"""The list of leads, Priya Natarajan's lead, and leads that wait."""

from __future__ import annotations

from dataclasses import replace

from syncs.page_values import (
    Answer,
    Choice,
    FieldRow,
    LeadPage,
    LeadRow,
    LeadsPage,
    Ledger,
    Pager,
    StoryStep,
    TimelineItem,
    Trouble,
    Who,
    json_pieces,
)
from syncs.states import State

from .world import NOW, TODAY, at, live

# Name, company, state, what happened, source, owner, received.
_ROWS = """
Chidi Eze|Lowmoor Bakery|pending|Looking for this person in Salesforce|Website form||14:20
Priya Natarajan|Brightfield Farms|updated|3 fields written, Title kept: a rep changed it|Website form|Tom Reyes|14:18
Jonas Albrecht|Albrecht Logistik|created|New person, sent to queue Inbound DACH|Apollo|Inbound DACH|14:17
Marta Kowalska|Zielona Energia|failed|No Industry called “Renewables” in Salesforce|Website form||14:12
Sam Whitcombe|Whitcombe Estates|unchanged|Salesforce already has these values|Webinar|Aisha Bello|14:09
Elena Petrova|Petrova Architects|created|New person, sent to queue Inbound UK|Website form|Inbound UK|14:05
Robert Hale|Hale & Sons|held|Two Contacts share this e-mail|Apollo||13:58
Yuki Tanabe|Tanabe Cold Storage|updated|Contact updated: this person is a customer|Gridmatch|Tom Reyes|13:56
Noah Lindqvist|Polar Greenhouses|created|New person, sent to queue Inbound Nordics|Webinar|Inbound Nordics|13:51
Grace Adeyemi|Adeyemi Textiles|skipped|No consent given, skipped by your rule “consent first”|Website form||13:44
Liam O’Connell|Ballymore Dairy|created|New person, sent to queue Inbound UK|Website form|Inbound UK|13:40
Fatima Zahra|Atlas Ceramics|updated|Phone written, Status kept: it isn’t New any more|Apollo|Aisha Bello|13:37
Peter van Dijk|Van Dijk Tuinbouw|held|Owner Dana Whitlock is no longer active|Webinar||13:31
Anna Schubert|Schubert Kliniken|created|New person, sent to queue Inbound DACH|Website form|Inbound DACH|13:28
Diego Marín|Marín Olivar|failed|Inlet may not edit Webinar Score|Webinar||13:20
Hannah Brooks|Brooks Manor Hotel|updated|Converted lead followed to its Contact|Website form|Tom Reyes|13:14
"""  # noqa: E501


def _row(number: int, line: str) -> LeadRow:
    name, company, state, what, source, owner, clock = line.split("|")
    return LeadRow(
        id=f"019a{number:04}",
        name=name,
        company=company,
        state=State(state),
        what=what,
        source=source,
        received_at=at(clock),
        owner=owner,
    )


LEADS = LeadsPage(
    live=live("/solvane-energy/leads/"),
    now=NOW,
    counts=TODAY,
    rows=tuple(_row(number, line) for number, line in enumerate(_ROWS.strip().splitlines())),
    pager=Pager(shown=16, total=412, older="?after=13-14"),
    sources=(Choice("1", "Website form"), Choice("2", "Apollo")),
)
NO_MATCH = replace(
    LEADS, counts=Ledger(received=0), rows=(), pager=Pager(shown=0, total=0), q="Raman"
)
NO_LEADS = replace(NO_MATCH, q="", when="all", sources=())

_FIELDS = (
    FieldRow(
        api_name="Title",
        label="Title",
        result="kept",
        before="Operations Director",
        after="",
        proposed="Head of Operations",
        reason="Tom Reyes changed it on 16 November.",
        rule="ours until a person edits it",
    ),
    FieldRow(
        api_name="Status",
        label="Lead Status",
        result="kept",
        before="Working",
        after="",
        proposed="New",
        rule="never overwrite once it isn’t New",
    ),
    FieldRow(
        api_name="Phone",
        label="Phone",
        result="written",
        before="",
        after="+44 20 7946 0958",
        proposed="020 7946 0958",
        reason="Salesforce was blank.",
        rule="only if blank",
        note="Put into international form.",
    ),
    FieldRow(
        api_name="Industry",
        label="Industry",
        result="written",
        before="Other",
        after="Agriculture",
        proposed="farming",
        reason="Last written 97 days ago.",
        rule="refresh after 90 days",
        note="“farming” is mapped to Agriculture.",
    ),
    FieldRow(
        api_name="Annual_Usage__c",
        label="Annual Usage",
        result="written",
        before="48,000",
        after="52,500",
        proposed="52,500 kWh",
        reason="Still the value we wrote on 2 October.",
        rule="ours until a person edits it",
    ),
    FieldRow(
        api_name="Original_Source__c",
        label="Original Source",
        result="kept",
        before="Webinar, August",
        after="",
        proposed="Website",
        rule="write once",
        note="First touch stays.",
    ),
    FieldRow(
        api_name="Website",
        label="Website",
        result="same",
        before="brightfield.example",
        after="",
        proposed="brightfield.example",
        reason="Salesforce already has this value.",
    ),
)
_SAME = tuple(
    FieldRow(
        api_name=name,
        label=name,
        result="same",
        before="the value",
        after="",
        proposed="the value",
        reason="Salesforce already has this value.",
    )
    for name in ("Email", "FirstName", "LastName", "Company", "LeadSource", "Country", "Rating")
)
_PAYLOAD = {
    "email": "priya.natarajan@brightfield.example",
    "fullName": "Priya Natarajan",
    "jobTitle": "Head of Operations",
    "company": "Brightfield Farms",
    "phone": "020 7946 0958",
    "sector": "farming",
    "usage_kwh": 52500,
    "website": "brightfield.example",
    "utm_source": "Website",
    "gclid": "EAIaIQ…",
    "roof_type": "metal",
}
_STORY = (
    StoryStep("Website quote form", "14:18:03, consent given. 11 fields, 2 of them not mapped."),
    StoryStep("One Lead has this e-mail", "No Contact does. Match rule 1, e-mail, was enough."),
    StoryStep(
        "Update the Lead",
        "Duplicate policy: “an existing Lead is updated”. 3 written, 3 kept, 8 same.",
    ),
    StoryStep(
        "Accepted in 412 ms",
        "3.4 seconds after she pressed the button. Owner: Tom Reyes, unchanged.",
    ),
)
_TIMELINE = (
    TimelineItem("owner", "Owner checked", at("14:18:06.900"), "Still Tom Reyes, as intended."),
    TimelineItem(
        "answered",
        "Salesforce accepted the update",
        at("14:18:06.500"),
        "One Lead, three fields, in 412 ms.",
    ),
    TimelineItem(
        "decided",
        "Decided: update the Lead",
        at("14:18:06"),
        "By mapping version 8. Nothing was held.",
    ),
    TimelineItem(
        "searched", "Looked for this person", at("14:18:05.800"), "1 Lead by e-mail, 0 Contacts."
    ),
    TimelineItem(
        "received",
        "Received from the website form",
        at("14:18:03.100"),
        "Stored, key wf-88213. Answer 202 in 9 ms.",
    ),
)
PRIYA = LeadPage(
    live=live("/solvane-energy/leads/019a0001/"),
    now=NOW,
    id="019a0001",
    name="Priya Natarajan",
    state=State.UPDATED,
    received_at=at("14:18:03.1"),
    summary=(
        "We recognised her by e-mail and updated her Lead: three fields written, three kept"
        " because Salesforce or a rep owns them, eight already the same."
    ),
    story=_STORY,
    payload=json_pieces(_PAYLOAD),
    who=Who(
        email="priya.natarajan@brightfield.example",
        company="Brightfield Farms",
        record="Lead, created by Inlet on 14 August",
        owner="Tom Reyes",
        seen_before=2,
        seen_address="/solvane-energy/leads/?when=all&q=priya",
    ),
    timeline=_TIMELINE,
    fields=_FIELDS,
    same_fields=_SAME,
    unmapped=("gclid", "roof_type"),
    mapping_version=8,
    answer=Answer(
        result="Success",
        record_id="00QWz00000Ab3dEMAR",
        record_address="https://solvane.my.salesforce.com/00QWz00000Ab3dEMAR",
        sent=("Phone", "Industry", "Annual_Usage__c"),
        owner_rule="Assignment rules off, as on every update",
        duplicates="Respect the org’s rules. None fired.",
        call=2,
        calls=2,
        calls_today=11860,
        raw='PATCH /services/data/v62.0/composite/sobjects\n{ "success": true }',
    ),
    record_address="https://solvane.my.salesforce.com/00QWz00000Ab3dEMAR",
)
PENDING = replace(
    PRIYA,
    live=live("/solvane-energy/leads/019a0001/", seconds=2),
    state=State.PENDING,
    summary="Received, and on its way.",
    story=_STORY[:1],
    fields=(),
    same_fields=(),
    answer=None,
    record_address="",
)
FAILED = replace(
    PRIYA,
    state=State.FAILED,
    story=(*_STORY[:3], StoryStep("Refused", "Nothing was written.")),
    fields=tuple(
        replace(field, result="planned") if field.result == "written" else field
        for field in _FIELDS
    ),
    answer=Answer(result="Refused", call=2, calls=2, raw="INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
    summary="Salesforce refused the whole lead. It waits here; nothing is lost.",
    trouble=Trouble(
        cause="Salesforce has no Industry called “Renewables”.",
        fix="Map the value to one that the picklist has, then send the lead again.",
        fix_label="Open the mapping",
        fix_address="/staff/mappings/mapping/",
    ),
    can_send_again=True,
    record_address="",
)
HELD = replace(
    FAILED,
    state=State.HELD,
    story=_STORY[:2],
    answer=None,
    trouble=Trouble(
        cause="Two Contacts share the same e-mail.",
        fix="Inlet never picks one at random. Merge them in Salesforce, then send the lead again.",
    ),
)
