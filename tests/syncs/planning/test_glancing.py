"""Look-ups remembered for a moment: one call for the same question, never for another's."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from typing import Any

from connections import soql
from syncs.planning.glancing import MOST, SECONDS, Glance
from tests.syncs.engine.memory import MemoryOrg

HERE, THERE = uuid.uuid4(), uuid.uuid4()


def ask(email: str) -> list[soql.Select]:
    """Who has this address?"""
    return [soql.select("Lead", ["Id", "Email"], where=soql.equals("Email", email))]


def test_the_same_question_costs_one_call_a_minute() -> None:
    kept: OrderedDict[Any, Any] = OrderedDict()
    now = [0.0]
    org = MemoryOrg(leads={"00Q1": {"Email": "a@x.example"}})
    glance = Glance(org, HERE, kept=kept, clock=lambda: now[0])  # type: ignore[arg-type]
    first = glance.find(ask("a@x.example"))
    now[0] = SECONDS - 1
    assert glance.find(ask("a@x.example")) == first
    assert org.calls == 1
    now[0] = SECONDS
    glance.find(ask("a@x.example"))
    assert (org.calls, glance.calls) == (2, 2)


def test_another_question_or_another_connection_is_asked_anew() -> None:
    kept: OrderedDict[Any, Any] = OrderedDict()
    org, other = MemoryOrg(leads={"00Q1": {"Email": "a@x.example"}}), MemoryOrg()
    here = Glance(org, HERE, kept=kept)  # type: ignore[arg-type]
    there = Glance(other, THERE, kept=kept)  # type: ignore[arg-type]
    assert here.find(ask("a@x.example")) != there.find(ask("a@x.example"))
    here.find(ask("b@x.example"))
    assert (org.calls, other.calls) == (2, 1)


def test_only_so_much_is_remembered() -> None:
    kept: OrderedDict[Any, Any] = OrderedDict()
    org = MemoryOrg()
    glance = Glance(org, HERE, kept=kept)  # type: ignore[arg-type]
    for number in range(MOST + 5):
        glance.find(ask(f"p{number}@x.example"))
    assert len(kept) == MOST
    glance.find(ask(f"p{MOST}@x.example"))
    assert org.calls == MOST + 5
