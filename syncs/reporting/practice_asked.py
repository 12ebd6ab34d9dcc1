"""What the forms of the practice org's set-up ask for. Texts come as people type them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from connections.practice_setup import CATALOGUE, Fault

from .filters import plain

_PRIVATE = "None"  # what Salesforce calls a private org-wide default
_BOOLS = {
    "enabled", "installed", "frozen", "rotates", "soap_login", "password_flow", "org_active",
}  # fmt: skip


def asked_change(name: str, sent: Mapping[str, str]) -> dict[str, Any]:
    """What a form tells a change of the catalogue. LookupError for none, ValueError, in words."""
    if name not in CATALOGUE:
        raise LookupError(f"There is no change {name}.")
    if sent.get("a-default") == "Private":
        sent = {**sent, "a-default": _PRIVATE}
    return {
        one.name: _read(one.kind, one.name, sent[f"a-{one.name}"])
        for one in CATALOGUE[name].parameters
        if f"a-{one.name}" in sent
    }


def asked_access(sent: Mapping[str, str]) -> dict[str, Any]:
    """What a form tells a change of apps and logins. ValueError, in words."""
    told: dict[str, Any] = {}
    for name, value in sent.items():
        if name.startswith("a-"):
            short = name.removeprefix("a-")
            kind = bool if short in _BOOLS else int if short == "minutes" else str
            told[short] = _read(kind, short, value)
    return told


def asked_fault(sent: Mapping[str, str]) -> Fault:
    """The fault that a form asks for. ValueError, in words."""
    percent = _number(_("Chance"), sent.get("percent", ""), default=100)
    return Fault(
        kind=sent.get("kind", ""),
        route=plain(sent.get("path", "")) or sent.get("route", "any"),
        probability=percent / 100,
        every=int(_number(_("Every"), sent.get("every", ""))),
        limit=int(_number(_("At most"), sent.get("limit", ""))),
        seed=int(_number(_("Seed"), sent.get("seed", ""))),
        seconds=_number(_("Seconds"), sent.get("seconds", "")),
    )


def _number(label: str, text: str, *, default: float = 0) -> float:
    kept = plain(text).replace(",", ".")
    try:
        return float(kept) if kept else default
    except ValueError as unread:
        raise ValueError(_("%(label)s: a number is needed.") % {"label": label}) from unread


def _read(kind: type, name: str, text: str) -> Any:
    if kind is bool:
        return text == "1"
    if kind is not int:
        return plain(text)
    if not text.strip().isdecimal() or len(text) > 6:
        raise ValueError(_("%(name)s: a whole number is needed.") % {"name": name})
    return int(text)
