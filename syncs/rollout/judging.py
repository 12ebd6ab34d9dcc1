"""What a blueprint's version would change at a client, and what in the client's org is in the way.

Pure: the org's facts come in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from connections.org_facts import OrgFacts
from mappings.blending import blend, overrides_of, shadowed
from mappings.checking import check_for, check_rules
from mappings.differing import Difference, differences
from mappings.documents import Document, DocumentRefused, document_of, rules_of
from mappings.orgs import Org
from mappings.preflight import Case, Finding, Level, judge
from mappings.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An org that the client's leads go to: what was last seen of it, in both forms."""

    connection: str
    facts: OrgFacts | None
    org: Org


@dataclass(frozen=True, slots=True, kw_only=True)
class Standpoint:
    """A client before the promotion: the blueprint's version it has, and what is live there."""

    mapping: str
    base: Document
    live: Document
    places: Sequence[Place] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What would be published, and what is to know. ``reasons`` hold the client back."""

    wanted: Document
    overrides: Document
    changes: tuple[Difference, ...] = ()
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def judged(client: Standpoint, version: Document) -> Judged:
    """What this version of the blueprint means for the client. Its own ways are kept."""
    overrides: Document = {}
    try:
        live = rules_of(client.live)
        overrides = overrides_of(client.base, document_of(live))
        wanted = rules_of(blend(version, overrides))
    except DocumentRefused as refused:
        reasons = tuple(one.text for one in refused.wrongs)
        return Judged(wanted={}, overrides=overrides, reasons=reasons)
    own = shadowed(client.base, version, overrides)
    notes = [f"{_name(live, key)} stays as it is: this client has its own." for key in own]
    blocks, before = _blocks(client, wanted), _blocks(client, live)
    notes += [f"{text} It was so before." for text in blocks if text in before]
    notes += [one for one in _unseen(client) if wanted == live]
    unseen = [] if wanted == live else list(_unseen(client))
    return Judged(
        wanted=document_of(wanted),
        overrides=overrides,
        changes=differences(live, wanted),
        reasons=(*(text for text in blocks if text not in before), *unseen),
        notes=tuple(notes),
    )


def _blocks(client: Standpoint, rules: Rules) -> tuple[str, ...]:
    """Everything that would stop leads, in sentences, each thing once."""
    orgs = [one.org for one in client.places]
    problems = check_for(rules, orgs) if orgs else check_rules(rules)
    told = {one.text: None for one in problems}
    fields = {_field(rules, one.place) for one in problems} - {""}
    for place in client.places:
        for finding in _findings(client, place, rules):
            if not fields & set(finding.key.split(".")):
                told[_told(finding)] = None
    return tuple(told)


def _field(rules: Rules, place: str) -> str:
    """The API name of the field that "fields.3.value_map" is about; "" for another place."""
    kind, _, rest = place.partition(".")
    number = rest.partition(".")[0]
    is_field = kind == "fields" and number.isdecimal() and int(number) < len(rules.fields)
    return rules.fields[int(number)].lead_field if is_field else ""


def _findings(client: Standpoint, place: Place, rules: Rules) -> Iterator[Finding]:
    if place.facts is None:
        return
    case = Case(mapping=client.mapping, rules=rules)
    yield from (one for one in judge(place.facts, case) if one.level is Level.BLOCKS)


def _told(finding: Finding) -> str:
    return f"{finding.title}. {finding.what}"


def _unseen(client: Standpoint) -> Iterator[str]:
    for place in client.places:
        if place.facts is None:
            yield (
                f"Inlet has not looked at “{place.connection}” yet. Check its Salesforce settings "
                "first."
            )


def _name(rules: Rules, key: str) -> str:
    rule = rules.field(key)
    return f"“{rule.title}”" if rule else f"“{key}”"
