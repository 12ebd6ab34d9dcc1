"""The sentences that say how a person was recognised, or why not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from mappings.rules import MatchKind

_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NEVER_AT_RANDOM = "Inlet never picks one at random."


class Way(NamedTuple):
    """One match rule at work. ``number`` 0 is Inlet's own look for its key."""

    kind: MatchKind
    number: int
    values: tuple[str, ...]
    own_key: bool

    @property
    def name(self) -> str:
        """What was compared, as it stands after "by"."""
        if self.kind is MatchKind.EMAIL:
            return "e-mail"
        return "Inlet’s key" if self.own_key else "external id"

    @property
    def thing(self) -> str:
        """What was compared, as it stands after "has"."""
        if len(self.values) > 1:
            return f"one of this person’s {'keys' if self.own_key else self.name + 's'}"
        return "Inlet’s key for this person" if self.own_key else f"this {self.name}"

    @property
    def enough(self) -> str:
        """The closing sentence, which names the match rule; "" for Inlet's own look."""
        if not self.number:
            return ""
        was = "was enough" if self.number == 1 else "decided"
        return f" Match rule {self.number}, {self.name}, {was}."


def counted(number: int, noun: str) -> str:
    """ "One Lead", "Two Leads", "11 Leads": how a sentence begins."""
    count = _COUNTS[number] if number < len(_COUNTS) else f"{number:,}"
    return f"{count} {noun}" if number <= 1 else f"{count} {noun}s"


def lead_found(way: Way, *, open_leads: int, converted: int, contacts: int) -> str:
    """An open Lead was taken, out of so many."""
    leads = open_leads + converted
    sentences = [f"{counted(leads, 'Lead')} {'has' if leads == 1 else 'have'} {way.thing}."]
    if open_leads > 1:
        sentences.append("Only one of them has this person’s key.")
    elif converted:
        sentences.append("Only one of them is not converted.")
    does = "does" if contacts == 0 else "does too" if contacts == 1 else "do too"
    sentences.append(f"{counted(contacts, 'Contact')} {does}.")
    return " ".join(sentences) + way.enough


def contact_found(way: Way, *, contacts: int, followed: bool) -> str:
    """A Contact was taken, out of so many; ``followed``: by way of a converted Lead."""
    if followed:
        first = f"A converted Lead has {way.thing}, so its Contact is meant."
    elif contacts == 1:
        first = f"One Contact has {way.thing}. No open Lead does."
    else:
        first = f"{counted(contacts, 'Contact')} have {way.thing}. No open Lead does."
    only = " Only one of them has this person’s key." if contacts > 1 else ""
    return first + only + way.enough


def several(noun: str, number: int, way: Way) -> str:
    """More than one record could be the person."""
    if len(way.values) > 1:
        return f"{counted(number, noun)} each have {way.thing}. {_NEVER_AT_RANDOM}"
    return f"{counted(number, noun)} share {way.thing}. {_NEVER_AT_RANDOM}"


def contact_is_gone(way: Way) -> str:
    """The only Lead was converted, and the Contact it became is not there."""
    return f"A converted Lead has {way.thing}, but its Contact can’t be found."


def nobody(ways: Sequence[Way]) -> str:
    """No record was found by any of the rules."""
    things = [way.thing for way in ways if not way.own_key]
    if not things:
        return "The lead brings no e-mail and no external id, so nobody could be recognised."
    return f"No Lead and no Contact has {' or '.join(things)}."
