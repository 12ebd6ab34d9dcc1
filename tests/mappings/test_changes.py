from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from connections.crm import Field, Record, SObject
from mappings.changes import Changes, FieldChange, field_changes, tally, written
from mappings.memory import Held, Memory
from mappings.orgs import Org
from mappings.ownership import Result
from mappings.proposals import Proposal, Proposed
from mappings.rules import (
    Always,
    Append,
    FieldRule,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    SourceNewer,
    WhileDefault,
    WhileField,
)
from tests.mappings.agreement import EVENT_AT, INLET, ORG

WRITTEN, KEPT, SAME = Result
BY_TOM = {
    "LastModifiedDate": "2026-11-16T09:12:44.000+0000",
    "LastModifiedById": "005000000000002AAA",
    "LastModifiedBy.Name": "Tom Reyes",
}
BY_INLET = {**BY_TOM, "LastModifiedById": INLET, "LastModifiedBy.Name": "Inlet"}


def rules(*ownership: Guard, field: str = "Title", **changed: Any) -> Rules:
    """One field and the person's key."""
    rule = FieldRule(lead_field=field, contact_field=field, source="x", ownership=ownership)
    return Rules(fields=(rule,), **changed)


def lead(**values: Any) -> Proposal:
    """A lead with these values, ready made."""
    proposed = {
        name: value if isinstance(value, Proposed) else Proposed(value, value)
        for name, value in values.items()
    }
    return Proposal(
        proposed, (), "ana@x.example", "", "key-1", event_at=EVENT_AT, lead_key="lead-1"
    )


def record(**fields: Any) -> Record:
    """An existing Lead."""
    return Record("Lead", "00Q000000000001AAA", fields)


def changes(
    of: Rules, proposal: Proposal, found: Record | None, memory: Memory | None = None, **more: Any
) -> Changes:
    """What becomes of it, on a Lead of an org whose describe is unknown unless told."""
    given = {"org": ORG, "sobject": "Lead"} | more
    return field_changes(of, proposal, record=found, memory=memory, **given)


def only(found: Changes) -> FieldChange:
    """The one change there is."""
    (change,) = found.changes
    return change


def knowing(**held: Held) -> Memory:
    """A memory of one lead, long ago, whose values stand."""
    return Memory(held=held, base=held, count=1)


WROTE = Held(value="CEO", ours=True, at=EVENT_AT - timedelta(days=12), lead_key="lead-0")
ANOTHER = WhileField(field="Status", values=("New",))


@pytest.mark.parametrize(
    ("guard", "fields", "memory", "result", "reason"),
    [
        (Always(), {"Title": "CEO"}, None, WRITTEN, "Rule: always write what the source sends."),
        (IfBlank(), {}, None, WRITTEN, "Salesforce was blank. Rule: only if blank."),
        (
            IfBlank(),
            {"Title": "n/a"},
            None,
            WRITTEN,
            "“n/a” stands for nothing, so it counts as blank. Rule: only if blank.",
        ),
        (
            IfBlank(),
            {"Title": "CEO"} | BY_TOM,
            None,
            KEPT,
            "Salesforce has a value. Rule: only if blank.",
        ),
        (
            IfBlank(),
            {"Title": "CFO"} | BY_TOM,
            knowing(Title=WROTE),
            KEPT,
            "Title was kept: Tom Reyes changed it on 16 November, so it is theirs now. "
            "Rule: only if blank.",
        ),
        (
            OursUntilEdited(),
            {"Title": "CEO"} | BY_TOM,
            knowing(Title=WROTE),
            WRITTEN,
            "It was still what Inlet wrote. Rule: only until somebody edits it.",
        ),
        (
            OursUntilEdited(),
            {"Title": "CFO"} | BY_TOM | {"LastModifiedDate": "2025-11-16T09:12:44.000+0000"},
            knowing(Title=WROTE),
            KEPT,
            "Title was kept: Tom Reyes changed it on 16 November 2025, so it is theirs now. "
            "Rule: only until somebody edits it.",
        ),
        (
            OursUntilEdited(),
            {"Title": "CFO"} | BY_INLET,
            knowing(Title=WROTE),
            KEPT,
            "It is no longer what Inlet wrote. Rule: only until somebody edits it.",
        ),
        (
            OursUntilEdited(),
            {"Title": "CFO"} | BY_TOM,
            None,
            KEPT,
            "Inlet did not write what Salesforce has. Rule: only until somebody edits it.",
        ),
        (
            WhileDefault(),
            {"Title": "CFO"} | BY_TOM,
            knowing(Title=WROTE),
            KEPT,
            "Title was kept: Tom Reyes changed it on 16 November, so it is theirs now. "
            "Rule: never overwrite once it has left its first value.",
        ),
        (OnCreate(), {}, None, KEPT, "Rule: write once. First touch stays."),
        (Never(), {}, None, KEPT, "Rule: never write, only show."),
        (
            ANOTHER,
            {"Status": "Working"},
            None,
            KEPT,
            "Lead Status is Working. Rule: only while Lead Status is New.",
        ),
        (
            ANOTHER,
            {"Title": "CEO"},
            None,
            KEPT,
            "Lead Status is blank. Rule: only while Lead Status is New.",
        ),
        (
            NotEditedWithin(days=30),
            {"Title": "CFO"} | BY_TOM,
            None,
            KEPT,
            "Title was kept: Tom Reyes changed the Lead on 16 November. "
            "Rule: not if a person changed it within 30 days.",
        ),
        (
            NotEditedWithin(days=30),
            {"Title": "CFO"} | BY_TOM,
            knowing(Title=WROTE),
            KEPT,
            "Title was kept: Tom Reyes changed it on 16 November. "
            "Rule: not if a person changed it within 30 days.",
        ),
        (
            NotEditedWithin(days=30),
            {"Title": "CFO"} | BY_INLET,
            knowing(Title=WROTE),
            KEPT,
            "Title was kept: somebody changed it on 16 November. "
            "Rule: not if a person changed it within 30 days.",
        ),
        (
            SourceNewer(),
            {"Title": "CFO"} | BY_TOM | {"LastModifiedDate": "2026-11-21T09:12:44.000+0000"},
            None,
            KEPT,
            "Title was kept: Tom Reyes changed the Lead on 21 November, after this lead happened. "
            "Rule: only if the lead is newer than what Salesforce holds.",
        ),
        (
            RefreshAfter(days=90),
            {"Title": "CEO"} | BY_TOM,
            knowing(Title=WROTE),
            KEPT,
            "It was 12 days old when this lead happened. Rule: refresh after 90 days.",
        ),
        (
            HigherOf(order=("COO", "CEO")),
            {"Title": "CEO"},
            None,
            KEPT,
            "Salesforce has CEO, the lead COO. Rule: only further along COO, CEO.",
        ),
        (
            HigherOf(),
            {"Title": "CEO"},
            None,
            KEPT,
            "Nobody can say which is higher, CEO or COO. Rule: only if higher.",
        ),
    ],
)
def test_each_verdict_says_why(
    guard: Guard, fields: dict[str, Any], memory: Memory | None, result: Result, reason: str
) -> None:
    change = only(changes(rules(guard), lead(Title="COO"), record(**fields), memory))
    assert (change.result, change.reason) == (result, reason)
    assert change.guard == guard.rule
    assert change.after == ("COO" if result is WRITTEN else fields.get("Title"))


@pytest.mark.parametrize("sobject", ["Lead", "Contact"])
def test_a_new_record_says_what_it_is(sobject: str) -> None:
    change = only(changes(rules(IfBlank()), lead(Title="COO"), None, sobject=sobject))
    assert (change.reason, change.guard) == (f"The {sobject} is new.", "new")


@pytest.mark.parametrize(
    ("proposed", "new", "kept"),
    [
        (
            Proposed(None, "Unknown", stand_in=True),
            "The Lead is new. The source sent nothing, so it has the default.",
            "The source sent nothing. The default is for new records only.",
        ),
        (
            Proposed("n/a", "n/a", placeholder=True),
            "The Lead is new. “n/a” stands for nothing, but nothing else came.",
            "“n/a” stands for nothing, so it replaces nothing.",
        ),
    ],
)
def test_a_filler_goes_to_new_records_only(proposed: Proposed, new: str, kept: str) -> None:
    made = only(changes(rules(Always()), lead(Title=proposed), None))
    assert (made.result, made.reason) == (WRITTEN, new)
    for fields in ({}, {"Title": "CEO"}):
        left = only(changes(rules(Always()), lead(Title=proposed), record(**fields)))
        assert (left.result, left.reason, left.guard) == (KEPT, kept, "stand_in")


def test_a_note_follows_the_reason_of_what_is_written() -> None:
    noted = lead(Title=Proposed("coo", "COO", "Put into upper case."))
    assert only(changes(rules(Always()), noted, None)).reason == (
        "The Lead is new. Put into upper case."
    )
    assert "case" not in only(changes(rules(Never()), noted, None)).reason


def test_another_records_key_is_not_written() -> None:
    key = "External_Person_ID__c"
    proposal = lead(**{key: "key-1"})
    taken = changes(rules(Always()), proposal, record(), taken_keys=frozenset({"key-1"}))
    change = only(taken)
    assert (change.result, change.guard) == (KEPT, "key_taken")
    assert change.reason == "Another Lead already has this key."
    assert only(changes(rules(Always()), proposal, record())).result is WRITTEN


def described(**changed: Any) -> Org:
    """An org in which Title is a text of 10 characters, unless told otherwise."""
    values: dict[str, Any] = {
        "name": "Title", "label": "Title", "type": "string", "length": 10, "createable": True,
        "updateable": True, "nillable": True, "defaulted_on_create": False, "external_id": False,
        "id_lookup": False, "unique": False, "restricted_picklist": False, "picklist": (),
        "reference_to": (),
    } | changed  # fmt: skip
    fields = {values["name"]: Field(**values)}
    shown = SObject(
        "Lead", "Lead", createable=True, updateable=True, fields=fields, record_types=()
    )
    return Org(objects={"Lead": shown}, user_id=INLET)


def test_what_is_shown_is_what_salesforce_gets() -> None:
    found = changes(rules(Always()), lead(Title=" 7 "), None, org=described(type="int", length=0))
    assert (only(found).proposed, only(found).after) == (7, 7)


def test_a_value_that_the_field_cannot_take_is_a_problem_where_it_would_be_written() -> None:
    long = lead(Title="x" * 11)
    found = changes(rules(IfBlank()), long, record(Title=None), org=described())
    (problem,) = found.problems
    assert (problem.field, problem.code) == ("Title", "too_long")
    assert only(found).result is KEPT
    kept = changes(rules(IfBlank()), long, record(Title="CEO"), org=described())
    assert not kept.problems
    assert only(kept).guard == "if_blank"


def test_what_would_not_fit_once_added_is_a_problem() -> None:
    found = changes(rules(Append()), lead(Title="two"), record(Title="one long"), org=described())
    (problem,) = found.problems
    assert problem.sentence.startswith(
        "With this lead’s part it would have 12 characters; Salesforce keeps 10. Nothing was cut."
    )


def test_a_multi_select_gets_the_choices_it_lacks() -> None:
    org = described(type="multipicklist", length=0)
    found = changes(rules(Append()), lead(Title="Wind;Solar"), record(Title="Solar"), org=org)
    assert only(found).after == "Solar;Wind"


def test_a_field_that_the_org_hides_is_a_problem_and_never_written() -> None:
    org = described(name="Other")
    (problem,) = changes(rules(Always()), lead(Title="COO"), record(), org=org).problems
    assert (problem.code, problem.field, problem.label) == ("unknown_field", "Title", "Title")
    assert not changes(rules(Always()), lead(Title="COO"), None, org=org).problems
    in_the_making = Record("Lead", "", {})
    assert not changes(rules(Always()), lead(Title="COO"), in_the_making, org=org).problems
    assert not changes(rules(Always()), lead(Title="COO"), record(Title=""), org=org).problems


def test_what_was_there_is_what_salesforce_made_of_it() -> None:
    wrote = knowing(Title=Held(value="one\ntwo ", ours=True, at=EVENT_AT, lead_key="lead-0"))
    found = changes(rules(Append()), lead(Title="three"), record(Title="one\r\ntwo"), wrote)
    assert only(found).before == "one\r\ntwo"
    assert only(found).after == "one\ntwo\nthree"


def test_changes_are_stored_and_read_back_also_those_of_earlier_releases() -> None:
    change = only(changes(rules(Always()), lead(Title="COO"), record(Title="CEO")))
    assert FieldChange.from_dict(change.to_dict()) == change
    old = {name: value for name, value in change.to_dict().items() if name not in ("guard",)}
    assert FieldChange.from_dict({**old, "what_is_this": 1}).guard == ""


def test_fields_are_counted_in_words() -> None:
    several = Rules(
        fields=tuple(
            FieldRule(lead_field=name, ownership=(guard,))
            for name, guard in (("A", Always()), ("B", Never()), ("C", Always()), ("D", Always()))
        )
    )
    found = changes(several, lead(A=1, B=2, C=3, D=4), record(A=0, B=0, C=3, D=0)).changes
    assert tally(found) == "2 fields written, 1 kept, 1 the same"
    assert tally(found[:1]) == "1 field written"
    assert tally(()) == "no fields"
    assert written(found) == {"A": 1, "D": 4}
