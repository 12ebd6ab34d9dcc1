"""What a mapping's leads look like: the last ones, their paths, an example of each value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mappings.models import Mapping as MappingRow
from mappings.paths import look_up
from mappings.rendering import complete_names
from mappings.strict import RulesRefused
from mappings.values import Unreadable, as_text
from syncs.models import InboundLead

from .payloads import leaves

LAST = 25
_CUT = 80


@dataclass(frozen=True, slots=True)
class Sample:
    """A lead that came; `payload` is as it was stored."""

    id: str
    name: str
    received_at: datetime
    payload: Mapping[str, Any]


def samples_of(mapping: MappingRow) -> tuple[Sample, ...]:
    """The last leads of the mapping's sources, the newest first; one read."""
    rows = InboundLead.objects.filter(source__mapping_id=mapping.pk).order_by("-received_at", "-id")
    found = rows.values_list("id", "name", "email", "external_id", "received_at", "payload")[:LAST]
    return tuple(
        Sample(str(pk), name or email or key or str(pk)[:8], at, payload)
        for pk, name, email, key, at, payload in found
    )


def value_at(source: str, payload: Mapping[str, Any]) -> str:
    """What a path finds in a lead, for people; "" where there is nothing to show."""
    return _cut(_text_at(source, payload))


def longest_at(source: str, samples: Iterable[Sample]) -> int:
    """How many characters the longest text has that the samples have at a path; 0 for none."""
    return max((len(_text_at(source, one.payload)) for one in samples), default=0)


def paths_in(samples: Iterable[Sample]) -> dict[str, str]:
    """Every path that has a value in one of the samples, with the newest example."""
    found: dict[str, str] = {}
    for sample in samples:
        for path in leaves(sample.payload):
            if path not in found:
                found[path] = _leaf(sample.payload, path)
    return found


def values_at(source: str, samples: Iterable[Sample]) -> tuple[str, ...]:
    """What the samples have at a path, each value once, the newest first."""
    found = (value_at(source, sample.payload) for sample in samples)
    return tuple(dict.fromkeys(one for one in found if one))


def _leaf(payload: Mapping[str, Any], path: str) -> str:
    value: Any = payload
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(value, list):
        value = "; ".join(str(one) for one in value if not isinstance(one, dict | list))
    return _cut("" if value is None else as_text(value))


def _text_at(source: str, payload: Mapping[str, Any]) -> str:
    if not source or not payload:
        return ""
    try:
        found = look_up(source, complete_names(payload))
    except (Unreadable, RulesRefused):
        return ""
    return "" if found is None else as_text(found)


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1] + "…"
