"""The SOQL of a comparison: a day's records that our user created, and records by their ids. Pure.

Deleted and merged records are asked for too, since they must not look lost
(salesforce-facts 3.2: queryAll; the loser of a merge names its winner in MasterRecordId).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from connections import soql

COLUMNS = ("Id", "CreatedDate", "IsDeleted", "MasterRecordId")
_PREFIXES = {"Lead": "00Q", "Contact": "003"}
# An id takes 22 characters of a statement's 100,000.
AT_ONCE = 4000


def of_day(
    keys: Mapping[str, Iterable[str]], *, user_id: str, begins: datetime, ends: datetime
) -> list[soql.Select]:
    """The records with one of our keys that our user created from `begins` to before `ends`.

    ``keys``: for each object the fields that hold keys; an object without one isn't asked.
    """
    found = []
    for sobject, fields in keys.items():
        names = sorted(set(fields))
        if names:
            where = soql.all_of(
                soql.at_least("CreatedDate", begins),
                soql.before("CreatedDate", ends),
                soql.equals("CreatedById", user_id),
                soql.any_of(*(soql.is_set(name) for name in names)),
            )
            found.append(soql.select(sobject, COLUMNS, where=where, all_rows=True))
    return found


def by_id(ids: Iterable[str]) -> list[soql.Select]:
    """The Leads and Contacts with these ids, deleted and merged ones too."""
    every = sorted(set(ids))
    found = []
    for sobject, prefix in _PREFIXES.items():
        mine = [one for one in every if one.startswith(prefix)]
        found += [
            soql.select(
                sobject, COLUMNS, where=soql.within("Id", mine[at : at + AT_ONCE]), all_rows=True
            )
            for at in range(0, len(mine), AT_ONCE)
        ]
    return found
