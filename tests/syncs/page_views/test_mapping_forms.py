"""The form of a row: what it says as a document, what its buttons do, and back again."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mappings.documents import brief, rules_of
from mappings.orgs import Org
from mappings.transforms.catalogue import CATALOGUE
from syncs.page_values.mapping_form import Input, RowForm
from syncs.pages.mapping_forms import ownership, pressed, read_row, without_blanks
from syncs.reporting.mapping_form import Around, row_form
from syncs.reporting.mapping_values import DRAWN

from .forms import filled

ROW = {
    "lead_field": " Title ",
    "contact_field": "Title",
    "source": "person.title",
    "label": "",
    "default": "",
    "transforms.0.do": "trim",
    "transforms.4.do": "truncate",
    "transforms.4.length": "40",
    "value_map.pairs.0.0": "farming",
    "value_map.pairs.0.1": "Agriculture",
    "value_map.pairs.1.0": "",
    "value_map.pairs.1.1": "",
    "value_map.unknown": "hold",
    "ownership": "refresh_after",
    "ownership.days": "90",
}


def test_a_row_as_typed_is_a_document_that_the_rules_take() -> None:
    document = without_blanks(read_row(ROW))
    (rule,) = rules_of({"fields": [document]}).fields
    assert brief(rule) == {
        "lead_field": "Title",
        "contact_field": "Title",
        "source": "person.title",
        "transforms": ["trim", {"do": "truncate", "length": 40}],
        "value_map": {"pairs": [["farming", "Agriculture"]], "unknown": "hold"},
        "ownership": [{"rule": "refresh_after", "days": 90}],
    }


@pytest.mark.parametrize(
    ("typed", "guards"),
    [
        ({"ownership": "never"}, [{"rule": "never"}]),
        (
            {"ownership": "append", "ownership.separator": "\\n"},
            [{"rule": "append", "separator": "\n"}],
        ),
        (
            {"ownership": "higher_of", "ownership.order": "Cold\n\n Warm \nHot"},
            [{"rule": "higher_of", "order": ["Cold", "Warm", "Hot"]}],
        ),
        ({"ownership": "always", "and.newer": "1"}, [{"rule": "source_newer"}]),
        (
            {"ownership": "if_blank", "and.edited": "1", "and.edited.days": "x"},
            [{"rule": "if_blank"}, {"rule": "not_edited_within", "days": "x"}],
        ),
        (
            {
                "ownership": "always",
                "and.while": "1",
                "and.while.field": "Status",
                "and.while.test": "is_not_blank",
                "and.while.values": "left from before",
            },
            [{"rule": "while_field", "test": "is_not_blank", "field": "Status"}],
        ),
        (
            {"ownership": "if_blank", "and.keep.0": json.dumps({"rule": "on_create"})},
            [{"rule": "if_blank"}, {"rule": "on_create"}],
        ),
        ({"ownership": "if_blank", "and.keep.0": "{broken"}, [{"rule": "if_blank"}]),
        ({}, [{"rule": ""}]),
    ],
)
def test_who_owns_it_is_the_chosen_rule_and_the_conditions_beside_it(
    typed: dict[str, str], guards: list[Any]
) -> None:
    assert [guard for _, guard in ownership(typed)] == guards


@pytest.mark.parametrize(
    ("do", "steps"),
    [
        ("up-1", ["truncate", "trim"]),
        ("down-0", ["truncate", "trim"]),
        ("up-0", ["trim", "truncate"]),
        ("down-1", ["trim", "truncate"]),
        ("up-2", ["trim", "truncate"]),
        ("up-9", ["trim", "truncate"]),
        ("drop-0", ["truncate"]),
        ("drop-9", ["trim", "truncate"]),
        ("add-step", ["trim", "truncate", "lower"]),
    ],
)
def test_steps_are_moved_left_out_and_added_by_buttons(do: str, steps: list[str]) -> None:
    document = pressed(read_row(ROW), {"do": do, "new_step": "lower"})
    assert document is not None
    assert [one["do"] for one in document["transforms"]] == steps


def test_lines_of_the_value_map_are_added_and_left_out() -> None:
    document = read_row(ROW)
    added = pressed(document, {"do": "add-pair"})
    dropped = pressed(document, {"do": "drop-pair-0"})
    assert added is not None
    assert dropped is not None
    assert len(added["value_map"]["pairs"]) == 3
    assert dropped["value_map"]["pairs"] == [["", ""]]


@pytest.mark.parametrize(
    "do", ["", "save", "add-step", "up-", "up-x", "drop--1", "up-1111", "remove"]
)
def test_a_button_that_is_none_changes_nothing(do: str) -> None:
    assert pressed(read_row(ROW), {"do": do, "new_step": "no such step"}) is None


@given(st.dictionaries(st.sampled_from([*ROW, "and.while", "transforms.1.do"]), st.text()))
def test_whatever_is_typed_is_read_and_shown_again(post: dict[str, str]) -> None:
    document = read_row(post)
    form = row_form(document, Around(org=Org()), key="Title")
    assert form.source.value == post.get("source", "").strip()
    assert len(form.steps) == len(document["transforms"])


LONG = [[f"value {number}", f"to {number}"] for number in range(500)]
RULES = [
    {"lead_field": "A", "source": "a", "value_map": {"pairs": LONG}},
    {"lead_field": "Title", "source": "person.title"},
    {"contact_field": "Title", "default": "x", "ownership": "always"},
    {"lead_field": "A", "source": "a", "ownership": ["if_blank", "source_newer", "on_create"]},
    {"lead_field": "A", "source": "a", "ownership": {"rule": "append", "separator": " | "}},
    {"lead_field": "A", "source": "a", "ownership": {"rule": "higher_of", "order": ["1", "2"]}},
    {
        "lead_field": "A",
        "source": "a",
        "ownership": [{"rule": "not_edited_within", "days": 3}],
        "value_map": {"pairs": [["a", "b"]], "compare": "pattern", "unknown": "default"},
    },
    {
        "lead_field": "A",
        "source": "a",
        "ownership": [
            "ours_until_edited",
            {"rule": "while_field", "field": "Status", "test": "is_not", "values": ["X", "Y"]},
            {"rule": "while_field", "field": "Rating", "test": "is_blank"},
        ],
    },
]


@pytest.mark.parametrize("document", RULES)
def test_a_form_that_is_sent_as_it_was_drawn_says_the_same_rule(document: dict[str, Any]) -> None:
    assert _sent_back(document) == rules_of({"fields": [document]}).fields[0]


@pytest.mark.parametrize("name", CATALOGUE)
def test_every_step_survives_its_form(name: str) -> None:
    wanted = {
        one.name: {"text": "a", "texts": ["a"], "number": 3}.get(one.kind, "a")
        for one in CATALOGUE[name].parameters
        if one.required
    }
    document = {"lead_field": "A", "source": "a", "transforms": [{"do": name, **wanted}]}
    assert _sent_back(document) == rules_of({"fields": [document]}).fields[0]


def test_a_long_value_map_keeps_what_the_form_does_not_draw() -> None:
    document = {"lead_field": "A", "source": "a", "value_map": {"pairs": LONG}}
    form = row_form(document, Around(org=Org()), key="x")
    assert (len(form.value_map.pairs), form.value_map.more) == (DRAWN, 500 - DRAWN)
    sent = filled(form)
    assert len(sent) < 1_000
    added = pressed(read_row(sent), {"do": "add-pair"})
    assert added is not None
    assert added["value_map"]["pairs"][0] == ["", ""]
    assert len(added["value_map"]["pairs"]) == 501


@pytest.mark.parametrize("rest", ["", "{", "[1]", "3", '[["a"]]', '{"a": 1}'])
def test_lines_that_are_none_are_left_out(rest: str) -> None:
    assert read_row({"value_map.rest": rest})["value_map"]["pairs"] == []


def _sent_back(document: dict[str, Any]) -> Any:
    """The rule after a browser sent the form of it untouched."""
    form: RowForm = row_form(document, Around(org=Org()), key="x")
    sent = without_blanks(read_row(filled(form)))
    return rules_of({"fields": [sent]}).fields[0]


def test_an_unknown_step_is_said_to_be_unknown() -> None:
    form = row_form({"transforms": ["explode"]}, Around(org=Org()), key="x")
    assert form.steps[0].about == "Inlet has no such step."
    assert isinstance(form.source, Input)
