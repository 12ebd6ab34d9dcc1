"""Campaign members on their way in, and the statuses that their campaigns list (facts 10.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.ids import to_18
from connections.practice.rules.marketing import FIRST_STATUSES

from .drafts import Draft
from .making import new_record
from .orgs import Session

Statuses = Mapping[str, Sequence[Mapping[str, Any]]]
MEMBER, STATUS = "CampaignMember", "CampaignMemberStatus"


def statuses_for(session: Session, drafts: Sequence[Draft]) -> Statuses:
    """The statuses, by the campaign's id, that the members among the drafts may have."""
    campaigns = {_campaign(draft) for draft in drafts if draft.sobject.name == MEMBER} - {""}
    if not campaigns:
        return {}
    found: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    rows = PracticeRecord.objects.filter(
        org=session.org, sobject=STATUS, deleted=False, values__CampaignId__in=sorted(campaigns)
    )
    for values in rows.order_by("sf_id").values_list("values", flat=True):
        found[values.get("CampaignId", "")].append(values)
    return found


def _campaign(draft: Draft) -> str:
    sent = {name.lower(): value for name, value in draft.payload.items()}
    try:
        return to_18(str(sent.get("campaignid") or draft.record.values.get("CampaignId") or ""))
    except ValueError:
        return ""  # the judge says what is wrong with it


def begin_campaigns(session: Session, drafts: Sequence[Draft]) -> None:
    """Give each new campaign among the drafts its first two statuses."""
    new = [draft.record for draft in drafts if draft.creating and draft.sobject.name == "Campaign"]
    PracticeRecord.objects.bulk_create(
        [_status(session, campaign, first) for campaign in new for first in FIRST_STATUSES]
    )


def _status(
    session: Session, campaign: PracticeRecord, first: tuple[str, int, bool, bool]
) -> PracticeRecord:
    label, order, default, responded = first
    return new_record(
        session,
        STATUS,
        {
            "CampaignId": campaign.sf_id,
            "Label": label,
            "SortOrder": order,
            "IsDefault": default,
            "HasResponded": responded,
        },
    )
