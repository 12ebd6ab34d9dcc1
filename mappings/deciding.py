"""A decision about one lead, as a value that is stored and shown. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from connections.crm import Record
from mappings.field_change import FieldChange
from mappings.following import Follow
from mappings.policy import UPDATES, Action
from mappings.proposals import Problem

_SOBJECTS = {"00Q": "Lead", "003": "Contact", "001": "Account"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record among which a person has to choose; ``name`` is "" where nobody looked."""

    id: str
    sobject: str = ""
    name: str = ""

    @classmethod
    def of(cls, record: Record) -> Candidate:
        """A record that was looked up."""
        return cls(record.id, record.sobject, str(record.fields.get("Name") or ""))

    @classmethod
    def of_id(cls, record_id: str) -> Candidate:
        """A record of which only the id is known."""
        return cls(record_id, _SOBJECTS.get(record_id[:3], ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is done about one lead, field by field, with the sentences that say why.

    ``record_id`` is "" for a record that is yet to be created, also when a second lead of the
    same write updates it; ``key_field`` is the one by which it is upserted then, "" for none.
    ``person_key`` is the key that is written. ``candidates`` are the records among which a
    person has to choose. ``auto_assign`` is "" when nothing is sent. ``owner_id`` is the owner
    that is expected afterwards, "" where Salesforce decides or nothing changes; a ``pool`` has
    to give a turn before the write. ``predicted`` are problems that Salesforce would report.
    """

    action: Action
    reason: str
    person_key: str
    sobject: str = "Lead"
    record_id: str = ""
    changes: tuple[FieldChange, ...] = ()
    fields_to_write: Mapping[str, Any] = field(default_factory=dict)
    auto_assign: str = ""
    owner_sentence: str = ""
    owner_id: str = ""
    owner_name: str = ""
    pool: str = ""
    matched_by: str = ""
    match_rule: int = 0
    looked: str = ""
    why: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    problems: tuple[Problem, ...] = ()
    predicted: tuple[Problem, ...] = ()
    follow: tuple[Follow, ...] = ()
    key_field: str = ""
    account_id: str = ""
    event_at: datetime | None = None

    @property
    def is_unchanged(self) -> bool:
        """Whether Salesforce already holds all that this lead may write."""
        return self.action in UPDATES and not self.fields_to_write and not self.pool

    def to_dict(self) -> dict[str, Any]:
        """The decision as JSON values, to be stored."""
        shallow = {name: getattr(self, name) for name in self.__slots__}
        return shallow | {
            "action": self.action.value,
            "changes": [change.to_dict() for change in self.changes],
            "fields_to_write": dict(self.fields_to_write),
            "why": list(self.why),
            "candidates": [asdict(one) for one in self.candidates],
            "problems": [asdict(problem) for problem in self.problems],
            "predicted": [asdict(problem) for problem in self.predicted],
            "follow": [one.to_dict() for one in self.follow],
            "event_at": self.event_at.isoformat() if self.event_at else None,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Decision:
        """The decision that ``to_dict`` made these values of, now or in an earlier version."""
        names = {one.name for one in fields(cls)}
        event_at = stored.get("event_at")
        rebuilt = {
            "action": Action(stored["action"]),
            "changes": tuple(FieldChange.from_dict(one) for one in stored.get("changes", ())),
            "why": tuple(stored.get("why", ())),
            "candidates": tuple(_candidate(one) for one in stored.get("candidates", ())),
            "problems": _problems(stored.get("problems", ())),
            "predicted": _problems(stored.get("predicted", ())),
            "follow": tuple(Follow.from_dict(one) for one in stored.get("follow", ())),
            "event_at": datetime.fromisoformat(event_at) if event_at else None,
        }
        return cls(**{name: value for name, value in stored.items() if name in names} | rebuilt)


def _problems(stored: Any) -> tuple[Problem, ...]:
    return tuple(Problem(**one) for one in stored)


def _candidate(stored: Any) -> Candidate:
    """A candidate; an earlier version kept only its id."""
    return Candidate.of_id(stored) if isinstance(stored, str) else Candidate(**stored)
