"""One field of an agreement put in, replaced, left out, put back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from mappings.rowing import place_of, put_back, with_field, without_field
from mappings.rules import FieldRule, Rules

NAMES = ["Title", "Phone", "Email", "Company", "Website"]
ORDERS = st.lists(st.sampled_from(NAMES), unique=True)


def rules_with(*names: str) -> Rules:
    """Rules with these fields."""
    return Rules(fields=tuple(FieldRule(lead_field=name, source=name.lower()) for name in names))


def names_of(rules: Rules) -> list[str]:
    """The keys in their order."""
    return [one.key for one in rules.fields]


def test_a_new_field_stands_at_the_end_and_a_changed_one_where_it_was() -> None:
    rules = rules_with("Title", "Phone")
    email = FieldRule(lead_field="Email", source="e")
    assert names_of(with_field(rules, email)) == ["Title", "Phone", "Email"]
    assert names_of(with_field(rules, email, key="Title")) == ["Email", "Phone"]
    assert names_of(with_field(rules, email, key="Gone")) == ["Title", "Phone", "Email"]


def test_a_contact_field_alone_has_its_own_key() -> None:
    rule = FieldRule(contact_field="Title", source="t")
    rules = with_field(rules_with("Title"), rule)
    assert names_of(rules) == ["Title", "Contact.Title"]
    assert names_of(without_field(rules, "Contact.Title")) == ["Title"]
    assert place_of(rules, "Contact.Title") == 1
    assert place_of(rules, "") == 2


@given(ORDERS, st.sampled_from(NAMES))
def test_what_is_left_out_can_be_put_back_where_it_was(order: list[str], name: str) -> None:
    live = rules_with(*order)
    assert put_back(without_field(live, name), name, live=live) == live
    assert put_back(live, name, live=live) == live


@given(ORDERS, ORDERS, st.sampled_from(NAMES))
def test_putting_back_disturbs_no_other_field(
    order: list[str], drafted: list[str], name: str
) -> None:
    live, draft = rules_with(*order), rules_with(*drafted)
    found = put_back(draft, name, live=live)
    assert without_field(found, name) == without_field(draft, name)
    assert (name in names_of(found)) == (name in order or name in drafted)
