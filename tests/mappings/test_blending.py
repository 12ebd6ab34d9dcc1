"""A client = blueprint + overrides: nothing is lost on the way there and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from mappings.blending import blend, overrides_of, shadowed
from mappings.documents import document_of, rules_of

TITLE = {"lead_field": "Title", "source": "person.title"}
PHONE = {"lead_field": "Phone", "source": "person.phone", "transforms": ["trim"]}
CITY = {"contact_field": "MailingCity", "source": "company.city"}
BASE: dict[str, Any] = {
    "fields": [TITLE, PHONE],
    "match": ["email"],
    "mode": "create_only",
    "routing": {"owner": "account_owner", "on_update": True},
}
OWN_OWNER = {"owner": {"to": "queue", "id": "00G000000000001AAA"}, "on_update": True}


def changed(**parts: Any) -> dict[str, Any]:
    """The blueprint's document, changed; a part that is None is left out."""
    return {name: value for name, value in (BASE | parts).items() if value is not None}


CASES = [
    ("the same", BASE, {}),
    ("a rule replaced", changed(fields=[TITLE | {"default": "?"}, PHONE]),
     {"fields": [TITLE | {"default": "?"}]}),
    ("a rule added", changed(fields=[TITLE, PHONE, CITY]), {"fields": [CITY]}),
    ("a rule left out", changed(fields=[PHONE]), {"without": ["Title"]}),
    ("another order", changed(fields=[PHONE, TITLE]), {"order": ["Phone", "Title"]}),
    ("added in front", changed(fields=[CITY, TITLE, PHONE]),
     {"fields": [CITY], "order": ["Contact.MailingCity", "Title", "Phone"]}),
    ("another policy", changed(mode="update_only"), {"set": {"mode": "update_only"}}),
    ("no policy of its own", changed(mode=None), {"unset": ["mode"]}),
    ("one part of the routing", changed(routing=OWN_OWNER),
     {"set": {"routing.owner": OWN_OWNER["owner"]}}),
    ("no routing", changed(routing=None), {"unset": ["routing.owner", "routing.on_update"]}),
    ("no fields", changed(fields=None), {"without": ["Title", "Phone"]}),
    ("one field twice", changed(fields=[TITLE, TITLE]), {"set": {"fields": [TITLE, TITLE]}}),
]  # fmt: skip


@pytest.mark.parametrize(("wanted", "overrides"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_overrides_say_only_what_differs(wanted: dict[str, Any], overrides: dict[str, Any]) -> None:
    assert overrides_of(BASE, wanted) == overrides
    assert blend(BASE, overrides) == wanted


def _rule(key: str, default: str) -> dict[str, Any]:
    name = "contact_field" if key.startswith("C") else "lead_field"
    return {name: key, "source": f"custom.{key}", "default": default}


RULES = st.lists(
    st.builds(_rule, st.sampled_from(["Title", "Phone", "City", "CA__c", "CB__c"]),
              st.sampled_from("xyz")),
    max_size=6,
)  # fmt: skip
OWNERS = st.sampled_from(
    ["creator", "account_owner", {"to": "user", "id": "005000000000001AAA"}, OWN_OWNER["owner"]]
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "fields": RULES,
        "match": st.lists(st.sampled_from(["email", "external_id", "phone"]), max_size=3),
        "mode": st.sampled_from(["create_only", "update_only", "create_and_update"]),
        "routing": st.fixed_dictionaries(
            {}, optional={"owner": OWNERS, "on_update": st.booleans()}
        ),
        "default_status": st.sampled_from(["New", "Open"]),
    },
).map(lambda drawn: document_of(rules_of(drawn)))


def has_no_twins(document: dict[str, Any]) -> bool:
    """Whether each field has one rule, as in every version that was published."""
    rules = document.get("fields", [])
    return len(rules) == len({one.get("lead_field") or one["contact_field"] for one in rules})


@given(DOCUMENTS, DOCUMENTS)
@example({"fields": [TITLE, TITLE]}, {"fields": [TITLE]})
@example({}, {"fields": [TITLE, TITLE]})
def test_any_document_comes_back_from_its_overrides(
    base: dict[str, Any], wanted: dict[str, Any]
) -> None:
    overrides = overrides_of(base, wanted)
    assert blend(base, overrides) == wanted
    assert overrides_of(base, base) == {}
    # Once more: what was blended has the same overrides.
    assert overrides_of(base, blend(base, overrides)) == overrides


@given(DOCUMENTS, DOCUMENTS, DOCUMENTS)
def test_a_client_keeps_what_is_its_own_when_the_blueprint_moves_on(
    before: dict[str, Any], after: dict[str, Any], client: dict[str, Any]
) -> None:
    assume(has_no_twins(after))
    overrides = overrides_of(before, client)
    moved = blend(after, overrides)
    if "fields" in overrides.get("set", {}):
        assert moved.get("fields", []) == client.get("fields", [])
        return
    for rule in overrides.get("fields", ()):
        assert rule in moved["fields"]
    for name in ("match", "mode", "default_status"):
        if name in overrides.get("set", {}):
            assert moved[name] == client[name]
        elif name not in overrides.get("unset", ()):
            assert moved.get(name) == after.get(name)


def test_what_the_blueprint_adds_reaches_a_client_with_an_order_of_its_own() -> None:
    overrides = overrides_of(BASE, changed(fields=[PHONE, TITLE]))
    moved = blend(changed(fields=[TITLE, CITY, PHONE]), overrides)
    assert moved["fields"] == [PHONE, TITLE, CITY]


def test_neither_document_is_changed() -> None:
    base, overrides = changed(), {"set": {"routing.owner": "creator"}, "fields": [CITY]}
    blend(base, overrides)
    assert (base, overrides) == (
        BASE,
        {"set": {"routing.owner": "creator"}, "fields": [CITY]},
    )


def test_what_does_not_reach_a_client_is_named() -> None:
    after = changed(fields=[TITLE | {"default": "?"}, CITY], mode="update_only")
    own = overrides_of(BASE, changed(fields=[TITLE | {"source": "custom.job"}, PHONE], mode=None))
    assert shadowed(BASE, after, own) == ("Title", "mode")
    assert shadowed(BASE, after, {}) == ()
    assert shadowed(BASE, BASE, own) == ()
