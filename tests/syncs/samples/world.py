"""The agency, its clients and the shells around their pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from syncs.page_values import ClientLink, Environment, Ledger, Live, Shell
from syncs.page_values.shell import Current

NOW = datetime(2026, 11, 19, 14, 20, tzinfo=UTC)
TODAY = Ledger(
    received=412,
    created=231,
    updated=118,
    unchanged=9,
    skipped=14,
    held=21,
    failed=17,
    pending=2,
)
NAMES = (
    ("Kestrel Freight", "KF"),
    ("Solvane Energy", "SE"),
    ("Brackley Dental Group", "BD"),
    ("Mirador Hotels", "MH"),
    ("Tidewell Insurance", "TI"),
    ("Vantor Robotics", "VR"),
    ("Oakhurst Learning", "OL"),
    ("Larkspur Software", "LS"),
    ("Pomona Foods", "PF"),
    ("Alder Biotech", "AB"),
    ("Fenwick & Lowe", "FL"),
    ("Quarry Street Studios", "QS"),
)
CLIENTS = tuple(
    ClientLink(name, mark, name.lower().replace(" & ", "-").replace(" ", "-"))
    for name, mark in NAMES
)
SOLVANE = CLIENTS[1]
PRODUCTION = Environment(
    kind="production",
    address="solvane.my.salesforce.com",
    connected_as="Inlet Integration",
    checked_at=NOW.replace(minute=15),
)
SHELL = Shell(
    user_name="Maya Okafor",
    user_mark="MO",
    agency="Harbor & Pine",
    agency_mark="HP",
    now=NOW,
    current="overview",
    client=SOLVANE,
    clients=CLIENTS,
    environment=PRODUCTION,
    waiting=38,
    mapping_address="/c/solvane-energy/mapping/",
)
AGENCY_SHELL = replace(SHELL, client=None, environment=None, waiting=0, current="clients")
PRACTICE_SHELL = replace(
    SHELL, current="practice", environment=Environment(kind="practice", live_org=True)
)


def on(current: Current) -> Shell:
    """Solvane Energy's shell on one of its pages."""
    return replace(SHELL, current=current)


def at(clock: str) -> datetime:
    """A time of the day, "14:18" or "14:18:06.9"."""
    return datetime.fromisoformat(f"2026-11-19T{clock}").replace(tzinfo=UTC)


def live(address: str, seconds: int = 10) -> Live:
    """Polling of a page."""
    return Live(address=address, seen="42", seconds=seconds)
