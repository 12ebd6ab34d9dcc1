"""Which leads of a batch may be written by a bulk load. Pure.

No row of a load has headers of its own: no duplicate rule can be overridden, and an assignment
rule runs only by its id (salesforce-facts 6). Only people with a key may go: whatever is sent again
must find what the first try wrote.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from connections import bulk
from connections.bulk_port import BulkKind
from connections.crm import Write
from connections.record_ids import full_id, is_record_id
from mappings.rules import OrgRefuses, Rules
from syncs.engine.jobs import Job
from syncs.engine.preparing import Group

# One collection: with fewer records, a job of their own costs more calls than it saves.
WORTH = 200
LONGEST_KEY = 255


def qualifies(rules: Rules) -> bool:
    """Whether anything of this mapping may go into a load."""
    return bool(rules.external_id_field) and rules.org_refuses is not OrgRefuses.SAVE_ANYWAY


def choose(
    groups: Sequence[Group], jobs: Sequence[Job], *, begun: Collection[BulkKind]
) -> dict[BulkKind, list[Group]]:
    """The people that go into loads, by the loads' kinds.

    ``begun``: kinds for which a load is being gathered already; any other has to be worth it.
    """
    found: dict[BulkKind, dict[str, Group]] = {}
    for group in groups:
        kind = _kind(group, jobs)
        if kind is not None:
            found.setdefault(kind, {}).setdefault(key_of(kind, group.folded.writes[0]), group)
    return {
        kind: list(some.values())
        for kind, some in found.items()
        if kind in begun or len(some) >= WORTH
    }


def key_of(kind: BulkKind, write: Write) -> str:
    """By what the row of a write is found again in the results, or of a result among the rows."""
    return folded(kind, write.record_id or str(write.fields[kind.key]))


def folded(kind: BulkKind, key: str) -> str:
    """A key as Salesforce compares it: an external id without regard to case."""
    told = key.strip()
    return (told if kind.external_id_field else full_id(told)).casefold()


def _kind(group: Group, jobs: Sequence[Job]) -> BulkKind | None:
    """The kind of load that may write this person: nobody with a try, several records or tasks."""
    tried = [jobs[at] for at in group.members]
    again = any(one.tries > 1 or one.reached or one.intended for one in tried)
    follows = any(decision.follow for decision in group.folded.decisions)
    if again or follows or len(group.folded.writes) != 1:
        return None
    return kind_of(group.folded.writes[0])


def kind_of(write: Write) -> BulkKind | None:
    """The kind of load that may carry out this write; None for none."""
    if write.allow_save or not bulk.fits(write.fields):
        return None
    if write.record_id:
        return BulkKind(write.sobject)
    rule = "" if write.auto_assign == "FALSE" else write.auto_assign
    key = str(write.fields.get(write.external_id_field) or "").strip()
    if not key or len(key.casefold()) > LONGEST_KEY or (rule and not is_record_id(rule)):
        return None
    return BulkKind(write.sobject, write.external_id_field, full_id(rule))
