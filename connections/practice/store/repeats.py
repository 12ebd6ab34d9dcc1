"""Saves of one call that are about the same record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from connections.practice.rules.refusals import Refusal

from .columns import key_value
from .drafts import Draft


def refuse_repeats(drafts: Sequence[Draft]) -> None:
    """Refuse all saves of one external id, and all but the first of one id."""
    keys = Counter(_repeat_key(draft) for draft in drafts)
    seen = set()
    for draft in drafts:
        key = _repeat_key(draft)
        if draft.save.key and keys[key] > 1:
            message = f"Duplicate external id specified: {draft.save.key[1]}"
            draft.refuse(Refusal("DUPLICATE_VALUE", message, (draft.save.key[0].name,)))
        elif draft.save.record_id and key in seen:
            draft.refuse(Refusal("DUPLICATE_VALUE", f"Duplicate id in list: {key}"))
        seen.add(key)


def _repeat_key(draft: Draft) -> object:
    if draft.save.key:
        return draft.sobject.name, key_value(*draft.save.key)
    return draft.save.record_id[:15] if draft.save.record_id else id(draft)
