"""Saving records in bulk, in Salesforce's order (salesforce-facts 4).

Targets are found and locked, payloads judged, duplicate rules run, unique keys compared, owners
assigned, rows written: a statement or two for each step, however many records.
"""

from __future__ import annotations

from collections.abc import Sequence

from connections.practice.rules.refusals import Refusal, Refused

from .administering import administer
from .drafts import Draft, Saved, alive
from .duplicate_sets import note_duplicates
from .duplicating import refuse_duplicates
from .following import follow
from .locking import refuse_locked
from .oracle import sign
from .orgs import Session
from .payloads import judge_all
from .permitting import refuse_forbidden, refuse_transfers
from .rows import row_of
from .saves import Options, Save
from .targets import draft_all
from .uniqueness import refuse_taken_keys
from .validating import OrgRules
from .writing import write_all

_FULL = Refusal("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded")


def save_all(session: Session, saves: Sequence[Save], options: Options) -> list[Saved]:
    """Save each record by itself, within the running transaction; results in their order.

    Raises Refused, before anything is saved, when the options name an unknown assignment rule.
    """
    session.setup.assignment_rule("Lead", options.assign)
    sign(session)
    if saves and not saves[0].sobject.stored:
        return administer(session, saves)
    drafts = draft_all(session, saves)
    refuse_locked(session, drafts)
    refuse_forbidden(session, drafts)
    refuse_transfers(session, drafts)
    names = {id(draft): draft.record.name_key for draft in drafts}
    judge_all(session, drafts)
    runs = options.runs_duplicate_rules
    duplicates = refuse_duplicates(session, drafts, options) if runs else []
    refuse_taken_keys(session, drafts)
    _refuse_at_last(session, drafts)
    write_all(session, drafts, options)
    follow(session, alive(drafts), names)
    note_duplicates(session, duplicates)
    return [_saved(draft) for draft in drafts]


def _refuse_at_last(session: Session, drafts: Sequence[Draft]) -> None:
    """What Salesforce finds out only when it writes: full storage, triggers after the save."""
    rules, full = OrgRules(session), session.setup.switches.storage_full
    for draft in alive(drafts):
        if full and draft.creating:
            draft.refuse(_FULL)
            continue
        try:
            rules.meet(
                draft.sobject.name, row_of(draft.record), stage="late", creating=draft.creating
            )
        except Refused as refused:
            draft.refuse(*refused.refusals)


def _saved(draft: Draft) -> Saved:
    refused = bool(draft.refusals)
    return Saved(
        sobject=draft.sobject.name,
        id="" if refused else draft.record.sf_id,
        created=draft.creating and not refused,
        refusals=draft.refusals,
        matches=draft.matches,
    )
