"""Campaign members and tasks of a batch, through the port: one call to look, one to write."""

from __future__ import annotations

from collections.abc import Sequence

from connections import soql
from connections.crm import Crm
from mappings.follow_plans import outcomes, plan_follow_ups
from mappings.follow_values import FollowOutcome, Item, Known, campaigns_named, known
from mappings.following import Kind

__all__ = ["FollowOutcome", "Item", "follow"]

# Its writes are records of the org like any other, but no Lead: nothing assigns them.
BATCH = 1000
# Characters of names in one statement, of which SOQL takes 100,000.
ROOM = 40_000


def follow(crm: Crm, items: Sequence[Item]) -> dict[str, FollowOutcome]:
    """What came of all that follows these leads, by their refs.

    No call without anything to do, else one to look and one to write for a thousand records.
    Raises what the org raises for a whole call; another try is safe then, with ``is_repeat``.
    """
    if len(items) > 1 and _is_too_much(items):
        half = len(items) // 2
        return follow(crm, items[:half]) | follow(crm, items[half:])
    org = _look(crm, items)
    steps = plan_follow_ups(items, org)
    writes = list(steps.writes.values())
    written = [
        result
        for at in range(0, len(writes), BATCH)
        for result in crm.write(writes[at : at + BATCH]).results
    ]
    return outcomes(steps, org, {result.ref: result for result in written})


def _is_too_much(items: Sequence[Item]) -> bool:
    """Whether one statement can't hold all the names; only with names that the leads bring."""
    _, names = campaigns_named(items)
    subjects = {subject for _, subject in _logged(items)}
    return any(sum(map(len, some)) > ROOM for some in (names, subjects))


def _look(crm: Crm, items: Sequence[Item]) -> Known:
    """What the org holds of the campaigns and tasks in question."""
    selects = [*_campaign_queries(items), *_task_queries(items)]
    rows = crm.find(selects) if selects else []
    return known(record for found in rows for record in found)


def _campaign_queries(items: Sequence[Item]) -> list[soql.Select]:
    """The campaigns, their statuses, and the members among these people."""
    ids, names = campaigns_named(items)
    if not ids and not names:
        return []
    asked = soql.any_of(soql.within("Id", ids), soql.within("Name", names))
    of_asked = soql.within_select("CampaignId", soql.select("Campaign", ["Id"], where=asked))
    queries = [
        soql.select("Campaign", ["Id", "Name"], where=asked),
        soql.select("CampaignMemberStatus", ["Id", "CampaignId", "Label"], where=of_asked,
                    order_by="SortOrder"),
    ]  # fmt: skip
    for sobject in ("Lead", "Contact"):
        people = sorted({one.record_id for one in items if one.sobject == sobject and _joins(one)})
        if people:
            columns = ["Id", "CampaignId", f"{sobject}Id", "Status"]
            where = soql.all_of(of_asked, soql.within(f"{sobject}Id", people))
            queries.append(soql.select("CampaignMember", columns, where=where))
    return queries


def _joins(item: Item) -> bool:
    return any(one.kind is Kind.CAMPAIGN for one in item.follow)


def _task_queries(items: Sequence[Item]) -> list[soql.Select]:
    """The tasks that an earlier try may have logged. A description can't be searched for."""
    repeats = _logged(items)
    if not repeats:
        return []
    where = soql.all_of(
        soql.within("WhoId", sorted({who for who, _ in repeats})),
        soql.within("Subject", sorted({subject for _, subject in repeats})),
    )
    return [soql.select("Task", ["Id", "WhoId", "Description"], where=where)]


def _logged(items: Sequence[Item]) -> list[tuple[str, str]]:
    """Whose task an earlier try may have logged, and its subject."""
    return [
        (item.record_id, one.subject)
        for item in items
        if item.is_repeat
        for one in item.follow
        if one.kind is Kind.TASK and not one.problem
    ]
