"""Rows of setup objects as facts (salesforce-facts 2.4). Pure; a column may be missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from .crm import Record
from .org_facts import (
    ConnectedUser,
    LeadStatus,
    ObjectRights,
    OrgInfo,
    Owner,
    Queue,
    RecordTypeValues,
    Rights,
    Rule,
)
from .record_ids import full_id

Rows = Sequence[Record]


def user_of(identity: Mapping[str, Any], rows: Rows) -> ConnectedUser:
    """The connected user: out of the identity URL, and out of its User row where seen."""
    user_id = full_id(_text(identity, "user_id"))
    columns = next((row.fields for row in rows if row.id == user_id), {})
    return ConnectedUser(
        id=user_id,
        name=_text(columns, "Name") or _text(identity, "display_name"),
        username=_text(identity, "username"),
        email=_text(identity, "email"),
        profile=_text(columns, "Profile.Name"),
        license=_text(columns, "Profile.UserLicense.Name"),
        is_active=bool(identity.get("active", True)),
        may_manage_campaigns=bool(columns.get("UserPermissionsMarketingUser")),
    )


def org_of(identity: Mapping[str, Any], rows: Rows) -> OrgInfo:
    """The org, out of its Organization row."""
    columns = rows[0].fields if rows else {}
    return OrgInfo(
        id=rows[0].id if rows else full_id(_text(identity, "organization_id")),
        name=_text(columns, "Name"),
        is_sandbox=bool(columns.get("IsSandbox")),
        type=_text(columns, "OrganizationType"),
        instance=_text(columns, "InstanceName"),
        lead_access=_text(columns, "DefaultLeadAccess"),
    )


def rights_of(rows: Rows) -> Rights:
    """What any of the user's permission sets grants."""

    def granted(name: str) -> bool:
        return any(bool(row.fields.get(f"Permissions{name}")) for row in rows)

    return Rights(
        api_enabled=granted("ApiEnabled"),
        view_setup=granted("ViewSetup"),
        customize_application=granted("CustomizeApplication"),
        view_all_data=granted("ViewAllData"),
        modify_all_data=granted("ModifyAllData"),
    )


def object_rights_of(rows: Rows) -> ObjectRights:
    """What any grant gives on Lead, and the grants' names."""

    def granted(name: str) -> bool:
        return any(bool(row.fields.get(f"Permissions{name}")) for row in rows)

    names = [_text(row.fields, "Parent.Label") for row in rows]
    return ObjectRights(
        read=granted("Read"),
        create=granted("Create"),
        edit=granted("Edit"),
        view_all=granted("ViewAllRecords") or granted("ModifyAllRecords"),
        grants=tuple(dict.fromkeys(name for name in names if name)),
    )


def statuses_of(rows: Rows) -> tuple[LeadStatus, ...]:
    """The org's Lead Statuses, in their order."""
    return tuple(
        LeadStatus(
            value=_text(row.fields, "ApiName") or _text(row.fields, "MasterLabel"),
            is_default=bool(row.fields.get("IsDefault")),
            is_converted=bool(row.fields.get("IsConverted")),
        )
        for row in rows
    )


def queues_of(rows: Rows, members: Rows | None) -> tuple[Queue, ...]:
    """The queues for Leads, with how many members each has."""
    counted = Counter(full_id(_text(row.fields, "GroupId")) for row in members or ())
    ids = {full_id(_text(row.fields, "QueueId")): row for row in rows}
    return tuple(
        Queue(
            id=queue_id,
            name=_text(row.fields, "Queue.Name"),
            members=None if members is None else counted[queue_id],
        )
        for queue_id, row in ids.items()
    )


def owners_of(rows: Rows, named: Sequence[str]) -> tuple[Owner, ...]:
    """The users whom the mapping names, out of the users' rows."""
    wanted = {full_id(one) for one in named}
    return tuple(
        Owner(id=row.id, name=_text(row.fields, "Name"), is_active=bool(row.fields["IsActive"]))
        for row in rows
        if row.id in wanted
    )


def rules_of(rows: Rows) -> tuple[Rule, ...]:
    """Rules of any of the four kinds, whose columns differ in name only."""
    return tuple(_rule(row) for row in rows)


def picklists_of(sobject: str, record_type_id: str, body: object) -> tuple[RecordTypeValues, ...]:
    """The picklists of one record type, out of ui-api's answer."""
    fields = body.get("picklistFieldValues") if isinstance(body, dict) else None
    return tuple(
        RecordTypeValues(
            sobject=sobject,
            record_type_id=record_type_id,
            field=str(name),
            values=tuple(str(value.get("value", "")) for value in one.get("values") or ()),
        )
        for name, one in (fields or {}).items()
    )


def _rule(row: Record) -> Rule:
    columns = row.fields
    active = columns.get("RuleStatus") == "Active" or bool(
        columns.get("IsActive") or columns.get("Active")
    )
    sobject = columns.get("SobjectType") or columns.get("EntityDefinition.QualifiedApiName")
    name = columns.get("MasterLabel") or columns.get("ValidationName") or columns.get("Name")
    return Rule(
        id=row.id,
        name=str(name or columns.get("DeveloperName") or ""),
        sobject=str(sobject or ""),
        is_active=active,
        message=_text(columns, "ErrorMessage"),
        field=_text(columns, "ErrorDisplayField"),
    )


def _text(columns: Mapping[str, Any], name: str) -> str:
    return str(columns.get(name) or "")
