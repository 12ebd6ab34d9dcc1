"""The simulated org reads the statements that the engine writes."""

from __future__ import annotations

import pytest

from connections import soql

from .reading import matching
from .rows import KEY, THEM, US, Tables, convert, double


@pytest.fixture
def tables() -> Tables:
    """Ada and Bo, and Cy, who was converted."""
    made = Tables()
    for name in ("Ada", "Bo", "Cy"):
        made.insert("Lead", {"LastName": name, "Email": f"{name}@o'x.example", KEY: name}, US)
    convert(made, made.rows["Lead"]["00Q000000000000003"])
    return made


@pytest.mark.parametrize(
    ("sobject", "where", "expected"),
    [
        ("Lead", soql.equals("Email", "ADA@O'X.EXAMPLE"), ["Ada"]),
        ("Lead", soql.within(KEY, ["ada", "bo", "dee"]), ["Ada", "Bo"]),
        ("Lead", soql.equals("IsConverted", value=True), ["Cy"]),
        (
            "Lead",
            soql.any_of(
                soql.all_of(
                    soql.equals("LastName", "Bo"), soql.within("Id", ["00Q000000000000002"])
                ),
                soql.equals("LastName", "Cy"),
            ),
            ["Bo", "Cy"],
        ),
        (
            "Contact",
            soql.within_select(
                "Id", soql.select("Lead", ["ConvertedContactId"], where=soql.within(KEY, ["Cy"]))
            ),
            ["Cy"],
        ),
        ("Lead", soql.NOTHING, []),
    ],
)
def test_a_condition_is_met(
    tables: Tables, sobject: str, where: soql.Condition, expected: list[str]
) -> None:
    text = soql.select(sobject, ["Id"], where=where, order_by="CreatedDate").text
    assert sorted(row["LastName"] for row in matching(text, tables.rows)) == expected


def test_another_kind_of_statement_is_no_silent_nothing(tables: Tables) -> None:
    for where in (soql.like("Email", "a%"), soql.before("CreatedDate", 1)):
        with pytest.raises(ValueError, match="Not a condition"):
            matching(soql.select("Lead", ["Id"], where=where).text, tables.rows)


def test_a_merge_leaves_one_record_and_says_which(tables: Tables) -> None:
    old = tables.rows["Lead"]["00Q000000000000001"]
    double(tables, old)
    (left,) = tables.live("Ada")
    assert (old["IsDeleted"], old["MasterRecordId"], left["CreatedById"]) == (
        True,
        left["Id"],
        THEM,
    )
    assert tables.holder("ada") == left["Id"]
