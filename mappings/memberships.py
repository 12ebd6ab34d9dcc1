"""Campaign membership: what has to be written for a person, and what came of it. Pure.

Somebody who is a member already is fine. A status that the campaign doesn't have would become
its default one without a word (salesforce-facts 10.4), so it is refused here.
"""

from __future__ import annotations

from dataclasses import replace

from connections.crm import Write
from connections.record_ids import full_id
from mappings.follow_values import Followed, Item, Known, Step, Steps, is_campaign_id
from mappings.following import Follow, Kind
from mappings.nearness import meant, nearest


def plan_membership(item: Item, follow: Follow, org: Known, *, steps: Steps) -> Step:
    """How the person becomes a member; a write that is needed goes into ``steps``."""
    found = _resolved(follow.campaign, org)
    if isinstance(found, Followed):
        return Step(settled=found)
    status, listed = follow.status, org.statuses.get(found, ())
    if status and listed:
        status = next((one for one in listed if one.casefold() == status.casefold()), "")
        if not status:
            return Step(settled=_no_status(follow, org.campaigns[found], listed))
    name = f"member {found} {item.record_id}"  # read again by membership_sentence
    member = org.members.get((found, item.record_id))
    wants = bool(status) and follow.update_status
    planned = steps.writes.get(name)
    if planned is not None:
        if wants:
            steps.writes[name] = replace(planned, fields={**planned.fields, "Status": status})
        return Step(name)
    if member is None:
        steps.writes[name] = _creation(name, item, campaign=found, status=status)
        return Step(name)
    if not wants or member.fields.get("Status") == status:
        return Step(settled=_well(f"Already a member of the campaign “{org.campaigns[found]}”.",
                                  member.id))  # fmt: skip
    steps.writes[name] = Write(name, "CampaignMember", {"Status": status}, record_id=member.id)
    return Step(name)


def membership_sentence(write: Write, org: Known, *, was_there: bool) -> str:
    """What a membership that went well came to."""
    name = org.campaigns[write.ref.split()[1]]
    status = write.fields.get("Status")
    if write.record_id:
        return f"The status in the campaign “{name}” became “{status}”."
    if was_there:
        return f"Already a member of the campaign “{name}”."
    return f"Became a member of the campaign “{name}”" + (f", “{status}”." if status else ".")


def _creation(name: str, item: Item, *, campaign: str, status: str) -> Write:
    who = {f"{item.sobject}Id": item.record_id}
    fields = {"CampaignId": campaign, **who, **({"Status": status} if status else {})}
    return Write(name, "CampaignMember", fields)


def _resolved(asked: str, org: Known) -> str | Followed:
    """The campaign's id, or why there is none."""
    if is_campaign_id(asked):
        found = [full_id(asked)] if full_id(asked) in org.campaigns else []
    else:
        same = asked.strip().casefold()
        found = [one for one, name in org.campaigns.items() if name.strip().casefold() == same]
    if len(found) == 1:
        return found[0]
    if found:
        return _ill(
            f"{len(found)} campaigns are called “{asked}”. Inlet never picks one at random.",
            "Name the campaign by its id in the mapping.",
        )
    return _ill(
        f"There is no campaign “{asked}” that Inlet can see.",
        "Check the name in the mapping, and whether Inlet’s user may see the campaign.",
    )


def _no_status(follow: Follow, campaign: str, listed: tuple[str, ...]) -> Followed:
    near = nearest(follow.status, listed)
    return _ill(
        f"The campaign “{campaign}” has no status “{follow.status}”. {meant(near)}".rstrip(),
        f"Use one of its statuses: {', '.join(listed)}. Or add this one to the campaign.",
    )


def _well(sentence: str, record_id: str) -> Followed:
    return Followed(kind=Kind.CAMPAIGN, ok=True, sentence=sentence, record_id=record_id)


def _ill(sentence: str, fix: str) -> Followed:
    return Followed(kind=Kind.CAMPAIGN, ok=False, sentence=sentence, fix=fix)
