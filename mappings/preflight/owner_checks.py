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
from mappings.rules import (
    AccountOwner,
    AssignmentRules,
    Creator,
    OneQueue,
    OneUser,
    RoundRobin,
    Simple,
    SourceOwner,
)

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
_ALWAYS_FINE: dict[type, str] = {
    Creator: "New Leads belong to the integration user, as decided.",
    AccountOwner: "Leads of a known Account go to its owner.",
    SourceOwner: "Leads go to the user whose e-mail address the source sends.",
}
_CHOOSE = Remedy(RemedyKind.CHOOSE_OWNER, "Choose an owner")


def routing(facts: OrgFacts, case: Case) -> Iterator[Finding]:
    """Whether new Leads get the owner that is meant (row S8, facts 8)."""
    routing = case.rules.routing
    owners = list(dict.fromkeys(routing.choices))
    if routing.fallback is not None and routing.fallback not in owners:
        owners.append(routing.fallback)
    found = [one for owner in owners for one in _judged(facts, case, owner)]
    told = [one for one in found if one.level is not Level.IN_ORDER]
    if len(owners) == 1 or told:
        yield from told or found
    else:
        sentences = dict.fromkeys(one.what for one in found)
        notes = dict.fromkeys(one.note for one in found if one.note)
        yield in_order(Check.ROUTING, " ".join(sentences), note=" ".join(notes))


def _judged(facts: OrgFacts, case: Case, owner: Simple) -> Iterator[Finding]:
    if isinstance(owner, AssignmentRules):
        yield from _assignment(facts, case, owner)
    elif isinstance(owner, OneUser):
        yield from _user(facts, case, owner)
    elif isinstance(owner, OneQueue):
        yield from _queue(facts, owner)
    elif isinstance(owner, RoundRobin):
        yield from _robin(facts, case, owner)
    else:
        yield in_order(Check.ROUTING, _ALWAYS_FINE[type(owner)])


def _assignment(facts: OrgFacts, case: Case, owner: AssignmentRules) -> Iterator[Finding]:
    if facts.lacks(ASSIGNMENT_RULES):
        why = "The assignment rules can’t be read by the integration user."
        yield unseen(Check.ROUTING, why, setup_path=ASSIGNMENT)
        return
    wanted = full_id(owner.rule_id)
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


def _user(facts: OrgFacts, case: Case, owner: OneUser) -> Iterator[Finding]:
    name = owner.name or owner.id
    found = next((one for one in facts.owners if one.id == full_id(owner.id)), None)
    level = Level.LOOK if _has_stand_in(case, owner) else Level.BLOCKS
    if found is None and facts.lacks(USER):
        yield unseen(Check.ROUTING, f"Whether {name} is active can’t be seen.")
    elif found is None:
        what = f"The org has no user {name} that the integration user can see."
        yield _bad_owner(f"The owner {name} is unknown", what, USER_PAGE, level=level)
    elif not found.is_active:
        what = f"New Leads go to {found.name}, whose user is switched off."
        yield _bad_owner(f"{found.name} is not active", what, USER_PAGE, level=level)
    else:
        yield in_order(Check.ROUTING, f"New Leads go to {found.name}, who is active.")


def _has_stand_in(case: Case, owner: OneUser) -> bool:
    """Whether somebody else gets the lead when this user can't."""
    fallback = case.rules.routing.fallback
    return fallback is not None and fallback != owner


def _robin(facts: OrgFacts, case: Case, owner: RoundRobin) -> Iterator[Finding]:
    names = [one.name or one.id for one in owner.members]
    if facts.lacks(USER):
        yield unseen(Check.ROUTING, f"Whether {listed(names)} are active can’t be seen.")
        return
    active = {one.id for one in facts.owners if one.is_active}
    missing = [one.name or one.id for one in owner.members if full_id(one.id) not in active]
    if not missing:
        yield in_order(Check.ROUTING, f"New Leads go to {listed(names)} in turn; all are active.")
    elif len(missing) < len(names):
        yield _missing_members(owner.pool, missing)
    else:
        what = f"Nobody in the round robin “{owner.pool}” is active: {listed(missing)}."
        level = Level.LOOK if case.rules.routing.fallback else Level.BLOCKS
        yield _bad_owner(f"Nobody takes turns in “{owner.pool}”", what, USER_PAGE, level=level)


def _missing_members(pool: str, missing: list[str]) -> Finding:
    return Finding(
        key=f"routing.members.{pool}",
        check=Check.ROUTING,
        level=Level.LOOK,
        title=f"{listed(missing)} can’t take turns",
        what=f"The round robin “{pool}” names {listed(missing)}, switched off or unknown.",
        why="They are passed over, and the others get more than their share.",
        fix="Take them out of the round robin, or have their users switched on.",
        setup_path=USER_PAGE,
    )


def _queue(facts: OrgFacts, owner: OneQueue) -> Iterator[Finding]:
    name = owner.name or owner.id
    found = next((one for one in facts.queues if one.id == full_id(owner.id)), None)
    if facts.lacks(QUEUES):
        yield unseen(Check.ROUTING, f"Whether the queue {name} may own Leads can’t be seen.")
    elif found is None:
        what = f"The queue {name} does not exist, or may not own Leads."
        yield _bad_owner(f"The queue {name} can’t own Leads", what, QUEUE_PAGE, level=Level.BLOCKS)
    elif found.members == 0:
        yield _empty_queue(found.name)
    else:
        count = f" with {found.members} members" if found.members else ""
        yield in_order(Check.ROUTING, f"New Leads go to the queue {found.name}{count}.")


def _bad_owner(title: str, what: str, path: str, *, level: Level) -> Finding:
    return Finding(
        key="routing.owner",
        check=Check.ROUTING,
        level=level,
        title=title,
        what=what,
        why="Salesforce refuses every new Lead with this owner."
        if level is Level.BLOCKS
        else "All of these Leads go to the fallback owner.",
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
