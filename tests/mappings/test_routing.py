from __future__ import annotations

import pytest

from mappings.routing import Route, route
from mappings.rules import Routing, RoutingKind

CREATOR, USER, QUEUE, RULES = RoutingKind
TOM = {"owner_id": "005000000000001AAA", "owner_name": "Tom Reyes"}
SOLAR = {"owner_id": "00G000000000001AAA", "owner_name": "Solar UK"}
BY_RULE = "Salesforce’s assignment rule picks the owner."


@pytest.mark.parametrize(
    ("routing", "expected"),
    [
        (
            Routing(),
            Route({}, "FALSE", "The owner is the user through whom Inlet is connected."),
        ),
        (
            Routing(kind=USER, **TOM),
            Route({"OwnerId": TOM["owner_id"]}, "FALSE", "The owner is Tom Reyes."),
        ),
        (
            Routing(kind=USER, owner_id="005000000000001AAA"),
            Route({"OwnerId": TOM["owner_id"]}, "FALSE", "The owner is 005000000000001AAA."),
        ),
        (
            Routing(kind=QUEUE, **SOLAR),
            Route({"OwnerId": SOLAR["owner_id"]}, "FALSE", "The owner is the queue Solar UK."),
        ),
        (Routing(kind=RULES, **TOM), Route({}, "TRUE", BY_RULE)),
        (
            Routing(kind=RULES, rule_id="01Q000000000001AAA"),
            Route({}, "01Q000000000001AAA", BY_RULE),
        ),
    ],
)
def test_a_new_lead_goes_where_the_routing_says(routing: Routing, expected: Route) -> None:
    assert route(routing, is_new=True) == expected


@pytest.mark.parametrize("kind", RoutingKind)
def test_an_existing_record_keeps_its_owner(kind: RoutingKind) -> None:
    routing = Routing(kind=kind, rule_id="01Q000000000001AAA", **TOM)
    sentence = "The owner stays. Assignment rules are off, as on every update."
    assert route(routing, is_new=False) == Route({}, "FALSE", sentence)
