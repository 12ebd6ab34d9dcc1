"""The difference between what there is and what a file wants. Pure.

Both are configurations: what there is, is what would be written as a file. What a configuration
can't say, such as whether a variable of the environment holds the secret that is stored, comes
in ``Known``.
"""

from __future__ import annotations

from collections.abc import Iterator

from .changes import Change, ClientPlan, Plan, Thing, Verb, change
from .known import Known, Sides
from .planning_parts import of_connections, of_mappings, of_sources
from .pruning import pruned, unnamed_clients
from .telling import rule_lines, told
from .wanted import BlueprintEntry, BlueprintVersionEntry, Client, Configuration


def difference(
    current: Configuration, wanted: Configuration, known: Known, *, prune: bool = False
) -> Plan:
    """What has to be done so that what there is becomes what is wanted.

    With ``prune`` also what the file doesn't name goes, within the clients it does name.
    """
    changes = [*_of_agency(wanted, known), *_of_blueprints(current, wanted)]
    plans = [
        _of_client(current.client(one.slug), one, known, prune=prune) for one in wanted.clients
    ]
    return Plan(
        agency=wanted.agency,
        changes=tuple(changes),
        clients=tuple(one for one in plans if one.changes),
        notes=tuple(unnamed_clients(current, wanted)) if prune else (),
    )


def _of_agency(wanted: Configuration, known: Known) -> Iterator[Change]:
    if known.is_new:
        title = f"the agency “{wanted.agency}” is added"
        yield change(Thing.AGENCY, Verb.ADD, wanted.agency, title=title)


def _of_blueprints(current: Configuration, wanted: Configuration) -> Iterator[Change]:
    there = {one.name: one for one in current.blueprints}
    for one in wanted.blueprints:
        known = there.get(one.name, BlueprintEntry(name=one.name, versions=()))
        numbers = {version.number: version for version in known.versions}
        before = max(numbers.values(), key=lambda version: version.number, default=None)
        for version in sorted(one.versions, key=lambda version: version.number):
            if version.number not in numbers:
                yield _version(one.name, before, version)
                before = version


def _version(
    name: str, before: BlueprintVersionEntry | None, version: BlueprintVersionEntry
) -> Change:
    return change(
        Thing.BLUEPRINT,
        Verb.CHANGE if before else Verb.ADD,
        name,
        title=f"blueprint “{name}” gets version {version.number}",
        lines=rule_lines(before.rules if before else None, version.rules),
        entry=version,
    )


def _of_client(current: Client | None, wanted: Client, known: Known, *, prune: bool) -> ClientPlan:
    blank = Client(slug=wanted.slug, name=wanted.name)
    sides = Sides(current or blank, wanted, known)
    changes = [
        *_of_details(current, wanted),
        *of_connections(sides),
        *of_mappings(sides),
        *of_sources(sides),
        *(pruned(sides) if prune else ()),
    ]
    return ClientPlan(
        slug=wanted.slug, name=wanted.name, changes=tuple(changes), is_new=current is None
    )


def _of_details(current: Client | None, wanted: Client) -> Iterator[Change]:
    if current is None:
        lines = (f"region {wanted.region}", f"time zone {wanted.time_zone}")
        yield change(
            Thing.CLIENT,
            Verb.ADD,
            wanted.name,
            title="the client is added",
            lines=lines,
            entry=wanted,
        )
        return
    changed = told(current, wanted, {"name": "name", "region": "region", "time_zone": "time zone"})
    if changed:
        yield change(
            Thing.CLIENT,
            Verb.CHANGE,
            wanted.name,
            title="its details change",
            lines=changed,
            entry=wanted,
        )
