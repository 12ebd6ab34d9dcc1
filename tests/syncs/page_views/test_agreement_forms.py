"""Policy, routing and what follows over HTTP: kept in the draft, refused with the field named."""

from __future__ import annotations

import html
from typing import Any

import pytest

from connections.documents import document_of as stored
from connections.org_facts import OrgFacts, Owner, Queue
from mappings.models import Mapping, MappingVersion, SchemaSnapshot
from mappings.publishing import open_draft, save_draft
from mappings.rules import (
    Away,
    ByEmail,
    ByExternalId,
    ByPhone,
    CampaignRule,
    Condition,
    ContactFound,
    Member,
    OneQueue,
    OneUser,
    RoundRobin,
    Routing,
    Row,
    Rules,
    Table,
    TaskRule,
    Tiebreaker,
)
from tenants import walls
from tenants.access import Role
from tenants.models import AuditEntry
from tests.syncs.conftest import Door
from tests.syncs.orgs import described, sobject
from tests.syncs.samples.agreement import RULES

from .answering import form_of
from .conftest import Place, browser, person_of
from .test_practice import text_of

EMEA = Queue(id="00GWz000000Qq1EMAS", name="EMEA Inbound")
ANA = Owner(id="005Wz000000Aa1EMAS", name="Ana Ferreira", is_active=True)
LEAD = sobject(
    "Lead",
    *(described(name, name, type="email") for name in ("Email", "Work_Email__c")),
    *(described(name, name, type="phone") for name in ("Phone", "MobilePhone")),
    *(described(name, name) for name in ("FirstName", "LastName", "Company", "Country", "State")),
    described("NumberOfEmployees", "Employees", type="int"),
)


@pytest.fixture
def desk(door: Door) -> Place:
    """An editor at a client whose org was looked at; nothing was sent yet."""
    facts = OrgFacts(objects={"Lead": LEAD}, queues=(EMEA,), owners=(ANA,))
    with walls.inside(door.tenant):
        SchemaSnapshot.objects.create(
            tenant=door.tenant, connection=door.source.connection, facts=stored(facts), digest="x"
        )
    return Place(door, {}, browser(person_of(door.tenant, Role.EDITOR)))


def mapping_of(place: Place) -> Mapping:
    """The client's mapping."""
    with walls.inside(place.tenant):
        return Mapping.objects.get(pk=place.mapping_id)


def drafted(place: Place) -> Rules | None:
    """The rules of the open draft."""
    with walls.inside(place.tenant):
        draft = mapping_of(place).draft()
        return draft.as_rules() if draft else None


def keep(place: Place, **parts: Any) -> None:
    """A draft with these parts, saved by somebody else."""
    with walls.inside(place.tenant):
        draft = open_draft(mapping_of(place), by="Tom Reyes")
        rules = Rules(**{name: getattr(draft.as_rules(), name) for name in KEPT} | parts)
        save_draft(draft, rules, revision=draft.revision, by="Tom Reyes")


KEPT = Rules.__slots__


def rest(place: Place, part: str) -> str:
    """The address of a form."""
    return f"mapping/{place.mapping_id}/{part}/"


def filled(answer: Any) -> dict[str, list[str]]:
    """What the page's form sends."""
    return form_of(answer.content.decode(), "agreement")


def send(place: Place, part: str, given: dict[str, Any], do: str = "save") -> Any:
    """The form, sent by one of its buttons."""
    address = place.at(rest(place, part)) + "save/"
    return place.client.post(address, {**given, "do": do})


def press(place: Place, part: str, *buttons: str, **typed: Any) -> Any:
    """The form after its buttons were pressed one after the other, and what was typed then."""
    answer = place.get(rest(place, part))
    for button in buttons:
        answer = send(place, part, filled(answer), button)
        assert answer.status_code == 200, text_of(answer)
    return send(place, part, filled(answer) | typed)


@pytest.mark.parametrize("part", ["policy", "routing", "follow"])
def test_a_form_that_is_sent_untouched_changes_nothing(desk: Place, part: str) -> None:
    keep(
        desk,
        **{name: getattr(RULES, name) for name in ("match", "tiebreakers", "routing", "tasks")},
    )
    before = drafted(desk)
    answer = send(desk, part, filled(desk.get(rest(desk, part))))
    assert answer.status_code == 302, text_of(answer)
    assert drafted(desk) == before


def test_the_policy_is_read_aloud_as_it_is_chosen(desk: Place) -> None:
    page = filled(desk.get(rest(desk, "policy")))
    looked = send(desk, "policy", page | {"contact_found": "create_lead"}, "look")
    said = html.unescape(text_of(looked))
    assert "An existing Contact stays as it is, and a Lead is created." in said
    assert "Not saved yet" in said
    assert drafted(desk) is None


def test_rules_are_added_moved_and_removed_by_buttons(desk: Place) -> None:
    keep(desk, match=(ByEmail(), ByExternalId()), tiebreakers=())
    answer = press(
        desk, "policy",
        "add:match:phone", "up:match.2", "up:match.1", "remove:match.1",
        "add:tiebreakers:oldest", "add:tiebreakers:open_first", "up:tiebreakers.1",
        **{"match.0.lead_fields": ["Phone"], "contact_found": "skip"},
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    rules = drafted(desk)
    assert rules is not None
    assert rules.match == (ByPhone(lead_fields=("Phone",)), ByExternalId())
    assert rules.tiebreakers == (Tiebreaker.OPEN_FIRST, Tiebreaker.OLDEST)
    assert rules.contact_found is ContactFound.SKIP


def test_who_becomes_a_contact_is_chosen_with_conditions_on_the_account(desk: Place) -> None:
    chosen = {"people.as": "contact_if"}
    page = filled(desk.get(rest(desk, "policy"))) | chosen
    page = filled(send(desk, "policy", page, "add:accounts:domain"))
    page = filled(send(desk, "policy", page, "add:people.~contact_if.conditions:condition"))
    place = "people.~contact_if.conditions.0"
    typed = {f"{place}.name": "Type", f"{place}.values": "Customer, Partner"}
    assert send(desk, "policy", page | typed).status_code == 302
    rules = drafted(desk)
    assert rules is not None
    assert rules.contact_when == (Condition(field="Type", values=("Customer", "Partner")),)
    assert send(desk, "policy", page | {"people.as": "lead"}).status_code == 422  # was overtaken


def test_the_org_offers_its_own_fields_and_what_it_lacks_stays_ticked(desk: Place) -> None:
    keep(desk, match=(ByEmail(lead_fields=("Work_Email__c",), contact_fields=("Email",)),))
    page = filled(desk.get(rest(desk, "policy")))
    assert page["match.0.lead_fields"] == ["Work_Email__c"]
    assert page["match.0.contact_fields"] == ["Email"]


def test_a_routing_is_built_by_buttons_and_names_find_their_ids(desk: Place) -> None:
    page = filled(desk.get(rest(desk, "routing"))) | {"owner.to": "table"}
    page = filled(send(desk, "routing", page, "add:owner.~table.rows:row"))
    row = "owner.~table.rows.0"
    page |= {
        f"{row}.when.0.name": "Country",
        f"{row}.when.0.values": "GB, IE",
        f"{row}.owner.to": "queue",
        f"{row}.owner.~queue.id": EMEA.id,
        "owner.~table.otherwise.to": "round_robin",
        "fallback.to": "user",
        "fallback.~user.id": "ana ferreira",
    }
    turns = "owner.~table.otherwise.~round_robin"
    page = filled(send(desk, "routing", page, f"add:{turns}.members:member"))
    page = filled(send(desk, "routing", page, f"add:{turns}.members.0.away:away"))
    member = f"{turns}.members.0"
    page |= {
        f"{member}.id": "Ana Ferreira",
        f"{member}.weight": "2",
        f"{member}.hours": "09:00-17:30",
        f"{member}.timezone": "Europe/London",
        f"{member}.weekdays": ["1", "2"],
        f"{member}.away.0.first": "2026-12-21",
        f"{member}.away.0.last": "2027-01-02",
        "on_update": "1",
    }
    answer = send(desk, "routing", page)
    assert answer.status_code == 302, text_of(answer)
    rules = drafted(desk)
    assert rules is not None
    away = Away(first="2026-12-21", last="2027-01-02")  # type: ignore[arg-type]
    ana = Member(
        id=ANA.id, name=ANA.name, weight=2, hours="09:00-17:30", weekdays=(1, 2),
        timezone="Europe/London", away=(away,),
    )  # fmt: skip
    queue = OneQueue(id=EMEA.id, name=EMEA.name)
    when = (Condition(field="Country", values=("GB", "IE")),)
    expected = Routing(
        owner=Table(rows=(Row(when=when, owner=queue),), otherwise=RoundRobin(members=(ana,))),
        fallback=OneUser(id=ANA.id, name=ANA.name),
        on_update=True,
    )
    assert str(rules.routing.owner.otherwise.members[0].away[0].first) == away.first  # type: ignore[union-attr]
    assert str(rules.routing).replace("datetime.date(2026, 12, 21)", "'2026-12-21'").replace(
        "datetime.date(2027, 1, 2)", "'2027-01-02'"
    ) == str(expected)


def test_what_follows_is_built_by_buttons(desk: Place) -> None:
    answer = press(
        desk, "follow", "add:campaigns:campaign", "add:tasks:task", "add:tasks.0.when:condition",
        **{
            "campaigns.0.campaign": "Roof calculator",
            "tasks.0.subject": "Downloaded {custom.asset}",
            "tasks.0.when.0.of": "source",
            "tasks.0.when.0.name": "custom.asset",
            "tasks.0.when.0.test": "is_not_blank",
        },
    )  # fmt: skip
    assert answer.status_code == 302, text_of(answer)
    rules = drafted(desk)
    assert rules is not None
    assert rules.campaigns == (CampaignRule(campaign="Roof calculator"),)
    when = Condition(source="custom.asset", test="is_not_blank")  # type: ignore[arg-type]
    assert rules.tasks == (TaskRule(subject="Downloaded {custom.asset}", when=(when,)),)


@pytest.mark.parametrize(
    ("part", "buttons", "typed", "told", "anchor"),
    [
        (
            "policy", ["add:match:company_and_name"], {"match.{last}.likeness": "30"},
            "30 is too little: 50 or more.", "e-match-{last}-likeness",
        ),
        (
            "policy", [], {"match.0.lead_fields": ["Emial"]},
            "Did you mean “Email”?", "e-match-0-lead_fields",
        ),
        (
            "routing", [], {"owner.to": "user", "owner.~user.id": "Anna Ferreira"},
            "Did you mean “Ana Ferreira”?", "e-owner-of-user-id",
        ),
        (
            "routing", [], {"owner.to": "queue", "owner.~queue.id": ""},
            "Choose a user or a queue.", "e-owner-of-queue-id",
        ),
        (
            "routing", [], {"owner.to": "round_robin"},
            "The list is too short: 1 or more.", "e-owner-of-round_robin-members",
        ),
        (
            "routing", [], {"owner.to": "source_owner", "owner.~source_owner.source": "a ||"},
            "a ||", "e-owner-of-source_owner-source",
        ),
        (
            "follow", ["add:tasks:task"], {}, "This may not be empty.", "e-tasks-0-subject",
        ),
    ],
)  # fmt: skip
def test_a_wrong_answer_is_refused_by_its_field_and_what_was_typed_is_kept(
    desk: Place, part: str, buttons: list[str], typed: dict[str, Any], told: str, anchor: str
) -> None:
    page = filled(desk.get(rest(desk, part)))
    for button in buttons:
        page = filled(send(desk, part, page, button))
    last = max([int(name.split(".")[1]) for name in page if name.startswith("match.")] or [0])
    given = {name.format(last=last): value for name, value in typed.items()}
    answer = send(desk, part, page | given)
    text = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert told in text
    assert f'href="#{anchor.format(last=last)}"' in text
    assert f'id="{anchor.format(last=last)}"' in text
    sent = filled(answer)
    assert {name: sent[name] for name in given} == {
        name: value if isinstance(value, list) else [value] for name, value in given.items()
    }
    assert drafted(desk) is None


def test_a_better_value_is_put_in_place_by_its_button(desk: Place) -> None:
    typed = {"owner.to": "user", "owner.~user.id": "Anna Ferreira"}
    page = filled(desk.get(rest(desk, "routing"))) | typed
    refused = html.unescape(send(desk, "routing", page).content.decode())
    button = f"put:owner.~user.id:Ana Ferreira ({ANA.id})"
    assert f'value="{button}"' in refused
    mended = filled(send(desk, "routing", page, button))
    assert send(desk, "routing", mended).status_code == 302
    rules = drafted(desk)
    assert rules is not None
    assert rules.routing.owner == OneUser(id=ANA.id, name=ANA.name)


def test_somebody_who_was_faster_is_named_and_nothing_of_theirs_is_lost_unseen(
    desk: Place,
) -> None:
    page = filled(desk.get(rest(desk, "policy"))) | {"contact_found": "skip"}
    keep(desk, tasks=(TaskRule(subject="Theirs"),))
    answer = send(desk, "policy", page)
    assert answer.status_code == 422
    assert "Tom Reyes saved this draft at" in text_of(answer)
    assert filled(answer)["contact_found"] == ["skip"]
    assert send(desk, "policy", filled(answer)).status_code == 302
    rules = drafted(desk)
    assert rules is not None
    assert (rules.contact_found, rules.tasks) == (ContactFound.SKIP, (TaskRule(subject="Theirs"),))


def test_what_is_kept_is_noted_with_who_did_it(desk: Place) -> None:
    press(desk, "policy", contact_found="skip")
    with walls.inside(desk.tenant):
        assert AuditEntry.objects.filter(
            actor__icontains="editor", action="mapping_version.changed"
        ).exists()
        version = MappingVersion.objects.get(state=MappingVersion.DRAFT)
    assert "ditor" in version.changed_by


def test_a_viewer_reads_the_forms_and_has_no_button(desk: Place) -> None:
    viewer = Place(desk.door, {}, browser(person_of(desk.tenant, Role.VIEWER)))
    for part in ("policy", "routing", "follow"):
        page = viewer.get(rest(viewer, part)).content.decode()
        assert '<fieldset class="in-stack" disabled' in page
        assert "Save in the draft</button>" not in page.replace("visually-hidden", "")
        assert send(viewer, part, {}).status_code == 403


@pytest.mark.parametrize(
    "button",
    ["up:match", "remove:match.99", "add:nothing:x", "add:match:x", "put:match:x", "x", "up:",
     "down:match.x", "add:match.0.lead_fields:x", "put:match.0.by.x:y", ":::", "add:match.9.x:y"],
)  # fmt: skip
def test_buttons_that_lead_nowhere_change_nothing(desk: Place, button: str) -> None:
    page = filled(desk.get(rest(desk, "policy")))
    answer = send(desk, "policy", page, button)
    assert answer.status_code == 200
    assert filled(answer) == page
