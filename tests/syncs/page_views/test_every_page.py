"""What holds for every page of a client: who may read it, what it costs, whose rows it shows."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from syncs.models import InboundLead
from tenants import walls
from tenants.access import Action, Role, may
from tenants.models import Tenant
from tests.syncs.conftest import Door
from tests.syncs.worked import practice_lead_id

from .conftest import Place, browser, person_of

# Savepoints and the wall's own settings are part of every transaction, not reads.
_OVERHEAD = re.compile(r"SAVEPOINT|set_config|current_setting|BEGIN|COMMIT", re.IGNORECASE)
MOST_READS = 15


def reads(place: Place, rest: str) -> list[str]:
    """The queries of a page."""
    with CaptureQueriesContext(connection) as caught:
        assert place.get(rest).status_code == 200
    return [one["sql"] for one in caught if not _OVERHEAD.search(one["sql"])]


def test_every_page_is_shown_with_data_and_kept_by_nobody(place: Place) -> None:
    for rest in place.pages():
        answer = place.get(rest)
        assert answer.status_code == 200, (rest, answer.content)
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert "HX-Request" in answer.headers["Vary"]


def test_no_page_needs_more_than_fifteen_reads(place: Place) -> None:
    counted = {rest: len(reads(place, rest)) for rest in place.pages()}
    assert {rest: count for rest, count in counted.items() if count > MOST_READS} == {}


def test_more_leads_cost_no_more_reads(place: Place) -> None:
    before = {rest: len(reads(place, rest)) for rest in ("", "leads/?when=all")}
    with_more = [
        InboundLead(
            tenant=place.tenant,
            source=place.door.source,
            connection_id=place.door.source.connection_id,
            payload={},
            state="held",
            cause=f"cause {number % 9}",
            reason=f"Reason {number % 9}.",
        )
        for number in range(60)
    ]
    with walls.inside(place.tenant):
        InboundLead.objects.bulk_create(with_more)
    assert {rest: len(reads(place, rest)) for rest in before} == before


def test_a_stranger_finds_nothing_and_a_visitor_is_sent_to_sign_in(
    place: Place, visit: Callable[[Role | None], Place]
) -> None:
    stranger = visit(None)
    for rest in place.pages():
        assert stranger.get(rest).status_code == 404
        answer = Client().get(place.at(rest))
        assert (answer.status_code, answer.url.split("?")[0]) == (302, "/account/login/")


def test_a_client_that_does_not_exist_looks_like_one_that_is_not_yours(place: Place) -> None:
    absent = place.client.get("/c/no-such-client/")
    other = Place(place.door, place.leads, browser(person_of(place.tenant, None))).get()
    assert (absent.status_code, absent.content) == (404, other.content)


# Connecting an org is for those who may manage the client.
MANAGED = ("connect/", "connections/")


@pytest.mark.parametrize("role", list(Role))
def test_every_role_reads_every_page_but_those_for_managing(
    place: Place, visit: Callable[[Role | None], Place], role: Role
) -> None:
    visitor = visit(role)
    manages = may(role, Action.MANAGE)
    assert {rest: visitor.get(rest).status_code for rest in place.pages()} == {
        rest: 200 if manages or not rest.startswith(MANAGED) else 403 for rest in place.pages()
    }


FORMS = {
    "sample/": Role.EDITOR,
    "practice/sample/": Role.EDITOR,
    "practice/reset/": Role.EDITOR,
    "practice/switch/no_owner/": Role.EDITOR,
    "practice/new/Lead/save/": Role.EDITOR,
    "practice/Lead/{record}/save/": Role.EDITOR,
    "practice/Lead/{record}/convert/": Role.EDITOR,
    "practice/Lead/{record}/merge/into/": Role.EDITOR,
    "practice/Lead/{record}/delete/": Role.EDITOR,
    "practice/Lead/{record}/undelete/": Role.EDITOR,
    "practice/setup/change/": Role.EDITOR,
    "practice/setup/access/": Role.EDITOR,
    "practice/setup/revoke/": Role.EDITOR,
    "practice/setup/fault/": Role.EDITOR,
    "leads/{failed}/send-again/": Role.EDITOR,
    "ledger/compare/": Role.EDITOR,
    "mapping/{mapping}/field/": Role.EDITOR,
    "mapping/{mapping}/plan/try/": Role.VIEWER,
    "mapping/{mapping}/plan/many/start/": Role.EDITOR,
    "mapping/{mapping}/suggest/try/": Role.VIEWER,
    "mapping/{mapping}/suggest/add/": Role.EDITOR,
    "mapping/{mapping}/policy/save/": Role.EDITOR,
    "mapping/{mapping}/routing/save/": Role.EDITOR,
    "mapping/{mapping}/follow/save/": Role.EDITOR,
    "mapping/{mapping}/publish/now/": Role.EDITOR,
    "mapping/{mapping}/discard/": Role.EDITOR,
    "mapping/{mapping}/roll-back/1/now/": Role.EDITOR,
    "mapping/{mapping}/replay/start/": Role.EDITOR,
    "settings/configuration/plan/": Role.EDITOR,
    "settings/configuration/apply/": Role.EDITOR,
    "settings/keys/new/": Role.ADMIN,
    "settings/keys/{key}/revoke/": Role.ADMIN,
    "settings/members/invite/": Role.ADMIN,
    "connect/begin/": Role.ADMIN,
    "connect/ask/": Role.ADMIN,
    "connect/by/jwt_bearer/add/": Role.ADMIN,
    "connect/by/web_server/add/": Role.ADMIN,
    "connections/{connection}/disconnect/": Role.ADMIN,
    "connections/{connection}/other-org/": Role.ADMIN,
    "connections/{connection}/pace/": Role.ADMIN,
    "connections/{connection}/sign-in/": Role.ADMIN,
    "salesforce/{connection}/ask/": Role.ADMIN,
    "salesforce/{connection}/check/": Role.EDITOR,
}
_RANK = [Role.VIEWER, Role.EDITOR, Role.ADMIN, Role.OWNER]


def form_address(place: Place, rest: str) -> str:
    """The form's address with the ids of this client's rows."""
    return rest.format(
        failed=place.leads["Failed"].pk,
        key=place.door.key.pk,
        connection=place.connection_id,
        record=practice_lead_id(place.tenant),
        mapping=place.mapping_id,
    )


@pytest.mark.parametrize(("rest", "least"), FORMS.items())
def test_a_form_is_taken_from_the_role_that_may_and_from_nobody_below(
    place: Place, visit: Callable[[Role | None], Place], rest: str, least: Role
) -> None:
    address = form_address(place, rest)
    below, above = _RANK[: _RANK.index(least)], _RANK[_RANK.index(least) :]
    assert {role: visit(role).post(address).status_code for role in below} == dict.fromkeys(
        below, 403
    )
    assert {visit(role).post(address).status_code for role in above} <= {302, 422}
    assert visit(None).post(address).status_code == 404
    assert Client().post(place.at(address)).status_code == 302


@pytest.mark.parametrize("rest", FORMS)
def test_a_form_needs_its_token_and_is_no_page(place: Place, rest: str) -> None:
    address = place.at(form_address(place, rest))
    assert place.client.get(address).status_code == 405
    careful = Client(enforce_csrf_checks=True)
    careful.cookies = place.client.cookies
    assert careful.post(address).status_code == 403


def test_nothing_of_another_client_is_on_any_page(place: Place, canary: Door) -> None:
    searches = [f"leads/?when=all&q={q}" for q in ("can", "new@x.example", "ada can")]
    for rest in (*place.pages(), *searches):
        assert b"anary" not in place.get(rest).content.lower(), rest
    for address in ("/", "/clients/"):
        assert b"anary" not in place.client.get(address, follow=True).content


def test_another_clients_ids_are_as_absent_as_ids_that_never_were(
    place: Place, canary: Door
) -> None:
    with walls.inside(canary.tenant):
        lead = InboundLead.objects.filter(state="failed").get()
    absent = place.get(f"leads/{uuid.uuid4()}/")
    theirs = place.get(f"leads/{lead.pk}/")
    assert (theirs.status_code, theirs.content) == (404, absent.content)
    for rest in (f"leads/{lead.pk}/send-again/", f"settings/keys/{canary.key.pk}/revoke/"):
        assert place.post(rest).status_code == 404
    with walls.inside(canary.tenant):
        lead.refresh_from_db()
        canary.key.refresh_from_db()
    assert (lead.state, canary.key.revoked_at) == ("failed", None)


HOSTILE = [
    "\x00",
    "%00",
    "'\"><script>",
    "a" * 5_000,
    "../../etc/passwd",
    "-1",
    "9" * 400,
    "ÿ\ud7ff",
    "1; DROP TABLE x",
    "{{7*7}}",
    "2026-11-19|00QWz00000Ab3dEMAR",
    "2026-11-19T00:00:00+00:00|\0",
    "MTIz",
    "LTk5OTk5OTk5OTk5OTk5OTk5OTk5LjEuMQ",
    "%",
    "_",
    "\\",
]


@pytest.mark.parametrize("value", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_addresses_are_answered_and_break_nothing(place: Place, value: str) -> None:
    for name in ("when", "state", "source", "q", "cause", "after", "first", "shown"):
        for rest in ("leads/", "practice/", ""):
            answer = place.client.get(place.at(rest), {name: value, "when": value})
            assert answer.status_code == 200, (rest, name)
            assert b"<script>" not in answer.content.replace(b"<script src", b"")
    second = {"first": "26", "after": value, "q": value}
    assert place.client.get(place.at("practice/"), second).status_code == 200
    for folder in ("practice/", "practice/Lead/", "leads/"):
        answer = place.client.get(f"{place.at(folder)}{value.replace('/', '')}/")
        assert answer.status_code in (404, 400), folder
    assert place.client.get("/clients/", {"q": value}).status_code == 200


def test_times_are_the_clients_own(place: Place) -> None:
    Tenant.objects.filter(pk=place.tenant.pk).update(time_zone="Asia/Kolkata")
    lead = place.leads["Created"]
    local = lead.received_at + timedelta(hours=5, minutes=30)
    assert f"{local:%H:%M:%S}" in place.get(f"leads/{lead.pk}/").content.decode()


def test_a_time_zone_that_nobody_knows_breaks_no_page(place: Place) -> None:
    Tenant.objects.filter(pk=place.tenant.pk).update(time_zone="Mars/Olympus")
    statuses: set[Any] = {place.get(rest).status_code for rest in place.pages()}
    assert statuses | {place.client.get("/clients/").status_code} == {200}
