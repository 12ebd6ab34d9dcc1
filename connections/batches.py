"""How many writes become few calls: groups, collections of 200, five to a composite call.

Pure. Limits and reasons: salesforce-facts 5.1, 5.2 and 8.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .crm import Write
from .record_ids import full_id
from .soql import Select

MAX_RECORDS = 200
MAX_PARTS = 5
MAX_OBJECTS = 10


class Operation(StrEnum):
    """What a collection does with its records."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


@dataclass(frozen=True, slots=True)
class Batch:
    """One collection: records that share operation and headers.

    ``sobject`` and ``external_id_field`` are set for upserts only, which take one object.
    """

    operation: Operation
    writes: tuple[Write, ...]
    auto_assign: str
    allow_save: bool
    sobject: str = ""
    external_id_field: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One composite call: at most five parts, the batches before the queries."""

    batches: tuple[Batch, ...]
    selects: tuple[Select, ...] = ()


class _Group(NamedTuple):
    operation: Operation
    sobject: str
    external_id_field: str
    auto_assign: str
    allow_save: bool
    turn: int


def plan(
    writes: Sequence[Write], read_back: Sequence[Select] = (), *, most: int = MAX_RECORDS
) -> tuple[Call, ...]:
    """The calls that carry out all writes, each once, and the queries after the last of them.

    No collection has more than ``most`` records.

    A record named twice is never twice in one collection, since Salesforce refuses both: its
    second write goes into a later one. Raises ValueError if two writes share a ``ref``.
    """
    if len({write.ref for write in writes}) != len(writes):
        raise ValueError("Two writes have the same ref.")
    parts: list[Batch | Select] = [*_batches(writes, min(most, MAX_RECORDS)), *read_back]
    return tuple(_call(parts[at : at + MAX_PARTS]) for at in range(0, len(parts), MAX_PARTS))


def _call(parts: Iterable[Batch | Select]) -> Call:
    known = tuple(parts)
    return Call(
        batches=tuple(part for part in known if isinstance(part, Batch)),
        selects=tuple(part for part in known if isinstance(part, Select)),
    )


def _batches(writes: Sequence[Write], most: int) -> Iterator[Batch]:
    groups: dict[_Group, list[Write]] = {}
    seen: dict[tuple[str, ...], int] = {}
    for write in writes:
        record = _record(write)
        turn = seen.get(record, 0)
        seen[record] = turn + 1
        groups.setdefault(_group(write, turn), []).append(write)
    # A later turn never overtakes an earlier one.
    for group in sorted(groups, key=lambda each: each.turn):
        for chunk in _chunks(sorted(groups[group], key=lambda write: write.sobject), most):
            yield Batch(
                operation=group.operation,
                writes=chunk,
                auto_assign=group.auto_assign,
                allow_save=group.allow_save,
                sobject=group.sobject,
                external_id_field=group.external_id_field,
            )


def _record(write: Write) -> tuple[str, ...]:
    """Which record is meant; a create means a new one each time."""
    if write.record_id:
        return (full_id(write.record_id),)
    if write.external_id_field:
        value = str(write.fields.get(write.external_id_field, ""))
        return (write.sobject, write.external_id_field, value.strip().casefold())
    return ("", write.ref)


def _group(write: Write, turn: int) -> _Group:
    if write.record_id:
        # TRUE on an update would take the lead away from its rep (salesforce-facts 0.3).
        return _Group(Operation.UPDATE, "", "", "FALSE", write.allow_save, turn)
    operation = Operation.UPSERT if write.external_id_field else Operation.CREATE
    sobject = write.sobject if write.external_id_field else ""
    assign = write.auto_assign
    return _Group(operation, sobject, write.external_id_field, assign, write.allow_save, turn)


def _chunks(writes: Iterable[Write], most: int) -> Iterator[tuple[Write, ...]]:
    """Runs of at most so many writes and 10 objects, out of writes sorted by object."""
    chunk: list[Write] = []
    objects: set[str] = set()
    for write in writes:
        if len(chunk) == most or len(objects | {write.sobject}) > MAX_OBJECTS:
            yield tuple(chunk)
            chunk, objects = [], set()
        chunk.append(write)
        objects.add(write.sobject)
    if chunk:
        yield tuple(chunk)
