"""A plan for many leads: asked for, followed while it is made, read row by row, taken away."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import PurePath

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from connections.models import Connection
from mappings.models import MappingVersion
from syncs.intake.tables import MOST_BYTES, TableRefused, read_table
from syncs.models import PlanRun, Source
from syncs.planning import many
from syncs.reporting.mappings import Agreed
from syncs.reporting.orgs import read_orgs
from syncs.reporting.plans_many import (
    COUNTS,
    export_rows,
    is_going,
    mark_of,
    plan_form,
    plan_many_page,
    plan_run_page,
)
from syncs.waking import PLAN, later
from tenants import audit, walls
from tenants.access import Action, may
from tenants.doors import Visit

from .agreement_versions import number_in
from .guarding import outside_post, tenant_page
from .mapping_finding import find_agreed
from .showing import is_current, nothing_new, shell_for, show
from .spreadsheets import csv_file


class _Refused(Exception):
    """What was asked for can't be planned; the sentence says why."""


@dataclass(frozen=True, slots=True)
class _Given:
    """What somebody asks to be planned: the leads, under which title, and a file's columns."""

    rows: Sequence[many.Given]
    title: str
    columns: tuple[tuple[str, str], ...] = ()


@tenant_page()
def plan_many(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Where a plan for many leads is asked for, and the last ones."""
    return _form(request, mapping_id)


@outside_post(Action.EDIT)
def start_plan(request: Visit, mapping_id: uuid.UUID) -> HttpResponse:
    """Store what is to be planned; up to 1,000 leads are planned at once, more by a worker."""
    try:
        with walls.inside(request.tenant):
            plan = _ask(request, find_agreed(mapping_id))
    except _Refused as refused:
        with walls.inside(request.tenant):
            return _form(request, mapping_id, error=str(refused))
    if plan.rows - plan.unreadable > many.AT_ONCE or many.run(plan.tenant_id, plan.pk):
        later(PLAN, plan.tenant_id, plan.pk)
    return redirect("mapping-plan-run", request.tenant.slug, mapping_id, plan.pk)


@tenant_page()
def plan_run(request: Visit, mapping_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """One plan: its totals and its rows; while it is made, the page follows it."""
    plan = _find(mapping_id, run_id)
    if is_current(request, mark_of(plan)):
        return nothing_new()
    known = read_orgs()
    connection = Connection.objects.filter(pk=plan.connection_id).first()
    page = plan_run_page(
        find_agreed(mapping_id, known=known),
        plan,
        request.tenant.slug,
        connection=connection,
        outcome=request.GET.get("outcome", ""),
        after=number_in(request.GET.get("after", "")),
        now=timezone.now(),
    )
    shell = shell_for(request, "mapping", known=known, shown=connection)
    return show(request, "mappings/plan_run.html", page=page, shell=shell)


@tenant_page()
def plan_file(request: Visit, mapping_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """The whole plan as a CSV file."""
    plan = _find(mapping_id, run_id)
    audit.note(request.tenant, request.user, "mapping.plan_file", subject=plan.pk)
    name = slugify(PurePath(plan.title).stem)[:60] or "leads"
    return csv_file(export_rows(plan), f"plan-{name}")


def _find(mapping_id: uuid.UUID, run_id: uuid.UUID) -> PlanRun:
    found = PlanRun.objects.filter(pk=run_id, mapping_id=mapping_id).first()
    if found is None:
        raise Http404("There is no such plan here. Plans are kept for 7 days.")
    return found


def _ask(request: Visit, agreed: Agreed) -> PlanRun:
    """Store the question. Raises _Refused. Inside the walls."""
    source, version = _source(request, agreed), _version(request, agreed)
    if is_going(agreed):
        raise _Refused(_("A plan is being made by this mapping already. Wait until it is done."))
    is_file = request.POST.get("what") == "file"
    given = _of_file(request) if is_file else _of_source(request, source)
    asked = many.Asked(
        version=version,
        source=source,
        title=given.title,
        columns=given.columns,
        is_file=is_file,
        by=str(request.user),
    )
    plan = many.ask(asked, given.rows)
    audit.note(request.tenant, request.user, "mapping.plan", subject=plan.pk, leads=plan.rows)
    return plan


def _source(request: Visit, agreed: Agreed) -> Source:
    wanted = request.POST.get("source", "")
    found = next((one for one in agreed.sources if str(one.pk) == wanted), None)
    found = found or next(iter(agreed.sources), None)
    if found is None:
        raise _Refused(_("No source uses this mapping yet, so it leads to no org."))
    return found


def _version(request: Visit, agreed: Agreed) -> MappingVersion:
    wanted = agreed.live if request.POST.get("version") == MappingVersion.LIVE else agreed.draft
    found = wanted or agreed.live or agreed.draft
    if found is None:
        raise _Refused(_("This mapping has no rules yet."))
    return found


def _of_source(request: Visit, source: Source) -> _Given:
    count = number_in(request.POST.get("count", "")) or COUNTS[0]
    rows = many.last_leads(source, min(count, COUNTS[-1]))
    if not rows:
        raise _Refused(_("No lead has come from “%(source)s” yet.") % {"source": source.name})
    return _Given(rows, source.name)


def _of_file(request: Visit) -> _Given:
    file = request.FILES.get("file")
    if file is None:
        raise _Refused(_("Choose a file: CSV, Excel (.xlsx) or JSON."))
    try:
        if (file.size or 0) > MOST_BYTES:
            raise TableRefused(_("The file is larger than 10 MB. Split it."))
        table = read_table(file.read())
    except TableRefused as refused:
        raise _Refused(str(refused)) from None
    rows = [many.Given(row.number, row.lead or {}, row.wrongs) for row in table.rows]
    columns = tuple((one.heading[:200], one.path) for one in table.columns)
    return _Given(rows, PurePath(file.name or "").name or _("A file"), columns)


def _form(request: Visit, mapping_id: uuid.UUID, *, error: str = "") -> HttpResponse:
    known = read_orgs()
    agreed, sent = find_agreed(mapping_id, known=known), request.POST
    form = plan_form(
        agreed,
        source=sent.get("source", ""),
        count=sent.get("count", "50"),
        version=sent.get("version", ""),
        is_file=(sent or request.GET).get("what") == "file",
        error=error,
    )
    can_edit = may(request.role, Action.EDIT)
    page = plan_many_page(
        agreed, request.tenant.slug, form=form, can_edit=can_edit, now=timezone.now()
    )
    shown = agreed.sources[0].connection if agreed.sources else None
    shell = shell_for(request, "mapping", known=known, shown=shown)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return show(request, "mappings/plan_many.html", page=page, shell=shell, status=status)
