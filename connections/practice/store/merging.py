"""Merging records into one, and taking records out of the recycle bin again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of
from connections.practice.rules.refusals import Refusal, Refused
from connections.practice.rules.saving import CONVERTED

from .converting import QUIET, locked_record, saved_id
from .drafts import Draft
from .keys import take
from .orgs import Session
from .relatives import delete_dependents, mark_deleted, move_activities, move_contacts, move_members
from .rows import fill
from .saves import Save

MERGEABLE = frozenset({"Lead", "Contact", "Account"})
MAX_LOSERS = 2
_TAKEN = Refusal(
    "DUPLICATE_VALUE",
    "duplicate value found: <unknown> duplicates value on record with id: <unknown>",
)


def merge(
    session: Session, winner_id: str, loser_ids: Sequence[str], *, changes: Mapping[str, Any]
) -> None:
    """Merge one or two losers into the winner, which then gets `changes`.

    Losers are deleted and name the winner in MasterRecordId; what hung on them hangs on it.
    Duplicate rules don't run. Raises Refused.
    """
    sobject = sobject_of(winner_id)
    losers_allowed = 0 < len(set(loser_ids) - {winner_id}) == len(loser_ids) <= MAX_LOSERS
    if sobject not in MERGEABLE or not losers_allowed:
        raise Refused(Refusal("INVALID_OPERATION", "A merge takes one or two other records."))
    winner = locked_record(session, winner_id, sobject)
    losers = [locked_record(session, one, sobject) for one in loser_ids]
    if any(one.values.get("IsConverted") for one in (winner, *losers)):
        raise Refused(CONVERTED)
    for loser in losers:
        fill(loser, session.setup.objects[sobject], {"MasterRecordId": winner_id})
        loser.save()
    _move(session, winner, loser_ids)
    mark_deleted(session, loser_ids)
    delete_dependents(session, loser_ids)
    if changes:
        kind = session.setup.objects[sobject]
        saved_id(session, Save(kind, changes, record_id=winner_id), QUIET)


def _move(session: Session, winner: PracticeRecord, losers: Sequence[str]) -> None:
    move_activities(session, losers, winner.sf_id)
    if winner.sobject == "Account":
        move_contacts(session, losers, winner)
    else:
        move_members(session, losers, winner.sf_id)


def undelete(session: Session, record_id: str) -> None:
    """Take a record out of the recycle bin. Duplicate rules don't run (salesforce-facts 7.2).

    Raises Refused when there is none, or when a unique value of it is taken by now.
    """
    records = PracticeRecord.objects.select_for_update(no_key=True)
    found = records.filter(org=session.org, sf_id=record_id, deleted=True).first()
    if found is None:
        raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id"))
    kind = session.setup.objects[found.sobject]
    found.deleted, found.modified_at, found.modified_by = False, session.now, session.user.id
    fill(found, kind, {"MasterRecordId": None})
    draft = Draft(Save(kind, {}), found, creating=True, stored=found.values)
    try:
        with transaction.atomic():
            found.save()
            if take(session, [draft]):
                raise IntegrityError("A unique value is taken by now.")
    except IntegrityError as clash:
        raise Refused(_TAKEN) from clash
