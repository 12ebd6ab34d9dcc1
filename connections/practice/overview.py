"""The setup of an org as an admin would find it under Setup: frozen values, ready to be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .rules.access import Access
from .rules.fields import Field
from .rules.objects import SObject
from .rules.setup import Setup


@dataclass(frozen=True, slots=True)
class FieldView:
    """A field. `access`: what the integration user may: "edit", "read" or "none".

    `others`: (user's name, access) of the active users who may something else.
    `values`: (value, whether it is active) of a picklist.
    """

    name: str
    label: str
    type: str
    length: int
    access: str
    others: tuple[tuple[str, str], ...]
    required: bool
    unique: bool
    external_id: bool
    custom: bool
    restricted: bool
    values: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class ObjectView:
    """An object with records. `rights`: what the integration user may, of OBJECT_RIGHTS.

    `sharing`: its org-wide default, "" without one.
    """

    name: str
    label: str
    plural: str
    rights: tuple[str, ...]
    sharing: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class UserView:
    """A user. `sets`: the labels of its permission sets."""

    id: str
    name: str
    username: str
    profile: str
    active: bool
    is_inlet: bool
    sets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueueView:
    """A queue, what it may own, and the names of its members."""

    id: str
    name: str
    sobjects: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule. `kind`: assignment, duplicate, validation or automation."""

    kind: str
    name: str
    sobject: str
    active: bool
    told: str = ""


@dataclass(frozen=True, slots=True)
class AppView:
    """An app that may ask for access."""

    name: str
    consumer_key: str
    installed: bool
    flows: tuple[str, ...]
    admin_approved_only: bool
    refresh_policy: str


@dataclass(frozen=True, slots=True)
class SetupView:
    """Everything an admin has set up. `default_owner`: who gets what no rule assigns."""

    objects: tuple[ObjectView, ...]
    users: tuple[UserView, ...]
    queues: tuple[QueueView, ...]
    rules: tuple[RuleView, ...]
    apps: tuple[AppView, ...]
    system_permissions: tuple[str, ...]
    default_owner: str


def setup_view(setup: Setup, access: Access) -> SetupView:
    """The whole setup, to be looked at."""
    granted = setup.rights_of(setup.api_user).sets
    return SetupView(
        objects=tuple(_object(setup, one) for one in setup.objects.values() if one.stored),
        users=_users(setup),
        queues=tuple(
            QueueView(one.id, one.name, one.sobjects, tuple(map(setup.owner_name, one.members)))
            for one in setup.queues
        ),
        rules=tuple(_rules(setup)),
        apps=tuple(
            AppView(
                one.name, one.consumer_key, one.installed, one.flows, one.admin_approved_only,
                one.refresh_policy,
            )
            for one in access.apps
        ),
        system_permissions=tuple(sorted({name for one in granted for name in one.system})),
        default_owner=setup.owner_name(setup.default_lead_owner),
    )  # fmt: skip


def _object(setup: Setup, found: SObject) -> ObjectView:
    rights = setup.rights_of(setup.api_user).on(found.name)
    return ObjectView(
        name=found.name,
        label=found.label,
        plural=found.plural,
        rights=tuple(sorted(rights)),
        sharing=setup.sharing.get(found.name, ""),
        fields=tuple(_field(setup, found.name, one) for one in found.fields),
    )


def _field(setup: Setup, sobject: str, field: Field) -> FieldView:
    access = access_to(setup, sobject, field, user_id=setup.api_user)
    theirs = (
        (one.name, access_to(setup, sobject, field, user_id=one.id))
        for one in setup.users
        if one.active and one.id != setup.api_user
    )
    return FieldView(
        name=field.name,
        label=field.label,
        type=field.type,
        length=field.length,
        access=access,
        others=tuple(pair for pair in theirs if pair[1] != access),
        required=field.required,
        unique=field.unique,
        external_id=field.external_id,
        custom=field.custom,
        restricted=field.restricted,
        values=tuple((one.value, one.active) for one in field.picklist),
    )


def access_to(setup: Setup, sobject: str, field: Field, *, user_id: str) -> str:
    """What a user may do with a field: "edit", "read" or "none"; "read" where nobody writes."""
    held = setup.rights_of(user_id).access(f"{sobject}.{field.name}")
    if not field.permissionable:
        held = field.access
    writable = field.createable or field.updateable
    return "read" if held == "edit" and not writable else held


def _users(setup: Setup) -> tuple[UserView, ...]:
    return tuple(
        UserView(
            id=one.id,
            name=one.name,
            username=one.username,
            profile=one.profile,
            active=one.active,
            is_inlet=one.id == setup.api_user,
            sets=tuple(kept.label for kept in setup.rights_of(one.id).sets if not kept.profile),
        )
        for one in setup.users
    )


def _rules(setup: Setup) -> Iterator[RuleView]:
    for assigns in setup.assignment_rules:
        told = f"{len(assigns.entries)} entries"
        yield RuleView("assignment", assigns.name, assigns.sobject, assigns.active, told)
    for doubles in setup.duplicate_rules:
        yield RuleView("duplicate", doubles.label, doubles.sobject, doubles.active, doubles.action)
    for checks in setup.validation_rules:
        yield RuleView("validation", checks.name, checks.sobject, checks.active, checks.message)
    for runs in setup.automations:
        yield RuleView("automation", runs.name, runs.sobject, runs.active, runs.kind)
