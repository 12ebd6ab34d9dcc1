"""docs/agreement.md says what the code does."""

from __future__ import annotations

from .tables_of_docs import PAGE, written


def test_the_tables_of_the_page_are_up_to_date() -> None:
    page = PAGE.read_text()
    assert "| `trim` |" in page
    assert "| `if_blank` |" in page
    assert page == written(page)
