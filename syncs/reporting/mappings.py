"""Mappings as pages: the list, and the editor of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mappings.checking import check_rules
from mappings.differing import Part, differences
from mappings.models import Mapping as MappingRowModel
from mappings.models import MappingVersion
from mappings.orgs import Org
from mappings.rules import Rules
from mappings.telling import policy_sentences
from syncs.models import Source
from syncs.page_values import Choice
from syncs.page_values.mapping import (
    EditorPage,
    MappingHead,
    Policy,
    ReplayNote,
    TryIt,
)
from syncs.page_values.mapping_form import RowForm

from .mapping_rows import mapping_rows, not_mapped, removed
from .mapping_samples import Sample
from .mapping_targets import required_open


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A mapping with its live version and its draft; ``rules`` are what the editor shows."""

    mapping: MappingRowModel
    sources: tuple[Source, ...]
    live: MappingVersion | None
    draft: MappingVersion | None
    rules: Rules
    live_rules: Rules | None
    org: Org

    @property
    def id(self) -> str:
        """The mapping's."""
        return str(self.mapping.pk)

    @property
    def revision(self) -> int:
        """Which state of the draft is shown; 0 while there is none."""
        return self.draft.revision if self.draft else 0


def mapping_head(agreed: Agreed, slug: str) -> MappingHead:
    """The head that the pages of a mapping share."""
    live, draft = agreed.live, agreed.draft
    return MappingHead(
        id=agreed.id,
        name=agreed.mapping.name,
        sources=tuple(one.name for one in agreed.sources),
        live=live.number if live else None,
        draft=draft.number if draft else None,
        sentence=_sentence(agreed),
        policy_address=_address("mapping-policy", slug, agreed),
        compare_address=_address("mapping-compare", slug, agreed),
        publish_address=_address("mapping-publish", slug, agreed),
    )


def editor_page(
    agreed: Agreed,
    slug: str,
    *,
    samples: Sequence[Sample],
    chosen: Sample | None,
    form: RowForm | None,
    replay: ReplayNote | None,
    can_edit: bool,
    now: datetime,
) -> EditorPage:
    """The editor, from what was read already; no read."""
    rules, org = agreed.rules, agreed.org
    return EditorPage(
        now=now,
        head=mapping_head(agreed, slug),
        rows=mapping_rows(
            rules,
            live=agreed.live_rules if agreed.draft else None,
            payload=chosen.payload if chosen else {},
            problems=_problems(rules, org),
            org=org,
        ),
        policy=tuple(Policy(one.lead, one.rest) for one in policy_sentences(rules)),
        form=form,
        unmapped=not_mapped(rules, samples, org),
        removed=removed(rules, agreed.live_rules),
        required=required_open(rules, org),
        tried=try_it(samples, chosen),
        replay=replay,
        plan_address=_plan_address(slug, agreed, chosen),
        revision=agreed.revision,
        can_edit=can_edit,
        was_looked_at=bool(org.objects),
    )


def try_it(samples: Sequence[Sample], chosen: Sample | None) -> TryIt:
    """The last leads to choose from."""
    return TryIt(
        leads=tuple(Choice(one.id, _when(one), chosen=one is chosen) for one in samples),
        lead=chosen.id if chosen else "",
    )


def pasted(tried: TryIt, text: str, error: str = "") -> TryIt:
    """The same with a pasted sample in place of a lead."""
    leads = tuple(Choice(one.value, one.label) for one in tried.leads)
    return replace(tried, leads=leads, lead="", text=text, error=error)


def _when(sample: Sample) -> str:
    at = formats.date_format(timezone.localtime(sample.received_at), "H:i, j F")
    return _("%(name)s, %(at)s") % {"name": sample.name, "at": at}


def _problems(rules: Rules, org: Org) -> Mapping[str, str]:
    """What is wrong with each field, by its key; the first of several."""
    found: dict[str, str] = {}
    for problem in check_rules(rules, org):
        part, _dot, rest = problem.place.partition(".")
        at = rest.partition(".")[0]
        if part == "fields" and at.isdecimal() and int(at) < len(rules.fields):
            words = f"{problem.sentence} {problem.suggestion}".strip()
            found.setdefault(rules.fields[int(at)].key, words)
    return found


def _sentence(agreed: Agreed) -> str:
    live, draft = agreed.live, agreed.draft
    if live is None:
        return _("Nothing is live yet. Leads wait until a first version is published.")
    if draft is None or agreed.live_rules is None:
        return _("Version %(live)d is live. A change begins a draft; leads follow it later.") % {
            "live": live.number
        }
    found = differences(agreed.live_rules, agreed.rules)
    if not found:
        return _("Version %(live)d is live. This draft says the same so far.") % {
            "live": live.number
        }
    fields = {one.key for one in found if one.part is Part.FIELDS}
    beside = sum(one.part is not Part.FIELDS for one in found)
    told = {
        "live": live.number,
        "changed": len(fields),
        "all": len(agreed.rules.fields),
        "beside": beside,
    }
    if not beside:
        text = _(
            "Version %(live)d is live. This draft changes %(changed)d of %(all)d fields. "
            "Nothing changes for new leads until you publish."
        )
    elif not fields:
        text = ngettext(
            "Version %(live)d is live. This draft changes no field and %(beside)d other rule. "
            "Nothing changes for new leads until you publish.",
            "Version %(live)d is live. This draft changes no field and %(beside)d other rules. "
            "Nothing changes for new leads until you publish.",
            beside,
        )
    else:
        text = ngettext(
            "Version %(live)d is live. This draft changes %(changed)d of %(all)d fields and "
            "%(beside)d other rule. Nothing changes for new leads until you publish.",
            "Version %(live)d is live. This draft changes %(changed)d of %(all)d fields and "
            "%(beside)d other rules. Nothing changes for new leads until you publish.",
            beside,
        )
    return text % told


def _plan_address(slug: str, agreed: Agreed, chosen: Sample | None) -> str:
    if chosen is None:
        return ""
    return f"{reverse('mapping-plan', args=[slug, agreed.mapping.pk])}?lead={chosen.id}"


def _address(name: str, slug: str, agreed: Agreed) -> str:
    return reverse(name, args=[slug, agreed.mapping.pk])
