"""Which mapping a page is about: its versions, its sources, the org it writes to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import Http404
from django.utils import timezone

from mappings.models import Mapping as MappingRow
from mappings.models import MappingVersion
from mappings.orgs import Org
from mappings.rules import Rules
from syncs.models import Source
from syncs.orgs import org_of
from syncs.reporting.mapping_samples import Sample
from syncs.reporting.mappings import Agreed
from syncs.reporting.orgs import Orgs, read_orgs


def find_mapping(mapping_id: uuid.UUID) -> MappingRow:
    """The mapping, if the tenant in force has it. Raises Http404."""
    found = MappingRow.objects.filter(pk=mapping_id).first()
    if found is None:
        raise Http404("There is no such mapping here.")
    return found


def find_agreed(
    mapping_id: uuid.UUID, *, known: Orgs | None = None, now: datetime | None = None
) -> Agreed:
    """The mapping with its live version and its draft. Raises Http404; at most five reads."""
    mapping = find_mapping(mapping_id)
    sources = tuple(Source.objects.select_related("connection__tenant").filter(mapping=mapping))
    states = (MappingVersion.LIVE, MappingVersion.DRAFT)
    versions = {
        one.state: one for one in MappingVersion.objects.filter(mapping=mapping, state__in=states)
    }
    live, draft = (versions.get(state) for state in states)
    live_rules = live.as_rules() if live else None
    return Agreed(
        mapping=mapping,
        sources=sources,
        live=live,
        draft=draft,
        rules=draft.as_rules() if draft else live_rules or Rules(),
        live_rules=live_rules,
        org=_org(sources, known, now or timezone.now()),
    )


def chosen_sample(samples: Sequence[Sample], given: Mapping[str, str]) -> Sample | None:
    """The lead that the address names, else the newest; None without any."""
    wanted = given.get("lead", "")
    return next((one for one in samples if one.id == wanted), next(iter(samples), None))


def _org(sources: Sequence[Source], known: Orgs | None, now: datetime) -> Org:
    """The org of the first source, else the client's main one."""
    connection = sources[0].connection if sources else (known or read_orgs()).main
    return org_of(connection, now=now) if connection else Org(now=now)
