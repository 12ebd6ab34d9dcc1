from __future__ import annotations

import pytest

from mappings.guard_labels import guard_fields, guard_label, ownership_table, rule_label
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
    Test,
    WhileDefault,
    WhileField,
)

WHILE_NEW = WhileField(field="Status", values=("New", "Working"))


@pytest.mark.parametrize(
    ("guard", "words"),
    [
        (Always(), "always write what the source sends"),
        (IfBlank(), "only if blank"),
        (WhileDefault(), "never overwrite once it isn’t Cold"),
        (OnCreate(), "write once"),
        (Never(), "never write, only show"),
        (WHILE_NEW, "only while Lead Status is New or Working"),
        (WhileField(field="Rating", test=Test.IS_NOT, values=("Hot",)), "only while R is not Hot"),
        (WhileField(field="X__c", test=Test.IS_BLANK), "only while X__c is blank"),
        (WhileField(field="X__c", test=Test.IS_NOT_BLANK), "only while X__c has a value"),
        (OursUntilEdited(), "only until somebody edits it"),
        (NotEditedWithin(days=30), "not if a person changed it within 30 days"),
        (NotEditedWithin(days=1), "not if a person changed it within 1 day"),
        (SourceNewer(), "only if the lead is newer than what Salesforce holds"),
        (RefreshAfter(days=1_000), "refresh after 1,000 days"),
        (Append(), "add to what is there"),
        (HigherOf(), "only if higher"),
        (HigherOf(order=("Cold", "Hot")), "only further along Cold, Hot"),
    ],
)
def test_each_guard_in_words(guard: Guard, words: str) -> None:
    labels = {"Rating": "R", "Status": "Lead Status"}
    assert guard_label(guard, first="Cold", labels=labels) == words


def test_guards_combined_in_words() -> None:
    rule = FieldRule(lead_field="Title", ownership=(IfBlank(), WHILE_NEW))
    assert rule_label(rule, "New") == "only if blank, and only while Lead Status is New or Working"


def test_the_first_status_is_the_orgs_own() -> None:
    status = FieldRule(lead_field="Status", ownership=(WhileDefault(),))
    assert rule_label(status, "Open") == "never overwrite once it isn’t Open"
    rating = FieldRule(lead_field="Rating", ownership=(WhileDefault(),))
    assert rule_label(rating, "Open") == "never overwrite once it has left its first value"


@pytest.mark.parametrize(
    ("ownership", "owner", "sentence"),
    [
        ((Always(),), "The source", "Every lead writes Title."),
        (
            (IfBlank(),),
            "Salesforce",
            "A lead fills Title while it is blank; a value in Salesforce stays.",
        ),
        (
            (WhileDefault(),),
            "The source, while it is at its first value",
            "A lead writes Title while it is at its first value; then it is Salesforce’s.",
        ),
        ((OnCreate(),), "The first lead", "Title is written with a new record and never again."),
        ((Never(),), "Salesforce", "Inlet never writes Title; the plan shows what came."),
        (
            (WHILE_NEW,),
            "The source, while Lead Status is New or Working",
            "A lead writes Title only while Lead Status is New or Working.",
        ),
        (
            (OursUntilEdited(),),
            "The source, until somebody edits it",
            "A lead writes Title as long as it is what Inlet wrote; once edited, it is "
            "Salesforce’s.",
        ),
        (
            (NotEditedWithin(days=30),),
            "A person for 30 days, else the source",
            "A person’s change to Title stands for 30 days; otherwise leads write it.",
        ),
        (
            (SourceNewer(),),
            "Whoever is newer",
            "A lead writes Title only if it happened after the last change in Salesforce.",
        ),
        (
            (RefreshAfter(days=90),),
            "The source, at most every 90 days",
            "A lead fills Title at once, and renews it when it is 90 days old.",
        ),
        (
            (Append(),),
            "Both",
            "A lead adds to Title what is not there yet; nothing is taken away.",
        ),
        (
            (HigherOf(order=("Cold", "Hot")),),
            "Whoever is higher",
            "A lead writes Title only if it brings more. Lowest to highest: Cold, Hot.",
        ),
        (
            (IfBlank(), WHILE_NEW),
            "Salesforce",
            "A new record gets Title from the lead. After that: only if blank, and only while "
            "Lead Status is New or Working.",
        ),
        (
            (SourceNewer(), OursUntilEdited()),
            "The source, under conditions",
            "A new record gets Title from the lead. After that: only if the lead is newer than "
            "what Salesforce holds, and only until somebody edits it.",
        ),
        (
            (IfBlank(), OnCreate()),
            "The first lead",
            "Title is written with a new record and never again.",
        ),
        (
            (Always(), Never()),
            "Salesforce",
            "Inlet never writes Title; the plan shows what came.",
        ),
    ],
)
def test_the_table_says_who_owns_a_field(
    ownership: tuple[Guard, ...], owner: str, sentence: str
) -> None:
    (row,) = ownership_table(Rules(fields=(FieldRule(lead_field="Title", ownership=ownership),)))
    assert (row.field, row.label, row.owner, row.sentence) == ("Title", "Title", owner, sentence)


def test_the_table_uses_the_mappings_own_names() -> None:
    rules = Rules(
        fields=(
            FieldRule(lead_field="Rating", label="Heat"),
            FieldRule(lead_field="Title", ownership=(WhileField(field="Rating", values=("Hot",)),)),
        )
    )
    assert [row.rule for row in ownership_table(rules)] == [
        "only if blank",
        "only while Heat is Hot",
    ]


def test_a_look_up_needs_the_fields_that_guards_look_at() -> None:
    guarded = (WHILE_NEW, WhileField(field="Stage__c", values=("1",)))
    rules = Rules(
        fields=(
            FieldRule(lead_field="Title", ownership=guarded),
            FieldRule(lead_field="City", contact_field="MailingCity", ownership=(WHILE_NEW,)),
        )
    )
    assert guard_fields(rules, "Lead") == ("Status", "Stage__c")
    assert guard_fields(rules, "Contact") == ("Status",)
