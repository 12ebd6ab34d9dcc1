from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.crm import Field
from mappings.coercing import fit
from mappings.proposals import Problem, Proposed

from .agreement import choices, described, field

RULE = field("X__c", label="The field")
MONEY = {"precision": 18, "scale": 2, "length": 0}
CLOSED = {"picklist": choices("Hot", "Warm"), "restricted_picklist": True}
TYPES = ("string", "textarea", "email", "phone", "url", "picklist", "multipicklist", "boolean",
         "int", "double", "currency", "percent", "date", "datetime", "time", "reference",
         "combobox", "id", "anyType")  # fmt: skip


def fitted(value: Any, kind: str, **changed: Any) -> Proposed | Problem | None:
    return fit(RULE, Proposed(value, value), described("X__c", kind, **changed))


@pytest.mark.parametrize(
    ("kind", "changed", "value", "kept", "note"),
    [
        ("string", {}, " Ana ", "Ana", ""),
        ("string", {}, 40, "40", ""),
        ("string", {}, True, "true", ""),
        ("string", {"length": 3}, "Ana", "Ana", ""),
        ("string", {"length": 0}, "Ana", "Ana", ""),
        ("textarea", {}, "a\nb", "a\nb", ""),
        ("anyType", {}, 1.5, "1.5", ""),
        ("email", {}, "Ana@Tarn.example", "ana@tarn.example", "Put into lower case."),
        ("picklist", CLOSED, "hot", "Hot", "“hot” is “Hot” in the list."),
        ("picklist", {**CLOSED, "length": 2}, "Hot", "Hot", ""),
        ("multipicklist", CLOSED, "warm;Hot", "Hot;Warm", "“warm” is “Warm” in the list."),
        ("boolean", {}, "yes", True, "Read as true."),
        ("boolean", {}, 0, False, ""),
        ("boolean", {}, True, True, ""),
        ("int", {}, "40", 40, ""),
        ("int", {}, 40.0, 40, ""),
        ("int", {}, "1,200", 1200, "“1,200” is read as 1,200."),
        ("double", {}, "40.5", 40.5, ""),
        ("double", {}, 10**17, 10**17, ""),
        ("currency", MONEY, 12.345, 12.35, "Rounded to 2 decimals, as many as it has."),
        ("currency", MONEY, 12.999, 13, "Rounded to 2 decimals, as many as it has."),
        ("currency", MONEY, 12.25, 12.25, ""),
        ("percent", {"precision": 3, "scale": 0}, "5%", 5, "“5%” is read as 5."),
        ("date", {}, "2026-03-04", "2026-03-04", ""),
        ("date", {}, "4 March 2026", "2026-03-04", "“4 March 2026” is read as 2026-03-04."),
        ("date", {}, "2026-03-04T23:30:00-08:00", "2026-03-04",
         "“2026-03-04T23:30:00-08:00” is read as 2026-03-04."),
        ("datetime", {}, "2026-03-04T10:11:12.000+0000", "2026-03-04T10:11:12.000+0000", ""),
        ("datetime", {}, 1767259800, "2026-01-01T09:30:00.000+0000",
         "“1767259800” is read as 2026-01-01T09:30:00.000+0000."),
        ("time", {}, "9:30", "09:30:00.000Z", "“9:30” is read as 09:30:00.000Z."),
        ("time", {}, "09:30:15.000Z", "09:30:15.000Z", ""),
        ("reference", {}, "005000000000001", "005000000000001AAA", ""),
        ("id", {}, "00Q000000000001AAA", "00Q000000000001AAA", ""),
        ("combobox", {"picklist": choices("Call")}, "Walk", "Walk", ""),
    ],
)  # fmt: skip
def test_a_value_is_kept_as_its_field_keeps_it(
    kind: str, changed: dict[str, Any], value: Any, kept: Any, note: str
) -> None:
    made = fitted(value, kind, **changed)
    assert made == Proposed(value, kept, note)
    assert isinstance(made, Proposed)
    assert type(made.value) is type(kept)


@pytest.mark.parametrize(
    ("kind", "changed", "value", "sentence", "code"),
    [
        ("string", {"length": 3}, "Anabel", "It has 6 characters, and X__c takes 3. "
         "Send a shorter one, or let the mapping cut it (truncate).", "too_long"),
        ("email", {"length": 8}, "ana@tarn.example", "It has 16 characters, and X__c takes 8. "
         "Send a shorter one, or let the mapping cut it (truncate).", "too_long"),
        ("email", {}, "ana@tarn",
         "This address has no ending such as .com. Check it and try again.", "not_an_email"),
        ("picklist", CLOSED, "Cold", "X__c doesn’t offer “Cold”, and takes nothing else than it "
         "offers. Map the value, or ask the admin to add it.", "restricted_value"),
        ("boolean", {}, "maybe", "“maybe” is neither yes nor no. X__c is a checkbox. "
         "Map the value to true or false.", "not_yes_or_no"),
        ("double", {}, "many", "“many” is not one number. X__c takes numbers only. "
         "Change the value or its map.", "not_a_number"),
        ("int", {}, 1.5, "1.5 is not a whole number, and X__c takes no other. Check the value.",
         "not_a_number"),
        ("int", {}, 2**31, "2,147,483,648 is too large for X__c. Check the value.", "too_large"),
        ("percent", {"precision": 3, "scale": 1}, 100, "100 is too large: X__c takes 2 digits "
         "before the point. Check the value.", "too_large"),
        ("double", {"precision": 18, "scale": 15}, 10**17, "100,000,000,000,000,000 is too large: "
         "X__c takes 3 digits before the point. Check the value.", "too_large"),
        ("percent", {"precision": 3, "scale": 1}, 99.96, "99.96 is too large: X__c takes 2 digits "
         "before the point. Check the value.", "too_large"),
        ("date", {}, "03/04/2026", "“03/04/2026” is no date such as 2026-03-04, and X__c takes "
         "dates only. Let the mapping read it (date), and say which comes first.", "not_a_date"),
        ("datetime", {}, "soon", "“soon” is no date such as 2026-03-04, and X__c takes "
         "dates only. Let the mapping read it (date), and say which comes first.", "not_a_date"),
        ("time", {}, "25:00", "“25:00” is no time such as 14:30, and X__c takes times only. "
         "Check the value.", "not_a_date"),
        ("reference", {}, "Dana", "“Dana” is not the id of a record, and X__c takes ids only. "
         "Map the value to an id, or look the user up by e-mail.", "not_an_id"),
    ],
)  # fmt: skip
def test_what_the_field_cannot_keep_is_a_problem_that_says_what_to_do(
    kind: str, changed: dict[str, Any], value: Any, sentence: str, code: str
) -> None:
    assert fitted(value, kind, **changed) == Problem("X__c", "The field", sentence, code)


@pytest.mark.parametrize("kind", ["int", "date", "reference", "email", "boolean", "picklist"])
def test_a_placeholder_that_the_field_cannot_keep_leaves_nothing(kind: str) -> None:
    changed = CLOSED if kind == "picklist" else {}
    assert fitted("n/a", kind, **changed) is None


def test_what_a_list_of_choices_leaves_empty_is_nothing() -> None:
    assert fitted(" ; ", "multipicklist", **CLOSED) is None


def test_without_a_describe_or_a_user_nothing_is_coerced() -> None:
    sent = Proposed("many", "many")
    assert fit(RULE, sent, None) is sent
    user = Proposed("dana@tarn.example", "dana@tarn.example", user_email=True)
    assert fit(RULE, user, described("X__c", "reference")) is user


def test_notes_follow_each_other_and_the_rest_stays() -> None:
    sent = Proposed(" HOT ", "hot", "Put into lower case.", stand_in=True, placeholder=True)
    made = fit(RULE, sent, described("X__c", "picklist", **CLOSED))
    note = "Put into lower case. “hot” is “Hot” in the list."
    assert made == Proposed(" HOT ", "Hot", note, stand_in=True, placeholder=True)


values = (
    st.text(max_size=20)
    | st.integers(-(10**17), 10**17)
    | st.floats(-1e12, 1e12)
    | st.booleans()
    | st.dates().map(str)
    | st.datetimes().map(str)
)


@pytest.mark.parametrize("kind", TYPES)
@given(value=values)
def test_what_fits_once_fits_as_it_is(kind: str, value: Any) -> None:
    numbers = {"precision": 14, "scale": 2} if kind in {"double", "currency", "percent"} else {}
    one: Field = described("X__c", kind, picklist=choices("a", "B"), **numbers)
    once = fit(RULE, Proposed(value, value), one)
    if isinstance(once, Proposed):
        again = fit(RULE, Proposed(value, once.value), one)
        assert isinstance(again, Proposed)
        assert again.value == once.value
