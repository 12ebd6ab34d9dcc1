"""Routing: ids that can be owners, lines that can be reached, members who can be on duty. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from connections.record_ids import is_record_id
from mappings.orgs import Org
from mappings.rules import (
    AccountOwner,
    AssignmentRules,
    OneQueue,
    OneUser,
    RoundRobin,
    Rules,
    Simple,
    SourceOwner,
    Table,
)

from . import conditions, members
from .problems import TOP, RuleProblem, Spot
from .sources import check_source

_USER, _QUEUE, _RULE = "005", "00G", "01Q"


def check(rules: Rules, org: Org) -> Iterator[RuleProblem]:
    """Every owner that the routing names, its fallback, and the order of a table."""
    spot = TOP.at("routing", "Owner")
    for place, owner in _places(rules, spot):
        yield from _check_owner(rules, owner, place)
    if rules.routing.fallback:
        place = spot.at("fallback", "the fallback")
        yield from _check_owner(rules, rules.routing.fallback, place)
    if isinstance(rules.routing.owner, Table):
        yield from _check_rows(rules.routing.owner, spot.at("owner").at("rows"), org)
    yield from _check_pools(rules, spot)


def _places(rules: Rules, spot: Spot) -> Iterator[tuple[Spot, Simple]]:
    owner = rules.routing.owner
    if not isinstance(owner, Table):
        yield spot.at("owner"), owner
        return
    for number, row in enumerate(owner.rows):
        line = spot.at("owner").at("rows").at(number, f"line {number + 1}")
        yield line.at("owner"), row.owner
    yield spot.at("owner").at("otherwise", "otherwise"), owner.otherwise


def _check_owner(rules: Rules, owner: Simple, spot: Spot) -> Iterator[RuleProblem]:
    if isinstance(owner, OneUser):
        yield from check_id(owner.id, _USER, "user", spot=spot.at("id"))
    elif isinstance(owner, OneQueue):
        yield from check_id(owner.id, _QUEUE, "queue", spot=spot.at("id"))
    elif isinstance(owner, AssignmentRules) and owner.rule_id:
        yield from check_id(owner.rule_id, _RULE, "assignment rule", spot=spot.at("rule_id"))
    elif isinstance(owner, SourceOwner):
        yield from _check_source_owner(owner, spot.at("source"))
    elif isinstance(owner, AccountOwner) and not rules.accounts:
        yield spot.wrong(
            "No rule finds an Account, so nobody is ever its owner.",
            suggestion="Add an Account rule, by domain or by name.",
        )
    elif isinstance(owner, RoundRobin):
        yield from members.check(owner, spot)


def check_id(given: str, prefix: str, noun: str, *, spot: Spot) -> Iterator[RuleProblem]:
    """Whether the id is one of such a record's (salesforce-facts 10.5)."""
    if not given:
        yield spot.wrong(f"Choose the {noun} that gets new Leads.")
    elif not (is_record_id(given) and given.startswith(prefix)):
        article = "an" if noun[0] in "aeio" else "a"
        yield spot.wrong(
            f"“{given}” is no id of {article} {noun}: those have 15 or 18 characters and begin "
            f"with {prefix}."
        )


def _check_source_owner(owner: SourceOwner, spot: Spot) -> Iterator[RuleProblem]:
    if not owner.source:
        yield spot.wrong("Name the source that brings the owner’s e-mail address.")
    yield from check_source(owner.source, spot)


def _check_rows(table: Table, spot: Spot, org: Org) -> Iterator[RuleProblem]:
    for number, row in enumerate(table.rows):
        line = spot.at(number, f"line {number + 1}")
        yield from conditions.check_all(row.when, line.at("when"), org)
        asked = set(row.when)
        earlier = next(
            (at for at, one in enumerate(table.rows[:number]) if set(one.when) <= asked), None
        )
        if earlier is not None:
            yield line.wrong(
                f"Nobody comes here: line {earlier + 1} takes everybody who fits.",
                suggestion=f"Move it above line {earlier + 1}, or take it out.",
            )


def _check_pools(rules: Rules, spot: Spot) -> Iterator[RuleProblem]:
    """One pool is one set of turns, so it has one set of members."""
    pools: dict[str, set[RoundRobin]] = {}
    for owner in rules.routing.choices:
        if isinstance(owner, RoundRobin):
            pools.setdefault(owner.pool, set()).add(owner)
    for name, known in pools.items():
        if len(known) > 1:
            yield spot.at("owner").wrong(
                f"The round robin “{name}” has different members in different lines.",
                suggestion="Give one of them another name.",
            )
