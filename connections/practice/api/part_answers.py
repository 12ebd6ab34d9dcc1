"""The parts of a composite, each answered by itself (salesforce-facts 5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from connections.practice.rules.refusals import Refused, refuse
from connections.practice.store.orgs import Session

from .exchange import Answer, Call, refused, split_url
from .parts import Part
from .references import filled
from .routes import dispatch

_VERSIONED = re.compile(r"/services/data/v\d+\.\d/(.*)", re.DOTALL)


def answer_each(session: Session, parts: Sequence[Part]) -> list[Answer]:
    """The parts' answers, each by itself."""
    known: dict[str, Any] = {}
    return [answer_part(session, part, known) for part in parts]


def answer_part(session: Session, part: Part, known: dict[str, Any]) -> Answer:
    """The part's answer; a good one is kept in `known` for the parts that refer to it."""
    try:
        url, body = filled(part.url, known), filled(part.body, known)
    except Refused as wrong:
        return refused(wrong)
    except RecursionError:
        return refused(refuse("JSON_PARSER_ERROR", "The body is nested too deeply."))
    path, query = split_url(url)
    found = _VERSIONED.fullmatch(path)
    below = found[1].strip("/") if found else "?"
    answer = dispatch(session, Call(part.method, below, query, part.headers, body))
    if answer.status < 300:
        known[part.reference] = answer.body
    return answer
