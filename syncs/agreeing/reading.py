"""What was typed into a form, as the part of a document that it asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .shapes import MARK, Asked, Many, One, Shape, Slot, Typed, in_case, shape_of
from .words import words_of

MOST_ITEMS = 500

Posted = Mapping[str, Sequence[str]]  # what a browser sends: each name with its values


def read(asked: Iterable[Asked], posted: Posted, at: str = "") -> Typed:
    """The answers to what is asked; what was not sent is left out."""
    found: Typed = {}
    for one in asked:
        value = _read(one, posted, f"{at}{one.name}")
        if value is not None:
            found[one.name] = value
    return found


def _read(one: Asked, posted: Posted, place: str) -> Any:
    if isinstance(one, Slot):
        return _slot(one, posted, place)
    if isinstance(one, Many):
        return _many(one, posted, place)
    return _one(one, posted, place)


def _slot(slot: Slot, posted: Posted, place: str) -> Any:
    values = [value.strip() for value in posted.get(place, ())]
    if slot.kind == "check":
        return values[-1:] == ["1"]
    if slot.kind == "checks":
        return [
            word for one in values for word in words_of(one)
        ]  # one text, where none are offered
    if not values:
        return None
    typed = values[-1]
    if slot.kind == "words":
        return words_of(typed)
    if slot.kind == "number":
        return _number(typed)
    return typed.replace("\r\n", "\n").replace("\x00", "")


def _number(typed: str) -> int | str | None:
    if not typed:
        return None
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else typed


def _one(one: One, posted: Posted, place: str) -> Any:
    name = f"{place}.{one.tag}" if one.tag else place
    kind = (*posted.get(name, ()), "")[0]
    if one.plain:
        return kind or None
    shape = shape_of(one.of, kind)
    return None if shape is None else _shaped(shape, posted, at=in_case(place, kind), tag=one.tag)


def _many(many: Many, posted: Posted, place: str) -> list[Any]:
    found: list[Any] = []
    for number in _numbers(posted, f"{place}."):
        at = f"{place}.{number}"
        kind = (*posted.get(f"{at}.{many.tag or MARK}", ()), "")[0]
        shape = shape_of(many.of, kind)
        if shape is not None and many.plain:
            found.append(kind)
        elif shape is not None:
            found.append(_shaped(shape, posted, at=f"{at}.", tag=many.tag))
    return found


def _numbers(posted: Posted, start: str) -> list[int]:
    heads = {name[len(start) :].partition(".")[0] for name in posted if name.startswith(start)}
    numbers = (int(head) for head in heads if head.isascii() and head.isdecimal() and len(head) < 6)
    return sorted(numbers)[:MOST_ITEMS]


def _shaped(shape: Shape, posted: Posted, *, at: str, tag: str) -> Typed:
    told = {tag: shape.kind} if tag else {}
    return told | read(shape.parts, posted, at)
