"""Which records a save is about: found in one statement per key, locked against other writers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from connections.practice.models import PracticeKey, PracticeRecord
from connections.practice.rules.fields import NUMBERS, Field
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refusal
from connections.practice.rules.saving import CONVERTED

from .drafts import MISSING, Draft, Save
from .expressions import held, one_of
from .making import new_record
from .orgs import Session
from .permitting import sees
from .rows import key_value, row_of

_DELETED = Refusal("ENTITY_IS_DELETED", "entity is deleted")
_CHANGED = Refusal("PRECONDITION_FAILED", "The record has been modified since the given date.")

# (object, field name, folded value) → records
Keyed = Mapping[tuple[str, str, str], Sequence[PracticeRecord]]


def draft_all(session: Session, saves: Sequence[Save]) -> list[Draft]:
    """A draft for each save. Existing records are locked until the transaction ends."""
    by_id = _by_id(session, saves)
    by_key = _by_key(session, saves)
    drafts = [_draft(session, save, by_id=by_id, by_key=by_key) for save in saves]
    _refuse_repeats(drafts)
    return drafts


def _locked(session: Session) -> QuerySet[PracticeRecord]:
    # In the order of ids, so that two collections never wait for each other crosswise.
    records = PracticeRecord.objects.filter(org=session.org)
    return records.select_for_update(no_key=True).order_by("sf_id")


def _by_id(session: Session, saves: Sequence[Save]) -> Mapping[str, PracticeRecord]:
    ids = {save.record_id[:15] for save in saves if save.record_id}
    wanted = [to_18(one) for one in ids if len(one) == 15 and one.isalnum() and one.isascii()]
    if not wanted:
        return {}
    return {record.sf_id: record for record in _locked(session).filter(sf_id__in=wanted)}


def _by_key(session: Session, saves: Sequence[Save]) -> Keyed:
    found = defaultdict(list)
    keyed = [(save, save.key[0], save.key[1]) for save in saves if save.key]
    for sobject, field in {(save.sobject.name, field): (save.sobject, field)
                           for save, field, _ in keyed}.values():  # fmt: skip
        wanted = {key_value(field, value) for _, one, value in keyed if one == field}
        records = _locked(session).filter(
            _having(session, sobject, field, wanted=sorted(wanted)),
            sobject=sobject.name,
            deleted=False,
        )
        for record in records:
            if not sees(session, sobject.name, record.owner):
                continue
            value = key_value(field, row_of(record).get(field.name))
            found[sobject.name, field.name, value].append(record)
    return found


def _having(session: Session, sobject: SObject, field: Field, *, wanted: list[str]) -> Q:
    if field in sobject.other_unique:
        keys = PracticeKey.objects.filter(
            org=session.org, sobject=sobject.name, field=field.name, value__in=wanted
        )
        return Q(sf_id__in=keys.values("record"))
    readable = [one for one in wanted if one] if field.type in NUMBERS else wanted
    return one_of(held(sobject, field), readable)


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


def _refuse_repeats(drafts: Sequence[Draft]) -> None:
    keys = Counter(_repeat_key(draft) for draft in drafts)
    seen = set()
    for draft in drafts:
        key = _repeat_key(draft)
        if draft.save.key and keys[key] > 1:
            message = f"Duplicate external id specified: {draft.save.key[1]}"
            draft.refuse(Refusal("DUPLICATE_VALUE", message, (draft.save.key[0].name,)))
        elif draft.save.record_id and key in seen:
            draft.refuse(Refusal("DUPLICATE_VALUE", f"Duplicate id in list: {key}"))
        seen.add(key)


def _repeat_key(draft: Draft) -> object:
    if draft.save.key:
        return draft.sobject.name, key_value(*draft.save.key)
    return draft.save.record_id[:15] if draft.save.record_id else id(draft)
