"""The table of unique values: every unique field but the one with a column of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connections.practice.models import PracticeKey, PracticeRecord
from connections.practice.rules.fields import Field

from .columns import key_value
from .drafts import Draft
from .orgs import Session
from .permitting import sees

# Instead of the id of a record that the user doesn't see.
UNKNOWN = "<unknown>"
# (object, field name, value) → id of the record that holds it
Place = tuple[str, str, str]


def places(draft: Draft) -> Iterator[tuple[Place, Field]]:
    """The unique values that a draft is about to take."""
    for field in draft.sobject.other_unique:
        value = draft.stored.get(field.name)
        if value is not None:
            yield (draft.sobject.name, field.name, key_value(field, value)), field


def holders(session: Session, drafts: Sequence[Draft]) -> dict[Place, str]:
    """Who holds the values that the drafts want."""
    wanted = {place for draft in drafts for place, _ in places(draft)}
    if not wanted:
        return {}
    found = PracticeKey.objects.filter(
        org=session.org,
        sobject__in={place[0] for place in wanted},
        field__in={place[1] for place in wanted},
        value__in={place[2] for place in wanted},
    ).values_list("sobject", "field", "value", "record")
    held = {(sobject, field, value): record for sobject, field, value, record in found}
    hidden = _hidden(session, {held[place] for place in wanted & held.keys()})
    return {place: UNKNOWN if record in hidden else record for place, record in held.items()}


def _hidden(session: Session, ids: Iterable[str]) -> set[str]:
    rows = PracticeRecord.objects.filter(org=session.org, sf_id__in=set(ids))
    owners = rows.values_list("sf_id", "sobject", "owner")
    return {one for one, sobject, owner in owners if not sees(session, sobject, owner)}


def take(session: Session, drafts: Sequence[Draft]) -> list[Draft]:
    """Note the drafts' unique values; returns the drafts that another call was faster than.

    An update gives up the values that it replaces.
    """
    changed = [draft for draft in drafts if _touches(draft)]
    if not changed:
        return []
    _give_up(session, [draft for draft in changed if not draft.creating])
    rows = _rows(session, changed)
    ordered = sorted(rows, key=lambda row: (row.sobject, row.field, row.value))
    PracticeKey.objects.bulk_create(ordered, ignore_conflicts=True)
    ids = [row.pk for row in ordered]
    there = set(PracticeKey.objects.filter(pk__in=ids).values_list("pk", flat=True))
    lost = {row.record for row in ordered if row.pk not in there}
    return [draft for draft in changed if draft.record.sf_id in lost]


def _touches(draft: Draft) -> bool:
    return any(field.name in draft.stored for field in draft.sobject.other_unique)


def _rows(session: Session, drafts: Iterable[Draft]) -> list[PracticeKey]:
    return [
        PracticeKey(
            tenant_id=session.org.tenant_id,
            org=session.org,
            sobject=sobject,
            field=field,
            value=value,
            record=draft.record.sf_id,
        )
        for draft in drafts
        for (sobject, field, value), _ in places(draft)
    ]


def _give_up(session: Session, drafts: Sequence[Draft]) -> None:
    by_fields: dict[tuple[str, ...], list[str]] = {}
    for draft in drafts:
        touched = (one.name for one in draft.sobject.other_unique if one.name in draft.stored)
        by_fields.setdefault(tuple(touched), []).append(draft.record.sf_id)
    for names, ids in by_fields.items():
        PracticeKey.objects.filter(org=session.org, record__in=ids, field__in=names).delete()


def release(session: Session, ids: Iterable[str]) -> None:
    """Free the values of records that are gone."""
    PracticeKey.objects.filter(org=session.org, record__in=list(ids)).delete()
