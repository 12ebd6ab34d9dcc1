"""Payloads judged, and put into their records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.fields import Field
from connections.practice.rules.ids import to_18
from connections.practice.rules.refusals import Refused
from connections.practice.rules.saving import Judge

from .drafts import Draft, alive
from .orgs import Session
from .rows import fill


def judge_all(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts whose payload is wrong, fill the records of the others."""
    known = _known(session, drafts)
    for draft in alive(drafts):
        judge = Judge(session.setup, draft.sobject, known, creating=draft.creating)
        try:
            draft.stored = judge.judge(draft.payload)
        except Refused as refused:
            draft.refuse(*refused.refusals)
            continue
        fill(draft.record, draft.sobject, draft.stored)
        if draft.sobject.name == "Contact" and "AccountId" in draft.stored:
            draft.record.company_key = known.get(str(draft.stored["AccountId"]))


def _known(session: Session, drafts: Sequence[Draft]) -> Mapping[str, str | None]:
    """The records that the payloads refer to: id → lower-cased name."""
    wanted = set(_referred(drafts))
    if not wanted:
        return {}
    found = PracticeRecord.objects.filter(org=session.org, sf_id__in=wanted, deleted=False)
    return dict(found.values_list("sf_id", "name_key"))


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
    return field.type == "reference" and not {"User", "Group"} & set(field.reference_to)
