"""One small change to a mapping, published at once: what a click on a finding does.

Each function changes one thing in the live version and publishes that; an open draft gets the
same change, so that it doesn't fall behind. Call inside the walls; raises
``publishing.NotPublished`` and leaves everything as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.db import transaction

from .models import Mapping, MappingVersion
from .publishing import NotPublished, catch_up, publish_rules
from .rules import (
    AssignmentRules,
    ByExternalId,
    FieldRule,
    OnCreate,
    OneQueue,
    OneUser,
    OrgRefuses,
    Rules,
)

Change = Callable[[Rules], Rules]


def set_default(
    mapping: Mapping, field: str, value: str, *, label: str = "", by: object = ""
) -> MappingVersion:
    """Give a Lead's field this default; a fixed value if nothing fills it yet."""

    def change(rules: Rules) -> Rules:
        rule = rules.field(field)
        if rule is None:
            added = FieldRule(
                label=label or field, lead_field=field, default=value, ownership=(OnCreate(),)
            )
            return replace(rules, fields=(*rules.fields, added))
        status = value if field == "Status" else rules.default_status
        return replace(_with(rules, replace(rule, default=value)), default_status=status)

    return _changed(mapping, change, by=by, why=f"{label or field}: default “{value}”.")


def map_value(
    mapping: Mapping, field: str, value: str, *, to: str, by: object = ""
) -> MappingVersion:
    """Write ``to`` whenever the source sends ``value`` for this field."""

    def change(rules: Rules) -> Rules:
        rule = rules.field(field)
        if rule is None:
            raise NotPublished((f"The mapping no longer writes {field}.",))
        known = rule.value_map
        kept = tuple(pair for pair in known.pairs if pair[0].casefold() != value.casefold())
        pairs = replace(known, pairs=(*kept, (value, to)))
        return _with(rules, replace(rule, value_map=pairs))

    return _changed(mapping, change, by=by, why=f"{field}: “{value}” becomes “{to}”.")


def choose_owner(mapping: Mapping, owner_id: str, *, name: str, by: object = "") -> MappingVersion:
    """Give new Leads to this user (005…) or queue (00G…), or to this assignment rule (01Q…)."""
    owner = _owner(owner_id, name[:120])

    def change(rules: Rules) -> Rules:
        return replace(rules, routing=replace(rules.routing, owner=owner))

    return _changed(mapping, change, by=by, why=f"New Leads go to {name}.")


def save_anyway(mapping: Mapping, *, by: object = "") -> MappingVersion:
    """Save although the org's duplicate rules warn."""

    def change(rules: Rules) -> Rules:
        return replace(rules, org_refuses=OrgRefuses.SAVE_ANYWAY)

    return _changed(mapping, change, by=by, why="Saved in spite of duplicate warnings.")


def work_without_key(mapping: Mapping, *, by: object = "") -> MappingVersion:
    """Keep no key in the org: recognise people by the other match rules alone."""

    def change(rules: Rules) -> Rules:
        match = tuple(one for one in rules.match if not isinstance(one, ByExternalId))
        return replace(rules, external_id_field="", contact_external_id_field="", match=match)

    return _changed(mapping, change, by=by, why="No key is kept in the org.")


def _owner(owner_id: str, name: str) -> OneUser | OneQueue | AssignmentRules:
    match owner_id[:3]:
        case "005":
            return OneUser(id=owner_id, name=name)
        case "00G":
            return OneQueue(id=owner_id, name=name)
        case "01Q":
            return AssignmentRules(rule_id=owner_id, name=name)
    raise NotPublished(("Choose a user, a queue or an assignment rule.",))


def _with(rules: Rules, rule: FieldRule) -> Rules:
    """The rules with this field's rule in place of the one of the same key."""
    fields = tuple(rule if one.key == rule.key else one for one in rules.fields)
    return replace(rules, fields=fields)


def _changed(mapping: Mapping, change: Change, *, by: object, why: str) -> MappingVersion:
    live = mapping.live_version()
    if live is None:
        raise NotPublished((f"{mapping} has no live version to change.",))
    with transaction.atomic():
        made = publish_rules(mapping, change(live.as_rules()), by=by, why=why)
        catch_up(mapping, change, since=live.number)
    return made
