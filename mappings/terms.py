"""On what terms a lead may write one field, as a value of its own that can be kept. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter

from connections.crm import Field
from mappings.guard_labels import first_value
from mappings.rules import FieldRule, Guard

_MULTI_SELECT = "multipicklist"
_CHOICES = ("picklist", _MULTI_SELECT)
_PLAIN = ("first", "is_email", "is_choice", "is_multi", "length")


@dataclass(frozen=True, slots=True)
class Terms:
    """The guards of a field, and what of the field and the rule they need to know.

    ``first`` is the value the field has before anybody works on it, ``length`` how many
    characters it takes, 0 for unknown. What stands in a picklist (``is_choice``) was chosen,
    whatever it says.
    """

    guards: tuple[Guard, ...]
    first: str = ""
    is_email: bool = False
    is_choice: bool = False
    is_multi: bool = False
    length: int = 0

    def to_dict(self) -> dict[str, Any]:
        """The terms as JSON values, without what has its default."""
        kept = {name: getattr(self, name) for name in _PLAIN if getattr(self, name)}
        return {"guards": _told(self.guards), **kept}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Terms:
        """The terms that ``to_dict`` made these values of."""
        guards = _guards().validate_python(stored["guards"])
        return cls(**{**stored, "guards": guards})


def terms_of(rule: FieldRule, default_status: str) -> Terms:
    """The terms of a rule, for a field that nobody has looked at."""
    return Terms(rule.ownership, first_value(rule, default_status), rule.holds_email)


def fitted(terms: Terms, field: Field | None) -> Terms:
    """The terms for a field as the org describes it, None where nobody looked."""
    if field is None:
        return terms
    return Terms(
        terms.guards,
        terms.first,
        terms.is_email,
        is_choice=field.type in _CHOICES,
        is_multi=field.type == _MULTI_SELECT,
        length=field.length,
    )


@lru_cache(maxsize=1_024)
def _told(guards: tuple[Guard, ...]) -> list[Any]:
    return list(_guards().dump_python(guards, mode="json"))


@lru_cache(maxsize=1)
def _guards() -> TypeAdapter[tuple[Guard, ...]]:
    return TypeAdapter(tuple[Guard, ...])
