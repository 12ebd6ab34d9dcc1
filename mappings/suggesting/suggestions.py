"""From one sample and the org's fields: what could be mapped, and how sure that is. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from connections.crm import SObject
from mappings.orgs import Org
from mappings.rendering import complete_names
from mappings.rules import Rules
from mappings.sources import sources_of

from .kinds import recognise
from .leaves import leaves_of
from .missing import still_open
from .pairing import Pair, chosen, pairs_of
from .proposing import Sample, raw_text, suggested
from .readings import Reading, readings_of
from .targets import targets_of
from .values import Leaf, Loose, Suggested, Suggestion

_TEXTS = re.compile(r"'(?:[^'\\]|\\.)*'|`[^`]*`")
_PATHS = re.compile(r'(?:[A-Za-z_]\w*|"[^"]+")(?:(?:\[\d+\])?\.(?:[A-Za-z_]\w*|"[^"]+"))*')
# What Inlet reads by itself.
_OWN = frozenset({"external_id", "test", "occurred_at"})
_NAMES = frozenset({"person.name", "person.first_name", "person.last_name"})
_CUT = 120
# They carry ids only; the person is fetched by them.
_NOBODY = frozenset({"hubspot_event", "meta_event", "linkedin_notice"})


def suggest(
    payload: Mapping[str, Any],
    objects: Mapping[str, SObject],
    *,
    region: str = "",
    rules: Rules | None = None,
) -> Suggestion:
    """Proposals for a payload of any shape; no Salesforce field twice, the surest first.

    ``objects`` is the describe of "Lead" and "Contact". ``region`` is the tenant's country
    ("GB"). What ``rules`` fill or read already is not proposed again.
    """
    rules = rules or Rules()
    kind, lead = recognise(payload), complete_names(payload)
    filled = _filled(rules)
    leaves = _unread(leaves_of(lead), rules, canonical=kind.name == "canonical")
    readings = readings_of(leaves, kind.name)
    targets = () if kind.name in _NOBODY else targets_of(objects, filled)
    pairs = pairs_of(readings, targets, region)
    sample = Sample(lead, Org(objects=objects, region=region), _country(pairs))
    made, used = _made(pairs, sample)
    return Suggestion(
        kind=kind,
        fields=tuple(sorted(made, key=lambda one: -one.confidence)),
        unmapped=tuple(_loose(readings, used)),
        open=still_open(objects, made, filled),
    )


def _made(pairs: Sequence[Pair], sample: Sample) -> tuple[list[Suggested], set[str]]:
    """The proposals, and the paths that they read or could have read."""
    best = chosen(pairs, lambda pair: suggested(pair, sample))
    taken = {pair.leaf.path for pair, _ in best}
    made = [replace(one, others=_others(pair, pairs, taken)) for pair, one in best]
    used = {path for one in made for path in (one.rule.source, *one.others)}
    return made, used


def _others(pair: Pair, pairs: Sequence[Pair], taken: Collection[str]) -> tuple[str, ...]:
    """Other paths that would fit the same field, as far as no field takes them."""
    return tuple(
        one.leaf.path
        for one in pairs
        if one.target.key == pair.target.key
        and one.leaf.path not in taken
        and not one.leaf.is_blank
    )


def _filled(rules: Rules) -> frozenset[str]:
    """The fields (``Target.key``) that the rules write, and the person's key."""
    leads = {rule.lead_field for rule in rules.every_field if rule.lead_field}
    contacts = {f"Contact.{one.contact_field}" for one in rules.every_field if one.contact_field}
    return frozenset(leads | contacts)


def _unread(leaves: Iterable[Leaf], rules: Rules, *, canonical: bool) -> list[Leaf]:
    """The values that the rules don't read, and Inlet doesn't by itself."""
    sources = sources_of(rules)
    read = {path for one in sources for path in _PATHS.findall(_TEXTS.sub(" ", one))}
    read |= set(sources) | (_OWN if canonical else set())
    if read & _NAMES:
        read |= _NAMES
    return [one for one in leaves if one.path not in read]


def _country(pairs: Iterable[Pair]) -> str:
    """The path of the sample's country; "" without one."""
    return next((one.leaf.path for one in pairs if one.candidate.meant == "country"), "")


def _loose(readings: Iterable[Reading], used: set[str]) -> Iterable[Loose]:
    """What nothing was found for; a full name whose parts stand beside it needs nothing."""
    for one in readings:
        leaf = one.leaf
        if leaf.path in used or leaf.is_blank or one.is_covered:
            continue
        yield Loose(leaf.path, raw_text(leaf.value)[:_CUT], one.technical)
