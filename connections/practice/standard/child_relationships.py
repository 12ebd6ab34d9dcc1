"""How a parent calls the records that look up to it: an Account's Contacts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.sights import withheld_from

from .admin_catalogue import ADMIN_OBJECTS

# (object, its reference field) → the relationship's name on the parent. Others of the standard
# fields (owners, creators, converted records) have none.
_STANDARD: Mapping[tuple[str, str], str] = {
    ("Contact", "AccountId"): "Contacts",
    ("Account", "ParentId"): "ChildAccounts",
    ("CampaignMember", "CampaignId"): "CampaignMembers",
    ("CampaignMember", "LeadId"): "CampaignMembers",
    ("CampaignMember", "ContactId"): "CampaignMembers",
    ("CampaignMemberStatus", "CampaignId"): "CampaignMemberStatuses",
    ("Campaign", "ParentId"): "ChildCampaigns",
    ("Task", "WhoId"): "Tasks",
    ("Task", "WhatId"): "Tasks",
    ("Opportunity", "AccountId"): "Opportunities",
    ("PermissionSetAssignment", "AssigneeId"): "PermissionSetAssignments",
    ("PermissionSetAssignment", "PermissionSetId"): "Assignments",
    ("ObjectPermissions", "ParentId"): "ObjectPerms",
    ("FieldPermissions", "ParentId"): "FieldPerms",
    ("GroupMember", "GroupId"): "GroupMembers",
    ("QueueSobject", "QueueId"): "QueueSobjects",
    ("User", "ProfileId"): "Users",
}


@dataclass(frozen=True, slots=True)
class ChildRelationship:
    """`name` as the parent calls it; the object whose `field` leads to the parent."""

    name: str
    sobject: SObject
    field: Field


def children_of(objects: Mapping[str, SObject], parent: SObject) -> Mapping[str, ChildRelationship]:
    """The named relationships to children, by lower-cased name. `objects`: the stored ones."""
    found = {}
    everything = {**ADMIN_OBJECTS, **objects}
    for sobject in (everything[name] for name in everything.keys() - withheld_from(objects)):
        for field in sobject.relationships.values():
            name = _name(sobject, field)
            if name and parent.name in field.reference_to:
                found[name.lower()] = ChildRelationship(name, sobject, field)
    return found


def _name(sobject: SObject, field: Field) -> str:
    if field.custom:
        return f"{sobject.plural.replace(' ', '_')}__r"
    return _STANDARD.get((sobject.name, field.name), "")
