"""A frozen value as a form holds it: everything said, nothing left to its default. Pure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any


def filled(value: Any) -> Any:
    """The value as JSON has it, with every field."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [filled(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: filled(getattr(value, one.name)) for one in fields(value)}
    return value
