"""A call comes in: its token is looked up and it is counted, in one statement.

The org's row is locked only while PostgreSQL itself works on that statement, so that the calls
of one org hardly wait for each other; nothing of a token is kept, so that revoking it holds at
once.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from connections.practice.models import PracticeOrg
from tenants import walls

from .places import Place
from .tokens import ACCESS, digest, end_family, find_living, revoke
from .trips import Statement, in_one_trip
from .troubles import LIVING_FAULTS, Kept, read_faults

_API_SCOPE = "(^| )(api|full)( |$)"
# What most calls need; the rest is read when somebody asks for it.
_COLUMNS = (
    "id", "tenant_id", "org_id", "name", "personality", "consumer_key", "stamp",
    "setup_changed_at", "serial", "api_used", "api_max", "api_day", "api_refused", "created_at",
)  # fmt: skip
_COUNT = f"""
WITH token AS (
    SELECT "user", family, seconds, expires_at FROM practice_practicetoken
    WHERE org_id = %s AND token_hash = %s AND kind = %s AND revoked_at IS NULL
        AND used_at IS NULL AND expires_at > %s AND scope ~ %s
)
UPDATE practice_practiceorg AS org SET
    serial = serial + 1,
    api_day = %s,
    api_used = CASE WHEN api_day = %s THEN least(api_used + 1, greatest(api_used, api_max))
        ELSE least(1, api_max) END,
    api_refused = CASE WHEN api_max <= (CASE WHEN api_day = %s THEN api_used ELSE 0 END)
        THEN api_refused + 1 ELSE 0 END
FROM token WHERE org.id = %s
RETURNING {", ".join(f"org.{column}" for column in _COLUMNS)},
    token."user", token.family, token.seconds, token.expires_at
"""  # noqa: S608 - the columns are named above


@dataclass(frozen=True, slots=True)
class Entered:
    """A call that has a living token. `org` has its new serial number and count.

    `allowed`: False when the day's calls are used up. `faults`: what an admin wants to go wrong.
    """

    org: PracticeOrg
    user_id: str
    family: uuid.UUID
    allowed: bool
    faults: tuple[Kept, ...]


def enter(place: Place, token: str, *, now: datetime) -> Entered | None:
    """Count a call with this access token; None when no living token allows one."""
    # Counting comes last: the org's row is locked until the trip ends.
    faults, counted = in_one_trip(
        place.tenant_id, (LIVING_FAULTS, (place.org_pk,)), _count(place, token, now)
    )
    if not counted:
        return None
    values = counted[0][: len(_COLUMNS)]
    user_id, family, seconds, expires_at = counted[0][len(_COLUMNS) :]
    if expires_at - now < timedelta(seconds=seconds) / 2:
        _prolong(place, token, now)
    org = PracticeOrg.from_db("default", _COLUMNS, values)
    return Entered(org, user_id, family, org.api_refused == 0, read_faults(faults))


def _count(place: Place, token: str, now: datetime) -> Statement:
    today = now.date()
    values: tuple[Any, ...] = (
        place.org_pk, digest(token), ACCESS, now, _API_SCOPE, today, today, today, place.org_pk,
    )  # fmt: skip
    return _COUNT, values


def _prolong(place: Place, token: str, now: datetime) -> None:
    # Reading it the long way extends its life.
    with walls.inside(place.tenant_id):
        find_living(token, kind=ACCESS, now=now)


def end(entered: Entered, token: str, *, with_family: bool) -> None:
    """Revoke the access token that a call came with, or all that its approval led to."""
    now = timezone.now()
    with walls.inside(entered.org.tenant_id):
        if with_family:
            end_family(entered.family, now=now)
        else:
            revoke(token, now=now)
