"""The practice org's pages beside its list: switches, a record, its form, the set-up."""

from __future__ import annotations

from dataclasses import replace

from syncs.page_values import Fact, PracticeRecordPage, RecordValue
from syncs.page_values.practice import (
    LoginChoice,
    Misbehaving,
    OwnCode,
    PracticeLoginPage,
    SwitchRow,
    TwinGroup,
    TwinRow,
    TwinsPage,
)
from syncs.page_values.practice_record import (
    ChangedField,
    FormField,
    Happened,
    MergeChoice,
    MergePage,
    RecordFormPage,
)
from syncs.page_values.practice_setup import (
    Button,
    Differs,
    FaultRow,
    FaultsTab,
    FieldLine,
    FieldPage,
    FieldsTab,
    Option,
    PracticeSetupPage,
    RightCell,
    RightLine,
    RightsTab,
    SetupGroup,
    SetupRow,
    SetupTab,
    ValueLine,
)

REPS = ("Tom Reyes", "Aisha Bello")
HERE = "/c/solvane-energy/practice/setup/fields/"
MISBEHAVING = Misbehaving(
    (
        SwitchRow("no_value", "Take “Agriculture” out", "Next lead with it fails.", is_on=False),
        SwitchRow("no_edit", "Remove edit access", "Webinar Score. Turns red.", is_on=True),
        SwitchRow("no_session", "End the session", "Inlet stops.", is_on=False, lasts=False),
    ),
    note="Inlet may only read Webinar Score.",
)
FACTS = (
    Fact("Address", "practice.inlet.example/solvane", is_code=True),
    Fact("User", "tester@solvane.practice", is_code=True),
    Fact("API", "v58.0 to v62.0"),
)
OWN_CODE = OwnCode(FACTS, "curl …", (LoginChoice("", "An app"), LoginChoice("t@x", "Tom")))
LOGIN = PracticeLoginPage("An app of your own", FACTS, "It acts as the integration user.", "curl …")
LOGIN_USER = replace(LOGIN, name="Tom Reyes", example="")
TWINS = TwinsPage(
    (TwinGroup("same e-mail: a@x", (TwinRow("Lead", "00Q1", "Ada", "Lead, Tom"),)),),
    "1 person has more than one record.",
)
NO_TWINS = TwinsPage((), "")
RECORD = PracticeRecordPage(
    sobject="Lead",
    plural="Leads",
    id="00QWz00000Ab3dEMAR",
    name="Priya Natarajan",
    sentence="A Lead of Brightfield Farms, owned by Tom Reyes. Tom Reyes wrote to it once.",
    values=(
        RecordValue("LastName", "Last Name", "Natarajan", "by Inlet, day 1"),
        RecordValue("Company", "Company", "Brightfield Farms"),
        RecordValue("Fax", "Fax", ""),
    ),
    folded=31,
    history=(
        Happened(
            "Updated",
            "just now",
            "by Tom Reyes",
            tuple(ChangedField(f"Field {n}", "", "new") for n in range(9)),
        ),
        Happened("Created", "day 1", "by Inlet", (ChangedField("Fax", "1", ""),)),
    ),
    facts=(
        Fact("Record ID", "00QWz00000Ab3dEMAR", is_code=True),
        Fact("Owner", "Tom Reyes"),
        Fact("Changed", "19 November, 14:18"),
    ),
    leads_address="/solvane-energy/leads/?when=all&q=00QWz00000Ab3dEMAR",
    reps=REPS,
    can_convert=True,
    can_merge=True,
)
RECORD_DELETED = replace(RECORD, deleted=True, history=(), shows_all=True)
RECORD_READ = replace(RECORD, can_edit=False, can_convert=False, can_merge=False)
FORM = RecordFormPage(
    sobject="Lead",
    label="Lead",
    plural="Leads",
    id=RECORD.id,
    name=RECORD.name,
    fields=(
        FormField("LastName", "Last Name", "text", "Natarajan", required=True),
        FormField("Status", "Status", "select", "New", (("", ""), ("New", "New"))),
        FormField("Description", "Description", "area", "Two\nlines"),
    ),
    more=(
        FormField("DoNotCall", "Do Not Call", "check", "true"),
        FormField("Birthdate", "Birthdate", "date", "1990-01-01"),
        FormField("NumberOfEmployees", "Employees", "number", "12"),
    ),
    reps=REPS,
    by="Aisha Bello",
    refused=("Required fields are missing: [Company]",),
)
FORM_NEW = replace(FORM, id="", name="", refused=(), more=())
MERGE = MergePage(
    "Lead", "Leads", RECORD.id, RECORD.name, "pri",
    (MergeChoice("00Q2", "Priya N.", "Brightfield", "16 November, by Inlet"),), REPS,
)  # fmt: skip
BUTTON = Button("set_user_active", "Switch off", (("user", "t@x"), ("active", "0")), about="Tom")
ACCESS = Button("set_frozen", "Freeze", (("user_id", "005"), ("frozen", "1")), "access", "Tom")
GROUP = SetupGroup(
    "users",
    "Users",
    "Who works here.",
    (SetupRow("Tom Reyes", "Standard User", "t@x", "frozen", (BUTTON, ACCESS)), SetupRow("Ada")),
)
SETUP = PracticeSetupPage(
    here=HERE,
    tab="fields",
    tabs=(SetupTab("fields", "Fields", 46), SetupTab("rights", "Rights"), SetupTab("app", "App")),
    sentence="What an admin would find under Setup. 2 things differ from the first day.",
    differs=(Differs("Industry", "“Agriculture” is off.", BUTTON), Differs("Title", "required")),
    kind="default",
    kinds=(Option("default", "Developer Edition"), Option("enterprise", "Strict enterprise")),
    kind_told="Developer Edition, as new",
    fields=FieldsTab(
        "Lead",
        (Option("Lead", "Lead"), Option("Contact", "Contact")),
        "",
        (
            FieldLine("LastName", "Last Name", "Text, 80", "read, edit", "", "required", ""),
            FieldLine(
                "Industry", "Industry", "Picklist", "", "read only", "", "Agriculture is off"
            ),
        ),
    ),
)
SETUP_NONE = replace(
    SETUP, fields=FieldsTab("Lead", SETUP.kinds, "zzz", ()), differs=(), can_edit=False
)
SETUP_RIGHTS = replace(
    SETUP,
    tab="rights",
    fields=None,
    rights=RightsTab(
        ("Read",),
        (RightLine("Lead", "Lead", (RightCell("Read", granted=True, button=BUTTON),), "Private"),),
        GROUP,
    ),
)  # fmt: skip
SETUP_RULES = replace(
    SETUP,
    tab="rules",
    fields=None,
    groups=(GROUP, replace(GROUP, key="no", rows=())),
    obstacles=("flow",),
)
SETUP_APP = replace(SETUP, tab="app", fields=None, groups=(GROUP,), session_minutes=120)
SETUP_FAULTS = replace(
    SETUP,
    tab="faults",
    fields=None,
    faults=FaultsTab(
        (
            FaultRow("f1", "Row is locked", "writes", "1 of 3 calls", is_on=True),
            FaultRow("f2", "No answer", "reads", "0 of 0 calls", is_on=False),
        ),
        (Option("lock", "Row is locked"),),
        (Option("any", "every call"),),
    ),
)
FIELD = FieldPage(
    here=HERE,
    sobject="Lead",
    name="Industry",
    label="Industry",
    type="Picklist, 31 of 32 values",
    access="edit",
    others=(("Tom Reyes", "read"),),
    required=False,
    require=BUTTON,
    values=(ValueLine("Agriculture", active=False, switch=BUTTON, drop=BUTTON),),
    is_picklist=True,
    restrict=BUTTON,
)
FIELD_TEXT = replace(
    FIELD, values=(), is_picklist=False, restrict=None, remove=BUTTON, length=40, required=True
)
