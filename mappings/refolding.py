"""What the leads of one record add up to in the order in which they happened. Pure.

Shuffled order of the same leads ends in the same state, because the state is not what the last
lead made of the one before: it is what all of them, sorted by their moments, make of the base.
A lead that comes in order needs none of this; folding it gives what judging it alone gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from mappings.guards import Case
from mappings.memory import NOTHING, Event, Held, Memory
from mappings.ownership import Result, rule_on

# How many leads a record remembers; older ones are folded into the base for good.
WINDOW = 20
# Characters of text in what the leads of one record offered.
ROOM = 60_000


def is_bent(memory: Memory) -> bool:
    """Whether the leads that are remembered came in another order than they happened in."""
    moments = [event.moment for event in memory.events]
    return any(later <= earlier for earlier, later in pairwise(moments))


def with_event(memory: Memory, event: Event) -> Memory:
    """The memory with one more lead, which takes the place of an earlier try of itself."""
    others = tuple(one for one in memory.events if one.lead_key != event.lead_key)
    return replace(memory, events=(*others, event), count=max(memory.count, event.number + 1))


def refolded(memory: Memory) -> dict[str, Held]:
    """What each field would hold, had the leads come in the order in which they happened."""
    fold = _Fold.of(memory)
    for event in sorted(memory.events, key=lambda event: event.moment):
        fold = fold.after(event)
    return dict(fold.state)


def collapsed(memory: Memory) -> Memory:
    """The memory with no more leads than it may keep: the oldest become part of the base."""
    while len(memory.events) > WINDOW or (len(memory.events) > 1 and _size(memory) > ROOM):
        oldest = min(memory.events, key=lambda event: event.moment)
        base = {
            name: replace(held, since=_since(memory.base, name))
            for name, held in _Fold.of(memory).after(oldest).state.items()
        }
        rest = tuple(event for event in memory.events if event is not oldest)
        memory = replace(memory, base=base, events=rest, created=False)
    return memory


@dataclass(frozen=True, slots=True)
class _Fold:
    """The state after some of the leads. ``is_new``: none has made the record yet.

    ``tracked`` are the fields whose values the fold knows; ``first_seen`` has for other fields
    what the first lead saw that looked, for leads which came when there was nothing to see.
    """

    state: Mapping[str, Held]
    since: Mapping[str, int]
    tracked: frozenset[str]
    first_seen: Mapping[str, Any]
    is_new: bool

    @classmethod
    def of(cls, memory: Memory) -> _Fold:
        """Before the first lead."""
        offered = {name for event in memory.events for name in event.offers}
        first_seen: dict[str, Any] = {}
        for event in memory.events:
            first_seen = {**event.seen, **first_seen}
        return cls(
            state=memory.base,
            since={name: held.since for name, held in memory.base.items()},
            tracked=frozenset(offered | set(memory.base)),
            first_seen=first_seen,
            is_new=memory.created,
        )

    def after(self, event: Event) -> _Fold:
        """The fold one lead further. Its offers are judged by the state before it."""
        found = dict(self.state)
        other = self._seen_by(event)
        for name, offer in event.offers.items():
            since = self.since.get(name, 0)
            if event.number < since:
                continue
            held = self.state.get(name, NOTHING)
            case = Case(
                name, offer, held, event.at, event.lead_key, self.is_new and not since, other
            )
            ruling = rule_on(case)
            if ruling.result is Result.WRITTEN:
                found[name] = held_after(ruling.value, event, is_filler=offer.filler)
        return replace(self, state=found, is_new=False)

    def _seen_by(self, event: Event) -> Callable[[str], Any]:
        def other(name: str) -> Any:
            if name in self.tracked and event.number >= self.since.get(name, 0):
                return self.state.get(name, NOTHING).value
            if name in event.seen:
                return event.seen[name]
            # It made the record: what it put there itself says more than what came after.
            if name in event.offers:
                return event.offers[name].value
            return self.first_seen.get(name)

        return other


def held_after(value: Any, event: Event, *, is_filler: bool) -> Held:
    """What a field holds once this lead has written it."""
    return Held(value=value, ours=True, filler=is_filler, at=event.at, lead_key=event.lead_key)


def _since(base: Mapping[str, Held], name: str) -> int:
    return base[name].since if name in base else 0


def _size(memory: Memory) -> int:
    offers = (offer for event in memory.events for offer in event.offers.values())
    return sum(len(offer.value) for offer in offers if isinstance(offer.value, str))
