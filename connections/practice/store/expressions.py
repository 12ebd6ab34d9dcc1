"""Columns of a plan as database expressions."""

from __future__ import annotations

from typing import Any

from django.db.models import BooleanField, DateField, DateTimeField, F, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce, Collate, Lower

from connections.practice.rules.fields import IDS, NUMBERS, Field
from connections.practice.rules.objects import SObject

from .columns import COLUMNS, key_column
from .sql_parts import AsNumber


def held(sobject: SObject, field: Field) -> Any:
    """What a record holds in `field`, in the form that plans compare with."""
    column = COLUMNS.get(field.name) or key_column(sobject, field)
    if column:
        return F(column)
    text = KeyTextTransform(field.name, "values")
    if field.type in IDS:
        return text
    if field.type in NUMBERS:
        return AsNumber(text)
    if field.type == "boolean":
        return Coalesce(Cast(text, BooleanField()), Value(False))  # noqa: FBT003
    if field.type == "date":
        return Cast(text, DateField())
    return Cast(text, DateTimeField()) if field.type == "datetime" else Collate(Lower(text), "C")


def text_of(field: Field) -> Any:
    """The id in a reference field, as text."""
    column = COLUMNS.get(field.name)
    return F(column) if column else KeyTextTransform(field.name, "values")
