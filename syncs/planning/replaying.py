"""The rule time machine: a draft's rules on the leads of the last days, read-only.

Each lead is decided again on what was kept of its own decision, so that nothing of today leaks
in. Salesforce is asked, for reading, only about what the draft looks for and the version of
then did not.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from connections.clients import open_crm
from connections.crm import Crm, Record
from connections.errors import CrmError, explain
from connections.models import Connection
from mappings.decisions import Decision
from mappings.documents import rules_of
from mappings.models import MappingVersion
from mappings.orgs import Org
from mappings.rules import Rules, RulesRefused
from syncs.engine import spending
from syncs.engine.looking_up import look_up
from syncs.models import InboundLead, Replay, ReplayDifference, Source
from syncs.orgs import org_of
from syncs.waking import REPLAY, later
from tenants import walls
from tenants.vault import VaultError

from .comparing import Difference, difference, outcome_of
from .deciding_again import (
    Turns,
    as_it_was,
    as_it_would_be,
    decide_again,
    needs_a_look,
    rendered,
)
from .replay_reading import Person, leads_of, people_of, rows_of, unreplayable

# Chunks of one task; a wake-up brings the next, so that no worker is held for long.
TURN = 20


def ask(version: MappingVersion, *, by: str = "", days: int = 30) -> Replay:
    """Have this version tried on the leads of the last days. Call inside the walls."""
    live = MappingVersion.objects.filter(
        mapping_id=version.mapping_id, state=MappingVersion.LIVE
    ).first()
    replay = Replay.objects.create(
        tenant_id=version.tenant_id,
        mapping_id=version.mapping_id,
        number=version.number,
        against=live.number if live else 0,
        document=version.document,
        days=days,
        asked_by=by[:150],
    )
    transaction.on_commit(lambda: later(REPLAY, replay.tenant_id, replay.pk))
    return replay


@dataclass(slots=True)
class _Chunk:
    """What one stretch of leads came to."""

    last: uuid.UUID
    scanned: int
    skipped: int = 0
    calls: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    found: list[tuple[InboundLead, Difference, str, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Run:
    """What a replay needs of everything at once."""

    replay: Replay
    rules: Rules
    versions: Mapping[int, Rules]
    connections: Mapping[uuid.UUID, Connection]
    orgs: dict[uuid.UUID, Org] = field(default_factory=dict)
    crms: dict[uuid.UUID, Crm] = field(default_factory=dict)
    turns: Turns = field(default_factory=lambda: Turns({}))

    def org(self, connection_id: uuid.UUID) -> Org:
        """What is known of the org."""
        if connection_id not in self.orgs:
            connection = self.connections[connection_id]
            with walls.inside(connection.tenant_id):
                self.orgs[connection_id] = org_of(connection, now=timezone.now())
        return self.orgs[connection_id]

    def crm(self, connection_id: uuid.UUID) -> Crm:
        """A client that is only asked to find."""
        if connection_id not in self.crms:
            self.crms[connection_id] = open_crm(connection_id, self.replay.tenant_id)
        return self.crms[connection_id]

    def note_calls(self) -> None:
        """Count what was called for this stretch."""
        for connection_id, crm in self.crms.items():
            spending.note(crm, connection_id, self.replay.tenant_id)


def run(tenant_id: uuid.UUID, replay_id: uuid.UUID) -> bool:
    """Go on with a replay; whether there is more. May run twice: each stretch counts once."""
    with walls.inside(tenant_id):
        replay = Replay.objects.filter(pk=replay_id).first()
    if replay is None or replay.state in {Replay.State.DONE, Replay.State.BROKEN}:
        return False
    try:
        return _go_on(replay)
    except (CrmError, VaultError, RulesRefused) as trouble:
        told = explain(trouble.failure, {})[0] if isinstance(trouble, CrmError) else str(trouble)
        _finish(replay, Replay.State.BROKEN, trouble=told)
        return False


def _go_on(replay: Replay) -> bool:
    run_of = _prepared(replay)
    try:
        return _stretch(replay, run_of)
    finally:
        run_of.note_calls()


def _stretch(replay: Replay, run_of: _Run) -> bool:
    for _ in range(TURN):
        with walls.inside(replay.tenant_id):
            replay.refresh_from_db()
            rows = rows_of(replay)
            people = list(people_of(rows)) if rows else []
        if not rows:
            _finish(replay, Replay.State.DONE)
            return False
        chunk = _Chunk(rows[-1].pk, len(rows), skipped=unreplayable(rows))
        _decide_all(run_of, people, chunk)
        if not _keep(replay, chunk):
            return False
    return True


def _prepared(replay: Replay) -> _Run:
    with walls.inside(replay.tenant_id):
        if replay.state == Replay.State.WAITING:
            Replay.objects.filter(pk=replay.pk).update(
                state=Replay.State.RUNNING,
                started_at=timezone.now(),
                leads=leads_of(replay).count(),
            )
        versions = MappingVersion.objects.filter(mapping_id=replay.mapping_id)
        rules = {version.number: version.as_rules() for version in versions}
        sources = Source.objects.filter(mapping_id=replay.mapping_id)
        connections = Connection.objects.select_related("tenant").in_bulk(
            list(sources.values_list("connection_id", flat=True))
        )
    return _Run(replay, rules_of(replay.document), rules, connections)


def _decide_all(run_of: _Run, people: Sequence[Person], chunk: _Chunk) -> None:
    fresh = _looked_up(run_of, people, chunk)
    for person in people:
        org = run_of.org(person.connection_id)
        if person.evidence.by_org:
            chunk.skipped += len(person.leads)
            continue
        index = as_it_was(run_of.rules, person.evidence, org=org)
        if id(person) in fresh:
            index = as_it_would_be(run_of.rules, person.evidence, fresh[id(person)], org=org)
        after = decide_again(
            run_of.rules, person.evidence, person.members, index=index, org=org, turns=run_of.turns
        )
        _compare(run_of, person, after, chunk=chunk)


def _looked_up(run_of: _Run, people: Sequence[Person], chunk: _Chunk) -> dict[int, list[Record]]:
    """Today's rows for the people about whom the draft asks what nobody asked then."""
    asking: dict[uuid.UUID, list[Person]] = {}
    for person in people:
        before = _rules_of_then(run_of, person)
        org = run_of.org(person.connection_id)
        if needs_a_look(before, run_of.rules, person.members, org=org):
            asking.setdefault(person.connection_id, []).append(person)
    found: dict[int, list[Record]] = {}
    for connection_id, some in asking.items():
        org, crm = run_of.org(connection_id), run_of.crm(connection_id)
        calls = crm.calls
        proposals = [one for person in some for one in rendered(run_of.rules, person.members, org)]
        known = {name: ids for person in some for name, ids in person.evidence.known.items()}
        index = look_up(crm, run_of.rules, proposals, known=known, org=org)
        chunk.calls += crm.calls - calls
        rows = [*index.leads.values(), *index.contacts.values()]
        rows += [*index.accounts.values(), *index.users.values()]
        found |= {id(person): rows for person in some}
    return found


def _rules_of_then(run_of: _Run, person: Person) -> Rules:
    lead = next(iter(person.leads.values()), None)
    number = lead.mapping_number if lead else None
    return run_of.versions.get(number or run_of.replay.against, run_of.rules)


def _compare(run_of: _Run, person: Person, after: Sequence[Decision], *, chunk: _Chunk) -> None:
    then = _then(run_of, person)
    for at, lead in person.leads.items():
        was, would = then[at], after[at]
        chunk.before[outcome_of(was).value] += 1
        chunk.after[outcome_of(would).value] += 1
        found = difference(was, would)
        if found is not None:
            states = outcome_of(was).value, outcome_of(would).value
            chunk.found.append((lead, found, *states))


def _then(run_of: _Run, person: Person) -> dict[int, Decision]:
    """What the live version decided, or would have: another version's decision is no measure.

    What the org's own duplicate rule answered was not decided here, so it is left out of it.
    """
    against = run_of.replay.against
    stored = {
        at: Decision.from_dict(lead.decision or {})
        for at, lead in person.leads.items()
        if lead.mapping_number == against and not (lead.answer or {}).get("errors")
    }
    live = run_of.versions.get(against)
    if len(stored) == len(person.leads) or live is None:
        return stored
    org = run_of.org(person.connection_id)
    index = as_it_was(live, person.evidence, org=org)
    again = decide_again(
        live, person.evidence, person.members, index=index, org=org, turns=run_of.turns
    )
    return dict(enumerate(again)) | stored


def _keep(replay: Replay, chunk: _Chunk) -> bool:
    """Store a stretch, unless another worker did so already."""
    with walls.inside(replay.tenant_id):
        mine = Replay.objects.select_for_update(of=("self",)).get(pk=replay.pk)
        if mine.cursor != replay.cursor or mine.state != Replay.State.RUNNING:
            return False
        ReplayDifference.objects.bulk_create(
            ReplayDifference(
                tenant_id=replay.tenant_id,
                replay=mine,
                lead=lead,
                position=mine.differing + at,
                kind=found.kind[:200],
                sentence=found.sentence,
                before=before,
                after=after,
            )
            for at, (lead, found, before, after) in enumerate(chunk.found)
        )
        mine.cursor, mine.done = chunk.last, mine.done + chunk.scanned
        mine.skipped, mine.calls = mine.skipped + chunk.skipped, mine.calls + chunk.calls
        mine.differing += len(chunk.found)
        mine.counts_before = dict(Counter(mine.counts_before) + chunk.before)
        mine.counts_after = dict(Counter(mine.counts_after) + chunk.after)
        kinds = Counter(found.kind for _, found, _, _ in chunk.found)
        mine.kinds = dict(Counter(mine.kinds) + kinds)
        mine.moved_at = timezone.now()
        mine.save()
    return True


def _finish(replay: Replay, state: str, *, trouble: str = "") -> None:
    with walls.inside(replay.tenant_id):
        Replay.objects.filter(pk=replay.pk).update(
            state=state, finished_at=timezone.now(), trouble=trouble
        )
