"""A value in the form in which Salesforce keeps it in a field, going by the describe. Pure.

What can't be kept is a problem that says what to do: Salesforce would refuse the whole record,
and never cuts a value by itself (salesforce-facts 2.3, 9).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from connections.crm import Field
from connections.record_ids import full_id, is_record_id
from mappings import amounts
from mappings.addresses import email
from mappings.choosing import choose, choose_each
from mappings.dates import as_salesforce, read_day, read_moment
from mappings.placeholders import is_placeholder
from mappings.proposals import Problem, Proposed
from mappings.rules import FieldRule
from mappings.values import Scalar, as_text, is_blank

_UNMEASURED = frozenset({"picklist", "multipicklist", "reference", "id"})
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d+)?)?Z?", re.ASCII)
_LARGEST_INT = 2**31 - 1


class Coerced(NamedTuple):
    """The value as the field takes it; with a ``problem`` it can't be written."""

    value: Scalar
    note: str = ""
    problem: str = ""
    code: str = ""


def fit(rule: FieldRule, proposed: Proposed, field: Field | None) -> Proposed | Problem | None:
    """The proposed value as this field takes it, or why it doesn't.

    None if nothing is left: a placeholder that the field can't hold. Without a describe
    (``field`` None) the value stays as it is, as does an address whose user is still looked up.
    """
    if field is None or proposed.user_email:
        return proposed
    made = as_kept(proposed.value, field)
    if made.problem:
        name = rule.lead_field or rule.contact_field
        if proposed.placeholder or is_placeholder(proposed.value, name):
            return None
        return Problem(rule.key, rule.title, made.problem, made.code)
    if is_blank(made.value):
        return None
    if made.value is proposed.value and not made.note:
        return proposed
    return replace(proposed, value=made.value, note=f"{proposed.note} {made.note}".strip())


def as_kept(value: Scalar, field: Field) -> Coerced:
    """The value as the field keeps it: its type, its spelling in a list, its length."""
    made = _BY_TYPE.get(field.type, _text)(value, field)
    text = made.value
    if made.problem or not field.length or field.type in _UNMEASURED or not isinstance(text, str):
        return made
    if len(text) <= field.length:
        return made
    return Coerced(
        value,
        problem=f"It has {len(text):,} characters, and {field.label} takes {field.length:,}. "
        "Send a shorter one, or let the mapping cut it (truncate).",
        code="too_long",
    )


def _text(value: Scalar, _: Field) -> Coerced:
    return Coerced(as_text(value).strip())


def _email(value: Scalar, _: Field) -> Coerced:
    step = email(value)
    return Coerced(step.value, step.note, step.problem, "not_an_email" if step.problem else "")


def _flag(value: Scalar, field: Field) -> Coerced:
    step = amounts.boolean(value)
    if step.problem:
        sentence = f"{step.problem} {field.label} is a checkbox. Map the value to true or false."
        return Coerced(value, problem=sentence, code="not_yes_or_no")
    return Coerced(step.value, "" if step.value == value else _as(step.value))


def _number(value: Scalar, field: Field) -> Coerced:
    step = amounts.number(value, ".")
    found = step.value
    if step.problem or isinstance(found, str) or not math.isfinite(found):
        sentence = f"{step.problem} {field.label} takes numbers only. Change the value or its map."
        return Coerced(value, problem=sentence.strip(), code="not_a_number")
    return _measured(found, step.note, field) if field.precision else Coerced(found, step.note)


def _measured(found: float, note: str, field: Field) -> Coerced:
    """The number with the field's decimals: Salesforce rounds, and it would differ for ever."""
    came, digits = Decimal(str(found)), field.precision - field.scale
    fits = abs(came) < 10**digits
    kept = came.quantize(Decimal(1).scaleb(-field.scale), ROUND_HALF_UP) if fits else came
    if abs(kept) >= 10**digits:
        sentence = f"{found:,} is too large: {field.label} takes {digits} digits before the point."
        return Coerced(found, problem=f"{sentence} Check the value.", code="too_large")
    if kept == came:
        return Coerced(found, note)
    value = int(kept) if kept == kept.to_integral_value() else float(kept)
    return Coerced(value, f"{note} Rounded to {field.scale} decimals, as many as it has.".strip())


def _whole(value: Scalar, field: Field) -> Coerced:
    made = _number(value, replace(field, precision=0))
    if made.problem or isinstance(made.value, str):
        return made
    if made.value != int(made.value):
        sentence = f"{made.value} is not a whole number, and {field.label} takes no other."
        return Coerced(value, problem=f"{sentence} Check the value.", code="not_a_number")
    if abs(made.value) > _LARGEST_INT:
        sentence = f"{made.value:,} is too large for {field.label}. Check the value."
        return Coerced(value, problem=sentence, code="too_large")
    return made._replace(value=int(made.value))


def _day(value: Scalar, field: Field) -> Coerced:
    day = read_day(value, "ymd", None)
    return _dated(value, day.isoformat() if day else "", field)


def _moment(value: Scalar, field: Field) -> Coerced:
    moment = read_moment(value, "ymd", UTC)
    return _dated(value, as_salesforce(moment) if moment else "", field)


def _dated(value: Scalar, written: str, field: Field) -> Coerced:
    came = as_text(value).strip()
    if not written:
        sentence = (
            f"“{came[:60]}” is no date such as 2026-03-04, and {field.label} takes dates only. "
            "Let the mapping read it (date), and say which comes first."
        )
        return Coerced(value, problem=sentence, code="not_a_date")
    return Coerced(written, "" if written == came else f"“{came}” is read as {written}.")


def _hour(value: Scalar, field: Field) -> Coerced:
    came = as_text(value).strip()
    found = _TIME.fullmatch(came)
    if found is None:
        sentence = f"“{came[:60]}” is no time such as 14:30, and {field.label} takes times only."
        return Coerced(value, problem=f"{sentence} Check the value.", code="not_a_date")
    written = f"{int(found[1]):02}:{found[2]}:{found[3] or '00'}.000Z"
    return Coerced(written, "" if written == came else f"“{came}” is read as {written}.")


def _reference(value: Scalar, field: Field) -> Coerced:
    came = as_text(value).strip()
    if not is_record_id(came):
        sentence = (
            f"“{came[:60]}” is not the id of a record, and {field.label} takes ids only. "
            "Map the value to an id, or look the user up by e-mail."
        )
        return Coerced(value, problem=sentence, code="not_an_id")
    return Coerced(full_id(came))


def _choice(value: Scalar, field: Field) -> Coerced:
    return Coerced(*choose(as_text(value).strip(), field))


def _choices(value: Scalar, field: Field) -> Coerced:
    return Coerced(*choose_each(as_text(value), field))


def _as(value: Scalar) -> str:
    return f"Read as {as_text(value)}."


_BY_TYPE: Mapping[str, Callable[[Scalar, Field], Coerced]] = {
    "boolean": _flag,
    "currency": _number,
    "date": _day,
    "datetime": _moment,
    "double": _number,
    "email": _email,
    "id": _reference,
    "int": _whole,
    "multipicklist": _choices,
    "percent": _number,
    "picklist": _choice,
    "reference": _reference,
    "time": _hour,
}
