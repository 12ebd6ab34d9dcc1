"""The plan for one lead: by the draft beside the editor, and by what is live on a lead's page."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from connections.models import Connection
from mappings.checking import check_field
from mappings.documents import DocumentRefused
from mappings.rowing import place_of, with_field
from mappings.rules import Rules, RulesRefused
from syncs.page_values.mapping import LeadPlanPage, PlanPage, TryIt
from syncs.page_values.plan import PlanCard
from syncs.planning import Item, plan_leads
from syncs.reporting.lead import find_lead
from syncs.reporting.mapping_samples import Sample, samples_of
from syncs.reporting.mappings import Agreed, mapping_head, pasted, try_it
from syncs.reporting.orgs import read_orgs
from syncs.reporting.plans import plan_card
from tenants import walls
from tenants.access import Action
from tenants.doors import Visit

from .guarding import outside_page, outside_post
from .mapping_finding import chosen_sample, find_agreed
from .mapping_forms import read_row, without_blanks
from .mapping_reading import labelled, rule_in
from .pasting import SampleRefused, read_sample
from .showing import shell_for, show


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a plan is asked for: by which rules, for which lead."""

    agreed: Agreed
    tried: TryIt
    rules: Rules
    item: Item | None = None
    unsaved: str = ""
    is_typing: bool = False

    @property
    def connection(self) -> Connection | None:
        """The org that the mapping's first source leads to."""
        return self.agreed.sources[0].connection if self.agreed.sources else None


@outside_page()
def plan(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The plan for one of the last leads, by the draft."""
    with walls.inside(request.tenant):
        agreed = find_agreed(mapping_id)
        samples = samples_of(agreed.mapping)
        chosen = chosen_sample(samples, request.GET)
        asked = _Asked(agreed, try_it(samples, chosen), agreed.rules, _item(chosen))
    return _answer(request, asked)


@outside_post(Action.VIEW)
def try_plan(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """The plan for a pasted sample, with the row that somebody is editing; nothing is kept."""
    with walls.inside(request.tenant):
        asked = _read(find_agreed(mapping_id), request.POST)
    return _answer(request, asked)


@outside_page()
def lead_plan(request: Visit, lead_id: uuid.UUID) -> HttpResponse:
    """What would happen to a stored lead now, by the live version of its source's mapping."""
    with walls.inside(request.tenant):
        lead = find_lead(lead_id)
        if lead is None:
            raise Http404("There is no such lead here.")
        agreed = find_agreed(lead.source.mapping_id)
        connection = lead.connection
    item = Item(lead.payload, received_at=lead.received_at, lead_id=lead.pk)
    card = _card(connection, agreed.live_rules, item, slug=request.tenant.slug)
    page = LeadPlanPage(
        now=timezone.now(), lead_id=str(lead.pk), name=lead.name or lead.email, card=card
    )
    with walls.inside(request.tenant):
        shell = shell_for(request, "leads", known=read_orgs(), shown=connection)
        return show(request, "syncs/lead_plan.html", page=page, shell=shell)


def _read(agreed: Agreed, post: Mapping[str, str]) -> _Asked:
    """What a form asks for: a sample or one of the leads, and perhaps a row not kept yet."""
    samples = samples_of(agreed.mapping)
    tried, text = try_it(samples, None), post.get("sample", "").strip()
    rules, unsaved = _with_row(agreed, post)
    asked = _Asked(agreed, tried, rules, unsaved=unsaved, is_typing="lead_field" in post)
    if not text and any(one.id == post.get("lead") for one in samples):
        chosen = chosen_sample(samples, post)
        return replace(asked, tried=try_it(samples, chosen), item=_item(chosen))
    try:
        item = Item(read_sample(text))
    except SampleRefused as refused:
        return replace(asked, tried=pasted(tried, text, str(refused)))
    return replace(asked, tried=pasted(tried, text), item=item)


def _with_row(agreed: Agreed, post: Mapping[str, str]) -> tuple[Rules, str]:
    """The rules with the row as it stands in the form, and a sentence that says so."""
    if "lead_field" not in post:
        return agreed.rules, ""
    document, key = labelled(without_blanks(read_row(post)), agreed.org), post.get("key", "")
    wrong = _("The row can’t be kept as it is, so this is the plan without its change.")
    try:
        rule = rule_in(agreed.rules, document, key=key)
    except DocumentRefused:
        return agreed.rules, wrong
    rules = with_field(agreed.rules, rule, key=key)
    if check_field(rules, place_of(agreed.rules, key), agreed.org):
        return agreed.rules, wrong
    return rules, _("With the row as it stands in the form. It is not kept yet.")


def _answer(request: Visit, asked: _Asked) -> HttpResponse:
    """The page with the plan; 422 for a sample that can't be read."""
    agreed, slug = asked.agreed, request.tenant.slug
    card = _card(asked.connection, asked.rules, asked.item, slug=slug, at_a_glance=asked.is_typing)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if asked.tried.error else HTTPStatus.OK
    with walls.inside(request.tenant):
        page = PlanPage(
            now=timezone.now(),
            head=mapping_head(agreed, slug),
            tried=asked.tried,
            card=card,
            unsaved=asked.unsaved if card else "",
        )
        shell = shell_for(request, "mapping", known=read_orgs(), shown=asked.connection)
        return show(request, "mappings/plan.html", page=page, shell=shell, status=status)


def _card(
    connection: Connection | None,
    rules: Rules | None,
    item: Item | None,
    *,
    slug: str,
    at_a_glance: bool = False,
) -> PlanCard | None:
    """The card; None when there is nothing to plan. Outside the walls."""
    if rules is None or item is None:
        return None
    if connection is None:
        return _unplanned(_("No source uses this mapping yet, so it leads to no org."))
    try:
        (planned,) = plan_leads(connection, rules, [item], at_a_glance=at_a_glance)
    except RulesRefused as refused:
        return _unplanned(str(refused))
    return plan_card(planned, connection=connection, slug=slug)


def _unplanned(sentence: str) -> PlanCard:
    told = _("These rules can’t be carried out yet. %(sentence)s") % {"sentence": sentence}
    return PlanCard(outcome="held", title=_("Nothing can be planned"), reason=told)


def _item(sample: Sample | None) -> Item | None:
    if sample is None:
        return None
    return Item(sample.payload, received_at=sample.received_at, lead_id=uuid.UUID(sample.id))
