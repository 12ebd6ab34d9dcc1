"""What is wrong with a source, a step, a text or a value map by itself, and what to do. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from jmespath.functions import Functions
from pydantic import TypeAdapter, ValidationError

from mappings.nearness import meant, nearest
from mappings.paths import path
from mappings.patterns import pattern
from mappings.rules import Compare, Unknown, ValueMap
from mappings.strict import RulesRefused
from mappings.templates import parts
from mappings.transforms import AnyTransform, FirstOf, Replace, State, Template


def check_source(source: str) -> list[str]:
    """What is wrong with a JMESPath: that it can't be read, or functions that don't exist."""
    if not source:
        return []
    try:
        parsed = path(source).parsed
    except RulesRefused as refused:
        return [f"{refused} {_hint(source)}"]
    unknown = sorted(set(_functions(parsed)) - set(Functions.FUNCTION_TABLE))
    return [_no_function(source, name) for name in unknown]


def check_template(text: str) -> list[str]:
    """What is wrong with a text that has paths in braces, and with each of those paths."""
    try:
        pieces = parts(text)
    except RulesRefused as refused:
        return [str(refused)]
    return [wrong for piece in pieces if piece.is_path for wrong in check_source(piece.text)]


def check_pattern(text: str, *, literal: bool = False) -> list[str]:
    """What is wrong with a regular expression: that it can't be read, or could run for years."""
    try:
        pattern(text, literal=literal)
    except RulesRefused as refused:
        return [str(refused)]
    return []


def check_transform(step: AnyTransform) -> list[str]:
    """What is wrong with a step: its parameters, and the paths and patterns in them."""
    return [*_misplaced(step), *_unreadable(step)]


def check_value_map(table: ValueMap, *, has_default: bool = True) -> list[str]:
    """What is wrong with a value map: patterns, values that can never be met, no default."""
    wrongs = []
    if table.compare is Compare.PATTERN:
        wrongs = [wrong for value, _ in table.pairs for wrong in check_pattern(value)]
    if table.unknown is Unknown.DEFAULT and not has_default:
        wrongs.append("The value map sends unknown values to the default. Give the field one.")
    if table.unknown is Unknown.HOLD and not table.pairs:
        wrongs.append("The value map is empty and would hold every lead. Add a value to it.")
    return [*wrongs, *_unreachable(table)]


def _misplaced(step: AnyTransform) -> list[str]:
    given = {name: value for name, value in asdict(step).items() if value is not None}
    try:
        _adapter().validate_python(given)
    except ValidationError as error:
        return [_misplacement(step.do, one) for one in error.errors()]
    return []


def _misplacement(name: str, error: Any) -> str:
    what = str(error["msg"]).removeprefix("Value error, ").rstrip(".")
    place = error["loc"][-1] if error["loc"] else ""
    return f"The step “{name}” can’t be given “{error['input']}” as {place}: {what}."


def _unreadable(step: AnyTransform) -> list[str]:
    if isinstance(step, Template):
        return check_template(step.text)
    if isinstance(step, FirstOf):
        return [wrong for source in step.sources for wrong in check_source(source)]
    if isinstance(step, Replace):
        return check_pattern(step.pattern, literal=step.literal)
    return check_source(step.country_source) if isinstance(step, State) else []


def _unreachable(table: ValueMap) -> Iterator[str]:
    seen: set[str] = set()
    for value, _ in table.pairs:
        met = value.strip().casefold() if table.compare is Compare.ANY_CASE else value.strip()
        if met in seen:
            yield f"The value map has “{value}” twice; only the first counts. Remove the other."
        if not met:
            yield "The value map has a line without a value. Remove it, or use the default."
        seen.add(met)


def _functions(node: Any) -> Iterator[str]:
    if not isinstance(node, dict):
        return
    if node["type"] == "function_expression":
        yield node["value"]
    for child in node["children"]:
        yield from _functions(child)


def _no_function(source: str, name: str) -> str:
    hint = meant(nearest(name, Functions.FUNCTION_TABLE)) or "Leave it out, or use a transform."
    return f"The source “{source}” uses {name}(), which does not exist. {hint}"


def _hint(source: str) -> str:
    if " " in source.strip() and "(" not in source and '"' not in source:
        first, _, last = source.strip().rpartition(".")
        return f'A name with blanks stands in quotes: {first}{"." if first else ""}"{last}".'
    if "-" in source and '"' not in source:
        return 'A name with a hyphen stands in quotes: custom."utm-source".'
    if source.startswith(("$", "/", "{")) or ".." in source:
        return "Write the names with dots between them: person.email."
    return "Write a path such as person.email or custom.region."


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[AnyTransform]:
    return TypeAdapter(AnyTransform)
