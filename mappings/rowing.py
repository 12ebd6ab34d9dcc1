"""One field of an agreement put in, replaced, left out or put back. Pure."""

from __future__ import annotations

from dataclasses import replace

from mappings.rules import FieldRule, Rules


def with_field(rules: Rules, rule: FieldRule, *, key: str = "") -> Rules:
    """The rules with ``rule`` in the place of the field ``key``; "" or an unknown key: at the end.

    A field that writes the same as another one is not refused here; the checker says so.
    """
    if rules.field(key) is None:
        return replace(rules, fields=(*rules.fields, rule))
    return replace(rules, fields=tuple(rule if one.key == key else one for one in rules.fields))


def without_field(rules: Rules, key: str) -> Rules:
    """The rules without the field ``key``."""
    return replace(rules, fields=tuple(one for one in rules.fields if one.key != key))


def put_back(rules: Rules, key: str, *, live: Rules) -> Rules:
    """The rules with the field ``key`` as it is live, in its old place; unchanged if it is none."""
    rule = live.field(key)
    if rule is None or rules.field(key) is not None:
        return rules
    before = [one.key for one in live.fields[: live.fields.index(rule)]]
    place = max((at + 1 for at, one in enumerate(rules.fields) if one.key in before), default=0)
    return replace(rules, fields=(*rules.fields[:place], rule, *rules.fields[place:]))


def place_of(rules: Rules, key: str) -> int:
    """At which place the field ``key`` stands; the number of fields, if it is none."""
    keys = [one.key for one in rules.fields]
    return keys.index(key) if key in keys else len(keys)
