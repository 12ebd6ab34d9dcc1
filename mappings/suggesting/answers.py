"""Lists in which each entry is a question and its answer: read by the question. Pure.

Typeform, Google Ads, Meta, LinkedIn and Calendly send such lists (ingest-presets I3, I5 to I8).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from .writing_paths import below, entry, only

# By what an entry may be named, the best first.
_NAMING = (
    ("field", "ref"), ("field", "id"), ("column_id",), ("column_name",), ("name",), ("question",),
    ("questionId",), ("question_id",), ("fieldName",), ("field_name",), ("key",), ("ref",),
    ("slug",), ("label",), ("title",), ("field",), ("id",), ("type",),
)  # fmt: skip
_ALSO_NAMED = ("column_name", "question", "title", "label", "name", "fieldLabel")
_ANSWER = (
    "value", "values", "answer", "answers", "string_value", "text", "response", "answerDetails",
    "answer_details", "user_value", "content",
)  # fmt: skip
_CHOICES = ("label", "labels", "answer", "text", "value", "options", "values")
_MOST = 200


class Answer(NamedTuple):
    """One answer: the path that finds it by its question, the question's names, the value."""

    path: str
    names: tuple[str, ...]
    value: Any


def answers_of(found: list[Any], path: str, titles: Mapping[str, str]) -> tuple[Answer, ...]:
    """The answers of a list, or () if it is no such list. ``titles`` are the forms' own titles
    of questions by reference or id.
    """
    entries = [one for one in found[:_MOST] if isinstance(one, Mapping)]
    if len(entries) != len(found[:_MOST]):
        return ()
    naming = next((one for one in _NAMING if _names_all(entries, one)), None)
    if naming is None:
        return ()
    answers = [_answer(one, path, naming=naming, titles=titles) for one in entries]
    return tuple(one for one in answers if one) if any(answers) else ()


def titles_of(payload: Mapping[str, Any]) -> Mapping[str, str]:
    """The titles of questions by reference and id, where the payload describes its own form."""
    found: dict[str, str] = {}
    for holder in (payload, *(one for one in payload.values() if isinstance(one, Mapping))):
        definition = holder.get("definition")
        fields = definition.get("fields") if isinstance(definition, Mapping) else None
        for one in fields if isinstance(fields, list) else ():
            if isinstance(one, Mapping) and isinstance(one.get("title"), str):
                found |= {str(one[by]): one["title"] for by in ("ref", "id") if one.get(by)}
    return found


def _names_all(entries: list[Mapping[str, Any]], naming: tuple[str, ...]) -> bool:
    """Whether this tells the entries apart, and none of them is without."""
    names = [_at(one, naming) for one in entries]
    if not all(isinstance(one, str | int) and not isinstance(one, bool) for one in names):
        return False
    return len(set(names)) == len(names)


def _answer(
    one: Mapping[str, Any], path: str, *, naming: tuple[str, ...], titles: Mapping[str, str]
) -> Answer | None:
    place = _place(one)
    if place is None or place == naming:
        return None
    name, value = _at(one, naming), _at(one, place)
    title = titles.get(str(name), "")
    also = [one[key] for key in _ALSO_NAMED if isinstance(one.get(key), str)]
    names = dict.fromkeys(text for text in (title, *also, str(name)) if text)
    inner = ".".join(below("", part) for part in place)
    found = entry(path, ".".join(below("", part) for part in naming), name)
    return Answer(only(f"{found}.{inner}"), tuple(names), value)


def _place(one: Mapping[str, Any]) -> tuple[str, ...] | None:
    """Where within an entry its answer stands; None if there is none."""
    typed = one.get("type")
    known = (typed, *_ANSWER) if isinstance(typed, str) else _ANSWER
    key = next((key for key in known if key in one), None)
    return _descend(one[key], (key,)) if key else None


def _descend(value: Any, place: tuple[str, ...]) -> tuple[str, ...] | None:
    if isinstance(value, list):
        return None if any(isinstance(one, Mapping | list) for one in value) else place
    if not isinstance(value, Mapping):
        return place
    key = next((key for key in _CHOICES if key in value), None)
    if key is None and len(value) == 1:
        key = next(iter(value))
    return _descend(value[key], (*place, key)) if key and len(place) < 5 else None


def _at(one: Any, place: tuple[str, ...]) -> Any:
    for key in place:
        one = one.get(key) if isinstance(one, Mapping) else None
    return one
