"""Several statements in one trip to the database: a short transaction that nobody waits for."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.db import connection

from tenants import walls

Statement = tuple[str, Sequence[Any]]
Rows = list[tuple[Any, ...]]
# What is counted and logged here may be lost with the machine. What comes after it isn't:
# a later commit that waits for the disk takes this one along.
_BEFORE = "SELECT set_config('synchronous_commit', 'off', true), set_config(%s, %s, true)"


def in_one_trip(tenant_id: uuid.UUID, *statements: Statement) -> list[Rows]:
    """The rows of each statement, run in a transaction of their own with the tenant in force.

    PostgreSQL takes statements that come together for one transaction, so that a row locked by
    the first is free after the last, without another word from this process.
    """
    if connection.in_atomic_block:
        with walls.inside(tenant_id):
            return [_run(*one)[0] for one in statements]
    sent = [(_BEFORE, (walls.TENANTS, f"{{{tenant_id}}}")), *statements]
    text = ";\n".join(one for one, _ in sent)
    return _run(text, [value for _, values in sent for value in values])[1:]


def _run(text: str, values: Sequence[Any]) -> list[Rows]:
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        found = [_rows(cursor)]
        while cursor.nextset():
            found.append(_rows(cursor))
        return found


def _rows(cursor: Any) -> Rows:
    return cursor.fetchall() if cursor.description else []
