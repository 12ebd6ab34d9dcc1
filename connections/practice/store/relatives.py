"""Records that point at others: they follow a merge or conversion, and go with what they need."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q, QuerySet

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import sobject_of
from connections.practice.rules.marketing import member_key

from .keys import release
from .members import MEMBER, STATUS
from .orgs import Session

# Deleting the first takes the others along, by these fields.
_DEPENDENT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "Account": (("Contact", "AccountId"),),
    "Lead": ((MEMBER, "LeadId"),),
    "Contact": ((MEMBER, "ContactId"),),
    "Campaign": ((MEMBER, "CampaignId"), (STATUS, "CampaignId")),
}


def _pointing(
    session: Session, sobject: str, field: str, *, ids: Collection[str]
) -> QuerySet[PracticeRecord]:
    records = PracticeRecord.objects.filter(org=session.org, sobject=sobject, deleted=False)
    return records.filter(**{f"values__{field}__in": list(ids)})


def delete_dependents(session: Session, ids: Iterable[str]) -> None:
    """Delete what can't be without the records that were just deleted."""
    by_kind: dict[str, list[str]] = {}
    for one in ids:
        by_kind.setdefault(sobject_of(one), []).append(one)
    for kind, gone in by_kind.items():
        for sobject, field in _DEPENDENT.get(kind, ()):
            found = list(
                _pointing(session, sobject, field, ids=gone).values_list("sf_id", flat=True)
            )
            if found:
                mark_deleted(session, found)
                delete_dependents(session, found)


def mark_deleted(session: Session, ids: Collection[str]) -> None:
    """Put records into the recycle bin; their unique values are free again."""
    PracticeRecord.objects.filter(org=session.org, sf_id__in=ids).update(
        deleted=True, modified_at=session.now, modified_by=session.user.id
    )
    release(session, ids)


def move_activities(session: Session, old: Collection[str], new: str) -> None:
    """Tasks about one of `old` are about `new` from now on."""
    for field in ("WhoId", "WhatId"):
        for task in _pointing(session, "Task", field, ids=old):
            task.values = {**task.values, field: new}
            _save(session, task)


def move_members(session: Session, old: Collection[str], new: str) -> None:
    """Campaigns of one of `old` (people) have `new` for a member, and only once."""
    field = f"{sobject_of(new)}Id"
    people = Q(values__LeadId__in=list(old)) | Q(values__ContactId__in=list(old))
    members = PracticeRecord.objects.filter(
        people, org=session.org, sobject=MEMBER, deleted=False
    ).order_by("sf_id")
    for member in members:
        moved = {**member.values, field: new, "LeadOrContactId": new}
        key = member_key(moved)
        held = PracticeRecord.objects.filter(
            org=session.org, sobject=MEMBER, external_key=key, deleted=False
        ).exclude(pk=member.pk)
        if held.exists():
            mark_deleted(session, [member.sf_id])
            continue
        member.values, member.external_key = moved, key
        _save(session, member)


def move_contacts(session: Session, old: Collection[str], new: PracticeRecord) -> None:
    """Contacts of one of the Accounts `old` belong to `new`."""
    for contact in _pointing(session, "Contact", "AccountId", ids=old):
        contact.values = {**contact.values, "AccountId": new.sf_id}
        contact.company_key = new.name_key
        _save(session, contact)


def _save(session: Session, record: PracticeRecord) -> None:
    record.modified_at, record.modified_by = session.now, session.user.id
    record.save()
