"""Which value of a payload goes to which field: name and value weighed together. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from mappings.rules import ValueMap

from .candidates import Candidate, Org
from .choices import fits_list, value_map_of
from .readings import Reading
from .signs import NO, Sign, sign
from .targets import Target
from .values import Leaf

T = TypeVar("T")
LEAST = 50  # what is less sure isn't proposed
_BLANK = 60  # a value that the sample lacks says nothing for a field
_MOST = 99
_NOT_OFFERED, _REFUSED = 0.78, 0.62
_LISTS = frozenset({"picklist", "multipicklist"})
_PLACES = frozenset({"country", "state"})
# Words that mean too many things to stand for a value that the list doesn't have.
_ONLY_OFFERED = frozenset({"status", "rating", "salutation", "language"})
_NOTHING, _NO_MAP = Sign(1.0), ValueMap()


@dataclass(frozen=True, slots=True)
class Pair:
    """A value and a field, and what speaks for it. ``offered``: the list has the value."""

    leaf: Leaf
    candidate: Candidate
    confidence: float
    seen: Sign = _NOTHING
    table: ValueMap = _NO_MAP
    offered: bool = True

    @property
    def target(self) -> Target:
        """The field."""
        return self.candidate.target

    @property
    def concept(self) -> str:
        """What the field means; for one that has no usual meaning, what the name does."""
        return self.target.names.concept or self.candidate.meant


def pairs_of(
    readings: Iterable[Reading], targets: Sequence[Target], region: str
) -> tuple[Pair, ...]:
    """The pairs that are sure enough, the surest first."""
    org = Org(targets)
    found = [
        pair
        for one in readings
        for candidate in org.candidates(one).values()
        if candidate.strength >= LEAST and (pair := _weighed(one.leaf, candidate, region))
    ]
    likely = [one for one in found if round(one.confidence) >= LEAST]
    return tuple(sorted(likely, key=lambda one: -round(one.confidence)))


def chosen(pairs: Iterable[Pair], made: Callable[[Pair], T | None]) -> tuple[tuple[Pair, T], ...]:
    """The surest pair of each field, with what is made of it; one that makes nothing is passed
    over. Each value goes to one field, a full name to two.
    """
    fields: set[str] = set()
    used: dict[str, str] = {}
    found = []
    for one in pairs:
        meant, before = one.candidate.meant, used.get(one.leaf.path)
        if one.target.key in fields or not (before is None or before == meant == "full_name"):
            continue
        made_of = made(one)
        if made_of is not None:
            fields.add(one.target.key)
            used[one.leaf.path] = meant
            found.append((one, made_of))
    return tuple(found)


def _weighed(leaf: Leaf, candidate: Candidate, region: str) -> Pair | None:
    """The pair with what the value says; None if the value can't be the field's."""
    field, concept = candidate.target.field, candidate.target.names.concept
    if leaf.is_blank:
        usual = candidate.how in {"usual", "same"} and candidate.strength >= 90
        return Pair(leaf, candidate, _BLANK) if usual else None
    seen = sign(leaf.value, concept, field, region=region)
    if seen.share == NO:
        return None
    confidence = min(candidate.strength * seen.share, _MOST)
    if field.type not in _LISTS or not field.picklist or concept in _PLACES:
        return Pair(leaf, candidate, confidence, seen)
    table = value_map_of(field, leaf.value, concept)
    if fits_list(field, leaf.value, table):
        return Pair(leaf, candidate, confidence, seen, table)
    if concept in _ONLY_OFFERED:
        return None
    share = _REFUSED if field.restricted_picklist else _NOT_OFFERED
    return Pair(leaf, candidate, confidence * share, seen, table, offered=False)
