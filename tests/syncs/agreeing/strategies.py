"""Agreements of every kind, as far as the forms ask for them."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st

from mappings.rules import (
    AccountByDomain,
    AccountByName,
    AccountOwner,
    AssignmentRules,
    Away,
    BothFound,
    ByCompanyAndName,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    ConvertedFound,
    Creator,
    LeadFound,
    Member,
    Mode,
    OneQueue,
    OneUser,
    OrgRefuses,
    RoundRobin,
    Routing,
    Row,
    Rules,
    SourceOwner,
    Table,
    TaskRule,
    TaskStatus,
    Test,
    Tiebreaker,
)

words = st.text("abcXYZ äß-_.", min_size=1, max_size=12).map(str.strip).filter(bool)
# What stands in one line with others may have commas and quotes, but no blanks in a row.
values = (
    st.text("ab ,\"'ä", min_size=1, max_size=8).map(lambda one: " ".join(one.split())).filter(bool)
)
fields = st.lists(words, max_size=3, unique=True).map(tuple)  # API names have no commas
lists = st.lists(values, max_size=3, unique=True).map(tuple)
likeness = st.integers(50, 100)
# Every id has one name: what the rules say of it in one place is what they say in all.
users = st.integers(0, 4).map(lambda one: (f"005{one:012}AAA", f"User {one}"))
queues = st.integers(0, 4).map(lambda one: (f"00G{one:012}AAA", f"Queue {one}"))
BLANKS = (Test.IS_BLANK, Test.IS_NOT_BLANK)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    """A condition on a field or on a value of the lead."""
    test = draw(st.sampled_from(Test))
    values = () if test in BLANKS else draw(lists)
    name = draw(words)
    if draw(st.booleans()):
        return Condition(field=name, test=test, values=values)
    return Condition(source=name, test=test, values=values)


all_of = st.lists(conditions(), max_size=2).map(tuple)
some_of = st.lists(conditions(), min_size=1, max_size=2).map(tuple)


@st.composite
def members(draw: st.DrawFn) -> Member:
    """Somebody who takes turns."""
    owner, name = draw(st.one_of(users, queues))
    first = draw(st.dates(date(2026, 1, 1), date(2027, 1, 1)))
    away = Away(first=first, last=first + timedelta(days=draw(st.integers(0, 30))))
    return Member(
        id=owner,
        name=name,
        weight=draw(st.integers(1, 100)),
        per_day=draw(st.integers(0, 50)),
        hours=draw(st.sampled_from(["", "09:00-17:30"])),
        weekdays=tuple(sorted(draw(st.sets(st.integers(1, 7))))),
        timezone=draw(st.sampled_from(["UTC", "Europe/London"])),
        away=draw(st.sampled_from([(), (away,)])),
    )


one_user = users.map(lambda one: OneUser(id=one[0], name=one[1]))
one_queue = queues.map(lambda one: OneQueue(id=one[0], name=one[1]))
simple = st.one_of(
    st.just(Creator()),
    st.just(AccountOwner()),
    one_user,
    one_queue,
    st.sampled_from([AssignmentRules(), AssignmentRules(rule_id="01Q1", name="Standard")]),
    st.builds(SourceOwner, source=words),
    st.builds(
        RoundRobin, pool=words, members=st.lists(members(), min_size=1, max_size=2).map(tuple)
    ),
)
tables = st.builds(
    Table,
    rows=st.lists(st.builds(Row, when=some_of, owner=simple), min_size=1, max_size=2).map(tuple),
    otherwise=simple,
)
routings = st.builds(
    Routing,
    owner=st.one_of(simple, tables),
    fallback=st.one_of(st.none(), one_user, one_queue),
    on_update=st.booleans(),
)
matches = st.one_of(
    st.just(ByExternalId()),
    st.builds(ByEmail, lead_fields=fields, contact_fields=fields, earlier=st.booleans()),
    st.builds(ByCompanyAndName, likeness=likeness),
    st.builds(ByPhone, lead_fields=fields, contact_fields=fields, and_last_name=st.booleans()),
)
accounts = st.one_of(
    st.builds(AccountByDomain, field=words), st.builds(AccountByName, likeness=likeness)
)
campaigns = st.builds(
    CampaignRule,
    campaign=words, source=words, status=words, status_source=words,
    update_status=st.booleans(), when=all_of,
)  # fmt: skip
tasks = st.builds(
    TaskRule,
    subject=words, description=words, date_source=words, due_in_days=st.integers(0, 365),
    type=st.sampled_from(["", "Call", "Email"]), status=st.sampled_from(TaskStatus),
    priority=words, when=all_of,
)  # fmt: skip
agreements = st.builds(
    Rules,
    match=st.lists(matches, max_size=3).map(tuple),
    tiebreakers=st.lists(st.sampled_from(Tiebreaker), unique=True).map(tuple),
    mode=st.sampled_from(Mode),
    lead_found=st.sampled_from(LeadFound),
    contact_found=st.sampled_from(ContactFound),
    both_found=st.sampled_from(BothFound),
    converted_found=st.sampled_from(ConvertedFound),
    accounts=st.lists(accounts, max_size=2).map(tuple),
    contact_when=st.one_of(st.none(), all_of),
    org_refuses=st.sampled_from(OrgRefuses),
    routing=routings,
    campaigns=st.lists(campaigns, max_size=2).map(tuple),
    tasks=st.lists(tasks, max_size=2).map(tuple),
)
