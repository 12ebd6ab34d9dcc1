"""What the product's page shows of an org: records, how many there are, what was asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from tenants import walls

from .models import PracticeOrg, PracticeRecord
from .rules.setup import Setup
from .store import oracle
from .store.calls import Asked, last_calls
from .store.doubles import Doubles, find_doubles
from .store.oracle import Write
from .store.setups import setup_of

# What a list shows of an object beside its name: the first of them that it has.
_STATUS = ("Status", "StageName", "Title")
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Line:
    """A record in a list. `company`: a Lead's Company, a Contact's Account; `status`: its Status or
    Stage, else its Title; names, not ids."""

    id: str
    name: str
    company: str
    status: str
    owner: str
    created_at: datetime
    created_by: str
    modified_at: datetime
    modified_by: str
    seeded: bool


@dataclass(frozen=True, slots=True)
class Lines:
    """A page of a list, last changed first. `after`: what asks for the next page, "" at the end."""

    lines: Sequence[Line]
    after: str


@dataclass(frozen=True, slots=True)
class Usage:
    """API calls of today, and how many a day are answered."""

    used: int
    allowed: int


def browse(
    org: PracticeOrg,
    sobject: str,
    *,
    search: str = "",
    changed_by: str = "",
    after: str = "",
    limit: int = 25,
) -> Lines:
    """Records whose name, e-mail or company begins with `search`, or that have that id.

    `changed_by`: only those last changed by this user (id).
    """
    with walls.inside(org.tenant_id):
        found = _matching(_records(org, sobject, changed_by), search)
        found = _behind(found, after).order_by("-modified_at", "-sf_id")
        records = list(found[: limit + 1])
        accounts = _account_names(org, records)
    setup = setup_of(org)
    lines = [_line(setup, record, accounts) for record in records[:limit]]
    return Lines(lines, _mark(records[limit - 1]) if len(records) > limit else "")


def count(org: PracticeOrg, sobject: str, *, search: str = "", changed_by: str = "") -> int:
    """How many records `browse` would list."""
    with walls.inside(org.tenant_id):
        return _matching(_records(org, sobject, changed_by), search).count()


def counts(org: PracticeOrg) -> Mapping[str, int]:
    """How many records each object has, empty ones included."""
    with walls.inside(org.tenant_id):
        living = PracticeRecord.objects.filter(org=org, deleted=False)
        found = dict(living.values_list("sobject").annotate(Count("pk")).order_by())
    return {name: found.get(name, 0) for name in setup_of(org).objects}


def calls(org: PracticeOrg, limit: int = 50) -> Sequence[Asked]:
    """The last calls, newest first."""
    with walls.inside(org.tenant_id):
        return last_calls(org, limit)


def usage(org: PracticeOrg) -> Usage:
    """Today's API calls."""
    with walls.inside(org.tenant_id):
        current = PracticeOrg.objects.only("api_used", "api_max").get(pk=org.pk)
    return Usage(current.api_used, current.api_max)


def _records(org: PracticeOrg, sobject: str, changed_by: str = "") -> QuerySet[PracticeRecord]:
    found = PracticeRecord.objects.filter(org=org, sobject=sobject, deleted=False)
    return found.filter(modified_by=changed_by) if changed_by else found


def _matching(found: QuerySet[PracticeRecord], search: str) -> QuerySet[PracticeRecord]:
    sought = search.replace("\x00", "").strip()
    if not sought:
        return found
    low = sought.lower()
    # A range, where LIKE would be: row-level security lets an index serve only this.
    ranges = [
        Q(**{f"{column}__gte": low, f"{column}__lt": low + _HIGHEST})
        for column in ("name_key", "email_key", "company_key")
    ]
    return found.filter(ranges[0] | ranges[1] | ranges[2] | Q(sf_id=sought))


def _behind(found: QuerySet[PracticeRecord], after: str) -> QuerySet[PracticeRecord]:
    if not after:
        return found
    stamp, _, sf_id = after.partition("|")
    try:
        moment = datetime.fromisoformat(stamp)
    except ValueError:
        return found  # somebody changed the address: begin at the beginning
    if not sf_id.isalnum() or moment.tzinfo is None:
        return found
    return found.filter(Q(modified_at__lt=moment) | Q(modified_at=moment, sf_id__lt=sf_id))


def _mark(record: PracticeRecord) -> str:
    return f"{record.modified_at.isoformat()}|{record.sf_id}"


def _account_names(org: PracticeOrg, records: Sequence[PracticeRecord]) -> Mapping[str, str]:
    ids = {record.values.get("AccountId") or "" for record in records} - {""}
    if not ids:
        return {}
    accounts = _records(org, "Account").filter(sf_id__in=ids)
    return {account.sf_id: str(account.values.get("Name", "")) for account in accounts}


def _line(setup: Setup, record: PracticeRecord, accounts: Mapping[str, str]) -> Line:
    values = record.values
    return Line(
        id=record.sf_id,
        name=str(values.get("Name", "")),
        company=str(values.get("Company") or accounts.get(values.get("AccountId", ""), "")),
        status=next((str(values[one]) for one in _STATUS if values.get(one)), ""),
        owner=setup.owner_name(record.owner),
        created_at=record.created_at,
        created_by=setup.owner_name(record.created_by),
        modified_at=record.modified_at,
        modified_by=setup.owner_name(record.modified_by),
        seeded=record.seeded,
    )


def history(org: PracticeOrg, record_id: str) -> Sequence[Write]:
    """What happened to a record (18-character id), newest first, at most 100 writes."""
    with walls.inside(org.tenant_id):
        return oracle.history(org, record_id)


def writes(
    org: PracticeOrg, *, after: uuid.UUID | None = None, limit: int = oracle.PAGE
) -> Sequence[Write]:
    """A page of the log of accepted writes, oldest first, behind the write `after`."""
    with walls.inside(org.tenant_id):
        return oracle.writes(org, after=after, limit=limit)


def doubles(org: PracticeOrg, *, limit: int = 100) -> Doubles:
    """People who exist twice."""
    with walls.inside(org.tenant_id):
        return find_doubles(org, setup_of(org), limit=limit)
