"""The writes for all that follows a batch of leads, and what Salesforce's answers mean. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from connections.crm import WriteResult
from connections.errors import explain
from mappings.activities import plan_task
from mappings.follow_values import Followed, FollowOutcome, Item, Known, Step, Steps
from mappings.following import Follow, Kind
from mappings.memberships import membership_sentence, plan_membership

_ALREADY = "DUPLICATE_VALUE"
_LABELS = {"CampaignId": "Campaign", "WhoId": "Name", "ActivityDate": "Due Date",
           "TaskSubtype": "Task Subtype", "CampaignMember": "Campaign Member"}  # fmt: skip


def plan_follow_ups(items: Sequence[Item], org: Known) -> Steps:
    """What has to be written, each membership and each task once."""
    steps = Steps()
    for item in items:
        steps.of[item.ref] = [
            (follow, _planned(item, follow, org, steps=steps)) for follow in item.follow
        ]
    return steps


def outcomes(
    steps: Steps, org: Known, results: Mapping[str, WriteResult]
) -> dict[str, FollowOutcome]:
    """What came of each item, by its ref; ``results`` are by the names of the writes."""
    return {
        ref: FollowOutcome(
            tuple(
                step.settled or _told(follow, step, steps, org=org, result=results[step.write])
                for follow, step in each
            )
        )
        for ref, each in steps.of.items()
    }


def _planned(item: Item, follow: Follow, org: Known, *, steps: Steps) -> Step:
    if follow.problem:
        return Step(settled=Followed(kind=follow.kind, ok=False, sentence=follow.problem))
    way = plan_membership if follow.kind is Kind.CAMPAIGN else plan_task
    return way(item, follow, org, steps=steps)


def _told(follow: Follow, step: Step, steps: Steps, *, org: Known, result: WriteResult) -> Followed:
    write = steps.writes[step.write]
    is_member = follow.kind is Kind.CAMPAIGN
    was_there = is_member and any(one.code == _ALREADY for one in result.failures)
    if not result.ok and not was_there:
        return _refused(follow, steps, step, result=result)
    sentence = f"Logged the task “{follow.subject}”."
    if is_member:
        sentence = membership_sentence(write, org, was_there=was_there)
    return Followed(
        kind=follow.kind,
        ok=True,
        sentence=sentence,
        record_id=result.record_id,
        # Somebody was quicker; the next try finds the member, and sets its status.
        again=was_there and follow.update_status and bool(follow.status),
    )


def _refused(follow: Follow, steps: Steps, step: Step, *, result: WriteResult) -> Followed:
    write, failure = steps.writes[step.write], result.failures[0]
    cause, fix = explain(failure, _LABELS, sobject=write.sobject, sent=write.fields)
    what = (
        f"The task “{follow.subject}” was not logged."
        if follow.kind is Kind.TASK
        else f"No member of the campaign “{follow.campaign}” was added."
    )
    return Followed(
        kind=follow.kind, ok=False, sentence=f"{what} {cause}", fix=fix, again=failure.retry
    )
