"""Where a person begins: home, all clients, samples, an agency of one's own, mails, errors."""

from __future__ import annotations

import re
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage as OutgoingMail
from django.core.mail.backends.filebased import EmailBackend
from django.db import connection
from django.db.models import F
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from connections.models import Connection, Environment, State
from connections.practice.opening import find_org
from connections.practice.rehearsing import seed
from connections.residents import RESIDENTS
from syncs.bookkeeping.summing import AT_SIGHT
from syncs.bookkeeping.tasks import summarise
from syncs.intake.canonical import LeadSerializer
from syncs.models import HourlyCount, InboundLead, Source, TenantSummary
from syncs.pages.errors import broken
from syncs.pages.sample_people import PEOPLE
from syncs.reporting.mails import read_mails
from tenants import walls
from tenants.access import Role
from tenants.models import Agency, AuditEntry, Membership, Tenant
from tests.syncs.conftest import Door, open_door

from .conftest import HTMX, Place, browser, person_of


def test_home_leads_to_where_the_person_belongs(door: Door, agency: Agency) -> None:
    assert Client().get("/").url.startswith("/account/login/")
    owner = browser(person_of(door.tenant, Role.OWNER))
    assert owner.get("/").url == "/c/solvane-energy/"
    Tenant.objects.create(agency=agency, name="Second", slug="second")
    assert owner.get("/").url == "/clients/"
    nobody = browser(person_of(door.tenant, None))
    assert "You have no client yet" in nobody.get("/").content.decode()
    assert nobody.get("/clients/").url == "/"


def test_an_agency_needs_a_name(door: Door) -> None:
    nobody = browser(person_of(door.tenant, None))
    for name in ("", " ", "x" * 121, "a\0"):
        answer = nobody.post("/agency/", {"name": name})
        assert (answer.status_code, "is-invalid" in answer.content.decode()) == (422, True)
    assert Agency.objects.count() == 1


def test_who_has_a_client_opens_no_second_agency(door: Door) -> None:
    owner = browser(person_of(door.tenant, Role.OWNER))
    assert owner.post("/agency/", {"name": "More"}).url == "/"
    assert Client().post("/agency/", {"name": "More"}).url.startswith("/account/login/")
    assert Agency.objects.count() == 1


@pytest.fixture
def many(place: Place) -> Place:
    """The client, and three more of the agency: one cut off, one well, one without a lead."""
    agency = place.tenant.agency
    for name in ("Cut Off", "Well", "Asleep"):
        tenant = Tenant.objects.create(
            agency=agency, name=name, slug=name.lower().replace(" ", "-"), time_zone="Asia/Tokyo"
        )
        door = open_door(tenant)
        if name != "Asleep":
            door.post("leads", {"email": "ada@x.example"})
        if name == "Cut Off":
            with walls.inside(tenant):
                Connection.objects.update(
                    environment=Environment.PRODUCTION,
                    state=State.NEEDS_RECONNECT,
                    problem="The access ended. Connect again.",
                )
    return place


def test_all_clients_stand_the_worst_first(many: Place) -> None:
    text = many.client.get("/clients/").content.decode()
    names = re.findall(r'data-row href="/c/[^"]*"><span[^>]*>\w+</span>([^<]*)</a>', text)
    assert names == ["Cut Off", "Solvane Energy", "Well", "Asleep"]
    assert "2 of 4 clients need you" in text
    assert "The access ended. Connect again." in text
    assert "2 to repair" in text
    assert '<span class="in-big in-ink">7</span>' in text


def test_more_clients_cost_no_more_reads(place: Place, agency: Agency) -> None:
    def reads() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert place.client.get("/clients/").status_code == 200
        return len(caught)

    Tenant.objects.create(agency=agency, name="Second", slug="second")
    # A client that is looked at for the first time gets its row then.
    assert reads() > (before := reads())
    for number in range(12):
        open_door(Tenant.objects.create(agency=agency, name=f"T{number}", slug=f"t{number}"))
    reads()
    assert (reads(), before <= 12) == (before, True)


def test_clients_without_figures_yet_are_shown_as_such(place: Place, agency: Agency) -> None:
    Tenant.objects.bulk_create(
        Tenant(agency=agency, name=f"T{number:02}", slug=f"t{number}") for number in range(30)
    )
    text = place.client.get("/clients/").content.decode()
    assert (text.count("data-row"), text.count("No figures yet")) == (31, 31 - AT_SIGHT)


def test_the_live_part_of_the_clients_is_sent_only_when_something_changed(place: Place) -> None:
    part = place.client.get("/clients/", headers=HTMX)
    assert "<html" not in part.content.decode()
    asks = {**HTMX, "Inlet-Seen": part.content.decode().split('"Inlet-Seen": "')[1].split('"')[0]}
    assert place.client.get("/clients/", headers=asks).status_code == 204
    place.door.post("leads", {"email": "more@x.example"})
    summarise()
    again = place.client.get("/clients/", headers=asks)
    assert (
        again.status_code,
        '<span class="in-big in-ink">6</span>' in again.content.decode(),
    ) == (200, True)


def test_a_row_that_nobody_makes_anew_says_how_old_it_is(place: Place) -> None:
    place.client.get("/clients/")
    with walls.inside(place.tenant):
        TenantSummary.objects.update(refreshed_at=timezone.now() - timedelta(minutes=40))
    assert "not reported since" in place.client.get("/clients/").content.decode()


def test_clients_are_found_by_name(many: Place) -> None:
    text = many.client.get("/clients/?q=SOLV").content.decode()
    assert text.count("data-row") == 1
    assert "No client has this name" in many.client.get("/clients/?q=xyz").content.decode()


def test_old_leads_that_wait_are_not_forgotten_by_the_agencys_page(place: Place) -> None:
    with walls.inside(place.tenant):
        InboundLead.objects.update(received_at=F("received_at") - timedelta(days=3))
        HourlyCount.objects.update(hour=F("hour") - timedelta(days=3))
    text = place.client.get("/clients/").content.decode()
    assert "2 to repair" in text
    assert "Repair 2 leads" in text


def test_a_member_of_one_client_sees_only_that_one(many: Place) -> None:
    user = person_of(many.tenant, Role.VIEWER, whole=False)
    client = browser(user)
    assert client.get("/").url == many.at()
    Membership.objects.create(
        user=user,
        agency=many.tenant.agency,
        tenant=Tenant.objects.get(slug="well"),
        role=Role.VIEWER,
    )
    text = client.get("/clients/").content.decode()
    assert ("Well" in text, "Cut Off" in text, "Asleep" in text) == (True, False, False)


def test_samples_are_new_people_and_then_one_who_came_before(place: Place) -> None:
    sent = []
    for _ in range(len(PEOPLE) + 1):
        answer = place.post("sample/")
        lead_id = answer.url.rstrip("/").rpartition("/")[2]
        with walls.inside(place.tenant):
            sent.append(InboundLead.objects.get(pk=lead_id))
    emails = [lead.email for lead in sent]
    assert len(set(emails[:7])) == 7
    assert (emails[7], emails[8]) == (emails[0], emails[0])
    assert sent[7].payload["person"]["title"] != sent[0].payload["person"]["title"]
    assert emails[2] in {fields["Email"] for _, fields, _, _ in RESIDENTS}
    assert {lead.source_id for lead in sent} == {place.door.source.pk}
    with walls.inside(place.tenant):
        assert AuditEntry.objects.filter(action="lead.sample").count() == 9


def test_a_sample_is_a_lead_as_the_api_would_take_it() -> None:
    for sample in PEOPLE:
        checked = LeadSerializer(data=sample)
        assert checked.is_valid(), checked.errors


def test_a_sample_never_goes_to_a_real_org(place: Place) -> None:
    with walls.inside(place.tenant):
        Connection.objects.update(environment=Environment.PRODUCTION, state=State.CONNECTED)
    answer = place.client.post(place.at("sample/"), follow=True)
    assert "no practice org yet" in answer.content.decode()
    with walls.inside(place.tenant):
        practice = Connection.objects.create(
            tenant=place.tenant,
            name="Practice org",
            environment=Environment.PRACTICE,
            login_url="http://127.0.0.1:1",
        )
    place.post("sample/")
    with walls.inside(place.tenant):
        lead = InboundLead.objects.select_related("source").latest("received_at")
        assert Source.objects.filter(connection=practice).count() == 1
    assert (lead.connection_id, lead.source.name) == (practice.pk, "Sample leads")


def test_the_practice_org_shows_its_records_and_goes_back_to_day_one(place: Place) -> None:
    text = place.get("practice/").content.decode()
    assert "Seeded Ltd" in text
    assert 'href="/c/solvane-energy/practice/Contact/"' in text
    assert "No Leads match" in place.get("practice/?q=zzz").content.decode()
    answer = place.client.post(place.at("practice/reset/"), follow=True)
    text = answer.content.decode()
    assert "The practice org is as on its first day." in text
    assert "Seeded Ltd" not in text
    assert "Priya Natarajan" in text
    with walls.inside(place.tenant):
        assert AuditEntry.objects.filter(action="practice.reset").count() == 1
        assert InboundLead.objects.count() == 5


def test_the_practice_org_is_paged(place: Place) -> None:
    org = find_org(place.tenant)
    assert org is not None
    seed(org, "Lead", [{"LastName": f"P{at:02}", "Company": "Paged"} for at in range(30)])
    first = place.get("practice/?q=paged").content.decode()
    (older,) = re.findall(r'href="([^"]*)">Older', first)
    second = place.get("practice/" + older.replace("&amp;", "&")).content.decode()
    names = re.findall(r"data-row href=[^>]*>(P\d\d)<", first + second)
    assert sorted(names) == [f"P{at:02}" for at in range(30)]
    assert ("1 to 25 of 30" in first, "26 to 30 of 30" in second) == (True, True)


@pytest.mark.parametrize("rest", ["Nothing/", "User/", "Lead/00Q/", "Lead/00Q000000000001AAA/"])
def test_what_the_practice_org_has_not_is_not_found(place: Place, rest: str) -> None:
    assert place.get(f"practice/{rest}").status_code == 404


@pytest.fixture
def mailbox(tmp_path: Path, settings: Any) -> Path:
    """A folder with two mails of one connection and one of another."""
    settings.EMAIL_FILE_PATH = str(tmp_path)
    rule = "-" * 79
    for subjects in (["First", "Zwei – ß"], ["Third"]):
        texts = [f"Hello,\n{rule}\nhttp://127.0.0.1/x/{at}\n" for at in range(len(subjects))]
        EmailBackend().send_messages(
            [
                OutgoingMail(subject, text, to=["a@b.example"])
                for subject, text in zip(subjects, texts, strict=True)
            ]
        )
    return tmp_path


def test_mails_of_the_embedded_run_are_read_without_signing_in(mailbox: Path) -> None:
    text = Client().get("/mail/").content.decode()
    subjects = re.findall(r'data-row href="(/mail/[^"]*)">([^<]*)</a>', text)
    assert {subject for _, subject in subjects} == {"First", "Zwei – ß", "Third"}
    address = next(link for link, subject in subjects if subject == "First")
    opened = Client().get(address).content.decode()
    assert '<a href="http://127.0.0.1/x/0"' in opened
    assert "to a@b.example" in opened


def test_a_mail_that_is_not_there_is_not_found(mailbox: Path) -> None:
    for mail_id in ("nothing", "x-1", "..%2f..%2fetc%2fpasswd"):
        assert Client().get(f"/mail/{mail_id}/").status_code == 404


def test_outside_the_embedded_run_there_is_no_mail_page(mailbox: Path, settings: Any) -> None:
    settings.EMBEDDED = False
    assert Client().get("/mail/").status_code == 404


def test_an_odd_file_is_a_mail_without_words(tmp_path: Path) -> None:
    (tmp_path / "odd.log").write_bytes(b"\xff\xfe no header")
    html_only = EmailMessage()
    html_only["Subject"] = "Only HTML"
    html_only.set_content("<b>x</b>", subtype="html")
    (tmp_path / "html.log").write_bytes(html_only.as_bytes())
    assert {mail.subject for mail in read_mails(tmp_path)} == {"", "Only HTML"}
    assert read_mails(tmp_path / "absent") == ()


def test_the_page_of_our_own_fault_needs_nothing_but_its_template() -> None:
    answer = broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Your leads are not affected." in answer.content.decode()


def test_an_address_that_leads_nowhere_says_so() -> None:
    answer = Client().get("/nothing/here/")
    assert (answer.status_code, "Nothing is here" in answer.content.decode()) == (404, True)
