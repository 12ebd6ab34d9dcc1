"""The pages beside a mapping's fields, in every state: the world of the mocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from mappings.preflight import Check, Finding, Level
from mappings.rules import (
    AccountByDomain,
    AccountOwner,
    AssignmentRules,
    Away,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    Creator,
    Member,
    OneQueue,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Rules,
    SourceOwner,
    Table,
    TaskRule,
    Test,
    Tiebreaker,
)
from syncs.agreeing.drawing import Paper, draw
from syncs.agreeing.forms import FORMS
from syncs.agreeing.shapes import Flaw, Offers, PartName
from syncs.page_values import Choice, Live
from syncs.page_values.agreement import (
    AgreementPage,
    ChangeRow,
    ComparePage,
    FindingRow,
    ProblemRow,
    PublishPage,
    ReplayTold,
    RollBackPage,
    Trouble,
    VersionRow,
    VersionsPage,
)
from syncs.page_values.entries import Suggested
from syncs.page_values.mapping import MappingHead, Policy
from syncs.page_values.replay import CountRow, ReplayGroup, ReplayPage, ReplayRow

from .world import NOW

HEAD = MappingHead(
    id="01a209cb-d7f0-7c66-81f9-40dba6e53848",
    name="Website quote form",
    sources=("Website",),
    live=8,
    draft=9,
    sentence="Version 8 is live. This draft changes 4 things.",
    compare_address="#main",
    publish_address="#main",
)
_EMEA = OneQueue(id="00GWz000000Qq1EMAS", name="EMEA Inbound")
_TURNS = RoundRobin(
    pool="sales",
    members=(
        Member(
            id="005Wz000000Aa1EMAS",
            name="Ana Ferreira",
            weight=2,
            hours="09:00-17:30",
            weekdays=(1, 2, 3, 4, 5),
            timezone="Europe/London",
            away=(Away(first=date(2026, 12, 21), last=date(2027, 1, 2)),),
        ),
        Member(id="005Wz000000Bb1EMAS", name="Ben Okoro", per_day=20),
    ),
)
RULES = Rules(
    match=(ByEmail(), ByExternalId(), ByCompanyAndName(), ByPhone()),
    tiebreakers=(Tiebreaker.OPEN_FIRST, Tiebreaker.MOST_RECENTLY_ACTIVE),
    accounts=(AccountByDomain(),),
    contact_when=(Condition(field="Type", values=("Customer", "Partner")),),
    routing=Routing(
        owner=Table(
            rows=(
                Row(when=(Condition(field="Country", values=("GB", "IE")),), owner=_EMEA),
                Row(
                    when=(
                        Condition(field="State", values=("CA", "OR", "WA")),
                        Condition(field="NumberOfEmployees", test=Test.AT_LEAST, values=("500",)),
                    ),
                    owner=OneUser(id="005Wz000000Cc1EMAS", name="Dana Whitlock"),
                ),
            ),
            otherwise=_TURNS,
        ),
        fallback=_EMEA,
    ),
    campaigns=(
        CampaignRule(
            campaign="Roof calculator",
            status="Responded",
            when=(Condition(source="custom.asset", values=("roof",)),),
        ),
    ),
    tasks=(TaskRule(subject="Downloaded {custom.asset}"),),
)
OFFERS = Offers(
    by_name={
        "Lead.email": (Choice("Email", "Email"), Choice("Work_Email__c", "Work Email")),
        "Contact.email": (Choice("Email", "Email"),),
        "queues": (Choice("", "Choose a queue"), Choice(_EMEA.id, _EMEA.name)),
        "rules": (Choice("", "The active one"), Choice("01QWz000000Rr1EMAS", "Standard")),
        "owners": (
            Choice("Ana Ferreira (005Wz000000Aa1EMAS)", "User"),
            Choice("Ben Okoro (005Wz000000Bb1EMAS)", "User"),
        ),
        "fields": (Choice("Country", "Country"), Choice("State", "State")),
    }
)
_LISTS = (Suggested(id="owners", options=OFFERS.of("owners")),
          Suggested(id="fields", options=OFFERS.of("fields")))  # fmt: skip


def form_page(
    name: PartName, rules: Rules = RULES, offers: Offers = OFFERS, flaws: tuple[Flaw, ...] = ()
) -> AgreementPage:
    """A form, filled from rules."""
    form = FORMS[name]
    return AgreementPage(
        head=HEAD,
        name=name,
        groups=draw(form.cards, form.typed(rules), Paper(offers=offers, flaws=flaws)),
        said=tuple(Policy(one.lead, one.rest) for one in form.said(rules)),
        suggested=_LISTS if name == "routing" else (),
        base="01a209cb-d7f0-7c66-81f9-40dba6e53848:3",
        can_edit=True,
    )


_LIKENESS = Flaw(place="match.2.likeness", sentence="30 is too little: 50 or more.")
_NOBODY = Flaw(
    place="owner.otherwise.members.0.id",
    sentence="Nobody here is called “Anna Ferreira”. Did you mean “Ana Ferreira”?",
    better="Ana Ferreira (005Wz000000Aa1EMAS)",
)
FORM_PAGES = (
    form_page("policy"),
    replace(
        form_page("policy", flaws=(_LIKENESS,)),
        troubles=(Trouble("The mapping", "Salesforce has no field Roof__c any more."),),
    ),
    replace(form_page("policy", Rules(), Offers()), was_looked_at=False, unsaved=True),
    replace(form_page("policy"), can_edit=False),
    form_page("routing"),
    form_page("routing", flaws=(_NOBODY,)),
    *(
        form_page("routing", replace(RULES, routing=Routing(owner=owner)), offers)
        for owner in (
            Creator(), _EMEA, AssignmentRules(), AccountOwner(), SourceOwner(source="owner"), _TURNS
        )
        for offers in (OFFERS, Offers())
    ),
    form_page("follow"),
    replace(form_page("follow", Rules()), overtaken="Tom Reyes saved this draft at 14:02."),
)  # fmt: skip
_ROWS = (
    VersionRow(number=9, state="draft", at=NOW, by="Maya Okafor", based_on=8),
    VersionRow(
        number=8, state="live", at=NOW - timedelta(days=9), by="Tom Reyes",
        note="Sector is mapped to Industry.", based_on=7,
    ),
    VersionRow(number=7, state="retired", at=NOW - timedelta(days=40), by="Maya Okafor"),
)  # fmt: skip
_CHOICES = tuple(Choice(str(row.number), f"{row.number}, {row.state}") for row in _ROWS)
VERSIONS = VersionsPage(now=NOW, head=HEAD, rows=_ROWS, choices=_CHOICES, can_edit=True)
VERSIONS_PAGES = (
    VERSIONS,
    replace(VERSIONS, undo=7, older="?after=7", newest="?", head=replace(HEAD, draft=None)),
    VersionsPage(now=NOW, head=replace(HEAD, live=None, draft=None)),
)
CHANGES = (
    ChangeRow(
        part="Field", title="Company: default", before="", after="“Unknown”",
        sentence="Company: default is “Unknown”.", kind="added", address="#main",
    ),
    ChangeRow(
        part="Matching and duplicates", title="How a person is recognised",
        before="phone number in Phone", after="", sentence="No longer by phone.", kind="removed",
    ),
    ChangeRow(
        part="Routing", title="Owner", before="the queue EMEA Inbound",
        after="Ana Ferreira (2×), Ben Okoro in turn (“sales”)", sentence="Owner is another.",
    ),
)  # fmt: skip
COMPARE = ComparePage(head=HEAD, before=8, after=9, befores=_CHOICES, afters=_CHOICES, rows=CHANGES)
COMPARE_PAGES = (COMPARE, replace(COMPARE, rows=()))
_LOOK = Finding(
    key="routing:005Wz000000Bb1EMAS",
    check=Check.ROUTING,
    level=Level.LOOK,
    title="Ben Okoro is no longer active",
    what="What would be his goes to the fallback.",
)
_PROBLEM = ProblemRow(
    title="Rating",
    sentence="There is no field Ratng on a Lead.",
    suggestion="Did you mean “Rating”?",
    address="#main",
)
PUBLISH = PublishPage(
    now=NOW,
    head=HEAD,
    rows=CHANGES,
    findings=(FindingRow(_LOOK, "#main"),),
    looked_at=NOW - timedelta(minutes=5),
    replay=ReplayTold(
        sentence="64 of 5,514 leads of the last 30 days would come out differently.",
        at=NOW - timedelta(minutes=18), differing=64, leads=5_514,
    ),
    base="x:3",
    can_edit=True,
)  # fmt: skip
PUBLISH_PAGES = (
    PUBLISH,
    replace(PUBLISH, problems=(_PROBLEM,), error="", replay=None, findings=()),
    replace(PUBLISH, findings=(FindingRow(_LOOK), FindingRow(replace(_LOOK, level=Level.BLOCKS)))),
    replace(PUBLISH, behind=10, error="Version 10 went live after this draft was begun."),
    replace(PUBLISH, rows=(), looked_at=None, can_edit=False,
            replay=ReplayTold(sentence="All 12 leads would come out as they did.",
                              is_current=False)),
    replace(PUBLISH, head=replace(HEAD, live=None)),
    PublishPage(now=NOW, head=replace(HEAD, draft=None)),
)  # fmt: skip
ROLL_BACK = RollBackPage(head=HEAD, number=7, new=10, rows=CHANGES)
ROLL_BACK_PAGES = (
    ROLL_BACK,
    replace(ROLL_BACK, rows=(), problems=(_PROBLEM,), error="This version can’t be read."),
)
REPLAY = ReplayPage(
    now=NOW,
    head=HEAD,
    state="done",
    leads=5_514,
    seen=5_514,
    skipped=3,
    differing=64,
    asked_at=NOW - timedelta(minutes=20),
    finished_at=NOW - timedelta(minutes=18),
    counts=(
        CountRow("created", 3_022, 3_080),
        CountRow("updated", 2_140, 2_140),
        CountRow("held", 122, 64),
    ),
    groups=(
        ReplayGroup("held → created", 58, "Another outcome", "held", "created"),
        ReplayGroup("fields: Company", 6, "Other values: Company"),
    ),
    rows=(
        ReplayRow(
            "01a209cb-d7f0-7c66-81f9-40dba6e53849", "Priya Natarajan", "Brightfield Farms",
            NOW - timedelta(days=1), "held", "created",
            "It was held; it would be created. Company is “Unknown”.",
        ),
        ReplayRow(
            "01a209cb-d7f0-7c66-81f9-40dba6e53850", "Tom Sharp", "", NOW - timedelta(hours=3),
            "updated", "updated", "Company would be written: “Unknown”.",
        ),
    ),
    older="?after=24",
    can_edit=True,
)  # fmt: skip
REPLAY_PAGES = (
    REPLAY,
    replace(
        REPLAY, newest="?kind=x", is_current=False,
        groups=(replace(REPLAY.groups[0], chosen=True), REPLAY.groups[1]),
    ),
    replace(REPLAY, groups=(), rows=(), differing=0, skipped=0),
    replace(REPLAY, leads=0, groups=(), rows=(), differing=0),
    replace(REPLAY, state="running", seen=3_100, live=Live("", "x", 1)),
    replace(REPLAY, state="waiting", leads=0, seen=0, live=Live("", "x", 1)),
    replace(REPLAY, state="broken", trouble="Salesforce did not answer."),
    ReplayPage(now=NOW, head=HEAD, can_edit=True),
    ReplayPage(now=NOW, head=replace(HEAD, draft=None)),
)  # fmt: skip
PAGES = {
    "agreement": FORM_PAGES,
    "versions": VERSIONS_PAGES,
    "compare": COMPARE_PAGES,
    "publish": PUBLISH_PAGES,
    "roll_back": ROLL_BACK_PAGES,
    "replay": REPLAY_PAGES,
}
