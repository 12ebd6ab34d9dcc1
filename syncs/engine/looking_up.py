"""Everybody of a batch looked up in Salesforce: one call, and more only for what was merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from connections.crm import Crm, Record
from connections.soql import Select
from mappings.indexing import RecordIndex, index_records, missing
from mappings.lookups import lookups
from mappings.orgs import Org
from mappings.proposals import Proposal
from mappings.rules import Rules

from .queries import queries, rereads

# Merged into one that was merged, converted, its Contact merged: further than this nobody goes.
_MOST_ROUNDS = 5


def look_up(
    crm: Crm,
    rules: Rules,
    proposals: Sequence[Proposal],
    *,
    org: Org,
    known: Mapping[str, frozenset[str]] | None = None,
) -> RecordIndex:
    """Every record that recognising, routing and deciding these leads needs.

    ``known``: in which records, by id, earlier leads with an address ended. Further calls only
    where such a record, or the Contact of a converted Lead, is no longer there: merged ones are
    followed to what is left of them, deleted ones dropped.
    """
    wanted = lookups(rules, proposals, known)
    rows = _found(crm, queries(rules, wanted, org))
    index = index_records(rules, rows, wanted=wanted, org=org)
    for _ in range(_MOST_ROUNDS):
        still = missing(index)
        if not still:
            break
        rows = [*rows, *_found(crm, rereads(rules, still, org))]
        wanted = replace(wanted, asked=wanted.asked | still.ids)
        index = index_records(rules, rows, wanted=wanted, org=org)
    return index


def _found(crm: Crm, selects: Iterable[Select]) -> list[Record]:
    asked = list(selects)
    return [row for rows in crm.find(asked) for row in rows] if asked else []
