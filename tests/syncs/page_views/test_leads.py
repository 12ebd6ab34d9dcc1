"""The list of leads, and one lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from connections.models import Connection, Environment, State
from mappings.defaults import make_mapping
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.worked import person, send

from .conftest import Place


def listed(place: Place, query: str = "?when=all") -> list[str]:
    """The last names on a page of the list, in order."""
    text = place.get(f"leads/{query}").content.decode()
    return re.findall(r'data-row href="/c/[^"]*/leads/[^"]*">(?:Ada )?([^<]*)</a>', text)


EVERYBODY = ["Pending", "Failed", "Held", "Updated", "Created"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", EVERYBODY),
        ("?when=all", EVERYBODY),
        ("?when=7d&state=repair", ["Failed", "Held"]),
        ("?state=created", ["Created"]),
        ("?state=skipped", []),
        ("?q=UPD@x", ["Updated"]),
        ("?q=new@x.example", ["Created"]),
        ("?q=ada%20h", ["Held"]),
        ("?q=pending%20l", ["Pending"]),
        ("?q=ext-1", ["Created"]),
        ("?q=00Q000000000001AAA", ["Updated"]),
        ("?q=nobody", []),
        ("?q=%25", []),
        ("?state=nonsense&when=never&source=7&after=x", EVERYBODY),
        ("?source=019a0000-0000-7000-8000-000000000000", EVERYBODY),
    ],
)
def test_the_address_filters_the_list(place: Place, query: str, names: list[str]) -> None:
    assert listed(place, query) == names


def test_a_record_is_found_by_its_short_id_too(place: Place) -> None:
    with walls.inside(place.tenant):
        InboundLead.objects.filter(name="Ada Updated").update(record_id="00QWz00000Ab3dEMAR")
    assert listed(place, "?q=00QWz00000Ab3dE") == ["Updated"]


def test_the_list_of_a_source_holds_its_leads_only(place: Place) -> None:
    with walls.inside(place.tenant):
        source = Source.objects.create(
            tenant=place.tenant,
            name="Fair",
            mapping=make_mapping(place.tenant, "Fair"),
            connection=Connection.objects.get(),
        )
        InboundLead.objects.filter(name="Ada Held").update(source=source)
    assert listed(place, f"?source={source.pk}") == ["Held"]
    assert listed(place, f"?source={place.door.source.pk}") == [
        name for name in EVERYBODY if name != "Held"
    ]


def test_yesterdays_leads_are_not_todays(place: Place) -> None:
    with walls.inside(place.tenant):
        lead = InboundLead.objects.get(name="Ada Created")
        InboundLead.objects.filter(pk=lead.pk).update(
            received_at=lead.received_at - timedelta(days=1)
        )
    assert "Created" not in listed(place, "?when=today")
    assert "Created" in listed(place, "?when=7d")


def pages(place: Place, query: str) -> Iterator[str]:
    """The list's pages, from the first on, by their own links."""
    while query:
        text = place.get(f"leads/{query}").content.decode()
        yield text
        older = re.search(r'href="([^"]*)">Older', text)
        query = older[1].replace("&amp;", "&") if older else ""


@pytest.mark.parametrize("query", ["?when=all", "?when=all&q=page", "?when=all&state=pending"])
def test_pages_show_every_lead_once_also_when_many_came_at_one_moment(
    place: Place, query: str
) -> None:
    send(place.door, *(person(f"p{at}@page.example", f"Page{at:03}") for at in range(120)))
    with walls.inside(place.tenant):
        InboundLead.objects.filter(email__endswith="@page.example").update(name="Page")
    seen: list[str] = []
    spans = []
    for text in pages(place, query):
        seen += re.findall(r'<tr id="lead-([^"]*)"', text)
        spans.append(re.findall(r"\d+ to \d+ of \d+", text)[0])
        # A lead that comes in meanwhile moves nothing from one page to another.
        send(place.door, person("between@x.example", "Between"))
    assert len(seen) == len(set(seen))
    assert len(seen) in (120, 121, 125)
    assert [span.split(" of ")[0] for span in spans][:2] == ["1 to 50", "51 to 100"]


def test_tabs_count_all_leads_whatever_is_shown(place: Place) -> None:
    for query in ("", "?state=created", "?when=30d&state=repair"):
        text = place.get(f"leads/{query}").content.decode()
        counts = re.findall(r'<span class="in-count[^"]*">(\d+)</span></a>', text)
        assert counts[-6:] == ["5", "2", "1", "1", "0", "1"], query


def test_a_lead_says_what_came_of_each_field_and_why(place: Place) -> None:
    text = place.get(f"leads/{place.leads['Updated'].pk}/").content.decode()
    assert "<h2>One Lead has this e-mail</h2>" in text
    assert "No Contact does. Match rule 1, e-mail, was enough." in text
    assert "<h2>Update the Lead</h2>" in text
    row = text.split('id="f-Company"')[1].split("</tr>")[0]
    assert "Written" in row
    assert '<ins class="in-new">Updated Ltd</ins>' in row
    assert "Salesforce was blank. Rule: <b>only if blank</b>." in row
    assert "2 more fields already had the same value." in text
    assert "The owner stays. Assignment rules are off, as on every update." in text
    assert 'href="/c/solvane-energy/practice/Lead/00Q000000000001AAA/"' in text


def test_a_lead_names_what_was_not_mapped_and_keeps_its_payload(place: Place) -> None:
    text = place.get(f"leads/{place.leads['Created'].pk}/").content.decode()
    assert "Not mapped: <code>custom.roof</code>." in text
    assert '<span class="v">&quot;metal&quot;</span>' in text
    assert "6 fields, 1 of them not mapped." in text
    assert "8 fields, by mapping version 1" in text


@pytest.mark.parametrize(
    ("name", "cause", "story"),
    [
        ("Held", "Two Leads share this e-mail. Inlet never picks one at random.", "Hold it for"),
        ("Failed", "A field is missing that Salesforce requires", "By mapping version 1."),
    ],
)
def test_a_lead_that_waits_says_why_and_can_be_sent_again(
    place: Place, name: str, cause: str, story: str
) -> None:
    text = place.get(f"leads/{place.leads[name].pk}/").content.decode()
    trouble = text.split('<div class="in-note in-note--')[1].split("</div>")[0]
    assert cause in trouble
    assert story in text
    assert "send-again/" in text
    assert "Lead created: 8 fields written" not in text


def test_a_lead_in_progress_shows_the_steps_done_so_far(place: Place) -> None:
    text = place.get(f"leads/{place.leads['Pending'].pk}/").content.decode()
    assert text.count(">Not yet</p>") == 3
    assert "send-again/" not in text
    assert 'hx-trigger="every 2s"' in text


def test_sending_again_puts_the_lead_back_and_is_kept(place: Place) -> None:
    lead = place.leads["Failed"]
    answer = place.client.post(place.at(f"leads/{lead.pk}/send-again/"), follow=True)
    text = answer.content.decode()
    assert answer.redirect_chain == [(place.at(f"leads/{lead.pk}/"), 302)]
    assert "The lead was put back in the queue and is sent again." in text
    assert "Owner sent it again" in text
    assert "Stored, and waiting for its turn." in text
    with walls.inside(place.tenant):
        lead.refresh_from_db()
        (entry,) = AuditEntry.objects.filter(action="lead.sent-again")
    assert (lead.state, entry.actor, entry.subject) == ("pending", "Owner", str(lead.pk))


def test_a_lead_that_does_not_wait_is_not_sent_again(place: Place) -> None:
    lead = place.leads["Created"]
    text = place.client.post(place.at(f"leads/{lead.pk}/send-again/"), follow=True).content.decode()
    assert "Nothing was sent" in text
    with walls.inside(place.tenant):
        lead.refresh_from_db()
        assert not AuditEntry.objects.filter(action="lead.sent-again").exists()
    assert lead.state == "created"


def test_a_viewer_sees_no_button_that_they_may_not_press(place: Place, visit: Any) -> None:
    viewer = visit(Role.VIEWER)
    text = viewer.get(f"leads/{place.leads['Failed'].pk}/").content.decode()
    assert "send-again/" not in text
    assert "/staff/" not in text
    assert "settings/keys/new/" not in viewer.get("settings/keys/").content.decode()
    assert "practice/reset/" not in viewer.get("practice/").content.decode()


def test_earlier_leads_of_the_same_person_are_counted(place: Place) -> None:
    (again,) = send(place.door, person("NEW@x.example", "Again"))
    text = place.get(f"leads/{again.pk}/").content.decode()
    assert "?when=all&amp;q=new%40x.example" in text
    assert "1 earlier lead" in text
    assert listed(place, "?when=all&q=new%40x.example") == ["Again", "Created"]


@pytest.mark.parametrize(
    ("instance", "address"),
    [
        (
            "https://solvane.my.salesforce.com",
            "https://solvane.my.salesforce.com/lightning/r/Lead/00Q000000000001AAA/view",
        ),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_a_record_of_a_real_org_opens_in_salesforce(
    place: Place, instance: str, address: str
) -> None:
    with walls.inside(place.tenant):
        Connection.objects.update(
            environment=Environment.PRODUCTION, state=State.CONNECTED, instance_url=instance
        )
    text = place.get(f"leads/{place.leads['Updated'].pk}/").content.decode()
    assert "javascript:" not in text
    assert "lightning" in text if address else "lightning" not in text
    assert f'href="{address}"' in text or not address
