"""Rows as the REST API shows them: attributes, only what was selected, parents nested."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from connections.practice.rules.ids import sobject_of
from connections.practice.rules.objects import SObject

from .groups import show_group
from .judging import Row
from .pages import Page
from .plan import Column, Plan

_COMPOUND_PARTS: Mapping[str, str] = {
    "city": "City",
    "country": "Country",
    "geocodeAccuracy": "GeocodeAccuracy",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "postalCode": "PostalCode",
    "state": "State",
    "street": "Street",
}


def attributes(sobject: str, record_id: str, base: str) -> dict[str, str]:
    """The `attributes` of a record. `base`: "/services/data/vXX.0"."""
    kind = sobject_of(record_id) if sobject == "Name" else sobject
    return {"type": sobject, "url": f"{base}/sobjects/{kind}/{record_id}"}


def show(plan: Plan, row: Row, parents: Mapping[str, Row], *, base: str) -> dict[str, Any]:
    """One record of a query's answer. `parents`: rows by id."""
    shown: dict[str, Any] = {"attributes": attributes(plan.sobject.name, row["Id"], base)}
    for column in plan.columns:
        _put(shown, column, row, parents=parents, base=base)
    return shown


def show_page(plan: Plan, page: Page, *, base: str) -> list[dict[str, Any]]:
    """The records of a query's answer: rows, each with its children, or groups."""
    if plan.grouping:
        return [show_group(plan.grouping, row) for row in page.rows]
    return [_with_children(plan, page, row, base=base) for row in page.rows]


def _with_children(plan: Plan, page: Page, row: Row, *, base: str) -> dict[str, Any]:
    shown = show(plan, row, page.parents, base=base)
    for child in plan.children:
        found = page.children.get(child.name, {}).get(row["Id"])
        shown[child.name] = None if found is None else {
            "totalSize": found.total,
            "done": True,
            "records": show_page(child.plan, found, base=base),
        }  # fmt: skip
    return shown


def _put(
    shown: dict[str, Any], column: Column, row: Row, *, parents: Mapping[str, Row], base: str
) -> None:
    for step in column.steps:
        parent = parents.get(row.get(step.field.name) or "")
        if parent is None:
            shown[step.name] = None
            return
        fresh = {"attributes": attributes(step.target.name, parent["Id"], base)}
        shown = shown.setdefault(step.name, fresh)
        row = parent
    shown[column.field.name] = value_of(row, column.field.name, column.field.type)


def value_of(row: Row, name: str, kind: str) -> Any:
    """A field's value as JSON; a compound address is put together from its parts."""
    if kind == "address":
        return _address(row, name.removesuffix("Address"))
    value = row.get(name)
    return False if value is None and kind == "boolean" else value


def _address(row: Row, prefix: str) -> dict[str, Any] | None:
    parts = {name: row.get(f"{prefix}{part}") for name, part in _COMPOUND_PARTS.items()}
    return parts if any(parts.values()) else None


def whole_record(sobject: SObject, row: Row, *, base: str) -> dict[str, Any]:
    """Every visible field of a record, as GET returns it."""
    shown: dict[str, Any] = {"attributes": attributes(sobject.name, row["Id"], base)}
    for one in sobject.visible.values():
        shown[one.name] = value_of(row, one.name, one.type)
    return shown
