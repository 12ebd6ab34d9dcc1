"""A column among the values of a list, or among a query's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Q, Value
from django.db.models.lookups import In, IsNull

# Not an empty list, which Django takes for the emptiness of everything around it.
NOWHERE = Q(Value(False, output_field=BooleanField()))  # noqa: FBT003


def among(expression: Any, ids: Any) -> Q:
    """One of the ids of a list, or of a query's rows."""
    return NOWHERE if ids == [] else Q(In(expression, ids))


def one_of(expression: Any, values: Sequence[Any]) -> Q:
    """Equal to one of the values; None among them stands for blank."""
    present = [value for value in values if value is not None]
    condition = among(expression, present)
    return condition | Q(IsNull(expression, True)) if None in values else condition  # noqa: FBT003
