"""The records and setup rows that the relationships of some rows lead to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from connections.practice.soql.judging import Row
from connections.practice.soql.plan import Step

from .filters import Reader
from .rows import row_of


def parents_of(
    reader: Reader, chains: Iterable[tuple[Step, ...]], rows: Iterable[Row]
) -> Mapping[str, Row]:
    """The rows, by id, that chains of relationships lead to."""
    followed = list(chains)
    known = reader.setup_parents([step for steps in followed for step in steps])
    children = list(rows)
    for steps in followed:
        level = children
        for step in steps:
            ids = {row.get(step.field.name) or "" for row in level}
            known |= _records(reader, step, ids - known.keys())
            level = [known[one] for one in ids if one in known]
    return known


def _records(reader: Reader, step: Step, ids: set[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for target in reader.targets(step):
        if target.stored and ids:
            for record in reader.records(target.name).filter(sf_id__in=ids):
                found[record.sf_id] = row_of(record)
                if step.target.name == "Name":
                    # What a "Name" calls its type is the kind of record.
                    found[record.sf_id] = {**found[record.sf_id], "Type": record.sobject}
    return found
