"""Duplicates that were saved nevertheless, noted in sets (salesforce-facts 7.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.collisions import Collision

from .drafts import Draft
from .making import new_record
from .orgs import Session

SET, ITEM = "DuplicateRecordSet", "DuplicateRecordItem"
# (rule's id, record's id) → set's id
Sets = dict[tuple[str, str], str]


def note_duplicates(session: Session, finds: Sequence[tuple[Draft, Collision]]) -> None:
    """Put each saved record and what it resembles into one set per rule.

    A record that is in a set of the rule already brings the others into it.
    """
    kept = [(draft, one) for draft, one in finds if not draft.refusals]
    if not kept:
        return
    sets = _sets(session, {one for _, found in kept for one in found.ids()})
    new = [
        record
        for draft, found in kept
        for record in _noted(
            session, sets, found.rule.id, together=[*found.ids(), draft.record.sf_id]
        )
    ]
    PracticeRecord.objects.bulk_create(new)
    _count(
        session, Counter(one.values["DuplicateRecordSetId"] for one in new if one.sobject == ITEM)
    )


def _sets(session: Session, record_ids: Iterable[str]) -> Sets:
    """The sets that these records are in."""
    items = PracticeRecord.objects.filter(
        org=session.org, sobject=ITEM, deleted=False, values__RecordId__in=sorted(record_ids)
    ).values_list("values__DuplicateRecordSetId", "values__RecordId")
    found = list(items)
    rules = PracticeRecord.objects.filter(
        org=session.org, sf_id__in={one for one, _ in found}
    ).values_list("sf_id", "values__DuplicateRuleId")
    by_set = dict(rules)
    return {(by_set[one], record): one for one, record in found if one in by_set}


def _noted(
    session: Session, sets: Sets, rule: str, *, together: Sequence[str]
) -> list[PracticeRecord]:
    """The rows to be added so that all records are in one set; `sets` learns of them."""
    new = []
    known = next((sets[rule, one] for one in together if (rule, one) in sets), "")
    if not known:
        new.append(_row(session, SET, {"DuplicateRuleId": rule, "RecordCount": 0}))
        known = new[0].sf_id
    for one in together:
        if (rule, one) not in sets:
            sets[rule, one] = known
            new.append(_row(session, ITEM, {"DuplicateRecordSetId": known, "RecordId": one}))
    return new


def _row(session: Session, sobject: str, values: Mapping[str, Any]) -> PracticeRecord:
    record = new_record(session, sobject, values)
    record.values["Name"] = f"{'DRS' if sobject == SET else 'DRI'}-{record.sf_id[6:15]}"
    return record


def _count(session: Session, added: Mapping[str, int]) -> None:
    sets = PracticeRecord.objects.select_for_update(no_key=True)
    for one in sets.filter(org=session.org, sf_id__in=list(added)).order_by("sf_id"):
        count = int(one.values.get("RecordCount") or 0) + added[one.sf_id]
        one.values = {**one.values, "RecordCount": count}
        one.save(update_fields=["values"])
