"""Solvane Energy's ledger: right, differing, empty, and for somebody who may only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from syncs.page_values import Choice, Ledger
from syncs.page_values.ledger_page import Checked, Compared, LedgerLine, LedgerPage, Speeds

from .world import NOW, TODAY, at, live

_HOUR = timedelta(hours=1)
_ADDRESS = "/solvane-energy/leads/?when=today&source=1"
RIGHT = Compared(
    day=date(2026, 11, 19),
    org="",
    state="right",
    sentences=("231 created, 231 found.", "2 were merged into other records."),
    at=at("14:05"),
)
DIFFERS = Compared(
    day=date(2026, 11, 18),
    org="Production",
    state="differs",
    sentences=(
        "310 created, 308 found.",
        "1 is neither there nor in the recycle bin, or our user may no longer see it.",
        "1 person is there twice.",
    ),
    at=at("03:15"),
    ids=("00QWz00000Ab3dEMAR", "00QWz00000Ab3dFMAR"),
)
WAITING = Compared(date(2026, 11, 17), "", "waiting", ("Is being compared.",))
UNCOMPARED = Compared(
    day=date(2026, 11, 16),
    org="",
    state="uncompared",
    sentences=("Could not be compared: Salesforce ended our access.",),
    at=at("03:15"),
)
_LINES = (
    LedgerLine(TODAY, at=NOW.replace(minute=0), slow=24.1),
    LedgerLine(Ledger(received=0), at=NOW.replace(minute=0) - _HOUR),
)
LEDGER = LedgerPage(
    live=live("/solvane-energy/ledger/"),
    now=NOW,
    total=TODAY,
    lines=_LINES,
    by_source=(LedgerLine(TODAY, name="Website quote form", address=_ADDRESS, slow=24.1),),
    sources=(Choice("1", "Website quote form"),),
    speeds=Speeds(6.2, 24.1, 41.0),
    checked=Checked(at("02:45"), 51_320),
    compared=(RIGHT,),
    file_address="/solvane-energy/ledger/file.csv?when=today",
    leads_address="/solvane-energy/leads/?when=today",
    can_compare=True,
)
WRONG = replace(
    LEDGER,
    when="7d",
    by="day",
    total=replace(TODAY, received=415),
    lines=(LedgerLine(TODAY, on=date(2026, 11, 19)),),
    checked=Checked(
        at("02:45"),
        51_320,
        "1 hour of the ledger differs from the leads. The fault is ours and has been reported.",
        ("19 November, 14:00, Website quote form: created 230, the leads say 231.",),
    ),
    compared=(DIFFERS, WAITING, UNCOMPARED),
)
EMPTY = replace(
    LEDGER,
    total=Ledger(received=0),
    lines=(),
    by_source=(),
    speeds=None,
    checked=None,
    compared=(),
    can_compare=False,
)
PAGES = (LEDGER, WRONG, EMPTY, replace(EMPTY, when="30d"))
