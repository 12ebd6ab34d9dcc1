"""Values that stand for others: after the transforms, before the default."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Field
from mappings.rendering import Problem, Proposed, render
from mappings.rules import Compare, FieldRule, Unknown, ValueMap
from mappings.transforms import MultiPicklist, Number, Trim
from mappings.value_maps import mapped, mapped_each

from .agreement import EVENT_AT, choices, described, field, org, payload, rules

PAIRS = (("Renewables", "Energy"), ("n/a", ""), ("0", "None yet"))
INDUSTRY = field("Industry", transforms=(Trim(),), default="Other")
EXACT = ValueMap(pairs=PAIRS, compare=Compare.EXACT)
PATTERNS = ValueMap(
    pairs=((r".*solar.*|.*wind.*", "Energy"), (r"(head|vp) of .*", "Leader"), (".*", "Other")),
    compare=Compare.PATTERN,
)


def made(rule: FieldRule, sent: Any, *known: Field) -> Proposed | Problem | None:
    lead = {**payload(last_name="Ruiz"), "custom": {"Industry": sent}}
    of = rules(fields=(rule,))
    found = render(of, lead, lead_key="1", org=org(*known), event_at=EVENT_AT)
    return next(iter(found.problems), None) or found.values.get("Industry")


@pytest.mark.parametrize(
    ("sent", "expected", "note"),
    [
        ("Renewables", "Energy", "“Renewables” is mapped to “Energy”."),
        (" renewables ", "Energy", "“renewables” is mapped to “Energy”."),
        ("Energy", "Energy", ""),
        ("energy", "Energy", "“energy” is mapped to “Energy”."),
        ("Banking", "Banking", ""),
        ("N/A", "Other", ""),
        (0, "None yet", "“0” is mapped to “None yet”."),
        (7, 7, ""),
    ],
)
def test_a_mapped_value_is_written_as_the_other(sent: Any, expected: Any, note: str) -> None:
    rule = field("Industry", transforms=(Trim(),), default="Other", value_map=ValueMap(pairs=PAIRS))
    proposed = made(rule, sent)
    assert isinstance(proposed, Proposed)
    assert (proposed.value, proposed.note, proposed.raw) == (expected, note, sent)


def test_without_a_map_nothing_changes() -> None:
    assert made(INDUSTRY, "Renewables") == Proposed("Renewables", "Renewables")


@pytest.mark.parametrize(
    ("table", "text", "value"),
    [
        (EXACT, "Renewables", "Energy"),
        (EXACT, "renewables", "renewables"),
        (EXACT, "energy", "energy"),
        (PATTERNS, "Offshore WIND farm", "Energy"),
        (PATTERNS, "VP of Sales", "Leader"),
        (PATTERNS, "Banking", "Other"),
    ],
)
def test_a_map_compares_as_it_is_told(table: ValueMap, text: str, value: str) -> None:
    assert mapped(table, text).value == value


@pytest.mark.parametrize(
    ("unknown", "sent", "expected"),
    [
        (Unknown.PASS, "Banking", Proposed("Banking", "Banking")),
        (
            Unknown.DEFAULT,
            "Banking",
            Proposed("Banking", "Other", "“Banking” is not in the value map.", stand_in=True),
        ),
        (
            Unknown.HOLD,
            "Banking",
            Problem(
                "Industry",
                "Industry",
                "“Banking” is not in the value map. Add it to the map.",
                "unknown_value",
            ),
        ),
        (
            Unknown.HOLD,
            "Renewable",
            Problem(
                "Industry",
                "Industry",
                "“Renewable” is not in the value map. The nearest there is “Renewables”. "
                "Add it to the map.",
                "unknown_value",
            ),
        ),
        (Unknown.HOLD, "Energy", Proposed("Energy", "Energy")),
        (Unknown.HOLD, "-", Proposed("-", "Other", "“-” is not in the value map.", stand_in=True)),
    ],
)
def test_what_the_map_does_not_know_passes_or_is_replaced_or_waits(
    unknown: Unknown, sent: str, expected: Proposed | Problem
) -> None:
    table = ValueMap(pairs=PAIRS, unknown=unknown)
    assert made(field("Industry", default="Other", value_map=table), sent) == expected


def test_a_word_for_nothing_that_the_list_offers_is_a_value_that_waits() -> None:
    rule = field("Industry", value_map=ValueMap(pairs=PAIRS, unknown=Unknown.HOLD))
    offers = described("Industry", "picklist", picklist=choices("Energy", "None"))
    assert isinstance(made(rule, "None", offers), Problem)
    assert made(rule, "None", described("Industry")) is None


def test_several_choices_are_mapped_each_by_itself() -> None:
    table = ValueMap(pairs=(("wind", "Energy"), ("solar", "Energy"), ("n/a", "")))
    rule = field("Industry", transforms=(MultiPicklist(),), value_map=table)
    assert made(rule, "Wind, Solar, Banking, N/A") == Proposed(
        "Wind, Solar, Banking, N/A",
        "Energy;Banking",
        "Split into choices. “Wind” is mapped to “Energy”. “Solar” is mapped to “Energy”. "
        "“N/A” is mapped to “”.",
    )
    stray = mapped_each(ValueMap(pairs=table.pairs, unknown=Unknown.HOLD), "wind;coal")
    assert (stray.value, stray.unknown) == ("coal", Unknown.HOLD)


def test_a_multi_select_of_the_org_has_choices_too() -> None:
    table = ValueMap(pairs=(("wind", "Energy"),))
    rule = field("Industry", value_map=table)
    many = org(described("Industry", "multipicklist", picklist=choices("Energy")))
    lead = {"custom": {"Industry": ["wind", "Coal"]}}
    found = render(rules(fields=(rule,)), lead, lead_key="1", org=many, event_at=EVENT_AT)
    assert found.values["Industry"].value == "Energy;Coal"


def test_a_number_that_is_not_mapped_stays_a_number() -> None:
    rule = field("Industry", transforms=(Number(),), value_map=ValueMap(pairs=PAIRS))
    assert made(rule, "40 kW") == Proposed("40 kW", 40, "“40 kW” is read as 40.")


@given(st.text(max_size=10), st.sampled_from(list(Compare)))
def test_a_map_without_pairs_leaves_every_text_alone(text: str, compare: Compare) -> None:
    assert mapped(ValueMap(compare=compare, unknown=Unknown.HOLD), text) == (text, "", None)
