"""Short ways to write down fields of the standard objects."""

from __future__ import annotations

from typing import Any

from connections.practice.rules.fields import Field, PicklistValue


def text(name: str, label: str, length: int, **more: Any) -> Field:
    """A line of text."""
    return Field(name, label, "string", length=length, **more)


def phone(name: str, label: str) -> Field:
    """A phone number: free text of 40 characters."""
    return Field(name, label, "phone", length=40)


def checkbox(name: str, label: str, *, default: bool = False, **more: Any) -> Field:
    """A boolean, which is never null."""
    return Field(name, label, "boolean", nillable=False, defaulted=True, default=default, **more)


def entries(*values: str, default: str = "") -> tuple[PicklistValue, ...]:
    """Active picklist entries whose label is their value."""
    return tuple(PicklistValue(value, value, default=value == default) for value in values)


def picklist(name: str, label: str, values: tuple[PicklistValue, ...], **more: Any) -> Field:
    """A picklist; unrestricted unless said otherwise, as the standard ones are."""
    length = more.pop("length", 255)
    return Field(name, label, "picklist", length=length, picklist=values, **more)


def reference(name: str, label: str, to: tuple[str, ...], **more: Any) -> Field:
    """A lookup. The relationship is named after the field, without its Id."""
    relationship = name.removesuffix("Id")
    return Field(
        name, label, "reference", length=18, reference_to=to, relationship=relationship, **more
    )


def read_only(name: str, label: str, kind: str, **more: Any) -> Field:
    """A field that Salesforce itself fills."""
    more = {"permissionable": False, **more}
    return Field(name, label, kind, createable=False, updateable=False, **more)
