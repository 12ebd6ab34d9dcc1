"""sObject Collections: up to 200 records in a call, each with its own result (facts 5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.db import transaction

from connections.practice.rules.ids import to_18
from connections.practice.rules.refusals import Refusal, refuse
from connections.practice.store.deleting import delete_all
from connections.practice.store.drafts import Saved
from connections.practice.store.finding import find_by_id
from connections.practice.store.orgs import Session
from connections.practice.store.saves import Save
from connections.practice.store.saving import save_all

from .collection_items import check_count, check_unmixed, records_of
from .collection_saves import Item, create_of, update_of, upsert_of
from .describing import object_named, stored_object
from .exchange import Answer, Call
from .records import fields_of, key_field, only_fields, options_of
from .sentences import CREATE, DELETE, OTHER, UPDATE, Note

_ROLLED_BACK = Refusal(
    "ALL_OR_NONE_OPERATION_ROLLED_BACK",
    "Record rolled back because not all records were valid and the request was using AllOrNone "
    "header",
)


class _RollBack(Exception):
    """Ends an all-or-none collection's transaction."""


def create(session: Session, call: Call) -> Answer:
    """POST composite/sobjects."""
    items = [create_of(session, record) for record in records_of(call)]
    return _answer(CREATE, _save_items(session, call, items))


def update(session: Session, call: Call) -> Answer:
    """PATCH composite/sobjects; each record names its id."""
    items = [update_of(session, record) for record in records_of(call)]
    return _answer(UPDATE, _save_items(session, call, items))


def upsert(session: Session, call: Call, *, sobject: str, field: str) -> Answer:
    """PATCH composite/sobjects/Lead/<external id field>; the key is in each record."""
    found = stored_object(session, sobject)
    key = key_field(found, field)
    items = [upsert_of(record, found, key) for record in records_of(call)]
    return _answer(UPDATE, _save_items(session, call, items), tells_created=True)


def delete(session: Session, call: Call) -> Answer:
    """DELETE composite/sobjects?ids=…"""
    ids = [one for one in call.query.get("ids", "").split(",") if one]
    check_count(ids)
    all_or_none = call.query.get("allOrNone", "").lower() == "true"
    return _answer(DELETE, _kept(lambda: delete_all(session, ids), all_or_none=all_or_none))


def retrieve(session: Session, call: Call, sobject: str) -> Answer:
    """GET or POST composite/sobjects/Lead: rows in the order of the ids, null where missing."""
    found = object_named(session, sobject)
    asked = call.document() if call.method == "POST" else _from_query(call)
    ids, names = _texts(asked, "ids"), _texts(asked, "fields")
    check_count(ids)
    fields = fields_of(found, ",".join(names))
    wanted = [_well_formed(one) for one in ids]
    rows = find_by_id(session, found, [one for one in wanted if one])
    body = [
        only_fields(found, rows[one], fields, base=session.base) if one in rows else None
        for one in wanted
    ]
    return Answer(200, body, notes=(Note(OTHER, how=f"Read {len(rows)} {found.plural}"),))


def _texts(asked: Mapping[str, Any], name: str) -> list[str]:
    found = asked.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise refuse("INVALID_INPUT", f"{name}: an array of texts is required")
    return found


def _from_query(call: Call) -> dict[str, list[str]]:
    return {
        name: [one for one in call.query.get(name, "").split(",") if one]
        for name in ("ids", "fields")
    }


def _well_formed(text: str) -> str:
    try:
        return to_18(text)
    except ValueError:
        return ""


def _save_items(session: Session, call: Call, items: Sequence[Item]) -> list[Saved]:
    check_unmixed(items)
    options = options_of(call.headers)

    def save() -> list[Saved]:
        results = [_not_saved(item) for item in items]
        saves = [(place, item) for place, item in enumerate(items) if isinstance(item, Save)]
        # Each run of one type is a save of its own.
        for _, run in groupby(saves, key=lambda pair: pair[1].sobject.name):
            places, chunk = zip(*run, strict=True)
            for place, saved in zip(places, save_all(session, chunk, options), strict=True):
                results[place] = saved
        return results

    return _kept(save, all_or_none=call.document().get("allOrNone") is True)


def _not_saved(item: Item) -> Saved:
    refusals = (item,) if isinstance(item, Refusal) else ()
    return Saved("", "", created=False, refusals=refusals)


def _kept(save: Callable[[], list[Saved]], *, all_or_none: bool) -> list[Saved]:
    """The results of `save`; undone, and the others marked, when all or none was wanted."""
    if not all_or_none:
        return save()
    results: list[Saved] = []
    try:
        with transaction.atomic():
            results = save()
            if any(one.refusals for one in results):
                raise _RollBack
    except _RollBack:
        undone = (_ROLLED_BACK,)
        return [
            Saved(one.sobject, "", created=False, refusals=one.refusals or undone)
            for one in results
        ]
    return results


def _answer(kind: str, results: Iterable[Saved], *, tells_created: bool = False) -> Answer:
    kept = list(results)
    notes = [
        Note(CREATE if one.created else kind, one.sobject, 1) for one in kept if not one.refusals
    ]
    notes = notes or [Note(kind, one.sobject, 0) for one in kept[:1]]
    body = [_item(one, tells_created=tells_created) for one in kept]
    return Answer(200, body, notes=tuple(notes))


def _item(saved: Saved, *, tells_created: bool) -> dict[str, Any]:
    if saved.refusals:
        return {"success": False, "errors": [one.in_collection() for one in saved.refusals]}
    item: dict[str, Any] = {"id": saved.id, "success": True, "errors": []}
    return {**item, "created": saved.created} if tells_created else item
