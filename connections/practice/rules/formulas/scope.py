"""What a formula sees: the record as it will be, as it was, who saves it, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from connections.practice.rules.fields import NUMBERS, Field
from connections.practice.rules.stamps import read_date, read_datetime

# Blank text is "", as in Salesforce; only numbers, days and times can be null.
Value = str | bool | Decimal | date | datetime | None


@dataclass(frozen=True, slots=True)
class Scope:
    """One record on its way into the org. `before`: None when it is new.

    `fields`: by lower-cased name; `parents`: rows by lower-cased path, "owner" or "$user".
    """

    fields: Mapping[str, Field]
    record: Mapping[str, Any]
    before: Mapping[str, Any] | None
    now: datetime
    parents: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def value(self, name: str) -> Value:
        """What `name` ("Email", "Owner.Name", "$User.Username") stands for."""
        return self._read(name, self.record)

    def prior(self, name: str) -> Value:
        """What it stood for before the save; a new record's own value (PRIORVALUE)."""
        return self._read(name, self.record if self.before is None else self.before)

    def _read(self, name: str, record: Mapping[str, Any]) -> Value:
        path, _, last = name.rpartition(".")
        if path:
            row = self.parents.get(path.lower(), {})
            found = next((row[key] for key in row if key.lower() == last.lower()), None)
            return found if isinstance(found, bool) else str(found or "")
        spec = self.fields.get(name.lower())
        return understood(spec, record.get(spec.name)) if spec else ""


def understood(spec: Field, value: Any) -> Value:
    """A stored value as formulas calculate with it."""
    if spec.type == "boolean":
        return bool(value)
    if spec.type in NUMBERS:
        return None if value is None else Decimal(str(value))
    if spec.type in _TIMES:
        return _TIMES[spec.type](value) if value else None
    return str(value or "")


_TIMES: Mapping[str, Callable[[str], date]] = {"date": read_date, "datetime": read_datetime}
