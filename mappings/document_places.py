"""Places in an agreement's document, and what people call them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

Path = Sequence[str | int]

# What the parts of an agreement are called.
TITLES = {
    "fields": "Fields",
    "match": "How a person is recognised",
    "tiebreakers": "Several candidates",
    "mode": "New and existing records",
    "lead_found": "When the person is a Lead",
    "contact_found": "When the person is a Contact",
    "both_found": "When the person is a Lead and a Contact",
    "converted_found": "When the Lead was converted",
    "accounts": "How an Account is found",
    "contact_when": "When a new person becomes a Contact",
    "org_refuses": "When Salesforce’s duplicate rule answers",
    "routing": "Owner",
    "campaigns": "Campaigns",
    "tasks": "Tasks",
    "external_id_field": "Key on the Lead",
    "contact_external_id_field": "Key on the Contact",
    "default_status": "Default Lead Status",
}
_ONE = {
    "match": "Match rule",
    "accounts": "Account rule",
    "campaigns": "Campaign",
    "tasks": "Task",
    "contact_when": "Condition for a Contact",
    "tiebreakers": "Tiebreaker",
    "rows": "line",
    "members": "member",
    "transforms": "step",
    "ownership": "ownership",
    "pairs": "pair",
    "when": "condition",
    "away": "time away",
    "values": "value",
}


def dotted(path: Path) -> str:
    """ "fields.3.transforms.0"."""
    return ".".join(str(part) for part in path)


def title_of(path: Path, document: Mapping[str, Any]) -> str:
    """What people call the place: "Rating, step 2", "Owner, line 3". Positions count from 1."""
    if not path:
        return "The document"
    first, rest = str(path[0]), list(path[1:])
    if first == "fields" and rest and isinstance(rest[0], int):
        words = [_field_title(document, rest.pop(0))]
    elif rest and isinstance(rest[0], int):
        words = [f"{_ONE.get(first, TITLES.get(first, first))} {int(rest.pop(0)) + 1}"]
    else:
        words = [TITLES.get(first, first.replace("_", " ").capitalize())]
    for part, after in pairwise([*rest, None]):
        if isinstance(part, str) and isinstance(after, int) and part in _ONE:
            words.append(f"{_ONE[part]} {after + 1}")
    if rest and isinstance(rest[-1], str):
        words.append(f"“{rest[-1]}”")
    return ", ".join(words)


def _field_title(document: Mapping[str, Any], position: Any) -> str:
    """The label of the field, or its API name, or where it stands."""
    try:
        field = document["fields"][position]
        names = [field.get("label"), field.get("lead_field"), field.get("contact_field")]
    except (KeyError, IndexError, TypeError, AttributeError):
        names = []
    named = [name for name in names if name and isinstance(name, str)]
    return named[0] if named else f"Field {position + 1}"
