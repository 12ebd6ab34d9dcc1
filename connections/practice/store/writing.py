"""Judged records written; what another call did meanwhile is found out here."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import Refusal, Refused
from connections.practice.rules.saving import AUDIT_FIELDS
from connections.practice.rules.stamps import read_datetime, to_second

from .drafts import Draft, alive
from .keys import take
from .orgs import Session
from .rows import row_of
from .saves import Options
from .uniqueness import refuse_late, refuse_unlucky

_CHANGEABLE = (
    "values",
    "owner",
    "email_key",
    "external_key",
    "name_key",
    "company_key",
    "modified_at",
    "modified_by",
)
_RACE = Refusal(
    "UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record or 1 records"
)


def write_all(session: Session, drafts: Sequence[Draft], options: Options) -> None:
    """Write the drafts that nothing refused; refuse those that come too late."""
    for draft in alive(drafts):
        _stamp(session, draft, options)
    _create(session, [draft for draft in alive(drafts) if draft.creating])
    _update(session, [draft for draft in alive(drafts) if not draft.creating])


def _stamp(session: Session, draft: Draft, options: Options) -> None:
    record = draft.record
    record.seeded = record.seeded or options.seeded
    record.modified_at, record.modified_by = session.now, session.user.id
    rule = session.setup.assignment_rule(draft.sobject.name, options.assign)
    if rule:
        # Assignment runs after the save and wins over an owner that was sent.
        record.owner = rule.owner_for(row_of(record)) or session.setup.default_lead_owner
        try:
            session.setup.check_owner(record.owner, draft.sobject.name)
        except Refused as refused:
            draft.refuse(*refused.refusals)
    if draft.creating and AUDIT_FIELDS & draft.stored.keys():
        _set_audit_fields(draft)


def _set_audit_fields(draft: Draft) -> None:
    record, stored = draft.record, draft.stored
    record.created_by = str(stored.get("CreatedById") or record.created_by)
    record.modified_by = str(stored.get("LastModifiedById") or record.modified_by)
    for name, attribute in (("CreatedDate", "created_at"), ("LastModifiedDate", "modified_at")):
        if stored.get(name):
            setattr(record, attribute, to_second(read_datetime(str(stored[name]))))
    record.modified_at = max(record.created_at, record.modified_at)


def _create(session: Session, drafts: Sequence[Draft]) -> None:
    # In the order of the unique key, so that two calls never wait for each other crosswise.
    ordered = sorted(drafts, key=lambda draft: draft.record.external_key or "")
    records = [draft.record for draft in ordered]
    PracticeRecord.objects.bulk_create(records, ignore_conflicts=True)
    keyed = [draft for draft in ordered if draft.record.external_key]
    if keyed:
        ids = [draft.record.pk for draft in keyed]
        there = set(PracticeRecord.objects.filter(pk__in=ids).values_list("pk", flat=True))
        refuse_late(session, [draft for draft in keyed if draft.record.pk not in there])
    unlucky = take(session, alive(ordered))
    if unlucky:
        PracticeRecord.objects.filter(pk__in=[draft.record.pk for draft in unlucky]).delete()
        refuse_unlucky(unlucky)


def _update(session: Session, drafts: Sequence[Draft]) -> None:
    if not drafts:
        return
    try:
        with transaction.atomic():
            PracticeRecord.objects.bulk_create(
                [draft.record for draft in drafts],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=_CHANGEABLE,
            )
            if take(session, drafts):
                raise IntegrityError("A unique value was taken meanwhile.")
    except IntegrityError:
        # Another call took a unique key that one of them was about to get.
        for draft in drafts:
            draft.refuse(_RACE)
