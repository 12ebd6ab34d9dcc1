"""A condition on one value: for ownership, routing tables and accounts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from pydantic import ConfigDict

from mappings.strict import STRICT


class Test(StrEnum):
    """How a value is compared. Text compares without regard to letter case."""

    __test__ = False  # it is no test of pytest's

    IS = "is"  # one of the values
    IS_NOT = "is_not"  # none of the values
    CONTAINS = "contains"  # one of the values is part of it
    STARTS_WITH = "starts_with"
    AT_LEAST = "at_least"  # a number, or a date as Salesforce writes it
    AT_MOST = "at_most"
    IS_BLANK = "is_blank"
    IS_NOT_BLANK = "is_not_blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What has to be true of one value.

    ``field`` is the API name of a Salesforce field; where a lead is judged before it is written,
    ``source`` may be given instead, a JMESPath into the lead.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT

    field: str = ""
    source: str = ""
    test: Test = Test.IS
    values: tuple[str, ...] = ()
