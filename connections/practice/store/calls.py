"""The last calls of an org, for the page "What Salesforce was asked"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from connections.practice.models import PracticeCall, PracticeOrg

from .orgs import Session

KEPT = 500
# Old calls are removed every so often, not at each call.
_SWEEP_EVERY = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """One call as people see it. `refusal`: the code of the first error, "" without any."""

    at: datetime
    method: str
    path: str
    sentence: str
    status: int
    refusal: str
    ms: int
    leads: int


def keep_call(session: Session, asked: Asked) -> None:
    """Store a call, and now and then drop those beyond the last 500."""
    PracticeCall.objects.create(
        tenant_id=session.org.tenant_id,
        org=session.org,
        serial=session.serial,
        at=asked.at,
        method=asked.method[:8],
        path=_storable(asked.path)[:300],
        sentence=_storable(asked.sentence)[:200],
        status=asked.status,
        refusal=asked.refusal[:80],
        ms=asked.ms,
        leads=asked.leads,
    )
    if session.serial % _SWEEP_EVERY == 0:
        kept = PracticeCall.objects.filter(org=session.org).order_by("-serial")
        oldest = kept.values_list("serial", flat=True)[KEPT - 1 : KEPT].first()
        if oldest is not None:
            PracticeCall.objects.filter(org=session.org, serial__lt=oldest).delete()


def _storable(text: str) -> str:
    return text.replace("\x00", "")


def last_calls(org: PracticeOrg, limit: int) -> Sequence[Asked]:
    """The last calls, newest first, at most 500."""
    found = PracticeCall.objects.filter(org=org).order_by("-serial")[: min(limit, KEPT)]
    return [
        Asked(
            one.at, one.method, one.path, one.sentence, one.status, one.refusal, one.ms, one.leads
        )
        for one in found
    ]
