from __future__ import annotations

from typing import Any

import pytest

from mappings.rules import Compare, Unknown, ValueMap
from mappings.soundness import (
    check_pattern,
    check_source,
    check_template,
    check_transform,
    check_value_map,
)
from mappings.transforms import (
    Constant,
    Date,
    FirstOf,
    Moment,
    Phone,
    Replace,
    State,
    Template,
    Trim,
    Truncate,
)
from mappings.transforms.catalogue import CATALOGUE

NO_FUNCTION = "The source “{}” uses {}(), which does not exist. {}"
UNREAD = "The source “{}” can’t be read as a path. {}"


@pytest.mark.parametrize(
    ("source", "wrongs"),
    [
        ("", []),
        ("person.email", []),
        ("join(', ', custom.tags)", []),
        ("custom.", ["Write a path such as person.email or custom.region."]),
        ("$.person.email", ["Write the names with dots between them: person.email."]),
        ("custom.first name", ['A name with blanks stands in quotes: custom."first name".']),
        ("first name", ['A name with blanks stands in quotes: "first name".']),
        ("custom.utm-source", ['A name with a hyphen stands in quotes: custom."utm-source".']),
    ],
)
def test_a_source_that_cannot_be_read_gets_a_hint(source: str, wrongs: list[str]) -> None:
    assert check_source(source) == [UNREAD.format(source, wrong) for wrong in wrongs]


@pytest.mark.parametrize(
    ("source", "name", "hint"),
    [
        ("lenght(custom.a)", "lenght", "Did you mean “length”?"),
        ("shout(custom.a)", "shout", "Leave it out, or use a transform."),
        ("custom.a || join(', ', upper(x))", "upper", "Leave it out, or use a transform."),
    ],
)
def test_a_function_that_does_not_exist_is_named(source: str, name: str, hint: str) -> None:
    assert check_source(source) == [NO_FUNCTION.format(source, name, hint)]


@pytest.mark.parametrize(
    ("step", "part"),
    [
        (Template(text="Hello {person.}"), "The source “person.” can’t be read"),
        (Template(text="Hello {"), "has a brace without a path"),
        (FirstOf(sources=("a", "b.")), "The source “b.” can’t be read"),
        (FirstOf(sources=()), "can’t be given “()” as sources"),
        (Replace(pattern="["), "can’t be read: unterminated character set"),
        (Replace(pattern="(a+)+"), "could run for years"),
        (State(country_source="a."), "The source “a.” can’t be read"),
        (Phone(region="XX"), "There is no country “XX”"),
        (Truncate(length=0), "can’t be given “0” as length"),
        (Moment(timezone="Atlantis"), "There is no time zone “Atlantis”"),
        (Date(order="dym"), "can’t be given “dym” as order"),  # type: ignore[arg-type]
        (Constant(text=""), "can’t be given “” as text"),
    ],
)
def test_a_step_that_cannot_be_carried_out_is_named(step: Any, part: str) -> None:
    wrongs = check_transform(step)
    assert len(wrongs) == 1
    assert part in wrongs[0]
    assert wrongs[0].endswith((".", "?"))


def test_a_sound_step_has_nothing_wrong() -> None:
    plain = [entry for entry in CATALOGUE.values() if not any(p.required for p in entry.parameters)]
    assert [wrong for entry in plain for wrong in check_transform(entry.cls())] == []  # type: ignore[arg-type]
    sound = (Trim(), Truncate(), Replace(pattern="a+"), FirstOf(sources=("a",)),
             Replace(pattern="(a+)+", literal=True), Template(text="{{x}} {a}"))  # fmt: skip
    assert [wrong for step in sound for wrong in check_transform(step)] == []


@pytest.mark.parametrize(
    ("table", "has_default", "part"),
    [
        (ValueMap(pairs=(("[", "x"),), compare=Compare.PATTERN), True, "can’t be read"),
        (ValueMap(pairs=(("a", "x"),), unknown=Unknown.DEFAULT), False, "Give the field one."),
        (ValueMap(unknown=Unknown.HOLD), True, "would hold every lead"),
        (ValueMap(pairs=(("a", "x"), ("A ", "y"))), True, "“A ” twice"),
        (ValueMap(pairs=((" ", "x"),)), True, "a line without a value"),
    ],
)
def test_a_value_map_that_cannot_work_is_named(
    table: ValueMap, part: str, *, has_default: bool
) -> None:
    wrongs = check_value_map(table, has_default=has_default)
    assert len(wrongs) == 1
    assert part in wrongs[0]


@pytest.mark.parametrize(
    "table",
    [
        ValueMap(),
        ValueMap(pairs=(("a", "x"), ("A", "y")), compare=Compare.EXACT),
        ValueMap(pairs=(("[", "x"),)),
        ValueMap(pairs=(("a", "x"),), unknown=Unknown.DEFAULT),
    ],
)
def test_a_value_map_that_works_has_nothing_wrong(table: ValueMap) -> None:
    assert check_value_map(table) == []


def test_texts_and_patterns_can_be_checked_by_themselves() -> None:
    assert check_template("Call {person.name}") == []
    assert len(check_template("{a.} and {lenght(b)}")) == 2
    assert check_pattern("a+") == []
    assert len(check_pattern("a[")) == 1
