"""The unique external id: who holds which value (salesforce-facts 7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import Refusal

from .drafts import Draft, alive
from .orgs import Session

# (object, folded value) → id of the record that holds it
Holders = dict[tuple[str, str | None], str]


def refuse_taken_keys(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts whose key another record has, or an earlier one of the same save."""
    holders = _holders(session, drafts)
    for draft in alive(drafts):
        if not draft.record.external_key:
            continue
        place = draft.sobject.name, draft.record.external_key
        holder = holders.setdefault(place, draft.record.sf_id)
        if holder != draft.record.sf_id:
            draft.refuse(taken(draft, holder))


def refuse_late(session: Session, losers: Sequence[Draft]) -> None:
    """Refuse the drafts whose key was taken by another call while they were being judged."""
    holders = _holders(session, losers)
    for draft in losers:
        holder = holders.get((draft.sobject.name, draft.record.external_key), "<unknown>")
        draft.refuse(taken(draft, holder))


def taken(draft: Draft, holder: str) -> Refusal:
    """The error that names the holder by its 15-character id."""
    field = draft.sobject.unique_key
    name = field.name if field and holder[0] != "<" else "<unknown>"
    holder = holder if holder[0] == "<" else holder[:15]
    message = f"duplicate value found: {name} duplicates value on record with id: {holder}"
    return Refusal("DUPLICATE_VALUE", message)


def _holders(session: Session, drafts: Iterable[Draft]) -> Holders:
    asked = [draft for draft in drafts if draft.record.external_key and not draft.refusals]
    if not asked:
        return {}
    found = PracticeRecord.objects.filter(
        org=session.org,
        sobject__in={draft.sobject.name for draft in asked},
        external_key__in={draft.record.external_key for draft in asked},
        deleted=False,
    ).values_list("sobject", "external_key", "sf_id")
    return {(sobject, key): sf_id for sobject, key, sf_id in found}
