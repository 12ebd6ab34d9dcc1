"""One small change to a mapping, published at once: what a click on a finding does.

Each function drafts from the live version, changes one thing and publishes the draft. Call
inside the walls; raises ``publishing.NotPublished`` and leaves the live version as it was.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from .models import FieldMapping, Mapping, MappingVersion
from .publishing import NotPublished, draft_from, publish
from .rules import Ownership, RoutingKind

OwnerKind = {"005": RoutingKind.USER, "00G": RoutingKind.QUEUE, "01Q": RoutingKind.ASSIGNMENT_RULES}


def set_default(mapping: Mapping, field: str, value: str, *, label: str = "") -> MappingVersion:
    """Give a Lead's field this default; a fixed value if nothing fills it yet."""

    def change(draft: MappingVersion) -> None:
        row = _row(draft, field)
        if row is None:
            FieldMapping.objects.create(
                tenant_id=draft.tenant_id,
                version=draft,
                position=FieldMapping.objects.filter(version=draft).count(),
                label=label or field,
                lead_field=field,
                default=value,
                ownership=Ownership.ON_CREATE.value,
            )
            return
        row.default = value
        row.save(update_fields=["default"])
        if field == "Status":
            draft.default_status = value
            draft.save(update_fields=["default_status"])

    return _changed(mapping, change)


def map_value(mapping: Mapping, field: str, value: str, *, to: str) -> MappingVersion:
    """Write ``to`` whenever the source sends ``value`` for this field."""

    def change(draft: MappingVersion) -> None:
        row = _row(draft, field)
        if row is None:
            raise NotPublished((f"The mapping no longer writes {field}.",))
        kept = [pair for pair in row.value_map if pair[0].casefold() != value.casefold()]
        row.value_map = [*kept, [value, to]]
        row.save(update_fields=["value_map"])

    return _changed(mapping, change)


def choose_owner(mapping: Mapping, owner_id: str, *, name: str) -> MappingVersion:
    """Give new Leads to this user (005…) or queue (00G…), or to this assignment rule (01Q…)."""
    kind = OwnerKind.get(owner_id[:3])
    if kind is None:
        raise NotPublished(("Choose a user, a queue or an assignment rule.",))

    def change(draft: MappingVersion) -> None:
        is_rule = kind is RoutingKind.ASSIGNMENT_RULES
        draft.routing_kind = kind.value
        draft.routing_owner_id = "" if is_rule else owner_id
        draft.routing_owner_name = "" if is_rule else name[:120]
        draft.routing_rule_id = owner_id if is_rule else ""
        draft.save()

    return _changed(mapping, change)


def save_anyway(mapping: Mapping) -> MappingVersion:
    """Save although the org's duplicate rules warn."""

    def change(draft: MappingVersion) -> None:
        draft.allow_duplicate_save = True
        draft.save(update_fields=["allow_duplicate_save"])

    return _changed(mapping, change)


def _row(draft: MappingVersion, field: str) -> FieldMapping | None:
    rows = FieldMapping.objects.filter(version=draft)
    if field.startswith("Contact."):
        return rows.filter(lead_field="", contact_field=field.removeprefix("Contact.")).first()
    return rows.filter(lead_field=field).first()


def _changed(mapping: Mapping, change: Callable[[MappingVersion], None]) -> MappingVersion:
    live = mapping.live_version()
    if live is None:
        raise NotPublished((f"{mapping} has no live version to change.",))
    with transaction.atomic():
        draft = draft_from(live)
        change(draft)
        publish(draft)
    return draft
