"""Ownership: guards that can't be met together, or have nothing to say beside each other. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from connections.crm import Field
from mappings.orgs import Org
from mappings.rules import (
    Always,
    Append,
    FieldRule,
    Guard,
    HigherOf,
    IfBlank,
    Never,
    NotEditedWithin,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Test,
    WhileDefault,
    WhileField,
)
from mappings.wording import condition_words, guard_words

from . import conditions
from .problems import RuleProblem, Spot
from .values import PICKLISTS, offered

_TEXTS = frozenset({"string", "textarea", "multipicklist", "combobox"})
_COUNTED = frozenset({"int", "double", "currency", "percent", "date", "datetime"})
_ALONE = {
    Always: "it forbids nothing",
    Never: "the field is never written",
    OnCreate: "an existing record is never changed",
}
# What only speaks where the field holds something, which a guard for blanks rules out.
_ON_VALUES = (OursUntilEdited, NotEditedWithin, RefreshAfter, Append, HigherOf, WhileDefault)


def check(rule: FieldRule, spot: Spot, org: Org) -> Iterator[RuleProblem]:
    """Whether the guards of one field make sense together, and on this field."""
    place = spot.at("ownership")
    yield from _check_together(rule.ownership, place)
    yield from _check_contradictions(rule, place)
    if rule.is_owned(WhileDefault) and not (rule.lead_field == "Status" or rule.default):
        yield spot.at("default").wrong("Give a default, so that its first value is known.")
    for number, guard in enumerate(rule.ownership):
        yield from _check_guard(rule, guard, place.at(number), org=org)


def _check_together(guards: tuple[Guard, ...], spot: Spot) -> Iterator[RuleProblem]:
    kinds = Counter(type(one) for one in guards)
    for guard in guards:
        if type(guard) in _ALONE and len(guards) > 1:
            others = [guard_words(one) for one in guards if one is not guard]
            yield spot.wrong(
                f"Beside “{guard_words(guard)}” nothing is left to decide for "
                f"“{others[0]}”: {_ALONE[type(guard)]}.",
                suggestion="Keep one of them.",
            )
            return
    for kind, count in kinds.items():
        if count > 1 and kind is not WhileField:
            word = next(guard_words(one) for one in guards if type(one) is kind)
            yield spot.wrong(f"“{word}” is there more than once. Keep one.")
    if IfBlank in kinds:
        for one in guards:
            if isinstance(one, _ON_VALUES):
                yield spot.wrong(
                    f"“only if blank” never writes over a value, so “{guard_words(one)}” never "
                    "comes to bear.",
                    suggestion="Keep one of them.",
                )


def _check_contradictions(rule: FieldRule, spot: Spot) -> Iterator[RuleProblem]:
    """Two conditions on one field that no value meets both of."""
    held = [one for one in rule.ownership if isinstance(one, WhileField)]
    for position, one in enumerate(held):
        for other in held[position + 1 :]:
            if one.field == other.field and _exclude(one, other):
                yield spot.wrong(
                    f"{condition_words(one)} and {condition_words(other)}: both are never true, "
                    "so the field is never changed."
                )


def _exclude(one: WhileField, other: WhileField) -> bool:
    first, second = ({value.casefold() for value in guard.values} for guard in (one, other))
    tests = {one.test, other.test}
    if tests == {Test.IS}:
        return not first & second
    if tests == {Test.IS, Test.IS_NOT}:
        asked, banned = (first, second) if one.test is Test.IS else (second, first)
        return asked <= banned
    return Test.IS_BLANK in tests and bool(
        tests & {Test.IS, Test.IS_NOT_BLANK, Test.CONTAINS, Test.STARTS_WITH}
    )


def _check_guard(rule: FieldRule, guard: Guard, spot: Spot, *, org: Org) -> Iterator[RuleProblem]:
    if isinstance(guard, WhileField):
        yield from _check_while(rule, guard, spot, org=org)
    fields = [org.field(one, rule.target(one)) for one in ("Lead", "Contact")]
    for field in [one for one in fields if one is not None][:1]:
        if isinstance(guard, Append) and field.type not in _TEXTS:
            yield spot.wrong(f"Nothing can be added to {field.label}, which is a {field.type}.")
        elif isinstance(guard, HigherOf):
            yield from _check_higher(guard, field, spot)


def _check_while(
    rule: FieldRule, guard: WhileField, spot: Spot, *, org: Org
) -> Iterator[RuleProblem]:
    if not guard.field:
        yield spot.at("field").wrong("Name the field that the condition is about.")
        return
    objects = [one for one in ("Lead", "Contact") if rule.target(one)]
    # A Lead's field that a Contact lacks is fine: the condition says something of Leads then.
    shown = [one for one in objects if org.field(one, guard.field)] or objects
    for sobject in shown[:1]:
        yield from conditions.check_test(guard, spot, org, sobject=sobject)
    is_own = guard.field in {rule.target(one) for one in objects}
    if is_own and guard.test is Test.IS_BLANK:
        yield spot.wrong(
            "A field that is written while it is blank itself is written only if blank.",
            replacement="if_blank",
        )


def _check_higher(guard: HigherOf, field: Field, spot: Spot) -> Iterator[RuleProblem]:
    if not guard.order and field.type not in _COUNTED:
        yield spot.wrong(
            f"{field.label} is no number and no date. Say in which order its values stand."
        )
    elif field.type in PICKLISTS:
        for number, value in enumerate(guard.order):
            yield from offered(value, field, spot.at("order").at(number), is_strict=True)
