"""The records of a collection, each read as a save or refused by itself (facts 5.2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from connections.practice.rules.refusals import refuse
from connections.practice.store.saves import Save

from .collection_saves import Item, type_of
from .exchange import Call

MAX_RECORDS = 200
MAX_CHUNKS = 10


def records_of(call: Call) -> list[dict[str, Any]]:
    """The records in the body. Raises Refused for too many, or too many runs of one type."""
    records = call.document().get("records")
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise refuse("INVALID_INPUT", "records: an array of objects is required")
    check_count(records)
    runs = [name for name, _ in groupby(records, key=type_of)]
    if len(runs) > MAX_CHUNKS:
        message = (
            f"Cannot have more than {MAX_CHUNKS} chunks in a single operation. "
            "Please rearrange the data to reduce chunking."
        )
        raise refuse("INVALID_INPUT", message)
    return records


def check_count(asked: Sequence[object]) -> None:
    """Raise Refused for more than a collection may hold."""
    if len(asked) > MAX_RECORDS:
        message = (
            f"record limit reached. cannot submit more than {MAX_RECORDS} records in this request"
        )
        raise refuse("EXCEEDED_ID_LIMIT", message)


def check_unmixed(items: Sequence[Item]) -> None:
    """Raise Refused for setup objects and other records in one call (salesforce-facts 13)."""
    kinds = {one.sobject.stored: one.sobject.name for one in items if isinstance(one, Save)}
    if len(kinds) > 1:
        message = (
            "DML operation on setup object is not permitted after you have updated a non-setup "
            f"object (or vice versa): {kinds[False]}, original object: {kinds[True]}"
        )
        raise refuse("MIXED_DML_OPERATION", message, ())
