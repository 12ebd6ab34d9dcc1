"""Which record type a record gets (salesforce-facts 2.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .record_types import FIELD_NAME, RecordType
from .refusals import Refusal, Refused
from .values import Value


def of_object(types: Iterable[RecordType], sobject: str) -> tuple[RecordType, ...]:
    """The record types of one object."""
    return tuple(one for one in types if one.sobject == sobject)


def default_type(types: Sequence[RecordType]) -> RecordType | None:
    """The one that a new record gets; None: the master, which has no row."""
    return next((one for one in types if one.default and one.active), None)


def chosen_type(types: Sequence[RecordType], asked: Value) -> RecordType | None:
    """The record type of that id. Raises Refused unless the user may use it."""
    if asked is None:
        return None
    found = next((one for one in types if one.id == asked), None)
    if found is None or not (found.available and found.active):
        message = f"Record Type ID: this ID value isn't valid for the user: {asked}"
        raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", message, (FIELD_NAME,)))
    return found
