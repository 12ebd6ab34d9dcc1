"""The tracking fields: made in the org by its admin, or given to them as a package."""

from __future__ import annotations

from collections.abc import Iterable

from connections import fieldmaking
from connections.crm import Crm
from connections.errors import CrmError, explain
from connections.fieldmaking import FieldMade, GrantMade, Made, NewField
from connections.models import Connection
from mappings.rules import Rules
from mappings.tracking import OBJECTS, TRACKING
from tenants import audit, walls

from .agreements import agreements


def wanted_fields() -> tuple[NewField, ...]:
    """The tracking fields on Lead and Contact."""
    return tuple(
        NewField(
            sobject=sobject,
            name=one.name,
            label=one.label,
            length=one.length,
            description=one.description,
            is_key=one.is_key,
        )
        for sobject in OBJECTS
        for one in TRACKING
    )


def mapped_rules(connection: Connection) -> list[Rules]:
    """The live rules that write through the connection. Outside the walls."""
    return [one.rules for one in agreements(connection)]


def create_fields(connection: Connection, admin: Crm, *, actor: object) -> list[FieldMade]:
    """Create the tracking fields with the admin's client; each says what became of it.

    Field-level security stays as it is. Outside the walls; two API calls.
    """
    wanted = wanted_fields()
    try:
        made = fieldmaking.make_fields(admin, wanted)
    except CrmError as error:
        why = " ".join(explain(error.failure, {}))
        return [FieldMade(one.path, one.label, Made.REFUSED, why) for one in wanted]
    created = [one.field for one in made if one.state is Made.CREATED]
    _note(connection, actor, action="fields.created", fields=created)
    return made


def grant_fields(connection: Connection, admin: Crm, *, actor: object) -> GrantMade:
    """Make a permission set for the tracking fields and give it to the integration user.

    Only when the admin clicked exactly that. Outside the walls; one API call.
    """
    wanted = wanted_fields()
    try:
        made = fieldmaking.grant_fields(admin, wanted, connection.user_id)
    except CrmError as error:
        return GrantMade(done=False, sentence=" ".join(explain(error.failure, {})))
    if made.done:
        _note(connection, actor, action="fields.granted", fields=[one.path for one in wanted])
    return made


def _note(connection: Connection, actor: object, *, action: str, fields: Iterable[str]) -> None:
    with walls.inside(connection.tenant_id):
        audit.note(connection.tenant, actor, action, subject=connection, fields=list(fields))
