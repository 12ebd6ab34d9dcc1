"""People's names: taken apart, and given their capital letters. Pure."""

from __future__ import annotations

from functools import lru_cache

import nameparser

from mappings.values import Scalar, Step, as_text

_LONGEST = 300  # a longer text is no name, and taking it apart would only cost time
_FROM_FULL_NAME = "Taken from the full name."


@lru_cache(maxsize=256)
def split_name(full_name: str) -> tuple[str, str]:
    """First and last name. One word alone is a last name, which Salesforce requires."""
    text = full_name.strip()
    if len(text) > _LONGEST:
        return "", text
    parsed = nameparser.parse(text)
    if not (parsed.given and parsed.family):
        return "", parsed.family or parsed.given or text
    return parsed.given_names, parsed.family


def first_name(value: Scalar, _: str) -> Step:
    """The first names of a full name; "" when there is only one word."""
    return Step(split_name(as_text(value))[0], _FROM_FULL_NAME)


def last_name(value: Scalar, _: str) -> Step:
    """The last name of a full name."""
    text = as_text(value).strip()
    last = split_name(text)[1]
    return Step(last, "" if last == text else _FROM_FULL_NAME)


def name_case(value: Scalar, _: str) -> Step:
    """Capital letters for a name that came all in one case; mixed letters stay."""
    text = " ".join(as_text(value).split())
    if len(text) > _LONGEST or not (text.isupper() or text.islower()):
        return Step(text)
    cased = str(nameparser.parse(text).capitalized())
    if cased.casefold() != text.casefold():  # the library put the parts in another order
        cased = text.title()
    return Step(cased, "" if cased == text else "Given the capital letters of a name.")
