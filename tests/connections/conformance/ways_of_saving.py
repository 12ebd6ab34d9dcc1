"""What a record can end with when the client writes it: each beside one that is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from connections.crm import Creation, Write
from connections.errors import ErrorClass
from connections.practice.rehearsing import convert_lead, delete_record, seed
from connections.practice.rules import automation_kinds as kinds
from connections.practice.rules.assignment import Condition
from connections.practice.rules.automations import Automation
from connections.practice.rules.changes import with_access, with_duplicate_rule, with_switches
from connections.practice.rules.permissions import CREATE
from connections.practice.rules.policies import with_automations, with_validation_rules
from connections.practice.rules.rights_changes import with_object_right
from connections.practice.rules.setup import Setup
from connections.practice.rules.validation import ValidationRule
from connections.practice.standard.countries import with_state_country

from .ways import Origin, Way
from .world import KEY, LEAD, Met, World, saved, saved_lead, set_up

K = ErrorClass
Change = Callable[[Setup], Setup]
EMAIL = "ana@x.example"
_STOPPED = (Condition("Title", "equals", ("Stop",)),)
_RULE = ValidationRule("03d000000000001AAA", "Titled", "Lead", "Title = 'Stop'", "No such title.")


def lead(*changes: Change, **fields: Any) -> Callable[[World], Met]:
    """A new Lead with these values, after the org's admin made these changes."""

    def reach(world: World) -> Met:
        world.change(*changes)
        return saved_lead(world, **fields)

    return reach


def beside(known: dict[str, Any], *changes: Change, **fields: Any) -> Callable[[World], Met]:
    """The same where the org has a Lead with the values ``known`` already."""

    def reach(world: World) -> Met:
        world.made(**known)
        return lead(*changes, **fields)(world)

    return reach


def stopped(kind: str, message: str = "") -> Callable[[World], Met]:
    """A Lead that an automation of the org stops, and only this one."""
    guard = Automation("Guard", "Lead", kind, _STOPPED, message=message)
    return lead(lambda setup: with_automations(setup, guard), Title="Stop")


def held(world: World) -> Met:
    """An update of a Lead whose row something else is changing."""
    made = world.made(Title="Stop")
    guard = Automation("Guard", "Lead", kinds.LOCK, _STOPPED)
    world.change(lambda setup: with_automations(setup, guard))
    return saved(world, Write("a", "Lead", {"Title": "CEO"}, record_id=made))


def owned(**colleague: Any) -> Callable[[World], Met]:
    """A Lead that is to belong to a user who can't own any."""

    def reach(world: World) -> Met:
        nobody = world.nobody("User")

        def hired(setup: Setup) -> Setup:
            first, *rest = setup.users
            return replace(setup, users=(first, *rest, replace(first, id=nobody, **colleague)))

        if colleague:
            world.change(hired)
        return saved_lead(world, OwnerId=nobody)

    return reach


def update(prepare: Callable[[World, str], None]) -> Callable[[World], Met]:
    """An update of a Lead to which something happened."""

    def reach(world: World) -> Met:
        made = world.made()
        prepare(world, made)
        return saved(world, Write("late", "Lead", {"Title": "CEO"}, record_id=made))

    return reach


def forbidden(world: World) -> Met:
    """A Contact, where the user may create none."""
    world.change(lambda it: with_object_right(it, sobject="Contact", right=CREATE, granted=False))
    return saved(world, Write("good", "Lead", LEAD), Write("bad", "Contact", {"LastName": "Ruiz"}))


def twice(world: World) -> Met:
    """An upsert by a key that two records share."""
    person = {**LEAD, "Email": EMAIL}
    seed(world.org, "Lead", [person, person])
    return saved(world, Write("a", "Lead", person, external_id_field="Email"))


def stray(world: World) -> Met:
    """A Contact of an account that the user can't see, or that isn't there."""
    account = world.nobody("Account")
    return saved(world, Write("a", "Contact", {"LastName": "Ruiz", "AccountId": account}))


def misrouted(world: World) -> Met:
    """A Lead for an assignment rule that the org doesn't have."""
    return saved(world, Write("a", "Lead", LEAD, auto_assign=world.nobody("AssignmentRule")))


def mixed(world: World) -> Met:
    """A Lead and a set-up record in one collection."""
    fields = {"Name": "Mixed", "Label": "Mixed"}
    return saved(world, Write("a", "Lead", LEAD), Write("b", "PermissionSet", fields))


def in_vain(world: World) -> Met:
    """A part that refers to another that failed."""
    failing = Creation("lead", "Lead", {"LastName": "Ruiz"})
    member = Creation("member", "CampaignMember", {"LeadId": "@{lead.id}"})
    return set_up(world, failing, member)


def again_member(world: World) -> Met:
    """A second membership of the same person in the same campaign."""
    world.let_market()
    campaign, person = world.made("Campaign", Name="Spring"), world.made()
    member = {"CampaignId": campaign, "LeadId": person}
    world.made("CampaignMember", **member)
    return saved(world, Write("b", "CampaignMember", member))


def clerk(setup: Setup) -> Setup:
    return with_access(setup, "Lead", "Title", access="read")


def hidden(setup: Setup) -> Setup:
    return with_access(setup, "Lead", "Title", access="none")


def unique(setup: Setup) -> Setup:
    return with_duplicate_rule(setup, "Lead", active=True)


def automation(code: str, kind: ErrorClass, obstacle: str, **how: Any) -> Way:
    """A code that the org's own automation gives. ``how``: retry, about, message."""
    reach = stopped(obstacle, how.pop("message", ""))
    return Way(code, kind, reach, origin=Origin.AUTOMATION, **how)


CONDITIONS = (
    Way("REQUIRED_FIELD_MISSING", K.DATA, lead(Company=None)),
    Way("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", K.DATA, lead(Region__c="Mars")),
    Way("INVALID_EMAIL_ADDRESS", K.DATA, lead(Email="foo@")),
    Way("STRING_TOO_LONG", K.DATA, lead(Title="x" * 129)),
    Way("NUMBER_OUTSIDE_VALID_RANGE", K.DATA, lead(NumberOfEmployees=10**9)),
    Way("INVALID_TYPE_ON_FIELD_IN_RECORD", K.DATA, lead(NumberOfEmployees="many")),
    Way(
        "JSON_PARSER_ERROR",
        K.DATA,
        lambda it: set_up(it, Creation("a", "Lead", {**LEAD, "NumberOfEmployees": "many"})),
    ),
    Way("INVALID_FIELD", K.PERMISSION, lead(Foo__c=1), about="of no such field"),
    Way("INVALID_FIELD", K.PERMISSION, lead(hidden, Title="CEO"), about="of a hidden field"),
    Way(
        "INVALID_FIELD_FOR_INSERT_UPDATE",
        K.PERMISSION,
        lead(clerk, Title="CEO"),
        about="of a field that may only be read",
    ),
    Way("INVALID_FIELD_FOR_INSERT_UPDATE", K.PERMISSION, lead(IsDeleted=True)),
    Way("INSUFFICIENT_ACCESS_OR_READONLY", K.PERMISSION, forbidden),
    Way("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", K.PERMISSION, stray),
    Way("INVALID_CROSS_REFERENCE_KEY", K.DATA, owned()),
    Way("MALFORMED_ID", K.DATA, lead(OwnerId="x")),
    Way(
        "ENTITY_IS_DELETED",
        K.GONE,
        update(lambda it, made: delete_record(it.org, made, by="Tom Reyes")),
        retry=True,
    ),
    Way(
        "CANNOT_UPDATE_CONVERTED_LEAD",
        K.GONE,
        update(lambda it, made: convert_lead(it.org, made, by="Tom Reyes") and None),
        retry=True,
    ),
    Way("DUPLICATE_VALUE", K.DATA, beside({KEY: "P-1"}, **{KEY: "P-1"}), retry=True),
    Way("DUPLICATE_VALUE", K.DATA, again_member, retry=True, about="of a campaign member"),
    Way("DUPLICATE_EXTERNAL_ID", K.DATA, twice),
    Way("DUPLICATES_DETECTED", K.DUPLICATE_RULE, beside({"Email": EMAIL}, unique, Email=EMAIL)),
    Way("INACTIVE_OWNER_OR_USER", K.PERMISSION, owned(active=False)),
    Way("OP_WITH_INVALID_USER_TYPE_EXCEPTION", K.PERMISSION, owned(user_type="Guest")),
    Way("INVALID_ASSIGNMENT_RULE", K.PERMISSION, misrouted),
    Way(
        "FIELD_INTEGRITY_EXCEPTION",
        K.DATA,
        lead(lambda it: with_state_country(it, on=True), Country="Nowhere"),
    ),
    Way(
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        K.DATA,
        lead(lambda it: with_validation_rules(it, _RULE), Title="Stop"),
    ),
    Way(
        "STORAGE_LIMIT_EXCEEDED",
        K.LIMIT,
        lambda it: (
            it.change(lambda setup: with_switches(setup, storage_full=True))
            or saved(it, Write("a", "Lead", LEAD))
        ),
    ),
    Way("MIXED_DML_OPERATION", K.BUG, mixed),
    Way("PROCESSING_HALTED", K.TRANSIENT, in_vain, retry=True),
)
BUSY = "caused by: System.LimitException: Too many SOQL queries: 101"
SLOW = "caused by: System.LimitException: Apex CPU time limit exceeded"
HELD = "caused by: System.DmlException: Update failed: UNABLE_TO_LOCK_ROW"
TRIGGER = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
AUTOMATIONS = (
    automation(TRIGGER, K.DATA, kinds.TRIGGER),
    automation(TRIGGER, K.TRANSIENT, kinds.TRIGGER, message=BUSY, retry=True, about="of queries"),
    automation(TRIGGER, K.TRANSIENT, kinds.TRIGGER, message=SLOW, retry=True, about="of time"),
    automation(TRIGGER, K.LOCK, kinds.TRIGGER, message=HELD, retry=True, about="of a lock"),
    automation("CANNOT_EXECUTE_FLOW_TRIGGER", K.DATA, kinds.FLOW),
    automation("FIELD_FILTER_VALIDATION_EXCEPTION", K.DATA, kinds.FILTER),
    automation("TRANSFER_REQUIRES_READ", K.PERMISSION, kinds.TRANSFER),
    automation("INVALID_ASSIGNEE_TYPE", K.PERMISSION, kinds.ASSIGNEE),
    automation("INVALID_STATUS", K.DATA, kinds.STATUS),
    automation("LICENSE_LIMIT_EXCEEDED", K.LIMIT, kinds.LICENSE),
    automation("UNSAFE_HTML_CONTENT", K.DATA, kinds.HTML),
    automation("APEX_DATA_ACCESS_RESTRICTION", K.PERMISSION, kinds.APEX_ACCESS),
    automation("TOO_MANY_APEX_REQUESTS", K.TRANSIENT, kinds.APEX_REQUESTS, retry=True),
    Way("UNABLE_TO_LOCK_ROW", K.LOCK, held, retry=True, origin=Origin.AUTOMATION),
    automation("UNKNOWN_EXCEPTION", K.UNKNOWN, kinds.UNKNOWN, retry=True),
)
