"""Rows that are locked on purpose, to rehearse UNABLE_TO_LOCK_ROW (salesforce-facts 9)."""

from __future__ import annotations

from collections.abc import Sequence

from connections.practice.rules.refusals import Refusal

from .drafts import Draft, alive
from .orgs import Session


def refuse_locked(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts whose row the session's faults lock."""
    living = alive(drafts)
    for place in session.locks(len(living)) if living else ():
        message = "unable to obtain exclusive access to this record or 1 records"
        sf_id = living[place].record.sf_id
        told = message if living[place].creating else f"{message}: {sf_id}"
        living[place].refuse(Refusal("UNABLE_TO_LOCK_ROW", told))
