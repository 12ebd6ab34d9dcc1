"""Fields of an org as a describe has them, in few words, and an org that was looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from connections.crm import Field, PicklistValue, SObject
from connections.documents import document_of
from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings.models import SchemaSnapshot


def described(name: str, label: str, *, values: Iterable[str] = (), **changed: Any) -> Field:
    """A text field that may be written, unless told otherwise; with `values` a picklist."""
    picklist = tuple(PicklistValue(one, one, active=True, default=False) for one in values)
    known: dict[str, Any] = {
        "type": "picklist" if picklist else "string",
        "length": 128,
        "createable": True,
        "updateable": True,
        "nillable": True,
        "defaulted_on_create": False,
        "external_id": False,
        "id_lookup": False,
        "unique": False,
        "restricted_picklist": bool(picklist),
        "picklist": picklist,
        "reference_to": (),
    }
    return Field(name=name, label=label, **{**known, **changed})


def sobject(name: str, *fields: Field) -> SObject:
    """An object with these fields."""
    return SObject(name, name, True, True, {one.name: one for one in fields}, ())  # noqa: FBT003


def look_at(connection: Connection, *objects: SObject) -> SchemaSnapshot:
    """Keep these objects as what was last seen of the org. Inside the walls."""
    facts = document_of(OrgFacts(objects={one.name: one for one in objects}))
    return SchemaSnapshot.objects.create(
        tenant_id=connection.tenant_id, connection=connection, facts=facts, digest="x"
    )
