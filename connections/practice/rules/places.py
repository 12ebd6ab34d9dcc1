"""State and country picklists: codes and labels that belong together (salesforce-facts 2.3, 9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .fields import Field, PicklistValue
from .objects import SObject
from .refusals import Refusal, Refused
from .values import Value

_COUNTRY = (
    "There's a problem with this country, even though it may appear correct. Please select a "
    "country/territory from the list of valid countries."
)
_STATE = (
    "There's a problem with this state, even though it may appear correct. Please select a state "
    "from the list of valid states."
)
_NO_COUNTRY = "A country/territory must be specified before specifying a state value for field: "


def settled(
    sobject: SObject, stored: Mapping[str, Value], current: Mapping[str, Any]
) -> dict[str, Value]:
    """`stored` with the codes of its labels and the labels of its codes.

    `current`: the record before the save. Raises Refused, FIELD_INTEGRITY_EXCEPTION, for a label
    that isn't listed, for a code and a label that contradict each other, and for a state that
    isn't one of the country.
    """
    result = dict(stored)
    for prefix in _prefixes(sobject):
        if any(f"{prefix}{part}" in stored for part in ("Country", "CountryCode")):
            result |= _pair(sobject, result, f"{prefix}Country", problem=_COUNTRY)
        if any(f"{prefix}{part}" in result for part in ("State", "StateCode")):
            result |= _state(sobject, result, current, prefix=prefix)
        elif f"{prefix}CountryCode" in result:
            _check_kept_state(sobject, result, current, prefix=prefix)
    return result


def _prefixes(sobject: SObject) -> list[str]:
    names = (one.name for one in sobject.fields if one.name.endswith("CountryCode"))
    return [name.removesuffix("CountryCode") for name in names]


def _pair(
    sobject: SObject, stored: Mapping[str, Value], name: str, *, problem: str,
    entries: Iterable[PicklistValue] | None = None,
) -> dict[str, Value]:  # fmt: skip
    """The label and the code that one of them, or both, stand for."""
    code, label = stored.get(f"{name}Code"), stored.get(name)
    if code is None and label is None:
        return {name: None, f"{name}Code": None}
    listed = _entries(sobject, f"{name}Code") if entries is None else entries
    for entry in listed:
        fits = code in (None, entry.value)
        if entry.active and fits and _same(label, entry):
            return {name: entry.label, f"{name}Code": entry.value}
    raise _wrong(problem, name if label is not None else f"{name}Code")


def _same(label: Value, entry: PicklistValue) -> bool:
    return label is None or str(label).lower() in {entry.label.lower(), entry.value.lower()}


def _state(
    sobject: SObject, stored: Mapping[str, Value], current: Mapping[str, Any], *, prefix: str
) -> dict[str, Value]:
    name = f"{prefix}State"
    if stored.get(name) is None and stored.get(f"{name}Code") is None:
        return {name: None, f"{name}Code": None}
    country = f"{prefix}CountryCode"
    code = stored[country] if country in stored else current.get(country)
    if code is None:
        raise _wrong(f"{_NO_COUNTRY}{name}", name)
    return _pair(sobject, stored, name, problem=_STATE, entries=_states(sobject, prefix, str(code)))


def _check_kept_state(
    sobject: SObject, stored: Mapping[str, Value], current: Mapping[str, Any], *, prefix: str
) -> None:
    """Raise Refused when a new country leaves behind a state of the old one."""
    kept, country = current.get(f"{prefix}StateCode"), stored[f"{prefix}CountryCode"]
    if kept is None or country == current.get(f"{prefix}CountryCode"):
        return
    if all(one.value != kept for one in _states(sobject, prefix, str(country))):
        raise _wrong(_STATE, f"{prefix}State")


def _states(sobject: SObject, prefix: str, country: str) -> list[PicklistValue]:
    countries = [one.value for one in _entries(sobject, f"{prefix}CountryCode")]
    place = countries.index(country) if country in countries else -1
    return [one for one in _entries(sobject, f"{prefix}StateCode") if place in one.valid_for]


def _entries(sobject: SObject, name: str) -> tuple[PicklistValue, ...]:
    # Also where the user doesn't see the code's field: the check is the org's.
    spec: Field | None = next((one for one in sobject.fields if one.name == name), None)
    return spec.picklist if spec else ()


def _wrong(message: str, name: str) -> Refused:
    return Refused(Refusal("FIELD_INTEGRITY_EXCEPTION", message, (name,)))
