"""What is kept of a record once a lead has ended in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from connections.crm import Record
from mappings.field_change import FieldChange
from mappings.hindsight import event_of, seen
from mappings.identities import alike
from mappings.memory import Event, Held, Memory
from mappings.observing import is_by_us, observed
from mappings.offering import Offered, offered, targets
from mappings.orgs import Org
from mappings.ownership import Result
from mappings.proposals import Proposal
from mappings.refolding import collapsed, held_after, is_bent, refolded, with_event
from mappings.rules import Rules

# So many addresses and keys of one record are kept, the newest last.
MOST_NAMES = 100


def remember(
    rules: Rules,
    proposal: Proposal,
    *,
    sobject: str,
    changes: Iterable[FieldChange],
    record: Record | None,
    org: Org,
    memory: Memory | None,
    own: bool = False,
) -> Memory:
    """The memory of a record after a lead that created it, changed it or left it as it was.

    ``record`` is the record as it was before, None if this lead makes it. ``own``: an earlier
    try of this lead made it, and Salesforce's answer was lost; what it has of the lead's values
    is then Inlet's.
    """
    is_own = own and memory is None
    fields = targets(rules, sobject)
    known = observed(memory, fields.mapped, record=None if is_own else record, org=org)
    offers = list(offered(fields, proposal, sobject=sobject, org=org))
    event = event_of(known, proposal, offers, seen=seen(fields, record))
    together = with_event(known, event)
    goal = refolded(together) if is_bent(together) else {}
    # A write whose answer was lost left the value of this very lead behind.
    may_adopt = is_own or is_by_us(record, org)
    held = {
        **known.held,
        **_held(changes, _by_name(offers), event=event, goal=goal),
        **(_adopted(changes, known, event=event, at_once=is_own) if may_adopt else {}),
    }
    named = replace(
        together,
        held=held,
        emails=_with(together.emails, (*proposal.emails, proposal.email)),
        keys=_with(together.keys, (proposal.person_key,)),
    )
    return collapsed(named)


def _by_name(offers: Iterable[Offered]) -> dict[str, Offered]:
    return {one.target.name: one for one in offers}


def _held(
    changes: Iterable[FieldChange],
    offers: Mapping[str, Offered],
    *,
    event: Event,
    goal: Mapping[str, Held],
) -> dict[str, Held]:
    """What the written fields hold now."""
    found: dict[str, Held] = {}
    for change in changes:
        if change.result is not Result.WRITTEN:
            continue
        if change.guard == "hindsight" and change.field in goal:
            found[change.field] = goal[change.field]
            continue
        offer = offers.get(change.field)
        is_filler = offer is not None and offer.offer.filler
        found[change.field] = held_after(change.after, event, is_filler=is_filler)
    return found


def _adopted(
    changes: Iterable[FieldChange], known: Memory, *, event: Event, at_once: bool
) -> dict[str, Held]:
    """The fields in which this lead's own value stood already, put there since Inlet last knew."""
    found: dict[str, Held] = {}
    for change in changes:
        if change.result is not Result.SAME or change.field not in event.offers:
            continue
        held = known.held.get(change.field)
        is_news = held is not None and bool(known.count) and held.since == known.count
        if at_once or is_news:
            filler = event.offers[change.field].filler
            found[change.field] = held_after(change.before, event, is_filler=filler)
    return found


def _with(known: tuple[str, ...], new: Iterable[str]) -> tuple[str, ...]:
    names = dict.fromkeys((*known, *(alike(name) for name in new if name)))
    return tuple(names)[-MOST_NAMES:]
