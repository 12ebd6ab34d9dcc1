"""The values of a payload, each with a path that finds it and the names it goes by. Pure.

Lists of answers, such as Typeform's, Google's or Meta's, are read by the question and not by
place: another answer may come first in the next lead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .answers import answers_of, titles_of
from .values import Leaf
from .words import each_of, plain
from .writing_paths import below, first

MOST = 400
_DEEPEST = 12
_LONGEST_PATH = 500
# What only wraps the person, and says nothing of what is in it.
_WRAPPERS = each_of(
    "data payload properties traits attributes contact contacts person people lead leads fields "
    "custom attribution form form_response hidden calculated body record records response "
    "formresponse context tracking identifiers inputs batch entry changes user customer profile "
    "value values answers meta invitee visitor event detail details result results object item "
    "items answer_details typed_custom_fields d json output submission"
)
# A key that says nothing without the one above it.
_GENERIC = each_of(
    "name id title type url value label text at status source date time number code key uri "
    "medium content term raw_number sanitized_number description"
)
# What describes the form or the history of a value, and no person.
_ABOUT = frozenset({"schema", "definition", "versions", "event_guests", "identity-profiles"})


def leaves_of(payload: Mapping[str, Any]) -> tuple[Leaf, ...]:
    """The payload's values in its order, up to 400; of plain lists the first entry only."""
    found: list[Leaf] = []
    for leaf in _walk(payload, "", (), titles=titles_of(payload)):
        if len(leaf.path) <= _LONGEST_PATH:
            found.append(leaf)
        if len(found) == MOST:
            break
    return tuple(found)


def names_of(keys: Sequence[str]) -> tuple[str, ...]:
    """What a value below these keys is called, the fullest name first."""
    apart = [part for key in keys for part in key.split("__") if part]
    if not apart:
        return ()
    above = [one for one in apart[:-1] if plain(one).replace(" ", "_") not in _WRAPPERS]
    last = apart[-1]
    while len(apart) > 1 and last in {"value", "values"} and above[-1:] != [last]:
        apart.pop()
        last = apart[-1]
        above = above[:-1] if above[-1:] == [last] else above
    if not above:
        return (last,)
    joined = f"{above[-1]} {last}"
    if plain(last).replace(" ", "_") in _GENERIC:
        return (joined,)
    return (joined, last)


def _walk(
    node: Mapping[str, Any], path: str, keys: tuple[str, ...], *, titles: Mapping[str, str]
) -> Iterator[Leaf]:
    if len(keys) > _DEEPEST:
        return
    for name, value in node.items():
        if name in _ABOUT:
            if isinstance(value, Mapping) and isinstance(value.get("title"), str):
                inner = (*keys, name, "title")
                place = below(below(path, name), "title")
                yield Leaf(place, names_of(inner), inner, value["title"])
            continue
        yield from _value(value, below(path, name), (*keys, name), titles=titles)


def _value(
    value: Any, path: str, keys: tuple[str, ...], *, titles: Mapping[str, str]
) -> Iterator[Leaf]:
    if isinstance(value, Mapping):
        yield from _walk(value, path, keys, titles=titles)
    elif not isinstance(value, list) or not any(isinstance(one, Mapping | list) for one in value):
        yield Leaf(path, names_of(keys), keys, value)
    elif answers := answers_of(value, path, titles):
        for one in answers:
            names = (*one.names, *(f"{keys[-1]} {name}" for name in one.names))
            yield Leaf(one.path, names, (*keys, *one.names[:1]), one.value)
    elif isinstance(value[0], Mapping):
        yield from _walk(value[0], first(path), keys, titles=titles)
