"""What is asked to be saved, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from connections.practice.rules.fields import Field
from connections.practice.rules.headers import DuplicateOptions
from connections.practice.rules.objects import SObject


@dataclass(frozen=True, slots=True)
class Save:
    """One record to be saved: with an id an update, with a key an upsert, else a create.

    `unchanged_since`: an update is refused when the record changed after that.
    """

    sobject: SObject
    payload: Mapping[str, Any]
    record_id: str = ""
    key: tuple[Field, str] | None = None
    update_only: bool = False
    unchanged_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What the request's headers said about saving. `assign`: see `Setup.assignment_rule`."""

    assign: str = "TRUE"
    duplicates: DuplicateOptions = field(default_factory=DuplicateOptions)
    seeded: bool = False
    runs_duplicate_rules: bool = True
