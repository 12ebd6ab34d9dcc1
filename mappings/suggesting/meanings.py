"""What a name in a payload usually means. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from rapidfuzz import fuzz, process

from .aliases import ALIASES, WEAK
from .words import bare, each_of, plain

_USUAL, _BARE, _PART, _LONG_PART, _ALIKE = 100, 95, 84, 76, 76
_LIKE = 88  # below it two words are others: "Position" and "Portion" have 80
_MOST_WORDS = 6
_SHORTEST_PART = 4
# Beside these a usual name means something else: country of birth, monthly revenue, e-book title.
_OTHERWISE = each_of(
    "birth born nascimento naissance nacimiento geburt geboorte nascita monthly weekly daily "
    "ebook book event course session previous former spouse parent emergency vehicle product "
    "page document file shipping"
)
# These say little within another name: form title, service requested, submit source.
_LOOSE = each_of(
    "title service state region position function role size source status land area site web "
    "note contact details account medium first last job mail"
)
_DOUBT = 0.55
_NEARER = 3  # what each step away from the value takes off


class Meaning(NamedTuple):
    """What a name means. ``strength`` from 0 to 100; ``how``: "usual", "part" or "alike"."""

    concept: str
    strength: float
    name: str
    how: str


def meanings_of(names: Iterable[str]) -> Mapping[str, Meaning]:
    """The meanings that a value's names can have, each at its strongest; nearest names first."""
    found: dict[str, Meaning] = {}
    for distance, name in enumerate(names):
        meaning = _meaning(name)
        if meaning is None:
            continue
        nearer = meaning._replace(strength=meaning.strength - _NEARER * distance)
        known = found.get(meaning.concept)
        if known is None or nearer.strength > known.strength:
            found[meaning.concept] = nearer
    return found


def concept_of(name: str) -> str:
    """The meaning of a name that is usual for it; "" for none."""
    return _index().get(plain(name), "") or _bare_index().get(bare(name), "")


@lru_cache(maxsize=8192)
def _meaning(name: str) -> Meaning | None:
    full, short = plain(name), bare(name)
    if full in _index():
        return Meaning(_index()[full], WEAK.get(full, _USUAL), name, "usual")
    if short in _bare_index():
        weak = WEAK.get(short, 100) / 100
        return Meaning(_bare_index()[short], _BARE * weak, name, "usual")
    return _partly(name, full, short) or _alike(name, short)


def _partly(name: str, full: str, short: str) -> Meaning | None:
    """The longest usual name that stands within this one."""
    parts = [one for text in dict.fromkeys((full, short)) for one in _parts(text)]
    known = [one for one in parts if one in _index()]
    if not known:
        return None
    longest = max(known, key=len)
    strength: float = _PART if len(short.split()) <= len(longest.split()) + 2 else _LONG_PART
    strength = strength * WEAK.get(longest, 100) / 100
    beside = set(full.split()) - set(longest.split())
    if beside & _OTHERWISE or (longest in _LOOSE and len(beside) <= 2):
        strength *= _DOUBT
    return Meaning(_index()[longest], strength, name, "part")


def _parts(text: str) -> Iterator[str]:
    words = text.split()[:40]
    for start in range(len(words)):
        for end in range(start + 1, min(start + _MOST_WORDS, len(words)) + 1):
            part = " ".join(words[start:end])
            if len(part) >= _SHORTEST_PART and (start, end) != (0, len(words)):
                yield part


def _alike(name: str, short: str) -> Meaning | None:
    if len(short) <= _SHORTEST_PART or len(short) > 40:
        return None
    found = process.extractOne(short, _names(), scorer=fuzz.ratio, score_cutoff=_LIKE)
    if found is None:
        return None
    weak = WEAK.get(found[0], 100) / 100
    return Meaning(_index()[found[0]], _ALIKE * weak * found[1] / 100, name, "alike")


@lru_cache(maxsize=1)
def _index() -> Mapping[str, str]:
    """Every usual name with its meaning, as ``plain`` writes it."""
    found: dict[str, str] = {}
    for concept, names in ALIASES.items():
        for name in names.split(","):
            found.setdefault(plain(name), concept)
    return MappingProxyType(found)


@lru_cache(maxsize=1)
def _bare_index() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for name, concept in _index().items():
        found.setdefault(bare(name), concept)
    return MappingProxyType({**found, **_index()})


@lru_cache(maxsize=1)
def _names() -> tuple[str, ...]:
    return tuple(one for one in _index() if len(one) > _SHORTEST_PART)
