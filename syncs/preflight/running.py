"""A run of the checklist: inspect, compare with the last look, judge, store.

No transaction is open while Salesforce is asked.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from connections.clients import open_crm
from connections.crm import Crm, Usage
from connections.documents import document_of, read_document
from connections.errors import CrmError, explain
from connections.inspection import inspect
from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings.defaults import default_rules
from mappings.drift import compare
from mappings.models import PreflightRun, SchemaSnapshot
from mappings.orgs import Org
from mappings.preflight import Case, Finding, Level, judge, merged, needs_of
from syncs.engine import spending
from syncs.page_values.checklist import Checklist
from tenants import walls

from . import drifting
from .agreements import Agreement, agreements
from .observing import observed, proposals

KEPT = 100


@dataclass(frozen=True, slots=True)
class _Look:
    """What was seen, and what the look before saw."""

    facts: OrgFacts
    before: OrgFacts | None


def run_preflight(connection: Connection, trigger: str = PreflightRun.Trigger.DEMAND) -> Checklist:
    """Check the connection's settings now, store what was found, and return it.

    ``trigger`` is a PreflightRun.Trigger. Call outside the walls; takes up to 6 API calls. Where
    Salesforce doesn't answer, the checklist says so and the last good run stays the last.
    """
    started = time.monotonic()
    found = agreements(connection)
    try:
        facts = inspect(_open(connection), needs_of(*(one.rules for one in found)))
    except CrmError as error:
        _store(_run(connection, trigger, trouble=" ".join(explain(error.failure, {}))))
        return latest(connection)
    look = _keep(connection, facts)
    findings = _judged(connection, facts, found)
    run = _run(
        connection,
        trigger,
        ms=round((time.monotonic() - started) * 1000),
        calls=facts.calls,
        versions=[one.version for one in found],
        findings=document_of(findings),
        **_counts(findings),
    )
    _store(run)
    if look.before is not None:
        drifting.record(connection, compare(look.before, look.facts), found)
    return latest(connection)


def latest(connection: Connection) -> Checklist:
    """The last run, as the page shows it; empty before the first. Outside the walls."""
    with walls.inside(connection.tenant_id):
        runs = PreflightRun.objects.filter(connection=connection).select_related("snapshot")
        newest, run = runs.first(), runs.filter(trouble="").first()
    trouble = newest.trouble if newest else ""
    blank = Checklist(
        connection=connection.name,
        connection_id=connection.pk,
        tried_at=newest.at if newest else None,
        trouble=trouble,
    )
    if run is None:
        return blank
    facts = read_document(OrgFacts, run.snapshot.facts if run.snapshot else {})
    return replace(
        blank,
        at=run.at,
        trigger=PreflightRun.Trigger(run.trigger).label,
        calls=run.calls,
        ms=run.ms,
        org_name=facts.org.name,
        user_name=facts.user.name or facts.user.username,
        findings=tuple(read_document(Finding, one) for one in run.findings),
        mappings=tuple(str(one["name"]) for one in run.versions),
    )


def latest_facts(connection: Connection) -> OrgFacts | None:
    """What was last seen of the org, or None. Outside the walls."""
    with walls.inside(connection.tenant_id):
        snapshot = SchemaSnapshot.objects.filter(connection=connection).first()
    return read_document(OrgFacts, snapshot.facts) if snapshot else None


def _run(connection: Connection, trigger: str, **values: Any) -> PreflightRun:
    return PreflightRun(
        tenant_id=connection.tenant_id, connection=connection, trigger=trigger, **values
    )


def _open(connection: Connection) -> Crm:
    return open_crm(connection.pk, connection.tenant_id)


def _judged(connection: Connection, facts: OrgFacts, found: list[Agreement]) -> tuple[Finding, ...]:
    cases = [
        Case(
            mapping=one.name,
            rules=one.rules,
            observed=observed(
                proposals(connection.tenant_id, one.sources, one.rules, org=_org(connection, facts))
            ),
        )
        for one in found
    ] or [Case(mapping="", rules=default_rules(connection.tenant.phone_region))]
    return merged(judge(facts, case) for case in cases)


def _org(connection: Connection, facts: OrgFacts) -> Org:
    """The org as it was just looked at."""
    region = connection.tenant.phone_region
    return Org(objects=facts.objects, user_id=facts.user.id, region=region, now=timezone.now())


def _counts(findings: tuple[Finding, ...]) -> dict[str, int]:
    levels = Counter(one.level for one in findings)
    return {
        "blocking": levels[Level.BLOCKS],
        "looks": levels[Level.LOOK],
        "unseen": levels[Level.UNSEEN],
    }


def _keep(connection: Connection, facts: OrgFacts) -> _Look:
    """Keep the facts if they are news; refused ones tell nothing about the org."""
    _keep_usage(connection, facts)
    stored = document_of(replace(facts, api_used=None, calls=0))
    digest = hashlib.sha256(json.dumps(stored, sort_keys=True).encode()).hexdigest()
    before = latest_facts(connection)
    if facts.refusal:
        return _Look(facts, None)
    with walls.inside(connection.tenant_id):
        newest = SchemaSnapshot.objects.filter(connection=connection).first()
        if newest is not None and newest.digest == digest:
            newest.last_seen_at = timezone.now()
            newest.save(update_fields=["last_seen_at"])
        else:
            SchemaSnapshot.objects.create(
                tenant_id=connection.tenant_id, connection=connection, facts=stored, digest=digest
            )
    return _Look(facts, before)


def _keep_usage(connection: Connection, facts: OrgFacts) -> None:
    """Count the run's calls, and keep the org's API usage as the last answer said it."""
    told = facts.api_used is not None and facts.api_allowed
    usage = Usage(facts.api_used or 0, facts.api_allowed or 0) if told else None
    with walls.inside(connection.tenant_id):
        spending.keep(connection.tenant_id, connection.pk, calls=facts.calls, usage=usage)


def _store(run: PreflightRun) -> None:
    with walls.inside(run.tenant_id):
        run.snapshot = SchemaSnapshot.objects.filter(connection=run.connection).first()
        run.save()
        old = PreflightRun.objects.filter(connection=run.connection).order_by("-at", "-id")
        PreflightRun.objects.filter(pk__in=[one.pk for one in old[KEPT:]]).delete()
