"""The sentences that say why a field was written or kept, for whoever runs the org. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mappings.guards import Case, is_at_least, refuses
from mappings.ownership import Result, Ruling
from mappings.rules import (
    HigherOf,
    IfBlank,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    SourceNewer,
    WhileDefault,
    WhileField,
)
from mappings.values import as_text, is_blank

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class About:
    """What the sentences call things. ``rule`` is the field's ownership in words, ``other`` what
    people call the field that a guard looks at."""

    title: str
    sobject: str
    rule: str
    labels: tuple[tuple[str, str], ...] = ()

    def name_of(self, field: str) -> str:
        """What people call another field."""
        return next((label for name, label in self.labels if name == field), field)


def tell(ruling: Ruling, case: Case, about: About, *, is_placeholder: bool = False) -> str:
    """Why the ruling came out as it did, in whole sentences.

    ``is_placeholder``: what is offered is a filler because it stands for nothing.
    """
    if ruling.result is Result.WRITTEN:
        return _written(ruling, case, about, is_placeholder=is_placeholder)
    if ruling.result is Result.SAME:
        return "Salesforce already has this value."
    if ruling.word == "blank":
        return "The source sent nothing, so it stays as it is."
    if ruling.word == "stand_in":
        return _filler_kept(case, is_placeholder=is_placeholder)
    why = _WHY_KEPT.get(type(ruling.by))
    after = " First touch stays." if isinstance(ruling.by, OnCreate) else ""
    return f"{why(case, about) if why else ''} Rule: {about.rule}.{after}".lstrip()


def too_long(ruling: Ruling, case: Case) -> str:
    """Why nothing was added to a text that would not fit."""
    return (
        f"With this lead’s part it would have {len(ruling.value):,} characters; Salesforce keeps "
        f"{case.offer.terms.length:,}. Nothing was cut. Shorten the text in Salesforce, or let "
        "the mapping cut what it adds."
    )


def day(at: datetime, around: datetime) -> str:
    """ "16 November", with its year if that is not the year of ``around``. Days are UTC's."""
    told = f"{at.day} {at:%B}"
    return told if at.year == around.year else f"{told} {at.year}"


def _written(ruling: Ruling, case: Case, about: About, *, is_placeholder: bool) -> str:
    if ruling.word == "new":
        return _new(case, about, is_placeholder=is_placeholder)
    return f"{_room(case)} Rule: {about.rule}.".lstrip()


def _room(case: Case) -> str:
    """What made room for the new value, if that is worth a sentence."""
    held, guards = case.held, case.offer.terms.guards
    if is_blank(held.value):
        return "Salesforce was blank."
    if case.is_open:
        return f"“{_shown(held.value)}” stands for nothing, so it counts as blank."
    if any(isinstance(guard, WhileDefault) for guard in guards):
        return f"It was still {_shown(held.value)}."
    if held.ours and any(isinstance(guard, OursUntilEdited) for guard in guards):
        return "It was still what Inlet wrote."
    return ""


def _new(case: Case, about: About, *, is_placeholder: bool) -> str:
    new = f"The {about.sobject} is new."
    if not case.offer.filler:
        return new
    if is_placeholder:
        return f"{new} “{_shown(case.offer.value)}” stands for nothing, but nothing else came."
    return f"{new} The source sent nothing, so it has the default."


def _filler_kept(case: Case, *, is_placeholder: bool) -> str:
    if is_placeholder:
        return f"“{_shown(case.offer.value)}” stands for nothing, so it replaces nothing."
    return "The source sent nothing. The default is for new records only."


def _of_salesforce(case: Case, about: About) -> str:
    return _by_whom(case, about) or "Salesforce has a value."


def _another(case: Case, about: About) -> str:
    """What the other field says, for a guard that looks at one."""
    return " ".join(
        f"{about.name_of(guard.field)} is {_told(case.other(guard.field))}."
        for guard in case.offer.terms.guards
        if isinstance(guard, WhileField) and refuses(guard, case)
    )


def _told(value: Any) -> str:
    return "blank" if is_blank(value) else _shown(value)


def _by_whom(case: Case, about: About) -> str:
    """Who changed what Inlet had written, and when; "" if nobody is known to have."""
    held = case.held
    if held.ours or not held.changed or not held.by or held.at is None:
        return ""
    when = day(held.at, case.at)
    return f"{about.title} was kept: {held.by} changed it on {when}, so it is theirs now."


def _not_ours(case: Case, about: About) -> str:
    if told := _by_whom(case, about):
        return told
    if case.held.changed:
        return "It is no longer what Inlet wrote."
    return "Inlet did not write what Salesforce has."


def _edited(case: Case, about: About) -> str:
    held = case.held
    if held.at is None:
        return ""
    by, when = held.by or "somebody", day(held.at, case.at)
    what = "it" if held.changed else f"the {about.sobject}"
    return f"{about.title} was kept: {by} changed {what} on {when}."


def _newer(case: Case, about: About) -> str:
    held = case.held
    if held.at is None:
        return ""
    if held.ours:
        return f"It is from a lead of {day(held.at, case.at)}, which happened later."
    by, when = held.by or "somebody", day(held.at, case.at)
    what = "it" if held.changed else f"the {about.sobject}"
    return f"{about.title} was kept: {by} changed {what} on {when}, after this lead happened."


def _fresh(case: Case, _: About) -> str:
    age = case.age
    if age is None or age.total_seconds() < 0:
        return "It is newer than this lead."
    days = "1 day" if age.days == 1 else f"{age.days:,} days"
    return f"It was {days} old when this lead happened."


def _higher(case: Case, _: About) -> str:
    held, offered = _shown(case.held.value), _shown(case.offer.value)
    guards = (one for one in case.offer.terms.guards if isinstance(one, HigherOf))
    if any(is_at_least(case.held.value, case.offer.value, one.order) is None for one in guards):
        return f"Nobody can say which is higher, {held} or {offered}."
    return f"Salesforce has {held}, the lead {offered}."


def _shown(value: Any) -> str:
    text = as_text(value).strip()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN].rstrip()}…"


_WHY_KEPT: dict[type, Callable[[Case, About], str]] = {
    IfBlank: _of_salesforce,
    WhileDefault: _by_whom,
    OursUntilEdited: _not_ours,
    NotEditedWithin: _edited,
    WhileField: _another,
    SourceNewer: _newer,
    RefreshAfter: _fresh,
    HigherOf: _higher,
}
