"""What a transform may see beside the value: the lead, the target and the tenant. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from phonenumbers import SUPPORTED_REGIONS
from pydantic import AfterValidator, ConfigDict, Field

from connections.crm import Field as CrmField
from mappings.strict import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """The surroundings of one value.

    ``lead`` is the canonical lead, names completed. ``target`` is the Salesforce field as the
    connected user sees it, None where the org was never looked at. ``region`` is the tenant's
    country, such as "GB".
    """

    lead: Mapping[str, Any] = field(default_factory=dict)
    target: CrmField | None = None
    region: str = ""


class Transform:
    """What all steps share. ``brings_value``: it runs although the source sent nothing."""

    __slots__ = ()
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    brings_value: ClassVar[bool] = False


def _known(region: str) -> str:
    if region and region not in SUPPORTED_REGIONS:
        raise ValueError(f"There is no country “{region}”. Write two capital letters, such as GB.")
    return region


Region = Annotated[str, Field(pattern="^([A-Z]{2})?$"), AfterValidator(_known)]
