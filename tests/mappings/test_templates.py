from __future__ import annotations

import pytest

from mappings.strict import RulesRefused
from mappings.templates import fill, parts
from mappings.values import Unreadable

LEAD = {"person": {"first_name": " Ana ", "seats": 40, "tags": ["a", "b"]}, "custom": {"x": {}}}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("Hello {person.first_name}!", "Hello Ana!"),
        ("Hello { person.first_name } {person.last_name}", "Hello Ana"),
        ("{person.last_name}: {person.phone}", ""),
        ("{person.last_name || person.first_name}", "Ana"),
        ("{person.seats} seats, {person.tags}", "40 seats, a;b"),
        ("no paths", "no paths"),
        ("{{literal}}", "{literal}"),
        ("{{{person.seats}}}", "{40}"),
        ("", ""),
    ],
)
def test_paths_in_braces_are_filled(template: str, text: str) -> None:
    assert fill(template, LEAD) == text


@pytest.mark.parametrize("template", ["{", "a } b", "{}", "{ }", "{a{b}"])
def test_a_brace_without_a_path_is_refused(template: str) -> None:
    with pytest.raises(RulesRefused, match="has a brace without a path"):
        parts(template)


def test_a_path_to_a_group_is_unreadable() -> None:
    with pytest.raises(Unreadable):
        fill("{custom.x}", LEAD)
