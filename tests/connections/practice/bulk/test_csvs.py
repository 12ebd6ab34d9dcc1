"""CSV read and written: every delimiter and ending, cells with anything in them, the limits."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.bulk.csvs import (
    DELIMITERS,
    ENDINGS,
    MAX_FIELD,
    MAX_FIELDS,
    MAX_RECORD,
    Broken,
    Layout,
    split,
    too_large,
)

LAYOUTS = st.builds(Layout, st.sampled_from(sorted(DELIMITERS)), st.sampled_from(sorted(ENDINGS)))
AWKWARD = st.sampled_from(
    ['"', '""', ",", ";", "|", "^", "`", "\t", "\n", "\r\n", "\r", " ", "\ufeff", "é", "🙂", "#N/A"]
)
CELLS = st.lists(
    st.one_of(AWKWARD, st.text(st.characters(codec="utf-8", exclude_characters="\x00"))),
    max_size=4,
).map("".join)
# The line ending is told by the first line, which is made of API names.
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_.]{0,12}", fullmatch=True)


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    width = draw(st.integers(1, 4))
    header = draw(st.lists(NAMES, min_size=width, max_size=width))
    rows = st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=5)
    return [header, *draw(rows)]


@given(LAYOUTS, tables(), st.sampled_from(["", "\ufeff"]))
def test_what_was_written_is_read_the_same(
    layout: Layout, rows: list[list[str]], mark: str
) -> None:
    assert layout.read((mark + layout.write(rows)).encode()) == rows


@given(LAYOUTS, st.binary(max_size=60))
def test_any_bytes_are_rows_of_one_width_or_broken(layout: Layout, content: bytes) -> None:
    try:
        rows = layout.read(content)
    except Broken as broken:
        assert str(broken).startswith(("InvalidBatch : ", "ClientInputError : "))
    else:
        assert len({len(row) for row in rows}) == 1
        assert "\x00" not in "".join(cell for row in rows for cell in row)


@given(st.lists(st.lists(st.text(), max_size=2), max_size=30), st.integers(1, 10))
def test_portions_together_are_the_rows(rows: list[list[str]], size: int) -> None:
    portions = list(split(rows, size))
    assert [row for portion in portions for row in portion] == rows
    assert all(0 < len(portion) <= size for portion in portions)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"A\n1\n", [["A"], ["1"]]),
        (b"A\n1", [["A"], ["1"]]),
        (b"A,B\n\n1,\n\n", [["A", "B"], ["1", ""]]),
        (b'A\n""\n', [["A"], [""]]),
        (b'A\n"a ""quoted"" word"\n', [["A"], ['a "quoted" word']]),
        (b'A,B\n"two\nlines","x,y"\n', [["A", "B"], ["two\nlines", "x,y"]]),
        (b"\xef\xbb\xbfA\n1\n", [["A"], ["1"]]),
        (b"A\n1\x002\n", [["A"], ["12"]]),
    ],
)
def test_what_is_read(content: bytes, rows: list[list[str]]) -> None:
    assert Layout().read(content) == rows


@pytest.mark.parametrize(
    ("ending", "content"),
    [
        ("LF", b"A\r\n1\r\n"),
        ("LF", b"A\r1\r"),
        ("CRLF", b"A\n1\n"),
        ("CRLF", b"A\r1\r"),
    ],
)
def test_another_line_ending_is_told(ending: str, content: bytes) -> None:
    with pytest.raises(Broken, match=rf"LineEnding is invalid .* setting is {ending}$"):
        Layout(ending=ending).read(content)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "InvalidBatch : The data has no header"),
        (b"A\n\xff\n", "InvalidBatch : The data is not UTF-8"),
        (b"A\n\xed\xa0\x80\n", "InvalidBatch : The data is not UTF-8"),
        (b"A,B\n1,2\n1\n", "InvalidBatch : Record 2 has 1 columns, the header has 2"),
        (b"A,B\n1,2,3\n", "InvalidBatch : Record 1 has 3 columns, the header has 2"),
        (b'A\n"open', "ClientInputError : unexpected end of data"),
    ],
)
def test_what_is_broken(content: bytes, told: str) -> None:
    with pytest.raises(Broken) as raised:
        Layout().read(content)
    assert str(raised.value) == told


def table(*cells: str) -> bytes:
    return Layout().write([[f"C{place}" for place in range(len(cells))], list(cells)]).encode()


def test_the_limits_of_a_field_a_record_and_the_columns() -> None:
    assert len(Layout().read(table("x" * MAX_FIELD))[1][0]) == 32_000
    assert len(Layout().read(table(*["x"] * MAX_FIELDS))[1]) == 5_000
    whole = MAX_RECORD // MAX_FIELD
    rest = "x" * (MAX_RECORD - whole * MAX_FIELD)
    assert len(Layout().read(table(*["x" * MAX_FIELD] * whole, rest))) == 2
    for cells, told in [
        (["x" * (MAX_FIELD + 1)], "A field of record 1 has more than 32000 characters"),
        (["x" * 130_000], "A field of record 1 has more than 32000 characters"),
        (["x"] * (MAX_FIELDS + 1), "The data has 5001 columns, 5000 are allowed"),
        (["x" * MAX_FIELD] * whole + [rest + "x"], "Record 1 has more than 400000 characters"),
    ]:
        with pytest.raises(Broken) as raised:
            Layout().read(table(*cells))
        assert str(raised.value) == f"InvalidBatch : {told}"
    with pytest.raises(Broken, match=r"^ClientInputError : field larger than field limit"):
        Layout().read(table("x" * 200_000))


def test_150_mb_of_base64_are_the_most() -> None:
    most = 150 * 1024 * 1024 // 4 * 3
    assert [too_large(size) for size in (0, 100_000_000, most, most + 1)] == [
        False, False, False, True,
    ]  # fmt: skip
