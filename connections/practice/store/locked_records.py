"""The records that saves name, found in one statement per key, locked against other writers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from connections.practice.models import PracticeKey, PracticeRecord
from connections.practice.rules.fields import NUMBERS, Field
from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import SObject

from .columns import key_value
from .expressions import held
from .listed_values import one_of
from .orgs import Session
from .permitting import sees
from .rows import row_of
from .saves import Save

# (object, field name, folded value) → records
Keyed = Mapping[tuple[str, str, str], Sequence[PracticeRecord]]


def _locked(session: Session) -> QuerySet[PracticeRecord]:
    # In the order of ids, so that two collections never wait for each other crosswise.
    records = PracticeRecord.objects.filter(org=session.org)
    return records.select_for_update(no_key=True).order_by("sf_id")


def locked_by_id(session: Session, saves: Sequence[Save]) -> Mapping[str, PracticeRecord]:
    """The records that saves name by id, by their 18-character ids."""
    ids = {save.record_id[:15] for save in saves if save.record_id}
    wanted = [to_18(one) for one in ids if len(one) == 15 and one.isalnum() and one.isascii()]
    if not wanted:
        return {}
    return {record.sf_id: record for record in _locked(session).filter(sf_id__in=wanted)}


def locked_by_key(session: Session, saves: Sequence[Save]) -> Keyed:
    """The records that saves name by a unique field and that the user sees."""
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
