"""Which fields of the org a name is like. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .targets import Target
from .words import bare, plain

_SAME, _ASKED, _PART, _NEARER = 98.0, 95.0, 77.0, 3
_LIKE = 86
_SHORTEST_PART = 6


class Likeness(NamedTuple):
    """How like a name is to a field's, from 0 to 100; ``how`` is "same", "part" or "alike"."""

    target: Target
    strength: float
    name: str
    how: str


class Called:
    """What the fields of an org are called, ready to be asked for likeness."""

    def __init__(self, targets: Sequence[Target]) -> None:
        self._targets: dict[str, list[Target]] = {}
        for one in targets:
            for name in one.names.called:
                self._targets.setdefault(name, []).append(one)
        self._long = [one for one in self._targets if len(one) >= 4]

    def like(self, names: Iterable[str], *, exactly: bool = False) -> Mapping[str, Likeness]:
        """The fields (``Target.key``) that one of the names is like; ``exactly``: is."""
        found: dict[str, Likeness] = {}
        for distance, name in enumerate(names):
            for key, one in self._of(name, exactly=exactly).items():
                nearer = one._replace(strength=one.strength - _NEARER * distance)
                if key not in found or nearer.strength > found[key].strength:
                    found[key] = nearer
        return found

    def _of(self, name: str, *, exactly: bool) -> Mapping[str, Likeness]:
        full, short = plain(name), bare(name)
        if same := self._at(full):
            return {one.key: Likeness(one, _SAME, name, "same") for one in same}
        if exactly:
            return {}
        if asked := self._at(short):
            return {one.key: Likeness(one, _ASKED, name, "part") for one in asked}
        near = process.extract(short, self._long, scorer=fuzz.ratio, score_cutoff=_LIKE, limit=3)
        found = {
            one.key: Likeness(one, 0.9 * score, name, "alike")
            for text, score, _ in reversed(near)
            for one in self._at(text)
        }
        return {**self._within(short, name), **found}

    def _within(self, short: str, name: str) -> Mapping[str, Likeness]:
        """Fields whose whole name stands within this one."""
        padded = f" {short} "
        if " " not in short or len(padded) > 200:
            return {}
        return {
            one.key: Likeness(one, _PART, name, "part")
            for text in self._long
            if len(text) >= _SHORTEST_PART and f" {text} " in padded
            for one in self._at(text)
        }

    def _at(self, text: str) -> Sequence[Target]:
        return self._targets.get(text, ())
