"""People who are in the org twice: what a lead sync must not cause."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.rules.setup import Setup

from .columns import PEOPLE

BY_KEY, BY_EMAIL, BY_NAME = "external id", "e-mail", "name and company"
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    BY_KEY: ("external_key",),
    BY_EMAIL: ("email_key",),
    BY_NAME: ("first_key", "name_key", "company_key"),
}


@dataclass(frozen=True, slots=True)
class Twin:
    """One of the records of a person."""

    id: str
    sobject: str
    name: str
    company: str
    email: str
    owner: str
    created_at: datetime
    seeded: bool


@dataclass(frozen=True, slots=True)
class Double:
    """A person with several living records. `by`: what they share; `key`: the shared value."""

    by: str
    key: str
    records: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class Doubles:
    """How many people exist twice by each of the three keys, and the first of them."""

    totals: Mapping[str, int]
    first: Sequence[Double]


def find_doubles(org: PracticeOrg, setup: Setup, *, limit: int = 100) -> Doubles:
    """Leads, unless converted, and Contacts that share a key; at most `limit` for each key.

    Inside the walls.
    """
    people = _people(org)
    groups = {by: _shared(people, columns) for by, columns in _COLUMNS.items()}
    first = [
        double
        for by, columns in _COLUMNS.items()
        for double in _doubles(people, setup, by=by, groups=groups[by][:limit], columns=columns)
    ]
    return Doubles({by: len(found) for by, found in groups.items()}, first)


def _people(org: PracticeOrg) -> QuerySet[PracticeRecord]:
    living = PracticeRecord.objects.filter(org=org, sobject__in=PEOPLE, deleted=False)
    # A converted Lead is its Contact, not a second record of the person.
    return living.exclude(values__contains={"IsConverted": True}).annotate(
        first_key=Lower(KeyTextTransform("FirstName", "values"))
    )


def _shared(people: QuerySet[PracticeRecord], columns: Sequence[str]) -> list[tuple[Any, ...]]:
    known = people.exclude(**{columns[-1]: None})
    counted = known.values_list(*columns).annotate(number=Count("pk")).filter(number__gt=1)
    return [group[:-1] for group in counted.order_by(*columns)[:10_000]]


def _doubles(
    people: QuerySet[PracticeRecord],
    setup: Setup,
    *,
    by: str,
    groups: Sequence[tuple[Any, ...]],
    columns: Sequence[str],
) -> Iterable[Double]:
    if not groups:
        return []
    wanted = Q()
    for group in groups:
        wanted |= Q(**_equal(columns, group))
    found: dict[tuple[Any, ...], list[Twin]] = {group: [] for group in groups}
    for record in people.filter(wanted).order_by("created_at", "sf_id"):
        found[tuple(getattr(record, one) for one in columns)].append(_twin(setup, record))
    return [
        Double(by, ", ".join(part for part in group if part), tuple(twins))
        for group, twins in found.items()
    ]


def _equal(columns: Sequence[str], group: Sequence[Any]) -> dict[str, Any]:
    return {
        name if value is not None else f"{name}__isnull": True if value is None else value
        for name, value in zip(columns, group, strict=True)
    }


def _twin(setup: Setup, record: PracticeRecord) -> Twin:
    values = record.values
    return Twin(
        id=record.sf_id,
        sobject=record.sobject,
        name=str(values.get("Name", "")),
        company=str(values.get("Company") or record.company_key or ""),
        email=str(values.get("Email", "")),
        owner=setup.owner_name(record.owner),
        created_at=record.created_at,
        seeded=record.seeded,
    )
