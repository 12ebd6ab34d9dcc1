"""Custom fields and a permission set, made in an org by its admin's own hand.

It takes a client opened with an admin's token, never the integration user's: that one should not
be able to (salesforce-facts 13). Pure but for the port.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from .crm import Creation, Crm, Describe, Field, WriteResult
from .errors import Failure, explain

PERMISSION_SET = "Inlet_Fields"
_EXISTS = frozenset({"DUPLICATE_DEVELOPER_NAME", "DUPLICATE_VALUE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NewField:
    """A text field that is wanted. ``is_key``: an external id, unique in any letter case."""

    sobject: str
    name: str
    label: str
    length: int
    description: str
    is_key: bool = False

    @property
    def path(self) -> str:
        """ "Lead.Sync_Source__c"."""
        return f"{self.sobject}.{self.name}"


class Made(StrEnum):
    """What became of a field."""

    CREATED = "created"
    PRESENT = "present"
    WRONG = "wrong"  # there is one of that name, of another kind
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class FieldMade:
    """One field: its path, what became of it, and a sentence that says what is still missing."""

    field: str
    label: str
    state: Made
    sentence: str


@dataclass(frozen=True, slots=True)
class GrantMade:
    """Whether the permission set stands and is given to the user, and a sentence."""

    done: bool
    sentence: str


def make_fields(admin: Crm, wanted: Sequence[NewField]) -> list[FieldMade]:
    """Create what is missing, at most 25 fields, in two calls.

    Nobody may see a new field until somebody grants it: that is left to ``grant_fields``. Raises
    what the calls raise.
    """
    objects = list(dict.fromkeys(one.sobject for one in wanted))
    seen = dict(zip(objects, admin.look([Describe(name) for name in objects]), strict=True))
    there: dict[str, Field] = {
        f"{name}.{field.name}": field
        for name, sight in seen.items()
        if sight.sobject is not None
        for field in sight.sobject.fields.values()
    }
    missing = [one for one in wanted if one.path not in there]
    results = admin.set_up([_creation(one) for one in missing], tooling=True) if missing else []
    became = {one.path: result for one, result in zip(missing, results, strict=True)}
    return [
        _created(one, became[one.path]) if one.path in became else _present(one, there[one.path])
        for one in wanted
    ]


def grant_fields(admin: Crm, wanted: Sequence[NewField], user_id: str) -> GrantMade:
    """Make a permission set for exactly these fields and give it to the user, in one call."""
    objects = list(dict.fromkeys(one.sobject for one in wanted))
    creations = [
        Creation("permissions", "PermissionSet", {"Name": PERMISSION_SET, "Label": "Inlet fields"}),
        *(_object_grant(place, name) for place, name in enumerate(objects)),
        *(_field_grant(place, one) for place, one in enumerate(wanted)),
        Creation(
            "assignment",
            "PermissionSetAssignment",
            {"AssigneeId": user_id, "PermissionSetId": "@{permissions.id}"},
        ),
    ]
    failed = [one for one in admin.set_up(creations) if not one.ok]
    if not failed:
        what = f"The permission set {PERMISSION_SET} is given to the integration user."
        return GrantMade(done=True, sentence=what)
    if failed[0].ref == "permissions" and _is_there(failed[0]):
        what = f"A permission set {PERMISSION_SET} exists already. Check it, and assign it."
        return GrantMade(done=False, sentence=what)
    return GrantMade(done=False, sentence=_why(failed[0].failures))


def _creation(one: NewField) -> Creation:
    metadata = {
        "label": one.label,
        "type": "Text",
        "length": one.length,
        "required": False,
        "externalId": one.is_key,
        "unique": one.is_key,
        "description": one.description,
        "inlineHelpText": one.description,
        "trackHistory": False,
    }
    if one.is_key:
        metadata["caseSensitive"] = False
    ref = f"{one.sobject}_{one.name.removesuffix('__c')}"
    return Creation(ref[:40], "CustomField", {"FullName": one.path, "Metadata": metadata})


def _object_grant(place: int, sobject: str) -> Creation:
    # Fields need the object's Read first, and the rest of what the sync does (facts 13).
    rights = {"PermissionsRead": True, "PermissionsEdit": True}
    if sobject == "Lead":
        rights["PermissionsCreate"] = True
    body = {"ParentId": "@{permissions.id}", "SobjectType": sobject, **rights}
    return Creation(f"object{place}", "ObjectPermissions", body)


def _field_grant(place: int, one: NewField) -> Creation:
    body = {
        "ParentId": "@{permissions.id}",
        "SobjectType": one.sobject,
        "Field": one.path,
        "PermissionsRead": True,
        "PermissionsEdit": True,
    }
    return Creation(f"field{place}", "FieldPermissions", body)


def _created(one: NewField, result: WriteResult) -> FieldMade:
    if result.ok:
        sentence = "Created. Nobody sees it until a permission set grants Read and Edit."
        return FieldMade(one.path, one.label, Made.CREATED, sentence)
    if _is_there(result):
        sentence = "It exists already, hidden even from the admin. Look at its type and rights."
        return FieldMade(one.path, one.label, Made.PRESENT, sentence)
    return FieldMade(one.path, one.label, Made.REFUSED, _why(result.failures))


def _present(one: NewField, field: Field) -> FieldMade:
    wrong = []
    if field.type != "string":
        wrong.append(f"it is of the type {field.type}, not text")
    elif field.length < one.length:
        wrong.append(f"it takes {field.length} characters, not {one.length}")
    if one.is_key and not field.external_id:
        wrong.append("External ID is off")
    if one.is_key and not field.unique:
        wrong.append("Unique is off")
    if not wrong:
        return FieldMade(one.path, one.label, Made.PRESENT, "It was there already.")
    sentence = f"It was there already, but {' and '.join(wrong)}. Only an admin can change that."
    return FieldMade(one.path, one.label, Made.WRONG, sentence)


def _is_there(result: WriteResult) -> bool:
    return any(one.code in _EXISTS for one in result.failures)


def _why(failures: Sequence[Failure]) -> str:
    return " ".join(explain(failures[0], {})) if failures else "Salesforce gave no reason."
