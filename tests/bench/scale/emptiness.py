"""An org in which nobody is and everybody can be made: Salesforce's side costs nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from connections.crm import Record, Usage, Write, WriteResult, Written
from connections.soql import Select

_numbers = count(1)


class Emptiness:
    """See ``connections.crm.Crm``; what the engine never calls is not here."""

    usage: Usage | None = None
    calls = 0

    def find(self, selects: Sequence[Select]) -> list[list[Record]]:
        """Nobody."""
        return [[] for _ in selects]

    def write(
        self, writes: Sequence[Write], *, read_back: Sequence[Select] = (), **_: Any
    ) -> Written:
        """Each one created."""
        results = tuple(
            WriteResult(one.ref, ok=True, record_id=f"00Q{next(_numbers):015}", created=True)
            for one in writes
        )
        return Written(results, tuple(() for _ in read_back), 1)

    def user(self) -> Mapping[str, Any]:
        """Nobody in particular."""
        return {}
