"""Salesforce's errors, read in every shape they come in, and classified.

Pure. Shapes: salesforce-facts 0, 1.8, 4, 5.2 and 7.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from .call_errors import (
    BUSY,
    BY_STATUS,
    CALL_ERRORS,
    OUR_BUG,
    SCOPE_MISSING,
    SIGN_IN_REFUSED,
    TOO_PARALLEL,
    UNKNOWN_CODE,
    UNKNOWN_FAULT,
)
from .error_kinds import Failure, Meaning
from .record_errors import AUTOMATION_BUSY, LOCKED, RECORD_ERRORS
from .record_ids import full_id

TABLE: Mapping[str, Meaning] = {**RECORD_ERRORS, **CALL_ERRORS}

_STATUS = re.compile(r"HTTP_(\d{1,3})", re.ASCII)
_MAX_MESSAGE, _MAX_CODE = 2_000, 100
_BARE_CODE = re.compile(r"[A-Za-z][A-Za-z_]{2,60}", re.ASCII)
_HOLDER = re.compile(r"record with id: ([A-Za-z0-9]{18}|[A-Za-z0-9]{15})\b", re.ASCII)
_RECORD_PATH = re.compile(r"/sobjects/\w+/[A-Za-z0-9]{18}", re.ASCII)

# Codes whose message decides (salesforce-facts 9 allows reading these texts, and no others).
_BY_MESSAGE: Mapping[str, tuple[tuple[str, Meaning], ...]] = {
    "REQUEST_LIMIT_EXCEEDED": (("Concurrent", TOO_PARALLEL),),
    "INVALID_SESSION_ID": (
        ("not valid for use with the REST API", SCOPE_MISSING),
        ("not attached to Agent", SCOPE_MISSING),
    ),
    "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY": (
        ("UNABLE_TO_LOCK_ROW", LOCKED),
        ("Too many SOQL queries", AUTOMATION_BUSY),
        ("CPU time limit", AUTOMATION_BUSY),
    ),
    "invalid_grant": (
        ("authentication failure", SIGN_IN_REFUSED),
        ("hasn't approved", SIGN_IN_REFUSED),
        ("ip restricted", SIGN_IN_REFUSED),
        ("invalid login hours", SIGN_IN_REFUSED),
        ("no client credentials user", SIGN_IN_REFUSED),
        ("Audience", SIGN_IN_REFUSED),
    ),
}


def classify(code: str, message: str, http_status: int = 0) -> Meaning:
    """What the code means; the HTTP status decides only where there is no known code."""
    for part, meaning in _BY_MESSAGE.get(code, ()):
        if part.casefold() in message.casefold():
            return meaning
    if code in TABLE:
        return TABLE[code]
    bare = _STATUS.fullmatch(code)
    if code and not bare:
        # A 200 that is an error is a fault of the server too: nothing of ours was judged.
        is_fault = http_status >= 500 or 200 <= http_status < 300
        return UNKNOWN_FAULT if is_fault else UNKNOWN_CODE
    status = int(bare[1]) if bare else http_status
    if status in BY_STATUS:
        return BY_STATUS[status]
    return OUR_BUG if 400 <= status < 500 else BUSY


def is_known(code: str) -> bool:
    """Whether the table knows the code, or the answer had none."""
    return code in TABLE or bool(_STATUS.fullmatch(code))


def failure(
    code: str, message: str, *, fields: tuple[str, ...] = (), http_status: int = 0
) -> Failure:
    """A classified failure. Without a code it gets one from the status: "HTTP_503"."""
    meaning = classify(code, message, http_status)
    holders = _HOLDER.findall(message) if code == "DUPLICATE_VALUE" else []
    return Failure(
        code=code[:_MAX_CODE] or f"HTTP_{http_status}",
        message=message[:_MAX_MESSAGE],
        fields=fields,
        kind=meaning.kind,
        retry=meaning.retry,
        matched_ids=tuple(full_id(holder) for holder in holders),
    )


def parse_errors(body: object, http_status: int = 0) -> tuple[Failure, ...]:
    """Every error in an answer's body, at least one.

    Takes decoded JSON (a list or an object, of the API or of the token endpoint) or text (a bare
    code, or an HTML page). A 300's list of record paths gives the ids as ``matched_ids``.
    """
    items = body if isinstance(body, list) else [body]
    found = [_read(item, http_status) for item in items if isinstance(item, dict)]
    paths = [item for item in items if isinstance(item, str) and _RECORD_PATH.search(item)]
    if found:
        return tuple(found)
    if paths:
        return (_ambiguous(paths),)
    return (_from_text(items[0] if items else "", http_status),)


def _read(item: dict[Any, Any], http_status: int) -> Failure:
    code = _first_text(item, "errorCode", "statusCode", "error")
    message = _first_text(item, "message", "error_description", "error") or code
    fields = item.get("fields")
    names = tuple(str(name) for name in fields) if isinstance(fields, list) else ()
    read = failure(code, message, fields=names, http_status=http_status)
    # "duplicateResut" is what Salesforce really sends in many versions (salesforce-facts 0.1).
    matches = item.get("duplicateResut") or item.get("duplicateResult")
    ids = read.matched_ids + tuple(dict.fromkeys(_matched(matches)))
    return replace(read, matched_ids=ids)


def _first_text(item: dict[Any, Any], *keys: str) -> str:
    return next((item[key] for key in keys if isinstance(item.get(key), str) and item[key]), "")


def _matched(result: object) -> Iterator[str]:
    """The ids of the records in a duplicate result, however deep; none for odd shapes."""
    if isinstance(result, dict):
        record = result.get("record")
        if isinstance(record, dict) and isinstance(record.get("Id"), str):
            yield record["Id"]
        for key in ("matchResults", "matchRecords"):
            yield from _matched(result.get(key))
    elif isinstance(result, list):
        for part in result:
            yield from _matched(part)


def _ambiguous(paths: list[str]) -> Failure:
    ids = tuple(path.rsplit("/", 1)[1] for path in paths)
    text = "Several records have this value."
    meaning = BY_STATUS[300]
    return Failure("DUPLICATE_EXTERNAL_ID", text, (), meaning.kind, meaning.retry, ids)


def _from_text(body: object, http_status: int) -> Failure:
    text = body.strip() if isinstance(body, str) else ""
    if _BARE_CODE.fullmatch(text):
        return failure(text, text, http_status=http_status)
    # A page is nothing to show to anybody.
    return failure("", f"Salesforce answered {http_status or 'nothing'}.", http_status=http_status)
