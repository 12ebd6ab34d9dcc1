"""Deleting: the row stays, marked, as in Salesforce's recycle bin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.refusals import Refusal

from .administering import remove
from .drafts import MISSING, Saved
from .oracle import sign
from .orgs import Session
from .permitting import no_deleting
from .relatives import delete_dependents, mark_deleted

_DELETED = Refusal("ENTITY_IS_DELETED", "entity is deleted")


def delete_all(session: Session, ids: Sequence[str], *, sobject: str = "") -> list[Saved]:
    """Delete each record by itself; results in the order of `ids`. `sobject`: of no other kind."""
    sign(session)
    known = _known(session, ids)
    setup_rows = remove(session, ids)
    outcomes = [setup_rows.get(_full(one)) or _outcome(one, known, sobject) for one in ids]
    outcomes = [_permitted(session, outcome, known) for outcome in outcomes]
    gone = [outcome.id for outcome in outcomes if not outcome.refusals]
    mark_deleted(session, gone)
    delete_dependents(session, gone)
    return outcomes


def _permitted(session: Session, outcome: Saved, known: dict[str, PracticeRecord]) -> Saved:
    if outcome.refusals or outcome.id not in known:
        return outcome
    refusal = no_deleting(session, known[outcome.id])
    return replace(outcome, id="", refusals=(refusal,)) if refusal else outcome


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
