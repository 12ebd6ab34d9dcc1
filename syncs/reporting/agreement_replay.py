"""The rule time machine as a page: how far it is, and exactly which leads differ."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from syncs.models import Replay, ReplayDifference
from syncs.page_values import Live
from syncs.page_values.replay import CountRow, ReplayGroup, ReplayPage, ReplayRow
from syncs.states import State

from .agreement_publishing import is_current
from .mappings import Agreed, mapping_head

SHOWN = 25
_ARROW = " → "
_GOING = (Replay.State.WAITING, Replay.State.RUNNING)
_States = Literal["waiting", "running", "done", "broken"]
_STATES: dict[str, _States] = {
    Replay.State.WAITING: "waiting",
    Replay.State.RUNNING: "running",
    Replay.State.DONE: "done",
    Replay.State.BROKEN: "broken",
}


def replay_page(
    agreed: Agreed, slug: str, *, kind: str, after: int | None, can_edit: bool, now: datetime
) -> ReplayPage:
    """The newest replay of the mapping's draft; two reads."""
    head = mapping_head(agreed, slug)
    replay = newest_replay(agreed)
    if replay is None:
        return ReplayPage(now=now, head=head, can_edit=can_edit)
    here = reverse("mapping-replay", args=[slug, agreed.mapping.pk])
    going = replay.state in _GOING
    rows = [] if going else _rows(replay, kind=kind, after=after)
    chosen = kind if kind in replay.kinds else ""
    return ReplayPage(
        now=now,
        head=head,
        state=_STATES[replay.state],
        leads=replay.leads,
        seen=replay.done,
        skipped=replay.skipped,
        differing=replay.differing,
        asked_at=replay.asked_at,
        finished_at=replay.finished_at,
        trouble=replay.trouble,
        is_current=is_current(replay, agreed),
        counts=_counts(replay),
        groups=_groups(replay, chosen),
        rows=tuple(_row(one) for one in rows[:SHOWN]),
        first=1 if after is None else _place(replay, kind=chosen, after=after),
        older=_address(here, chosen, rows[SHOWN - 1].position) if len(rows) > SHOWN else "",
        newest=_address(here, chosen) if after is not None else "",
        live=Live("", mark_of(replay), 1) if going else None,
        can_edit=can_edit,
    )


def newest_replay(agreed: Agreed) -> Replay | None:
    """The last replay of the draft there is; of the last draft, where none is open."""
    found = Replay.objects.filter(mapping=agreed.mapping)
    if agreed.draft is not None:
        found = found.filter(number=agreed.draft.number)
    return found.first()


def is_going(agreed: Agreed) -> bool:
    """Whether the draft, as it is, is being played already. One read."""
    newest = newest_replay(agreed)
    return newest is not None and newest.state in _GOING and is_current(newest, agreed)


def mark_of(replay: Replay) -> str:
    """How far it is, for a page that polls."""
    return f"{replay.pk}-{replay.state}-{replay.done}"


def _found(replay: Replay, kind: str) -> QuerySet[ReplayDifference]:
    found = ReplayDifference.objects.filter(replay=replay)
    return found.filter(kind=kind) if kind else found


def _rows(replay: Replay, *, kind: str, after: int | None) -> list[ReplayDifference]:
    found = _found(replay, kind).select_related("lead")
    if after is not None:
        found = found.filter(position__gt=after)
    return list(found.order_by("position")[: SHOWN + 1])


def _place(replay: Replay, *, kind: str, after: int) -> int:
    """The number of the first row behind the cursor."""
    return _found(replay, kind).filter(position__lte=after).count() + 1


def _row(one: ReplayDifference) -> ReplayRow:
    lead = one.lead
    return ReplayRow(
        id=str(lead.pk),
        name=lead.name or lead.email or lead.external_id or _("Lead without a name"),
        company=lead.company,
        received_at=lead.received_at,
        before=one.before,
        after=one.after,
        sentence=one.sentence,
    )


def _counts(replay: Replay) -> tuple[CountRow, ...]:
    before, after = replay.counts_before, replay.counts_after
    return tuple(
        CountRow(state.value, before.get(state, 0), after.get(state, 0))
        for state in State
        if state in before or state in after
    )


def _groups(replay: Replay, chosen: str) -> tuple[ReplayGroup, ...]:
    by_size = sorted(replay.kinds.items(), key=lambda one: (-one[1], one[0]))
    return tuple(_group(kind, count, chosen) for kind, count in by_size)


def _group(kind: str, count: int, chosen: str) -> ReplayGroup:
    before, arrow, after = kind.partition(_ARROW)
    states = arrow and {before, after} <= set(State)
    fields = kind.removeprefix("fields: ")
    if states:
        title = _("Another outcome")
    elif fields != kind:
        title = _("Other values: %(fields)s") % {"fields": fields}
    elif arrow:
        told = {"before": before, "after": after}
        title = _("A %(after)s instead of a %(before)s") % told
    else:
        title = kind[:1].upper() + kind[1:]
    return ReplayGroup(
        key=kind,
        count=count,
        title=title,
        before=before if states else "",
        after=after if states else "",
        chosen=kind == chosen,
    )


def _address(here: str, kind: str, after: int | None = None) -> str:
    asked = {"kind": kind} if kind else {}
    if after is not None:
        asked["after"] = str(after)
    return f"{here}?{urlencode(asked)}" if asked else here
