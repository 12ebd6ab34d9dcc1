"""Records written one by one, many in a composite call: for answers that say which other record
an org's duplicate rule found, which collections don't tell.

Pure. Shapes: salesforce-facts 4, 5.1, 5.2 (duplicate detail) and 7.3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .composite import (
    answer_parts,
    envelope,
    lost,
    refused,
    status_of,
    wire,
    write_headers,
)
from .crm import Write, WriteResult
from .errors import parse_errors
from .record_ids import full_id, is_record_id
from .soql import identifier

# Subrequests of a composite call.
MOST = 25


def single_body(writes: Sequence[Write], version: str) -> dict[str, Any]:
    """What is posted to write these records, each by itself; at most ``MOST``."""
    return envelope([_part(write, f"/services/data/v{version}/sobjects") for write in writes])


def single_results(writes: Sequence[Write], answer: object) -> list[WriteResult]:
    """What became of each."""
    parts = answer_parts(answer)
    return [
        told(write.ref, parts.get(f"part{at}"), record_id=write.record_id)
        for at, write in enumerate(writes)
    ]


def _part(write: Write, base: str) -> dict[str, Any]:
    fields = {name: wire(value) for name, value in write.fields.items()}
    url, method = f"{base}/{identifier(write.sobject)}", "POST"
    if write.record_id:
        url, method = f"{url}/{write.record_id}", "PATCH"
    elif write.external_id_field:
        # The key stands in the address, and may not stand in the body as well.
        key = str(fields.pop(write.external_id_field))
        url = f"{url}/{identifier(write.external_id_field)}/{quote(key, safe='')}"
        method = "PATCH"
    headers = write_headers(write.auto_assign, allow_save=write.allow_save)
    return {"method": method, "url": url, "httpHeaders": headers, "body": fields}


def told(ref: str, part: Mapping[str, Any] | None, *, record_id: str = "") -> WriteResult:
    """What a part of the answer tells of the one record that it was to write; ``record_id`` is
    its id where that was known before."""
    if part is None:
        return lost(ref)
    body, status = part.get("body"), status_of(part)
    if status >= 300:
        return refused(ref, parse_errors(body, status), status)
    fields = body if isinstance(body, dict) else {}
    if fields.get("success") is False:
        return WriteResult(ref, ok=False, failures=parse_errors(fields.get("errors")))
    found = str(fields.get("id") or record_id)
    if status < 200 or not is_record_id(found):
        return lost(ref)
    return WriteResult(ref, ok=True, record_id=full_id(found), created=fields.get("created"))
