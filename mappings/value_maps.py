"""Values that stand for others, and what becomes of one that the map doesn't know. Pure."""

from __future__ import annotations

from typing import NamedTuple

from mappings.nearness import nearest
from mappings.patterns import fits
from mappings.rules import Compare, Unknown, ValueMap


class Mapped(NamedTuple):
    """What the map makes of a text. ``unknown``: it isn't in the map, and that matters."""

    value: str
    note: str = ""
    unknown: Unknown | None = None


def mapped(table: ValueMap, text: str) -> Mapped:
    """The value that the text stands for; the first pair that fits.

    A value that the map itself writes is known. Raises RulesRefused for an unusable pattern.
    """
    if not table.pairs:
        return Mapped(text)
    for value, to in table.pairs:
        if _fits(table.compare, value, text):
            return _written(text, to)
    for _, to in table.pairs:
        if to and _fits(Compare.EXACT if table.compare is Compare.EXACT else Compare.ANY_CASE,
                        to, text):  # fmt: skip
            return _written(text, to)
    return Mapped(text, unknown=None if table.unknown is Unknown.PASS else table.unknown)


def mapped_each(table: ValueMap, text: str) -> Mapped:
    """Like ``mapped``, for several choices joined with semicolons, each by itself."""
    if ";" not in text:
        return mapped(table, text)
    each = [mapped(table, part) for part in text.split(";")]
    value = ";".join(dict.fromkeys(one.value for one in each if one.value))
    stray = next((one for one in each if one.unknown), None)
    if stray:
        return stray
    return Mapped(value, " ".join(one.note for one in each if one.note))


def unknown_sentence(table: ValueMap, text: str) -> str:
    """Why a value that isn't in the map waits for a person."""
    near = nearest(text[:60], (value for value, _ in table.pairs))
    hint = f" The nearest there is “{near}”." if near else ""
    return f"“{text[:60]}” is not in the value map.{hint} Add it to the map."


def _fits(compare: Compare, value: str, text: str) -> bool:
    if compare is Compare.PATTERN:
        return fits(value, text)
    if compare is Compare.EXACT:
        return value.strip() == text
    return value.strip().casefold() == text.casefold()


def _written(text: str, to: str) -> Mapped:
    return Mapped(to, "" if to == text else f"“{text}” is mapped to “{to}”.")
