"""A plan for many leads: those of a file, or the last ones of a source. Kept for a week.

It is worked in stretches. Each counts once, however often and by how many workers it is tried.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from connections.models import Connection
from mappings.decisions import Action
from mappings.documents import rules_of
from mappings.models import MappingVersion
from mappings.ownership import Result
from mappings.rules import RulesRefused
from mappings.values import as_text
from syncs.models import InboundLead, PlanRow, PlanRun, Source
from tenants import walls

from .comparing import outcome_of
from .making import Item, Plan, plan_leads
from .stretches import SIZE, keys_of, stretched

# Stretches of one task; a wake-up brings the next, so that no worker is held for long.
TURN = 5
AT_ONCE = SIZE
UNREADABLE = "unreadable"
REFUSED = "failed"
_STORED_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Given:
    """A lead to plan for, or what is wrong with its row of the file."""

    number: int
    payload: Mapping[str, Any]
    wrongs: tuple[str, ...] = ()
    lead_id: uuid.UUID | None = None
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a plan is asked for: by which version, through which source, under which title."""

    version: MappingVersion
    source: Source
    title: str
    columns: tuple[tuple[str, str], ...] = ()
    is_file: bool = False
    by: str = ""


def last_leads(source: Source, count: int) -> list[Given]:
    """The last leads of a source, the newest first. Inside the walls; one read."""
    rows = InboundLead.objects.filter(source=source).order_by("-received_at", "-id")
    found = rows.values_list("pk", "payload", "received_at")[:count]
    return [
        Given(number, payload, lead_id=pk, received_at=at)
        for number, (pk, payload, at) in enumerate(found, start=1)
    ]


def ask(asked: Asked, given: Sequence[Given]) -> PlanRun:
    """Store what is to be planned; nobody works it yet. Inside the walls."""
    good = [one for one in given if not one.wrongs]
    places = iter(stretched([keys_of(one.payload) for one in good]))
    version = asked.version
    run = PlanRun.objects.create(
        tenant_id=version.tenant_id,
        mapping_id=version.mapping_id,
        connection_id=asked.source.connection_id,
        title=asked.title[:200],
        is_file=asked.is_file,
        number=version.number,
        is_draft=version.state == MappingVersion.DRAFT,
        document=version.document,
        columns=[list(one) for one in asked.columns],
        asked_by=asked.by[:150],
        rows=len(given),
        unreadable=len(given) - len(good),
    )
    rows = [
        _row(run, one, at=at, stretch=0 if one.wrongs else next(places))
        for at, one in enumerate(given)
    ]
    PlanRow.objects.bulk_create(rows, batch_size=_STORED_AT_ONCE)
    run.stretches = max((row.stretch for row in rows if not row.outcome), default=-1) + 1
    run.counts = {UNREADABLE: run.unreadable} if run.unreadable else {}
    run.save(update_fields=["stretches", "counts"])
    return run


def _row(run: PlanRun, one: Given, *, at: int, stretch: int) -> PlanRow:
    payload = one.payload
    person = payload.get("person") or {}
    names = (person.get("first_name"), person.get("last_name"))
    company = payload.get("company")
    company = company.get("name") if isinstance(company, Mapping) else company
    return PlanRow(
        tenant_id=run.tenant_id,
        run=run,
        position=at,
        number=one.number,
        stretch=stretch,
        lead_id=one.lead_id,
        received_at=one.received_at,
        name=str(person.get("name") or " ".join(str(part) for part in names if part))[:400],
        email=str(person.get("email") or "")[:320],
        company=str(company or "")[:500],
        payload={} if one.wrongs else dict(payload),
        outcome=UNREADABLE if one.wrongs else "",
        why=" ".join(one.wrongs),
    )


def run(tenant_id: uuid.UUID, run_id: uuid.UUID) -> bool:
    """Go on with a plan; whether there is more. Outside the walls; may run twice."""
    with walls.inside(tenant_id):
        plan = PlanRun.objects.filter(pk=run_id).first()
        if plan is None or plan.state in {PlanRun.State.DONE, PlanRun.State.BROKEN}:
            return False
        PlanRun.objects.filter(pk=run_id, state=PlanRun.State.WAITING).update(
            state=PlanRun.State.RUNNING, moved_at=timezone.now()
        )
        connection = Connection.objects.select_related("tenant").get(pk=plan.connection_id)
    try:
        return _go_on(plan, connection)
    except RulesRefused as refused:
        _finish(plan, PlanRun.State.BROKEN, trouble=str(refused))
        return False


def _go_on(plan: PlanRun, connection: Connection) -> bool:
    rules = rules_of(plan.document)
    for _ in range(TURN):
        with walls.inside(plan.tenant_id):
            plan.refresh_from_db()
            rows = list(PlanRow.objects.filter(run=plan, stretch=plan.stretch, outcome=""))
        if plan.stretch >= plan.stretches:
            _finish(plan, PlanRun.State.DONE)
            return False
        items = [Item(row.payload, row.received_at, row.lead_id) for row in rows]
        plans = plan_leads(connection, rules, items)
        if not _keep(plan, rows, plans):
            return False
    return True


def _keep(plan: PlanRun, rows: Sequence[PlanRow], plans: Sequence[Plan]) -> bool:
    """Store a stretch, unless another worker did so already."""
    with walls.inside(plan.tenant_id):
        mine = PlanRun.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if mine.stretch != plan.stretch or mine.state != PlanRun.State.RUNNING:
            return False
        for row, one in zip(rows, plans, strict=True):
            _fill(row, one)
        # Putting whole rows in place of the old ones takes a tenth of what an update of so many
        # columns does.
        PlanRow.objects.filter(pk__in=[row.pk for row in rows]).delete()
        PlanRow.objects.bulk_create(rows, batch_size=_STORED_AT_ONCE)
        mine.counts = dict(Counter(mine.counts) + Counter(row.outcome for row in rows))
        mine.stretch, mine.done = mine.stretch + 1, mine.done + len(rows)
        mine.calls += max((one.calls for one in plans), default=0)
        mine.trouble = mine.trouble or next((one.trouble for one in plans if one.trouble), "")
        mine.moved_at = timezone.now()
        mine.save()
    return True


def _fill(row: PlanRow, plan: Plan) -> None:
    decision = plan.decision
    row.payload = {}
    row.outcome = REFUSED if plan.predicted else outcome_of(decision).value
    problems = plan.predicted or decision.problems
    row.why = " ".join(_told(one.label, one.sentence) for one in problems) or _why(plan)
    row.changes = "; ".join(
        f"{one.label}: {_shown(one.before)} → {_shown(one.after)}"
        for one in decision.changes
        if one.result is Result.WRITTEN
    )
    row.decision = decision.to_dict()
    row.predicted = [asdict(one) for one in plan.predicted]


def _why(plan: Plan) -> str:
    """Why nothing would be written, else how the record was found: a plan has done nothing yet."""
    decision = plan.decision
    if decision.action in (Action.SKIP, Action.HOLD):
        return decision.reason
    return "" if plan.trouble else decision.looked


def _told(label: str, sentence: str) -> str:
    return f"{label}: {sentence}" if label else sentence


def _shown(value: Any) -> str:
    return as_text(value) if value not in (None, "") else "blank"


def _finish(plan: PlanRun, state: str, *, trouble: str = "") -> None:
    with walls.inside(plan.tenant_id):
        changed: dict[str, Any] = {"state": state, "finished_at": timezone.now()}
        PlanRun.objects.filter(pk=plan.pk, state=PlanRun.State.RUNNING).update(
            **changed | ({"trouble": trouble} if trouble else {})
        )


def stalled(before: datetime) -> Iterable[tuple[uuid.UUID, uuid.UUID]]:
    """Plans that nobody moved since, as (tenant, run): after a crash, a lost message. Inside."""
    going = (PlanRun.State.WAITING, PlanRun.State.RUNNING)
    return PlanRun.objects.filter(state__in=going, moved_at__lt=before).values_list(
        "tenant_id", "pk"
    )
