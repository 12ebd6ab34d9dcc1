"""Which records a save is about: found in one statement per key, locked against other writers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import QuerySet

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.refusals import Refusal

from .drafts import MISSING, Draft, Save
from .expressions import held, one_of
from .orgs import Session
from .rows import folded, row_of

_DELETED = Refusal("ENTITY_IS_DELETED", "entity is deleted")
_CONVERTED = Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")

# (object, field name, folded value) → records
Keyed = Mapping[tuple[str, str, str | None], Sequence[PracticeRecord]]


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
        wanted = {folded(value) for save, one, value in keyed if one == field}
        records = _locked(session).filter(
            one_of(held(sobject, field), sorted(wanted - {None})),
            sobject=sobject.name,
            deleted=False,
        )
        for record in records:
            value = folded(row_of(record).get(field.name))
            found[sobject.name, field.name, value].append(record)
    return found


def _draft(
    session: Session, save: Save, *, by_id: Mapping[str, PracticeRecord], by_key: Keyed
) -> Draft:
    if save.record_id:
        return _for_id(session, save, by_id)
    if not save.key:
        return Draft(save, _new(session, save), creating=True)
    field, value = save.key
    matches = by_key.get((save.sobject.name, field.name, folded(value)), ())
    if not matches:
        draft = Draft(save, _new(session, save), creating=True)
        if save.update_only:
            draft.refuse(MISSING)
        return draft
    draft = _existing(save, matches[0])
    if len(matches) > 1:
        draft.matches = tuple(record.sf_id for record in matches)
        message = f"{field.name}: more than one record found for external id field: {value}"
        draft.refuse(Refusal("DUPLICATE_EXTERNAL_ID", message))
    return draft


def _for_id(session: Session, save: Save, by_id: Mapping[str, PracticeRecord]) -> Draft:
    try:
        id18 = to_18(save.record_id)
    except ValueError:
        draft = Draft(save, _new(session, save), creating=False)
        draft.refuse(Refusal("MALFORMED_ID", f"bad id {save.record_id}", ("Id",)))
        return draft
    record = by_id.get(id18)
    if record is None or sobject_of(id18) != save.sobject.name:
        draft = Draft(save, _new(session, save), creating=False)
        draft.refuse(MISSING)
        return draft
    return _existing(save, record)


def _existing(save: Save, record: PracticeRecord) -> Draft:
    draft = Draft(save, record, creating=False)
    if record.deleted:
        draft.refuse(_DELETED)
    elif record.values.get("IsConverted"):
        draft.refuse(_CONVERTED)
    return draft


def _new(session: Session, save: Save) -> PracticeRecord:
    user = session.user.id
    return PracticeRecord(
        tenant_id=session.org.tenant_id,
        org=session.org,
        sobject=save.sobject.name,
        sf_id=session.mint(save.sobject.name),
        owner=user,
        created_at=session.now,
        created_by=user,
        modified_at=session.now,
        modified_by=user,
    )


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
        return draft.sobject.name, folded(draft.save.key[1])
    return draft.save.record_id[:15] if draft.save.record_id else id(draft)
