"""Who gets a record: what is sent to Salesforce about its owner, and who it should be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from connections.record_ids import full_id, is_record_id
from mappings.conditions import all_hold
from mappings.indexing import RecordIndex
from mappings.matching import Match
from mappings.orgs import Org
from mappings.paths import text_at
from mappings.proposals import Proposal
from mappings.rules import (
    AccountOwner,
    AssignmentRules,
    Creator,
    OneQueue,
    OneUser,
    RoundRobin,
    Routing,
    Rules,
    Simple,
    SourceOwner,
    Table,
)

_STAYS = "The owner stays. Assignment rules are off, as on every update."
_CREATOR = "The owner is the user through whom Inlet is connected."
_BY_RULE = "Salesforce’s assignment rule picks the owner."
_USER_PREFIX = "005"


@dataclass(frozen=True, slots=True)
class Route:
    """``fields`` to add to the write, the ``Sforce-Auto-Assign`` header, and a sentence.

    ``owner_id`` is the owner that is expected afterwards, "" where Salesforce decides or nothing
    changes. A ``pool`` names the round robin that has to give a turn before the write.
    """

    fields: Mapping[str, str]
    auto_assign: str
    sentence: str
    owner_id: str = ""
    owner_name: str = ""
    pool: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The record that needs an owner. ``values`` are by API name, as they will be.

    ``index`` None means that nothing was looked up; users are trusted then. ``owner_id`` is who
    has the record now, "" for a new one.
    """

    rules: Rules
    sobject: str
    is_new: bool
    org: Org
    lead: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    match: Match = field(default_factory=Match)
    index: RecordIndex | None = None
    owner_id: str = ""


def route(
    rules: Rules,
    proposal: Proposal,
    match: Match,
    *,
    values: Mapping[str, Any],
    org: Org,
    is_new: bool,
    sobject: str,
    index: RecordIndex | None = None,
) -> Route:
    """Where a record goes. An existing one keeps its owner unless the routing says otherwise:
    assignment rules left on would take it away from its rep (salesforce-facts 0 trap 3, 8).
    """
    record = None if is_new else match.record
    # A record that an earlier lead of the same write creates has its owner from that one.
    is_being_made = record is not None and not record.id
    if not is_new and (is_being_made or not rules.routing.on_update):
        return Route({}, "FALSE", _STAYS)
    owner_id = record.fields.get("OwnerId") if record else ""
    return at_desk(
        Desk(
            rules=rules,
            sobject=sobject,
            is_new=is_new,
            org=org,
            lead=proposal.lead,
            values=values,
            match=match,
            index=index,
            owner_id=full_id(str(owner_id or "")),
        )
    )


def at_desk(desk: Desk) -> Route:
    """Where the record at this desk goes."""
    choice, because = _chosen(desk)
    found = _tried(choice, desk)
    if isinstance(found, str):
        found = fallen_back(desk, found)
    if because:
        found = replace(found, sentence=f"{because} {found.sentence}")
    return found


def fallen_back(desk: Desk, because: str) -> Route:
    """The route to the fallback, after the sentence that says why it is needed."""
    fallback = desk.rules.routing.fallback
    if fallback is None:
        return replace(_left(desk), sentence=f"{because} {_left(desk).sentence}")
    found = _tried(fallback, desk)
    if isinstance(found, str):
        return replace(_left(desk), sentence=f"{because} {found} {_left(desk).sentence}")
    return replace(found, sentence=f"{because} The fallback steps in. {found.sentence}")


def given_turn(desk: Desk, user_id: str, pool: RoundRobin) -> Route:
    """The route of a record whose turn in the round robin went to this user, "" for nobody."""
    if not user_id:
        return fallen_back(desk, f"Nobody in the round robin “{pool.pool}” is there now.")
    same = (one.name for one in pool.members if full_id(one.id) == full_id(user_id))
    name = _name(desk, user_id, next(same, ""))
    return _sent(desk, user_id, name, sentence=f"{name} is next in the round robin “{pool.pool}”.")


def pool_named(routing: Routing, name: str) -> RoundRobin | None:
    """The round robin with this name, or None."""
    pools = (one for one in routing.choices if isinstance(one, RoundRobin))
    return next((one for one in pools if one.pool == name), None)


def active_ids(index: RecordIndex | None) -> frozenset[str] | None:
    """The users who can own records, None where nobody looked."""
    if index is None:
        return None
    return frozenset(one for one, row in index.users.items() if row.fields.get("IsActive", True))


def _chosen(desk: Desk) -> tuple[Simple, str]:
    """Who is named for this record, and the sentence that says by which line of a table."""
    owner = desk.rules.routing.owner
    if not isinstance(owner, Table):
        return owner, ""
    for number, row in enumerate(owner.rows, start=1):
        if all_hold(row.when, values=desk.values, lead=desk.lead):
            return row.owner, f"Line {number} of the routing table fits."
    return owner.otherwise, "No line of the routing table fits."


def _tried(choice: Simple, desk: Desk) -> Route | str:
    """The route to this owner, or the sentence that says why they can't have the record."""
    match choice:
        case Creator():
            return _left(desk)
        case OneUser():
            return _to_user(desk, choice.id, choice.name)
        case OneQueue():
            return _to_queue(desk, choice)
        case AssignmentRules():
            return _to_rule(desk, choice)
        case AccountOwner():
            return _to_account_owner(desk)
        case SourceOwner():
            return _to_source_owner(desk, choice)
    return _to_pool(desk, choice)


def _left(desk: Desk) -> Route:
    """Nobody is named: a new record goes to the connected user, another stays where it is."""
    if not desk.is_new:
        return Route({}, "FALSE", _STAYS)
    return Route({}, "FALSE", _CREATOR, desk.org.user_id)


def _to_user(desk: Desk, user_id: str, name: str) -> Route | str:
    shown = _name(desk, user_id, name)
    if desk.index is not None:
        user = desk.index.users.get(full_id(user_id))
        if user is None:
            return f"{shown} is no user of this org that Inlet can see."
        if not user.fields.get("IsActive", True):
            return f"{shown} is no longer active in Salesforce."
    return _sent(desk, user_id, shown, sentence=f"The owner is {shown}.")


def _to_queue(desk: Desk, queue: OneQueue) -> Route | str:
    name = queue.name or queue.id
    if desk.sobject != "Lead":
        return f"A queue such as {name} can’t own a {desk.sobject}."
    return _sent(desk, queue.id, name, sentence=f"The owner is the queue {name}.")


def _to_rule(desk: Desk, choice: AssignmentRules) -> Route | str:
    if desk.sobject != "Lead":
        return f"Assignment rules are for Leads, not for a {desk.sobject}."
    # An OwnerId would be overridden by the rule, so none is sent.
    return Route({}, choice.rule_id or "TRUE", _BY_RULE)


def _to_account_owner(desk: Desk) -> Route | str:
    account = desk.match.account
    if account is None:
        return "No Account was found, so there is no Account owner."
    owner_id = str(account.fields.get("OwnerId") or "")
    title = str(account.fields.get("Name") or "the Account")
    name = _name(desk, owner_id, str(account.fields.get("Owner.Name") or ""))
    if not owner_id:
        return f"Inlet can’t see who owns {title}."
    if account.fields.get("Owner.IsActive") is False:
        return f"{name}, who owns {title}, is no longer active in Salesforce."
    return _sent(desk, owner_id, name, sentence=f"The owner is {name}, who owns {title}.")


def _to_source_owner(desk: Desk, choice: SourceOwner) -> Route | str:
    sent = text_at(choice.source, desk.lead)
    if not sent:
        return "The lead names no owner."
    if is_record_id(sent) and sent.startswith(_USER_PREFIX):
        return _to_user(desk, sent, "")
    user_id = desk.index.users_by_email.get(sent.lower()) if desk.index else None
    if user_id is None:
        return f"No active user in Salesforce has the address {sent}."
    return _to_user(desk, user_id, "")


def _to_pool(desk: Desk, pool: RoundRobin) -> Route:
    members = {full_id(one.id) for one in pool.members}
    active = active_ids(desk.index)
    if desk.owner_id in members and (active is None or desk.owner_id in active):
        name = _name(desk, desk.owner_id, "")
        return Route({}, "FALSE", f"{name} of the round robin “{pool.pool}” has it already.")
    return Route({}, "FALSE", f"The round robin “{pool.pool}” picks the owner.", pool=pool.pool)


def _sent(desk: Desk, owner_id: str, name: str, *, sentence: str) -> Route:
    if full_id(owner_id) == desk.owner_id:
        return Route({}, "FALSE", f"{sentence} It is so already.", desk.owner_id, name)
    return Route({"OwnerId": owner_id}, "FALSE", sentence, full_id(owner_id), name)


def _name(desk: Desk, user_id: str, name: str) -> str:
    known = desk.index.users.get(full_id(user_id)) if desk.index else None
    return name or str(known.fields.get("Name") or "" if known else "") or user_id
