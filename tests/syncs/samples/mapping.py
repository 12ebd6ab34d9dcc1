"""The mapping of Solvane's website quote form, in every state: the world of the mock page."""

from __future__ import annotations

from dataclasses import replace

from syncs.page_values import Choice
from syncs.page_values.mapping import (
    EditorPage,
    LeadPlanPage,
    MappingHead,
    MappingLine,
    MappingRow,
    MappingsPage,
    PlanPage,
    Policy,
    Removed,
    ReplayNote,
    TryIt,
    Unmapped,
)
from syncs.page_values.mapping_form import (
    Extra,
    Input,
    Pair,
    RowForm,
    RuleChoice,
    Step,
    ValueMapForm,
    Wrong,
)
from syncs.page_values.mapping_more import OwnershipLine, OwnershipPage, Suggestion, SuggestPage
from syncs.page_values.plan import Candidate, PlanCard, PlanField, PlanLine, PlanProblem

from .world import NOW, at

ID = "01a209cb-d7f0-7c66-81f9-40dba6e53849"
HEAD = MappingHead(
    id=ID,
    name="Website quote form to Lead",
    sources=("Website quote form",),
    live=8,
    draft=9,
    sentence=(
        "Version 8 is live. This draft changes 2 of 14 fields. "
        "Nothing changes for new leads until you publish."
    ),
    policy_address="/policy/",
    compare_address="/compare/",
    publish_address="/publish/",
)
LIVE_HEAD = replace(HEAD, draft=None, sentence="Version 8 is live.")
LIST = MappingsPage(
    now=NOW,
    rows=(
        MappingLine(
            id=ID,
            name="Website quote form to Lead",
            sources=("Website quote form", "Landing page"),
            live=8,
            draft=9,
            published_at=at("09:12"),
            published_by="Maya Okafor",
            fields=14,
        ),
        MappingLine(id=ID, name="Webinar", fields=1),
    ),
)


def _row(key: str, source: str, sample: str, owned: str, **more: object) -> MappingRow:
    values = {"title": key, "steps": (), "api_names": key, "objects": "on Lead", "owning": "blank"}
    return MappingRow(key=key, source=source, sample=sample, owned=owned, **{**values, **more})  # type: ignore[arg-type]


ROWS = (
    _row(
        "Email", "person.email", "priya.natarajan@brightfield.example",
        "Always write what the source sends", steps=("lower case", "check address"),
        owning="source", changed="changed", objects="on Lead and Contact",
    ),
    _row("LastName", "person.last_name", "Natarajan", "Only if blank", title="Last Name"),
    _row(
        "Title", "person.title", "Head of Operations", "Ours until a person edits it",
        steps=("trim",), owning="ours",
    ),
    _row(
        "Industry", "company.industry", "farming", "Refresh after 90 days", owning="refresh",
        steps=("value map, 18 values",), problem="Industry has no value “Renewables”.",
    ),
    _row(
        "Status", "", "New", "Never overwrite once it isn’t New", title="Lead Status",
        owning="locked",
    ),
    _row(
        "Score__c", "custom.score", "52500", "Only what is higher", title="Score", owning="more",
        changed="new",
    ),
    _row("Description", "", "", "Add to what is there", is_made=True, owning="more"),
)  # fmt: skip
TRIED = TryIt(
    leads=(
        Choice("a1", "Priya Natarajan, 14:18, 19 November", chosen=True),
        Choice("a2", "Tom Reyes, 14:02, 19 November"),
    ),
    lead="a1",
)
EDITOR = EditorPage(
    now=NOW,
    head=HEAD,
    rows=ROWS,
    policy=(
        Policy("Match", "by e-mail, then external id, then company and last name."),
        Policy("An existing Lead", "is updated."),
    ),
    unmapped=(
        Unmapped("custom.roof", "metal", "add=1&source=custom.roof"),
        Unmapped("custom.usage", "9", lead_field="Usage__c", label="Usage"),
    ),
    removed=(Removed("Website", "Website"),),
    required=(Choice("Company", "Company"),),
    tried=TRIED,
    plan_address="/plan/?lead=a1",
    replay=ReplayNote("64 of 5,514 leads would come out differently.", "See which", "/replay/"),
    revision=3,
    can_edit=True,
)
_INPUT = Input(name="lead_field", label="Field of a Lead", value="Title", options="lead-fields")
_RULES = (
    RuleChoice(
        name="ownership",
        value="always",
        title="Always write what the source sends",
        effect="The source owns this field.",
    ),
    RuleChoice(
        name="ownership",
        value="refresh_after",
        title="Refresh after 90 days",
        effect="For enrichment that may change slowly.",
        chosen=True,
        inputs=(Input(name="ownership.days", label="Days", value="90", kind="number"),),
    ),
)
_MORE = (
    RuleChoice(name="ownership", value="never", title="Never", effect="Only shown in the plan."),
)
STEPS = (
    Step(number=0, name="trim", label="Trim", about="Cuts blank space.", is_first=True),
    Step(
        number=1,
        name="truncate",
        label="Cut",
        about="Cuts after so many characters.",
        inputs=(
            Input(
                name="transforms.1.length",
                label="Length",
                value="forty",
                kind="number",
                error="This is no whole number.",
            ),
        ),
        is_last=True,
    ),
)
NO_MAP = ValueMapForm(
    pairs=(),
    compare=(Choice("any_case", "in upper or lower case", chosen=True),),
    unknown=(Choice("pass", "goes as it is", chosen=True),),
)
MAP = replace(
    NO_MAP,
    is_used=True,
    rest='[["a", "b"]]',
    more=1,
    pairs=(
        Pair(number=0, given="farming", to="Agriculture", choices=(Choice("Agriculture", "A"),)),
        Pair(number=1, given="sun", to="Solar", error="Industry has no value “Solar”."),
    ),
    offers=("Agriculture", "Energy"),
    seen=("farming", "sun"),
)
FORM = RowForm(
    key="Title",
    title="Title",
    revision=3,
    source=Input(
        name="source", label="From the source", value="person.title", options="paths",
        hint="This lead has “Head of Operations”.",
    ),
    lead_field=_INPUT,
    contact_field=replace(_INPUT, name="contact_field", options="contact-fields"),
    label=Input(name="label", label="What people call it", value="Title"),
    default=Input(name="default", label="When the source sends nothing"),
    rules=_RULES,
    more_rules=_MORE,
    extras=(
        Extra(name="and.newer", label="Only if the source is newer"),
        Extra(
            name="and.edited",
            label="Not if a person changed it lately",
            is_on=True,
            inputs=(
                Input(name="and.edited.days", label="Within days", value="30", kind="number"),
                Input(
                    name="and.edited.x", label="Test", kind="choice",
                    choices=(Choice("is", "is", chosen=True),),
                ),
                Input(name="and.edited.y", label="Values", kind="list", value="a\nb", hint="One."),
                Input(name="and.edited.z", label="Any case", kind="check", value="1"),
            ),
        ),
    ),
    value_map=NO_MAP,
    steps=STEPS,
    new_steps=(Choice("trim", "Trim"), Choice("lower", "Lower case")),
    paths=(Choice("person.title", "Head of Operations"),),
    lead_fields=(Choice("Title", "Title"),),
    contact_fields=(Choice("Title", "Title"),),
    lately="Over the last 30 days, the rule that was live kept Title on 118 of 214 updates.",
    length="Title takes 128 characters. A lead with more is held.",
)  # fmt: skip
REFUSED = replace(
    FORM,
    key="",
    value_map=MAP,
    open_required=(Choice("Company", "Company"),),
    rules=tuple(replace(one, chosen=False) for one in _RULES),
    more_rules=tuple(replace(one, chosen=True) for one in _MORE),
    lead_field=replace(
        _INPUT, value="Tittle", error="There is no field Tittle. Did you mean “Title”?"
    ),
    wrongs=(
        Wrong(
            sentence="There is no field Tittle. Did you mean “Title”?",
            title="Title",
            anchor="f-lead_field",
        ),
        Wrong(sentence="Maya Okafor changed this draft at 14:18."),
    ),
)
OPEN = replace(EDITOR, form=FORM)
ADDING = replace(EDITOR, form=REFUSED)
READ = replace(EDITOR, can_edit=False, head=LIVE_HEAD, removed=(), required=())
NEW = EditorPage(
    now=NOW,
    head=MappingHead(id=ID, name="Webinar", sentence="Nothing is live yet."),
    rows=(),
    can_edit=True,
    was_looked_at=False,
)
PLAN = PlanCard(
    outcome="updated",
    title="Would update a Lead",
    looked="Found by e-mail: 1 Lead, 0 Contacts.",
    why=("The Lead is open.",),
    reason="Recognised by e-mail. Lead updated: 2 fields written, 1 kept.",
    lines=(
        PlanLine("owner", "Owner stays Tom Reyes."),
        PlanLine("campaign", "Becomes a member of the campaign “Spring”."),
        PlanLine("task", "A Task is logged: “Downloaded the guide”, 2026-11-19."),
    ),
    fields=(
        PlanField("Phone", "planned", "", "+44 20 7946 0958", "only if blank"),
        PlanField("Industry", "planned", "Other", "Agriculture", "refresh after 90 days", "Cut."),
        PlanField("Title", "kept", "Operations Director", "", "Tom Reyes edited it."),
    ),
    same=("Email", "Last Name"),
)
HOLD = PlanCard(
    outcome="held",
    title="Would be held for a person",
    looked="Found by e-mail: 2 Contacts.",
    problems=(PlanProblem("Industry", "“Renewables” is in no list."), PlanProblem("", "Two.")),
    candidates=(Candidate("Priya N.", "/r/1"), Candidate("003A")),
)
REFUSED_PLAN = replace(PLAN, predicted=(PlanProblem("Company", "It is missing."),), lines=())
BLIND = PlanCard(
    outcome="created",
    title="Would create a Lead",
    trouble="Salesforce did not answer.",
    note="Only a sample.",
)
SKIP = PlanCard(outcome="skipped", title="Would be left alone", reason="The rule says so.")
SAME = PlanCard(outcome="unchanged", title="Would change nothing", same=("Email",))
CARDS = (PLAN, HOLD, REFUSED_PLAN, BLIND, SKIP, SAME)
PLANS = (
    *(PlanPage(now=NOW, head=HEAD, tried=TRIED, card=card) for card in CARDS),
    PlanPage(
        now=NOW,
        head=HEAD,
        tried=TryIt(text="{", error="The body is not JSON."),
        unsaved="With the row as it stands in the form.",
    ),
)
LEAD_PLANS = (
    LeadPlanPage(now=NOW, lead_id=ID, name="Priya Natarajan", card=PLAN),
    LeadPlanPage(now=NOW, lead_id=ID, name="Priya Natarajan"),
)
SUGGEST = SuggestPage(
    head=HEAD,
    tried=TRIED,
    sentence="2 fields could be mapped as well. Nothing is kept before you choose.",
    kind="a Typeform answer",
    rows=(
        Suggestion(
            key="Website",
            source="company.website",
            sample="brightfield.example",
            label="Website",
            api_names="Website",
            steps=("trim",),
            percent=96,
            why="The names are alike.",
            chosen=True,
            values=("“farming” becomes “Agriculture”",),
        ),
        Suggestion(
            key="Rating",
            source="custom.score",
            sample="",
            label="Rating",
            api_names="Rating",
            steps=(),
            percent=51,
            why="The values are alike.",
        ),
    ),
    required=(Choice("Company", "Company"),),
    revision=3,
    can_edit=True,
)
SUGGESTIONS = (
    SUGGEST,
    replace(SUGGEST, can_edit=False, error="Choose at least one field."),
    replace(SUGGEST, rows=(), required=()),
    replace(SUGGEST, rows=(), tried=TryIt()),
)
OWNERSHIP = OwnershipPage(
    now=NOW,
    head=HEAD,
    version="Draft of version 9.",
    rows=(
        OwnershipLine(
            "Title", "Title", "person.title", "The source, until somebody edits it",
            "Inlet overwrites it only while the value is still the one Inlet wrote.",
        ),
        OwnershipLine("Sync Source", "Sync_Source__c", "", "The source", "Always “Inlet”."),
    ),
)  # fmt: skip
OWNERSHIPS = (OWNERSHIP, replace(OWNERSHIP, rows=()))
