"""Which mappings write through a connection, and from which sources."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from connections.models import Connection
from mappings.rules import Rules
from syncs.models import Source
from tenants import walls


@dataclass(frozen=True, slots=True)
class Agreement:
    """A mapping's live version, and the sources that use it on this connection."""

    mapping_id: uuid.UUID
    name: str
    number: int
    rules: Rules
    sources: tuple[uuid.UUID, ...]

    @property
    def version(self) -> dict[str, object]:
        """As a run names it."""
        return {"mapping": str(self.mapping_id), "name": self.name, "number": self.number}


def agreements(connection: Connection) -> list[Agreement]:
    """The connection's mappings that are live, by name. Outside the walls."""
    with walls.inside(connection.tenant_id):
        used: dict[uuid.UUID, list[Source]] = {}
        rows = Source.objects.filter(connection=connection).select_related("mapping")
        for source in rows:
            used.setdefault(source.mapping_id, []).append(source)
        found = []
        for mapping_id, sources in used.items():
            mapping = sources[0].mapping
            version = mapping.live_version()
            if version is not None:
                ids = tuple(source.pk for source in sources)
                found.append(
                    Agreement(mapping_id, mapping.name, version.number, version.as_rules(), ids)
                )
    return sorted(found, key=lambda one: one.name)
