"""The routing as its form has it, and back into the document. Pure."""

from __future__ import annotations

from typing import Any

from mappings.rules import Rules

from . import people
from .conditions import told_condition, typed_condition
from .filling import filled
from .shapes import Flaw, Offers, Typed


def typed_routing(rules: Rules) -> Typed:
    """The routing as the form has it."""
    routing = filled(rules.routing)
    return {
        "owner": _typed_owner(routing["owner"]),
        "fallback": _typed_owner(routing["fallback"] or {"to": ""}),
        "on_update": routing["on_update"],
    }


def told_routing(typed: Typed, offers: Offers) -> Typed:
    """What the form says, as the document has it."""
    fallback = typed.get("fallback", {"to": ""})
    return {
        "routing": {
            "owner": _told_owner(typed.get("owner", {"to": "creator"}), offers),
            "fallback": _told_owner(fallback, offers) if fallback.get("to") else None,
            "on_update": bool(typed.get("on_update")),
        }
    }


def place_of_routing(flaw: Flaw) -> Flaw:
    """A flaw of the document, at the place where the form asks for it."""
    head, dot, rest = flaw.place.partition(".")
    place = (rest if dot else "owner") if head == "routing" else flaw.place
    return Flaw(place=place, sentence=flaw.sentence, better=flaw.better)


def unknown_people(typed: Typed, offers: Offers, at: str = "") -> tuple[Flaw, ...]:
    """Everybody in the form who is neither known nor an id."""
    return tuple(_unknown(typed, offers, at))


def _unknown(typed: Any, offers: Offers, at: str) -> list[Flaw]:
    if isinstance(typed, list):
        parts = [(str(number), one) for number, one in enumerate(typed)]
    elif isinstance(typed, dict):
        parts = list(typed.items())
    else:
        return []
    found = [flaw for name, one in parts for flaw in _unknown(one, offers, f"{at}{name}.")]
    if isinstance(typed, dict) and "id" in typed:
        flaw = people.unknown(str(typed["id"]), f"{at}id", offers)
        found += [flaw] if flaw else []
    return found


def _typed_owner(owner: Typed) -> Typed:
    kind = owner["to"]
    if kind == "user":
        return {"to": kind, "id": people.shown(owner)}
    if kind == "queue":
        return {"to": kind, "id": owner["id"]}
    if kind == "round_robin":
        members = [one | {"id": people.shown(one)} for one in owner["members"]]
        return owner | {"members": members}
    if kind == "table":
        rows = [_typed_row(row) for row in owner["rows"]]
        return owner | {"rows": rows, "otherwise": _typed_owner(owner["otherwise"])}
    return owner


def _typed_row(row: Typed) -> Typed:
    when = [typed_condition(one) for one in row["when"]]
    return {"when": when, "owner": _typed_owner(row["owner"])}


def _told_owner(owner: Typed, offers: Offers) -> Typed:
    kind = owner.get("to")
    if kind in ("user", "queue"):
        return {"to": kind} | people.told(str(owner.get("id", "")), offers)
    if kind == "assignment_rules":
        chosen = owner.get("rule_id", "")
        names = {one.value: one.label for one in offers.of("rules") if one.value}
        return {"to": kind, "rule_id": chosen, "name": names.get(chosen, "")}
    if kind == "round_robin":
        members = [_told_member(one, offers) for one in owner.get("members", [])]
        return owner | {"members": members}
    if kind == "table":
        otherwise = _told_owner(owner.get("otherwise", {"to": "creator"}), offers)
        rows = [_told_row(row, offers) for row in owner.get("rows", [])]
        return {"to": kind, "rows": rows, "otherwise": otherwise}
    return owner


def _told_member(member: Typed, offers: Offers) -> Typed:
    return member | people.told(str(member.get("id", "")), offers)


def _told_row(row: Typed, offers: Offers) -> Typed:
    when = [told_condition(one) for one in row.get("when", [])]
    return {"when": when, "owner": _told_owner(row.get("owner", {"to": "creator"}), offers)}
