"""A file of JSON: a list of leads, {"leads": […]}, or one lead a line."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from rest_framework.exceptions import APIException

from syncs.intake.parsing import read_json

from .grids import TableRefused, check_rows

_SHAPE = "This JSON is no list of leads: [{…}, {…}]."


@dataclass(frozen=True, slots=True)
class Broken:
    """A lead that can't be read, and why."""

    sentence: str


def is_json(text: str) -> bool:
    """Whether a text begins as JSON does."""
    return text.lstrip("\ufeff \t\r\n").startswith(("[", "{"))


def read_objects(text: str) -> list[Any]:
    """The documents in the file, `Broken` for those that are none. Raises TableRefused."""
    text = text.lstrip("\ufeff")
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("{") and "\n" in text.strip():
            return _lines(text)
        raise TableRefused(
            f"The file is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise TableRefused("The JSON is nested too deep. Flatten it.") from None
    if isinstance(found, dict):
        found = found.get("leads", [found])
    if not isinstance(found, list) or not found:
        raise TableRefused(_SHAPE)
    check_rows(len(found))
    return [_strict(json.dumps(one)) for one in found]


def _lines(text: str) -> list[Any]:
    lines = [one for one in text.splitlines() if one.strip()]
    check_rows(len(lines))
    return [_strict(one) for one in lines]


def _strict(text: str) -> Any:
    """One lead within the API's limits, else why not."""
    try:
        return read_json(text.encode("utf-8", "surrogatepass"))
    except APIException as error:
        return Broken(str(error.detail))
