"""Short scenarios that differ only in what goes wrong while leads come in and are worked.

Each is a load with some trouble in the org, in the workers, or on the way (reliability.md 4.2).
"""

from __future__ import annotations

import threading

from celery import current_app

from connections.models import State as ConnectionState
from connections.practice.admin.sessions import expire_access
from connections.practice.rules.faults import Fault
from connections.rehearsal import connect_practice
from syncs import connecting
from syncs.waking import WORK
from tests.faults.ground import Ground
from tests.faults.loading import Load
from tests.faults.sizes import Sizes
from tests.faults.trouble_rules import Rule

TIMES = 10
SKEW = 600.0


def deliveries(ground: Ground, sizes: Sizes) -> bool:
    """Every wake-up is delivered ten times, and the sweeper runs all the time (7)."""
    load = Load(ground, sizes)
    ground.start_workers(sizes.workers, repeat=TIMES)
    found = load.world.connection()
    told = [str(found.tenant_id), str(found.pk)]
    with load:
        for at in range(sizes.times):
            load.after(at / sizes.times)
            for _ in range(TIMES):
                for stream in range(sizes.streams):
                    current_app.send_task(WORK, args=[*told, stream])
                current_app.send_task("syncs.tasks.sweep")
    verdict = load.judge()
    ground.stop_workers()
    return load.keep("deliveries", verdict, each=TIMES)


def skew(ground: Ground, sizes: Sizes) -> bool:
    """The clocks of the workers differ by ten minutes, both ways (24)."""
    load = Load(ground, sizes)
    for number in range(sizes.workers):
        ground.start_worker(number, skew=(-SKEW, 0.0, SKEW)[number % 3])
    with load:
        load.after(1)
    verdict = load.judge()
    ground.stop_workers()
    return load.keep("skew", verdict, seconds_off=SKEW)


def hangs(ground: Ground, sizes: Sizes) -> bool:
    """Calls that are never answered, or after the client has left, or in part (11, 12, 13)."""
    load = Load(ground, sizes)
    rules = [
        Rule("hang", rb"composite", probability=0.03, seed=sizes.seed),
        Rule("late", rb"composite", probability=0.03, seed=sizes.seed + 1, seconds=5.0),
        Rule("reset_before", rb"composite", probability=0.05, seed=sizes.seed + 2),
        Rule("cut", rb"composite", probability=0.05, seed=sizes.seed + 3, bytes=300),
    ]
    ground.org.rules[:] = rules
    ground.start_workers(sizes.workers)
    with load:
        load.after(1)
    verdict = load.judge()
    ground.stop_workers()
    fell = {one.kind: one.fired for one in rules}
    return load.keep("hangs", verdict, faults=fell)


def locks(ground: Ground, sizes: Sizes) -> bool:
    """One record in ten is locked when it is written (20)."""
    load = Load(ground, sizes)
    load.world.workshop().add_fault(
        Fault("lock_record", "writes", probability=0.1, seed=sizes.seed)
    )
    ground.start_workers(sizes.workers)
    with load:
        load.after(1)
    verdict = load.judge()
    ground.stop_workers()
    calls = load.world.connection().api_used or 0
    return load.keep("locks", verdict, calls=calls, calls_a_lead=round(calls / sizes.leads, 3))


def sessions(ground: Ground, sizes: Sizes) -> bool:
    """Access tokens expire all the time; in the middle everything is revoked, and somebody
    connects the org again (16, 18)."""
    load = Load(ground, sizes)
    org = load.world.workshop().org
    ground.start_workers(sizes.workers)
    with load:
        for at in range(sizes.times):
            load.after(at / sizes.times)
            expire_access(org)
        load.world.workshop().end_sessions()
    asked = threading.Event()
    while load.world.states()["pending"] and not asked.wait(0.1):
        if load.world.connection().state == ConnectionState.NEEDS_RECONNECT:
            asked.set()
    if asked.is_set():
        connecting.connected(connect_practice(load.world.connection()), actor="Somebody")
    verdict = load.judge()
    ground.stop_workers()
    return load.keep("sessions", verdict, expiries=sizes.times, revoked=int(asked.is_set()))


def settings(ground: Ground, sizes: Sizes) -> bool:
    """The org's admin changes something that nobody's lead depends on, again and again (23)."""
    load = Load(ground, sizes)
    ground.start_workers(sizes.workers)
    with load:
        for at in range(sizes.times):
            load.after(at / sizes.times)
            workshop = load.world.workshop()
            workshop.change("set_user_active", {"user": "Tom Reyes", "active": bool(at % 2)})
            workshop.change("set_assignment_rule", {"active": not at % 2})
            name = {"sobject": "Lead", "field": "Industry", "value": "Agriculture"}
            workshop.change("set_picklist_value", {**name, "active": bool(at % 2)})
    verdict = load.judge()
    ground.stop_workers()
    return load.keep("settings", verdict, changes=3 * sizes.times)


def commits(ground: Ground, sizes: Sizes) -> bool:
    """Connections are cut at COMMIT, before PostgreSQL has seen it or after, `times` over (9)."""
    load = Load(ground, sizes, at_once=2, threads=4)
    with ground.through_proxy() as way:
        half = {"match": rb"COMMIT", "probability": 0.15, "limit": sizes.times // 2}
        way.rules[:] = [
            Rule("reset_before", seed=sizes.seed, **half),
            Rule("reset_after", seed=sizes.seed + 1, **half),
        ]
        ground.start_workers(sizes.workers)
        with load:
            load.after(1)
        verdict = load.judge()
        ground.stop_workers()
        fell = {one.kind: one.fired for one in way.rules}
    return load.keep("commits", verdict, cut=fell)


def poison(ground: Ground, sizes: Sizes) -> bool:
    """One lead takes every process along that works it; the others get through (15)."""
    load = Load(ground, sizes, at_once=sizes.leads)
    bad = load.crowd[0]["person"]["email"]
    ground.start_workers(sizes.workers, poison=bad)
    deaths = 0
    with load:
        load.after(1)
    while load.world.states()["pending"] and not load.is_late:
        deaths += ground.restart_the_dead(poison=bad)
        threading.Event().wait(0.2)
    verdict = load.judge()
    ground.stop_workers()
    # It is told of, and it is the only one.
    poisoned = [lead for lead in load.crowd if lead["person"]["email"] == bad]
    verdict.lost = [one for one in verdict.lost if one != bad]
    verdict.wrong = [one for one in verdict.wrong if one != f"{len(poisoned)} failed"]
    return load.keep("poison", verdict, deaths=deaths, failed=load.states.get("failed", 0))
