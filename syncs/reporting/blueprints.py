"""The pages about blueprints, out of rows. Call inside the walls of the agency's clients."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from django.db.models import Count, F, Max, OuterRef, Q, Subquery

from mappings.differing import differences
from mappings.documents import rules_of
from mappings.models import (
    Blueprint,
    BlueprintClient,
    BlueprintVersion,
    MappingVersion,
    Promotion,
    PromotionStep,
)
from mappings.rules import Rules
from syncs.page_values.blueprints import (
    BlueprintPage,
    BlueprintRow,
    BlueprintsPage,
    FollowerRow,
    PromotionRow,
    VersionRow,
)
from syncs.page_values.shell import Choice
from syncs.rollout.deciding import OPEN
from tenants.models import Tenant

from .clients import link_of

SHOWN = 20


def blueprints_page(
    tenants: Sequence[Tenant], *, can_edit: bool, typed: str = "", error: str = ""
) -> BlueprintsPage:
    """All blueprints of these clients' agencies. Five reads."""
    newest = dict(
        BlueprintVersion.objects.order_by().values_list("blueprint").annotate(Max("number"))
    )
    followed = BlueprintClient.objects.order_by().values("blueprint").annotate(
        all=Count("id"),
        behind=Count("id", filter=Q(version__number__lt=_newest_number())),
    )  # fmt: skip
    counts = {one["blueprint"]: (one["all"], one["behind"]) for one in followed}
    moving = dict(Promotion.objects.filter(state__in=OPEN).values_list("blueprint_id", "id"))
    rows = tuple(
        BlueprintRow(
            id=str(one.pk),
            name=one.name,
            newest=newest.get(one.pk, 0),
            clients=counts.get(one.pk, (0, 0))[0],
            behind=counts.get(one.pk, (0, 0))[1],
            promotion_id=str(moving.get(one.pk, "")),
        )
        for one in Blueprint.objects.all()
    )
    return BlueprintsPage(
        rows=rows,
        mappings=_choices(_free()) if can_edit else (),
        following=BlueprintClient.objects.order_by().values("tenant").distinct().count(),
        clients=len(tenants),
        can_edit=can_edit,
        typed=typed,
        error=error,
    )


def blueprint_page(
    blueprint: Blueprint, *, now: datetime, can_edit: bool, can_manage: bool, error: str = ""
) -> BlueprintPage:
    """One blueprint; seven reads, however many follow it."""
    versions = list(BlueprintVersion.objects.filter(blueprint=blueprint))
    rules = {one.pk: rules_of(one.document) for one in versions}
    clients = list(
        BlueprintClient.objects.filter(blueprint=blueprint)
        .select_related("tenant", "mapping")
        .order_by("tenant__name", "mapping__name")
    )
    promotions = list(
        Promotion.objects.filter(blueprint=blueprint).select_related("version")[:SHOWN]
    )
    reasons = _reasons(promotions[0]) if promotions else {}
    live = _live_of(one.mapping_id for one in clients)
    numbers = {one.pk: one.number for one in versions}
    newest = max(numbers.values(), default=0)
    return BlueprintPage(
        id=str(blueprint.pk),
        name=blueprint.name,
        now=now,
        newest=newest,
        followers=tuple(
            FollowerRow(
                id=str(one.pk),
                client=link_of(one.tenant),
                mapping=one.mapping.name,
                mapping_id=str(one.mapping_id),
                version=numbers[one.version_id],
                behind=newest - numbers[one.version_id],
                own=_own(rules[one.version_id], live.get(one.mapping_id)),
                reasons=reasons.get(one.pk, ()),
            )
            for one in clients
        ),
        versions=_versions(versions, rules),
        promotions=tuple(_promotion(one) for one in promotions),
        sources=_choices(live.values()) if can_edit else (),
        others=_choices(_free(blueprint.agency_id)) if can_edit else (),
        open_promotion=next((str(one.pk) for one in promotions if one.state in OPEN), ""),
        can_edit=can_edit,
        can_manage=can_manage,
        error=error,
    )


def _newest_number() -> Subquery:
    newest = BlueprintVersion.objects.filter(blueprint=OuterRef("blueprint"))
    return Subquery(newest.order_by("-number").values("number")[:1])


def _free(agency_id: uuid.UUID | None = None) -> Iterable[MappingVersion]:
    """Live versions of mappings that follow no blueprint."""
    taken = BlueprintClient.objects.values("mapping")
    rows = MappingVersion.objects.filter(state=MappingVersion.LIVE).exclude(mapping__in=taken)
    if agency_id is not None:
        rows = rows.filter(tenant__agency=agency_id)
    return rows.select_related("mapping", "tenant").defer("document")


def _choices(rows: Iterable[MappingVersion]) -> tuple[Choice, ...]:
    told = ((str(one.mapping_id), f"{one.tenant.name}: {one.mapping.name}") for one in rows)
    return tuple(Choice(value, label) for value, label in sorted(told, key=lambda one: one[1]))


def _live_of(mappings: Iterable[uuid.UUID]) -> dict[uuid.UUID, MappingVersion]:
    rows = MappingVersion.objects.filter(mapping__in=list(mappings), state=MappingVersion.LIVE)
    return {one.mapping_id: one for one in rows.select_related("mapping", "tenant")}


def _own(rules: Rules, live: MappingVersion | None) -> tuple[str, ...]:
    return tuple(one.sentence for one in differences(rules, live.as_rules())) if live else ()


def _reasons(newest: Promotion) -> Mapping[uuid.UUID, tuple[str, ...]]:
    """Why the last promotion was held, by client, where the client still lacks its version."""
    held = PromotionStep.objects.filter(promotion=newest, state=PromotionStep.State.HELD)
    behind = held.exclude(client__version_id=F("promotion__version_id"))
    return {one: tuple(reasons) for one, reasons in behind.values_list("client_id", "reasons")}


def _versions(
    rows: Sequence[BlueprintVersion], rules: Mapping[uuid.UUID, Rules]
) -> tuple[VersionRow, ...]:
    """Newest first, each with what it changed of the one before."""
    before = {one.pk: rules[older.pk] for one, older in pairwise(rows)}
    return tuple(
        VersionRow(
            number=one.number,
            at=one.made_at,
            by=one.made_by,
            note=one.note,
            changes=tuple(change.sentence for change in differences(before[one.pk], rules[one.pk]))
            if one.pk in before
            else (),
        )
        for one in rows
    )


def _promotion(one: Promotion) -> PromotionRow:
    return PromotionRow(
        id=str(one.pk),
        number=one.version.number,
        word=Promotion.State(one.state).label,
        at=one.asked_at,
        by=one.asked_by,
    )
