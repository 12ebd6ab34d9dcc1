"""What pydantic says is wrong with a document, in sentences for people, with what may be meant.

Pure. Works for every document that is described by a JSON Schema of pydantic's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from .nearness import meant, nearest

Path = tuple[str | int, ...]
# What a value is that says its kind under this key.
_NOUNS = {"do": "transform", "rule": "ownership rule", "by": "match rule", "to": "owner"}
_SHOWN = 8
# A description that has one of these leads on.
_PARTED = frozenset(
    {"$ref", "oneOf", "properties", "items", "anyOf", "discriminator", "prefixItems"}
)


@dataclass(frozen=True, slots=True)
class Slip:
    """One thing that is wrong. ``path`` leads to it; ``replacement`` is what may be meant."""

    path: Path
    sentence: str
    replacement: str = ""

    @property
    def suggestion(self) -> str:
        """The replacement as a question."""
        return meant(self.replacement)


def slips_of(error: ValidationError, schema: Mapping[str, Any]) -> tuple[Slip, ...]:
    """Everything that is wrong, in the document's order. ``schema`` describes the document."""
    told = [dict(one) for one in error.errors()]
    return tuple(_slip(one, schema) for one in told if not _follows(one, told))


def _follows(error: Mapping[str, Any], told: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a list is called too short only since what is in it was refused."""
    loc = error["loc"]
    return error["type"] == "too_short" and any(
        len(one["loc"]) > len(loc) and one["loc"][: len(loc)] == loc for one in told
    )


def _slip(error: Mapping[str, Any], schema: Mapping[str, Any]) -> Slip:
    path, above = _walked(error["loc"], schema)
    kind, context, given = error["type"], error.get("ctx", {}), error.get("input")
    if kind in {"extra_forbidden", "unexpected_keyword_argument"}:
        name = str(path[-1])
        return Slip(path, f"There is nothing called “{name}” here.", nearest(name, above))
    if kind == "union_tag_invalid":
        tag = str(context["tag"])
        noun = _NOUNS.get(str(context["discriminator"]).strip("'"), "kind")
        words = _words(context["expected_tags"])
        return Slip(path, f"There is no {noun} called “{tag}”.", nearest(tag, words))
    if kind in {"enum", "literal_error"}:
        words = _words(str(context["expected"]))
        return Slip(path, f"“{given}” is none of {_listed(words)}.", nearest(str(given), words))
    return Slip(path, _sentence(kind, context, given))


def _sentence(kind: str, context: Mapping[str, Any], given: Any) -> str:
    told = _SENTENCES.get(kind)
    if told is not None:
        return told(context, given)
    if kind.endswith(("_type", "_parsing")):
        return f"This has to be {_TYPES.get(kind.rsplit('_', 1)[0], 'something else')}."
    if kind == "value_error":
        return str(context.get("error", "")) or "This can’t be so."
    return "This can’t be read."


def _tagless(context: Mapping[str, Any], given: Any) -> str:
    del given
    key = str(context.get("discriminator", "")).strip("'")
    return f"Say under “{key}” which {_NOUNS.get(key, 'kind')} it is."


_Told = Callable[[Mapping[str, Any], Any], str]
_SENTENCES: Mapping[str, _Told] = {
    "missing": lambda *_: "This is missing.",
    "union_tag_not_found": _tagless,
    "greater_than_equal": lambda ctx, given: f"{given} is too little: {ctx['ge']} or more.",
    "less_than_equal": lambda ctx, given: f"{given} is too much: {ctx['le']} or less.",
    "greater_than": lambda ctx, given: f"{given} is too little: more than {ctx['gt']}.",
    "less_than": lambda ctx, given: f"{given} is too much: less than {ctx['lt']}.",
    "string_too_short": lambda *_: "This may not be empty.",
    "string_too_long": lambda ctx, _: (
        f"This is too long: at most {ctx['max_length']:,} characters."
    ),
    "too_short": lambda ctx, _: f"The list is too short: {ctx['min_length']} or more.",
    "too_long": lambda ctx, _: f"The list is too long: {ctx['max_length']} or less.",
    "string_pattern_mismatch": lambda _, given: f"“{given}” is not written in the right form.",
    "date_from_datetime_parsing": lambda _, given: f"“{given}” is not a date such as 2026-03-04.",
    "date_parsing": lambda _, given: f"“{given}” is not a date such as 2026-03-04.",
}
_TYPES = {
    "string": "text", "int": "a whole number", "float": "a number", "bool": "true or false",
    "list": "a list", "tuple": "a list", "dict": "a set of names and values",
    "dataclass": "a set of names and values", "model": "a set of names and values",
    "model_attributes": "a set of names and values", "date": "a date such as 2026-03-04",
    "int_from_float": "a whole number", "mapping": "a set of names and values",
}  # fmt: skip


def _words(expected: str) -> list[str]:
    """The words of "'a', 'b' or 'c'"."""
    return expected.replace(" or ", ", ").replace("'", "").split(", ")


def _listed(words: list[str]) -> str:
    shown = [f"“{word}”" for word in words[:_SHOWN]]
    rest = len(words) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "")


def _walked(loc: Path, schema: Mapping[str, Any]) -> tuple[Path, frozenset[str]]:
    """The path without the names of kinds that pydantic puts in, and the keys there are there."""
    node: Any = schema
    path: list[str | int] = []
    keys: frozenset[str] = frozenset()
    for part in loc:
        node = _resolved(node, schema)
        mapping = node.get("discriminator", {}).get("mapping", {})
        if isinstance(part, str) and part in mapping:
            node = {"$ref": mapping[part]}
            continue
        path.append(part)
        properties = node.get("properties", {})
        keys = frozenset(properties)
        if isinstance(part, int):
            node = node.get("items") or next(iter(node.get("prefixItems", [])[part:]), {})
        else:
            node = properties.get(part) or node.get("additionalProperties") or {}
    return tuple(path), keys


def _resolved(node: Any, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The description itself: references followed, of several the first that has parts."""
    while isinstance(node, Mapping):
        if "$ref" in node:
            node = schema["$defs"][node["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in node:
            node = next((one for one in node["anyOf"] if one.keys() & _PARTED), {})
        else:
            return node
    return {}
