"""Which records a user may change: the one place that every write passes.

A session whose setup has no viewer is the org itself, which may everything.
"""

from __future__ import annotations

from collections.abc import Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.permissions import CREATE, DELETE, EDIT, MODIFY_ALL
from connections.practice.rules.refusals import Refusal
from connections.practice.rules.setup import Setup

from .drafts import MISSING, Draft, alive
from .orgs import Session

FORBIDDEN = Refusal("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")


def sees(session: Session, sobject: str, owner: str) -> bool:
    """Whether the user sees records of this object that this owner has."""
    setup = session.setup
    return sobject in setup.objects and setup.reach(sobject, setup.viewer).reads(owner)


def refuse_forbidden(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts that the user may not save: object rights, then sharing."""
    if not session.setup.viewer:
        return
    for draft in alive(drafts):
        refusal = _forbidden(session.setup, draft)
        if refusal:
            draft.refuse(refusal)


def _forbidden(setup: Setup, draft: Draft) -> Refusal | None:
    if draft.creating:
        return None if CREATE in draft.sobject.rights else FORBIDDEN
    reach = setup.reach(draft.sobject.name, setup.viewer)
    if not reach.reads(draft.record.owner):
        return MISSING
    return None if EDIT in draft.sobject.rights and reach.edits(draft.record.owner) else FORBIDDEN


def refuse_transfers(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts that give away a record of somebody else, without the right to."""
    viewer = session.setup.viewer
    if not viewer:
        return
    for draft in alive(drafts):
        owner = draft.record.owner
        sent = {name.lower(): value for name, value in draft.payload.items()}.get("ownerid", owner)
        reach = session.setup.reach(draft.sobject.name, viewer)
        if not draft.creating and str(sent)[:15] != owner[:15] and not reach.transfers(owner):
            draft.refuse(FORBIDDEN)


def no_deleting(session: Session, record: PracticeRecord) -> Refusal | None:
    """Why the user may not delete the record, if so."""
    setup = session.setup
    if not setup.viewer:
        return None
    rights = setup.rights.on(record.sobject)
    reach = setup.reach(record.sobject, setup.viewer)
    if not reach.reads(record.owner):
        return MISSING
    whole = MODIFY_ALL in rights or reach.transfers(record.owner)
    return None if DELETE in rights and whole else FORBIDDEN
