"""What else is written once the record is there: campaign membership and tasks. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from mappings.strict import STRICT

from .conditions import Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRule:
    """Makes the person a member of a campaign; one who is already a member is fine.

    ``campaign`` is an id (701…) or a name; "" takes either from ``source``, a JMESPath.
    ``status`` "" takes ``status_source``, and without both the campaign's default status. With
    ``update_status`` a member's status is changed to it. Applies when all of ``when`` hold.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    campaign: str = ""
    source: str = ""
    status: str = ""
    status_source: str = ""
    update_status: bool = False
    when: tuple[Condition, ...] = ()


class TaskStatus(StrEnum):
    """The two statuses that a logged or planned activity needs (salesforce-facts 10.3)."""

    COMPLETED = "Completed"
    NOT_STARTED = "Not Started"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRule:
    """Logs a Task on the record. ``subject`` and ``description`` are texts with paths in braces,
    such as "Downloaded {custom.asset}".

    ``date_source`` is a JMESPath to the due date; "" is the day of the event, plus
    ``due_in_days``. Applies when all of ``when`` hold.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    subject: Annotated[str, Field(min_length=1, max_length=255)]
    description: str = ""
    date_source: str = ""
    due_in_days: Annotated[int, Field(ge=0, le=365)] = 0
    type: str = ""  # TaskSubtype: Task, Call, Email
    status: TaskStatus = TaskStatus.COMPLETED
    priority: str = "Normal"
    when: tuple[Condition, ...] = ()
