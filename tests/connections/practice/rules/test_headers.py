"""Headers that steer a save or a query."""

from __future__ import annotations

import pytest

from connections.practice.rules.headers import (
    DuplicateOptions,
    auto_assign,
    batch_size,
    duplicate_options,
)


@pytest.mark.parametrize(
    ("value", "options"),
    [
        (None, DuplicateOptions()),
        ("allowSave=true", DuplicateOptions(allow_save=True)),
        (
            "allowSave=TRUE; includeRecordDetails=true; runAsCurrentUser=true",
            DuplicateOptions(
                allow_save=True, include_record_details=True, run_as_current_user=True
            ),
        ),
        ("allowSave=false;nonsense;=", DuplicateOptions()),
    ],
)
def test_duplicate_options(value: str | None, options: DuplicateOptions) -> None:
    headers = {} if value is None else {"sforce-duplicate-rule-header": value}
    assert duplicate_options(headers) == options


@pytest.mark.parametrize(
    ("value", "choice"),
    [(None, "TRUE"), ("", "TRUE"), ("false", "FALSE"), ("True", "TRUE"), ("01Qx", "01Qx")],
)
def test_assignment_is_on_unless_said_otherwise(value: str | None, choice: str) -> None:
    assert auto_assign({} if value is None else {"sforce-auto-assign": value}) == choice


@pytest.mark.parametrize(
    ("value", "size"),
    [
        ("", 2000),
        ("batchSize=500", 500),
        ("batchSize=1", 200),
        ("batchSize=9999", 2000),
        ("x", 2000),
    ],
)
def test_a_page_has_200_to_2000_rows(value: str, size: int) -> None:
    assert batch_size({"sforce-query-options": value}) == size
