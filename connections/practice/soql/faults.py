"""Errors of a statement, with the place shown as Salesforce shows it (salesforce-facts 3.5)."""

from __future__ import annotations

from connections.practice.rules.refusals import Refused, refuse

_WINDOW = 60


def fault(code: str, message: str, *, text: str, at: int) -> Refused:
    """A refusal that points at offset `at` of `text`: line, caret, row, column, message."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    left = max(start, at - _WINDOW)
    shown = text[left : min(end if end >= 0 else len(text), at + _WINDOW)]
    row = text.count("\n", 0, at) + 1
    caret = " " * (at - left) + "^"
    place = f"ERROR at Row:{row}:Column:{at - start + 1}"
    return refuse(code, f"\n{shown}\n{caret}\n{place}\n{message}")
