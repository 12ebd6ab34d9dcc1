"""The fields of a lead as rows: what was written, kept or the same already, and why. Pure."""

from __future__ import annotations

from typing import Any

from mappings.changes import FieldChange
from mappings.decisions import Decision
from mappings.ownership import Result
from mappings.values import as_text
from syncs.page_values import FieldRow


def field_rows(
    decision: Decision | None, *, is_done: bool = True
) -> tuple[tuple[FieldRow, ...], tuple[FieldRow, ...]]:
    """The rows that say something, and those of fields that had the same value already.

    Unless `is_done`, nothing was written: what would be is only planned.
    """
    changes = decision.changes if decision else ()
    told = tuple(_row(one, is_done=is_done) for one in changes if one.result is not Result.SAME)
    same = tuple(_row(one, is_done=is_done) for one in changes if one.result is Result.SAME)
    return told, same


def _row(change: FieldChange, *, is_done: bool) -> FieldRow:
    planned = change.result is Result.WRITTEN and not is_done
    reason, rule, note = _split(change.reason, change.rule)
    return FieldRow(
        api_name=change.field,
        label=change.label,
        result="planned" if planned else change.result.value,
        before=_shown(change.before),
        after=_shown(change.after),
        proposed=_shown(change.proposed if change.raw is None else change.raw),
        reason=reason,
        rule=rule,
        note=note,
    )


def _split(reason: str, rule: str) -> tuple[str, str, str]:
    """The reason before and after the rule that it names, if it names it."""
    before, named, after = reason.partition(f"Rule: {rule}.")
    return (before.strip(), rule, after.strip()) if rule and named else (reason, "", "")


def _shown(value: Any) -> str:
    return "" if value is None else as_text(value)
