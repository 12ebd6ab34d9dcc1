"""Finding records in the practice org: patterns, and what was merged or deleted."""

from __future__ import annotations

import pytest

from connections import soql
from connections.crm import Crm, Record
from connections.practice.models import PracticeOrg
from connections.practice.rehearsing import delete_record, merge_records

from .conftest import lead

TOM = "Tom Reyes"
GONE = ("Id", "LastName", "IsDeleted", "MasterRecordId")
HARD = ["50%", "50 percent", "a_b", "axb", "back\\slash", "O'Neill", 'say "hi"', "Müller", "MULLER"]


@pytest.fixture
def hard_names(crm: Crm) -> Crm:
    crm.write([lead(name) for name in HARD])
    return crm


def test_like_finds_what_we_think_it_finds(hard_names: Crm) -> None:
    patterns = ["50%", "50\\%", "a_b", "a\\_b", "%\\\\%", "O'N%", '%"hi"', "m_ller", "%", "x%"]
    patterns += [soql.like_text(name) for name in HARD]
    selects = [
        soql.select("Lead", ["LastName"], where=soql.like("LastName", pattern))
        for pattern in patterns
    ]
    found = [
        sorted(str(row.fields["LastName"]) for row in rows) for rows in hard_names.find(selects)
    ]
    assert found == [sorted(one for one in HARD if soql.fits(each, one)) for each in patterns]
    assert found[10:] == [[name] for name in HARD]


def by_id(crm: Crm, ids: list[str], *, all_rows: bool) -> list[Record]:
    where = soql.within("Id", ids)
    (rows,) = crm.find([soql.select("Lead", GONE, where=where, all_rows=all_rows)])
    return sorted(rows, key=lambda row: str(row.fields["LastName"]))


def test_deleted_and_merged_rows_are_found_only_when_all_are_asked_for(
    crm: Crm, org: PracticeOrg
) -> None:
    written = crm.write([lead("A kept"), lead("B merged"), lead("C deleted")]).results
    ids = [result.record_id for result in written]
    merge_records(org, ids[0], [ids[1]], by=TOM)
    delete_record(org, ids[2], by=TOM)
    before = crm.calls
    assert [row.id for row in by_id(crm, ids, all_rows=False)] == ids[:1]
    told = [
        (row.id, row.fields["IsDeleted"], row.fields["MasterRecordId"])
        for row in by_id(crm, ids, all_rows=True)
    ]
    assert told == [(ids[0], False, None), (ids[1], True, ids[0]), (ids[2], True, None)]
    assert crm.calls == before + 2
