"""One field of a decision: what was there, what came, what is there afterwards, and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from mappings.ownership import Result
from mappings.values import Scalar


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field: ``before`` in Salesforce, ``proposed`` by the lead, ``after`` the write.

    ``raw`` is what the source sent before it was transformed, None for a default. ``reason``
    are whole sentences; ``rule`` is the ownership rule in words, which the reason may contain.
    ``guard`` names for machines what decided: "new", "same", "stand_in", "key_taken", "later",
    "hindsight", or the ``rule`` of a guard: the one that refused, else the first. ``event_at``
    is the ISO time of the lead whose value is written, where that is another lead than this.
    """

    field: str
    label: str
    result: Result
    before: Any
    raw: Scalar | None
    proposed: Scalar
    after: Any
    reason: str
    rule: str
    guard: str = ""
    event_at: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON values."""
        shallow = {name: getattr(self, name) for name in self.__slots__}
        return shallow | {"result": self.result.value}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> FieldChange:
        """The change that ``to_dict`` made these values of, now or in an earlier release."""
        known = {one.name: stored[one.name] for one in fields(cls) if one.name in stored}
        return cls(**{**known, "result": Result(stored["result"])})
