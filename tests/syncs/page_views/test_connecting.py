"""Connecting an org and its checklist, as the pages show them."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from connections.documents import document_of
from connections.models import AdminLink, Connection
from mappings.models import PreflightRun
from tenants import walls
from tests.syncs.samples.settings_of_orgs import LISTED

from .conftest import HTMX, Place


@pytest.fixture
def checked(place: Place) -> Place:
    """The client, its practice org checked: one line blocks, one deserves a look."""
    with walls.inside(place.tenant):
        row = Connection.objects.get(pk=place.connection_id)
        PreflightRun.objects.create(
            tenant=place.tenant,
            connection=row,
            trigger="demand",
            calls=5,
            findings=document_of(LISTED.findings),
            versions=[],
            blocking=2,
            looks=1,
        )
    return place


def link_of(place: Place, rest: str, **form: str) -> str:
    """The path of a new admin link."""
    answer = place.post(rest, {"recipient": "Owen Price", **form})
    assert answer.status_code == 200
    url = answer.context["page"].url
    return urlsplit(url).path


def text(answer: object) -> str:
    """What a page says."""
    return answer.content.decode()  # type: ignore[attr-defined, no-any-return]


def test_a_way_that_lacks_something_says_what_beside_the_field_and_keeps_the_rest(
    place: Place,
) -> None:
    form = {"name": "Live", "environment": "production", "consumer_key": "3MVG9x"}
    answer = place.post("connect/by/client_credentials/add/", form)
    assert answer.status_code == 422
    assert "My Domain" in text(answer) and "Enter the consumer secret." in text(answer)
    assert 'value="3MVG9x"' in text(answer)
    with walls.inside(place.tenant):
        assert not Connection.objects.filter(name="Live").exists()


def test_a_certificate_is_made_and_shown_before_anything_is_tried(place: Place) -> None:
    form = {
        "name": "By certificate",
        "environment": "sandbox",
        "consumer_key": "3MVG9x",
        "login_user": "inlet@acme.example",
    }
    answer = place.client.post(place.at("connect/by/jwt_bearer/add/"), form, follow=True)
    assert "-----BEGIN CERTIFICATE-----" in text(answer)
    assert "PRIVATE KEY" not in text(answer)
    assert "Nobody has connected it yet." in text(answer)


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [("", "Enter the address."), ("https://evil.example", "Salesforce")],
)
def test_an_address_that_is_not_salesforces_is_refused_and_stays_in_the_form(
    place: Place, domain: str, sentence: str
) -> None:
    answer = place.post("connect/begin/", {"where": "domain", "domain": domain})
    assert answer.status_code == 422
    assert sentence in text(answer)
    with walls.inside(place.tenant):
        assert Connection.objects.count() == 1


def test_connecting_twice_makes_one_connection_while_nobody_has_signed_in(
    place: Place, settings: object
) -> None:
    settings.SALESFORCE_CLIENT_ID = "3MVG9inlet"  # type: ignore[attr-defined]
    for _ in range(2):
        answer = place.post("connect/begin/", {"where": "production"})
        assert "https://login.salesforce.com/services/oauth2/authorize" in text(answer)
    with walls.inside(place.tenant):
        names = list(Connection.objects.order_by("created_at").values_list("name", flat=True))
    assert names[1:] == ["Production"]


def test_the_checklist_says_what_blocks_and_offers_each_its_button(checked: Place) -> None:
    page = text(checked.get("salesforce/"))
    assert "2 settings block leads and 1 deserves a look." in page
    assert page.index("Webinar Score") < page.index("Renewables") < page.index("Integration user")
    assert f"salesforce/{checked.connection_id}/fix/?key=picklists%3AIndustry%3DRenewables" in page


def test_a_check_that_was_asked_for_is_waited_for_and_then_told(checked: Place) -> None:
    answer = checked.post(f"salesforce/{checked.connection_id}/check/")
    rest = answer.url.removeprefix(checked.at())
    assert "Looking at the org now." in text(checked.get(rest))
    seen = {"Inlet-Seen": "checking", **HTMX}
    assert checked.get(rest, **seen).status_code == 204
    with walls.inside(checked.tenant):
        run = PreflightRun.objects.get()
        PreflightRun.objects.filter(pk=run.pk).update(at=timezone.now())
    part = checked.get(rest, **seen)
    assert part.status_code == 200 and "hx-get" not in text(part)


def test_a_check_that_never_ends_is_not_waited_for_for_ever(checked: Place) -> None:
    answer = checked.post(f"salesforce/{checked.connection_id}/check/")
    rest = answer.url.removeprefix(checked.at())
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        page = text(checked.get(rest))
    assert "The check has not answered yet." in page and "hx-get" not in page


@pytest.mark.parametrize(
    ("rest", "kind", "begins"),
    [
        ("checklist.md", "text/markdown; charset=utf-8", b"# "),
        ("checklist.pdf", "application/pdf", b"%PDF-"),
        ("package.zip", "application/zip", b"PK"),
    ],
)
def test_the_checklist_and_the_package_can_be_taken_away(
    checked: Place, rest: str, kind: str, begins: bytes
) -> None:
    answer = checked.get(f"salesforce/{checked.connection_id}/{rest}")
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.content.startswith(begins)


def test_a_fix_shows_its_plan_and_a_line_that_is_gone_is_a_404(checked: Place) -> None:
    home = f"salesforce/{checked.connection_id}/fix/"
    shown = checked.get(f"{home}?key=picklists%3AIndustry%3DRenewables")
    assert "Map the value" in text(shown) and "The plan" in text(shown)
    assert checked.get(f"{home}?key=nothing").status_code == 404


def test_asking_the_admin_mails_the_message_with_what_is_missing(
    checked: Place, django_capture_on_commit_callbacks: object
) -> None:
    rest = f"salesforce/{checked.connection_id}/ask/"
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        path = link_of(checked, rest, email="owen@solvane.example")
    (sent,) = mail.outbox
    assert sent.to == ["owen@solvane.example"]
    assert "Lead: edit access to Webinar Score" in sent.body and path in sent.body


def test_a_link_is_opened_without_an_account_and_shows_no_checklist_before_connecting(
    checked: Place,
) -> None:
    path = link_of(checked, "connect/ask/", where="practice")
    page = text(Client().get(path))
    assert "Read, create, edit" in page and "Calls a day" in page
    assert "Webinar Score" not in page
    with walls.inside(checked.tenant):
        assert AdminLink.objects.get().opened_at is not None


def test_a_link_to_put_rights_right_shows_what_is_missing_and_no_way_to_sign_in(
    checked: Place,
) -> None:
    path = link_of(checked, f"salesforce/{checked.connection_id}/ask/")
    page = text(Client().get(path))
    assert "Lead: edit access to Webinar Score" in page
    assert "/sign-in/" not in page


def test_a_link_that_was_taken_back_shows_nothing_and_one_that_never_was_is_a_404(
    checked: Place,
) -> None:
    path = link_of(checked, "connect/ask/", where="practice")
    with walls.inside(checked.tenant):
        link = AdminLink.objects.get()
    checked.post(f"salesforce/{checked.connection_id}/links/{link.pk}/end/")
    page = text(Client().get(path))
    assert "This link was taken back" in page and "Fields it writes" not in page
    assert Client().get("/connect/no-such-token/").status_code == 404
    assert Client().get(f"{path}package.zip").status_code == 404
    assert Client().post(f"{path}check/").status_code == 404


def test_a_rotated_secret_is_entered_anew_and_what_is_left_empty_stays(place: Place) -> None:
    form = {
        "name": "By the app",
        "environment": "production",
        "login_url": "acme.my.salesforce.com",
        "consumer_key": "3MVG9x",
        "login_user": "inlet@acme.example",
    }
    place.post("connect/by/jwt_bearer/add/", form)
    with walls.inside(place.tenant):
        row = Connection.objects.get(name="By the app")
    shown = text(place.get(f"connections/{row.pk}/edit/"))
    assert 'value="3MVG9x"' in shown and 'value="https://acme.my.salesforce.com"' in shown
    changed = {**form, "name": "Renamed", "consumer_key": "3MVG9y"}
    assert place.post(f"connections/{row.pk}/edit/save/", changed).status_code == 302
    with walls.inside(place.tenant):
        after = Connection.objects.get(pk=row.pk)
    assert (after.name, after.consumer_key) == ("Renamed", "3MVG9y")
    assert after.certificate == row.certificate
    assert (
        place.post(f"connections/{row.pk}/edit/save/", {**form, "environment": "x"}).status_code
        == 422
    )
    assert place.get(f"connections/{place.connection_id}/edit/").status_code == 404


def test_a_person_signs_in_by_the_orgs_own_app(place: Place) -> None:
    form = {
        "environment": "sandbox",
        "login_url": "acme--uat.sandbox.my.salesforce.com",
        "consumer_key": "3MVG9own",
        "client_secret": "s3cret",
    }
    page = text(place.post("connect/by/web_server/add/", form))
    assert "https://acme--uat.sandbox.my.salesforce.com/services/oauth2/authorize" in page
    assert "client_id=3MVG9own" in page and "s3cret" not in page
