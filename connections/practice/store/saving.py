"""Saving records in bulk, in Salesforce's order (salesforce-facts 4).

Targets are found and locked, payloads judged, duplicate rules run, unique keys compared, owners
assigned, rows written: a statement or two for each step, however many records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.db import IntegrityError, transaction

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import Refusal
from connections.practice.rules.saving import strays
from connections.practice.rules.setup import Setup

from .drafts import Draft, Options, Save, Saved, alive
from .duplicating import refuse_duplicates
from .orgs import Session, change_setup
from .payloads import judge_all
from .rows import row_of
from .targets import draft_all
from .uniqueness import refuse_late, refuse_taken_keys

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


def save_all(session: Session, saves: Sequence[Save], options: Options) -> list[Saved]:
    """Save each record by itself, within the running transaction; results in their order.

    Raises Refused, before anything is saved, when the options name an unknown assignment rule.
    """
    session.setup.assignment_rule("Lead", options.assign)
    drafts = draft_all(session, saves)
    renamed = {id(draft): draft.record.name_key for draft in drafts}
    judge_all(session, drafts)
    if options.runs_duplicate_rules:
        refuse_duplicates(session, drafts, options)
    refuse_taken_keys(session, drafts)
    for draft in alive(drafts):
        _stamp(session, draft, options)
    _create(session, [draft for draft in alive(drafts) if draft.creating])
    _update([draft for draft in alive(drafts) if not draft.creating])
    _tell_contacts(session, [one for one in alive(drafts) if _was_renamed(one, renamed)])
    _note_strays(session, alive(drafts))
    return [_saved(draft) for draft in drafts]


def _stamp(session: Session, draft: Draft, options: Options) -> None:
    record = draft.record
    record.seeded = record.seeded or options.seeded
    record.modified_at, record.modified_by = session.now, session.user.id
    rule = session.setup.assignment_rule(draft.sobject.name, options.assign)
    if rule:
        # Assignment runs after the save and wins over an owner that was sent.
        record.owner = rule.owner_for(row_of(record)) or session.setup.default_lead_owner


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


def _update(drafts: Sequence[Draft]) -> None:
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
    except IntegrityError:
        # Another call took a unique key that one of them was about to get.
        for draft in drafts:
            draft.refuse(_RACE)


def _was_renamed(draft: Draft, before: dict[int, str | None]) -> bool:
    known = not draft.creating and draft.sobject.name == "Account"
    return known and before[id(draft)] != draft.record.name_key


def _tell_contacts(session: Session, accounts: Sequence[Draft]) -> None:
    contacts = PracticeRecord.objects.filter(org=session.org, sobject="Contact")
    for draft in accounts:
        own = contacts.filter(values__AccountId=draft.record.sf_id)
        own.update(company_key=draft.record.name_key)


def _note_strays(session: Session, drafts: Sequence[Draft]) -> None:
    found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for draft in drafts:
        found[draft.sobject.name] |= strays(draft.sobject, draft.stored)
    if not any(found.values()):
        return

    def with_strays(setup: Setup) -> Setup:
        for sobject, pairs in found.items():
            setup = setup.with_strays(sobject, pairs)
        return setup

    change_setup(session.org.pk, with_strays, now=session.now)


def _saved(draft: Draft) -> Saved:
    refused = bool(draft.refusals)
    return Saved(
        sobject=draft.sobject.name,
        id="" if refused else draft.record.sf_id,
        created=draft.creating and not refused,
        refusals=draft.refusals,
        matches=draft.matches,
    )
