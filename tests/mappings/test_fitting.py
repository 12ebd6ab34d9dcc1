"""Which texts Salesforce would refuse in which kind of field."""

from __future__ import annotations

import pytest

from mappings.fitting import misfit
from tests.mappings.agreement import described


@pytest.mark.parametrize(
    ("kind", "value", "sentence"),
    [
        ("boolean", "True", ""),
        ("boolean", "perhaps", "“perhaps” is neither true nor false."),
        ("double", "-1.5", ""),
        ("double", "many", "“many” is not a number."),
        ("date", "2026-03-04", ""),
        ("date", "2026-02-30", "“2026-02-30” is not a date such as 2026-03-04."),
        ("email", "ana@tarn.example", ""),
        ("email", "ana", "“ana” is not an e-mail address."),
        ("string", "x" * 20, ""),
        ("string", "x" * 21, f"“{'x' * 20}…” has 21 characters, Field takes 20."),
    ],
)
def test_a_text_that_a_field_would_refuse_is_told(kind: str, value: str, sentence: str) -> None:
    assert misfit(described("Field", kind, length=20), value) == sentence
