"""Apps and access: tolerant reading, lives of tokens."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.access import Access, UserAccess
from connections.practice.rules.access_reading import read_access
from connections.practice.rules.app_options import (
    AFTER,
    FLOWS,
    FOR_EVER,
    IDLE,
    IMMEDIATELY,
    REFRESH_POLICIES,
    UNTIL_REVOKED,
)
from connections.practice.rules.apps import App, may_approve_uninstalled

BEGAN = datetime(2026, 3, 1, tzinfo=UTC)
TOUCHED = BEGAN + timedelta(days=10)
OWN = App("Inlet", "key", "hash", ("https://a.example/",))

texts = st.text(max_size=8)
apps = st.builds(
    App,
    name=texts,
    consumer_key=texts,
    secret_hash=texts,
    redirect_uris=st.lists(texts, max_size=2).map(tuple),
    flows=st.lists(st.sampled_from(FLOWS), unique=True).map(tuple),
    rotates=st.none() | st.booleans(),
    refresh_policy=st.sampled_from(REFRESH_POLICIES),
    refresh_days=st.integers(1, 400),
    installed=st.booleans(),
    ip_ranges=st.lists(texts, max_size=2).map(tuple),
)
accesses = st.builds(
    Access,
    apps=st.lists(apps, min_size=1, max_size=3).map(tuple),
    users=st.dictionaries(
        texts, st.builds(UserAccess, frozen=st.booleans(), login_from=st.integers(0, 24))
    ),
    password_flow=st.booleans(),
    session_minutes=st.integers(0, 3000),
)


@given(accesses)
def test_access_survives_the_database(access: Access) -> None:
    kept = json.loads(json.dumps(access.document()))
    assert read_access(kept, own=access.apps[0]) == access


@given(accesses)
def test_secrets_of_the_own_app_stay_in_their_columns(access: Access) -> None:
    own = access.document()["own"]
    assert not {"consumer_key", "secret_hash", "redirect_uris"} & set(own)


@pytest.mark.parametrize("document", [{}, {"own": {}, "nonsense": 1}, {"own": {"color": "red"}}])
def test_an_older_row_has_defaults(document: dict[str, object]) -> None:
    assert read_access(document, own=OWN) == Access(apps=(OWN,))


@pytest.mark.parametrize(
    ("policy", "dies"),
    [
        (UNTIL_REVOKED, BEGAN + FOR_EVER),
        (AFTER, BEGAN + timedelta(days=30)),
        (IDLE, TOUCHED + timedelta(days=30)),
        (IMMEDIATELY, TOUCHED),
    ],
)
def test_a_refresh_token_dies_by_its_policy(policy: str, dies: datetime) -> None:
    app = replace(OWN, refresh_policy=policy)
    assert app.refresh_dies(began=BEGAN, touched=TOUCHED) == dies


@pytest.mark.parametrize(
    ("of_app", "of_org", "minutes"),
    [(0, 120, 120), (15, 120, 15), (0, 1, 15), (0, 9_999, 1_440), (1_440, 15, 1_440)],
)
def test_a_session_lasts_as_the_app_says_or_else_the_org(
    of_app: int, of_org: int, minutes: int
) -> None:
    app = replace(OWN, session_minutes=of_app)
    access = Access(apps=(app,), session_minutes=of_org)
    assert access.session_of(app) == timedelta(minutes=minutes)


def test_an_app_gets_the_scopes_it_may_have_in_the_order_it_asked() -> None:
    app = replace(OWN, scopes=("id", "api"))
    assert app.granted("web  api nonsense id") == "api id"


@pytest.mark.parametrize(
    ("profile", "may"),
    [("System Administrator", True), ("System Administrator Clone", False), ("", False)],
)
def test_only_the_standard_administrator_approves_uninstalled_apps(
    *, profile: str, may: bool
) -> None:
    assert may_approve_uninstalled(profile) is may


def test_apps_are_found_by_their_keys() -> None:
    other = replace(OWN, consumer_key="other")
    access = Access(apps=(OWN, other))
    assert [access.app(key) for key in ("", "key", "other", "none")] == [OWN, OWN, other, None]
