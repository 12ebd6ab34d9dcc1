"""Everything an admin of the org has set up: objects, users, queues, rules, switches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property
from typing import Any, TypeVar

from .assignment import AssignmentRule
from .automations import Automation
from .duplicates import DuplicateRule
from .ids import pod_of, sobject_of, to_18
from .objects import SObject, read_sobject
from .old_rights import closed_off, opened
from .permission_sets import PermissionSet
from .record_types import RecordType
from .refusals import Refusal, Refused, refuse
from .rights import AllRights, Rights
from .set_assignments import SetAssignment, sets_of
from .sharing import OPEN_SHARING, Reach, reach
from .standard_rights import opening_assignments, opening_sets
from .validation import ValidationRule
from .values import is_stray

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class User:
    """A user of the org. `password` is a hash, "" for those who can't log in here."""

    id: str
    username: str
    first_name: str
    last_name: str
    email: str
    active: bool = True
    user_type: str = "Standard"
    profile: str = "Standard User"
    time_zone: str = "America/New_York"
    password: str = ""
    marketing_user: bool = False

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue; it may own only records of `sobjects`. `members`: ids of users."""

    id: str
    name: str
    developer_name: str
    email: str = ""
    sobjects: tuple[str, ...] = ()
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Switches:
    """How the org behaves where orgs differ, or where a rehearsal wants it to."""

    rotate_refresh_tokens: bool = True
    misspell_duplicate_result: bool = True
    misspell_by_version: bool = False
    rest_api_enabled: bool = True
    custom_fields_allowed: bool = True
    state_country_picklists: bool = False
    edit_converted_leads: bool = False
    storage_full: bool = False
    # Seconds until a new record can be found by a search (salesforce-facts 0.9).
    search_lag: int = 10


@dataclass(frozen=True)
class Setup:
    """The org as its admin left it. `api_user`: the id whom client credentials run as.

    `sharing`: org-wide defaults, see `rules.sharing`. `viewer`: the id of the user whom it shows
    itself to (`rules.seeing`); "" is the org itself, which may everything.
    """

    org_id: str
    org_name: str
    objects: Mapping[str, SObject]
    users: tuple[User, ...]
    queues: tuple[Queue, ...]
    assignment_rules: tuple[AssignmentRule, ...]
    duplicate_rules: tuple[DuplicateRule, ...]
    api_user: str
    default_lead_owner: str
    switches: Switches = field(default_factory=Switches)
    validation_rules: tuple[ValidationRule, ...] = ()
    record_types: tuple[RecordType, ...] = ()
    automations: tuple[Automation, ...] = ()
    permission_sets: tuple[PermissionSet, ...] = ()
    set_assignments: tuple[SetAssignment, ...] = ()
    sharing: Mapping[str, str] = field(default_factory=lambda: dict(OPEN_SHARING))
    viewer: str = ""

    @cached_property
    def users_by_id(self) -> Mapping[str, User]:
        """Users by id."""
        return {user.id: user for user in self.users}

    @cached_property
    def queues_by_id(self) -> Mapping[str, Queue]:
        """Queues by id."""
        return {queue.id: queue for queue in self.queues}

    def rights_of(self, user_id: str) -> Rights:
        """What the profile and the permission sets of a user grant; nothing to a stranger."""
        user = self.users_by_id.get(user_id)
        profile = user.profile if user else ""
        return Rights(
            sets_of(self.permission_sets, self.set_assignments, user=user_id, profile=profile)
        )

    @cached_property
    def rights(self) -> Rights:
        """What the viewer may."""
        return self.rights_of(self.viewer) if self.viewer else AllRights()

    @cached_property
    def _reaches(self) -> dict[tuple[str, str], Reach]:
        return {}

    def reach(self, sobject: str, user_id: str) -> Reach:
        """Whose records of an object a user sees and changes; "" is the org itself."""
        kept = self._reaches.get((sobject, user_id))
        if kept is None:
            queues = (one.id for one in self.queues if user_id in one.members)
            kept = self._reaches[sobject, user_id] = reach(
                self.sharing.get(sobject, "Edit"),
                self.rights_of(user_id) if user_id else AllRights(),
                sobject=sobject,
                own=frozenset({user_id, *queues}),
            )
        return kept

    def user_named(self, username: str) -> User | None:
        """The user of that username, in any letter case."""
        wanted = username.strip().lower()
        return next((one for one in self.users if one.username.lower() == wanted), None)

    def is_active(self, user_id: str) -> bool:
        """Whether there is such a user, and it is active."""
        user = self.users_by_id.get(user_id)
        return user is not None and user.active

    def owner_name(self, owner_id: str) -> str:
        """The name of a user or queue; "" when there is none."""
        owner = self.users_by_id.get(owner_id) or self.queues_by_id.get(owner_id)
        return owner.name if owner else ""

    def check_owner(self, owner_id: str, sobject: str) -> None:
        """Raise Refused unless this user or queue may own a record of `sobject`."""
        if sobject_of(owner_id) == "Group":
            self._check_queue(owner_id, sobject)
            return
        user = self.users_by_id.get(owner_id)
        if user is None:
            raise _bad_owner("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
        if not user.active:
            message = (
                f"operation performed with inactive user [{owner_id}] as owner of {sobject.lower()}"
            )
            raise _bad_owner("INACTIVE_OWNER_OR_USER", message)
        if user.user_type != "Standard":
            raise _bad_owner(
                "OP_WITH_INVALID_USER_TYPE_EXCEPTION", "Operation not valid for this user type"
            )

    def _check_queue(self, queue_id: str, sobject: str) -> None:
        queue = self.queues_by_id.get(queue_id)
        if queue is None:
            raise _bad_owner("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
        if sobject not in queue.sobjects:
            message = "Queue not associated with this SObject type"
            raise _bad_owner("INVALID_CROSS_REFERENCE_KEY", message)

    def assignment_rule(self, sobject: str, choice: str) -> AssignmentRule | None:
        """The rule that `choice` ("TRUE", "FALSE" or a rule's id) means for `sobject`.

        An inactive rule runs when its id is given. Raises Refused for an id of no rule.
        """
        mine = [rule for rule in self.assignment_rules if rule.sobject == sobject]
        if choice == "FALSE":
            return None
        if choice == "TRUE":
            return next((rule for rule in mine if rule.active), None)
        try:
            wanted = to_18(choice)
        except ValueError as malformed:
            raise refuse("MALFORMED_ID", f"bad id {choice}") from malformed
        named = [rule for rule in self.assignment_rules if rule.id == wanted]
        if not named:
            raise refuse("INVALID_ASSIGNMENT_RULE", f"invalid assignment rule: {choice}")
        return named[0] if named[0].sobject == sobject else None

    def with_strays(self, sobject: str, strays: set[tuple[str, str]]) -> Setup:
        """The setup whose picklists list these (field, value) pairs too, inactive."""
        changed = self.objects[sobject]
        for name, value in sorted(strays):
            listed = tuple(
                one.with_stray(value) if one.name == name and is_stray(one, value) else one
                for one in changed.fields
            )
            changed = replace(changed, fields=listed)
        return replace(self, objects={**self.objects, sobject: changed})

    def document(self) -> dict[str, Any]:
        """As kept in the database. `read_setup` reads it."""
        return {
            **{name: getattr(self, name) for name in _PLAIN},
            **{name: [asdict(one) for one in getattr(self, name)] for name in _LISTS},
            "objects": [one.document() for one in self.objects.values()],
            "switches": asdict(self.switches),
            "sharing": dict(self.sharing),
        }


_LISTS: Mapping[str, type] = {
    "users": User,
    "queues": Queue,
    "assignment_rules": AssignmentRule,
    "duplicate_rules": DuplicateRule,
    "permission_sets": PermissionSet,
    "set_assignments": SetAssignment,
    "validation_rules": ValidationRule,
    "record_types": RecordType,
    "automations": Automation,
}


_PLAIN = ("org_id", "org_name", "api_user", "default_lead_owner")


def _bad_owner(code: str, message: str) -> Refused:
    return Refused(Refusal(code, message, ("OwnerId",)))


def _read(kind: type[Kind], document: Mapping[str, Any]) -> Kind:
    """A frozen value from its `asdict`, lists as tuples, nested kinds by their metadata."""
    values = {}
    for spec in fields(kind):  # type: ignore[arg-type]
        if spec.name in document:
            value = document[spec.name]
            nested = spec.metadata.get("of")
            if nested:
                value = [_read(nested, one) for one in value]
            values[spec.name] = tuple(value) if isinstance(value, list) else value
    return kind(**values)


def read_setup(document: Mapping[str, Any]) -> Setup:
    """The setup of a `Setup.document()`, also after a trip through JSON."""
    objects = [read_sobject(one) for one in document["objects"]]
    parts: dict[str, Any] = {
        name: tuple(_read(kind, one) for one in document.get(name, ()))
        for name, kind in _LISTS.items()
    }
    parts.update((name, document[name]) for name in _PLAIN)
    if not parts["permission_sets"]:
        # An org from before there were any: its fields said what the integration user may.
        pod = pod_of(document["org_id"])
        parts["permission_sets"] = closed_off(opening_sets(pod), objects)
        parts["set_assignments"] = opening_assignments(pod, document["api_user"])
        objects = [opened(one) for one in objects]
    return Setup(
        objects={one.name: one for one in objects},
        sharing={**OPEN_SHARING, **document.get("sharing", {})},
        switches=_read(Switches, document["switches"]),
        **parts,
    )
