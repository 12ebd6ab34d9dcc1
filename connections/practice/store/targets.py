"""Which record each save is about: a new one, one that is there, or none that may be saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.refusals import Refusal
from connections.practice.rules.saving import CONVERTED

from .columns import key_value
from .drafts import MISSING, Draft
from .locked_records import Keyed, locked_by_id, locked_by_key
from .making import new_record
from .orgs import Session
from .repeats import refuse_repeats
from .saves import Save

_DELETED = Refusal("ENTITY_IS_DELETED", "entity is deleted")
_CHANGED = Refusal("PRECONDITION_FAILED", "The record has been modified since the given date.")


def draft_all(session: Session, saves: Sequence[Save]) -> list[Draft]:
    """A draft for each save. Existing records are locked until the transaction ends."""
    by_id = locked_by_id(session, saves)
    by_key = locked_by_key(session, saves)
    drafts = [_draft(session, save, by_id=by_id, by_key=by_key) for save in saves]
    refuse_repeats(drafts)
    return drafts


def _draft(
    session: Session, save: Save, *, by_id: Mapping[str, PracticeRecord], by_key: Keyed
) -> Draft:
    if save.record_id:
        return _for_id(session, save, by_id)
    if not save.key:
        return Draft(save, new_record(session, save.sobject.name), creating=True)
    field, value = save.key
    matches = by_key.get((save.sobject.name, field.name, key_value(field, value)), ())
    if not matches:
        draft = Draft(save, new_record(session, save.sobject.name), creating=True)
        if save.update_only:
            draft.refuse(MISSING)
        return draft
    draft = _existing(session, save, matches[0])
    if len(matches) > 1:
        draft.matches = tuple(record.sf_id for record in matches)
        message = f"{field.name}: more than one record found for external id field: {value}"
        draft.refuse(Refusal("DUPLICATE_EXTERNAL_ID", message))
    return draft


def _for_id(session: Session, save: Save, by_id: Mapping[str, PracticeRecord]) -> Draft:
    try:
        id18 = to_18(save.record_id)
    except ValueError:
        draft = Draft(save, new_record(session, save.sobject.name), creating=False)
        draft.refuse(Refusal("MALFORMED_ID", f"bad id {save.record_id}", ("Id",)))
        return draft
    record = by_id.get(id18)
    if record is None or sobject_of(id18) != save.sobject.name:
        draft = Draft(save, new_record(session, save.sobject.name), creating=False)
        draft.refuse(MISSING)
        return draft
    return _existing(session, save, record)


def _existing(session: Session, save: Save, record: PracticeRecord) -> Draft:
    draft = Draft(save, record, creating=False)
    # An org may let its users edit converted Leads; then data lands there unseen.
    edits_converted = session.setup.switches.edit_converted_leads
    if record.deleted:
        draft.refuse(_DELETED)
    elif record.values.get("IsConverted") and not edits_converted:
        draft.refuse(CONVERTED)
    elif save.unchanged_since and record.modified_at > save.unchanged_since:
        draft.refuse(_CHANGED)
    return draft
