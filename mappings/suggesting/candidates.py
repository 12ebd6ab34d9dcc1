"""Which fields a value may go to, by its names alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from .aliases import INSTEAD
from .likeness import Called
from .meanings import Meaning
from .readings import Reading
from .targets import Target

_TAKEN_APART = 0.97


class Candidate(NamedTuple):
    """A field that a name may mean, from 0 to 100.

    ``how`` the name tells: "usual", "part", "alike", "value", "instead" (there is no field of
    its own), "same" (the field is called so). ``meant``: what the name means, "" for unknown.
    """

    target: Target
    strength: float
    name: str
    how: str
    meant: str


class Org:
    """The fields that are free, ready to be asked by meaning and by name."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._called = Called(targets)
        self._by_concept: dict[str, list[Target]] = {}
        for one in targets:
            if one.names.concept:
                self._by_concept.setdefault(one.names.concept, []).append(one)

    def candidates(self, reading: Reading) -> Mapping[str, Candidate]:
        """The fields that this value's names may mean, by ``Target.key``, each at its best."""
        found: dict[str, Candidate] = {}
        for one in (*self._meant(reading.meanings.values()), *self._like(reading)):
            known = found.get(one.target.key)
            if known is None or one.strength > known.strength:
                found[one.target.key] = one
        return found

    def _meant(self, meanings: Iterable[Meaning]) -> Iterator[Candidate]:
        for one in meanings:
            for concept, share, how in _goes_to(one):
                for target in self._by_concept.get(concept, ()):
                    yield Candidate(target, one.strength * share, one.name, how, one.concept)

    def _like(self, reading: Reading) -> Iterator[Candidate]:
        for one in self._called.like(reading.leaf.names, exactly=reading.technical).values():
            yield Candidate(one.target, one.strength, one.name, one.how, one.target.names.concept)


def _goes_to(meaning: Meaning) -> Iterator[tuple[str, float, str]]:
    """The meanings of fields that this one can fill, how well, and how the name tells."""
    yield meaning.concept, 1.0, meaning.how
    if meaning.concept == "full_name":
        yield "first_name", _TAKEN_APART, meaning.how
        yield "last_name", _TAKEN_APART, meaning.how
    for other, share in INSTEAD.get(meaning.concept, {}).items():
        yield other, share, "instead"
