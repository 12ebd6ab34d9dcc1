"""What may be done to a value on its way to Salesforce: a table of named steps. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from phonenumbers import SUPPORTED_REGIONS

from mappings import addresses, names
from mappings.rules import RulesRefused
from mappings.values import Scalar, Step, Unreadable, as_text, read

_TRUE = frozenset({"true", "yes", "y", "1", "on", "checked"})
_FALSE = frozenset({"false", "no", "n", "0", "off", "unchecked"})
_NUMBER = re.compile(
    r"[^\w+.,-]{0,3}"  # a currency sign
    r"([+-]?)([0-9]{1,3}(?:[,'’ \u00a0\u202f][0-9]{3})+|[0-9]+)(\.[0-9]+)?"
    r"[^\d.,]*"  # a unit
)
_SWAP_SIGNS = str.maketrans(".,", ",.")


class Transform(NamedTuple):
    """A named step. ``parameter`` is the pattern of what may follow the colon."""

    doc: str
    change: Callable[[Scalar, str], Step]
    parameter: str = ""


def trim(value: Scalar, _: str) -> Step:
    """The value without white space at its ends."""
    return Step(value.strip() if isinstance(value, str) else value)


def lower(value: Scalar, _: str) -> Step:
    """The value in lower case."""
    text = as_text(value)
    return Step(text.lower(), "" if text == text.lower() else "Put into lower case.")


def truncate(value: Scalar, length: str) -> Step:
    """The first ``length`` characters."""
    text = as_text(value)
    if len(text) <= int(length):
        return Step(text)
    return Step(text[: int(length)].rstrip(), f"Cut to {int(length):,} characters.")


def text(value: Scalar, _: str) -> Step:
    """A number or a yes/no as text."""
    return Step(as_text(value))


def number(value: Scalar, decimal_sign: str) -> Step:
    """The one number that a text states, without its unit; a problem if that isn't clear."""
    if not isinstance(value, str):
        return Step(int(value) if isinstance(value, bool) else value)
    came = value.strip()
    found = _NUMBER.fullmatch(came.translate(_SWAP_SIGNS) if decimal_sign == "," else came)
    if found is None or len(came) > 60:
        return Step(came, problem=f"“{came[:60]}” is not one number.")
    sign, whole, fraction = found.groups(default="")
    digits = sign + re.sub(r"[^0-9]", "", whole)
    try:
        read_number = read(float(digits + fraction) if fraction else int(digits))
    except Unreadable as unreadable:
        return Step(came, problem=str(unreadable))
    return Step(came if read_number is None else read_number)


def boolean(value: Scalar, _: str) -> Step:
    """Yes or no, however it was put; a problem if it is neither."""
    word = as_text(value).strip().lower()
    if word in _TRUE or word in _FALSE:
        return Step(word in _TRUE)
    return Step(value, problem=f"“{word[:60]}” is neither yes nor no.")


TRANSFORMS: Mapping[str, Transform] = MappingProxyType({
    "trim": Transform("Cuts blank space at both ends.", trim),
    "lower": Transform("Puts the text into lower case.", lower),
    "email": Transform("Checks an e-mail address and puts it into lower case.", addresses.email),
    "phone": Transform(
        "Puts a phone number into international form, +442079460958. "
        "phone:GB reads a number without country code as British.",
        addresses.phone, "(?:[A-Z]{2})?",
    ),
    "phone_spaced": Transform(
        "Like phone, with spaces: +44 20 7946 0958.", addresses.phone_spaced, "(?:[A-Z]{2})?"
    ),
    "name_case": Transform("Turns ANA or ana into Ana; mixed letters stay.", names.name_case),
    "first_name": Transform("Takes the first names from a full name.", names.first_name),
    "last_name": Transform("Takes the last name from a full name.", names.last_name),
    "url": Transform("Puts a web address into its usual form; http and https only.", addresses.url),
    "truncate": Transform("truncate:40 cuts after 40 characters.", truncate, "[1-9][0-9]{0,4}"),
    "text": Transform("Turns a number or a yes/no into text.", text),
    "number": Transform(
        "Reads “52,500 kWh” as 52500. number:, takes the comma for the decimal sign.",
        number, ",?",
    ),
    "bool": Transform("Reads yes, no, true, false, on, off, 1 and 0.", boolean),
})  # fmt: skip


@lru_cache(maxsize=4096)
def find(spec: str) -> tuple[Transform, str]:
    """The transform and the parameter that "name" or "name:parameter" stands for.

    Raises RulesRefused when there is no such transform, or it takes no such parameter.
    """
    name, _, parameter = spec.partition(":")
    transform = TRANSFORMS.get(name)
    if transform is None:
        raise RulesRefused(f"There is no transform called “{name}”.")
    is_region = name in {"phone", "phone_spaced"} and parameter
    if not re.fullmatch(transform.parameter, parameter) or (
        is_region and parameter not in SUPPORTED_REGIONS
    ):
        raise RulesRefused(f"The transform “{name}” can’t be given “{parameter}”.")
    return transform, parameter
