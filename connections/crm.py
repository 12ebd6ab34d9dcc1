"""The port to a CRM, and its values. Every other part of Inlet talks to Salesforce through these.

Pure: an adapter (``connections.salesforce``) carries it out, ``connections.clients`` hands it out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from .errors import ErrorClass as ErrorClass
from .errors import Failure as Failure
from .soql import Select


@dataclass(frozen=True, slots=True)
class Record:
    """A row as Salesforce returned it. ``fields`` is flat: a parent's column is "Owner.Name"."""

    sobject: str
    id: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Write:
    """One record to be written.

    With ``record_id`` it is an update, with ``external_id_field`` (whose value is among
    ``fields``) an upsert, with neither a create. ``auto_assign`` is "TRUE", "FALSE" or the id of
    an assignment rule. ``ref`` is the caller's own name for it, unique within one call.
    """

    ref: str
    sobject: str
    fields: Mapping[str, Any]
    record_id: str = ""
    external_id_field: str = ""
    auto_assign: str = "FALSE"
    allow_save: bool = False


@dataclass(frozen=True, slots=True)
class WriteResult:
    """What became of one ``Write``. ``created`` is None where Salesforce doesn't say."""

    ref: str
    ok: bool
    record_id: str = ""
    created: bool | None = None
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """Results in the order of the writes. ``read_back`` is empty if reading back failed."""

    results: tuple[WriteResult, ...]
    read_back: tuple[tuple[Record, ...], ...]
    ms: int


@dataclass(frozen=True, slots=True)
class Usage:
    """API calls of the rolling 24 hours, as the org last reported. ``used`` may exceed."""

    used: int
    allowed: int


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the connection is, in which org. Ids have 18 characters."""

    org_id: str
    org_name: str
    is_sandbox: bool
    organization_type: str
    instance_name: str
    user_id: str
    username: str
    display_name: str
    email: str


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One entry of a picklist. ``value`` is what is sent, ``label`` what people see."""

    value: str
    label: str
    active: bool
    default: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an object, as the connected user sees it."""

    name: str
    label: str
    type: str
    length: int
    createable: bool
    updateable: bool
    nillable: bool
    defaulted_on_create: bool
    external_id: bool
    id_lookup: bool
    unique: bool
    restricted_picklist: bool
    picklist: tuple[PicklistValue, ...]
    reference_to: tuple[str, ...]
    custom: bool = False
    calculated: bool = False
    precision: int = 0
    scale: int = 0
    controller: str = ""

    @property
    def required_on_create(self) -> bool:
        """Whether a create without it fails; booleans have a default (salesforce-facts 2.3)."""
        has_default = self.nillable or self.defaulted_on_create or self.type == "boolean"
        return self.createable and not has_default


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type and whether the connected user may use it."""

    id: str
    name: str
    developer_name: str
    available: bool
    default: bool
    master: bool


@dataclass(frozen=True, slots=True)
class SObject:
    """An object as the connected user sees it; fields it may not read are absent."""

    name: str
    label: str
    createable: bool
    updateable: bool
    fields: Mapping[str, Field]
    record_types: tuple[RecordType, ...]


@dataclass(frozen=True, slots=True)
class Describe:
    """To look at an object as the connected user sees it."""

    sobject: str


@dataclass(frozen=True, slots=True)
class Query:
    """To look at the first page of a query's rows."""

    select: Select


@dataclass(frozen=True, slots=True)
class Resource:
    """To look at any other resource, by its path below the version: "limits"."""

    path: str


Look = Describe | Query | Resource


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look saw; one of the first three is set, or ``failure`` says why none is."""

    sobject: SObject | None = None
    records: tuple[Record, ...] | None = None
    body: Any = None
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class Creation:
    """A set-up record to be made; ``body`` may refer to an earlier one as "@{ref.id}".

    ``ref`` is the caller's own name for it: letters, digits and underscores, unique in one call.
    """

    ref: str
    sobject: str
    body: Mapping[str, Any]


class Crm(Protocol):
    """One org, seen by one user. Whole-call failures are the exceptions of ``errors``."""

    def who_am_i(self) -> Identity:
        """The user and the org behind this connection."""
        ...

    def describe(self, sobject: str) -> SObject:
        """The object's fields and rights as this user sees them."""
        ...

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """All rows of each query, in their order. Up to five queries cost one API call."""
        ...

    def write(
        self, writes: Sequence[Write], *, read_back: Sequence[Select] = (), most: int = 200
    ) -> Written:
        """Write each record once, up to 1,000 in one API call; a record fails by itself.

        ``most``: the org takes no more records than this in one of its transactions.
        Raises ``UnknownOutcome`` when the answer was lost: some may have been written.
        """
        ...

    def write_singly(self, writes: Sequence[Write]) -> list[WriteResult]:
        """Write each record by itself, 25 in one API call: for errors told in full.

        Raises ``UnknownOutcome`` when the answer was lost.
        """
        ...

    def user(self) -> Mapping[str, Any]:
        """The identity of the connected user (salesforce-facts 1.9), even without API Enabled."""
        ...

    def look(self, looks: Sequence[Look]) -> list[Sight]:
        """Each look by itself, in their order: up to 25 in a call, 5 of them queries."""
        ...

    def look_tooling(self, select: Select) -> Sight:
        """The first page of a Tooling query, in one call."""
        ...

    def set_up(self, creations: Sequence[Creation], *, tooling: bool = False) -> list[WriteResult]:
        """Make up to 25 set-up records in one call, each by itself, in order.

        Raises ``UnknownOutcome`` when the answer was lost: some may have been made.
        """
        ...

    @property
    def usage(self) -> Usage | None:
        """The API usage in the last answer, or None before the first."""
        ...

    @property
    def calls(self) -> int:
        """API calls that this client has made."""
        ...
