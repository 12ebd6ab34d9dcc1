"""Lists on their way to PostgreSQL: psycopg's own dumper, without a regular expression a character.

Django sends many rows as one array per column. Where the values are JSON, each has hundreds of
quotes, and psycopg escapes each by a match of its own: half of what storing a batch costs.
"""

from __future__ import annotations

from typing import Any

from psycopg import adapters
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper


class PlainListDumper(ListDumper):
    """Dumps flat lists, with every value quoted; PostgreSQL reads them alike."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        """The array as PostgreSQL reads it."""
        if not obj or any(isinstance(one, list) for one in obj):
            return super().dump(obj)
        dump = self.sub_dumper.dump if self.sub_dumper else self._dump_item
        return b"{" + self.delimiter.join(_quoted(one, dump) for one in obj) + b"}"


def _quoted(value: Any, dump: Any) -> bytes:
    told = None if value is None else dump(value)
    if told is None:
        return b"NULL"
    return b'"' + bytes(told).replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def register() -> None:
    """Have every connection of this process use it."""
    adapters.register_dumper(list, PlainListDumper)
