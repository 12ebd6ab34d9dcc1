"""What Django's expressions lack of the database's language."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, DecimalField, Func
from django.db.models.lookups import Lookup


class Like(Lookup):
    """SQL's own LIKE: the pattern comes with its wildcards."""

    lookup_name = "soql_like"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """The two sides around LIKE."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = self.process_rhs(compiler, connection)
        return f"{left} LIKE {right}", (*left_values, *right_values)


class AsNumber(Func):
    """A text as a number of any size; Django's own cast wants a size."""

    template = "(%(expressions)s)::numeric"
    output_field = DecimalField(max_digits=40, decimal_places=10)


class IsNotTrue(Func):
    """The negation that counts an unknown as false: in SOQL a blank differs from any value."""

    template = "(%(expressions)s) IS NOT TRUE"
    output_field = BooleanField()
