"""One record's payload against its object, in Salesforce's order (salesforce-facts 4).

Unknown fields, read-only fields, types, sizes, restricted picklists, references, record type,
addresses, then what is required. Validation and duplicate rules, unique keys and assignment come
after, over stored rows.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from . import values as judging
from .fields import Field
from .ids import sobject_of, to_18
from .objects import SObject
from .offered_values import check_values, defaults
from .places import settled
from .record_types import FIELD_NAME
from .refusals import Refusal, Refused
from .setup import Setup
from .type_choice import chosen_type, default_type, of_object
from .values import Value

_SECURITY = (
    "Please check the security settings of this field and verify that it is read/write for your "
    "profile or permission set."
)
# With the permission "Set Audit Fields upon Record Creation" these can be sent with a create.
AUDIT_FIELDS = frozenset({"CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById"})
_AUDIT = "CreateAuditFields"
_PEOPLE = frozenset({"User", "Group"})
CONVERTED = Refusal("CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")


@dataclass(frozen=True, slots=True)
class Judge:
    """What a payload is judged by. `known`: the ids, 18 characters, of existing records.

    `converted`: those of them that are converted Leads; `current`: the record's values, under
    API names, before the save.
    """

    setup: Setup
    sobject: SObject
    known: Collection[str]
    creating: bool
    converted: Collection[str] = ()
    current: Mapping[str, Any] = attribute(default_factory=dict)

    def judge(self, payload: Mapping[str, Any]) -> dict[str, Value]:
        """The values to store, under their API names, None for what is emptied.

        Raises Refused: for required fields one refusal names them all, else the first.
        """
        stored = self.read(payload)
        self.check_required(stored)
        return stored

    def read(self, payload: Mapping[str, Any]) -> dict[str, Value]:
        """The same before it is known whether everything required is there. Raises Refused."""
        pairs = self._resolve(payload)
        self._check_writable(pairs)
        kept = [(field, judging.typed(field, value)) for field, value in pairs]
        for field, value in kept:
            judging.sized(field, value)
        for field, value in kept:
            judging.listed(field, value)
        stored = {field.name: self._referred(field, value) for field, value in kept}
        stored = self._with_type(kept, stored)
        if self.setup.switches.state_country_picklists:
            stored = settled(self.sobject, stored, self.current)
        if not self.creating:
            return stored
        sent = {name: value for name, value in stored.items() if value is not None}
        return {**self.sobject.defaults, **sent}

    def check_required(self, stored: Mapping[str, Value]) -> None:
        """Raise Refused, which names every required field that is missing or emptied."""
        if self.creating:
            missing = [name for name in self.sobject.required if name not in stored]
        else:
            missing = [name for name, value in stored.items() if self._emptied(name, value)]
        if missing:
            message = f"Required fields are missing: [{', '.join(missing)}]"
            raise Refused(Refusal("REQUIRED_FIELD_MISSING", message, tuple(missing)))

    def _resolve(self, payload: Mapping[str, Any]) -> list[tuple[Field, Any]]:
        pairs = []
        for name, value in payload.items():
            if name == "attributes":
                continue
            field = self.sobject.field(name)
            if field is None:
                message = f"No such column '{name}' on sobject of type {self.sobject.name}"
                raise Refused(Refusal("INVALID_FIELD", message, ()))
            pairs.append((field, value))
        return pairs

    def _check_writable(self, pairs: list[tuple[Field, Any]]) -> None:
        audits = self.creating and bool(self.setup.viewer) and self.setup.rights.may(_AUDIT)
        closed = [
            field.name
            for field, _ in pairs
            if not (field.takes_creates if self.creating else field.takes_updates)
            and not (audits and field.name in AUDIT_FIELDS)
        ]
        if closed:
            message = f"Unable to create/update fields: {', '.join(closed)}. {_SECURITY}"
            raise Refused(Refusal("INVALID_FIELD_FOR_INSERT_UPDATE", message, tuple(closed)))

    def _referred(self, field: Field, value: Value) -> Value:
        if field.type != "reference" or not isinstance(value, str):
            return value
        try:
            id18 = to_18(value)
        except ValueError as malformed:
            raise _wrong_id(field, value) from malformed
        if sobject_of(id18) not in field.reference_to:
            raise _wrong_id(field, value)
        if field.name == "OwnerId":
            self.setup.check_owner(id18, self.sobject.name)
        elif field.name != FIELD_NAME:
            self._check_there(field, id18)
        return id18

    def _check_there(self, field: Field, id18: str) -> None:
        if _PEOPLE & set(field.reference_to):
            if id18 not in self.setup.users_by_id:
                message = "invalid cross reference id"
                raise Refused(Refusal("INVALID_CROSS_REFERENCE_KEY", message, (field.name,)))
        elif id18 not in self.known:
            message = f"insufficient access rights on cross-reference id: {id18[:15]}"
            raise Refused(Refusal("INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", message))
        elif id18 in self.converted:
            raise Refused(CONVERTED)

    def _with_type(
        self, pairs: list[tuple[Field, Value]], stored: dict[str, Value]
    ) -> dict[str, Value]:
        """`stored` with the record type's defaults. Raises Refused for what it doesn't offer."""
        types = of_object(self.setup.record_types, self.sobject.name)
        if not types:
            return stored
        asked = stored.get(FIELD_NAME)
        if self.creating and asked is None:
            kind = default_type(types)
        elif FIELD_NAME in stored:
            kind = chosen_type(types, asked)
        else:
            kind = next((one for one in types if one.id == self.current.get(FIELD_NAME)), None)
        if kind is None:
            return stored
        check_values(kind, pairs)
        if not self.creating:
            return stored
        sent = {name: value for name, value in stored.items() if value is not None}
        return {**defaults(kind), **sent, FIELD_NAME: kind.id}

    def _emptied(self, name: str, value: Value) -> bool:
        field = self.sobject.field(name)
        return value is None and field is not None and not field.nillable


def _wrong_id(field: Field, value: str) -> Refused:
    message = f"{field.label}: id value of incorrect type: {value}"
    return Refused(Refusal("MALFORMED_ID", message, (field.name,)))


def strays(sobject: SObject, stored: Mapping[str, Value]) -> set[tuple[str, str]]:
    """The (field, value) pairs that an unrestricted picklist of `sobject` doesn't list yet."""
    found = ((sobject.field(name), value) for name, value in stored.items())
    return {
        (field.name, str(value))
        for field, value in found
        if field is not None and judging.is_stray(field, value)
    }


def full_name(stored: Mapping[str, Value]) -> str:
    """The compound Name of a person."""
    parts = (stored.get("FirstName"), stored.get("LastName"))
    return " ".join(str(part) for part in parts if part)
