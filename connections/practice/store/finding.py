"""Reading records by id or by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connections.practice.rules.fields import Field
from connections.practice.rules.ids import to_18
from connections.practice.rules.objects import SObject
from connections.practice.soql.judging import Row

from .columns import folded
from .expressions import held
from .filters import reader
from .listed_values import one_of
from .orgs import Session
from .rows import row_of


def find_by_id(session: Session, sobject: SObject, ids: Iterable[str]) -> Mapping[str, Row]:
    """The rows, by 18-character id, of well-formed ids; those without a row are left out."""
    wanted = {to_18(one) for one in ids}
    read = reader(session.org, session.setup, session.user)
    if not sobject.stored:
        return {row["Id"]: row for row in read.admin_rows(sobject.name) if row["Id"] in wanted}
    found = read.records(sobject.name).filter(sf_id__in=wanted)
    return {record.sf_id: row_of(record) for record in found}


def find_by_key(session: Session, sobject: SObject, *, field: Field, value: str) -> list[Row]:
    """The rows whose field has the value, in any letter case, oldest first."""
    records = reader(session.org, session.setup, session.user).records(sobject.name)
    found = records.filter(one_of(held(sobject, field), [folded(value)]))
    return [row_of(record) for record in found.order_by("created_at", "sf_id")]
