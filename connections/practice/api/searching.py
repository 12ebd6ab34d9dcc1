"""Searches: `search` by SOSL, `parameterizedSearch` by parameters (salesforce-facts 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from connections.practice.soql.search_words import group_of, malformed, words_of
from connections.practice.soql.searches import MAX_ROWS, Search, default_selects, read_search
from connections.practice.soql.showing import show_page
from connections.practice.store.filters import reader
from connections.practice.store.orgs import Session
from connections.practice.store.searching import search_page

from .exchange import Answer, Call
from .querying import plan_of
from .sentences import OTHER, Note, counted


def search(session: Session, call: Call) -> Answer:
    """GET search?q=FIND {…} IN EMAIL FIELDS RETURNING Lead(Id)."""
    return _found(session, read_search(call.query.get("q", "")))


def parameterized(session: Session, call: Call) -> Answer:
    """GET parameterizedSearch?q=…&in=EMAIL&sobject=Lead, or POST with the same as JSON."""
    asked = call.document() if call.method == "POST" else _from_query(call.query)
    selects = [_select(one, asked) for one in _list(asked, "sobjects")] or default_selects()
    limit = min(_number(asked, "overallLimit", MAX_ROWS), MAX_ROWS)
    words = words_of(str(asked.get("q") or ""))
    where = group_of(str(asked.get("in") or "ALL"))
    return _found(session, Search(words, where, tuple(selects), limit))


def _from_query(query: Mapping[str, str]) -> dict[str, Any]:
    names = [one for one in query.get("sobject", "").split(",") if one]
    fields = [one for one in query.get("fields", "").split(",") if one]
    return {**query, "sobjects": [{"name": name} for name in names], "fields": fields}


def _list(asked: Mapping[str, Any], name: str) -> list[Any]:
    found = asked.get(name) or []
    if not isinstance(found, list):
        raise malformed(f"{name}: an array is required")
    return found


def _number(asked: Mapping[str, Any], name: str, default: int) -> int:
    found = str(asked.get(name, default))
    if not found.isdecimal() or len(found) > 9:
        raise malformed(f"{name}: a number is required")
    return int(found)


def _select(sobject: Any, asked: Mapping[str, Any]) -> str:
    if not isinstance(sobject, dict):
        raise malformed("sobjects: each is an object with a name")
    fields = _list(sobject, "fields") or _list(asked, "fields") or ["Id"]
    most = _number(sobject, "limit", _number(asked, "defaultLimit", MAX_ROWS))
    parts = ["SELECT", ", ".join(map(str, fields)), "FROM", str(sobject.get("name", ""))]
    for name, keyword in (("where", "WHERE"), ("orderBy", "ORDER BY")):
        if sobject.get(name):
            parts += [keyword, str(sobject[name])]
    return " ".join([*parts, "LIMIT", str(most)])


def _found(session: Session, wanted: Search) -> Answer:
    read = reader(session.org, session.setup, session.user)
    before = session.now - timedelta(seconds=session.setup.switches.search_lag)
    records: list[dict[str, Any]] = []
    counts = []
    for soql in wanted.selects:
        plan = plan_of(session, soql.replace("\x00", ""))
        if plan.grouping or plan.counts:
            raise malformed("Aggregate functions aren't allowed in a search")
        left = wanted.limit - len(records)
        page = search_page(read, replace(plan, children=()), wanted, before=before, size=left)
        records += show_page(replace(plan, children=()), page, base=session.base)
        counts.append(counted(len(page.rows), plan.sobject.name))
    note = Note(OTHER, how=f"Search {wanted.where.lower()} fields: {', '.join(counts)}")
    return Answer(200, {"searchRecords": records}, notes=(note,))
