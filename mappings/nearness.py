"""What somebody may have meant by a word that isn't known. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from connections.crm import Field

# Below this the likeness is chance: "Title" and "Tier" have 67.
LIKE = 72


def nearest(word: str, known: Iterable[str], *, like: int = LIKE) -> str:
    """The known word that is most like this one, letter case aside; "" if none is near.

    ``like`` is from 0 to 100. The same words give the same answer in any order.
    """
    ordered = sorted(set(known))
    same = next((one for one in ordered if one.casefold() == word.casefold()), "")
    if same or not word:
        return same
    found = process.extractOne(
        word, ordered, scorer=_likeness, processor=str.casefold, score_cutoff=like
    )
    return found[0] if found else ""


def nearest_field(word: str, fields: Mapping[str, Field]) -> str:
    """The API name of the field that is called or labelled most like this; "" if none is near."""
    bare = _bare(word)
    known = {_bare(name): name for name in fields} | {
        one.label.casefold(): name for name, one in fields.items() if one.label
    }
    found = nearest(bare, known)
    return known.get(found, "")


def meant(word: str) -> str:
    """The question that goes with a suggestion; "" without one."""
    return f"Did you mean “{word}”?" if word else ""


def _bare(name: str) -> str:
    """ "Lead_Source_Detail__c" as "lead source detail"."""
    return name.removesuffix("__c").replace("_", " ").casefold()


def _likeness(one: str, other: str, **given: object) -> float:
    """Slips of the pen, or one being the beginning or a word of the other."""
    del given
    plain = fuzz.ratio(one, other)
    short = min(len(one), len(other))
    return max(plain, 0.9 * fuzz.token_set_ratio(one, other)) if short > 3 else plain
