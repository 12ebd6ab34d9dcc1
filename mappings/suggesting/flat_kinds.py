"""What a flat body without a vendor's keys looks like: a form, a table's row, a tool's. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .values import Kind
from .writing_paths import key

_LABELS = {
    "zapier": "a flat body of Zapier or Make",
    "form": "a post of a form",
    "csv": "a row of a table",
    "unknown": "",
}
_IDS = ("id", "ID", "Id", "lead_id", "submission_id", "entry_id", "response_id", "record_id")
_TIMES = (
    "submitted_at", "created_at", "created", "timestamp", "date", "submittedAt", "createdAt",
    "occurred_at", "Submitted at", "Created", "Timestamp", "date_created",
)  # fmt: skip
_HIDDEN = ("_gotcha", "_redirect", "_next", "_subject", "_wpcf7", "form_id", "g-recaptcha-response")


def flat_kind(payload: Mapping[str, Any]) -> Kind:
    """The kind of a body that no vendor is known by; "unknown" where it isn't flat."""
    joined = [one for one in payload if "__" in one.strip("_") and not one.endswith("__c")]
    if joined:
        return _found("zapier", payload, reasons=joined[:3], confidence=85)
    nested = [one for one, value in payload.items() if isinstance(value, Mapping)]
    if nested or not payload:
        return _found("unknown", payload)
    hidden = [one for one in payload if one in _HIDDEN or one.startswith("_wpcf7")]
    if hidden:
        return _found("form", payload, reasons=hidden[:3], confidence=85)
    headings = [one for one in payload if _is_heading(one)]
    if len(headings) * 2 >= len(payload):
        return _found("csv", payload, reasons=headings[:3], confidence=65)
    return _found("form", payload, reasons=list(payload)[:3], confidence=60)


def _is_heading(name: str) -> bool:
    """Whether a key is written as people write the head of a column."""
    return name[:1].isupper() or name[:1] == "#" or " " in name.strip()


def _found(
    name: str, payload: Mapping[str, Any], *, reasons: Iterable[str] = (), confidence: int = 0
) -> Kind:
    return Kind(
        name=name,
        label=_LABELS[name],
        confidence=confidence,
        reasons=tuple(reasons),
        dedupe=_path(_IDS, payload),
        event_at=_path(_TIMES, payload),
    )


def _path(names: Iterable[str], payload: Mapping[str, Any]) -> str:
    """The path of the first of these keys that has a value, also at the end of a joined key."""
    for name in names:
        for own in payload:
            if payload[own] and (own == name or own.endswith(f"__{name}")):
                return key(own)
    return ""
