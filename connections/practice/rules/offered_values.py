"""Which picklist values a record type offers, and which it sets (salesforce-facts 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .fields import Field
from .record_types import RecordType
from .refusals import Refusal, Refused
from .values import Value


def check_values(kind: RecordType, pairs: Iterable[tuple[Field, Value]]) -> None:
    """Raise Refused when a restricted picklist gets a value that the record type lacks."""
    for spec, value in pairs:
        offer = kind.offer(spec.name)
        if value is None or not spec.restricted or offer is None:
            continue
        for one in str(value).split(";") if spec.type == "multipicklist" else [value]:
            if one not in offer.values:
                message = f"{spec.label}: bad value for restricted picklist field: {one}"
                code = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
                raise Refused(Refusal(code, message, (spec.name,)))


def defaults(kind: RecordType) -> Mapping[str, str]:
    """The values that a new record of this type begins with, by field."""
    return {one.field: one.default for one in kind.offers if one.default}


def picklist_values(fields: Iterable[Field], kind: RecordType | None) -> dict[str, Any]:
    """What ui-api answers for a record type, by field; roughly its shape.

    `kind` None: the master record type, which offers every active value.
    """
    return {spec.name: _offered(spec, kind) for spec in fields if spec.picklist}


def _offered(spec: Field, kind: RecordType | None) -> dict[str, Any]:
    offer = kind.offer(spec.name) if kind else None
    entries = [
        entry
        for entry in spec.picklist
        if entry.active and (offer is None or entry.value in offer.values)
    ]
    wanted = offer.default if offer else ""
    default = next(
        (one for one in entries if (one.value == wanted if wanted else one.default)), None
    )
    return {
        "controllerValues": {},
        "defaultValue": _shown(default.value, default.label) if default else None,
        "eTag": "",
        "url": "",
        "values": [_shown(entry.value, entry.label) for entry in entries],
    }


def _shown(value: str, label: str) -> dict[str, Any]:
    return {"attributes": None, "label": label, "validFor": [], "value": value}
