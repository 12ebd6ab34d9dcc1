"""Owners of new Leads: assignment rules, users, queues. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from connections.org_facts import (
    ASSIGNMENT_RULES,
    QUEUES,
    USER,
    OrgFacts,
)
from connections.record_ids import full_id
from mappings.rules import RoutingKind

from .cases import Case, listed
from .findings import Check, Finding, Level, Remedy, RemedyKind, in_order, unseen

ASSIGNMENT = "Setup › Feature Settings › Marketing › Lead Assignment Rules"
QUEUE_PAGE = "Setup › Users › Queues"
USER_PAGE = "Setup › Users › Users"
ROUTED_BY = ("Country", "State", "Industry", "NumberOfEmployees", "LeadSource", "Rating",
             "CountryCode", "StateCode", "PostalCode")  # fmt: skip
_UNREAD = (
    "The entries of a rule, and whether the default owner of Leads is active, "
    "can’t be read over the API."
)
_CHOOSE = Remedy(RemedyKind.CHOOSE_OWNER, "Choose an owner")


def routing(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether new Leads get the owner that is meant (row S8, facts 8)."""
    kind = case.rules.routing.kind
    if kind is RoutingKind.ASSIGNMENT_RULES:
        yield from _assignment(facts, case)
    elif kind is RoutingKind.USER:
        yield from _user(facts, case)
    elif kind is RoutingKind.QUEUE:
        yield from _queue(facts, case)
    else:
        yield in_order(Check.ROUTING, "New Leads belong to the integration user, as decided.")


def _assignment(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    if facts.lacks(ASSIGNMENT_RULES):
        why = "The assignment rules can’t be read by the integration user."
        yield unseen(Check.ROUTING, why, setup_path=ASSIGNMENT)
        return
    wanted = full_id(case.rules.routing.rule_id)
    rules = facts.assignment_rules
    found = next((one for one in rules if (one.id == wanted if wanted else one.is_active)), None)
    mapped = [
        name for name in ROUTED_BY if name in {t for _, s, t in case.targets() if s == "Lead"}
    ]
    if found is None:
        yield _no_rule(named=bool(wanted))
    elif not mapped:
        yield _nothing_to_route_by(found.name)
    else:
        yield in_order(
            Check.ROUTING,
            f"“{found.name}” gives new Leads their owner. Mapped to route by: {listed(mapped)}.",
            note=_UNREAD,
        )


def _no_rule(*, named: bool) -> Finding:
    return Finding(
        key="routing.no_rule",
        check=Check.ROUTING,
        level=Level.BLOCKS if named else Level.LOOK,
        title="The assignment rule is gone" if named else "No assignment rule is active",
        what="The mapping names an assignment rule that the org doesn’t have."
        if named
        else "The mapping leaves the owner to the assignment rules, and none is active on Lead.",
        why="Salesforce refuses new Leads."
        if named
        else "New Leads stay with the integration user, where nobody sees them.",
        fix="Activate a rule in Salesforce, or choose an owner here.",
        setup_path=ASSIGNMENT,
        remedy=_CHOOSE,
    )


def _nothing_to_route_by(name: str) -> Finding:
    return Finding(
        key="routing.fields",
        check=Check.ROUTING,
        level=Level.LOOK,
        title="No routing field is mapped",
        what=f"“{name}” is active, but the mapping fills none of {listed(list(ROUTED_BY))}.",
        why="A rule without anything to go by gives all Leads to its default owner.",
        fix="Map the fields that the rule’s entries use.",
        setup_path=ASSIGNMENT,
        note=_UNREAD,
    )


def _user(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    route = case.rules.routing
    name = route.owner_name or route.owner_id
    found = next((one for one in facts.owners if one.id == full_id(route.owner_id)), None)
    if found is None and facts.lacks(USER):
        yield unseen(Check.ROUTING, f"Whether {name} is active can’t be seen.")
    elif found is None:
        what = f"The org has no user {name} that the integration user can see."
        yield _bad_owner(f"The owner {name} is unknown", what, USER_PAGE)
    elif not found.is_active:
        what = f"New Leads go to {found.name}, whose user is switched off."
        yield _bad_owner(f"{found.name} is not active", what, USER_PAGE)
    else:
        yield in_order(Check.ROUTING, f"New Leads go to {found.name}, who is active.")


def _queue(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    route = case.rules.routing
    name = route.owner_name or route.owner_id
    found = next((one for one in facts.queues if one.id == full_id(route.owner_id)), None)
    if facts.lacks(QUEUES):
        yield unseen(Check.ROUTING, f"Whether the queue {name} may own Leads can’t be seen.")
    elif found is None:
        what = f"The queue {name} does not exist, or may not own Leads."
        yield _bad_owner(f"The queue {name} can’t own Leads", what, QUEUE_PAGE)
    elif found.members == 0:
        yield _empty_queue(found.name)
    else:
        count = f" with {found.members} members" if found.members else ""
        yield in_order(Check.ROUTING, f"New Leads go to the queue {found.name}{count}.")


def _bad_owner(title: str, what: str, path: str) -> Finding:
    return Finding(
        key="routing.owner",
        check=Check.ROUTING,
        level=Level.BLOCKS,
        title=title,
        what=what,
        why="Salesforce refuses every new Lead with this owner.",
        fix="Choose another owner or a queue.",
        setup_path=path,
        remedy=_CHOOSE,
    )


def _empty_queue(name: str) -> Finding:
    return Finding(
        key="routing.empty_queue",
        check=Check.ROUTING,
        level=Level.LOOK,
        title=f"The queue {name} has no members",
        what=f"New Leads go to the queue {name}, and nobody is in it.",
        why="The Leads arrive, and nobody is told.",
        fix="Add members to the queue, or choose another one.",
        setup_path=QUEUE_PAGE,
        note="Members that come through a group or a role are not counted.",
        remedy=_CHOOSE,
    )
