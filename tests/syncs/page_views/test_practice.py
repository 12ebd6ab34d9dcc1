"""The practice org's pages: what goes wrong on purpose, records by hand, the set-up."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from connections.practice.models import PracticeOrg
from connections.practice.opening import find_org
from connections.practice.store.setups import setup_of
from connections.practice_setup import Workshop, open_workshop
from connections.practice_switches import switches
from connections.practice_view import open_view
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.worked import practice_lead_id

from .conftest import HTMX, Place


def text_of(answer: Any) -> str:
    """A page's text without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def text(place: Place, rest: str) -> str:
    """A page as it is sent."""
    return str(place.get(rest).content.decode())


def sent(place: Place, rest: str, **data: str) -> str:
    """The text of the page that a form leads to."""
    answer = place.client.post(place.at(rest), data, follow=True)
    assert answer.status_code == 200, (rest, answer.status_code)
    return text_of(answer)


def org_of(place: Place) -> PracticeOrg:
    """The place's practice org, as it is now."""
    org = find_org(place.tenant)
    assert org is not None
    return org


def workshop(place: Place) -> Workshop:
    """The place's practice org, to be looked into."""
    found = open_workshop(place.tenant)
    assert found is not None
    return found


def noted(place: Place) -> list[tuple[str, str]]:
    """What was done to the practice org, and to what of it."""
    with walls.inside(place.tenant):
        rows = AuditEntry.objects.filter(action__startswith="practice.").order_by("pk")
        return [(one.action, one.subject) for one in rows]


DIRECTOR = {"f-Title": "Director", "f-IsUnreadByOwner": "1", "by": "Tom Reyes"}


@pytest.fixture
def lead(place: Place) -> str:
    """The address of the one Lead, below the client's."""
    return f"practice/Lead/{practice_lead_id(place.tenant)}/"


def test_a_switch_says_what_it_did_and_shows_its_state(place: Place) -> None:
    on = sent(place, "practice/switch/no_value/", on="1")
    assert "“Agriculture” is out of the Industry picklist." in on
    assert [one.name for one in switches(place.tenant) if one.is_on] == ["no_value"]
    page = place.get("practice/").content.decode()
    assert re.search(r'id="s-no_value"[^>]*aria-checked="true"', page)
    off = sent(place, "practice/switch/no_value/", on="0")
    assert "“Agriculture” is back in the Industry picklist." in off
    assert not any(one.is_on for one in switches(place.tenant))
    assert noted(place) == [("practice.switch", "no_value")] * 2


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("no_owner", "Tom Reyes is switched off."),
        ("no_edit", "Inlet may only read Webinar Score."),
        ("lost_answers", "Every fifth answer to a write gets lost from now on."),
        ("slowed", "Each Lead takes 8 ms to save from now on."),
        ("no_session", "The session has ended. Inlet has to sign in again."),
    ],
)
def test_every_switch_can_be_pressed(place: Place, name: str, told: str) -> None:
    assert told in sent(place, f"practice/switch/{name}/", on="1")


def test_htmx_gets_the_card_of_the_switches_alone(place: Place) -> None:
    answer = place.client.post(place.at("practice/switch/no_owner/"), {"on": "1"}, headers=HTMX)
    card = answer.content.decode()
    assert card.startswith('<section class="card" id="misbehave"')
    assert "Tom Reyes is switched off." in card
    assert "<html" not in card


def test_an_unknown_switch_is_not_there(place: Place) -> None:
    assert place.post("practice/switch/no_such/", {"on": "1"}).status_code == 404


def test_every_object_has_its_tab_and_its_list(place: Place) -> None:
    view = open_view(place.tenant)
    assert view is not None
    page = place.get("practice/").content.decode()
    for kind in view.kinds():
        assert f"/practice/{kind.name}/" in page
        assert place.get(f"practice/{kind.name}/").status_code == 200
        assert place.get(f"practice/new/{kind.name}/").status_code == 200


def test_people_who_exist_twice_stand_beside_the_list(place: Place) -> None:
    assert "Nobody. Each person has one record." in text_of(place.get("practice/twice/"))
    assert place.get("practice/twice/", **HTMX).content == b""
    fields = {"f-LastName": "Seeded", "f-Company": "Other", "f-Email": "s@x.example"}
    sent(place, "practice/new/Lead/save/", **fields)
    page = text_of(place.get("practice/twice/", **HTMX))
    assert "Here twice 1 person has more than one record." in page
    assert "same e-mail: s@x.example" in page


def test_an_app_of_ones_own_logs_in_with_what_is_shown_once(place: Place, settings: Any) -> None:
    page = place.post("practice/login/").content.decode()
    key, secret = re.findall(r"client_(?:id|secret)=(\S+)", page)
    settings.ROOT_URLCONF, settings.ALLOWED_HOSTS = "config.practice_urls", ["*"]
    settings.MIDDLEWARE = []
    form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    answer = Client().post("/services/oauth2/token", form)
    assert answer.status_code == 200, answer.content
    query = {"q": "SELECT Id,Name FROM Lead LIMIT 5"}
    bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    found = Client().get("/services/data/v62.0/query", query, headers=bearer).json()
    assert [one["Name"] for one in found["records"]] == ["Seeded"]


def test_a_second_app_of_ones_own_takes_the_place_of_the_first(place: Place) -> None:
    own = org_of(place).secret_hash
    place.post("practice/login/")
    place.post("practice/login/")
    assert [one.name for one in workshop(place).access().apps[1:]] == ["Your own code"]
    assert org_of(place).secret_hash == own


def test_a_users_login_is_shown_once_and_only_its_own_changes(place: Place) -> None:
    before = {one.username: one.password for one in setup_of(org_of(place)).users}
    chosen = next(one for one in before if one.startswith("maya.okafor@"))
    answer = place.post("practice/login/", {"who": chosen})
    assert chosen in text_of(answer)
    after = {one.username: one.password for one in setup_of(org_of(place)).users}
    assert {name for name in after if after[name] != before[name]} == {chosen}
    assert place.post("practice/login/", {"who": "nobody"}).status_code == 404


def test_a_record_tells_who_wrote_what(place: Place, lead: str) -> None:
    told = sent(place, f"{lead}save/", **DIRECTOR)
    assert "Tom Reyes changed this record." in told
    assert "Tom Reyes wrote to it once." in told
    assert "Title Title Director by Tom Reyes, just now" in told
    assert "Updated just now by Tom Reyes Title blank → Director" in told


def test_blank_fields_are_folded_away_until_asked_for(place: Place, lead: str) -> None:
    short, whole = text_of(place.get(lead)), text_of(place.get(f"{lead}?fields=all"))
    assert "MobilePhone" not in short
    assert "MobilePhone" in whole
    assert "more, blank or technical" in short


def test_a_form_that_says_nothing_new_changes_nothing(place: Place, lead: str) -> None:
    page = place.get(f"{lead}edit/").content.decode()
    boxes = set(re.findall(r'type="checkbox" name="(f-\w+)" value="1">', page))
    fields = dict(re.findall(r'name="(f-\w+)" value="([^"]*)"', page))
    fields = {name: value for name, value in fields.items() if name not in boxes}
    assert fields["f-LastName"] == "Seeded"
    assert "Nothing was changed." in sent(place, f"{lead}save/", **fields)


def test_a_refused_change_comes_back_with_what_was_typed(place: Place, lead: str) -> None:
    answer = place.post(f"{lead}save/", {"f-LastName": "", "f-Title": "Typed"})
    assert answer.status_code == 422
    assert "The org refused it:" in text_of(answer)
    assert 'value="Typed"' in answer.content.decode()


def test_a_new_record_is_made_by_a_person_of_the_org(place: Place) -> None:
    fields = {"f-LastName": "Ruiz", "f-Company": "Acme", "by": "Aisha Bello"}
    told = sent(place, "practice/new/Lead/save/", **fields)
    assert "Aisha Bello made this record." in told
    assert "A Lead of Acme" in told
    assert place.post("practice/new/Lead/save/", {"f-LastName": "Ruiz"}).status_code == 422


def test_a_lead_is_converted_once(place: Place, lead: str) -> None:
    address = f"{lead}convert/"
    told = sent(place, address, by="Tom Reyes", opportunity="A deal")
    assert "Tom Reyes converted Seeded. This is the Contact now." in told
    assert "The org refused it, and nothing was changed:" in sent(place, address)
    assert ">1</span>" in place.get("practice/Opportunity/").content.decode()


def test_a_deleted_record_can_be_taken_back(place: Place, lead: str) -> None:
    assert "This Lead is in the recycle bin." in sent(place, f"{lead}delete/", by="Tom Reyes")
    assert "No Leads match" in text_of(place.get("practice/"))
    back = sent(place, f"{lead}undelete/", by="Tom Reyes")
    assert "Tom Reyes took Seeded out of the recycle bin." in back
    assert noted(place)[0][0] == "practice.record.delete"


def test_another_lead_is_merged_into_this_one(place: Place, lead: str) -> None:
    sent(place, "practice/new/Lead/save/", **{"f-LastName": "Twin", "f-Company": "Acme"})
    page = place.get(f"{lead}merge/?q=twin").content.decode()
    (other,) = re.findall(r'name="other" value="(\w+)"', page)
    assert "merged the other record into Seeded" in sent(place, f"{lead}merge/into/", other=other)
    gone = text_of(place.get(f"practice/Lead/{other}/"))
    assert "This Lead is in the recycle bin." in gone
    refused = sent(place, f"{lead}merge/into/", other="nonsense\x00")
    assert "The org refused it, and nothing was changed:" in refused


def test_only_who_may_edit_gets_a_login_or_a_form(
    place: Place, lead: str, visit: Callable[[Role | None], Place]
) -> None:
    viewer = visit(Role.VIEWER)
    assert viewer.post("practice/login/").status_code == 403
    assert viewer.post("practice/setup/again/", {"kind": "default"}).status_code == 403
    for rest in ("practice/new/Lead/", f"{lead}edit/", f"{lead}merge/"):
        assert viewer.get(rest).status_code == 403
    for rest in ("practice/", lead, "practice/setup/rules/", "practice/setup/fields/Lead/Title/"):
        forms = re.findall(r'<form[^>]*method="post"[^>]*action="([^"]*)"', text(viewer, rest))
        assert [one for one in forms if "/practice/" in one and "switch" not in one] == []
