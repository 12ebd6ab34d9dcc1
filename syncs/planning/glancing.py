"""Look-ups that are remembered for a moment, so that a plan which follows each key that somebody
presses costs the org no call each.
"""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from connections.crm import Crm, Record
from connections.soql import Select

SECONDS, MOST = 60.0, 200
_Rows = list[list[Record]]
_Key = tuple[uuid.UUID, tuple[str, ...]]


class Glance:
    """The org of a connection; the same look-up within a minute is answered from memory.

    Everything else is the org's own. ``kept`` is shared by the glances of a process.
    """

    def __init__(
        self,
        crm: Crm,
        connection_id: uuid.UUID,
        *,
        kept: OrderedDict[_Key, tuple[float, _Rows]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._crm, self._connection_id, self._kept, self._clock = crm, connection_id, kept, clock

    def find(self, selects: Sequence[Select]) -> _Rows:
        """All rows of each query, as they are now or were a moment ago."""
        key = (self._connection_id, tuple(repr(one) for one in selects))
        at, rows = self._kept.get(key, (float("-inf"), []))
        if self._clock() - at < SECONDS:
            return rows
        rows = self._crm.find(selects)
        self._kept[key] = (self._clock(), rows)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return rows

    def __getattr__(self, name: str) -> Any:
        return getattr(self._crm, name)
