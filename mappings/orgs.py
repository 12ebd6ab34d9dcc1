"""What is known of the org and the tenant when leads are decided. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connections.crm import Field, SObject

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Org:
    """The surroundings of a batch of leads.

    ``objects`` is the last describe by object name, empty where the org was never looked at:
    nothing is coerced or predicted then. ``user_id`` is the user through whom Inlet writes, 18
    characters, "" when unknown; whoever else changed a record is a person. ``region`` is the
    tenant's country ("GB"). ``now`` has a zone.
    """

    objects: Mapping[str, SObject] = field(default_factory=dict)
    user_id: str = ""
    region: str = ""
    now: datetime = NEVER

    def field(self, sobject: str, name: str) -> Field | None:
        """The field as the connected user sees it, or None."""
        known = self.objects.get(sobject)
        return known.fields.get(name) if known else None
