"""The sentences that say how a person was recognised, or why not. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from connections.crm import Record

_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
_NEVER_AT_RANDOM = "Inlet never picks one at random."
_MOST_NAMED = 3


class Compared(StrEnum):
    """What was compared."""

    EMAIL = "email"
    EARLIER = "earlier"  # records in which earlier leads with the address ended
    EXTERNAL_ID = "external_id"
    OWN_KEY = "own_key"
    COMPANY = "company"
    PHONE = "phone"
    PHONE_AND_NAME = "phone_and_name"


# As it stands after "by", after "has", and after "has" when the person has several.
_WORDS = {
    Compared.EMAIL: ("e-mail", "this e-mail", "one of this person’s e-mails"),
    Compared.EARLIER: (
        "an earlier e-mail",
        "earlier leads with this e-mail",
        "earlier leads with one of this person’s e-mails",
    ),
    Compared.EXTERNAL_ID: ("external id", "this external id", "one of this person’s external ids"),
    Compared.OWN_KEY: (
        "Inlet’s key",
        "Inlet’s key for this person",
        "one of this person’s keys",
    ),
    Compared.COMPANY: (
        "company and last name",
        "this last name at a company called alike",
        "one of this person’s last names at a company called alike",
    ),
    Compared.PHONE: ("phone number", "this phone number", "one of this person’s phone numbers"),
    Compared.PHONE_AND_NAME: (
        "phone number and last name",
        "this phone number and last name",
        "one of this person’s phone numbers, and the last name",
    ),
}
_WANTED = {
    Compared.EMAIL: "e-mail",
    Compared.EXTERNAL_ID: "external id",
    Compared.COMPANY: "last name with a company",
    Compared.PHONE: "phone number",
    Compared.PHONE_AND_NAME: "phone number with a last name",
}


class Way(NamedTuple):
    """One match rule at work. ``number`` 0 is Inlet's own look for its key."""

    compared: Compared
    number: int
    many: bool = False

    @property
    def name(self) -> str:
        """What was compared, as it stands after "by"."""
        return _WORDS[self.compared][0]

    @property
    def thing(self) -> str:
        """What was compared, as it stands after "has"."""
        return _WORDS[self.compared][2 if self.many else 1]

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


def lead_found(way: Way, *, open_leads: int, converted: int, contacts: int, chosen: str) -> str:
    """An open Lead was taken, out of so many; ``chosen`` says how, if there were several."""
    leads = open_leads + converted
    sentences = [f"{counted(leads, 'Lead')} {'has' if leads == 1 else 'have'} {way.thing}."]
    if open_leads > 1:
        sentences.append(chosen)
    elif converted:
        sentences.append("Only one of them is not converted.")
    does = "does" if contacts == 0 else "does too" if contacts == 1 else "do too"
    sentences.append(f"{counted(contacts, 'Contact')} {does}.")
    return " ".join(sentences) + way.enough


def contact_found(
    way: Way, *, contacts: int, followed: bool, chosen: str, open_leads: int = 0
) -> str:
    """A Contact was taken, out of so many; ``followed``: by way of a converted Lead."""
    if followed:
        first = f"A converted Lead has {way.thing}, so its Contact is meant."
    else:
        has = "has" if contacts == 1 else "have"
        do = "does" if open_leads == 0 else "does too" if open_leads == 1 else "do too"
        first = f"{counted(contacts, 'Contact')} {has} {way.thing}."
        first += f" {counted(open_leads, 'open Lead')} {do}."
    return first + (f" {chosen}" if contacts > 1 else "") + way.enough


def several(noun: str, number: int, way: Way, *, level: int) -> str:
    """More than one record could be the person; ``level`` of them after all tiebreakers."""
    if way.many:
        first = f"{counted(number, noun)} each have {way.thing}."
    else:
        first = f"{counted(number, noun)} share {way.thing}."
    if level < number:
        first += f" {counted(level, noun)} are level in everything that could decide."
    return f"{first} {_NEVER_AT_RANDOM}"


def contact_is_gone(way: Way) -> str:
    """The only Lead was converted, and the Contact it became is not there."""
    return f"A converted Lead has {way.thing}, but its Contact can’t be found."


def nobody(ways: Sequence[Way], wanted: Sequence[Compared]) -> str:
    """No record was found by any of the rules; ``wanted`` is what they compare."""
    unsaid = (Compared.OWN_KEY, Compared.EARLIER)
    things = [way.thing for way in ways if way.compared not in unsaid]
    if things:
        return f"No Lead and no Contact has {' or '.join(things)}."
    missing = [f"no {one}" for one in dict.fromkeys(map(_WANTED.__getitem__, wanted))]
    nothing = _and(missing) if missing else "nothing that the match rules compare"
    return f"The lead brings {nothing}, so nobody could be recognised."


def merged(survivor: Record) -> str:
    """What the person's record was merged into was taken."""
    return f"An earlier record of this person was merged into {named(survivor)}."


def named(record: Record, among: Sequence[Record] = ()) -> str:
    """ "the Lead Ana Ruiz, Tarn Ltd": what people see, with the date where that isn't enough."""
    label = _label(record)
    twins = [one for one in among if one.id != record.id and _label(one) == label]
    return f"{label}, created {day(record.fields.get('CreatedDate'))}" if twins else label


def listed(records: Sequence[Record], among: Sequence[Record]) -> str:
    """Some records in a sentence: "A, B and 2 others"."""
    names = [named(one, among) for one in records]
    if len(names) > _MOST_NAMED:
        rest = len(names) - _MOST_NAMED
        names = [*names[:_MOST_NAMED], f"{rest} {'other' if rest == 1 else 'others'}"]
    return _and(names, "; ")


def day(stamp: object) -> str:
    """ "2026-11-16T…" as "16 November 2026"; "at an unknown time" for anything else."""
    try:
        moment = datetime.fromisoformat(str(stamp)[:10])
    except ValueError:
        return "at an unknown time"
    return f"on {moment.day} {moment:%B %Y}"


def _and(parts: Sequence[str], comma: str = ", ") -> str:
    """ "a, b and c"."""
    return f"{comma.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]


def _label(record: Record) -> str:
    fields = record.fields
    company = fields.get("Company") or fields.get("Account.Name")
    parts = [str(part) for part in (fields.get("Name") or fields.get("LastName"), company) if part]
    return f"the {record.sobject} {', '.join(parts) if parts else record.id}"
