"""The last calls of an org, for the page "What Salesforce was asked"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from connections.practice.models import PracticeCall, PracticeOrg
from tenants.identifiers import uuid7

from .trips import Statement, in_one_trip

KEPT = 500
# Old calls are removed every so often, not at each call.
_SWEEP_EVERY = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as people see it. `refusal`: the code of the first error, "" without any.

    `fault`: what was made to go wrong with it, a `rules.faults` kind.
    """

    at: datetime
    method: str
    path: str
    sentence: str
    status: int
    refusal: str
    ms: int
    leads: int
    fault: str = ""


_KEEP = """
INSERT INTO practice_practicecall (id, tenant_id, org_id, serial, at, method, path, sentence,
    status, refusal, ms, leads, fault)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
_SWEEP = """
DELETE FROM practice_practicecall WHERE org_id = %s AND serial < (
    SELECT serial FROM practice_practicecall WHERE org_id = %s
    ORDER BY serial DESC OFFSET %s LIMIT 1)
"""


def keep_call(org: PracticeOrg, serial: int, asked: Asked) -> None:
    """Store a call, and now and then drop those beyond the last 500. Outside the walls."""
    path, sentence = _storable(asked.path)[:300], _storable(asked.sentence)[:200]
    told = (path, sentence, asked.status, asked.refusal[:80], asked.ms, asked.leads, asked.fault)
    row = (uuid7(), org.tenant_id, org.pk, serial, asked.at, asked.method[:8], *told)
    statements: list[Statement] = [(_KEEP, row)]
    if serial % _SWEEP_EVERY == 0:
        statements.append((_SWEEP, (org.pk, org.pk, KEPT - 1)))
    in_one_trip(org.tenant_id, *statements)


def _storable(text: str) -> str:
    return text.replace("\x00", "")


def last_calls(org: PracticeOrg, limit: int) -> Sequence[Asked]:
    """The last calls, newest first, at most 500."""
    found = PracticeCall.objects.filter(org=org).order_by("-serial")[: min(limit, KEPT)]
    return [
        Asked(
            one.at,
            one.method,
            one.path,
            one.sentence,
            one.status,
            one.refusal,
            one.ms,
            one.leads,
            one.fault,
        )
        for one in found
    ]
