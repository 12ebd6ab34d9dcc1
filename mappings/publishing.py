"""Versions: drafting from what is live, and publishing. One version of a mapping is live."""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from tenants.identifiers import uuid7

from .checking import check_rules
from .models import FieldMapping, Mapping, MappingVersion, MatchRuleRow

# Sent within the transaction, with the new live `version`.
published = Signal()


class NotPublished(Exception):
    """The draft has problems; `problems` says each in a sentence."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def publish(version: MappingVersion) -> None:
    """Make the draft the live version; the former one retires. Call inside the walls.

    Raises NotPublished with every problem of the rules, and for what isn't a draft.
    """
    if version.state != MappingVersion.DRAFT:
        raise NotPublished(("Only a draft can be published. Copy this version to a draft first.",))
    problems = check_rules(version.as_rules())
    if problems:
        raise NotPublished(problems)
    with transaction.atomic():
        mapping = Mapping.objects.select_for_update(of=("self",)).get(pk=version.mapping_id)
        MappingVersion.objects.filter(mapping=mapping, state=MappingVersion.LIVE).update(
            state=MappingVersion.RETIRED
        )
        MappingVersion.objects.filter(pk=version.pk).update(
            state=MappingVersion.LIVE, published_at=timezone.now()
        )
    version.refresh_from_db()
    published.send(MappingVersion, version=version)


def draft_from(version: MappingVersion) -> MappingVersion:
    """A new draft with the same rules as `version`, numbered after the newest. Inside the walls."""
    newest = MappingVersion.objects.filter(mapping=version.mapping_id).order_by("-number").first()
    rows = FieldMapping.objects.filter(version=version)
    matches = MatchRuleRow.objects.filter(version=version)
    draft = MappingVersion.objects.get(pk=version.pk)
    draft.pk, draft.state, draft.published_at = uuid7(), MappingVersion.DRAFT, None
    draft.number = (newest.number if newest else 0) + 1
    draft._state.adding = True
    draft.save()
    for row in rows:
        _copy(row, draft)
    for match in matches:
        _copy(match, draft)
    return draft


def _copy(row: FieldMapping | MatchRuleRow, draft: MappingVersion) -> None:
    row.pk, row.version = uuid7(), draft
    row._state.adding = True
    row.save()
