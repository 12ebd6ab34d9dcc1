"""Practice org, settings, clients, an invitation and mails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from syncs.charts import spark
from syncs.page_values import (
    CallRow,
    ClientRow,
    ClientsPage,
    Fact,
    InvitationPage,
    InvitationRow,
    KeyRow,
    KeyShownPage,
    Ledger,
    Mail,
    MailPage,
    MemberRow,
    ObjectTab,
    Pager,
    PracticePage,
    RecordRow,
    RoleChoice,
    SettingsPage,
)

from .practice import MISBEHAVING, OWN_CODE
from .world import CLIENTS, NOW, TODAY, at, live

_RECORDS = """
Priya Natarajan|Brightfield Farms|Working|Tom Reyes|inlet|0|changed
Jonas Albrecht|Albrecht Logistik|New|Inbound DACH|inlet|1|new
Elena Petrova|Petrova Architects|New|Inbound UK|inlet|3|new
Omar Haddad|Haddad Marine|Qualified|Aisha Bello|seed|999|
Ingrid Sørensen|Nordlys Fisk|Working|Tom Reyes|seed|999|
Mei-Ling Chou|Chou Instruments|Converted|Aisha Bello|seed|999|
Patrick Doyle|Doyle Joinery|New|Inbound UK|seed|999|
"""


def _record(number: int, line: str) -> RecordRow:
    name, company, status, owner, came_from, minutes, mark = line.split("|")
    return RecordRow(
        id=f"00QWz00000Ab{number:03}MAR",
        name=name,
        company=company,
        status=status,
        owner=owner,
        came_from="inlet" if came_from == "inlet" else "seed",
        changed_at=NOW - timedelta(minutes=int(minutes)),
        mark="changed" if mark == "changed" else "new" if mark == "new" else "",
    )


LEAD_TAB = ObjectTab("Lead", "Lead", "Leads", 42)
CONTACT_TAB = ObjectTab("Contact", "Contact", "Contacts", 31)
PRACTICE = PracticePage(
    now=NOW,
    objects=(LEAD_TAB, CONTACT_TAB),
    shown=LEAD_TAB,
    rows=tuple(_record(at_, line) for at_, line in enumerate(_RECORDS.strip().splitlines())),
    pager=Pager(shown=7, total=42),
    calls=(
        CallRow(at("14:20:07"), "Update 1 Lead", "OK, 38 ms"),
        CallRow(at("14:20:07"), "Find by e-mail: 1 Lead, 0 Contacts", "OK, 21 ms"),
        CallRow(at("14:19:02"), "Create 1 Lead", "Created, 44 ms"),
        CallRow(at("14:19:02"), "Find by e-mail: nobody", "OK, 19 ms"),
        CallRow(at("14:17:40"), "Describe Lead", "OK, 12 ms"),
    ),
    calls_used=96,
    calls_allowed=15000,
    own_code=OWN_CODE,
    misbehaving=MISBEHAVING,
    more=(ObjectTab("Task", "Task", "Tasks", 64),),
    status_word="Status",
    changed_by_inlet=11,
)
PRACTICE_EMPTY = replace(
    PRACTICE,
    shown=CONTACT_TAB,
    rows=(),
    pager=Pager(shown=0, total=0),
    calls=(),
    q="Raman",
    changed_only=True,
    can_edit=False,
)

KEYS = SettingsPage(
    tab="keys",
    now=NOW,
    keys=(
        KeyRow(
            id="1",
            name="Website quote form",
            hint="lsk_live_a8f3k2m1_…",
            state="active",
            scopes=("leads:write", "leads:read"),
            created_at=at("09:00") - timedelta(days=90),
            created_by="Maya Okafor",
            last_used_at=NOW,
        ),
        KeyRow(
            id="2",
            name="Apollo",
            hint="lsk_live_b7c2n4p9_…",
            state="active",
            scopes=("leads:write",),
            created_at=at("09:00") - timedelta(days=60),
            expires_at=NOW + timedelta(days=30),
        ),
        KeyRow(
            id="3",
            name="Old website",
            hint="lsk_live_c1d5q8r2_…",
            state="revoked",
            scopes=("leads:write",),
            created_at=at("09:00") - timedelta(days=400),
            last_used_at=NOW - timedelta(days=91),
        ),
    ),
    facts=(
        Fact("Name", "Solvane Energy"),
        Fact("Time zone", "Europe/London"),
        Fact("Org", "solvane.my.salesforce.com", is_code=True),
    ),
    can_manage=True,
)
NO_KEYS = SettingsPage(tab="keys", now=NOW, can_manage=True, typed="x", error="Give it a name.")
MEMBERS = SettingsPage(
    tab="members",
    now=NOW,
    members=(
        MemberRow(
            "Maya Okafor", "maya@harborpine.example", "MO", "Owner", whole_agency=True, is_you=True
        ),
        MemberRow("Ben Ashworth", "ben@harborpine.example", "BA", "Editor", whole_agency=False),
    ),
    invitations=(
        InvitationRow(
            "1", "ines@harborpine.example", "Viewer", "Maya Okafor", NOW + timedelta(days=12)
        ),
    ),
    roles=(
        RoleChoice("viewer", "Viewer", "Reads everything, changes nothing."),
        RoleChoice("editor", "Editor", "Also changes mappings and sends leads again."),
        RoleChoice("admin", "Admin", "Also manages connections, keys and members."),
    ),
    can_manage=True,
    typed="ines@harborpine",
    error="This address has no ending such as .com. Check it and try again.",
)
KEY_SHOWN = KeyShownPage(
    name="Website quote form",
    key="lsk_live_a8f3k2m1_" + "x" * 43,
    endpoint="https://inlet.example/api/v1/leads",
)

_CAUSE = "12 leads failed because Salesforce has no Industry “Renewables”; 4 other causes."
CLIENT_ROWS = (
    ClientRow(
        client=CLIENTS[0],
        environment="production",
        health="disconnected",
        today=Ledger(received=143, created=79, pending=64),
        cause="Salesforce ended our access at 13:05. 64 leads wait; none is lost.",
        days=spark((200, 210, 70, 80, 210, 220, 150)),
        last_lead_at=at("13:04"),
    ),
    ClientRow(
        client=CLIENTS[1],
        environment="production",
        health="repair",
        today=TODAY,
        waiting=TODAY.waiting,
        cause=_CAUSE,
        days=spark((530, 540, 150, 140, 390, 520, 412)),
        slow=24.0,
        last_lead_at=NOW,
    ),
    ClientRow(
        client=CLIENTS[2],
        environment="production",
        health="wrong",
        today=TODAY,
        cause="1 hour of the ledger differs from the leads. The fault is ours.",
        days=spark((530, 540, 150, 140, 390, 520, 412)),
        stale_since=NOW - timedelta(minutes=40),
    ),
    ClientRow(
        client=CLIENTS[3],
        environment="production",
        health="paused",
        today=TODAY,
        cause="The org has used all of its API calls.",
        days=spark((530, 540, 150, 140, 390, 520, 412)),
        pending_since=NOW - timedelta(hours=2),
    ),
    ClientRow(
        client=CLIENTS[4],
        environment="production",
        health="budget",
        today=TODAY,
        cause="The share of API calls runs out at about 19:40; leads then wait.",
    ),
    ClientRow(CLIENTS[8], "practice", "new", Ledger(received=0)),
    ClientRow(
        client=CLIENTS[5],
        environment="sandbox",
        health="quiet",
        today=Ledger(received=0),
        days=spark((0, 0, 0, 0, 0, 0, 0)),
    ),
    *(
        ClientRow(
            client=client,
            environment="production",
            health="well",
            today=Ledger(received=690, created=688, skipped=2),
            days=spark((690, 720, 290, 230, 690, 720, 590)),
            slow=17.0,
            last_lead_at=NOW,
        )
        for client in CLIENTS[6:]
    ),
)
CLIENTS_PAGE = ClientsPage(
    live=live("/clients/"),
    now=NOW,
    today=Ledger(received=3371, created=3231, skipped=36, held=38, pending=66),
    rows=CLIENT_ROWS,
    all_count=12,
)
INVITATION = InvitationPage(
    state="open",
    where="Solvane Energy",
    invited_by="Maya Okafor",
    email="ines@harborpine.example",
    role="Viewer",
    expires_at=NOW + timedelta(days=12),
)
_MAIL = Mail(
    id="1",
    to="ada@example.com",
    subject="Confirm your address",
    sent_at=at("14:02"),
    text="Confirm that it is yours:\nhttp://127.0.0.1:8000/account/confirm-email/abc/\n\nInlet",
)
MAILS = MailPage(now=NOW, mails=(_MAIL, replace(_MAIL, id="2", subject="Invitation")), opened=_MAIL)
