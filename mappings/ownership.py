"""May this field be written, and what is written: all guards of a field together. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from mappings.appending import appended
from mappings.guards import Case, refuses
from mappings.rules import Append, Guard, Never
from mappings.values import is_blank, same


class Result(StrEnum):
    """What happens to one field."""

    WRITTEN = "written"
    KEPT = "kept"  # Salesforce's value stays, because of a rule
    SAME = "same"  # Salesforce has the value already


class Ruling(NamedTuple):
    """What happens to a field. ``value`` is what is written, if anything is.

    ``word`` names for machines what decided: the ``rule`` of the guard that refused, or of the
    first guard where it is written, or "new", "same", "blank", "stand_in" (a filler) or
    "too_long", which is a problem rather than a decision. ``by`` is the guard that refused.
    """

    result: Result
    word: str
    value: Any = None
    by: Guard | None = None


def rule_on(case: Case) -> Ruling:
    """The ruling on one lead's offer for one field. All guards have to allow a write.

    A blank offer changes nothing. A new record gets everything that is not held back for ever;
    a filler only goes to new records.
    """
    offer, terms = case.offer, case.offer.terms
    if is_blank(offer.value):
        return Ruling(Result.KEPT, "blank")
    if case.is_new:
        never = next((guard for guard in terms.guards if isinstance(guard, Never)), None)
        return _kept(never) if never else Ruling(Result.WRITTEN, "new", offer.value)
    if same(case.held.value, offer.value, is_email=terms.is_email):
        return Ruling(Result.SAME, "same")
    if offer.filler:
        return Ruling(Result.KEPT, "stand_in")
    refusing = next((guard for guard in terms.guards if refuses(guard, case)), None)
    return _kept(refusing) if refusing else _allowed(case)


def _kept(guard: Guard) -> Ruling:
    return Ruling(Result.KEPT, guard.rule, by=guard)


def _allowed(case: Case) -> Ruling:
    terms = case.offer.terms
    adding = next((guard for guard in terms.guards if isinstance(guard, Append)), None)
    if adding is None or case.is_open:
        return Ruling(Result.WRITTEN, terms.guards[0].rule, case.offer.value)
    whole = appended(
        case.held.value, case.offer.value, separator=adding.separator, is_multi=terms.is_multi
    )
    if whole is None:
        return Ruling(Result.SAME, adding.rule)
    if terms.length and len(whole) > terms.length:
        return Ruling(Result.KEPT, "too_long", whole, by=adding)
    return Ruling(Result.WRITTEN, adding.rule, whole)
