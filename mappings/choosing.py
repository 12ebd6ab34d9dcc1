"""A value against the list of a picklist: its spelling, whether it is offered, what is near. Pure.

A restricted list refuses what it doesn't offer; another one stores it, and no report counts it
(salesforce-facts 0, trap 4).
"""

from __future__ import annotations

from typing import NamedTuple

from connections.crm import Field, PicklistValue
from mappings.nearness import nearest

_LIKE = 60  # words differ more than slips do: "Renewables" for "Renewable Energy"
CODE = "restricted_value"


class Chosen(NamedTuple):
    """The value as the list spells it; with a ``problem`` the list refuses it."""

    value: str
    note: str = ""
    problem: str = ""
    code: str = ""


def choose(text: str, field: Field) -> Chosen:
    """The list's own value for a text that is a value or a label, in any letter case."""
    if not field.picklist or not text:
        return Chosen(text)
    entry = _entry(text, field)
    if entry is not None and entry.active:
        same = entry.value == text
        return Chosen(entry.value, "" if same else f"“{text}” is “{entry.value}” in the list.")
    if field.restricted_picklist:
        return Chosen(text, problem=_refusal(text, field, is_known=bool(entry)), code=CODE)
    if entry:
        return Chosen(entry.value, f"Salesforce takes “{entry.value}”, but no longer offers it.")
    return Chosen(text, f"Salesforce takes “{text}”, but it isn’t in the list.")


def choose_each(text: str, field: Field) -> Chosen:
    """The same for several, joined with semicolons: without repeats, in the list's order."""
    chosen = [choose(part, field) for one in text.split(";") if (part := one.strip())]
    refused = [one for one in chosen if one.problem]
    if refused:
        sentences = " ".join(dict.fromkeys(one.problem for one in refused))
        return Chosen(text, problem=sentences, code=CODE)
    places = {entry.value: place for place, entry in enumerate(field.picklist)}
    once = dict.fromkeys(one.value for one in chosen)
    ordered = sorted(once, key=lambda value: places.get(value, len(places)))
    notes = dict.fromkeys(one.note for one in chosen if one.note)
    return Chosen(";".join(ordered), " ".join(notes))


def _entry(text: str, field: Field) -> PicklistValue | None:
    """The entry that is meant: an active one first, by value before label, exactly before not."""
    folded = " ".join(text.split()).casefold()
    found = [
        (not one.active, one.value != text, one.label != text, one.value.casefold() != folded, at)
        for at, one in enumerate(field.picklist)
        if folded in {one.value.casefold(), one.label.casefold()} or text in {one.value, one.label}
    ]
    return field.picklist[min(found)[-1]] if found else None


def _refusal(text: str, field: Field, *, is_known: bool) -> str:
    offered = (entry.value for entry in field.picklist if entry.active)
    near = nearest(text[:60], offered, like=_LIKE)
    what = (
        f"{field.label} no longer offers “{text[:60]}”."
        if is_known
        else f"{field.label} doesn’t offer “{text[:60]}”, and takes nothing else than it offers."
    )
    hint = f" The nearest is “{near}”." if near else ""
    return f"{what}{hint} Map the value, or ask the admin to add it."
