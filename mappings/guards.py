"""What each guard says about one lead's value for one field. Pure.

A guard that lets blanks be filled does so as well for what stands for nothing, a placeholder
or a default that Inlet itself put there (``Case.is_open``); a blank that somebody made of
Inlet's value is an edit like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from mappings.conditions import holds
from mappings.memory import Held, Moment, Offer
from mappings.placeholders import is_placeholder
from mappings.rules import (
    Condition,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    SourceNewer,
    Test,
    WhileDefault,
    WhileField,
)
from mappings.terms import Terms
from mappings.values import as_text, is_blank


class Case(NamedTuple):
    """One lead's offer for one field, and what the field holds.

    ``at`` and ``lead_key`` are the lead's moment; ``is_new``: the record is made by this lead;
    ``other`` gives the value of another field of the record.
    """

    field: str
    offer: Offer
    held: Held
    at: datetime
    lead_key: str
    is_new: bool
    other: Callable[[str], Any]

    @property
    def moment(self) -> Moment:
        """When the lead happened; leads of one instant go by their keys."""
        return (self.at, self.lead_key)

    @property
    def is_open(self) -> bool:
        """Whether what the field holds counts as blank."""
        return stands_for_nothing(self.held, self.field, self.offer.terms)

    @property
    def is_untouched(self) -> bool:
        """Whether it counts as blank and nobody made it so."""
        return not self.held.changed and self.is_open

    @property
    def age(self) -> timedelta | None:
        """How old what the field holds was when the lead happened; None if nobody knows."""
        return None if self.held.at is None else self.at - self.held.at


def stands_for_nothing(held: Held, field: str, terms: Terms) -> bool:
    """Whether it is blank, a placeholder, or a default that Inlet wrote and nobody changed."""
    if is_blank(held.value) or (held.ours and held.filler):
        return True
    return not terms.is_choice and is_placeholder(held.value, field)


def refuses(guard: Guard, case: Case) -> bool:
    """Whether the guard keeps what an existing record's field holds."""
    check = _CHECKS.get(type(guard))
    return check is not None and check(guard, case)


def is_foreign(held: Held) -> bool:
    """Whether a person is known to have had a hand in it, as far as one can tell."""
    return not held.ours and held.at is not None and (bool(held.by) or held.changed)


def is_at_least(held: Any, offered: Any, order: tuple[str, ...]) -> bool | None:
    """Whether what is held is as high as what is offered; None if they can't be compared.

    By the given order of values, in any letter case, else as numbers, dates or moments.
    """
    if order:
        places = {value.strip().casefold(): place for place, value in enumerate(order)}
        left, right = (places.get(as_text(one).strip().casefold()) for one in (held, offered))
        return None if left is None or right is None else left >= right
    wanted = (as_text(offered),)
    if holds(Condition(test=Test.AT_LEAST, values=wanted), held):
        return True
    return False if holds(Condition(test=Test.AT_MOST, values=wanted), held) else None


def _if_blank(_: IfBlank, case: Case) -> bool:
    return not case.is_open


def _while_default(_: WhileDefault, case: Case) -> bool:
    first = case.offer.terms.first
    is_first = bool(first) and as_text(case.held.value).strip() == first
    return not is_first and not case.is_open


def _kept_for_good(_: OnCreate | Never, __: Case) -> bool:
    return True


def _while_field(guard: WhileField, case: Case) -> bool:
    return not holds(guard, case.other(guard.field))


def _ours_until_edited(_: OursUntilEdited, case: Case) -> bool:
    return not case.held.ours and not case.is_untouched


def _not_edited_within(guard: NotEditedWithin, case: Case) -> bool:
    if not is_foreign(case.held) or case.is_untouched or case.age is None:
        return False
    return case.age < timedelta(days=guard.days)


def _source_newer(_: SourceNewer, case: Case) -> bool:
    held = case.held
    if held.at is None or case.is_untouched:
        return False
    if held.ours:
        return case.moment < (held.at, held.lead_key)
    return case.at <= held.at


def _refresh_after(guard: RefreshAfter, case: Case) -> bool:
    if case.age is None or case.is_open:
        return False
    return case.age < timedelta(days=guard.days)


def _higher_of(guard: HigherOf, case: Case) -> bool:
    if case.is_open:
        return False
    return is_at_least(case.held.value, case.offer.value, guard.order) is not False


_CHECKS: dict[type, Callable[[Any, Case], bool]] = {
    IfBlank: _if_blank,
    WhileDefault: _while_default,
    OnCreate: _kept_for_good,
    Never: _kept_for_good,
    WhileField: _while_field,
    OursUntilEdited: _ours_until_edited,
    NotEditedWithin: _not_edited_within,
    SourceNewer: _source_newer,
    RefreshAfter: _refresh_after,
    HigherOf: _higher_of,
}
