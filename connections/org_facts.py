"""What preflight knows about an org: frozen values that JSON can hold (see ``documents``).

Pure. ``OrgFacts.unseen`` says, by the name of a part, why Salesforce didn't show it; such a part
is empty, which then doesn't mean that the org has none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from .crm import SObject

# The parts that may be unseen, beside "object.Lead" and the like.
RIGHTS = "rights"
STATUSES = "statuses"
QUEUES = "queues"
ASSIGNMENT_RULES = "assignment_rules"
DUPLICATE_RULES = "duplicate_rules"
MATCHING_RULES = "matching_rules"
VALIDATION_RULES = "validation_rules"
LEAD_RIGHTS = "lead_rights"
RECORD_TYPES = "record_types"
ORGANIZATION = "organization"
USER = "user"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What the judge will ask about: objects by name, and owners by id (005…, 00G…)."""

    objects: tuple[str, ...] = ("Lead", "Contact")
    owner_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgInfo:
    """The org. ``lead_access`` is Organization.DefaultLeadAccess, "" when unseen."""

    id: str = ""
    name: str = ""
    is_sandbox: bool = False
    type: str = ""
    instance: str = ""
    lead_access: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectedUser:
    """The user behind the connection."""

    id: str = ""
    name: str = ""
    username: str = ""
    email: str = ""
    profile: str = ""
    license: str = ""
    is_active: bool = True
    may_manage_campaigns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """System permissions of the connected user, over profile and permission sets."""

    api_enabled: bool = False
    view_setup: bool = False
    customize_application: bool = False
    view_all_data: bool = False
    modify_all_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectRights:
    """Object permissions on Lead, over all grants; ``grants`` names who gives them."""

    read: bool = False
    create: bool = False
    edit: bool = False
    view_all: bool = False
    grants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadStatus:
    """One Lead Status of the org, by API name."""

    value: str
    is_default: bool = False
    is_converted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """A queue that may own Leads; ``members`` is None when they can't be counted."""

    id: str
    name: str
    members: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A user whom the mapping names."""

    id: str
    name: str
    is_active: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An assignment, duplicate, matching or validation rule, as far as the API shows it."""

    id: str
    name: str
    sobject: str
    is_active: bool
    message: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTypeValues:
    """The values that a picklist offers on records of one record type."""

    sobject: str
    record_type_id: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgFacts:
    """Everything seen in one run. ``refusal`` is the code with which the API turned us away."""

    user: ConnectedUser = ConnectedUser()
    org: OrgInfo = OrgInfo()
    refusal: str = ""
    objects: Mapping[str, SObject] = field(default_factory=dict)
    rights: Rights | None = None
    lead_rights: ObjectRights | None = None
    statuses: tuple[LeadStatus, ...] = ()
    queues: tuple[Queue, ...] = ()
    owners: tuple[Owner, ...] = ()
    assignment_rules: tuple[Rule, ...] = ()
    duplicate_rules: tuple[Rule, ...] = ()
    matching_rules: tuple[Rule, ...] = ()
    validation_rules: tuple[Rule, ...] = ()
    record_type_values: tuple[RecordTypeValues, ...] = ()
    api_used: int | None = None
    api_allowed: int | None = None
    unseen: Mapping[str, str] = field(default_factory=dict)
    calls: int = 0

    def lacks(self, part: str) -> bool:
        """Whether Salesforce didn't show this part."""
        return bool(self.refusal) or part in self.unseen

    def allowed_values(self, sobject: str, name: str) -> tuple[str, ...]:
        """What a new record may hold in this picklist: of its record type, else active ones."""
        for one in self.record_type_values:
            if (one.sobject, one.field) == (sobject, name):
                return one.values
        known = self.objects.get(sobject)
        found = known.fields.get(name) if known else None
        return tuple(one.value for one in found.picklist if one.active) if found else ()
