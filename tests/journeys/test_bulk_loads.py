"""Whole files go to Salesforce as a load, and end as if they had been written singly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.utils import timezone

from connections import soql
from connections.clients import open_bulk
from connections.errors import CrmError, as_error, failure
from syncs.engine.bulk.advancing import advance, advance_by
from syncs.engine.bulk.holds import Hold, take, waiting_loads
from syncs.engine.jobs import FenceLost
from syncs.intake.accepting import accept
from syncs.models import BatchRun, BulkLoad, BulkRow, HourlyCount, InboundLead, Lane, PersonClaim
from tenants import walls

from .conftest import Story, opened_story


@pytest.fixture(autouse=True)
def soon(settings: Any) -> None:
    """Loads begin at a size that a test can wait for."""
    settings.INLET_BULK_FROM = 300


def lead(at: int, **person: Any) -> dict[str, Any]:
    return {
        "external_id": f"p{at}",
        "person": {"email": f"p{at}@example.com", "last_name": f"Byrne {at}", **person},
        "company": {"name": f"Company {at % 50}"},
    }


def work(story: Story) -> None:
    """What workers do until nothing is due."""
    for _ in range(50):
        if not story.work():
            return
    raise AssertionError("There was always more to do.")


def again(story: Story) -> None:
    """The same, also for those who had to stand aside for a moment."""
    work(story)
    with walls.inside(story.tenant):
        InboundLead.objects.filter(due_at__isnull=False).update(due_at=timezone.now())
    work(story)


@pytest.fixture
def other_story(story: Story) -> Story:
    """Another tenant, in an org of its own."""
    return opened_story("Other journey")


def loads(story: Story) -> list[BulkLoad]:
    with walls.inside(story.tenant):
        return list(BulkLoad.objects.order_by("opened_at"))


def hurry(story: Story) -> None:
    """Time passes: whoever waits for it waits no longer."""
    past = timezone.now() - timedelta(seconds=10)
    with walls.inside(story.tenant):
        BulkLoad.objects.update(wake_at=past, lease_until=past)
        BulkLoad.objects.filter(grown_at__gt=past).update(grown_at=past)


def finish(story: Story) -> list[BulkLoad]:
    """Every load taken on until it is done."""
    for _ in range(200):
        open_ones = [one for one in loads(story) if one.finished_at is None]
        if not open_ones:
            return loads(story)
        hurry(story)
        for one in open_ones:
            advance(story.tenant.pk, one.pk)
    raise AssertionError("A load never ended.")


def in_org(story: Story) -> dict[str, str]:
    """Last names in the org by key, of those that the file brought."""
    (rows,) = story.crm().find([soql.select("Lead", ["External_Person_ID__c", "LastName"])])
    found = [
        (str(row.fields["External_Person_ID__c"]), str(row.fields["LastName"])) for row in rows
    ]
    ours = [one for one in found if one[1].startswith("Byrne")]
    assert len({key for key, _ in ours}) == len(ours)
    return dict(ours)


def left_over(story: Story) -> tuple[int, int, int]:
    """Rows, people in hand and leads that are somebody's, after all is done."""
    with walls.inside(story.tenant):
        marked = InboundLead.objects.exclude(fence=0).count()
        return BulkRow.objects.count(), PersonClaim.objects.count(), marked


def test_a_file_is_one_load_and_every_row_ends_as_it_should(story: Story) -> None:
    bad = {7, 801, 2400}
    leads = [
        lead(at, **({"title": "x" * 200} if at in bad else {"title": "COO"})) for at in range(2500)
    ]
    accept(story.source, leads, backfill=True)
    work(story)
    with walls.inside(story.tenant):
        gathered = InboundLead.objects.filter(fence__lt=0)
        assert (gathered.count(), set(gathered.values_list("state"))) == (2500, {("pending",)})
    (load,) = loads(story)
    assert (load.rows, load.leads, load.state) == (2500, 2500, "gathering")
    assert in_org(story) == {}
    (done,) = finish(story)
    assert (done.state, done.processed, done.trouble) == ("done", 2500, "")
    kept = story.leads()
    assert [at for at, one in enumerate(kept) if one.state != "created"] == sorted(bad)
    wrong = kept[7]
    assert (wrong.state, wrong.cause) == ("failed", "STRING_TOO_LONG:Title")
    assert "Title" in wrong.reason and wrong.fix
    good = kept[8]
    assert good.record_id.startswith("00Q") and good.decision["record_id"] == good.record_id
    assert good.answer["owner"] == "Inlet Integration" and good.seen and good.mapping_number == 1
    assert len(in_org(story)) == 2497
    assert left_over(story) == (0, 0, 0)
    with walls.inside(story.tenant):
        count = HourlyCount.objects.get()
        assert (count.received, count.created, count.failed) == (2500, 2497, 3)
        runs = list(BatchRun.objects.values_list("leads", "calls"))
    assert sum(one for one, _ in runs) == 2500
    assert sum(calls for _, calls in runs) <= 20


class Killed(BaseException):
    """The worker is gone."""


class Mortal:
    """An org whose caller dies before or after one of its calls."""

    def __init__(self, org: Any, *, call: str, after: bool) -> None:
        self.org, self.call, self.after = org, call, after

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.org, name)
        if name != self.call:
            return found

        def dying(*args: Any) -> None:
            if self.after:
                found(*args)
            raise Killed

        return dying


# A call that only reads is the same to its reader before and after.
DEATHS = [(call, after) for call in ("open_job", "upload", "close_job") for after in (False, True)]
DEATHS += [(call, False) for call in ("job", "successes", "failures")]


def opened_as(wrapped: Callable[[Any], Any]) -> Callable[[Hold, BulkLoad], Any]:
    def opened(hold: Hold, load: BulkLoad) -> Any:
        return wrapped(open_bulk(load.connection_id, hold.tenant_id, before_each=hold.stay))

    return opened


def dies(story: Story, load: BulkLoad, wrapped: Callable[[Any], Any]) -> None:
    """Workers take the load on until one of them dies."""
    for _ in range(100):
        hurry(story)
        try:
            advance_by(story.tenant.pk, load.pk, opened=opened_as(wrapped))
        except Killed:
            return
    raise AssertionError("Nobody died.")


def test_a_worker_killed_at_any_call_leaves_a_load_that_ends_well(
    story: Story, settings: Any
) -> None:
    settings.INLET_BULK_FROM = 201
    size = 0
    for call, after in DEATHS:
        some = [lead(at) for at in range(size, size + 204)]
        some[3]["person"]["title"] = "x" * 200
        size += len(some)
        accept(story.source, some, backfill=True)
        work(story)
        load = loads(story)[-1]
        assert load.finished_at is None
        dies(story, load, partial(Mortal, call=call, after=after))
        done = finish(story)[-1]
        assert (done.state, done.trouble) == ("done", ""), (call, after)
        now = story.states()[-204:]
        assert now == ["created"] * 3 + ["failed"] + ["created"] * 200, (call, after)
        assert left_over(story) == (0, 0, 0), (call, after)
    assert len(in_org(story)) == 203 * len(DEATHS)
    waiting = open_bulk(story.connection.pk, story.tenant.pk).open_jobs(loads(story)[0].kind)
    assert waiting == []  # the jobs that nobody heard of were ended
    with walls.inside(story.tenant):
        counts = list(HourlyCount.objects.all())
    assert sum(one.received for one in counts) == size
    assert sum(one.created for one in counts) == 203 * len(DEATHS)


class CountedOrg:
    """An org whose caller dies before it keeps the second portion of results.

    Calls are asked for once before each portion.
    """

    def __init__(self, org: Any) -> None:
        self.org, self.left = org, 3

    def __getattr__(self, name: str) -> Any:
        return getattr(self.org, name)

    @property
    def crm(self) -> Any:
        return self

    def find(self, selects: Any) -> Any:
        self.left = 2
        return self.org.crm.find(selects)

    @property
    def usage(self) -> Any:
        return self.org.crm.usage

    @property
    def calls(self) -> int:
        if self.left <= 2:
            self.left -= 1
        if not self.left:
            raise Killed
        return int(self.org.crm.calls)


def test_a_worker_killed_between_two_portions_of_results_repeats_nothing(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(1_100)], backfill=True)
    work(story)
    dies(story, loads(story)[0], CountedOrg)
    assert story.states().count("created") == 500
    finish(story)
    assert story.states() == ["created"] * 1_100
    with walls.inside(story.tenant):
        counts = list(HourlyCount.objects.all())
        assert sum(run.leads for run in BatchRun.objects.all()) == 1_100
    assert sum(one.created for one in counts) == 1_100
    assert sum(sum(one.speeds) for one in counts) == 1_100


def told(story: Story) -> list[tuple[Any, ...]]:
    """What is kept of each lead, but for ids."""
    return [
        (
            one.email, one.state, one.cause, one.reason, one.fix, one.sobject, bool(one.record_id),
            one.mapping_number, one.attempts, one.due_at is None, one.intent_at,
            one.decision and {name: one.decision[name] for name in
                              ("action", "reason", "fields_to_write", "auto_assign", "why",
                               "owner_sentence")},
            {name: value for name, value in (one.answer or {}).items() if name != "owner_id"},
        )
        for one in story.leads()
    ]  # fmt: skip


def messy() -> list[dict[str, Any]]:
    """A file with all that files have in them."""
    file = [lead(at, phone=f"+353 1 555 {at:04}") for at in range(330)]
    for at in (5, 17):
        file[at]["person"]["title"] = "x" * 200  # Salesforce says no
    file[30]["person"]["last_name"] = '"Byrne, the\nelder"\r\n; O’Hara'
    file[31]["person"]["last_name"] = "#N/A"
    file[32]["person"]["last_name"] = ""
    file[33]["person"]["email"] = "no address"
    file += [lead(at, title="CEO") for at in (40, 41, 42)]  # people who came before
    return file


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_load_ends_as_single_writes_would(
    story: Story, other_story: Story, settings: Any, rounds: int
) -> None:
    for _ in range(rounds):
        accept(story.source, messy(), backfill=True)
        work(story)
        finish(story)
        again(story)
    settings.INLET_BULK_FROM = 1_000_000
    for _ in range(rounds):
        accept(other_story.source, messy(), backfill=True)
        again(other_story)
    assert len(loads(story)) == 1 and loads(other_story) == []
    assert told(story) == told(other_story)
    assert in_org(story) == in_org(other_story)


def refusing(call: str, error: CrmError) -> Callable[[Hold, BulkLoad], Any]:
    """An org that answers one call with an error."""

    class Refusing:
        def __init__(self, org: Any) -> None:
            self.org = org

        def __getattr__(self, name: str) -> Any:
            if name == call:
                raise error
            return getattr(self.org, name)

    return opened_as(Refusing)


def step(story: Story, opened: Callable[[Hold, BulkLoad], Any] | None = None) -> BulkLoad:
    """The newest load, taken on once."""
    hurry(story)
    load = loads(story)[-1]
    if opened is None:
        advance(story.tenant.pk, load.pk)
    else:
        advance_by(story.tenant.pk, load.pk, opened=opened)
    return loads(story)[-1]


def test_an_org_that_takes_no_loads_gets_batches_from_then_on(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    denied = failure("FUNCTIONALITY_NOT_ENABLED", "Bulk is off.")
    load = step(story, refusing("open_job", as_error(denied)))
    assert (load.state, load.refused) == ("done", True)
    assert "did not take this load" in load.trouble
    assert left_over(story) == (0, 0, 0)
    work(story)
    assert story.states() == ["created"] * 320
    accept(story.source, [lead(at) for at in range(400, 720)], backfill=True)
    work(story)
    assert story.states() == ["created"] * 640
    assert len(loads(story)) == 1


def test_a_load_that_the_org_forgot_is_found_again_by_its_keys(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    load = step(story)
    assert load.state == "working" and load.job_id
    org = open_bulk(story.connection.pk, story.tenant.pk)
    while not org.job(load.job_id).state.is_over:
        pass
    gone = as_error(failure("NOT_FOUND", "The job is gone.", http_status=404))
    assert step(story, refusing("job", gone)).state == "done"
    work(story)
    assert story.states() == ["created"] * 320
    assert len(in_org(story)) == 320


def test_what_a_stopped_load_did_not_reach_is_written_in_batches(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(1_000)], backfill=True)
    work(story)
    load = step(story)
    org = open_bulk(story.connection.pk, story.tenant.pk)
    org.abort_job(load.job_id)
    finish(story)
    kept = story.leads()
    left = [one for one in kept if one.state == "pending"]
    assert left and left[0].reason.startswith("Salesforce did not get to this row")
    work(story)
    assert story.states() == ["created"] * 1_000
    assert len(in_org(story)) == 1_000 and left_over(story) == (0, 0, 0)


def test_an_org_in_trouble_is_asked_again_later(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    busy = as_error(failure("SERVER_UNAVAILABLE", "Busy.", http_status=503))
    load = step(story, refusing("open_job", busy))
    assert (load.state, load.troubles) == ("ready", 1)
    assert load.trouble and load.wake_at > timezone.now()
    assert step(story, refusing("upload", busy)).state == "filling"
    assert step(story).state == "working"
    assert (finish(story)[-1].trouble, set(story.states())) == ("", {"created"})


def test_while_the_org_is_left_alone_its_loads_are_too(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    until = timezone.now() + timedelta(seconds=90)
    with walls.inside(story.tenant):
        Lane.objects.update(paused_until=until)
    load = step(story, refusing("open_job", AssertionError("Somebody called.")))
    assert load.state == "gathering"
    assert abs((load.wake_at - until).total_seconds()) < 5


def test_a_load_of_which_nobody_hears_gives_its_leads_back(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    assert step(story).state == "working"
    with walls.inside(story.tenant):
        BulkLoad.objects.update(deadline=timezone.now())
    assert step(story).state == "done"
    work(story)
    assert story.states() == ["created"] * 320 and len(in_org(story)) == 320


def test_whoever_comes_live_waits_for_the_load_that_has_their_person(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    accept(story.source, [lead(7, title="CEO"), lead(999)])
    again(story)
    assert story.states()[-2:] == ["pending", "created"]
    finish(story)
    again(story)
    assert story.states()[-2:] == ["updated", "created"]
    assert len(in_org(story)) == 321


def test_only_one_worker_moves_a_load(story: Story) -> None:
    accept(story.source, [lead(at) for at in range(320)], backfill=True)
    work(story)
    (load,) = loads(story)
    hurry(story)
    first = take(story.tenant.pk, load.pk)
    assert first is not None and take(story.tenant.pk, load.pk) is None
    hurry(story)
    second = take(story.tenant.pk, load.pk)
    assert second is not None
    with pytest.raises(FenceLost):
        first.keep(state="done")
    with pytest.raises(FenceLost), first.moving():
        pass
    first.release(0)
    assert take(story.tenant.pk, load.pk) is None
    with walls.inside(story.tenant):
        assert list(waiting_loads()) == []
    second.release(0)
    with walls.inside(story.tenant):
        assert list(waiting_loads()) == [(story.tenant.pk, load.pk)]
