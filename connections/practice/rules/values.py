"""One value against its field: type, length, range, restricted picklist."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from .fields import IDS, NUMBERS, TEXTS, Field
from .refusals import Refusal, Refused
from .stamps import read_date, read_datetime, read_time, written, written_time

Value = str | int | float | bool | None

_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}",
    re.ASCII,
)
_JSON_TOKENS: Mapping[type, str] = {
    str: "VALUE_STRING",
    bool: "VALUE_BOOLEAN",
    int: "VALUE_NUMBER_INT",
    float: "VALUE_NUMBER_FLOAT",
    dict: "START_OBJECT",
    list: "START_ARRAY",
    type(None): "VALUE_NULL",
}
_INTEGRAL = Decimal(1)
_MOST_DIGITS = 30


def typed(field: Field, value: Any) -> Value:
    """`value` as the field keeps it: text trimmed, blank as None, stamps in one form.

    Raises Refused with INVALID_TYPE_ON_FIELD_IN_RECORD when it is of another type.
    """
    if value is None and field.type != "boolean":
        return None
    if isinstance(value, str) and not value.strip() and field.type != "boolean":
        return None
    return _READERS[field.type](field, value)


def sized(field: Field, value: Value) -> None:
    """Raise Refused when a typed value is too long, out of range, or no e-mail address."""
    if isinstance(value, str):
        _check_text(field, value)
    elif field.type in NUMBERS and value is not None:
        _check_number(field, Decimal(str(value)))


def listed(field: Field, value: Value) -> None:
    """Raise Refused when a restricted picklist has no active entry of that value."""
    if not field.restricted or value is None:
        return
    offered = {entry.value for entry in field.picklist if entry.active}
    for one in str(value).split(";") if field.type == "multipicklist" else [value]:
        if one not in offered:
            message = f"{field.label}: bad value for restricted picklist field: {one}"
            code = "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"
            raise Refused(Refusal(code, message, (field.name,)))


def is_stray(field: Field, value: Value) -> bool:
    """Whether an unrestricted picklist doesn't list the value yet."""
    return (
        field.type == "picklist"
        and value is not None
        and not any(entry.value == value for entry in field.picklist)
    )


def _wrong_type(field: Field, value: Any) -> Refused:
    shown = value if isinstance(value, str) else json.dumps(value)
    token = _JSON_TOKENS.get(type(value), "START_OBJECT")
    return Refused(
        Refusal(
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            f"{field.label}: value not of required type: {shown}",
            (field.name,),
            unparsed=(
                f"Cannot deserialize instance of {_kind(field)} from {token} value {shown} "
                "or request may be missing a required field at [line:1, column:1]"
            ),
        )
    )


def _kind(field: Field) -> str:
    return "string" if field.type in TEXTS | IDS else field.type


def _text(field: Field, value: Any) -> Value:
    if not isinstance(value, str) or not _is_text(value):
        raise _wrong_type(field, value)
    return value.strip().lower() if field.type == "email" else value.strip()


def _several(field: Field, value: Any) -> Value:
    """The chosen values without repeats, those that are listed in the order of the picklist."""
    chosen = [one.strip() for one in str(_text(field, value)).split(";")]
    places = {entry.value: place for place, entry in enumerate(field.picklist)}
    once = dict.fromkeys(one for one in chosen if one)
    return ";".join(sorted(once, key=lambda one: places.get(one, len(places)))) or None


def _time(field: Field, value: Any) -> Value:
    return _stamp(field, value, lambda text: written_time(read_time(text)))


def _is_text(value: str) -> bool:
    """Whether it can be stored at all: no NUL, no half of a surrogate pair."""
    return "\x00" not in value and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _flag(field: Field, value: Any) -> Value:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in {"true", "false"}:
        return value.strip().lower() == "true"
    raise _wrong_type(field, value)


def _number(field: Field, value: Any) -> Value:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise _wrong_type(field, value)
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation as unreadable:
        raise _wrong_type(field, value) from unreadable
    if not number.is_finite():
        raise _wrong_type(field, value)
    if number and number.adjusted() > _MOST_DIGITS:
        raise _out_of_range(field, value)
    if field.type == "int":
        if number != number.to_integral_value():
            raise _wrong_type(field, value)
        return int(number)
    return float(number)


def _day(field: Field, value: Any) -> Value:
    return _stamp(field, value, lambda text: read_date(text).isoformat())


def _moment(field: Field, value: Any) -> Value:
    return _stamp(field, value, lambda text: written(read_datetime(text)))


def _stamp(field: Field, value: Any, read: Callable[[str], str]) -> Value:
    if not isinstance(value, str):
        raise _wrong_type(field, value)
    try:
        return read(value.strip())
    except ValueError as unreadable:
        raise _wrong_type(field, value) from unreadable


_READERS: Mapping[str, Callable[[Field, Any], Value]] = {
    **dict.fromkeys(TEXTS | IDS, _text),
    **dict.fromkeys(NUMBERS, _number),
    "boolean": _flag,
    "date": _day,
    "datetime": _moment,
    "time": _time,
    "multipicklist": _several,
}


def _check_text(field: Field, value: str) -> None:
    if field.type in TEXTS and len(value) > field.length:
        message = f"{field.label}: data value too large: {value} (max length={field.length})"
        raise Refused(Refusal("STRING_TOO_LONG", message, (field.name,)))
    if field.type == "email" and not _EMAIL.fullmatch(value):
        message = f"{field.label}: invalid email address: {value}"
        raise Refused(Refusal("INVALID_EMAIL_ADDRESS", message, (field.name,)))


def _check_number(field: Field, value: Decimal) -> None:
    whole = field.precision - field.scale
    if abs(value) >= _INTEGRAL.scaleb(whole):
        raise _out_of_range(field, value)


def _out_of_range(field: Field, value: object) -> Refused:
    message = f"{field.label}: value outside of valid range on numeric field: {value}"
    return Refused(Refusal("NUMBER_OUTSIDE_VALID_RANGE", message, (field.name,)))
