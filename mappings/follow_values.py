"""What has to follow for which record, what the org knows of it, and what came of it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from connections.crm import Record, Write
from connections.record_ids import full_id, is_record_id
from mappings.following import Follow, Kind

_CAMPAIGN_PREFIX = "701"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One lead whose record is there. ``ref`` is the caller's own name for it.

    ``sobject`` is "Lead" or "Contact". With ``is_repeat`` an earlier try may have written the
    tasks, so they are looked for first.
    """

    ref: str
    lead_key: str
    sobject: str
    record_id: str
    follow: tuple[Follow, ...]
    is_repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What came of one thing that follows. With ``again`` the same may go well later."""

    kind: Kind
    ok: bool
    sentence: str
    fix: str = ""
    record_id: str = ""
    again: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The value as JSON has it."""
        return asdict(self) | {"kind": self.kind.value}


@dataclass(frozen=True, slots=True)
class FollowOutcome:
    """What came of all that follows one lead, in the order of ``Item.follow``."""

    done: tuple[Followed, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether everything that follows is there."""
        return all(one.ok for one in self.done)

    @property
    def again(self) -> bool:
        """Whether another try may bring what is missing."""
        return any(one.again for one in self.done)

    def to_dict(self) -> dict[str, Any]:
        """The outcome as JSON values."""
        return {"done": [one.to_dict() for one in self.done]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the org holds of the campaigns and tasks in question.

    ``members`` is by campaign and person, ``tasks`` has the descriptions by person.
    """

    campaigns: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    members: Mapping[tuple[str, str], Record] = field(default_factory=dict)
    tasks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """How one thing that follows is done: by the write with this name, or it is settled."""

    write: str = ""
    settled: Followed | None = None


@dataclass(slots=True)
class Steps:
    """The writes of a batch by name, and the steps of each item."""

    writes: dict[str, Write] = field(default_factory=dict)
    of: dict[str, list[tuple[Follow, Step]]] = field(default_factory=dict)


def known(records: Iterable[Record]) -> Known:
    """What rows of Campaign, CampaignMemberStatus, CampaignMember and Task say."""
    campaigns: dict[str, str] = {}
    statuses: dict[str, tuple[str, ...]] = {}
    members: dict[tuple[str, str], Record] = {}
    tasks: dict[str, tuple[str, ...]] = {}
    for row in records:
        fields, campaign = row.fields, str(row.fields.get("CampaignId") or "")
        if row.sobject == "Campaign":
            campaigns[row.id] = str(fields.get("Name") or "")
        elif row.sobject == "CampaignMemberStatus":
            statuses[campaign] = (*statuses.get(campaign, ()), str(fields.get("Label") or ""))
        elif row.sobject == "CampaignMember":
            members[campaign, str(fields.get("ContactId") or fields.get("LeadId") or "")] = row
        elif row.sobject == "Task":
            who = str(fields.get("WhoId") or "")
            tasks[who] = (*tasks.get(who, ()), str(fields.get("Description") or ""))
    return Known(campaigns=campaigns, statuses=statuses, members=members, tasks=tasks)


def is_campaign_id(text: str) -> bool:
    """Whether the text names a campaign by its id; else it is a name."""
    return text.startswith(_CAMPAIGN_PREFIX) and is_record_id(text)


def campaigns_named(items: Sequence[Item]) -> tuple[list[str], list[str]]:
    """The campaigns that are asked for, by id (18 characters) and by name."""
    asked = {
        follow.campaign
        for item in items
        for follow in item.follow
        if follow.kind is Kind.CAMPAIGN and not follow.problem
    }
    ids = sorted({full_id(one) for one in asked if is_campaign_id(one)})
    return ids, sorted(one for one in asked if not is_campaign_id(one))
