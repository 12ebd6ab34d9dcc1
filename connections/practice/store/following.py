"""What follows from saved records: other records, and entries in picklists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.saving import strays
from connections.practice.rules.setup import Setup

from .drafts import Draft
from .members import begin_campaigns
from .orgs import Session
from .setups import change_setup


def follow(session: Session, drafts: Sequence[Draft], names: Mapping[int, str | None]) -> None:
    """See to everything that the saved drafts bring along.

    `names`: what the records were called before, lower-cased, by the id() of their drafts.
    """
    _tell_contacts(session, [draft for draft in drafts if _was_renamed(draft, names)])
    begin_campaigns(session, drafts)
    _note_strays(session, drafts)


def _was_renamed(draft: Draft, before: Mapping[int, str | None]) -> bool:
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
