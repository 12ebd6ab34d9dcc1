"""The fields of a lead as rows."""

from __future__ import annotations

import pytest

from mappings.changes import FieldChange
from mappings.decisions import Action, Decision
from mappings.ownership import Result
from syncs.page_values import FieldRow
from syncs.reporting.changes import field_rows


def change(result: Result, reason: str, rule: str = "only if blank") -> FieldChange:
    return FieldChange(
        field="Phone",
        label="Phone",
        result=result,
        before=None,
        raw="020 7946 0958",
        proposed="+442079460958",
        after="+442079460958",
        reason=reason,
        rule=rule,
    )


def decision(*changes: FieldChange) -> Decision:
    return Decision(action=Action.UPDATE_LEAD, reason="", person_key="k", changes=changes)


@pytest.mark.parametrize(
    ("reason", "parts"),
    [
        (
            "Salesforce was blank. Rule: only if blank. Put into international form.",
            ("Salesforce was blank.", "only if blank", "Put into international form."),
        ),
        ("Rule: only if blank.", ("", "only if blank", "")),
        ("The Lead is new.", ("The Lead is new.", "", "")),
    ],
)
def test_the_rule_stands_apart_from_the_sentences_around_it(
    reason: str, parts: tuple[str, str, str]
) -> None:
    ((row,), same) = field_rows(decision(change(Result.WRITTEN, reason)))
    assert same == ()
    assert row == FieldRow(
        api_name="Phone",
        label="Phone",
        result="written",
        before="",
        after="+442079460958",
        proposed="020 7946 0958",
        reason=parts[0],
        rule=parts[1],
        note=parts[2],
    )


def test_fields_that_had_the_value_already_are_folded_away() -> None:
    told, same = field_rows(decision(change(Result.SAME, ""), change(Result.KEPT, "")))
    assert ([row.result for row in told], [row.result for row in same]) == (["kept"], ["same"])
    assert field_rows(None) == ((), ())


def test_what_was_not_written_is_only_planned() -> None:
    made = decision(change(Result.WRITTEN, ""), change(Result.KEPT, ""))
    told, _ = field_rows(made, is_done=False)
    assert [row.result for row in told] == ["planned", "kept"]
