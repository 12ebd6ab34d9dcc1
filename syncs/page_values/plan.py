"""What would be done about one lead, as a card: found, decided, field by field. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["created", "updated", "unchanged", "skipped", "held"]


@dataclass(frozen=True)
class PlanField:
    """A field that would be written (`planned`) or stays (`kept`), and the rule behind it."""

    label: str
    result: Literal["planned", "kept"]
    before: str
    after: str
    why: str
    note: str = ""


@dataclass(frozen=True)
class PlanLine:
    """Something beside the fields: the owner, a campaign, a task."""

    kind: Literal["owner", "campaign", "task"]
    text: str


@dataclass(frozen=True)
class PlanProblem:
    """Something that is wrong with a lead, about one field or about all of it ("")."""

    label: str
    sentence: str


@dataclass(frozen=True)
class Candidate:
    """A record among which a person has to choose; `address` opens it, if it can be opened."""

    id: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class PlanCard:
    """The plan. `trouble`: why the org could not be asked; then nobody was looked for.

    `problems` hold the lead; `predicted` are what Salesforce would refuse.
    """

    outcome: Outcome
    title: str
    looked: str = ""
    why: tuple[str, ...] = ()
    reason: str = ""
    lines: tuple[PlanLine, ...] = ()
    fields: tuple[PlanField, ...] = ()
    same: tuple[str, ...] = ()
    problems: tuple[PlanProblem, ...] = ()
    predicted: tuple[PlanProblem, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    trouble: str = ""
    note: str = ""
    writes: bool = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "writes", self.outcome in ("created", "updated"))
