"""Values that stand for others: in any letter case, after the transforms, before the default."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mappings.rendering import render

from .agreement import field, payload, rules

MAP = (("Renewables", "Energy"), ("n/a", ""))
INDUSTRY = field("Industry", value_map=MAP, transforms=("trim",), default="Other")


@pytest.mark.parametrize(
    ("sent", "expected", "note"),
    [
        ("Renewables", "Energy", "“Renewables” is mapped to “Energy”."),
        (" renewables ", "Energy", "“renewables” is mapped to “Energy”."),
        ("Energy", "Energy", ""),
        ("Banking", "Banking", ""),
        ("N/A", "Other", ""),
    ],
)
def test_a_mapped_value_is_written_as_the_other(sent: str, expected: str, note: str) -> None:
    lead = {**payload(last_name="Ruiz"), "custom": {"Industry": sent}}
    proposed = render(rules(fields=(INDUSTRY,)), lead, lead_key="1").values["Industry"]
    assert (proposed.value, proposed.note) == (expected, note)
    assert proposed.raw == sent


def test_without_a_map_nothing_changes() -> None:
    lead = {**payload(last_name="Ruiz"), "custom": {"Industry": "Renewables"}}
    plain = replace(INDUSTRY, value_map=())
    proposed = render(rules(fields=(plain,)), lead, lead_key="1").values["Industry"]
    assert proposed.value == "Renewables"
