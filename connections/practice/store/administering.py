"""Setup objects written over REST: permission sets, what they grant, who has them (facts 13)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from connections.practice.rules import granting, values
from connections.practice.rules.ids import sobject_of, to_18
from connections.practice.rules.objects import SObject
from connections.practice.rules.permission_sets import PermissionSet
from connections.practice.rules.permissions import (
    ASSIGN_SETS,
    CREATE,
    EDIT,
    MANAGE_SETS,
    SYSTEM_PERMISSIONS,
)
from connections.practice.rules.refusals import Refusal, Refused, refuse
from connections.practice.rules.set_assignments import SetAssignment
from connections.practice.rules.set_changes import with_sets
from connections.practice.rules.setup import Setup
from connections.practice.standard.admin_rights import (
    RIGHT_COLUMNS,
    field_permission_id,
    object_permission_id,
)
from connections.practice.standard.admin_rows import rows

from .drafts import MISSING, Saved
from .orgs import Session
from .permitting import FORBIDDEN
from .saves import Save
from .setups import change_setup

Sent = Mapping[str, Any]
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "PermissionSet": ("Name", "Label"),
    "PermissionSetAssignment": ("AssigneeId", "PermissionSetId"),
    "ObjectPermissions": ("ParentId", "SobjectType"),
    "FieldPermissions": ("ParentId", "SobjectType", "Field"),
}
SETUP_OBJECTS = frozenset(_REQUIRED)


@dataclass
class _Work:
    """One row to be written. `row`: as it is now, empty when new."""

    session: Session
    id: str
    sent: Sent
    row: Sent

    def told(self, name: str) -> Any:
        """What was sent, else what is there."""
        return self.sent[name] if name in self.sent else self.row.get(name)


def administer(session: Session, saves: Sequence[Save]) -> list[Saved]:
    """Write setup rows, each by itself; results in their order."""
    return [_kept(save.sobject.name, partial(_write, session, save)) for save in saves]


def remove(session: Session, ids: Iterable[str]) -> dict[str, Saved]:
    """Delete the setup rows among these ids; results by 18-character id."""
    wanted = {one: sobject_of(one) for one in map(_full, ids) if sobject_of(one) in SETUP_OBJECTS}
    return {one: _kept(name, partial(_delete, session, name, one)) for one, name in wanted.items()}


def _full(text: str) -> str:
    try:
        return to_18(text)
    except ValueError:
        return ""


def _kept(sobject: str, write: Callable[[], tuple[str, bool]]) -> Saved:
    try:
        written, created = write()
    except Refused as refused:
        return Saved(sobject, "", created=False, refusals=refused.refusals)
    return Saved(sobject, written, created=created)


def _check_rights(session: Session, sobject: str) -> None:
    needed = ASSIGN_SETS if sobject == "PermissionSetAssignment" else MANAGE_SETS
    if not session.setup.rights.may(needed):
        raise Refused(FORBIDDEN)


def _write(session: Session, save: Save) -> tuple[str, bool]:
    name, creating = save.sobject.name, not save.record_id
    if name not in SETUP_OBJECTS or (CREATE if creating else EDIT) not in save.sobject.rights:
        raise Refused(FORBIDDEN)
    _check_rights(session, name)
    sent = _sent(save.sobject, save.payload, creating=creating)
    record_id = "" if creating else _full(save.record_id)
    written = record_id

    def change(setup: Setup) -> Setup:
        nonlocal written
        row = {} if creating else _row(setup, name, record_id)
        changed, written = _WRITERS[name](setup, _Work(session, record_id, sent, row))
        return changed

    change_setup(session.org.pk, change, now=session.now)
    return written, creating


def _delete(session: Session, name: str, record_id: str) -> tuple[str, bool]:
    _check_rights(session, name)

    def change(setup: Setup) -> Setup:
        row = _row(setup, name, record_id)
        return _REMOVERS[name](setup, row)

    change_setup(session.org.pk, change, now=session.now)
    return record_id, False


def _row(setup: Setup, name: str, record_id: str) -> Sent:
    found = next((one for one in rows(setup, name) if one["Id"] == record_id), None)
    if found is None:
        raise Refused(MISSING)
    return found


def _sent(sobject: SObject, payload: Mapping[str, Any], *, creating: bool) -> Sent:
    kept = {}
    for name, value in payload.items():
        if name == "attributes":
            continue
        field = sobject.field(name)
        if field is None:
            message = f"No such column '{name}' on sobject of type {sobject.name}"
            raise refuse("INVALID_FIELD", message, ())
        if not (field.createable if creating else field.updateable):
            message = f"Unable to create/update fields: {field.name}."
            raise refuse("INVALID_FIELD_FOR_INSERT_UPDATE", message, (field.name,))
        typed = values.typed(field, value)
        values.sized(field, typed)
        kept[field.name] = _full(str(typed)) if field.type == "reference" and typed else typed
    missing = tuple(one for one in _REQUIRED[sobject.name] if creating and not kept.get(one))
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise Refused(Refusal("REQUIRED_FIELD_MISSING", message, missing))
    return kept


def _write_set(setup: Setup, work: _Work) -> tuple[Setup, str]:
    system = tuple(one for one in SYSTEM_PERMISSIONS if work.told(f"Permissions{one}"))
    if work.id:
        known = granting.own_set(setup, work.id)
        label, name = work.told("Label"), work.told("Name")
        changed = replace(known, label=label, name=name, system=system)
        return with_sets(setup, [changed]), work.id
    new = PermissionSet(
        id=work.session.mint("PermissionSet"),
        name=work.told("Name"),
        label=work.told("Label"),
        system=system,
    )
    return granting.add_set(setup, new), new.id


def _write_assignment(setup: Setup, work: _Work) -> tuple[Setup, str]:
    new = SetAssignment(
        id=work.session.mint("PermissionSetAssignment"),
        user=work.told("AssigneeId"),
        permission_set=work.told("PermissionSetId"),
    )
    return granting.assign(setup, new), new.id


def _write_object(setup: Setup, work: _Work) -> tuple[Setup, str]:
    parent, sobject = work.told("ParentId"), work.told("SobjectType")
    row_id = object_permission_id(setup, parent, sobject)
    if not work.id and granting.find_set(setup, parent).on(sobject):
        raise granting.taken(row_id)
    rights = frozenset(right for column, right in RIGHT_COLUMNS.items() if work.told(column))
    return granting.grant_object(setup, parent, sobject=sobject, rights=rights), row_id


def _write_field(setup: Setup, work: _Work) -> tuple[Setup, str]:
    parent, path = work.told("ParentId"), work.told("Field")
    row_id = field_permission_id(setup, parent, path)
    known = granting.held_access(setup, parent, path)
    if not work.id and known != "none" and granting.is_guarded(setup, path):
        raise granting.taken(row_id)
    reads, edits = bool(work.told("PermissionsRead")), bool(work.told("PermissionsEdit"))
    return granting.grant_field(setup, parent, path=path, reads=reads, edits=edits), row_id


_WRITERS: Mapping[str, Callable[[Setup, _Work], tuple[Setup, str]]] = {
    "PermissionSet": _write_set,
    "PermissionSetAssignment": _write_assignment,
    "ObjectPermissions": _write_object,
    "FieldPermissions": _write_field,
}
_REMOVERS: Mapping[str, Callable[[Setup, Sent], Setup]] = {
    "PermissionSet": lambda setup, row: granting.drop_set(setup, row["Id"]),
    "PermissionSetAssignment": lambda setup, row: granting.unassign(setup, row["Id"]),
    "ObjectPermissions": lambda setup, row: granting.revoke_object(
        setup, row["ParentId"], row["SobjectType"]
    ),
    "FieldPermissions": lambda setup, row: granting.revoke_field(
        setup, row["ParentId"], row["Field"]
    ),
}
