"""What frames every standard object beside people: its label, id and stamps."""

from __future__ import annotations

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import PREFIXES
from connections.practice.rules.objects import SObject
from connections.practice.standard.system_fields import record_id, system_fields


def framed(name: str, plural: str, *fields: Field) -> SObject:
    """A standard object of these fields, with id and stamps; its label follows from its name."""
    label = "".join(f" {one}" if one.isupper() else one for one in name).strip()
    return SObject(
        name=name,
        label=label,
        plural=plural,
        prefix=PREFIXES[name],
        fields=(record_id(), *fields, *system_fields()),
    )


def description() -> Field:
    """The long text that many objects have."""
    return Field("Description", "Description", "textarea", length=32000, filterable=False)
