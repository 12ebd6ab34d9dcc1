"""A payload and the rules make a proposal: what each field would be given. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError, JMESPathTypeError
from jmespath.parser import ParsedResult

from mappings.addresses import email as checked_email
from mappings.identities import person_key
from mappings.names import split_name
from mappings.rules import FieldRule, Rules, RulesRefused, key_rule
from mappings.transforms import find
from mappings.values import Scalar, Step, Unreadable, as_text, is_blank, read

_LONGEST_SOURCE = 500


@dataclass(frozen=True, slots=True)
class Proposed:
    """A value for one field. ``raw`` is what the source sent, None for a default.

    A ``stand_in`` is the default of a field for which the source sent nothing usable.
    """

    raw: Scalar | None
    value: Scalar
    note: str = ""
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a lead can't be sent as it is; ``field`` is the API name, ``sentence`` for a person."""

    field: str
    label: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one lead proposes. ``values`` is by ``FieldRule.key``; blank fields are absent."""

    values: Mapping[str, Proposed]
    problems: tuple[Problem, ...]
    email: str
    external_id: str
    person_key: str


def render(rules: Rules, payload: Mapping[str, Any], *, lead_key: str) -> Proposal:
    """The proposal of a canonical lead (ingest-presets I0), with all its problems.

    Raises RulesRefused when a rule has an unreadable source or an unknown transform.
    """
    lead = complete_names(payload)
    values: dict[str, Proposed] = {}
    problems: list[Problem] = []
    for rule in rules.fields:
        proposed = _propose(rule, lead)
        if isinstance(proposed, Problem):
            problems.append(proposed)
        elif proposed is not None:
            values[rule.key] = proposed
    email = _identifying_email(rules, lead, values)
    external_id = _text_at(lead, "external_id")
    key = person_key(external_id, email, lead_key)
    if rules.external_id_field:
        kept = key_rule(rules.external_id_field, rules.contact_external_id_field)
        values[kept.key] = Proposed(raw=key, value=key)
    return Proposal(values, tuple(problems), email, external_id, key)


def complete_names(payload: Mapping[str, Any]) -> Mapping[str, Any]:
    """The payload with first, last and full name, as far as one follows from the others."""
    person = payload.get("person")
    if not isinstance(person, Mapping):
        return payload
    first, last, full = (_text_at(person, part) for part in ("first_name", "last_name", "name"))
    if full and not last:
        from_full = split_name(full)
        names = {"first_name": first or from_full[0], "last_name": from_full[1]}
    elif not full and (first or last):
        names = {"name": f"{first} {last}".strip()}
    else:
        return payload
    return {**payload, "person": {**person, **names}}


@lru_cache(maxsize=4096)
def path(source: str) -> ParsedResult:
    """The compiled JMESPath. Raises RulesRefused when it can't be read."""
    if len(source) > _LONGEST_SOURCE:
        raise RulesRefused(f"The source “{source[:40]}…” is too long.")
    try:
        return jmespath.compile(source)
    except JMESPathError as error:
        raise RulesRefused(f"The source “{source}” can’t be read as a path.") from error


def _propose(rule: FieldRule, lead: Mapping[str, Any]) -> Proposed | Problem | None:
    try:
        raw = _look_up(rule.source, lead) if rule.source else None
    except Unreadable as unreadable:
        return Problem(rule.key, rule.title, str(unreadable))
    step = Step("") if raw is None else _transform(rule, raw)
    if step.problem:
        return Problem(rule.key, rule.title, step.problem)
    if not is_blank(step.value):
        value = step.value.strip() if isinstance(step.value, str) else step.value
        return Proposed(raw, value, step.note)
    if rule.default is None or is_blank(rule.default):
        return None
    return Proposed(raw, rule.default.strip(), stand_in=bool(rule.source))


def _transform(rule: FieldRule, raw: Scalar) -> Step:
    value, notes = raw, []
    for spec in rule.transforms:
        transform, parameter = find(spec)
        step = transform.change(value, parameter)
        if step.problem or is_blank(step.value):
            return step
        value = step.value
        if step.note and step.note not in notes:
            notes.append(step.note)
    return _mapped(rule, Step(value, " ".join(notes)))


def _mapped(rule: FieldRule, step: Step) -> Step:
    """The step, its value replaced if the rule maps it to another."""
    came = as_text(step.value).strip()
    for value, to in rule.value_map:
        if value.strip().casefold() == came.casefold() and to != came:
            return Step(to, f"{step.note} “{came}” is mapped to “{to}”.".strip())
    return step


def _look_up(source: str, lead: Mapping[str, Any]) -> Scalar | None:
    compiled = path(source)
    try:
        found = compiled.search(lead)
    except JMESPathTypeError as error:
        if error.actual_type == "null":  # a function of something that this lead hasn't got
            return None
        raise Unreadable(f"What came doesn’t fit the source “{source}”.") from error
    except JMESPathError as error:
        raise RulesRefused(f"The source “{source}” can’t be carried out.") from error
    except (ValueError, TypeError, ArithmeticError) as error:
        raise Unreadable(f"What came doesn’t fit the source “{source}”.") from error
    return read(found)


def _identifying_email(
    rules: Rules, lead: Mapping[str, Any], values: Mapping[str, Proposed]
) -> str:
    """The address that is this person's own; a default would make one person of many."""
    rule = next((rule for rule in rules.fields if rule.lead_field == "Email"), None)
    if rule is None:
        step = checked_email(_text_at(lead.get("person"), "email"), "")
        return "" if step.problem else as_text(step.value)
    proposed = values.get(rule.key)
    if proposed is None or proposed.stand_in or not rule.source:
        return ""
    return as_text(proposed.value)


def _text_at(part: Any, name: str) -> str:
    try:
        found = read(part.get(name)) if isinstance(part, Mapping) else None
    except Unreadable:
        return ""
    return "" if found is None else as_text(found).strip()
