from __future__ import annotations

import pytest

from mappings.rendering import Problem, Proposal, Proposed, render, settle_users
from mappings.transforms import UserByEmail

from .agreement import EVENT_AT, ORG, field, rules

DANA, TOM = "005000000000002AAA", "005000000000003AAA"
USERS = {"dana@tarn.example": DANA, "tom@tarn.example": TOM}
NO_USER = (
    "Salesforce has no active user with the address {}. "
    "Correct the address, or give the field a default."
)


def made(sent: str | None, default: str | None = None) -> Proposal:
    rule = field("Agent__c", label="Agent", transforms=(UserByEmail(),), default=default)
    lead = {"custom": {"Agent__c": sent}}
    return render(rules(fields=(rule,)), lead, lead_key="1", org=ORG, event_at=EVENT_AT)


@pytest.mark.parametrize(
    ("sent", "default", "wanted"),
    [
        ("Dana@Tarn.example", None, {"dana@tarn.example"}),
        ("dana@tarn.example", "Tom@tarn.example", {"dana@tarn.example", "tom@tarn.example"}),
        ("dana@tarn.example", TOM, {"dana@tarn.example"}),
        (None, "tom@tarn.example", {"tom@tarn.example"}),
        (DANA, None, set()),
        (None, TOM, set()),
        (None, None, set()),
    ],
)
def test_the_addresses_of_users_are_asked_for(
    sent: str | None, default: str | None, wanted: set[str]
) -> None:
    assert made(sent, default).user_emails == wanted


@pytest.mark.parametrize(
    ("sent", "default", "settled", "stand_in"),
    [
        ("Dana@Tarn.example", None, DANA, False),
        ("nobody@tarn.example", TOM, TOM, True),
        ("nobody@tarn.example", "tom@tarn.example", TOM, True),
        (None, "tom@tarn.example", TOM, True),
        (DANA, None, DANA, False),
    ],
)
def test_a_user_s_id_takes_the_place_of_the_address(
    sent: str | None, default: str | None, settled: str, *, stand_in: bool
) -> None:
    after = settle_users(made(sent, default), USERS)
    proposed = after.values["Agent__c"]
    assert (proposed.value, proposed.stand_in, proposed.user_email) == (settled, stand_in, False)
    assert (after.problems, after.user_emails) == ((), frozenset())


@pytest.mark.parametrize("default", [None, "gone@tarn.example"])
def test_an_unknown_user_is_a_problem(default: str | None) -> None:
    after = settle_users(made("nobody@tarn.example", default), USERS)
    sentence = NO_USER.format("nobody@tarn.example")
    assert after.problems == (Problem("Agent__c", "Agent", sentence, "user_not_found"),)
    assert "Agent__c" not in after.values


def test_what_was_done_is_said() -> None:
    notes = [
        settle_users(made(sent, TOM), USERS).values["Agent__c"].note
        for sent in ("dana@tarn.example", "nobody@tarn.example")
    ]
    assert notes == [
        "Its user has the address dana@tarn.example.",
        "No active user has the address nobody@tarn.example, so it has the default.",
    ]


def test_a_proposal_without_users_is_left_alone() -> None:
    before = made(None)
    assert settle_users(before, USERS) is before
    assert Proposed(None, "x").user_email is False
