"""What the checklist says, as frozen values that JSON can hold (``connections.documents``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters, worst first."""

    BLOCKS = "blocks"
    LOOK = "look"
    UNSEEN = "unseen"
    IN_ORDER = "in_order"

    @property
    def label(self) -> str:
        """The level as people read it."""
        return _LEVELS[self]


_LEVELS = {
    Level.BLOCKS: "Blocks leads",
    Level.LOOK: "Look at it",
    Level.UNSEEN: "Could not be checked",
    Level.IN_ORDER: "In order",
}


class Check(StrEnum):
    """A line of the checklist, in the order of the page; each gets at least one finding."""

    INTEGRATION_USER = "integration_user"
    API_ACCESS = "api_access"
    OBJECT_RIGHTS = "object_rights"
    FIELD_ACCESS = "field_access"
    REQUIRED_FIELDS = "required_fields"
    LEAD_STATUS = "lead_status"
    PICKLISTS = "picklists"
    LENGTHS = "lengths"
    PERSON_KEY = "person_key"
    DUPLICATE_RULES = "duplicate_rules"
    ROUTING = "routing"
    SHARING = "sharing"
    VALIDATION_RULES = "validation_rules"
    CONVERTED = "converted"
    LEAD_OR_CONTACT = "lead_or_contact"
    CREATE_AND_UPDATE = "create_and_update"
    API_BUDGET = "api_budget"
    TEST_BATCH = "test_batch"

    @property
    def label(self) -> str:
        """The line's name as people read it."""
        return _CHECKS[self]


_CHECKS = {
    Check.INTEGRATION_USER: "Integration user",
    Check.API_ACCESS: "API access",
    Check.OBJECT_RIGHTS: "Lead and Contact",
    Check.FIELD_ACCESS: "Field access",
    Check.REQUIRED_FIELDS: "Required fields",
    Check.LEAD_STATUS: "Lead Status",
    Check.PICKLISTS: "Picklist values",
    Check.LENGTHS: "Lengths and types",
    Check.PERSON_KEY: "External Person ID",
    Check.DUPLICATE_RULES: "Duplicate rules",
    Check.ROUTING: "Assignment and owners",
    Check.SHARING: "Sharing of Leads",
    Check.VALIDATION_RULES: "Validation rules",
    Check.CONVERTED: "Converted Leads",
    Check.LEAD_OR_CONTACT: "Lead or Contact",
    Check.CREATE_AND_UPDATE: "Create and update",
    Check.API_BUDGET: "API calls",
    Check.TEST_BATCH: "Test batch",
}


class RemedyKind(StrEnum):
    """What a button can do about a finding. ``parameters`` by kind, all texts:

    set_default field, value (may be "") · map_value field, value, to (may be "") ·
    choose_owner · create_fields fields ("Lead.A__c Contact.A__c") · save_anyway ·
    work_without_key · ask_admin right · reconnect. All but the last two change something here or
    in the org; a choice that is "" is asked of the person.
    """

    SET_DEFAULT = "set_default"
    MAP_VALUE = "map_value"
    CHOOSE_OWNER = "choose_owner"
    CREATE_FIELDS = "create_fields"
    SAVE_ANYWAY = "save_anyway"
    WORK_WITHOUT_KEY = "work_without_key"
    ASK_ADMIN = "ask_admin"
    RECONNECT = "reconnect"


@dataclass(frozen=True, slots=True)
class Remedy:
    """What can be done by a click. ``button`` is its label."""

    kind: RemedyKind
    button: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One row. ``key`` names it within a run; ``mappings`` are those it was found for.

    ``what`` says what is, ``why`` why it matters here, ``fix`` what to do and ``setup_path``
    where in Salesforce; ``note`` is what the API can't see about it.
    """

    key: str
    check: Check
    level: Level
    title: str
    what: str
    why: str = ""
    fix: str = ""
    setup_path: str = ""
    note: str = ""
    remedy: Remedy | None = None
    mappings: tuple[str, ...] = ()


def in_order(check: Check, what: str, *, note: str = "") -> Finding:
    """The row of a check that found nothing."""
    return Finding(
        key=check.value, check=check, level=Level.IN_ORDER, title=check.label, what=what, note=note
    )


def unseen(check: Check, what: str, *, fix: str = "", setup_path: str = "") -> Finding:
    """The row of a check that could not be made."""
    return Finding(
        key=check.value,
        check=check,
        level=Level.UNSEEN,
        title=check.label,
        what=what,
        fix=fix,
        setup_path=setup_path,
    )
