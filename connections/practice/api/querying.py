"""`query`, `queryAll`, and the pages that follow (salesforce-facts 3.1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from connections.practice.rules.headers import batch_size
from connections.practice.rules.refusals import refuse
from connections.practice.soql.pages import Page
from connections.practice.soql.plan import Plan
from connections.practice.soql.planning import Context, plan
from connections.practice.soql.reading import read_statement
from connections.practice.soql.showing import show_page
from connections.practice.store.cursors import cursor_soql, keep_cursor, read_cursor
from connections.practice.store.filters import Reader, reader
from connections.practice.store.orgs import Session
from connections.practice.store.querying import first_page, next_page

from .exchange import Answer, Call
from .query_notes import note_of

# Texts longer than this make a row long; of such rows a page holds fewer.
_SHORT = 4_000
_LONG_PAGE = 200


def query(session: Session, call: Call) -> Answer:
    """The first page of a query."""
    # No stored text holds a NUL, and the database takes none.
    return answer_soql(session, call, call.query.get("q", "").replace("\x00", ""))


def answer_soql(session: Session, call: Call, soql: str) -> Answer:
    """The first page of a statement. Raises Refused."""
    wanted, read = plan_of(session, soql), _reader(session, call)
    page = first_page(read, wanted, size=_size(wanted, call))
    following = ""
    if page.ids:
        locator = session.mint("QueryCursor")
        keep_cursor(read, page, locator=locator, soql=soql, now=session.now)
        following = f"{locator}-{len(page.rows)}"
    return _answer(session, call, wanted=wanted, page=page, rest=following)


def query_more(session: Session, call: Call, *, locator: str, start: str) -> Answer:
    """The page of a query that begins with row `start`."""
    read, first = _reader(session, call), int(start)
    if first > 50_000_000:
        raise refuse("INVALID_QUERY_LOCATOR", "invalid query locator")
    wanted = plan_of(session, cursor_soql(read, locator, now=session.now))
    part = read_cursor(read, locator, start=first, size=_size(wanted, call), now=session.now)
    end = first + len(part.ids)
    following = f"{locator}-{end}" if end < part.total else ""
    page = next_page(read, wanted, part)
    return _answer(session, call, wanted=wanted, page=page, rest=following)


def _size(wanted: Plan, call: Call) -> int:
    """Rows to a page: what was asked for, fewer where rows are long (salesforce-facts 3.1)."""
    long = sum(column.field.length > _SHORT for column in wanted.columns)
    return _LONG_PAGE if long > 1 else batch_size(call.headers)


def plan_of(session: Session, soql: str) -> Plan:
    """The plan of a statement of this session's user. Raises Refused."""
    now = session.now.astimezone(ZoneInfo(session.user.time_zone))
    return plan(read_statement(soql), Context(session.setup.objects, now, session.user.id))


def _reader(session: Session, call: Call) -> Reader:
    read = reader(session.org, session.setup, session.user)
    return replace(read, with_deleted=call.path.startswith("queryAll"))


def _answer(session: Session, call: Call, *, wanted: Plan, page: Page, rest: str) -> Answer:
    records = show_page(wanted, page, base=session.base)
    body: dict[str, Any] = {"totalSize": page.total, "done": not rest, "records": records}
    if rest:
        endpoint = "queryAll" if call.path.startswith("queryAll") else "query"
        body["nextRecordsUrl"] = f"{session.base}/{endpoint}/{rest}"
    return Answer(200, body, notes=(note_of(wanted, page.total),))
