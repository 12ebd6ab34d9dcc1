from __future__ import annotations

from typing import Any

import pytest

from mappings.ownership import Result, Verdict, may_write, rule_label
from mappings.rules import FieldRule, Ownership
from tests.mappings.agreement import field

ALWAYS, IF_BLANK, WHILE_DEFAULT, ON_CREATE = Ownership
WRITTEN, KEPT, SAME = Result
NOT_NEW = "Rule: never overwrite once it isn’t New."


def verdict(rule: FieldRule, current: Any, proposed: Any, **changed: Any) -> Verdict:
    """The verdict on an existing record, in an org whose default status is New."""
    circumstances: dict[str, Any] = {"is_new": False, "default_status": "New"} | changed
    return may_write(rule, current=current, proposed=proposed, **circumstances)


@pytest.mark.parametrize(
    ("ownership", "current", "proposed", "result", "reason"),
    [
        (ALWAYS, "CEO", "COO", WRITTEN, "Rule: always write what the source sends."),
        (
            ALWAYS,
            None,
            "COO",
            WRITTEN,
            "Salesforce was blank. Rule: always write what the source sends.",
        ),
        (IF_BLANK, None, "COO", WRITTEN, "Salesforce was blank. Rule: only if blank."),
        (IF_BLANK, "  ", "COO", WRITTEN, "Salesforce was blank. Rule: only if blank."),
        (IF_BLANK, "CEO", "COO", KEPT, "Salesforce has a value. Rule: only if blank."),
        (IF_BLANK, False, True, KEPT, "Salesforce has a value. Rule: only if blank."),
        (IF_BLANK, 0, 40, KEPT, "Salesforce has a value. Rule: only if blank."),
        (WHILE_DEFAULT, "Working", "New", KEPT, NOT_NEW),
        (WHILE_DEFAULT, "New", "Working", WRITTEN, f"It was still New. {NOT_NEW}"),
        (WHILE_DEFAULT, None, "New", WRITTEN, f"Salesforce was blank. {NOT_NEW}"),
        (ON_CREATE, "Webinar", "Website", KEPT, "Rule: write once. First touch stays."),
        (ON_CREATE, None, "Website", KEPT, "Rule: write once. First touch stays."),
    ],
)
def test_the_rule_decides_about_an_existing_record(
    ownership: Ownership, current: Any, proposed: Any, result: Result, reason: str
) -> None:
    rule = field("Status", ownership=ownership)
    assert verdict(rule, current, proposed) == Verdict(result, reason)


@pytest.mark.parametrize("ownership", Ownership)
def test_every_rule_lets_a_new_record_be_filled(ownership: Ownership) -> None:
    made = verdict(field("Status", ownership=ownership), None, "Working", is_new=True)
    assert made == Verdict(WRITTEN, "The Lead is new.")


@pytest.mark.parametrize("ownership", Ownership)
def test_no_rule_writes_what_salesforce_already_has(ownership: Ownership) -> None:
    made = verdict(field("Status", ownership=ownership), "Working ", "Working")
    assert made == Verdict(SAME, "Salesforce already has this value.")


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize("blank", [None, "", " "])
@pytest.mark.parametrize("ownership", Ownership)
def test_no_rule_lets_a_blank_overwrite(
    ownership: Ownership, blank: str | None, *, is_new: bool
) -> None:
    made = verdict(field("Status", ownership=ownership), "Working", blank, is_new=is_new)
    assert made == Verdict(KEPT, "The source sent nothing, so it stays as it is.")


@pytest.mark.parametrize("ownership", Ownership)
@pytest.mark.parametrize("current", [None, "Tarn Ltd"])
def test_a_default_never_replaces_or_fills_on_an_existing_record(
    ownership: Ownership, current: str | None
) -> None:
    made = verdict(field("Company", ownership=ownership), current, "Unknown", stand_in=True)
    reason = "The source sent nothing. The default is for new records only."
    assert made == Verdict(KEPT, reason)


def test_a_default_goes_to_a_new_record() -> None:
    made = verdict(field("Company"), None, "Unknown", is_new=True, stand_in=True)
    reason = "The Lead is new. The source sent nothing, so it has the default."
    assert made == Verdict(WRITTEN, reason)


def test_the_default_status_is_the_orgs_own() -> None:
    rule = field("Status", ownership=WHILE_DEFAULT)
    org = {"default_status": "Open - Not Contacted"}
    assert verdict(rule, "Open - Not Contacted", "Working", **org).result is WRITTEN
    assert verdict(rule, "New", "Working", **org).result is KEPT


def test_another_field_is_untouched_while_it_has_its_own_default() -> None:
    rule = field("Rating", ownership=WHILE_DEFAULT, default="Cold")
    assert verdict(rule, "Cold", "Hot").result is WRITTEN
    assert verdict(rule, "Warm", "Hot").result is KEPT
    unknown = field("Rating", ownership=WHILE_DEFAULT)
    assert verdict(unknown, "Warm", "Hot").result is KEPT
    assert rule_label(rule, "New") == "never overwrite once it isn’t Cold"
    assert rule_label(unknown, "New") == "never overwrite once it has left its first value"


def test_an_email_address_is_the_same_in_any_case() -> None:
    assert verdict(field("Email"), "ana@x.example", "Ana@x.example").result is SAME
    assert verdict(field("Title"), "coo", "COO").result is WRITTEN
