"""What a user may: the union of its sets, seen field by field, record by record."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.changes import with_access
from connections.practice.rules.fields import Field
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.new_fields import with_new_field
from connections.practice.rules.people_changes import (
    find_user,
    with_profile,
    with_queue_member,
    with_sharing,
)
from connections.practice.rules.permission_sets import (
    FieldRight,
    ObjectRight,
    PermissionSet,
    derived_id,
)
from connections.practice.rules.permissions import (
    EVERY_RIGHT,
    FIELD_ACCESS,
    OBJECT_RIGHTS,
    SYSTEM_PERMISSIONS,
)
from connections.practice.rules.rights import Rights
from connections.practice.rules.rights_changes import (
    with_field_access,
    with_object_right,
    with_system_permission,
)
from connections.practice.rules.seeing import seen_by
from connections.practice.rules.setup import Setup, read_setup
from connections.practice.rules.sharing import PRIVATE, SHARING, reach
from connections.practice.rules.sights import whole_of, withheld_from
from connections.practice.standard.opening_setup import PERSONALITIES, fresh_setup

SETUP = fresh_setup(
    org_id="00DKB0000004VwX2AU", org_name="Acme", password="", personality=PERSONALITIES["default"]
)
ME = SETUP.api_user
TOM, MAYA = SETUP.users[0].id, SETUP.users[3].id
FIELDS = ("Lead.Title", "Lead.Phone", "Contact.Title")
sets = st.lists(
    st.builds(
        PermissionSet,
        id=st.text(min_size=1),
        name=st.just("x"),
        label=st.just("x"),
        system=st.lists(st.sampled_from(SYSTEM_PERMISSIONS)).map(tuple),
        objects=st.lists(
            st.builds(
                ObjectRight,
                sobject=st.sampled_from(["Lead", "Contact"]),
                rights=st.lists(st.sampled_from(OBJECT_RIGHTS)).map(tuple),
            ),
            unique_by=lambda one: one.sobject,
        ).map(tuple),
        fields=st.lists(
            st.builds(
                FieldRight, field=st.sampled_from(FIELDS), access=st.sampled_from(FIELD_ACCESS)
            ),
            unique_by=lambda one: one.field,
        ).map(tuple),
        other_fields=st.sampled_from(FIELD_ACCESS),
    ),
    max_size=4,
).map(tuple)


@given(sets, sets, st.sampled_from(FIELDS), st.sampled_from(["Lead", "Contact", "Account"]))
def test_more_sets_never_take_anything_away(
    some: tuple[PermissionSet, ...], more: tuple[PermissionSet, ...], path: str, sobject: str
) -> None:
    few, many = Rights(some), Rights(some + more)
    assert few.on(sobject) <= many.on(sobject)
    assert FIELD_ACCESS.index(few.access(path)) <= FIELD_ACCESS.index(many.access(path))
    assert all(many.may(name) for name in SYSTEM_PERMISSIONS if few.may(name))


@given(sets, st.sampled_from(SHARING), st.sampled_from([ME, TOM]))
def test_who_edits_reads_and_who_transfers_edits(
    given_sets: tuple[PermissionSet, ...], sharing: str, owner: str
) -> None:
    held = reach(sharing, Rights(given_sets), sobject="Lead", own=frozenset({ME}))
    assert held.edits(owner) <= held.reads(owner)
    assert held.transfers(owner) <= held.edits(owner)
    assert owner != ME or held.transfers(owner)


@pytest.mark.parametrize(
    ("system", "rights"),
    [
        ((), frozenset()),
        (("ViewAllData",), {"read", "viewAllRecords"}),
        (("ModifyAllData",), EVERY_RIGHT),
    ],
)
def test_all_data_permissions_bring_rights(system: tuple[str, ...], rights: set[str]) -> None:
    held = Rights((PermissionSet("1", "x", "x", system=system),))
    assert held.on("Lead") == rights
    assert held.may("ViewAllData") == bool(system)


@given(st.sampled_from(FIELD_ACCESS), st.sampled_from(FIELD_ACCESS))
def test_access_becomes_what_was_set(first: str, second: str) -> None:
    setup = with_access(SETUP, "Lead", "Title", access=first)
    setup = with_access(setup, "Lead", "Title", access=second)
    assert setup.rights_of(ME).access("Lead.Title") == second
    assert setup.rights_of(TOM).access("Lead.Title") == "edit"


@given(st.sampled_from(OBJECT_RIGHTS))
def test_rights_come_back(right: str) -> None:
    taken = with_object_right(SETUP, sobject="Lead", right=right, granted=False)
    given_back = with_object_right(taken, sobject="Lead", right=right, granted=True)
    assert right not in taken.rights_of(ME).on("Lead")
    assert {right, "read"} <= given_back.rights_of(ME).on("Lead")
    assert given_back.rights_of(ME).on("Contact") == SETUP.rights_of(ME).on("Contact")


def test_without_read_nothing_is_left() -> None:
    taken = with_object_right(SETUP, sobject="Lead", right="read", granted=False)
    assert taken.rights_of(ME).on("Lead") == frozenset()


@given(st.sampled_from(SYSTEM_PERMISSIONS))
def test_permissions_are_granted_and_revoked(permission: str) -> None:
    for granted in (True, False):
        changed = with_system_permission(SETUP, permission=permission, granted=granted)
        assert changed.rights_of(ME).may(permission) is granted


def test_a_user_sees_the_org_as_its_rights_are() -> None:
    setup = with_object_right(SETUP, sobject="Contact", right="read", granted=False)
    setup = with_field_access(setup, sobject="Lead", field="Title", access="none")
    mine, admins = seen_by(setup, ME), seen_by(setup, MAYA)
    assert set(admins.objects) - set(mine.objects) == {"Contact"}
    assert (mine.objects["Lead"].field("Title"), mine.objects["Lead"].rights) == (
        None,
        {"read", "create", "edit", "delete"},
    )
    assert admins.objects["Lead"] == SETUP.objects["Lead"]
    assert set(whole_of(mine.objects)) == set(SETUP.objects)


def test_fields_beyond_field_level_security_stay() -> None:
    setup = with_access(SETUP, "Lead", "LastName", access="none")
    assert seen_by(setup, ME).objects["Lead"].field("LastName") is not None


def test_setup_objects_are_withheld_without_view_setup() -> None:
    setup = with_system_permission(SETUP, permission="ViewSetup", granted=False)
    assert "DuplicateRule" in withheld_from(seen_by(setup, ME).objects)
    assert withheld_from(seen_by(SETUP, ME).objects) == frozenset()
    assert withheld_from(SETUP.objects) == frozenset()


def test_a_new_field_is_hidden_from_everybody_unless_granted() -> None:
    field = Field("New__c", "New", "string", length=10)
    hidden = with_new_field(SETUP, "Lead", field, granted=False)
    shown = with_new_field(SETUP, "Lead", field, granted=True)
    everybody = [user.id for user in SETUP.users]
    assert {hidden.rights_of(one).access("Lead.New__c") for one in everybody} == {"none"}
    assert {shown.rights_of(one).access("Lead.New__c") for one in everybody} == {"edit"}


def test_a_queues_members_see_its_records() -> None:
    queue = SETUP.queues[0]
    setup = with_sharing(SETUP, sobject="Lead", default=PRIVATE)
    joined = with_queue_member(setup, queue=queue.name, member=True)
    left = with_queue_member(joined, queue=queue.name, member=False)
    seen = [one.reach("Lead", ME).reads(queue.id) for one in (setup, joined, left)]
    assert seen == [False, True, False]


def test_a_stranger_may_nothing_and_the_org_everything() -> None:
    stranger = SETUP.rights_of("005000000000000AAA")
    assert (stranger.may("ApiEnabled"), stranger.on("Lead")) == (False, frozenset())
    assert stranger.access("Lead.Title") == "none"
    assert (SETUP.rights.may("ApiEnabled"), SETUP.rights.on("Lead")) == (True, EVERY_RIGHT)
    assert SETUP.rights.access("Lead.Title") == "edit"


def test_people_and_profiles_are_found_by_name() -> None:
    assert find_user(SETUP, "") == ME
    assert find_user(SETUP, "tom reyes") == find_user(SETUP, "tom.reyes@acme.practice") == TOM
    promoted = with_profile(SETUP, profile="System Administrator", user="Tom Reyes")
    assert promoted.rights_of(TOM).may("CustomizeApplication")
    for unknown in (
        lambda: find_user(SETUP, "nobody"),
        lambda: with_profile(SETUP, profile="Nothing"),
        lambda: with_queue_member(SETUP, queue="Nothing", member=True),
    ):
        with pytest.raises(LookupError):
            unknown()


def test_an_org_from_before_permission_sets_keeps_what_its_fields_said() -> None:
    document = json.loads(json.dumps(SETUP.document()))
    for name in ("permission_sets", "set_assignments", "sharing"):
        del document[name]
    lead = next(one for one in document["objects"] if one["name"] == "Lead")
    title = next(one for one in lead["fields"] if one["name"] == "Title")
    title["access"] = "read"
    old: Setup = read_setup(document)
    assert old.rights_of(ME).access("Lead.Title") == "read"
    assert old.rights_of(TOM).access("Lead.Title") == "edit"
    assert (
        with_access(old, "Lead", "Title", access="edit").rights_of(ME).access("Lead.Title")
        == "edit"
    )
    assert old.objects == SETUP.objects
    assert read_setup(json.loads(json.dumps(old.document()))) == old


@given(st.text(), st.text())
def test_derived_ids_are_ids_and_follow_from_the_key(key: str, other: str) -> None:
    one, two = (derived_id("CustomField", pod="KB0", key=text) for text in (key, other))
    assert (one == two) == (key == other)
    assert (to_18(one), sobject_of(one)) == (one, "CustomField")
