"""The standard objects beside people, also for an org that lacks some (facts 10.3, 10.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from connections.practice.rules.objects import SObject
from connections.practice.rules.setup import Setup
from connections.practice.standard.duplicate_sets import duplicate_record_item, duplicate_record_set

from .activities import opportunity, task
from .campaigns import campaign, campaign_member, campaign_member_status


def marketing_objects() -> tuple[SObject, ...]:
    """All of them, and the sets that report-only duplicate rules fill."""
    return (
        campaign(),
        campaign_member(),
        campaign_member_status(),
        task(),
        opportunity(),
        duplicate_record_set(),
        duplicate_record_item(),
    )


_LATER: Mapping[str, SObject] = {one.name: one for one in marketing_objects()}


def completed(setup: Setup) -> Setup:
    """The setup with the standard objects that an org of older days lacks."""
    lacking = {name: one for name, one in _LATER.items() if name not in setup.objects}
    return replace(setup, objects={**setup.objects, **lacking}) if lacking else setup
