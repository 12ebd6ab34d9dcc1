"""The rows of a query job: found once, then read page by page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from connections.practice.rules.refusals import refuse
from connections.practice.soql.judging import Row
from connections.practice.soql.plan import Column, Plan
from connections.practice.soql.planning import Context, plan
from connections.practice.soql.reading import read_statement
from connections.practice.soql.showing import value_of
from connections.practice.store.cursors import CursorPart
from connections.practice.store.filters import Reader, reader
from connections.practice.store.ordering import ordered
from connections.practice.store.orgs import Session
from connections.practice.store.querying import next_page

from .tables import PracticeJob

# Rows are read from the database so many at a time.
_CHUNK = 2_000


def plan_of(session: Session, soql: str) -> Plan:
    """The plan of a query that a bulk job may run. Raises Refused."""
    now = session.now.astimezone(ZoneInfo(session.user.time_zone))
    wanted = plan(read_statement(soql.replace("\x00", "")), Context(session.setup.objects, now))
    if wanted.children:
        raise _unsupported("Aggregate Relationships not supported in Bulk Query")
    if wanted.counts or wanted.grouping:
        raise _unsupported("Aggregate functions and GROUP BY not supported in Bulk Query")
    if wanted.offset:
        raise _unsupported("OFFSET not supported in Bulk Query")
    if any(column.field.type in {"address", "location"} for column in wanted.columns):
        raise _unsupported("Selecting compound data not supported in Bulk Query")
    return wanted


def _unsupported(message: str) -> Exception:
    return refuse("API_ERROR", message)


def _reader(session: Session, job: PracticeJob) -> Reader:
    read = reader(session.org, session.setup, session.user)
    return replace(read, with_deleted=job.operation == "queryAll")


def find_rows(session: Session, job: PracticeJob) -> tuple[list[str], int]:
    """The ids of the rows, in order, and how many there are. Raises Refused."""
    wanted, read = plan_of(session, job.soql), _reader(session, job)
    if wanted.sobject.stored:
        chosen = ordered(read, wanted)[: wanted.limit]
        ids = list(chosen.values_list("sf_id", flat=True))
    else:
        ids = [row["Id"] for row in _admin_rows(read, wanted)]
    return ids, len(ids)


def _admin_rows(read: Reader, wanted: Plan) -> list[Row]:
    return read.seen(wanted).select(wanted, read.admin_rows(wanted.sobject.name))


def lines(session: Session, job: PracticeJob, ids: Sequence[str]) -> Iterator[list[str]]:
    """The header, then the rows of `ids` that are still there, as CSV cells."""
    wanted, read = plan_of(session, job.soql), _reader(session, job)
    yield [_heading(column) for column in wanted.columns]
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        rows, parents = _read(read, wanted, part)
        for row in rows:
            yield [_cell(row, column, parents) for column in wanted.columns]


def _read(read: Reader, wanted: Plan, ids: Sequence[str]) -> tuple[Sequence[Row], Any]:
    if wanted.sobject.stored:
        page = next_page(read, wanted, CursorPart("", list(ids), len(ids)))
        return page.rows, page.parents
    rows = {row["Id"]: row for row in _admin_rows(read, wanted)}
    return [rows[one] for one in ids if one in rows], read.setup_parents(list(wanted.all_steps()))


def _heading(column: Column) -> str:
    return ".".join([*(step.name for step in column.steps), column.field.name])


def _cell(row: Row, column: Column, parents: Any) -> str:
    for step in column.steps:
        parent = parents.get(row.get(step.field.name) or "")
        if parent is None:
            return ""
        row = parent
    value = value_of(row, column.field.name, column.field.type)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    # Bulk writes the zone as Z, where JSON says +0000.
    return str(value).replace("+0000", "Z") if column.field.type == "datetime" else str(value)
