"""Which database connection does what."""

from __future__ import annotations

from typing import Any


class OwnerMigrates:
    """Tables are made by their owner only; web and workers can't change any."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the connection named "owner" migrates."""
        del app_label, hints
        return db == "owner"
