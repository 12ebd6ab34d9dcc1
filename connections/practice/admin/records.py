"""Records, as an admin of the org sees and changes them."""

from __future__ import annotations

from typing import Any

from connections.practice import browsing, rehearsing
from connections.practice.models import PracticeOrg, PracticeRecord
from connections.practice.rules.ids import to_18
from connections.practice.store.rows import row_of
from connections.practice.store.setups import setup_of
from tenants import walls

from .asking import AdminError, Asked, missing, one_of, uuid_of, wrong

MAX_SEEDS = 10_000
Result = tuple[int, Any]


def browse(org: PracticeOrg, asked: Asked, *, sobject: str) -> Result:
    """GET records/Lead?search=&after=&limit="""
    _stored(org, sobject)
    limit = asked.number("limit", 100, top=1000)
    page = browsing.browse(
        org, sobject, search=asked.query.get("search", ""), after=asked.query.get("after", ""),
        limit=limit,
    )  # fmt: skip
    return 200, page


def seed(org: PracticeOrg, asked: Asked, *, sobject: str) -> Result:
    """POST records/Lead {"records": [{…}], "by": "a user's name"}"""
    _stored(org, sobject)
    asked.only("records", "by")
    records = asked.get("records", list)
    if not all(isinstance(one, dict) for one in records) or not 0 < len(records) <= MAX_SEEDS:
        raise wrong(f"records: 1 to {MAX_SEEDS} objects are needed.")
    return 201, {"ids": rehearsing.seed(org, sobject, records, by=asked.get("by", str, ""))}


def read(org: PracticeOrg, _asked: Asked, *, sobject: str, record_id: str) -> Result:
    """GET records/Lead/<id>: every value, deleted or not, and what happened to it."""
    record = _record(org, sobject, record_id)
    history = browsing.history(org, record.sf_id)
    return 200, {"record": row_of(record), "history": history}


def change(org: PracticeOrg, asked: Asked, *, sobject: str, record_id: str) -> Result:
    """PATCH records/Lead/<id> {"fields": {…}, "by": "a user's name"}"""
    asked.only("fields", "by")
    found = _record(org, sobject, record_id)
    fields = asked.get("fields", dict)
    rehearsing.change_record(org, found.sf_id, fields, by=asked.get("by", str, ""))
    return 200, {"id": found.sf_id}


def delete(org: PracticeOrg, asked: Asked, *, sobject: str, record_id: str) -> Result:
    """DELETE records/Lead/<id>?by="""
    found = _record(org, sobject, record_id)
    rehearsing.delete_record(org, found.sf_id, by=asked.query.get("by", ""))
    return 200, {"id": found.sf_id}


def convert(org: PracticeOrg, asked: Asked, *, record_id: str) -> Result:
    """POST records/Lead/<id>/convert {"by": "", "carried": ["Custom__c"], "account_id": "", …}"""
    asked.only("by", "carried", "account_id", "contact_id", "opportunity")
    found = _record(org, "Lead", record_id)
    if found.deleted or found.values.get("IsConverted"):
        raise AdminError(409, "conflict", "This Lead is deleted or converted already.")
    became = rehearsing.convert_lead(
        org,
        found.sf_id,
        by=asked.get("by", str, ""),
        carried=[str(one) for one in asked.get("carried", list, [])],
        account_id=_existing(org, asked, "account_id", sobject="Account"),
        contact_id=_existing(org, asked, "contact_id", sobject="Contact"),
        opportunity=asked.get("opportunity", str, ""),
    )
    return 200, became


def _existing(org: PracticeOrg, asked: Asked, name: str, *, sobject: str) -> str:
    given = asked.get(name, str, "")
    return _record(org, sobject, given).sf_id if given else ""


def merge(org: PracticeOrg, asked: Asked, *, sobject: str, record_id: str) -> Result:
    """POST records/Lead/<id>/merge {"losers": ["<id>"], "by": ""}: it wins, they go."""
    asked.only("losers", "by")
    winner = _record(org, sobject, record_id)
    losers = [_record(org, sobject, str(one)).sf_id for one in asked.get("losers", list)]
    rehearsing.merge_records(org, winner.sf_id, losers, by=asked.get("by", str, ""))
    return 200, {"id": winner.sf_id, "merged": losers}


def undelete(org: PracticeOrg, asked: Asked, *, sobject: str, record_id: str) -> Result:
    """POST records/Lead/<id>/undelete {"by": ""}"""
    asked.only("by")
    found = _record(org, sobject, record_id)
    rehearsing.undelete_record(org, found.sf_id, by=asked.get("by", str, ""))
    return 200, {"id": found.sf_id}


def writes(org: PracticeOrg, asked: Asked) -> Result:
    """GET writes?after=<id>&limit=: the log of accepted writes, oldest first."""
    text = asked.query.get("after", "")
    after = uuid_of(text, "write") if text else None
    limit = asked.number("limit", 500, top=500)
    found = browsing.writes(org, after=after, limit=limit)
    return 200, {"writes": found, "after": found[-1].id if len(found) == limit else None}


def doubles(org: PracticeOrg, asked: Asked) -> Result:
    """GET doubles?limit=: people who exist twice."""
    return 200, browsing.doubles(org, limit=asked.number("limit", 100, top=1000))


def calls(org: PracticeOrg, asked: Asked) -> Result:
    """GET calls?limit=: the last calls, newest first."""
    return 200, {"calls": browsing.calls(org, asked.number("limit", 100, top=500))}


def _stored(org: PracticeOrg, sobject: str) -> None:
    objects = setup_of(org).objects
    one_of(sobject, {name for name, one in objects.items() if one.stored}, "object with records")


def _record(org: PracticeOrg, sobject: str, record_id: str) -> PracticeRecord:
    _stored(org, sobject)
    try:
        wanted = to_18(record_id)
    except ValueError as malformed:
        raise missing(f"{sobject} {record_id}") from malformed
    with walls.inside(org.tenant_id):
        found = PracticeRecord.objects.filter(org=org, sobject=sobject, sf_id=wanted).first()
    if found is None:
        raise missing(f"{sobject} {record_id}")
    return found
