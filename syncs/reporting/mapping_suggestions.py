"""What the mapping helper proposes for a sample, as a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.orgs import Org
from mappings.rules import FieldRule, Rules
from mappings.suggesting import Suggested, suggest
from mappings.values import as_text
from syncs.page_values import Choice
from syncs.page_values.mapping import TryIt
from syncs.page_values.mapping_more import Suggestion, SuggestPage

from .mapping_rows import api_names, steps_in_words
from .mapping_samples import value_at
from .mapping_targets import required_open
from .mappings import Agreed, mapping_head

SURE = 70  # percent from which on a proposal is chosen beforehand
OFFERED = 40


@dataclass(frozen=True, slots=True)
class Proposed:
    """A rule that could be added. `percent` is how sure, `why` in words.

    `is_offer`: nothing of the sample is behind it, it only fills what Salesforce requires.
    """

    rule: FieldRule
    percent: int
    why: str
    values: tuple[str, ...] = ()
    is_offer: bool = False


@dataclass(frozen=True, slots=True)
class Proposals:
    """Everything proposed for a sample; `kind` is what the sample looks like, "" for unknown.

    `is_lead`: it has the shape in which leads are stored, so the paths fit the next lead.
    """

    rows: tuple[Proposed, ...] = ()
    kind: str = ""
    is_lead: bool = True


def proposals_for(rules: Rules, payload: Mapping[str, Any], org: Org) -> Proposals:
    """What could be added to the rules for this sample; nothing that is mapped already."""
    found = suggest(payload, org.objects, region=org.region, rules=rules)
    rows = [Proposed(one.rule, one.confidence, one.why, _values(one)) for one in found.fields]
    rows += [
        Proposed(one.offer, OFFERED, one.sentence, is_offer=True) for one in found.open if one.offer
    ]
    kind = _("Looks like %(kind)s") % {"kind": found.kind.label} if found.kind.label else ""
    return Proposals(tuple(rows), kind, is_lead=found.kind.name == "canonical")


def _values(one: Suggested) -> tuple[str, ...]:
    """What would be written, where that isn't what came, and what speaks against it."""
    written = "" if one.written is None else as_text(one.written)
    told = [_("Salesforce would hold “%(value)s”.") % {"value": written}]
    others = _("Would fit as well: %(paths)s") % {"paths": ", ".join(one.others)}
    return (
        *(told if written not in {"", one.raw} else ()),
        *((one.problem,) if one.problem else ()),
        *((others,) if one.others else ()),
    )


def suggest_page(
    agreed: Agreed,
    slug: str,
    *,
    tried: TryIt,
    payload: Mapping[str, Any],
    found: Proposals,
    can_edit: bool,
    error: str = "",
) -> SuggestPage:
    """The page; no read."""
    return SuggestPage(
        head=mapping_head(agreed, slug),
        tried=tried,
        sentence=_sentence(found) if agreed.org.objects else _unknown(),
        kind=found.kind,
        rows=tuple(_row(one, payload) for one in found.rows),
        required=_still_open(agreed, found.rows),
        revision=agreed.revision,
        can_edit=can_edit,
        error=error,
    )


def _unknown() -> str:
    return _("Inlet doesn’t know this org’s fields yet. Check it on the Salesforce page first.")


def _sentence(found: Proposals) -> str:
    count = len(found.rows)
    if not count:
        return _("Inlet compares a sample with the org’s fields. Nothing is kept by looking.")
    told = ngettext(
        "%(count)d field could be mapped as well. Nothing is kept before you choose.",
        "%(count)d fields could be mapped as well. Nothing is kept before you choose.",
        count,
    )
    told %= {"count": count}
    if found.is_lead:
        return told
    return _("%(told)s The paths fit bodies that arrive as this sample does.") % {"told": told}


def _row(one: Proposed, payload: Mapping[str, Any]) -> Suggestion:
    rule = one.rule
    return Suggestion(
        key=rule.key,
        source=rule.source,
        sample=value_at(rule.source, payload),
        label=rule.title,
        api_names=api_names(rule),
        steps=steps_in_words(rule),
        percent=one.percent,
        why=one.why,
        chosen=one.percent >= SURE,
        values=one.values,
    )


def _still_open(agreed: Agreed, rows: Sequence[Proposed]) -> tuple[Choice, ...]:
    proposed = {one.rule.lead_field for one in rows if not one.is_offer}
    return tuple(
        one for one in required_open(agreed.rules, agreed.org) if one.value not in proposed
    )
