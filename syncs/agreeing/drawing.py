"""A form with what was typed, what the org offers and what is wrong, as a page shows it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from syncs.page_values.entries import Add, Case, Cases, Entry, Group, Item, Listing, Part
from syncs.page_values.shell import Choice

from .shapes import (
    MARK,
    Asked,
    Card,
    Flaw,
    Many,
    Offers,
    One,
    Shape,
    Slot,
    Typed,
    in_case,
    place_of,
    shape_of,
)
from .words import text_of

# Values in a form from which on it is drawn lean; a table of 40 lines has about 120.
LONG = 150


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a form is drawn with; ``touched`` is the place of the list that just changed.

    ``is_lean``: in a long table, what a way asks that is not chosen is drawn once it is.
    """

    offers: Offers
    flaws: tuple[Flaw, ...] = ()
    touched: str = ""
    is_lean: bool = False


def draw(cards: Iterable[Card], typed: Typed, paper: Paper) -> tuple[Group, ...]:
    """The cards of the form."""
    paper = replace(paper, is_lean=_size(typed) > LONG)
    return tuple(
        Group(
            id=f"h-{number}",
            title=card.title,
            aside=card.aside,
            parts=_parts(card.asked, typed, paper, at=""),
        )
        for number, card in enumerate(cards, start=1)
    )


def _parts(asked: Iterable[Asked], typed: Typed, paper: Paper, *, at: str) -> tuple[Part, ...]:
    return tuple(_part(one, typed.get(one.name), paper, place=f"{at}{one.name}") for one in asked)


def _part(one: Asked, value: Any, paper: Paper, *, place: str) -> Part:
    if isinstance(one, Slot):
        return _entry(one, value, paper, place=place)
    return _listing(one, value, paper, place=place) if isinstance(one, Many) else (
        _cases(one, value, paper, place=place)
    )  # fmt: skip


def _entry(slot: Slot, value: Any, paper: Paper, *, place: str) -> Entry:
    flaw = _flaw(paper, _places(slot, place))
    options = slot.fixed or paper.offers.of(slot.options)
    kind, text = slot.kind, _text(value)
    if kind == "checks":
        options = _ticked(options, value, in_order=bool(slot.fixed))
        kind, text = ("checks", "") if options else ("words", _text(value))
    elif kind == "select":
        options = _picked(options, text)
        kind = "select" if options else "text"
    return Entry(
        name=place,
        label=slot.label,
        kind=kind,
        value=text,
        choices=options,
        hint=slot.hint,
        error=flaw.sentence if flaw else "",
        better=flaw.better if flaw else "",
        listed=slot.listed if paper.offers.of(slot.listed) else "",
        example=slot.example,
        is_bare=slot.is_bare,
        is_wide=slot.is_wide,
    )


def _places(slot: Slot, place: str) -> tuple[str, ...]:
    own = place_of(place)
    start = own.removesuffix(slot.name)
    return (own, *(start + name for name in slot.also))


def _size(typed: Any) -> int:
    """How many values, each with its parts, somebody typed."""
    inner = typed.values() if isinstance(typed, dict) else typed if isinstance(typed, list) else ()
    return isinstance(typed, dict) + sum(_size(one) for one in inner)


def _flaw(paper: Paper, places: Sequence[str]) -> Flaw | None:
    return next(
        (one for one in paper.flaws for place in places if f"{one.place}.".startswith(f"{place}.")),
        None,
    )


def _said_of(paper: Paper, place: str) -> str:
    """What is wrong with this very place, not with a part of it."""
    return " ".join(one.sentence for one in paper.flaws if one.place == place_of(place))


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, list | tuple):
        return text_of(value)
    return "" if value is None else str(value)


def _ticked(options: tuple[Choice, ...], value: Any, *, in_order: bool) -> tuple[Choice, ...]:
    """The options with their ticks; what is ticked and not offered stays, and stays visible.

    Unless the options have an order of their own, what is ticked comes first, in its order.
    """
    if not options:
        return ()
    given = [str(one) for one in value or ()]
    labels = {one.value: one.label for one in options}
    rest = [one for one in labels if in_order or one not in given]
    shown = [*(one for one in given if not in_order or one not in labels), *rest]
    return tuple(Choice(one, labels.get(one, one), chosen=one in given) for one in shown)


def _picked(options: tuple[Choice, ...], value: str) -> tuple[Choice, ...]:
    if not options:
        return ()
    stranger = () if value in {one.value for one in options} else (Choice(value, value),)
    return tuple(
        Choice(one.value, one.label, chosen=one.value == value) for one in (*stranger, *options)
    )


def _listing(many: Many, value: Any, paper: Paper, *, place: str) -> Listing:
    items = value if isinstance(value, list) else []
    used = {_kind(many, one) for one in items}
    return Listing(
        place=place,
        title=many.title,
        items=tuple(
            _item(many, one, paper, place=f"{place}.{number}", last=len(items) - 1)
            for number, one in enumerate(items)
        ),
        adds=tuple(
            Add(value=f"add:{place}:{one.kind}", label=one.add)
            for one in many.of
            if not (many.once and one.kind in used)
        ),
        empty=many.empty,
        error=_said_of(paper, place),
        is_loose=many.is_loose,
        is_touched=place_of(place) == paper.touched,
    )


def _kind(many: Many, typed: Any) -> str:
    if many.plain:
        return str(typed)
    return str(typed.get(many.tag, "")) if many.tag else many.of[0].kind


def _item(many: Many, typed: Any, paper: Paper, *, place: str, last: int) -> Item:
    number = int(place.rpartition(".")[2])
    kind = _kind(many, typed)
    shape = shape_of(many.of, kind) or Shape(kind=kind, label=kind)
    given = typed if isinstance(typed, dict) else {}
    return Item(
        place=place,
        number=number + 1,
        title=(shape.title(given) if shape.title else "") or shape.label,
        tag=f"{place}.{many.tag or MARK}",
        tagged=kind,
        blurb=shape.effect,
        parts=_parts(shape.parts, given, paper, at=f"{place}."),
        is_first=number == 0,
        is_last=number == last,
        error=_said_of(paper, place),
    )


def _cases(one: One, value: Any, paper: Paper, *, place: str) -> Cases:
    given = value if isinstance(value, dict) else {}
    kind = str(value or "") if one.plain else str(given.get(one.tag, ""))
    name = f"{place}.{one.tag}" if one.tag else place
    return Cases(
        name=name,
        title=one.title,
        error=_said_of(paper, place) or (_said_of(paper, name) if name != place else ""),
        is_small=one.is_small,
        cases=tuple(
            _chosen(shape, given, paper, place=place)
            if shape.kind == kind
            else _other(shape, paper, place, bare=paper.is_lean and one.is_small)
            for shape in one.of
        ),
    )


def _chosen(shape: Shape, typed: Typed, paper: Paper, *, place: str) -> Case:
    parts = _parts(shape.parts, typed, paper, at=in_case(place, shape.kind))
    return Case(value=shape.kind, label=shape.label, effect=shape.effect, chosen=True, parts=parts)


def _other(shape: Shape, paper: Paper, place: str, *, bare: bool) -> Case:
    """A way that is not chosen, as it would begin; no flaw is its own."""
    asked = () if bare else shape.parts
    parts = _parts(asked, shape.new, Paper(offers=paper.offers), at=in_case(place, shape.kind))
    return Case(value=shape.kind, label=shape.label, effect=shape.effect, parts=parts)
