"""Code cut into pieces reads back as the very same code."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from syncs.page_values import Piece, curl_pieces, json_pieces

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_keys_and_values_have_their_own_pieces() -> None:
    assert json_pieces({"email": "ada@example.com", "tags": [1]}) == (
        Piece("{"),
        Piece("\n  "),
        Piece('"email"', "key"),
        Piece(": "),
        Piece('"ada@example.com"', "value"),
        Piece(",\n  "),
        Piece('"tags"', "key"),
        Piece(": "),
        Piece("["),
        Piece("\n    "),
        Piece("1", "value"),
        Piece("\n  ]"),
        Piece("\n}"),
    )


@given(JSON)
def test_the_pieces_together_are_the_payload(value: object) -> None:
    text = "".join(piece.text for piece in json_pieces(value))
    assert json.loads(text) == value


def test_letters_of_any_language_stay_readable() -> None:
    assert json_pieces("Sørensen") == (Piece('"Sørensen"', "value"),)


def test_the_command_is_one_that_a_shell_can_run() -> None:
    command = "".join(piece.text for piece in curl_pieces("https://inlet.example/v1/leads", "KEY"))
    assert command.startswith(
        'curl https://inlet.example/v1/leads \\\n  -H "Authorization: Bearer KEY"'
    )
    assert json.loads(command.split("'")[1]) == {
        "email": "ada@example.com",
        "name": "Ada Byrne",
        "company": "Byrne Analytics",
        "title": "Head of Sales",
    }
