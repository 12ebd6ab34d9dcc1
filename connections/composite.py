"""The bodies of `/composite`: what is sent for a call, and what its answer says by record.

Pure. Shapes: salesforce-facts 3.1, 5.1 and 5.2.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from .batches import Batch, Call, Operation
from .crm import Record, Write, WriteResult
from .errors import Failure, answer_lost, answered_in_vain, failure, may_have_happened, parse_errors
from .record_ids import full_id, is_record_id
from .soql import Select, identifier


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query's rows; ``rest`` is the path of the next one, or empty."""

    records: tuple[Record, ...]
    rest: str


def request_body(call: Call, version: str) -> dict[str, Any]:
    """What is posted for this call; ``version`` is "62.0"."""
    base = f"/services/data/v{version}"
    parts = [_write_part(batch, f"{base}/composite/sobjects") for batch in call.batches]
    return envelope([*parts, *(_read_part(query_path(one, version)) for one in call.selects)])


def reading_body(paths: Sequence[str]) -> dict[str, Any]:
    """What is posted to read these paths in one call."""
    return envelope([_read_part(path) for path in paths])


def query_path(select: Select, version: str) -> str:
    """The path of a query's first page. As a part of a composite call it may be long."""
    resource = "queryAll" if select.all_rows else "query"
    return f"/services/data/v{version}/{resource}?{urlencode({'q': select.text})}"


def write_results(call: Call, answer: object) -> list[WriteResult]:
    """What became of each write of the call, in the order of its batches."""
    parts = answer_parts(answer)
    return [
        result
        for place, batch in enumerate(call.batches)
        for result in _batch_results(batch, parts.get(f"part{place}"))
    ]


def page(answer: object, place: int, select: Select) -> Page | tuple[Failure, ...]:
    """One page of rows out of the answer's part at ``place``, or why there is none."""
    part = answer_parts(answer).get(f"part{place}")
    if part is None:
        return (failure("", "The answer lacks a part."),)
    body, status = part.get("body"), status_of(part)
    found = body.get("records") if isinstance(body, dict) else None
    if status >= 300 or not isinstance(body, dict) or not _are_rows(found):
        return parse_errors(body, status)
    rest = "" if body.get("done", True) else str(body.get("nextRecordsUrl") or "")
    return Page(tuple(_record(row, select) for row in body["records"]), rest)


def _are_rows(found: object) -> bool:
    """Whether these are rows as Salesforce gives them, each with a whole id if it has one."""
    return isinstance(found, list) and all(isinstance(row, dict) and _is_row(row) for row in found)


def _is_row(row: Mapping[str, Any]) -> bool:
    record_id = row.get("Id")
    whole = record_id is None or (isinstance(record_id, str) and is_record_id(record_id))
    return whole and isinstance(row.get("attributes"), dict | None)


def envelope(parts: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A composite call of these parts, named part0, part1 … in their order."""
    named = [{**part, "referenceId": f"part{place}"} for place, part in enumerate(parts)]
    # Collated parts lose their order, and queries that read back come after the writes.
    return {"allOrNone": False, "collateSubrequests": False, "compositeRequest": named}


def _read_part(path: str) -> dict[str, Any]:
    return {"method": "GET", "url": path}


def _write_part(batch: Batch, base: str) -> dict[str, Any]:
    upsert = batch.operation is Operation.UPSERT
    return {
        "method": "POST" if batch.operation is Operation.CREATE else "PATCH",
        "url": f"{base}/{_key(batch)}" if upsert else base,
        # Said on each part: headers of the outer call may not reach it (salesforce-facts 5.1).
        "httpHeaders": write_headers(batch.auto_assign, allow_save=batch.allow_save),
        "body": {
            "allOrNone": False,
            "records": [_sent(batch.operation, write) for write in batch.writes],
        },
    }


def write_headers(auto_assign: str, *, allow_save: bool) -> dict[str, str]:
    """The headers that every write says explicitly (salesforce-facts 7.1 and 8)."""
    allow = "true" if allow_save else "false"
    return {
        "Sforce-Auto-Assign": auto_assign,
        "Sforce-Duplicate-Rule-Header": (
            f"allowSave={allow}; includeRecordDetails=false; runAsCurrentUser=true"
        ),
    }


def _key(batch: Batch) -> str:
    return f"{identifier(batch.sobject)}/{identifier(batch.external_id_field)}"


def _sent(operation: Operation, write: Write) -> dict[str, Any]:
    record: dict[str, Any] = {"attributes": {"type": write.sobject}}
    if operation is Operation.UPDATE:
        record["id"] = write.record_id
    return record | {name: wire(value) for name, value in write.fields.items()}


def wire(value: Any) -> Any:
    """The value as JSON carries it; moments in UTC (one without a zone is meant so), numbers."""
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "+0000"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


def answer_parts(answer: object) -> dict[str, dict[str, Any]]:
    """The parts of an answer by their names."""
    found = answer.get("compositeResponse") if isinstance(answer, dict) else None
    parts = found if isinstance(found, list) else []
    return {str(part.get("referenceId")): part for part in parts if isinstance(part, dict)}


def status_of(part: Mapping[str, Any]) -> int:
    """The HTTP status of a part, 0 for none."""
    status = part.get("httpStatusCode")
    return status if isinstance(status, int) else 0


def _batch_results(batch: Batch, part: Mapping[str, Any] | None) -> Iterator[WriteResult]:
    items = part.get("body") if part else None
    status = status_of(part) if part else 0
    if part and status >= 300:
        # The whole collection was refused: that is what became of each of its records.
        failures = parse_errors(items, status)
        yield from (refused(write.ref, failures, status) for write in batch.writes)
        return
    known = items if isinstance(items, list) and len(items) == len(batch.writes) else None
    for place, write in enumerate(batch.writes):
        yield _result(batch.operation, write, known[place] if known else None)


def lost(ref: str) -> WriteResult:
    """The result of a write that may have been carried out and may not."""
    told = answer_lost("The answer doesn't tell about this record.").failure
    return WriteResult(ref, ok=False, failures=(told,))


def refused(ref: str, failures: tuple[Failure, ...], status: int) -> WriteResult:
    """The result of a write that these failures answer, with the status of its part."""
    if may_have_happened(failures[0], status):
        return WriteResult(ref, ok=False, failures=(answered_in_vain(failures[0]).failure,))
    return WriteResult(ref, ok=False, failures=failures)


def _result(operation: Operation, write: Write, item: object) -> WriteResult:
    if not isinstance(item, dict) or not isinstance(item.get("success"), bool):
        return lost(write.ref)
    if not item["success"]:
        return WriteResult(write.ref, ok=False, failures=parse_errors(item.get("errors")))
    record_id = full_id(write.record_id or str(item.get("id")))
    if not is_record_id(record_id):
        return lost(write.ref)
    created = {Operation.CREATE: True, Operation.UPDATE: False}.get(operation, item.get("created"))
    return WriteResult(write.ref, ok=True, record_id=record_id, created=created)


def _record(row: Mapping[str, Any], select: Select) -> Record:
    """Only the columns that were asked for, by the names they were asked by."""
    columns = {name.casefold(): value for name, value in _flat(row)}
    attributes = row.get("attributes") or {}
    identity = row.get("Id") or str(attributes.get("url", "")).rsplit("/", 1)[-1]
    return Record(
        sobject=str(attributes.get("type") or select.sobject),
        id=full_id(str(identity)),
        fields={name: columns.get(name.casefold()) for name in select.fields},
    )


def _flat(row: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if name == "attributes":
            continue
        # A parent has attributes; an address is a value of its own.
        if isinstance(value, dict) and "attributes" in value:
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
