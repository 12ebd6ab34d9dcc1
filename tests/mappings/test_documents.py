"""Documents: short, read back as they were; what is wrong is said all at once, in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from mappings import plain_yaml
from mappings.defaults import default_rules
from mappings.documents import (
    DocumentRefused,
    document_of,
    rules_of,
    rules_of_text,
    schema,
    text_of,
)
from mappings.rules import (
    AssignmentRules,
    Away,
    FieldRule,
    IfBlank,
    Member,
    Mode,
    RefreshAfter,
    RoundRobin,
    Routing,
    Rules,
    ValueMap,
    WhileField,
)
from mappings.transforms import Phone, Trim, Truncate
from tests.mappings.agreement import RULES

SCHEMA = Draft202012Validator(schema())
TEXTS = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30
)  # fmt: skip
GUARDS = st.sampled_from([IfBlank(), RefreshAfter(days=3), WhileField(field="A", values=("NO",))])
STEPS = st.sampled_from([Trim(), Truncate(), Truncate(length=9), Phone(), Phone(region="GB")])
FIELD_RULES = st.builds(
    FieldRule,
    lead_field=TEXTS,
    label=TEXTS,
    source=TEXTS,
    default=st.none() | TEXTS,
    transforms=st.lists(STEPS, max_size=3).map(tuple),
    ownership=st.lists(GUARDS, min_size=1, max_size=3).map(tuple),
    value_map=st.builds(ValueMap, pairs=st.lists(st.tuples(TEXTS, TEXTS), max_size=3).map(tuple)),
)
AGREEMENTS = st.builds(
    Rules,
    fields=st.lists(FIELD_RULES, max_size=4).map(tuple),
    mode=st.sampled_from(Mode),
    default_status=TEXTS,
    contact_when=st.sampled_from([None, ()]),
)


@given(AGREEMENTS)
def test_what_is_written_is_read_back_and_is_what_the_schema_says(rules: Rules) -> None:
    document = document_of(rules)
    assert rules_of(document) == rules
    assert rules_of_text(text_of(rules)) == rules
    assert list(SCHEMA.iter_errors(document)) == []


@pytest.mark.parametrize("rules", [RULES, default_rules("GB"), Rules()])
def test_the_agreements_we_know_survive_too(rules: Rules) -> None:
    assert rules_of(document_of(rules)) == rules
    assert list(SCHEMA.iter_errors(document_of(rules))) == []


def test_a_document_says_only_what_somebody_decided() -> None:
    away = Away(first="2026-05-01", last="2026-05-02")  # type: ignore[arg-type]
    robin = RoundRobin(members=(Member(id="005", away=(away,)),))
    rules = Rules(
        fields=(
            FieldRule(lead_field="Title", transforms=(Trim(), Truncate(length=9))),
            FieldRule(lead_field="A", ownership=(IfBlank(), RefreshAfter(days=3))),
        ),
        routing=Routing(owner=AssignmentRules(), on_update=True),
    )
    assert document_of(Rules()) == {}
    assert document_of(rules) == {
        "fields": [
            {"lead_field": "Title", "transforms": ["trim", {"do": "truncate", "length": 9}]},
            {"lead_field": "A", "ownership": ["if_blank", {"rule": "refresh_after", "days": 3}]},
        ],
        "routing": {"owner": "assignment_rules", "on_update": True},
    }
    read = rules_of({"routing": {"owner": {"to": "round_robin", "members": [
        {"id": "005", "away": [{"first": "2026-05-01", "last": "2026-05-02"}]}]}}})  # fmt: skip
    assert document_of(read) == document_of(Rules(routing=Routing(owner=robin)))


RATING: dict[str, Any] = {"lead_field": "Rating", "label": "Lead rating"}
SLIPS: list[tuple[dict[str, Any], str, str]] = [
    ({"fields": [RATING | {"transforms": ["trim", "trimm"]}]}, "fields.0.transforms.1",
     "Lead rating, step 2: There is no transform called “trimm”. Did you mean “trim”?"),
    ({"fields": [RATING | {"transforms": [{"do": "truncate", "lenght": 3}]}]},
     "fields.0.transforms.0.lenght",
     "Lead rating, step 1, “lenght”: There is nothing called “lenght” here. "
     "Did you mean “length”?"),
    ({"fields": [RATING | {"transforms": [{"do": "truncate", "length": 0}]}]},
     "fields.0.transforms.0.length",
     "Lead rating, step 1, “length”: 0 is too little: 1 or more."),
    ({"fields": [RATING | {"ownership": "on_creat"}]}, "fields.0.ownership.0",
     "Lead rating, ownership 1: There is no ownership rule called “on_creat”. "
     "Did you mean “on_create”?"),
    ({"fields": [{"lead_feild": "Rating"}]}, "fields.0.lead_feild",
     "Field 1, “lead_feild”: There is nothing called “lead_feild” here. "
     "Did you mean “lead_field”?"),
    ({"fields": [{"contact_field": "A", "value_map": {"compare": "exakt"}}]},
     "fields.0.value_map.compare",
     "A, “compare”: “exakt” is none of “any_case”, “exact”, “pattern”. Did you mean “exact”?"),
    ({"fields": [{"lead_field": 3}]}, "fields.0.lead_field",
     "Field 1, “lead_field”: This has to be text."),
    ({"match": ["emial"]}, "match.0",
     "Match rule 1: There is no match rule called “emial”. Did you mean “email”?"),
    ({"mode": "create"}, "mode", "New and existing records: “create” is none of "),
    ({"routing": {"owner": {"to": "qeue", "id": "00G"}}}, "routing.owner",
     "Owner, “owner”: There is no owner called “qeue”. Did you mean “queue”?"),
    ({"routing": {"owner": {"to": "queue"}}}, "routing.owner.id", "Owner, “id”: This is missing."),
    ({"routing": {"owner": {"to": "table", "rows": [{"when": [], "owner": "creator"}]}}},
     "routing.owner.rows.0.when", "Owner, line 1, “when”: The list is too short: 1 or more."),
    ({"routing": {"owner": {"to": "round_robin", "members": [{"id": "005", "hours": "9-5"}]}}},
     "routing.owner.members.0.hours",
     "Owner, member 1, “hours”: “9-5” is not written in the right form."),
    ({"tasks": [{"subject": ""}]}, "tasks.0.subject", "Task 1, “subject”: This may not be empty."),
    ({"campaigns": [{"update_status": "perhaps"}]}, "campaigns.0.update_status",
     "Campaign 1, “update_status”: This has to be true or false."),
    ({"fields": {"a": 1}}, "fields", "Fields: This has to be a list."),
    ({"fields": ["Rating"]}, "fields.0", "Field 1: This has to be a set of names and values."),
    ({"of_old": 1}, "of_old", "Of old: There is nothing called “of_old” here."),
    ({"default_status": "a\x00b"}, "", "The document: The document holds a character that"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "place", "told"), SLIPS)
def test_a_slip_is_told_with_its_place_and_what_may_be_meant(
    document: dict[str, Any], place: str, told: str
) -> None:
    with pytest.raises(DocumentRefused) as refused:
        rules_of(document)
    (wrong,) = refused.value.wrongs
    assert wrong.place == place
    assert wrong.text.startswith(told)


@pytest.mark.parametrize(
    ("step", "is_fine"), [("trim", True), ({"do": "trim"}, True), ("trimm", False), (7, False)]
)
def test_the_schema_knows_the_short_forms_by_their_names(step: Any, *, is_fine: bool) -> None:
    known = Draft202012Validator(schema())
    assert known.is_valid({"fields": [{"lead_field": "A", "transforms": [step]}]}) is is_fine


def test_everything_that_is_wrong_is_said_at_once() -> None:
    documents = [document for document, place, _ in SLIPS if place]
    together: dict[str, Any] = {"fields": []}
    for document in documents[:6]:
        together["fields"] += document["fields"]
    with pytest.raises(DocumentRefused) as refused:
        rules_of(together | documents[7] | documents[8])
    assert [one.place.split(".")[0] for one in refused.value.wrongs] == (
        ["fields"] * 6 + ["match", "mode"]
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("fields: [", "The document: The text can’t be read as YAML. See line 1."),
        ("fields:\n\t- a", "The document: The text can’t be read as YAML. See line 2."),
        ("- fields", "The document: This has to be a set of names and values."),
        ("a: &x [1]\nb: *x", "The document: The text can’t be read as YAML. See line 2."),
        ("[" * 5_000, "The document: The text can’t be read as YAML."),
        ("", "The document: This has to be a set of names and values."),
    ],
)
def test_a_text_that_is_no_document_is_refused(text: str, told: str) -> None:
    with pytest.raises(DocumentRefused) as refused:
        rules_of_text(text)
    assert str(refused.value) == told


VALUES = st.recursive(
    TEXTS | st.booleans() | st.none() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=8,
)


@given(VALUES)
def test_yaml_reads_what_it_wrote(document: Any) -> None:
    assert plain_yaml.read(plain_yaml.write(document)) == document


def test_norway_and_half_past_nine_are_texts() -> None:
    text = "[NO, on, 09:30, 0123, 1_000, 2026-03-04, true, 12, ~]"
    assert plain_yaml.read(text) == [
        "NO", "on", "09:30", "0123", "1_000", "2026-03-04", True, 12, None,
    ]  # fmt: skip
