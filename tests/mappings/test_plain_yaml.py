"""Where in a text of YAML each value begins."""

from __future__ import annotations

import pytest

from mappings.plain_yaml import Unreadable, read_with_lines

TEXT = """\
fields:
  - lead_field: Title
    ownership:
      - if_blank

match: [email]
"""


def test_each_value_has_the_line_on_which_its_name_stands() -> None:
    document, lines = read_with_lines(TEXT)
    assert document == {
        "fields": [{"lead_field": "Title", "ownership": ["if_blank"]}],
        "match": ["email"],
    }
    assert lines == {
        (): 1,
        ("fields",): 1,
        ("fields", 0): 2,
        ("fields", 0, "lead_field"): 2,
        ("fields", 0, "ownership"): 3,
        ("fields", 0, "ownership", 0): 4,
        ("match",): 6,
        ("match", 0): 6,
    }
    assert read_with_lines("") == (None, {})


@pytest.mark.parametrize(
    ("text", "line"),
    [("mode: a\nmatch: []\nmode: b", 3), ("a:\n  [1, 2]: b", 2), ("a: &x 1\nb: *x", 2)],
)
def test_what_cant_be_named_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(Unreadable, match=f"^The text can’t be read as YAML. See line {line}.$"):
        read_with_lines(text)
