"""How a person is recognised, and what happens to one who is there already. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field

from mappings.strict import STRICT

Likeness = Annotated[int, Field(ge=50, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ByExternalId:
    """The source's own id of the person, in the field that holds the person's key."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["external_id"] = "external_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class ByEmail:
    """An e-mail address of the lead stands in one of these fields. Without a field named, all
    that the describe calls e-mail are compared.

    With ``earlier``, also records in which earlier leads with this address ended, although their
    address was changed since.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["email"] = "email"
    lead_fields: tuple[str, ...] = ("Email",)
    contact_fields: tuple[str, ...] = ("Email",)
    earlier: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ByCompanyAndName:
    """The same last name at a company that is called alike.

    ``likeness`` 100 wants the same words once suffixes such as Ltd or GmbH are off.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["company_and_name"] = "company_and_name"
    likeness: Likeness = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ByPhone:
    """A phone number of the lead stands in one of these fields, however it is written there."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["phone"] = "phone"
    lead_fields: tuple[str, ...] = ("Phone", "MobilePhone")
    contact_fields: tuple[str, ...] = ("Phone", "MobilePhone")
    and_last_name: bool = True


MatchRule = Annotated[
    ByExternalId | ByEmail | ByCompanyAndName | ByPhone,
    Field(discriminator="by"),
    BeforeValidator(lambda given: {"by": given} if isinstance(given, str) else given),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountByDomain:
    """The Account whose web address has the domain of the lead's address or website.

    Free-mail domains never stand for a company.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["domain"] = "domain"
    field: str = "Website"


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountByName:
    """The Account that is called like the lead's company."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    by: Literal["name"] = "name"
    likeness: Likeness = 90


AccountRule = Annotated[
    AccountByDomain | AccountByName,
    Field(discriminator="by"),
    BeforeValidator(lambda given: {"by": given} if isinstance(given, str) else given),
]


class Tiebreaker(StrEnum):
    """What decides between several candidates, in the order given; none left: a person."""

    OPEN_FIRST = "open_first"  # an open Lead before a converted or closed one
    MOST_RECENTLY_ACTIVE = "most_recently_active"
    ACTIVE_OWNER = "active_owner"
    OLDEST = "oldest"


class Mode(StrEnum):
    """Whether records may be created and changed at all."""

    CREATE_ONLY = "create_only"
    CREATE_AND_UPDATE = "create_and_update"
    UPDATE_ONLY = "update_only"


class LeadFound(StrEnum):
    """When the person is an open Lead already."""

    UPDATE = "update"
    SKIP = "skip"
    CREATE_ANYWAY = "create_anyway"


class ContactFound(StrEnum):
    """When the person is a Contact already."""

    UPDATE_CONTACT = "update_contact"
    SKIP = "skip"  # and no Lead is created
    CREATE_LEAD = "create_lead"


class BothFound(StrEnum):
    """When the person is an open Lead and a Contact."""

    LEAD = "lead"  # the Lead is meant
    CONTACT = "contact"
    HOLD = "hold"


class ConvertedFound(StrEnum):
    """When the person's Lead was converted."""

    FOLLOW = "follow"  # to its Contact
    CREATE_LEAD = "create_lead"
    SKIP = "skip"


class OrgRefuses(StrEnum):
    """When the org's own duplicate rule answers that the person is there already."""

    RESPECT = "respect"  # hold, and show the record
    SAVE_ANYWAY = "save_anyway"  # an alert is overridden; a block can't be
    USE_MATCHED = "use_matched"  # update that record
