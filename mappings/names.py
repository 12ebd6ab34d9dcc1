"""People's names: taken apart, and given their capital letters. Pure."""

from __future__ import annotations

from functools import lru_cache

import nameparser

_LONGEST = 300  # a longer text is no name, and taking it apart would only cost time


@lru_cache(maxsize=4096)
def split_name(full_name: str) -> tuple[str, str]:
    """First and last name. One word alone is a last name, which Salesforce requires."""
    text = full_name.strip()
    if len(text) > _LONGEST:
        return "", text
    parsed = nameparser.parse(text)
    if not (parsed.given and parsed.family):
        return "", parsed.family or parsed.given or text
    return parsed.given_names, parsed.family


def name_case(name: str) -> str:
    """Capital letters for a name that came all in one case; mixed letters stay."""
    text = " ".join(name.split())
    if len(text) > _LONGEST or not (text.isupper() or text.islower()):
        return text
    cased = str(nameparser.parse(text).capitalized())
    if cased.casefold() != text.casefold():  # the library put the parts in another order
        cased = text.title()
    return cased
