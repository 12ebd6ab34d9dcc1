"""Files of leads: kinds, encodings, delimiters, and what is wrong with a file or a row."""

from __future__ import annotations

import codecs
import io
import json
import struct
import zipfile
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncs.intake.tables import MOST_ROWS, Table, TableRefused, read_table

from .books import book, cell, rows

ADA = {
    "person": {"email": "ada@x.example", "last_name": "Lovelace"},
    "company": {"name": "Engines, Ltd"},
}


def leads(raw: bytes) -> list[Any]:
    """The leads of a file that is all right."""
    table = read_table(raw)
    assert [row.wrongs for row in table.rows if row.wrongs] == []
    return [row.lead for row in table.rows]


def wrongs(raw: bytes) -> dict[int, tuple[str, ...]]:
    """What is wrong, by row number."""
    return {row.number: row.wrongs for row in read_table(raw).rows if row.lead is None}


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_delimiter_encoding_and_line_ending(delimiter: str, encoding: str, ending: str) -> None:
    lines = ["email|last name|company", 'ada@x.example|Lovelace|"Engines, Ltd"', ""]
    assert leads(ending.join(lines).replace("|", delimiter).encode(encoding)) == [ADA]


def test_windows_letters_and_excels_first_line() -> None:
    raw = "sep=;\nVorname;Name;E-Mail\nJörg;Groß – Söhne;j@x.example".encode("cp1252")
    (row,) = read_table(raw).rows
    assert row.number == 3
    assert row.lead == {
        "person": {"first_name": "Jörg", "last_name": "Groß – Söhne", "email": "j@x.example"}
    }


def test_a_quoted_line_break_is_part_of_its_value_and_blank_rows_keep_their_number() -> None:
    raw = b'email,note\n\na@x.example,"one\ntwo; ""three"""\n,\nb@x.example,\n'
    table = read_table(raw)
    assert [(row.number, (row.lead or {}).get("custom")) for row in table.rows] == [
        (3, {"note": 'one\ntwo; "three"'}), (5, None),
    ]  # fmt: skip


def test_values_are_read_as_the_api_wants_them() -> None:
    raw = (
        b"email;employees;created at;annual usage (kWh);2nd phone;2nd phone\n"
        b"a@x.example;1.200;19.11.2026 14:20;52500;1;2\n"
        b"b@x.example;40;2026-11-19;;;\n"
    )
    first, second = leads(raw)
    assert first["company"] == {"employees": 1200}
    assert first["custom"] == {"annual_usage_kwh": "52500", "_2nd_phone": "1", "_2nd_phone_2": "2"}
    assert first["occurred_at"].startswith("2026-11-19T14:20:00")
    assert second["occurred_at"].startswith("2026-11-19T00:00:00")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["03/04/2026", "25/12/2026"], "2026-04-03"),
        (["03/04/2026", "12/25/2026"], "2026-03-04"),
        (["03/04/2026"], ""),
        (["25/12/2026", "12/25/2026", "03/04/2026"], ""),
    ],
)
def test_a_day_is_read_as_the_others_of_its_column_or_not_at_all(
    days: list[str], told: str
) -> None:
    raw = "email,created at\n" + "".join(f"a{i}@x.example,{day}\n" for i, day in enumerate(days))
    found = [row for row in read_table(raw.encode()).rows if "03/04" in days[row.number - 2]]
    assert [str((row.lead or {}).get("occurred_at", ""))[:10] for row in found] == [told]
    assert bool(found[0].wrongs) == (told == "")


def test_what_is_wrong_is_said_by_row_and_heading() -> None:
    raw = (
        "E-Mail,Mitarbeiter,Nachname\n"
        "a@x.example,51-200,A\n"
        "b@x.example,3,B,surplus\n"
        ",4,\n"
        f"{'c' * 330}@x.example,,C\n"
        f"d@x.example,,{'D' * 40_000}\n"
        "e@x.example,,E\0E\n"
        "f@x.example,,F\n"
    ).encode()
    found = wrongs(raw)
    assert sorted(found) == [2, 3, 4, 5, 6, 7]
    assert found[2] == ("Mitarbeiter: A valid integer is required.",)
    assert "The row has 4 values and the table 3 columns." in found[3][0]
    assert "This lead is nobody yet." in found[4][0]
    assert found[5][0].startswith("E-Mail: ")
    assert "Perhaps a quotation mark is not closed." in found[6][0]
    assert "can’t be stored" in found[7][0]


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", "This file is empty."),
        (b" \n\n", "This file is empty."),
        (codecs.BOM_UTF8, "This file has no rows."),
        (b"email\n", "no rows below them"),
        (b"ada@x.example,Lovelace\nbob@x.example,Babbage\n", "none of the headings"),
        (b"a\nb" * 6_000_000, "larger than 10 MB"),
        (b"email\n" + b"a@x.example\n" * (MOST_ROWS + 1), "more than 50,000 rows"),
        (b'email,note\na@x.example,"' + b"x" * 200_000, "a quotation mark is opened"),
        ((",".join(["email", *"x" * 400]) + "\na@x.example\n").encode(), "401 columns"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "Excel’s old form"),
        (b"%PDF-1.7 ...", "This is no table."),
        (b"[1, 2", "The file is not JSON"),
        (b"[]", "no list of leads"),
        (b'{"leads": 3}', "no list of leads"),
        (b"[" * 100_000, "nested too deep"),
        (b'[{"colour": "red"}]', "none of the keys"),
        (b"email,\x81\x8d\n\x81\xff,\x9d", "can’t be read"),
    ],
)
def test_a_file_that_is_no_table_of_leads_is_refused_in_a_sentence(raw: bytes, told: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(raw)
    assert told in str(refused.value)


def test_json_is_read_as_the_api_takes_it_or_by_its_keys() -> None:
    flat = {"E-Mail": "ada@x.example", "Last Name": "Lovelace", "Firma": "Engines, Ltd", "x": [1]}
    for raw in (
        json.dumps([ADA, flat]),
        json.dumps({"leads": [ADA, flat]}),
        f"{json.dumps(ADA)}\n{json.dumps(flat)}\n",
        "\ufeff" + json.dumps([ADA, flat]),
    ):
        first, second = leads(raw.encode())
        assert first == ADA
        assert second == {**ADA, "custom": {"x": [1]}}
    assert leads(json.dumps(ADA).encode()) == [ADA]


def test_json_that_breaks_a_limit_is_wrong_in_its_row_alone() -> None:
    deep: Any = "x"
    for _ in range(30):
        deep = [deep]
    raw = json.dumps(
        [ADA, 3, {"custom": {"a": deep}}, {"person": {"email": "a\x00"}}, {"person": 1}]
    )
    found = wrongs(raw.encode())
    assert sorted(found) == [2, 3, 4, 5]
    assert found[2] == ("This is no object.",)
    assert "nested deeper" in found[3][0]
    assert "NUL" in found[4][0]
    assert found[5][0].startswith("person: ")


def test_a_workbook_is_read_from_its_first_visible_sheet() -> None:
    shown = rows(
        ["E-mail", "Phone", "Roof", "Score"],
        ["ada@x.example", 442079460958.0, "metal", 1.5],
    )
    raw = book(rows(["email"], ["hidden@x.example"]), shown, hidden=1)
    assert leads(raw) == [
        {
            "person": {"email": "ada@x.example", "phone": "442079460958"},
            "custom": {"roof": "metal", "score": 1.5},
        }
    ]


def test_of_a_formula_the_stored_value_is_read_and_nothing_is_carried_out() -> None:
    line = (
        f'<row r="5">{cell("A5", "a@x.example", formula="HYPERLINK(1)")}'
        f"{cell('B5', '=cmd|calc', formula='DDE(1)')}</row>"
    )
    raw = book(f'<row r="4">{cell("A4", "email")}{cell("B4", "note")}</row>{line}')
    (row,) = read_table(raw).rows
    assert (row.number, row.lead) == (
        5, {"person": {"email": "a@x.example"}, "custom": {"note": "=cmd|calc"}},
    )  # fmt: skip


def test_what_a_file_says_of_its_sizes_hides_nothing() -> None:
    """The sheet says that it ends before its far cell, with the checksum of that beginning."""
    raw, sheet = book(FAR), "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        part, text = packed.getinfo(sheet), packed.read(sheet)
    end = text.index(b'<row r="1048576"')
    told = struct.pack("<LLL", part.CRC, part.compress_size, part.file_size)
    lie = struct.pack("<LLL", zlib.crc32(text[:end]), part.compress_size, end)
    assert raw.count(told) == 2
    with pytest.raises(TableRefused) as refused:
        read_table(raw.replace(told, lie))
    assert "damaged" in str(refused.value)


FAR = rows(["email"], ["a@x.example"]) + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
LYING = book(rows(["email"], ["a@x.example"])).replace(b"xl/worksheets", b"xl/worksheetz", 1)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (book(FAR), "far outside the table"),
        (book(FAR.replace('"XFD1048576"', '"&#88;FD1048576"')), "damaged"),
        (book(FAR.replace("r=", "R =").replace("R =", "r = ")), "far outside the table"),
        (book(rows(["email"]), more={"xl/x.xml": bytes(200_000_000)}), "unpacks to more"),
        (book(rows(["email"]), more={f"x{i}.xml": b"" for i in range(2_100)}), "unpacks to more"),
        (LYING, "damaged"),
        (book(rows(["email"], ["a@x.example"]))[:-200], "damaged"),
        (book("<row"), "damaged"),
        (book(rows(["email"], ["a@x.example"]), hidden=1), "no visible sheet"),
        (b"PK\x03\x04 and so on", "damaged"),
        (book("").replace(b"xl/workbook.xml", b"xl/workbouk.xml"), "no Excel workbook"),
    ],
    ids=range(11),
)
def test_a_workbook_that_would_harm_or_is_broken_is_refused(raw: bytes, told: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(raw)
    assert told in str(refused.value)


@given(
    st.binary(max_size=400) | st.text(max_size=200).map(lambda one: one.encode("utf-8", "replace"))
)
def test_whatever_a_file_holds_it_is_a_table_or_refused(raw: bytes) -> None:
    for head in (b"", b"email,name\n", b"[", b'{"email":', b"PK\x03\x04"):
        try:
            table = read_table(head + raw)
        except TableRefused as refused:
            assert str(refused)
        else:
            assert isinstance(table, Table)
            assert all((row.lead is None) == bool(row.wrongs) for row in table.rows)
