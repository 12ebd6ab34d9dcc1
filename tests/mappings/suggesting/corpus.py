"""The corpus of payloads with what they should be mapped to, and how right the helper is.

Every case names the kind of source, the fields with the value that Salesforce should hold, and
`may`: fields about which two people could differ, which count neither way. `held_out` cases were
written before the helper and never looked at while it was made better.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from mappings.suggesting import Suggestion, suggest

from .org import OBJECTS

FOLDER = Path(__file__).parent / "corpus"


@dataclass(frozen=True)
class Case:
    """A payload, and what a person would map it to."""

    file: str
    name: str
    kind: str
    held_out: bool
    language: str
    region: str
    payload: dict[str, Any]
    expected: dict[str, Any]
    may: frozenset[str] = frozenset()
    dedupe: str = ""
    event_at: str = ""

    @property
    def id(self) -> str:
        return f"{self.file}: {self.name}"

    def suggestion(self) -> Suggestion:
        return suggest(self.payload, OBJECTS, region=self.region)


@dataclass
class Score:
    """How often each field was found, missed, found with another value, or made up."""

    right: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    kinds: int = 0
    cases: int = 0

    @property
    def precision(self) -> float:
        made = self.right.total() + self.wrong.total()
        return self.right.total() / made if made else 1.0

    @property
    def recall(self) -> float:
        wanted = self.right.total() + self.missed.total()
        return self.right.total() / wanted if wanted else 1.0


@cache
def cases() -> tuple[Case, ...]:
    """All of them, in the order of the files."""
    found = []
    for path in sorted(FOLDER.glob("*.json")):
        for row in json.loads(path.read_text()):
            row["may"] = frozenset(row.get("may", ()))
            found.append(Case(file=path.stem, **row))
    return tuple(found)


def judge(judged: Iterable[Case], *, least: int = 0) -> Score:
    """The score over these cases, of the proposals that are at least so sure."""
    score = Score()
    for case in judged:
        found = case.suggestion()
        score.cases += 1
        score.kinds += found.kind.name == case.kind
        written = {
            one.rule.key: one.written for one in found.fields if one.raw and one.confidence >= least
        }
        for key, value in case.expected.items():
            if key in written and written[key] == value:
                score.right[key] += 1
            else:
                score.missed[key] += 1
        for key, value in written.items():
            if key not in case.may and case.expected.get(key, ...) != value:
                score.wrong[key] += 1
    return score
