"""Faults over the admin API."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from connections.practice import faulting
from connections.practice.faulting import FaultLine
from connections.practice.models import PracticeOrg
from connections.practice.rules.call_kinds import WORDS
from connections.practice.rules.faults import KINDS, Fault

from .asking import Asked, missing, uuid_of, wrong

Result = tuple[int, Any]
_TYPES = {"str": str, "int": int, "float": float}
_FIELDS = {one.name: _TYPES[str(one.type)] for one in fields(Fault)}


def known(_org: PracticeOrg, _asked: Asked) -> Result:
    """GET fault-kinds: what can go wrong, and with which calls."""
    return 200, {"kinds": KINDS, "routes": WORDS}


def index(org: PracticeOrg, _asked: Asked) -> Result:
    """GET faults"""
    return 200, {"faults": [_shown(one) for one in faulting.list_faults(org)]}


def add(org: PracticeOrg, asked: Asked) -> Result:
    """POST faults {"kind": "reset_after", "route": "writes", "every": 5, …}"""
    asked.only(*_FIELDS)
    asked.get("kind", str)
    given: dict[str, Any] = {name: asked.get(name, _FIELDS[name]) for name in asked.body}
    try:
        line = faulting.add_fault(org, Fault(**given))
    except ValueError as impossible:
        raise wrong(str(impossible)) from impossible
    return 201, _shown(line)


def switch(org: PracticeOrg, asked: Asked, *, fault_id: str) -> Result:
    """PATCH faults/<id> {"on": true}: on again, counted from 0, or off."""
    asked.only("on")
    wanted, on = uuid_of(fault_id, "fault"), asked.get("on", bool)
    if not faulting.switch_fault(org, wanted, on=on):
        raise missing(f"fault {fault_id}")
    return 200, {"id": fault_id, "on": on}


def remove(org: PracticeOrg, _asked: Asked, *, fault_id: str) -> Result:
    """DELETE faults/<id>"""
    if not faulting.remove_fault(org, uuid_of(fault_id, "fault")):
        raise missing(f"fault {fault_id}")
    return 200, {"removed": 1}


def clear(org: PracticeOrg, _asked: Asked) -> Result:
    """DELETE faults"""
    return 200, {"removed": faulting.remove_faults(org)}


def _shown(line: FaultLine) -> dict[str, Any]:
    told = {name: getattr(line.fault, name) for name in _FIELDS}
    counts = {"on": line.is_on, "matched": line.matched, "fired": line.fired}
    return {"id": line.id, **told, **counts}
