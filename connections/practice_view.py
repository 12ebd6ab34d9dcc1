"""What the product's pages show of a tenant's practice org; the other door to it is `rehearsal`.

Everything here is read from tables, without a call over HTTP; call it inside the walls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tenants.models import Tenant

from .practice import browsing
from .practice.browsing import Line, Lines, Usage
from .practice.models import PracticeOrg, PracticeRecord, today
from .practice.opening import find_org, reset
from .practice.rules.setup import Setup
from .practice.store.calls import Asked
from .practice.store.doubles import Double, Doubles, Twin
from .practice.store.oracle import Write
from .practice.store.rows import row_of
from .practice.store.setups import setup_of
from .record_ids import full_id, is_record_id
from .residents import RESIDENTS
from .settling import settle

__all__ = [
    "Asked",
    "Double",
    "Doubles",
    "FieldChange",
    "Happening",
    "Kind",
    "Line",
    "Lines",
    "OrgView",
    "Person",
    "Twin",
    "Usage",
    "Whole",
    "open_view",
]

# Shown first, in this order.
_FIRST = ("Lead", "Contact", "Account", "Campaign", "Task")
_CALLS = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """An object of the org and how many records it has."""

    name: str
    label: str
    plural: str
    count: int


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the org."""

    name: str
    username: str
    profile: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that a write changed: values as text, "" for blank; owners by their names."""

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An accepted write to a record.

    `operation`: create, update, delete or undelete. `source`: api, bulk, admin or seed.
    """

    at: datetime
    operation: str
    who: str
    source: str
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A record with every field: (API name, label, value as text, "" for blank)."""

    id: str
    name: str
    values: tuple[tuple[str, str, str], ...]
    owner: str
    created_by: str
    created_at: datetime
    modified_by: str
    modified_at: datetime
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class OrgView:
    """A tenant's practice org, to be looked at."""

    org: PracticeOrg

    @property
    def username(self) -> str:
        """As whom Inlet, and any other client, logs in."""
        setup = setup_of(self.org)
        return setup.users_by_id[setup.api_user].username

    @property
    def inlet(self) -> str:
        """The name of that user, which stands beside what Inlet wrote."""
        setup = setup_of(self.org)
        return setup.users_by_id[setup.api_user].name

    def people(self) -> tuple[Person, ...]:
        """The active users, the integration user first."""
        setup = setup_of(self.org)
        users = sorted((one for one in setup.users if one.active), key=lambda one: one.id)
        found = sorted(users, key=lambda one: one.id != setup.api_user)
        return tuple(Person(one.name, one.username, one.profile) for one in found)

    @property
    def consumer_key(self) -> str:
        """The public half of what a client needs to log in."""
        return self.org.consumer_key

    def kinds(self) -> tuple[Kind, ...]:
        """The objects that may hold records; one read."""
        counts, objects = browsing.counts(self.org), setup_of(self.org).objects
        others = [name for name, one in objects.items() if one.stored]
        names = [*_FIRST, *sorted(set(others) - set(_FIRST))]
        return tuple(
            Kind(name, objects[name].label, objects[name].plural, counts[name])
            for name in names
            if name in objects
        )

    def lines(self, sobject: str, *, search: str, by_inlet: bool, after: str, limit: int) -> Lines:
        """A page of an object's records, last changed first; `by_inlet`: those Inlet changed last.

        `after` is from the page before, or anything; what can't be read begins at the start.
        """
        return browsing.browse(
            self.org,
            sobject,
            search=search,
            changed_by=setup_of(self.org).api_user if by_inlet else "",
            after=after,
            limit=limit,
        )

    def count(self, sobject: str, *, search: str = "", by_inlet: bool = False) -> int:
        """How many records `lines` would list."""
        user = setup_of(self.org).api_user if by_inlet else ""
        return browsing.count(self.org, sobject, search=search, changed_by=user)

    def calls(self) -> tuple[Asked, ...]:
        """The last calls, newest first."""
        return tuple(browsing.calls(self.org, _CALLS))

    def usage(self) -> Usage:
        """Today's API calls, as of when the org was read."""
        is_todays = self.org.api_day == today()
        return Usage(self.org.api_used if is_todays else 0, self.org.api_max)

    def whole(self, sobject: str, record_id: str) -> Whole | None:
        """One record with every field, also from the recycle bin, or None; one read."""
        kind = setup_of(self.org).objects.get(sobject)
        if kind is None or not kind.stored or not is_record_id(record_id):
            return None
        found = PracticeRecord.objects.filter(
            org=self.org, sobject=sobject, sf_id=full_id(record_id)
        ).first()
        return self._whole(found, {one.name: one.label for one in kind.fields}) if found else None

    def history(self, whole: Whole) -> tuple[Happening, ...]:
        """What happened to a record, newest first, at most 100 writes; one read."""
        setup = setup_of(self.org)
        labels = {name: label for name, label, _ in whole.values}
        return tuple(_happening(setup, labels, one) for one in browsing.history(self.org, whole.id))

    def doubles(self) -> Doubles:
        """People who exist twice, by external id, by e-mail, by name and company."""
        return browsing.doubles(self.org)

    def _whole(self, record: PracticeRecord, labels: Mapping[str, str]) -> Whole:
        setup = setup_of(self.org)
        row = row_of(record)
        return Whole(
            id=record.sf_id,
            name=str(record.values.get("Name") or record.sf_id),
            values=tuple((name, label, _text(row.get(name))) for name, label in labels.items()),
            owner=setup.owner_name(record.owner),
            created_by=setup.owner_name(record.created_by),
            created_at=record.created_at,
            modified_by=setup.owner_name(record.modified_by),
            modified_at=record.modified_at,
            deleted=record.deleted,
        )

    def reset(self) -> None:
        """The setup and the residents of the first day."""
        reset(self.org)
        settle(self.org, RESIDENTS)


def open_view(tenant: Tenant) -> OrgView | None:
    """The tenant's practice org, or None when it has none."""
    org = find_org(tenant)
    return OrgView(org) if org else None


def _happening(setup: Setup, labels: Mapping[str, str], write: Write) -> Happening:
    return Happening(
        at=write.at,
        operation=write.operation,
        who=setup.owner_name(write.user),
        source=write.source,
        changes=tuple(
            FieldChange(name, labels[name], _shown(setup, name, old), _shown(setup, name, new))
            for name, (old, new) in sorted(write.changes.items())
            if name in labels
        ),
    )


def _shown(setup: Setup, name: str, value: object) -> str:
    text = _text(value)
    return (setup.owner_name(text) or text) if name == "OwnerId" else text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
