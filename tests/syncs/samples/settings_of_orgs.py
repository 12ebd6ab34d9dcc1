"""Orgs, their settings and how they are connected, in every state: the world of the mocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from connections.blocking import Advice, Reason
from mappings.preflight import Check, Finding, Level, Remedy, RemedyKind
from syncs.charts import spark
from syncs.page_values import Choice, Fact, Live
from syncs.page_values.api_calls import CallsCard, Outlook
from syncs.page_values.checklist import Checklist, OrgChange
from syncs.page_values.connecting import (
    ConnectionPage,
    ConnectPage,
    FieldGroup,
    GuestPage,
    LinkRow,
    RehearsalPage,
    RightRow,
    WayField,
    WayPage,
    WayRow,
)
from syncs.page_values.fixing import FixChange, FixPage
from syncs.page_values.salesforce import AskedPage, OrgTab, SalesforcePage

from .world import NOW

ID = "01a209cb-d7f0-7c66-81f9-40dba6e53848"
_SCORE = Finding(
    key="field_access:Lead.Webinar_Score__c",
    check=Check.FIELD_ACCESS,
    level=Level.BLOCKS,
    title="Lead: edit access to Webinar Score",
    what="The integration user can read this field but not edit it.",
    why="5 leads failed since 13:14.",
    fix="Permission set “Inlet” needs Edit on Lead.Webinar_Score__c.",
    setup_path="Setup › Permission Sets › Inlet › Object Settings › Lead",
    remedy=Remedy(RemedyKind.ASK_ADMIN, "Ask the admin", {"right": "edit"}),
)
_INDUSTRY = Finding(
    key="picklists:Industry=Renewables",
    check=Check.PICKLISTS,
    level=Level.LOOK,
    title="Industry: 1 value is not in the picklist",
    what="The form can send “Renewables”. The org offers 32 values and accepts no others.",
    fix="Map it to a value the org has, or ask the admin to add it.",
    remedy=Remedy(
        RemedyKind.MAP_VALUE,
        "Map the value",
        {"field": "Industry", "value": "Renewables", "to": ""},
    ),
)
_ENDED = Finding(
    key="api_access",
    check=Check.API_ACCESS,
    level=Level.BLOCKS,
    title="API access",
    what="Salesforce ended our access.",
    fix="Connect again.",
    remedy=Remedy(RemedyKind.RECONNECT, "Reconnect"),
)
_TESTED = Finding(
    key="test_batch",
    check=Check.TEST_BATCH,
    level=Level.UNSEEN,
    title="Test batch",
    what="No test batch has run yet.",
)
_FINE = tuple(
    Finding(key=check.value, check=check, level=Level.IN_ORDER, title=check.label, what="It is.")
    for check in (Check.INTEGRATION_USER, Check.REQUIRED_FIELDS, Check.ROUTING)
)
LISTED = Checklist(
    connection="Production",
    connection_id=UUID(ID),
    at=NOW,
    tried_at=NOW,
    calls=5,
    org_name="Solvane Energy Ltd",
    user_name="Inlet Integration",
    findings=(_SCORE, _INDUSTRY, _ENDED, _TESTED, *_FINE),
)
BLANK = Checklist(connection="Production", connection_id=UUID(ID))
FACTS = (Fact("Org", "Solvane Energy Ltd"), Fact("Org ID", "00D7Q000000xYzLUAU", is_code=True))
ADVICE = Advice(
    reason=Reason.APP_NOT_INSTALLED,
    cause="The org doesn’t know the app.",
    fix="An admin installs it.",
    needs_admin=True,
    setup="Setup › Connected Apps OAuth Usage",
    steps=("Find Inlet.", "Choose Install."),
)
CHECKLIST = SalesforcePage(
    now=NOW,
    connection_id=ID,
    environment="production",
    standing="working",
    checklist=LISTED,
    orgs=(OrgTab(ID, "Production", shown=True), OrgTab("2", "Practice org", shown=False)),
    facts=FACTS,
    changes=(
        OrgChange(
            at=NOW - timedelta(days=1),
            kind="owner",
            sentence="User Dana Whitlock was switched off.",
            effect="Affects 1 mapping.",
            matters=True,
        ),
    ),
    can_edit=True,
    can_manage=True,
)
CHECKLIST_GREEN = replace(CHECKLIST, checklist=replace(LISTED, findings=_FINE), orgs=(), changes=())
CHECKLIST_NEW = replace(CHECKLIST, checklist=BLANK, standing="new")
CHECKLIST_UNCHECKED = replace(CHECKLIST, checklist=BLANK)
CHECKLIST_RUNNING = replace(
    CHECKLIST, checking=True, live=Live("?since=1795000000000", "checking", 1)
)
CHECKLIST_ENDED = replace(
    CHECKLIST,
    standing="ended",
    problem="Salesforce ended our access.",
    notice="The sandbox was refreshed.",
    other_org="00D7Q000000zzzzUAU",
    gave_up=True,
    by_browser=False,
)
CHECKLIST_BLOCKED = replace(CHECKLIST, standing="disconnected", advice=ADVICE)
CHECKLIST_READ_ONLY = replace(CHECKLIST, can_edit=False, can_manage=False)
FIX_CHOICE = FixPage(
    connection_id=ID,
    key=_INDUSTRY.key,
    title="Map the value",
    what=_INDUSTRY.what,
    why="",
    button="Map the value and publish",
    sentence="A new version of Website goes live. The one before is kept.",
    choices=(Choice("Energy", "Energy"), Choice("Other", "Other", chosen=True)),
    needs_choice=True,
)
FIX_TYPED = replace(
    FIX_CHOICE,
    choices=(),
    typed="EMEA",
    takes_value=True,
    needs_choice=False,
    lines=(FixChange("Region__c", "No default that fits", "EMEA"),),
    error="Salesforce doesn’t offer that. Choose another.",
)
ASKED = AskedPage(
    connection_id=ID,
    recipient="Owen Price",
    message="Hello Owen Price,\n\nThis is missing.\n\nMaya Okafor",
    url="https://inlet.example/connect/abc/",
    subject="Inlet",
    expires_at=NOW + timedelta(days=7),
    mail_address="mailto:owen@solvane.example",
)
_WAYS = (
    WayRow("jwt_bearer", "Certificate (JWT bearer)", "Nobody signs in.", legacy=False),
    WayRow("password", "User name and password (legacy)", "Only for older orgs.", legacy=True),
)
CONNECT = ConnectPage(has_practice=True, ways=_WAYS)
CONNECT_MISTAKE = ConnectPage(where="domain", domain="example.com", error="Not Salesforce’s.")
WAY = WayPage(
    way=_WAYS[1],
    fields=(
        WayField("login_user", "Salesforce user name", "Whom.", "a@b.example", "Enter it."),
        WayField("password", "Password and security token", "Both.", secret=True),
    ),
)
WAY_JWT = WayPage(way=_WAYS[0], fields=(WayField("name", "Name of the connection"),))
REHEARSAL = RehearsalPage(
    connection_id=ID, username="integration@solvane.practice", password="once", after="/"
)
_LINK = LinkRow(
    id=ID,
    recipient="Owen Price",
    purpose="Connect the org",
    state="open",
    made_by="Maya Okafor",
    made_at=NOW,
    expires_at=NOW + timedelta(days=7),
)
CALLS = CallsCard(
    ours=1204,
    others=10656,
    allowed=100_000,
    limit=44_672,
    left=43_468,
    told_at=NOW - timedelta(minutes=1),
    share="50",
    streams="2",
    beat=spark([12, 4, 0, 0, 0, 0, 0, 2, 30, 80, 96, 99, 90, 84, 60, 44, 70, 88, 90, 61, 40, 9, 8]),
    outlook=Outlook(),
)
CONNECTION = ConnectionPage(
    now=NOW,
    connection_id=ID,
    name="Production",
    environment="production",
    standing="working",
    by_browser=True,
    facts=FACTS,
    return_address="https://inlet.example/salesforce/return",
    links=(
        _LINK,
        replace(_LINK, opened_at=NOW),
        replace(_LINK, state="used", finished_at=NOW, approved_by="Owen Price"),
        replace(_LINK, state="revoked", recipient=""),
        replace(_LINK, state="expired"),
    ),
    calls=CALLS,
)
CONNECTION_JWT = replace(
    CONNECTION,
    by_browser=False,
    standing="new",
    certificate="-----BEGIN CERTIFICATE-----",
    fingerprint="AB:CD",
    certificate_until=NOW + timedelta(days=1800),
    links=(),
    calls=CallsCard(ours=0, beat=spark([0] * 24), share="50", streams="1"),
)
_USED = Outlook("Inlet has used its share of the org’s API calls.", NOW + timedelta(hours=3))
CONNECTION_MOVED = replace(
    CONNECTION, standing="ended", problem="It ended.", notice="Refreshed.", other_org="00D7Q0x",
    calls=replace(CALLS, outlook=_USED, left=0, share="0", error="Write a share from 1 to 100."),
)  # fmt: skip
CONNECTION_PRACTICE = replace(
    CONNECTION, environment="practice", standing="disconnected", advice=ADVICE,
    calls=replace(CALLS, outlook=Outlook(ends_at=NOW + timedelta(hours=2), whole_org=True)),
)  # fmt: skip
GUEST = GuestPage(
    token="abc",
    state="open",
    purpose="connect",
    recipient="Owen Price",
    client="Solvane Energy",
    agency="Harbor & Pine",
    made_by="Maya Okafor",
    expires_at=NOW + timedelta(days=7),
    environment="production",
    rights=(RightRow("Lead", "Read, create, edit", "New people become Leads."),),
    fields=(FieldGroup("Lead", ("Last Name", "Company")),),
    own_fields=("External Person ID",),
    calls=40,
    leads_a_day=412,
)
GUEST_NEW = replace(GUEST, calls=None, leads_a_day=None, recipient="", environment="sandbox")
GUEST_FIELDS = replace(GUEST, purpose="fields", environment="practice", advice=ADVICE)
GUEST_JWT = replace(GUEST, by_browser=False, certificate="-----BEGIN CERTIFICATE-----")
GUEST_DONE = replace(GUEST, state="used")
