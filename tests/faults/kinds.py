"""Kinds of lead: what the org holds of the person before, what is sent, what has to come of it.

Everybody's address ends in the domain of one run, so that runs don't meet. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mappings.rules import (
    CampaignRule,
    Condition,
    Creator,
    Member,
    RoundRobin,
    Routing,
    Row,
    Table,
    TaskRule,
    Test,
)

CAMPAIGN, REFUSED = "Faults", "Refuse me"
VALIDATION = {
    "sobject": "Lead",
    "name": "No_refused_titles",
    "formula": f'Title = "{REFUSED}"',
    "message": "Such a title is not wanted.",
}
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """`sent`: what each lead brings beside the person's own name. `there`: the objects of the
    records that the org has of the person before, or, as a `twin`, of somebody of the same name
    with another address. `converted`: they were.
    """

    name: str
    sent: Sequence[Fields] = ({},)
    there: tuple[str, ...] = ()
    twin: bool = False
    converted: bool = False


_TITLE = {"person": {"title": "Director"}}
KINDS = (
    Kind("new"),
    Kind("existing", (_TITLE,), ("Lead",)),
    Kind("contact", (_TITLE,), ("Contact",)),
    Kind("converted", (_TITLE,), ("Lead",), converted=True),
    Kind("repeated", ({}, _TITLE)),
    Kind("refused", ({"person": {"title": REFUSED}},)),
    Kind("ambiguous", there=("Lead", "Lead")),
    # An org's own rule may hold this one.
    Kind("namesake", there=("Lead",), twin=True),
    Kind("followed", ({"custom": {"campaign": CAMPAIGN, "asset": "Price list"}},)),
    Kind("in_turn", ({"custom": {"pool": "yes"}},)),
    Kind("named", ({"external_id": "yes"},)),
)


def payloads(run: str) -> list[dict[str, Any]]:
    """One batch with a person of every kind."""
    return [_payload(kind, brought, run) for kind in KINDS for brought in kind.sent]


def residents(run: str) -> list[tuple[str, dict[str, Any], bool]]:
    """(object, fields, whether it is converted) of whom the org holds before."""
    found = []
    for kind in KINDS:
        address = email(f"other-{kind.name}" if kind.twin else kind.name, run)
        person = {"LastName": _last_name(kind.name, run), "Email": address}
        for sobject in kind.there:
            company = {"Company": _company(kind.name, run)} if sobject == "Lead" else {}
            found.append((sobject, {**person, **company}, kind.converted))
    return found


def email(name: str, run: str) -> str:
    """The address of the person of a kind."""
    return f"{name}@{run}.example"


def agreement(users: Sequence[str]) -> dict[str, Any]:
    """Fields of Rules that give every kind its way; `users` take turns."""
    pooled = Condition(source="custom.pool", test=Test.IS, values=("yes",))
    robin = RoundRobin(pool="Faults", members=tuple(Member(id=one) for one in users))
    asset = Condition(source="custom.asset", test=Test.IS_NOT_BLANK)
    return {
        "campaigns": (CampaignRule(source="custom.campaign", status="Responded"),),
        "tasks": (TaskRule(subject="Downloaded {custom.asset}", when=(asset,)),),
        "routing": Routing(
            owner=Table(rows=(Row(when=(pooled,), owner=robin),), otherwise=Creator())
        ),
    }


def _payload(kind: Kind, brought: Fields, run: str) -> dict[str, Any]:
    person = {"email": email(kind.name, run), "last_name": _last_name(kind.name, run)}
    found: dict[str, Any] = {
        **brought,
        "person": {**person, **brought.get("person", {})},
        "company": {"name": _company(kind.name, run)},
    }
    if "external_id" in brought:
        found["external_id"] = f"{kind.name}-{run}"
    return found


def _last_name(name: str, run: str) -> str:
    return f"{name} {run}".title()


def _company(name: str, run: str) -> str:
    return f"{name} {run} Works".title()
