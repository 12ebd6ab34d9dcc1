"""The mappings of a client, with what is live and what is drafted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mappings.models import Mapping, MappingVersion
from syncs.models import Source
from syncs.page_values.mapping import MappingLine, MappingsPage


def mappings_page(*, now: datetime) -> MappingsPage:
    """The list; three reads."""
    sources: dict[Any, list[str]] = {}
    for mapping_id, name in Source.objects.order_by("name").values_list("mapping_id", "name"):
        sources.setdefault(mapping_id, []).append(name)
    versions: dict[tuple[Any, str], MappingVersion] = {}
    for version in MappingVersion.objects.exclude(state=MappingVersion.RETIRED):
        versions[version.mapping_id, version.state] = version
    lines = (
        _line(
            mapping,
            tuple(sources.get(mapping.pk, ())),
            live=versions.get((mapping.pk, MappingVersion.LIVE)),
            draft=versions.get((mapping.pk, MappingVersion.DRAFT)),
        )
        for mapping in Mapping.objects.order_by("name")
    )
    return MappingsPage(now=now, rows=tuple(lines))


def _line(
    mapping: Mapping,
    sources: tuple[str, ...],
    *,
    live: MappingVersion | None,
    draft: MappingVersion | None,
) -> MappingLine:
    shown = draft or live
    return MappingLine(
        id=str(mapping.pk),
        name=mapping.name,
        sources=sources,
        live=live.number if live else None,
        draft=draft.number if draft else None,
        published_at=live.published_at if live else None,
        published_by=live.published_by if live else "",
        fields=len(shown.document.get("fields", ())) if shown else 0,
    )
