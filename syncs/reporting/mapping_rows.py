"""The rows of a mapping: each field with its source, its steps and its owner in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.guard_labels import labels_of, rule_label
from mappings.orgs import Org
from mappings.rules import (
    Always,
    FieldRule,
    IfBlank,
    Never,
    OnCreate,
    OursUntilEdited,
    RefreshAfter,
    Rules,
    ValueMap,
    WhileDefault,
)
from mappings.sources import sources_of
from mappings.transforms.catalogue import CATALOGUE
from syncs.page_values.mapping import MappingRow, Owning, Removed, Unmapped

from .mapping_samples import Sample, paths_in, value_at
from .mapping_targets import likely_target
from .payloads import unmapped

_OWNING: tuple[tuple[type, Owning], ...] = (
    (Never, "locked"),
    (OnCreate, "locked"),
    (WhileDefault, "locked"),
    (IfBlank, "blank"),
    (OursUntilEdited, "ours"),
    (RefreshAfter, "refresh"),
    (Always, "source"),
)


def mapping_rows(
    rules: Rules,
    *,
    live: Rules | None,
    payload: Mapping[str, Any],
    problems: Mapping[str, str],
    org: Org,
) -> tuple[MappingRow, ...]:
    """The rows in the order of the rules. ``problems`` by the rule's key."""
    labels = labels_of(rules)
    return tuple(
        MappingRow(
            key=rule.key,
            title=_title(rule, org),
            source=rule.source,
            sample=_sample(rule, payload),
            steps=steps_in_words(rule),
            api_names=api_names(rule),
            objects=_objects(rule),
            owned=_owned(rule, rule_label(rule, rules.default_status, labels)),
            owning=owning(rule),
            changed=_changed(rule, live),
            problem=problems.get(rule.key, ""),
            is_made=any(CATALOGUE[one.do].brings_value for one in rule.transforms),
        )
        for rule in rules.fields
    )


def steps_in_words(rule: FieldRule) -> tuple[str, ...]:
    """The transforms and the value map, each in a few words."""
    steps = tuple(_step_words(one) for one in rule.transforms)
    return (*steps, _map_words(rule.value_map)) if rule.value_map.pairs else steps


def api_names(rule: FieldRule) -> str:
    """The API names that the rule writes: one, or that of the Contact as well."""
    names = [rule.lead_field, rule.contact_field]
    return ", ".join(dict.fromkeys(name for name in names if name))


def owning(rule: FieldRule) -> Owning:
    """Which icon stands for the rule's ownership."""
    found = (name for kind, name in _OWNING if rule.is_owned(kind))
    return next(found, "more")


def removed(rules: Rules, live: Rules | None) -> tuple[Removed, ...]:
    """The fields that are live and left out here."""
    gone = (rule for rule in (live.fields if live else ()) if rules.field(rule.key) is None)
    return tuple(Removed(rule.key, rule.title) for rule in gone)


def not_mapped(rules: Rules, samples: Sequence[Sample], org: Org) -> tuple[Unmapped, ...]:
    """The paths of the last leads that no rule takes up, with the field each seems to mean."""
    seen = paths_in(samples)
    sources = sources_of(rules)
    loose = dict.fromkeys(path for one in samples for path in unmapped(one.payload, sources))
    taken = [rule.lead_field for rule in rules.fields]
    return tuple(_unmapped(path, seen.get(path, ""), org, taken=taken) for path in loose)


def _unmapped(path: str, sample: str, org: Org, *, taken: list[str]) -> Unmapped:
    target = likely_target(path, org, taken)
    known = org.field("Lead", target)
    if known is None:
        return Unmapped(path, sample, add=urlencode({"add": "1", "source": path}))
    return Unmapped(
        path,
        sample,
        lead_field=target,
        contact_field=target if org.field("Contact", target) else "",
        label=known.label,
    )


def _title(rule: FieldRule, org: Org) -> str:
    known = org.field("Lead", rule.lead_field) or org.field("Contact", rule.contact_field)
    return rule.label or (known.label if known else "") or rule.key


def _sample(rule: FieldRule, payload: Mapping[str, Any]) -> str:
    if not rule.source:
        return rule.default or ""
    return value_at(rule.source, payload)


def _objects(rule: FieldRule) -> str:
    if rule.lead_field and rule.contact_field:
        return _("on Lead and Contact")
    return _("on Lead") if rule.lead_field else _("on Contact")


def _owned(rule: FieldRule, label: str) -> str:
    words = label[:1].upper() + label[1:]
    if rule.default and rule.source:
        told = {"words": words, "value": rule.default}
        return _("%(words)s. “%(value)s” when nothing is sent") % told
    return words


def _step_words(step: Any) -> str:
    """The step's name and what was chosen for it: "Phone, GB"."""
    entry = CATALOGUE[step.do]
    chosen = (getattr(step, one.name) for one in entry.parameters)
    told = [
        value
        for value, one in zip(chosen, entry.parameters, strict=True)
        if value != one.default and not isinstance(value, bool)
    ]
    values = ("; ".join(one) if isinstance(one, tuple) else str(one) for one in told)
    return ", ".join([entry.label, *values])


def _map_words(value_map: ValueMap) -> str:
    count = len(value_map.pairs)
    return ngettext("value map, %(count)d value", "value map, %(count)d values", count) % {
        "count": count
    }


def _changed(rule: FieldRule, live: Rules | None) -> Any:
    if live is None:
        return ""
    before = live.field(rule.key)
    if before is None:
        return "new"
    return "" if before == rule else "changed"
