"""The org's own rules over records on their way: automations, then validation rules (facts 4)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from connections.practice.rules.automation_kinds import FLOW
from connections.practice.rules.automations import Automation, obstacle
from connections.practice.rules.fields import Field
from connections.practice.rules.formulas.scope import Scope
from connections.practice.rules.objects import SObject
from connections.practice.rules.record_types import FIELD_NAME
from connections.practice.rules.refusals import Refused
from connections.practice.rules.setup import User
from connections.practice.rules.validation import ValidationRule, broken

from .orgs import Session

Row = Mapping[str, Any]


class OrgRules:
    """The active rules of the org, looked up once for all records of a save."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._validations: dict[str, list[ValidationRule]] = {}
        for rule in session.setup.validation_rules:
            if rule.active:
                self._validations.setdefault(rule.sobject, []).append(rule)
        self._automations: dict[str, list[Automation]] = {}
        for one in sorted(session.setup.automations, key=_turn):
            if one.active:
                self._automations.setdefault(one.sobject, []).append(one)
        self._fields: dict[str, Mapping[str, Field]] = {}

    def meet(self, sobject: str, record: Row, *, stage: str, creating: bool) -> None:
        """Raise Refused when an automation of that stage stops the save."""
        automations = self._automations.get(sobject)
        if automations:
            refusal = obstacle(automations, record, stage=stage, creating=creating)
            if refusal:
                raise Refused(refusal)

    def validate(self, sobject: SObject, record: Row, before: Row | None) -> None:
        """Raise Refused with every validation rule that the record breaks.

        `before`: None when it is new.
        """
        rules = self._validations.get(sobject.name)
        if not rules:
            return
        scope = Scope(
            fields=self._fields_of(sobject),
            record=record,
            before=before,
            now=self._session.now,
            parents={**self._surroundings, **self._parents(record)},
        )
        refusals = broken(rules, scope)
        if refusals:
            raise Refused(*refusals)

    def _fields_of(self, sobject: SObject) -> Mapping[str, Field]:
        # Also those that the user doesn't see: rules run as the org.
        if sobject.name not in self._fields:
            self._fields[sobject.name] = {one.name.lower(): one for one in sobject.fields}
        return self._fields[sobject.name]

    @cached_property
    def _surroundings(self) -> dict[str, Row]:
        user, setup = self._session.user, self._session.setup
        return {
            "$user": _person(user),
            "$profile": {"Name": user.profile},
            "$organization": {"Id": setup.org_id, "Name": setup.org_name},
        }

    def _parents(self, record: Row) -> dict[str, Row]:
        setup = self._session.setup
        kind = next((one for one in setup.record_types if one.id == record.get(FIELD_NAME)), None)
        shown = {"Name": kind.name, "DeveloperName": kind.developer_name} if kind else {}
        return {
            "recordtype": shown,
            "$recordtype": shown,
            "owner": self._owner(str(record.get("OwnerId") or "")),
            "createdby": self._owner(str(record.get("CreatedById") or "")),
            "lastmodifiedby": self._owner(str(record.get("LastModifiedById") or "")),
        }

    def _owner(self, owner_id: str) -> Row:
        user = self._session.setup.users_by_id.get(owner_id)
        if user:
            return {**_person(user), "Type": "User"}
        queue = self._session.setup.queues_by_id.get(owner_id)
        return {"Id": queue.id, "Name": queue.name, "Type": "Queue"} if queue else {}


def _turn(automation: Automation) -> bool:
    """Flows come before triggers ahead of the save, and after them behind it (facts 4)."""
    return (automation.kind == FLOW) is automation.after


def _person(user: User) -> dict[str, Any]:
    return {
        "Id": user.id,
        "Username": user.username,
        "Name": user.name,
        "FirstName": user.first_name,
        "LastName": user.last_name,
        "Email": user.email,
        "IsActive": user.active,
        "UserType": user.user_type,
        "Profile": user.profile,
    }
