"""One field of the agreement: where its value comes from, changed how, and who owns it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BeforeValidator, ConfigDict, Field

from mappings.strict import STRICT
from mappings.transforms import AnyTransform, EmailAddress

from .ownership import Guard, IfBlank

# Routing alone sets an owner, and Salesforce alone sets the rest (salesforce-facts 7.5, 10.1).
RESERVED_FIELDS = frozenset({"Id", "OwnerId", "Name", "IsConverted", "ConvertedDate",
                             "ConvertedAccountId", "ConvertedContactId",
                             "ConvertedOpportunityId"})  # fmt: skip


class Compare(StrEnum):
    """How a value map recognises a value."""

    ANY_CASE = "any_case"
    EXACT = "exact"
    PATTERN = "pattern"  # a regular expression for the whole value, in any case


class Unknown(StrEnum):
    """What happens to a value that the map doesn't know."""

    PASS = "pass"  # it goes as it is  # noqa: S105
    DEFAULT = "default"  # the field's default stands in
    HOLD = "hold"  # a person decides


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueMap:
    """Which value stands for which, after the transforms; the first that fits."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    pairs: tuple[tuple[str, str], ...] = ()
    compare: Compare = Compare.ANY_CASE
    unknown: Unknown = Unknown.PASS


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How one field gets its value, and who owns it.

    ``source`` is a JMESPath into the canonical lead; "" makes ``default`` a fixed value (or the
    first transform brings one). An empty ``lead_field`` or ``contact_field`` means that the
    object has no such field. All guards of ``ownership`` have to allow a write.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    lead_field: str = ""
    contact_field: str = ""
    label: str = ""
    source: str = ""
    transforms: tuple[AnyTransform, ...] = ()
    value_map: ValueMap = ValueMap()
    default: str | None = None
    ownership: Annotated[
        tuple[Guard, ...],
        Field(min_length=1),
        BeforeValidator(lambda given: (given,) if isinstance(given, str | dict) else given),
    ] = (IfBlank(),)

    @property
    def key(self) -> str:
        """The rule's name within its mapping: the API name it writes on a Lead."""
        return self.lead_field or f"Contact.{self.contact_field}"

    @property
    def title(self) -> str:
        """What people see: the label, or the API name."""
        return self.label or self.key

    @property
    def holds_email(self) -> bool:
        """Whether Salesforce keeps the field as an e-mail address, in lower case."""
        checked = any(isinstance(one, EmailAddress) for one in self.transforms)
        return "Email" in {self.lead_field, self.contact_field} or checked

    def target(self, sobject: str) -> str:
        """The API name this rule writes on a "Lead" or a "Contact"; "" for none."""
        name = self.lead_field if sobject == "Lead" else self.contact_field
        return "" if name in RESERVED_FIELDS else name

    def is_owned(self, *kinds: type) -> bool:
        """Whether one of the guards is of one of these kinds."""
        return any(isinstance(guard, kinds) for guard in self.ownership)
