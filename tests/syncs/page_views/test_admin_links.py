"""What an admin link gives away, to whom, how often and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
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

from .conftest import Place


def runs(place: Place) -> int:
    """How often the org was looked at."""
    with walls.inside(place.tenant):
        return PreflightRun.objects.count()


def look(place: Place, at: Any = None) -> None:
    """A run of the checklist, at this moment."""
    with walls.inside(place.tenant):
        run = PreflightRun.objects.create(
            tenant=place.tenant,
            connection=Connection.objects.get(pk=place.connection_id),
            trigger="demand",
            findings=document_of(LISTED.findings),
            versions=[],
            blocking=2,
        )
        PreflightRun.objects.filter(pk=run.pk).update(at=at or timezone.now())


@pytest.fixture
def path(place: Place) -> str:
    """The path of a link to put rights right; the practice org is connected."""
    look(place)
    answer = place.post(f"salesforce/{place.connection_id}/ask/", {"recipient": "Owen Price"})
    return urlsplit(answer.context["page"].url).path


def change(place: Place, **values: Any) -> AdminLink:
    """The only link, changed."""
    with walls.inside(place.tenant):
        AdminLink.objects.update(**values)
        return AdminLink.objects.get()


def test_whoever_holds_a_link_has_the_org_looked_at_once_in_twenty_seconds(
    place: Place, path: str
) -> None:
    browser, before = Client(), runs(place)
    answers = [browser.post(f"{path}check/") for _ in range(4)]
    assert [answer.url for answer in answers] == [path] * 4
    assert runs(place) == before + 1
    assert "looked at a moment ago" in browser.get(path).content.decode()
    with time_machine.travel(timezone.now() + timedelta(seconds=21)):
        Client().post(f"{path}check/")
    assert runs(place) == before + 2


def test_and_not_without_end_on_one_day(place: Place, path: str) -> None:
    for _ in range(60):
        look(place)
    before = runs(place)
    Client().post(f"{path}check/")
    assert runs(place) == before


def test_a_link_that_creates_fields_ends_with_the_link_it_came_from(
    place: Place, path: str
) -> None:
    first = change(place, expires_at=timezone.now() + timedelta(hours=1))
    second = urlsplit(Client().post(f"{path}fields/").url).path
    third = urlsplit(Client().post(f"{path}fields/").url).path
    assert Client().post(f"{third}fields/").url == third
    with walls.inside(place.tenant):
        ends = list(AdminLink.objects.values_list("expires_at", flat=True))
        assert ends == [first.expires_at] * 3
    assert "was taken back" in Client().get(second).content.decode()
    place.post(f"salesforce/{place.connection_id}/links/{first.pk}/end/")
    assert "was taken back" in Client().get(third).content.decode()


def test_a_used_link_shows_nothing_any_more_once_its_week_is_over(place: Place, path: str) -> None:
    change(place, finished_at=timezone.now())
    assert "Webinar Score" in Client().get(path).content.decode()
    assert Client().get(f"{path}package.zip").status_code == 200
    change(place, expires_at=timezone.now() - timedelta(seconds=1))
    assert "Webinar Score" not in Client().get(path).content.decode()
    assert Client().get(f"{path}package.zip").status_code == 404


def test_a_used_link_can_be_taken_back_as_it_still_shows_the_checklist(
    place: Place, path: str
) -> None:
    link = change(place, finished_at=timezone.now())
    end = f"salesforce/{place.connection_id}/links/{link.pk}/end/"
    assert end in place.get(f"connections/{place.connection_id}/").content.decode()
    place.post(end)
    page = Client().get(path).content.decode()
    assert "Webinar Score" not in page and "This link has done its work" in page
    assert Client().get(f"{path}package.zip").status_code == 404
    assert end not in place.get(f"connections/{place.connection_id}/").content.decode()


def test_a_link_made_for_one_org_shows_nothing_of_the_next(place: Place, path: str) -> None:
    with walls.inside(place.tenant):
        Connection.objects.filter(pk=place.connection_id).update(org_changed_at=timezone.now())
    assert "Webinar Score" not in Client().get(path).content.decode()
    assert Client().post(f"{path}check/").status_code == 404


def test_a_mail_that_can_not_be_sent_is_told_and_the_link_stays(
    place: Place, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    form = {"recipient": "Owen Price", "email": "owen@solvane.example"}
    answer = place.post(f"salesforce/{place.connection_id}/ask/", form)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "The mail could not be sent" in page and "Send this to Owen Price" in page


def test_a_client_s_name_of_two_lines_breaks_no_mail(place: Place) -> None:
    type(place.tenant).objects.filter(pk=place.tenant.pk).update(name="Acme\nBcc: x@evil.example")
    form = {"recipient": "Owen", "email": "owen@solvane.example"}
    assert place.post(f"salesforce/{place.connection_id}/ask/", form).status_code == 200
    (sent,) = mail.outbox
    assert sent.subject == "Inlet and the Salesforce org of Acme Bcc: x@evil.example"


def test_one_client_mails_at_most_thirty_links_an_hour(place: Place) -> None:
    form = {"recipient": "Owen", "email": "owen@solvane.example"}
    for _ in range(31):
        answer = place.post(f"salesforce/{place.connection_id}/ask/", form)
    assert len(mail.outbox) == 30
    assert "The mail could not be sent" in answer.content.decode()


@pytest.mark.parametrize("rest", ["rehearse/", "now/", "certificate/", "disconnect/"])
def test_nothing_is_changed_by_reading(place: Place, rest: str) -> None:
    assert place.get(f"connections/{place.connection_id}/{rest}").status_code == 405


def test_a_sign_in_by_a_person_is_not_renewed_by_the_button_for_machines(place: Place) -> None:
    with walls.inside(place.tenant):
        before = Connection.objects.get(pk=place.connection_id)
    answer = place.client.post(place.at(f"connections/{before.pk}/now/"), follow=True)
    assert "made by a person who signs in" in answer.content.decode()
    with walls.inside(place.tenant):
        after = Connection.objects.get(pk=place.connection_id)
    assert (after.generation, after.refresh_token_sealed) == (
        before.generation, before.refresh_token_sealed,
    )  # fmt: skip


def test_no_certificate_is_made_where_none_is_used(place: Place) -> None:
    assert place.post(f"connections/{place.connection_id}/certificate/").status_code == 404


def test_production_means_the_common_address_even_if_another_one_waits(
    place: Place, settings: Any
) -> None:
    settings.SALESFORCE_CLIENT_ID = "3MVG9inlet"
    for _ in range(2):
        place.post("connect/begin/", {"where": "domain", "domain": "acme.my.salesforce.com"})
    answer = place.post("connect/begin/", {"where": "production"})
    assert "https://login.salesforce.com/services/oauth2/authorize" in answer.content.decode()
    with walls.inside(place.tenant):
        assert Connection.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "a\x00b"}, "can’t be kept"),
        ({"environment": "practice"}, "Choose production or a sandbox."),
        ({"environment": "junk"}, "Choose production or a sandbox."),
        ({"consumer_key": "x" * 513}, "at most 512 characters"),
    ],
)
def test_what_can_not_be_kept_is_told_beside_its_field(
    place: Place, values: dict[str, str], sentence: str
) -> None:
    form = {
        "name": "By certificate", "environment": "sandbox", "consumer_key": "3MVG9x",
        "login_user": "inlet@acme.example",
    }  # fmt: skip
    answer = place.post("connect/by/jwt_bearer/add/", {**form, **values})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
