"""References between the parts of a composite: @{newLead.id}, @{hits.records[0].Id}. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from connections.practice.rules.refusals import refuse

_REFERENCE = re.compile(r"@\{([A-Za-z_][A-Za-z0-9_]*)((?:\.[A-Za-z0-9_]+|\[\d+\])*)\}", re.ASCII)
_STEP = re.compile(r"\.([A-Za-z0-9_]+)|\[(\d+)\]", re.ASCII)


def filled(value: Any, answers: Mapping[str, Any]) -> Any:
    """`value` with every reference, also deep inside, replaced by what an earlier part answered.

    A text that is nothing but a reference takes over the value's type. Raises Refused,
    PROCESSING_HALTED, for a reference to nothing.
    """
    if isinstance(value, str):
        return _filled_text(value, answers)
    if isinstance(value, dict):
        return {name: filled(one, answers) for name, one in value.items()}
    if isinstance(value, list):
        return [filled(one, answers) for one in value]
    return value


def named_in(value: Any) -> set[str]:
    """The parts that references in `value`, however deep inside, speak of."""
    names, waiting = set[str](), [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            names |= {name for name, _ in _REFERENCE.findall(one)}
        elif isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return names


def _filled_text(text: str, answers: Mapping[str, Any]) -> Any:
    whole = _REFERENCE.fullmatch(text)
    if whole:
        return _sought(whole, answers)
    return _REFERENCE.sub(lambda found: str(_sought(found, answers)), text)


def _sought(found: re.Match[str], answers: Mapping[str, Any]) -> Any:
    name, path = found.groups()
    value = answers.get(name)
    for step in _STEP.finditer(path):
        value = _step(value, step)
    if value is None or name not in answers:
        message = f"Invalid reference specified. No value for {name}{path} found in {name}"
        raise refuse("PROCESSING_HALTED", message, ())
    return value


def _step(value: Any, step: re.Match[str]) -> Any:
    name, number = step.groups()
    if name is not None:
        return value.get(name) if isinstance(value, dict) else None
    place = int(number)
    return value[place] if isinstance(value, list) and place < len(value) else None
