"""The names of one select: what they mean in the org, and the refusal that points at them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connections.practice.rules.fields import Field
from connections.practice.rules.objects import SObject
from connections.practice.rules.refusals import Refused
from connections.practice.standard.admin_catalogue import find_object
from connections.practice.standard.admin_people import NAME

from .faults import fault
from .plan import Column, Step
from .statement import Name

MAX_LEVELS = 5
CUSTOM_ADVICE = (
    "If you are attempting to use a custom {kind}, be sure to append the '{suffix}' after the "
    "{name}. Please reference your WSDL or the describe call for the appropriate names."
)


def object_named(objects: Mapping[str, SObject], name: Name, text: str) -> SObject:
    """The object behind FROM. Raises Refused, INVALID_TYPE."""
    found = find_object(objects, name.path)
    if found is None:
        advice = CUSTOM_ADVICE.format(kind="object", suffix="__c", name="entity name")
        message = f"sObject type '{name.path}' is not supported. {advice}"
        raise fault("INVALID_TYPE", message, text=text, at=name.at)
    return found


@dataclass(frozen=True, slots=True)
class Names:
    """Names as seen from `sobject`, which the statement may also call `alias`."""

    text: str
    objects: Mapping[str, SObject]
    sobject: SObject
    alias: str = ""

    def fault(self, code: str, message: str, at: int = 0) -> Refused:
        """A refusal that points at a place of the statement."""
        return fault(code, message, text=self.text, at=at)

    def column(self, name: Name) -> Column:
        """The field of that name, and the way to it. Raises Refused, INVALID_FIELD."""
        *relations, last = name.path.split(".")
        sobject, steps = self.sobject, []
        own = {sobject.name.lower(), self.alias.lower()} - {""}
        if relations and relations[0].lower() in own:
            relations = relations[1:]
        if len(relations) > MAX_LEVELS:
            message = f"Cannot have more than {MAX_LEVELS} levels of parent relationships"
            raise self.fault("MALFORMED_QUERY", message, name.at)
        for relation in relations:
            step = self._step(sobject, relation, name)
            steps.append(step)
            sobject = step.target
        field = sobject.field(last)
        if field is None:
            advice = CUSTOM_ADVICE.format(kind="field", suffix="__c", name="custom field name")
            message = f"No such column '{last}' on entity '{sobject.name}'. {advice}"
            raise self.fault("INVALID_FIELD", message, name.at)
        return Column(tuple(steps), field)

    def _step(self, sobject: SObject, relation: str, name: Name) -> Step:
        field = sobject.relationships.get(relation.lower())
        target = self._target(field) if field else None
        if field is None or target is None:
            advice = CUSTOM_ADVICE.format(
                kind="relationship", suffix="__r", name="custom relationship name"
            )
            message = f"Didn't understand relationship '{relation}' in field path. {advice}"
            raise self.fault("INVALID_FIELD", message, name.at)
        return Step(field.relationship, field, target)

    def _target(self, field: Field) -> SObject | None:
        if len(field.reference_to) > 1:
            return NAME
        return find_object(self.objects, field.reference_to[0])

    def column_for(self, name: Name, use: str) -> Column:
        """A column to be "filtered", "sorted" or "grouped" by. Raises Refused, INVALID_FIELD."""
        column = self.column(name)
        fit = column.field.describe()["groupable"] if use == "grouped" else column.field.filterable
        if not fit:
            message = f"field '{column.field.name}' can not be {use} in a query call"
            raise self.fault("INVALID_FIELD", message, name.at)
        return column
