"""The org as one of its users sees it (salesforce-facts 2.3)."""

from __future__ import annotations

from dataclasses import replace

from .fields import Field
from .objects import SObject
from .permissions import MAY_EDIT, READ, VIEW_SETUP
from .rights import Rights
from .setup import Setup
from .sights import Sight

# Without "View Setup and Configuration" these aren't there (salesforce-facts 15.11).
BEHIND_SETUP = frozenset(
    {
        "AssignmentRule",
        "CustomField",
        "DuplicateRule",
        "FieldDefinition",
        "FieldPermissions",
        "MatchingRule",
        "MatchingRuleItem",
        "ObjectPermissions",
        "PermissionSet",
        "PermissionSetAssignment",
        "ValidationRule",
    }
)


def seen_by(setup: Setup, user_id: str) -> Setup:
    """The setup with the objects and fields that this user sees, each taking what it may send."""
    rights = setup.rights_of(user_id)
    objects = {
        name: _seen(one, rights) for name, one in setup.objects.items() if READ in rights.on(name)
    }
    withheld = frozenset() if rights.may(VIEW_SETUP) else BEHIND_SETUP
    sight = Sight(objects, whole=setup.objects, withheld=withheld)
    return replace(setup, objects=sight, viewer=user_id)


def _seen(sobject: SObject, rights: Rights) -> SObject:
    fields = tuple(_seen_field(sobject.name, one, rights) for one in sobject.fields)
    return replace(sobject, fields=fields, rights=rights.on(sobject.name))


def _seen_field(sobject: str, field: Field, rights: Rights) -> Field:
    if not field.permissionable:
        return field
    access = rights.access(f"{sobject}.{field.name}")
    return field if access == MAY_EDIT else replace(field, access=access)
