"""Several calls in one, with references between them (salesforce-facts 5.1)."""

from __future__ import annotations

import re

from connections.practice.rules.refusals import refuse
from connections.practice.store.orgs import Session

from .all_or_none import answer_all_or_none
from .exchange import Answer, Call
from .part_answers import answer_each
from .parts import Part, read_parts, shown

MAX_PARTS = 25
MAX_HEAVY = 5
_HEAVY = re.compile(r"/services/data/v\d+\.\d/(query|composite/sobjects)")


def composite(session: Session, call: Call) -> Answer:
    """POST composite. Headers of the outer call don't reach the parts. Raises Refused.

    "collateSubrequests" changes the order of work on Salesforce's side, never an answer.
    """
    document = call.document()
    parts = _parts(document.get("compositeRequest"))
    run = answer_all_or_none if document.get("allOrNone") is True else answer_each
    answers = run(session, parts)
    body = [shown(part, answer) for part, answer in zip(parts, answers, strict=True)]
    notes = tuple(note for answer in answers for note in answer.notes)
    return Answer(200, {"compositeResponse": body}, notes=notes)


def _parts(asked: object) -> list[Part]:
    if isinstance(asked, list) and len(asked) > MAX_PARTS:
        message = f"Limit exceeded. Total number of sub-requests: {len(asked)}. Max: {MAX_PARTS}"
        raise refuse("LIMIT_EXCEEDED", message)
    parts = read_parts(asked)
    heavy = sum(bool(_HEAVY.match(part.url)) for part in parts)
    if heavy > MAX_HEAVY:
        message = f"Limit exceeded. Query and collection sub-requests: {heavy}. Max: {MAX_HEAVY}"
        raise refuse("LIMIT_EXCEEDED", message)
    return parts
