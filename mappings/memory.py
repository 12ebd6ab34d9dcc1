"""What Inlet knows of one Salesforce record: what it wrote, when, from which leads. Pure.

A field is ours while Salesforce holds what Inlet wrote last. Whatever else it holds is
somebody else's, and the field's history starts anew with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from functools import lru_cache
from json import dumps, loads
from typing import Any

from mappings.terms import Terms

Moment = tuple[datetime, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a field holds, as far as Inlet knows.

    ``ours``: Inlet wrote it, from the lead ``lead_key`` of the moment ``at``, and as a mere
    ``filler`` if that was a default or a placeholder. Otherwise ``at`` and ``by`` are the
    record's LastModifiedDate and LastModifiedBy when the value was first seen, ``by`` "" for
    Inlet's own user or nobody known; ``changed``: it took the place of what Inlet had written.
    Leads numbered below ``since`` no longer count for this field.
    """

    value: Any = None
    ours: bool = False
    filler: bool = False
    changed: bool = False
    at: datetime | None = None
    by: str = ""
    lead_key: str = ""
    since: int = 0

    def to_dict(self) -> dict[str, Any]:
        """What is known, as JSON values, without what has its default."""
        return _short(self)

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Held:
        """What ``to_dict`` made these values of."""
        return cls(**_timed(stored))


NOTHING = Held()


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that a lead brings for a field, a ``filler`` only to fill it, and its terms."""

    value: Any
    terms: Terms
    filler: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The offer as JSON values."""
        told = {"value": self.value, "terms": self.terms.to_dict()}
        return told | ({"filler": True} if self.filler else {})

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Offer:
        """The offer that ``to_dict`` made these values of."""
        terms = _terms_kept(dumps(stored["terms"], sort_keys=True))
        return cls(stored["value"], terms, bool(stored.get("filler")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A lead that ended in the record: the ``number``-th to come, what it offered by API name,
    and what it ``seen`` in the fields that guards look at."""

    number: int
    at: datetime
    lead_key: str
    offers: Mapping[str, Offer] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)

    @property
    def moment(self) -> Moment:
        """When it happened; leads of one instant go by their keys."""
        return (self.at, self.lead_key)

    def to_dict(self) -> dict[str, Any]:
        """The event as JSON values."""
        offers = {name: offer.to_dict() for name, offer in self.offers.items()}
        return _short(self) | {"number": self.number, "offers": offers, "seen": dict(self.seen)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Event:
        """The event that ``to_dict`` made these values of."""
        offers = {name: Offer.from_dict(offer) for name, offer in stored["offers"].items()}
        return cls(**_timed(stored) | {"offers": offers})


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is kept of one record.

    ``held`` is what each field holds now, ``base`` what it held before the ``events``, both by
    API name; the events stand in the order in which they came, ``count`` is how many ever did.
    ``created``: the first of the events in time made the record. ``emails`` and ``keys`` are
    those of all people whose leads ended here, as ``identities.alike`` has them.
    """

    created: bool = False
    held: Mapping[str, Held] = field(default_factory=dict)
    base: Mapping[str, Held] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    count: int = 0
    emails: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The memory as JSON values."""
        return {
            "created": self.created,
            "held": {name: held.to_dict() for name, held in self.held.items()},
            "base": {name: held.to_dict() for name, held in self.base.items()},
            "events": [event.to_dict() for event in self.events],
            "count": self.count,
            "emails": list(self.emails),
            "keys": list(self.keys),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Memory:
        """The memory that ``to_dict`` made these values of."""
        return cls(
            created=bool(stored.get("created")),
            held={name: Held.from_dict(one) for name, one in stored.get("held", {}).items()},
            base={name: Held.from_dict(one) for name, one in stored.get("base", {}).items()},
            events=tuple(Event.from_dict(event) for event in stored.get("events", ())),
            count=int(stored.get("count", 0)),
            emails=tuple(stored.get("emails", ())),
            keys=tuple(stored.get("keys", ())),
        )


def _short(value: Held | Event) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for one in fields(value):
        held = getattr(value, one.name)
        if held != one.default:
            told[one.name] = held.isoformat() if isinstance(held, datetime) else held
    return told


def _timed(stored: Mapping[str, Any]) -> dict[str, Any]:
    at = stored.get("at")
    return {**stored, "at": datetime.fromisoformat(at)} if at else dict(stored)


@lru_cache(maxsize=1_024)
def _terms_kept(stored: str) -> Terms:
    return Terms.from_dict(loads(stored))
