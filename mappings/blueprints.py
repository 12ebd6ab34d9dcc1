"""Blueprints: made, given new versions, followed by clients' mappings.

Call everything here inside the walls of the agency's tenants (or of the mapping's, to follow).
"""

from __future__ import annotations

from django.db import transaction

from tenants import audit
from tenants.models import Agency

from .blending import overrides_of
from .checking import check_rules
from .documents import Document, document_of, rules_of
from .models import Blueprint, BlueprintClient, BlueprintVersion, Mapping
from .publishing import NotPublished
from .rules import Rules


def make_blueprint(
    agency: Agency, name: str, rules: Rules, *, by: object, note: str = ""
) -> BlueprintVersion:
    """A new blueprint's first version. Raises NotPublished for a name that is taken or rules
    that can't be carried out."""
    if not name.strip():
        raise NotPublished(("Give the blueprint a name.",))
    if Blueprint.objects.filter(agency=agency, name=name).exists():
        raise NotPublished((f"There is a blueprint called “{name}” already.",))
    with transaction.atomic():
        made = Blueprint.objects.create(agency=agency, name=name)
        return add_version(made, rules, by=by, note=note)


def add_version(
    blueprint: Blueprint, rules: Rules, *, by: object, note: str = "", number: int = 0
) -> BlueprintVersion:
    """The next version, or that with this ``number``. No client has it yet.

    Raises NotPublished with every problem of the rules, and when nothing differs from the newest.
    """
    problems = check_rules(rules)
    if problems:
        raise NotPublished(tuple(one.text for one in problems), problems)
    with transaction.atomic():
        Blueprint.objects.select_for_update().get(pk=blueprint.pk)
        newest = newest_version(blueprint)
        if newest is not None and rules_of(newest.document) == rules:
            raise NotPublished((f"Version {newest.number} says the same already.",))
        return BlueprintVersion.objects.create(
            agency_id=blueprint.agency_id,
            blueprint=blueprint,
            number=number or (newest.number if newest else 0) + 1,
            document=document_of(rules),
            note=note,
            made_by=str(by)[:160],
        )


def newest_version(blueprint: Blueprint) -> BlueprintVersion | None:
    """The newest version, or None while it is being made."""
    return BlueprintVersion.objects.filter(blueprint=blueprint).order_by("-number").first()


def follow(mapping: Mapping, version: BlueprintVersion, *, by: object) -> BlueprintClient:
    """Have the mapping follow the blueprint from this version on. Its live rules stay as they are:
    what differs from the version becomes its own."""
    live = mapping.live_version()
    if live is None:
        raise NotPublished((f"{mapping} has no live version yet.",))
    row, _ = BlueprintClient.objects.update_or_create(
        tenant_id=mapping.tenant_id,
        mapping=mapping,
        defaults={
            "blueprint_id": version.blueprint_id,
            "version": version,
            "overrides": overrides_of(version.document, _plain(live.document)),
        },
    )
    audit.note(mapping.tenant, by, "blueprint.followed", subject=mapping, version=str(version))
    return row


def leave(client: BlueprintClient, *, by: object) -> None:
    """Let the mapping go its own way; its live rules stay as they are."""
    audit.note(client.tenant, by, "blueprint.left", subject=client.mapping)
    client.delete()


def _plain(document: Document) -> dict[str, object]:
    """The document as it would be written now: what is compared has one form."""
    return document_of(rules_of(document))
