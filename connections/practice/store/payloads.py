"""Payloads judged, and put into their records: everything up to the duplicate rules (facts 4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from connections.practice.models import PracticeRecord
from connections.practice.rules.fields import Field
from connections.practice.rules.ids import to_18
from connections.practice.rules.marketing import (
    check_member,
    member_key,
    settled_member,
    settled_task,
)
from connections.practice.rules.record_types import FIELD_NAME
from connections.practice.rules.refusals import Refusal, Refused
from connections.practice.rules.saving import Judge
from connections.practice.rules.values import Value

from .drafts import Draft, alive
from .members import MEMBER, Statuses, statuses_for
from .orgs import Session
from .permitting import sees
from .rows import fill, row_of
from .validating import OrgRules

_NO_CAMPAIGNS = Refusal(
    "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id"
)


@dataclass(frozen=True, slots=True)
class _Known:
    """The records that payloads refer to: id → lower-cased name; which are converted Leads."""

    names: Mapping[str, str | None]
    converted: frozenset[str]


def judge_all(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts that are wrong or break a rule, fill the records of the others."""
    living = alive(drafts)
    bench = _Bench(session, _known(session, living), statuses_for(session, living))
    for draft in living:
        try:
            bench.judge(draft)
        except Refused as refused:
            draft.refuse(*refused.refusals)


class _Bench:
    """Judges one draft after the other."""

    def __init__(self, session: Session, known: _Known, statuses: Statuses) -> None:
        self._session, self._known, self._statuses = session, known, statuses
        self._rules = OrgRules(session)

    def judge(self, draft: Draft) -> None:
        """Check a draft and fill its record. Raises Refused."""
        creating, name = draft.creating, draft.sobject.name
        before = row_of(draft.record)
        judge = Judge(
            self._session.setup,
            draft.sobject,
            self._known.names,
            creating=creating,
            converted=self._known.converted,
            current={} if creating else before,
        )
        self._rules.meet(name, before, stage="locked", creating=creating)
        self._check_campaign(draft)
        stored = self._settled(name, judge.read(draft.payload), {} if creating else before)
        after = {**before, **stored}
        for stage in ("early", "before"):
            self._rules.meet(name, after, stage=stage, creating=creating)
        judge.check_required(stored)
        if creating and name == MEMBER:
            check_member(stored)
        draft.stored = stored
        self._fill(draft)
        self._rules.validate(
            draft.sobject, {**row_of(draft.record), **stored}, None if creating else before
        )

    def _check_campaign(self, draft: Draft) -> None:
        setup = self._session.setup
        markets = self._session.user.marketing_user or not setup.viewer
        if draft.sobject.name == "Campaign" and draft.creating and not markets:
            raise Refused(_NO_CAMPAIGNS)

    def _settled(
        self, name: str, stored: dict[str, Value], before: Mapping[str, Any]
    ) -> dict[str, Value]:
        if name == "Task":
            return settled_task(stored, before)
        if name != MEMBER:
            return stored
        campaign = str(stored.get("CampaignId") or before.get("CampaignId") or "")
        today = self._session.now.date()
        return settled_member(stored, before, self._statuses.get(campaign, ()), today=today)

    def _fill(self, draft: Draft) -> None:
        fill(draft.record, draft.sobject, draft.stored)
        if draft.sobject.name == "Contact" and "AccountId" in draft.stored:
            draft.record.company_key = self._known.names.get(str(draft.stored["AccountId"]))
        if draft.sobject.name == MEMBER:
            draft.record.external_key = member_key(draft.record.values)


def _known(session: Session, drafts: Sequence[Draft]) -> _Known:
    wanted = set(_referred(drafts))
    if not wanted:
        return _Known({}, frozenset())
    found = PracticeRecord.objects.filter(org=session.org, sf_id__in=wanted, deleted=False)
    rows = [
        row
        for row in found.values_list("sf_id", "name_key", "values__IsConverted", "sobject", "owner")
        if sees(session, row[3], row[4])
    ]
    converted = frozenset(row[0] for row in rows if row[2])
    return _Known({row[0]: row[1] for row in rows}, converted)


def _referred(drafts: Iterable[Draft]) -> Iterable[str]:
    for draft in drafts:
        for name, value in draft.payload.items():
            field = draft.sobject.field(name)
            if field and _leads_to_records(field) and isinstance(value, str):
                try:
                    yield to_18(value)
                except ValueError:
                    continue  # the judge says what is wrong with it


def _leads_to_records(field: Field) -> bool:
    people = {"User", "Group"} & set(field.reference_to)
    return field.type == "reference" and not people and field.name != FIELD_NAME
