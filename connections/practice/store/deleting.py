"""Deleting: the row stays, marked, as in Salesforce's recycle bin."""

from __future__ import annotations

from collections.abc import Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.refusals import Refusal

from .drafts import MISSING, Saved
from .orgs import Session

_DELETED = Refusal("ENTITY_IS_DELETED", "entity is deleted")


def delete_all(session: Session, ids: Sequence[str], *, sobject: str = "") -> list[Saved]:
    """Delete each record by itself; results in the order of `ids`. `sobject`: of no other kind."""
    known = _known(session, ids)
    outcomes = [_outcome(one, known, sobject) for one in ids]
    gone = [outcome.id for outcome in outcomes if not outcome.refusals]
    PracticeRecord.objects.filter(org=session.org, sf_id__in=gone).update(
        deleted=True, modified_at=session.now, modified_by=session.user.id
    )
    return outcomes


def _known(session: Session, ids: Sequence[str]) -> dict[str, PracticeRecord]:
    wanted = {id18 for one in ids if (id18 := _full(one))}
    records = PracticeRecord.objects.filter(org=session.org, sf_id__in=wanted)
    locked = records.select_for_update(no_key=True).order_by("sf_id")
    return {record.sf_id: record for record in locked}


def _full(text: str) -> str:
    try:
        return to_18(text)
    except ValueError:
        return ""


def _outcome(text: str, known: dict[str, PracticeRecord], sobject: str) -> Saved:
    id18 = _full(text)
    kind = sobject_of(id18)
    record = known.get(id18)
    if not id18:
        malformed = Refusal("MALFORMED_ID", f"malformed id {text}")
        return Saved(kind, "", created=False, refusals=(malformed,))
    if record is None or (sobject and record.sobject != sobject):
        return Saved(kind, "", created=False, refusals=(MISSING,))
    if record.deleted:
        return Saved(kind, "", created=False, refusals=(_DELETED,))
    # The second time in one call it is gone already.
    record.deleted = True
    return Saved(kind, id18, created=False)
