"""The rows of the editor: in words, with samples, against what is live."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from connections.crm import SObject
from mappings.orgs import Org
from mappings.rules import (
    Always,
    Append,
    FieldRule,
    IfBlank,
    Never,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    SourceNewer,
    ValueMap,
    WhileDefault,
)
from mappings.transforms import EmailAddress, FirstOf, Phone, Replace, Trim, Truncate
from syncs.reporting.mapping_rows import (
    api_names,
    mapping_rows,
    not_mapped,
    owning,
    removed,
    steps_in_words,
)
from syncs.reporting.mapping_samples import Sample, longest_at, paths_in, value_at, values_at
from syncs.reporting.mapping_targets import field_choices, likely_target, required_open, writable
from syncs.reporting.mapping_values import suggested_pairs
from tests.syncs.orgs import described

AT = datetime(2026, 11, 19, 14, 18, tzinfo=UTC)
ORG = Org(
    objects={
        "Lead": SObject(
            name="Lead",
            label="Lead",
            createable=True,
            updateable=True,
            record_types=(),
            fields={
                one.name: one
                for one in (
                    described("LastName", "Last Name", nillable=False),
                    described("Company", "Company", nillable=False),
                    described("Title", "Title"),
                    described("Annual_Usage__c", "Annual Usage", type="double"),
                    described("OwnerId", "Owner", type="reference"),
                    described("CreatedDate", "Created", createable=False, updateable=False),
                    described("Address", "Address", type="address"),
                )
            },
        )
    }
)
TITLE = FieldRule(lead_field="Title", contact_field="Title", source="person.title")
RULES = Rules(fields=(TITLE, FieldRule(lead_field="Sync_Source__c", default="Inlet")))
PAYLOAD: dict[str, Any] = {
    "person": {"title": "Head of Operations", "name": "Ada Lovelace"},
    "custom": {"annual_usage": 52500, "tags": ["a", "b"], "roof": ""},
}


def sample(payload: dict[str, Any]) -> Sample:
    """A lead that came."""
    return Sample("id", "Ada", AT, payload)


def rows(rules: Rules, live: Rules | None = None) -> dict[str, Any]:
    """The rows by their key."""
    problems = {"Title": "There is no such field."}
    found = mapping_rows(rules, live=live, payload=PAYLOAD, problems=problems, org=ORG)
    return {one.key: one for one in found}


def test_a_row_says_source_sample_field_and_owner() -> None:
    found = rows(RULES)
    title, fixed = found["Title"], found["Sync_Source__c"]
    assert (title.title, title.sample, title.owned) == (
        "Title", "Head of Operations", "Only if blank",
    )  # fmt: skip
    assert (title.objects, title.problem) == ("on Lead and Contact", "There is no such field.")
    assert (fixed.source, fixed.sample, fixed.objects) == ("", "Inlet", "on Lead")


def test_a_default_is_said_beside_the_owner() -> None:
    rules = Rules(fields=(replace(TITLE, default="Unknown"),))
    assert rows(rules)["Title"].owned == "Only if blank. “Unknown” when nothing is sent"


def test_what_differs_from_live_is_marked_and_what_is_gone_is_listed() -> None:
    live = Rules(fields=(replace(TITLE, source="title"), FieldRule(lead_field="Fax", source="f")))
    found = rows(RULES, live)
    assert [found["Title"].changed, found["Sync_Source__c"].changed] == ["changed", "new"]
    assert [one.key for one in removed(RULES, live)] == ["Fax"]
    assert [one.changed for one in rows(RULES, RULES).values()] == ["", ""]


@pytest.mark.parametrize(
    ("guards", "icon"),
    [
        ((Always(),), "source"),
        ((IfBlank(),), "blank"),
        ((OursUntilEdited(), SourceNewer()), "ours"),
        ((RefreshAfter(days=3),), "refresh"),
        ((OnCreate(),), "locked"),
        ((Never(),), "locked"),
        ((IfBlank(), Never()), "locked"),
        ((WhileDefault(),), "locked"),
        ((Append(),), "more"),
        ((SourceNewer(),), "more"),
    ],
)
def test_each_ownership_has_its_icon(guards: tuple[Any, ...], icon: str) -> None:
    assert owning(replace(TITLE, ownership=guards)) == icon


def test_steps_are_said_in_words_with_what_was_chosen() -> None:
    steps = (
        Trim(), EmailAddress(), Phone(region="GB"), Truncate(length=40),
        Replace(pattern="a", by="b", any_case=False), FirstOf(sources=("a", "b")),
    )  # fmt: skip
    pairs = ValueMap(pairs=(("a", "b"),))
    words = steps_in_words(replace(TITLE, transforms=steps, value_map=pairs))
    assert words == (
        "Trim", "E-mail address", "Phone, GB", "Cut to length, 40", "Replace, a, b",
        "First that has a value, a; b", "value map, 1 value",
    )  # fmt: skip


def test_both_api_names_are_shown_where_they_differ() -> None:
    assert api_names(TITLE) == "Title"
    assert api_names(replace(TITLE, contact_field="Role__c")) == "Title, Role__c"
    assert api_names(replace(TITLE, lead_field="")) == "Title"


def test_samples_show_what_a_path_finds_and_survive_what_it_can_not_read() -> None:
    assert value_at("person.first_name", PAYLOAD) == "Ada"
    assert value_at("custom.tags", PAYLOAD) == "a;b"
    assert [value_at(one, PAYLOAD) for one in ("person", "no(such", "custom.none", "")] == [""] * 4
    long = {"custom": {"note": "x" * 200}}
    assert value_at("custom.note", long) == "x" * 79 + "…"
    assert longest_at("custom.note", [sample(long), sample(PAYLOAD)]) == 200
    both = [sample({"custom": {"a": "1"}}), sample({"custom": {"a": "2", "b": "3"}})] * 2
    assert values_at("custom.a", both) == ("1", "2")
    assert paths_in(both) == {"custom.a": "1", "custom.b": "3"}


def test_paths_that_no_rule_takes_up_are_offered_with_the_field_they_seem_to_mean() -> None:
    found = not_mapped(RULES, [sample(PAYLOAD)], ORG)
    assert {one.path: one.lead_field or one.add for one in found} == {
        "person.name": "LastName",
        "custom.annual_usage": "Annual_Usage__c",
        "custom.tags": "add=1&source=custom.tags",
    }


def test_fields_to_choose_from_are_those_that_can_be_written_required_ones_first() -> None:
    assert [one.name for one in writable(ORG, "Lead")] == [
        "Annual_Usage__c", "Company", "LastName", "Title",
    ]  # fmt: skip
    assert [one.label for one in field_choices(ORG, "Lead")] == [
        "Company (required)", "Last Name (required)", "Annual Usage", "Title",
    ]  # fmt: skip
    assert field_choices(ORG, "Contact") == ()


def test_required_fields_stay_open_until_something_fills_them() -> None:
    assert [one.value for one in required_open(RULES, ORG)] == ["Company", "LastName"]
    filled = Rules(fields=(FieldRule(lead_field="Company", source="company.name"),))
    assert [one.value for one in required_open(filled, ORG)] == ["LastName"]


def test_a_field_that_is_taken_is_not_meant_again() -> None:
    assert likely_target("custom.jobtitle", ORG, []) in ("Title", "")
    assert likely_target("custom.title", ORG, []) == "Title"
    assert likely_target("custom.title", ORG, ["Title"]) != "Title"
    assert likely_target("custom.title", Org(), []) == ""


def test_values_that_came_get_lines_and_what_the_picklist_has_needs_none() -> None:
    offers = ("Agriculture", "Energy", "Not For Profit")
    seen = ("agricultur", "energy", "Zzz", "known")
    assert suggested_pairs([["Known", "Energy"], ["", ""]], seen, offers) == [
        ["Known", "Energy"], ["agricultur", "Agriculture"], ["Zzz", ""],
    ]  # fmt: skip
