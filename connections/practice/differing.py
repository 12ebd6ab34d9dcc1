"""What differs from the first day of an org, and the change that puts it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .overview import access_to
from .rules.fields import Field
from .rules.setup import Setup


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is no longer as it was.

    `kind`: value_off, value_added, access, required, field_gone, field_added, user_off,
    user_on, rule_off, rule_on, sharing. `thing`: its label or name; `was` and `now`: in the
    words of the setup. `change` and `arguments`: of the catalogue, what puts it back; "" when
    only a reset does.
    """

    kind: str
    thing: str
    was: str
    now: str
    sobject: str = ""
    field: str = ""
    change: str = ""
    arguments: tuple[tuple[str, Any], ...] = ()


def differences(setup: Setup, first: Setup) -> tuple[Difference, ...]:
    """What of `setup` isn't as in `first`, the setup of the first day."""
    return (
        *_of_fields(setup, first),
        *_of_users(setup, first),
        *_of_rules(setup, first),
        *_of_sharing(setup, first),
    )


def _of_fields(setup: Setup, first: Setup) -> Iterator[Difference]:
    for name, was in first.objects.items():
        now = setup.objects.get(name)
        if now is None or not was.stored:
            continue
        before = {one.name: one for one in was.fields}
        after = {one.name: one for one in now.fields}
        for gone in before.keys() - after.keys():
            yield Difference("field_gone", before[gone].label, "there", "gone", name, gone)
        for added in sorted(after.keys() - before.keys()):
            back = _back("remove_field", sobject=name, field=added)
            yield Difference("field_added", after[added].label, "", "there", name, added, *back)
        for kept in (one for one in after if one in before):
            pair = before[kept], after[kept]
            yield from _of_field(name, *pair)
            yield from _of_access(setup, first, sobject=name, pair=pair)


def _of_field(sobject: str, was: Field, now: Field) -> Iterator[Difference]:
    if was.required != now.required:
        words = {True: "required", False: "not required"}
        told = (words[was.required], words[now.required])
        yield Difference("required", now.label, *told, sobject, now.name)
    known = {one.value: one.active for one in was.picklist}
    for one in now.picklist:
        if one.value not in known and one.active:
            back = _back("drop_picklist_value", sobject=sobject, field=now.name, value=one.value)
            yield Difference("value_added", one.value, "", "there", sobject, now.name, *back)
        elif known.get(one.value, one.active) and not one.active and one.value in known:
            back = _back(
                "set_picklist_value", sobject=sobject, field=now.name, value=one.value, active=True
            )
            yield Difference("value_off", one.value, "on", "off", sobject, now.name, *back)
    for gone in known.keys() - {one.value for one in now.picklist}:
        back = _back("add_picklist_value", sobject=sobject, field=now.name, value=gone)
        yield Difference("value_off", gone, "on", "gone", sobject, now.name, *back)


def _of_access(
    setup: Setup, first: Setup, *, sobject: str, pair: tuple[Field, Field]
) -> Iterator[Difference]:
    was = access_to(first, sobject, pair[0], user_id=first.api_user)
    now = access_to(setup, sobject, pair[1], user_id=setup.api_user)
    if was != now:
        back = _back("set_field_access", sobject=sobject, field=pair[1].name, access=was)
        yield Difference("access", pair[1].label, was, now, sobject, pair[1].name, *back)


def _of_users(setup: Setup, first: Setup) -> Iterator[Difference]:
    for was in first.users:
        now = setup.users_by_id.get(was.id)
        if now is not None and now.active != was.active:
            back = _back("set_user_active", user=was.name, active=was.active)
            words = ("on", "off") if was.active else ("off", "on")
            kind = f"user_{words[1]}"
            yield Difference(kind, was.name, *words, change=back[0], arguments=back[1])


def _of_rules(setup: Setup, first: Setup) -> Iterator[Difference]:
    was, now = _switched(first), _switched(setup)
    for key in was.keys() & now.keys():
        if was[key] != now[key]:
            kind, sobject, name = key
            words = ("on", "off") if was[key] else ("off", "on")
            back = _rule_back(kind, sobject, active=was[key])
            yield Difference(f"rule_{words[1]}", name, *words, sobject, "", *back)


def _rule_back(kind: str, sobject: str, *, active: bool) -> tuple[str, tuple[tuple[str, Any], ...]]:
    if kind == "duplicate":
        return _back("set_duplicate_rule", sobject=sobject, active=active)
    return _back("set_assignment_rule", active=active) if kind == "assignment" else ("", ())


def _switched(setup: Setup) -> Mapping[tuple[str, str, str], bool]:
    return {
        (kind, one.sobject, one.name): one.active
        for kind, rules in (
            ("assignment", setup.assignment_rules),
            ("duplicate", setup.duplicate_rules),
            ("validation", setup.validation_rules),
            ("automation", setup.automations),
        )
        for one in rules
    }


def _of_sharing(setup: Setup, first: Setup) -> Iterator[Difference]:
    for name, was in first.sharing.items():
        now = setup.sharing.get(name, was)
        if now != was:
            back = _back("set_sharing", sobject=name, default=was)
            yield Difference("sharing", name, was, now, name, "", *back)


def _back(change: str, **arguments: Any) -> tuple[str, tuple[tuple[str, Any], ...]]:
    return change, tuple(arguments.items())
