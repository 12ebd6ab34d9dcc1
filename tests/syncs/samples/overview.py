"""Solvane Energy's overview, and the page of a new account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from syncs.charts import Day, beat, days_chart, speed_chart
from syncs.page_values import (
    ApiCalls,
    ClientLink,
    Environment,
    FirstRunPage,
    Ledger,
    Need,
    OverviewPage,
    SourceRow,
    Speed,
    curl_pieces,
)
from syncs.page_values.api_calls import Outlook
from syncs.states import State

from .world import NOW, SHELL, TODAY, at, live

# Created, updated, unchanged, skipped of the 13 days before.
_EARLIER = (
    (239, 155, 9, 15),
    (87, 54, 3, 5),
    (97, 65, 4, 6),
    (291, 187, 12, 18),
    (298, 203, 11, 19),
    (293, 194, 11, 19),
    (316, 201, 12, 20),
    (227, 153, 8, 14),
    (90, 59, 3, 6),
    (100, 70, 4, 7),
    (303, 189, 11, 19),
    (326, 203, 12, 20),
    (310, 203, 11, 20),
)


def _days() -> list[Day]:
    days = []
    for back, (created, updated, unchanged, skipped) in enumerate(reversed(_EARLIER), start=1):
        counts = dict.fromkeys(State, 0) | {
            State.CREATED: created,
            State.UPDATED: updated,
            State.UNCHANGED: unchanged,
            State.SKIPPED: skipped,
        }
        days.append(Day(date(2026, 11, 19) - timedelta(days=back), counts))
    return [*reversed(days), Day(date(2026, 11, 19), TODAY.counts)]


def _source(name: str, pattern: str, *, gap: int, minutes: int, today: int) -> SourceRow:
    is_silent = minutes > 120
    return SourceRow(
        name=name,
        address="/solvane-energy/leads/?source=1",
        now="silent" if is_silent else "arriving",
        beat=beat([int(one, 16) for one in pattern], silent_slots=13 if is_silent else 0),
        today=today,
        last_lead_at=NOW - timedelta(minutes=minutes),
        usual_gap=gap * 60,
    )


SOURCES = (
    _source(
        "Website quote form",
        "7989a66b77c8b9a22323213221323333238cb667c8a79889",
        gap=4,
        minutes=0,
        today=188,
    ),
    _source(
        "Apollo",
        "687895511111111111111011101111111111a566b7978778",
        gap=15,
        minutes=3,
        today=96,
    ),
    _source(
        "Webinar sign-ups, by Zapier",
        "687885596121211112121121112122221212a556a7867778",
        gap=30,
        minutes=11,
        today=74,
    ),
    _source(
        "Meta lead ads",
        "6878855966a7978584343243324344447970000000000000",
        gap=35,
        minutes=400,
        today=41,
    ),
    _source(
        "Gridmatch, partner API",
        "440306500000000000000000000000000000400064000034",
        gap=70,
        minutes=24,
        today=13,
    ),
)
NEEDS = (
    Need(
        state="failed",
        count=12,
        cause="Salesforce has no Industry called “Renewables”.",
        detail="Since 06:12 today, all from the website form.",
        address="/solvane-energy/leads/?cause=1",
    ),
    Need(
        state="held",
        count=9,
        cause="two Contacts share the same e-mail.",
        detail="Inlet never picks one at random.",
        address="/solvane-energy/leads/?cause=2",
    ),
    Need(
        state="held",
        count=8,
        cause="their owner, Dana Whitlock, is no longer active.",
        detail="Routing rule 3 still points to her.",
        address="/solvane-energy/leads/?cause=3",
    ),
)
SPEED = Speed(
    typical=6.2,
    slow=24.1,
    chart=speed_chart((36, 92, 98, 58, 26, 16, 10, 17, 4, 1), (2, 4, 6, 8, 10, 15, 20, 30, 60)),
)
OVERVIEW = OverviewPage(
    live=live("/solvane-energy/"),
    now=NOW,
    today=TODAY,
    days=days_chart(_days()),
    needs=NEEDS,
    causes=5,
    speed=SPEED,
    calls=ApiCalls(
        used=11860, allowed=100000, told_at=NOW, outlook=Outlook(ends_at=NOW + timedelta(hours=5))
    ),
    sources=SOURCES,
)
QUIET = OverviewPage(
    live=live("/solvane-energy/"),
    now=NOW,
    today=Ledger(received=0),
    days=days_chart([Day(date(2026, 11, 19), dict.fromkeys(State, 0))]),
)
ENDED = replace(OVERVIEW, ended_at=at("13:05"))
UNANSWERED = replace(OVERVIEW, unanswered_since=at("14:10"))
UNACCOUNTED = replace(OVERVIEW, today=replace(TODAY, received=415))
WELL = replace(
    OVERVIEW, today=Ledger(received=358, created=231, updated=118, unchanged=9), needs=(), causes=0
)

BYRNE = ClientLink("Byrne Analytics", "BA", "byrne-analytics")
FIRST_SHELL = replace(
    SHELL,
    user_name="Ada Byrne",
    user_mark="AB",
    agency="Byrne Analytics",
    agency_mark="BA",
    client=BYRNE,
    clients=(BYRNE,),
    environment=Environment(kind="practice"),
    waiting=0,
)
FIRST_RUN = FirstRunPage(
    live=live("/byrne-analytics/", seconds=2),
    command=curl_pieces("https://inlet.example/v1/leads", "test_9fK2…wQ7"),
    key="test_9fK2…wQ7",
)
FIRST_RUN_AGAIN = FirstRunPage(
    live=live("/byrne-analytics/", seconds=2),
    command=curl_pieces("https://inlet.example/v1/leads", "YOUR-KEY"),
)
