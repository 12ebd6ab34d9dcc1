"""Who gets the Lead: what is sent to Salesforce about its owner. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mappings.rules import Routing, RoutingKind


@dataclass(frozen=True, slots=True)
class Route:
    """``fields`` to add to the write, the ``Sforce-Auto-Assign`` header, and a sentence."""

    fields: Mapping[str, str]
    auto_assign: str
    sentence: str


def route(routing: Routing, *, is_new: bool) -> Route:
    """Where a record goes. Only a new Lead gets an owner: assignment rules left on would take
    an updated Lead away from its rep (salesforce-facts 0 trap 3, 8).
    """
    if not is_new:
        return Route({}, "FALSE", "The owner stays. Assignment rules are off, as on every update.")
    if routing.kind is RoutingKind.ASSIGNMENT_RULES:
        # An OwnerId would be overridden by the rule, so none is sent.
        return Route({}, routing.rule_id or "TRUE", "Salesforce’s assignment rule picks the owner.")
    if routing.kind is RoutingKind.CREATOR:
        return Route({}, "FALSE", "The owner is the user through whom Inlet is connected.")
    name = routing.owner_name or routing.owner_id
    kind = "the queue " if routing.kind is RoutingKind.QUEUE else ""
    return Route({"OwnerId": routing.owner_id}, "FALSE", f"The owner is {kind}{name}.")
