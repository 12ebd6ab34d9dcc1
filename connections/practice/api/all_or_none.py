"""The parts of a composite or a graph, all saved or none (salesforce-facts 5.1, 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from connections.practice.rules.refusals import Refusal
from connections.practice.store.orgs import Session
from tenants import walls

from .exchange import Answer
from .part_answers import answer_part
from .parts import Part

_HALTED = Refusal(
    "PROCESSING_HALTED",
    "The transaction was rolled back since another operation in the same transaction failed.",
    (),
)


class _RollBack(Exception):
    """Ends the transaction of parts that are saved all or none."""


def answer_all_or_none(session: Session, parts: Sequence[Part]) -> list[Answer]:
    """The parts' answers; when one fails, nothing of any stays, and the others are halted."""
    answers: list[Answer] = []
    known: dict[str, Any] = {}
    try:
        with walls.inside(session.org.tenant_id), transaction.atomic():
            for part in parts:
                answers.append(answer_part(session, part, known))
                if answers[-1].status >= 300:
                    raise _RollBack
    except _RollBack:
        return _halted(session, parts, answers)
    return answers


def _halted(session: Session, parts: Sequence[Part], answers: Sequence[Answer]) -> list[Answer]:
    """Queries keep their answer, the failed part its error; every other part is halted."""
    other = halted()
    failed = len(answers) - 1
    kept = [
        answer if place == failed or parts[place].method == "GET" else other
        for place, answer in enumerate(answers)
    ]
    later = [
        answer_part(session, part, {}) if part.method == "GET" else other
        for part in parts[len(answers) :]
    ]
    return kept + later


def halted() -> Answer:
    """The answer of a part that isn't carried out because another failed."""
    return Answer(400, [_HALTED.single()])
