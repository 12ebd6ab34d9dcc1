"""Unique values: who holds which (salesforce-facts 7.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connections.practice.models import PracticeRecord
from connections.practice.rules.refusals import Refusal

from . import keys
from .drafts import Draft, alive
from .keys import UNKNOWN
from .members import MEMBER
from .orgs import Session
from .permitting import sees

# (object, folded value) → id of the record that holds it
Holders = dict[tuple[str, str | None], str]
_MEMBER_ALREADY = Refusal("DUPLICATE_VALUE", "Already a campaign member.")


def refuse_taken_keys(session: Session, drafts: Sequence[Draft]) -> None:
    """Refuse the drafts with a value that another record has, or an earlier one of this save."""
    holders, others = _holders(session, drafts), keys.holders(session, alive(drafts))
    for draft in alive(drafts):
        if draft.record.external_key:
            place = draft.sobject.name, draft.record.external_key
            holder = holders.setdefault(place, draft.record.sf_id)
            if holder != draft.record.sf_id:
                draft.refuse(taken(draft, holder))
                continue
        _refuse_other(draft, others)


def _refuse_other(draft: Draft, others: dict[keys.Place, str]) -> None:
    for place, field in keys.places(draft):
        holder = others.setdefault(place, draft.record.sf_id)
        if holder != draft.record.sf_id:
            draft.refuse(_clash(field.name, holder))
            return


def refuse_late(session: Session, losers: Sequence[Draft]) -> None:
    """Refuse the drafts whose key was taken by another call while they were being judged."""
    holders = _holders(session, losers)
    for draft in losers:
        holder = holders.get((draft.sobject.name, draft.record.external_key), UNKNOWN)
        draft.refuse(taken(draft, holder))


def taken(draft: Draft, holder: str) -> Refusal:
    """The error that names the holder by its 15-character id."""
    if draft.sobject.name == MEMBER:
        return _MEMBER_ALREADY
    field = draft.sobject.unique_key
    return _clash(field.name if field else UNKNOWN, holder)


def _clash(name: str, holder: str) -> Refusal:
    name, holder = (UNKNOWN, UNKNOWN) if holder == UNKNOWN else (name, holder[:15])
    message = f"duplicate value found: {name} duplicates value on record with id: {holder}"
    return Refusal("DUPLICATE_VALUE", message)


def refuse_unlucky(losers: Sequence[Draft]) -> None:
    """Refuse the drafts of which another call took a unique value in the meantime."""
    for draft in losers:
        draft.refuse(_clash(UNKNOWN, UNKNOWN))


def _holders(session: Session, drafts: Iterable[Draft]) -> Holders:
    asked = [draft for draft in drafts if draft.record.external_key and not draft.refusals]
    if not asked:
        return {}
    found = PracticeRecord.objects.filter(
        org=session.org,
        sobject__in={draft.sobject.name for draft in asked},
        external_key__in={draft.record.external_key for draft in asked},
        deleted=False,
    ).values_list("sobject", "external_key", "sf_id", "owner")
    return {
        (sobject, key): sf_id if sees(session, sobject, owner) else UNKNOWN
        for sobject, key, sf_id, owner in found
    }
