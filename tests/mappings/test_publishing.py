"""Versions: one live, one draft, none lost; nobody's work overwritten; rolled back to the byte."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from connections.crm import Field
from mappings import fixing
from mappings.defaults import default_rules, make_mapping
from mappings.documents import document_of
from mappings.models import Mapping, MappingVersion
from mappings.orgs import Org
from mappings.publishing import (
    Behind,
    NotPublished,
    NotSaved,
    Overtaken,
    catch_up,
    discard_draft,
    draft_from,
    open_draft,
    publish,
    publish_document,
    publish_rules,
    published,
    roll_back,
    save_draft,
)
from mappings.rules import ByExternalId, LeadFound, Mode, OneQueue, OrgRefuses, Rules, ValueMap
from tenants import walls
from tenants.models import AuditEntry, Tenant
from tests.mappings.agreement import choices, described, org

RULES = default_rules()
SKIPPING = replace(RULES, lead_found=LeadFound.SKIP)
NO_MATCH = replace(RULES, match=())


@pytest.fixture
def mapping(tenant: Tenant) -> Any:
    """A mapping with version 1 live, inside the walls."""
    with walls.inside(tenant):
        yield make_mapping(tenant, "Website")


def live(mapping: Mapping) -> MappingVersion:
    version = mapping.live_version()
    assert version is not None
    return version


def states(mapping: Mapping) -> dict[int, str]:
    rows = MappingVersion.objects.filter(mapping=mapping).order_by("number")
    return dict(rows.values_list("number", "state"))


def test_a_second_edit_goes_on_with_the_same_draft(mapping: Mapping) -> None:
    draft = open_draft(mapping, by="Ana")
    assert (draft.number, draft.based_on, draft.changed_by) == (2, 1, "Ana")
    assert open_draft(mapping, by="Ben").pk == draft.pk
    save_draft(draft, SKIPPING, revision=0, by="Ben")
    assert open_draft(mapping).as_rules() == SKIPPING
    assert states(mapping) == {1: "live", 2: "draft"}


def test_the_database_holds_one_draft_and_one_live_version(mapping: Mapping) -> None:
    open_draft(mapping)
    for state in ("draft", "live"):
        with pytest.raises(IntegrityError), transaction.atomic():
            MappingVersion.objects.create(
                tenant_id=mapping.tenant_id, mapping=mapping, number=9, state=state
            )


def test_who_was_overtaken_is_told_by_whom(mapping: Mapping) -> None:
    draft = open_draft(mapping)
    saved = save_draft(draft, SKIPPING, revision=0, by="Ana", note="Fewer updates")
    assert (saved.revision, saved.note, saved.changed_by) == (1, "Fewer updates", "Ana")
    with pytest.raises(Overtaken, match=r"Ana changed this draft at \d\d:\d\d UTC"):
        save_draft(draft, RULES, revision=0, by="Ben")
    assert save_draft(draft, RULES, revision=1, by="Ben").note == "Fewer updates"


def test_a_save_is_refused_for_what_it_makes_wrong_not_for_what_was(mapping: Mapping) -> None:
    draft = open_draft(mapping)
    with pytest.raises(NotSaved) as refused:
        save_draft(draft, NO_MATCH, revision=0)
    assert refused.value.problems == (
        "Name at least one match rule, or every lead becomes a new Lead.",
    )
    assert refused.value.found[0].place == "match"
    MappingVersion.objects.filter(pk=draft.pk).update(document=document_of(NO_MATCH))
    better = replace(NO_MATCH, lead_found=LeadFound.SKIP)
    assert save_draft(draft, better, revision=0).as_rules() == better
    with pytest.raises(NotPublished, match="Name at least one match rule"):
        publish(draft)


def rated(to: str) -> Rules:
    rating = replace(
        RULES.fields[7], label="Rating", lead_field="Rating", value_map=ValueMap(pairs=(("a", to),))
    )
    return replace(RULES, fields=(*RULES.fields, rating))


def seen(*fields: Field) -> Org:
    names = {rule.lead_field for rule in RULES.fields} - {one.name for one in fields}
    kinds = {"Email": "email", "Phone": "phone"}
    plain = [described(name, kinds.get(name, "string")) for name in sorted(names)]
    return org(*plain, described("MobilePhone", "phone"), *fields)


def test_a_value_that_the_org_has_switched_off_is_refused_at_save(mapping: Mapping) -> None:
    picklist = choices("Hot", "Cold", inactive=("Warm",))
    around = seen(described("Rating", "picklist", picklist=picklist))
    draft = open_draft(mapping)
    with pytest.raises(NotSaved) as refused:
        save_draft(draft, rated("Warm"), revision=0, orgs=[around])
    assert refused.value.problems == (
        "Rating, pair 1: “Warm” is switched off in the picklist Rating.",
    )
    saved = save_draft(draft, rated("Hot"), revision=0, orgs=[around])
    publish(saved, orgs=[around])
    # Then the org takes the value away: publishing something else is not in its way.
    gone = seen(described("Rating", "picklist", picklist=choices("Cold", inactive=("Hot",))))
    other = replace(rated("Hot"), lead_found=LeadFound.SKIP)
    assert publish_rules(mapping, other, orgs=[gone]).number == 3
    worse = replace(other, fields=(*other.fields, replace(RULES.fields[7], lead_field="Nope__c")))
    with pytest.raises(NotPublished, match="There is no field Nope__c on a Lead"):
        publish_rules(mapping, worse, orgs=[gone])


def test_publishing_says_who_when_and_why_and_tells_everybody(mapping: Mapping) -> None:
    heard: list[int] = []

    def listen(sender: Any, version: MappingVersion, **_: Any) -> None:
        heard.append(version.number)

    published.connect(listen)
    try:
        draft = save_draft(open_draft(mapping), SKIPPING, revision=0)
        publish(draft, by="Ana", why="Sales asked")
    finally:
        published.disconnect(listen)
    assert states(mapping) == {1: "retired", 2: "live"}
    assert (draft.published_by, draft.note, draft.published_at is None) == (
        "Ana", "Sales asked", False,
    )  # fmt: skip
    entry = AuditEntry.objects.get(action="mapping_version.published")
    assert (entry.actor, entry.subject, entry.detail["what"]) == (
        "Ana", "Website version 2", "Sales asked",
    )  # fmt: skip
    assert heard == [2]
    with pytest.raises(NotPublished, match="Only a draft can be published"):
        publish(draft)


def test_a_draft_that_fell_behind_is_published_only_when_somebody_says_so(
    mapping: Mapping,
) -> None:
    draft = save_draft(open_draft(mapping), SKIPPING, revision=0)
    publish_rules(mapping, replace(RULES, default_status="Open"), by="Ben")
    with pytest.raises(Behind, match="Version 3 went live after this draft was begun") as behind:
        publish(draft)
    assert behind.value.live == 3
    publish(draft, although_behind=True)
    assert states(mapping) == {1: "retired", 3: "retired", 4: "live"}
    assert live(mapping).as_rules() == SKIPPING


def test_rolling_back_publishes_the_same_bytes_as_a_new_version(mapping: Mapping) -> None:
    first = json.dumps(live(mapping).document)
    publish_rules(mapping, SKIPPING)
    made = roll_back(mapping, 1, by="Ana")
    assert json.dumps(MappingVersion.objects.get(pk=made.pk).document) == first
    assert (made.number, made.based_on, made.note) == (3, 1, "Back to version 1.")
    assert states(mapping) == {1: "retired", 2: "retired", 3: "live"}


def test_there_is_no_way_back_to_what_was_never_live(mapping: Mapping) -> None:
    open_draft(mapping)
    for number, sentence in ((2, "Version 2 was never live"), (7, "Version 7 was never live"),
                             (1, "Version 1 is live already")):  # fmt: skip
        with pytest.raises(NotPublished, match=sentence):
            roll_back(mapping, number)
    publish_rules(mapping, SKIPPING)
    MappingVersion.objects.filter(number=1).update(document={"fields": 3})
    with pytest.raises(NotPublished, match="can’t be read any more"):
        roll_back(mapping, 1)


def test_a_copy_never_throws_work_away(mapping: Mapping) -> None:
    draft = open_draft(mapping)
    publish_rules(mapping, SKIPPING)
    again = draft_from(live(mapping))
    assert (again.number, again.document) == (4, document_of(SKIPPING))
    assert not MappingVersion.objects.filter(pk=draft.pk).exists()
    save_draft(again, RULES, revision=0)
    with pytest.raises(NotPublished, match="Version 4 is a draft already"):
        draft_from(live(mapping))
    assert draft_from(again).pk == again.pk


def test_a_draft_is_discarded_and_nothing_else_is(mapping: Mapping) -> None:
    draft = open_draft(mapping)
    discard_draft(draft, by="Ana")
    assert states(mapping) == {1: "live"}
    with pytest.raises(NotPublished, match="Only a draft can be discarded"):
        discard_draft(live(mapping))
    with pytest.raises(NotSaved, match="no draft any more"):
        save_draft(live(mapping), RULES, revision=0)


def test_a_document_is_kept_as_it_is_given(mapping: Mapping) -> None:
    given = {**document_of(SKIPPING), "mode": "create_and_update"}
    assert publish_document(mapping, given).document == given


def test_a_fix_reaches_the_draft_too(mapping: Mapping) -> None:
    draft = save_draft(open_draft(mapping), SKIPPING, revision=0)
    fixing.set_default(mapping, "Rating", "Cold", label="Rating")
    draft.refresh_from_db()
    assert (live(mapping).number, draft.number, draft.revision) == (3, 4, 2)
    assert draft.as_rules().lead_found is LeadFound.SKIP
    assert [one.as_rules().fields[-1].default for one in (draft, live(mapping))] == ["Cold"] * 2
    publish(draft)
    assert live(mapping).number == 4


def test_a_draft_that_was_behind_stays_behind(mapping: Mapping) -> None:
    draft = save_draft(open_draft(mapping), SKIPPING, revision=0)
    publish_rules(mapping, RULES)
    catch_up(mapping, lambda rules: replace(rules, mode=Mode.CREATE_ONLY), since=3)
    draft.refresh_from_db()
    assert (draft.number, draft.as_rules()) == (2, SKIPPING)


def test_each_fix_changes_one_thing(mapping: Mapping) -> None:
    fixing.set_default(mapping, "Status", "Open")
    fixing.map_value(mapping, "Industry", "Renewables", to="Energy")
    fixing.map_value(mapping, "Industry", "RENEWABLES", to="Utilities")
    fixing.choose_owner(mapping, "00G000000000001AAA", name="Inbound")
    fixing.save_anyway(mapping)
    rules = live(mapping).as_rules()
    industry, status = rules.field("Industry"), rules.field("Status")
    assert industry is not None
    assert industry.value_map.pairs == (("RENEWABLES", "Utilities"),)
    assert status is not None
    assert (status.default, rules.default_status) == ("Open", "Open")
    assert rules.routing.owner == OneQueue(id="00G000000000001AAA", name="Inbound")
    assert rules.org_refuses is OrgRefuses.SAVE_ANYWAY
    with pytest.raises(NotPublished, match="Choose a user, a queue"):
        fixing.choose_owner(mapping, "701000000000001AAA", name="x")
    with pytest.raises(NotPublished, match="no longer writes Nope__c"):
        fixing.map_value(mapping, "Nope__c", "a", to="b")
    fixing.work_without_key(mapping)
    rules = live(mapping).as_rules()
    assert (rules.external_id_field, rules.contact_external_id_field) == ("", "")
    assert not any(isinstance(one, ByExternalId) for one in rules.match)
    assert live(mapping).number == 7
