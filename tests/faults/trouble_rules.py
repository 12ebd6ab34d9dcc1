"""What a proxy does to some of the requests that pass it: kinds, and which requests. Pure."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field

KINDS = {
    "latency": "held up, then passed on, unless the client has left",
    "late": "held up, then passed on, although the client may have left",
    "reset_before": "the connection is reset before the server has seen the request",
    "reset_after": "the server answers, and the connection is reset before its first byte",
    "cut": "the answer is cut off behind its first bytes",
    "hang": "never passed on and never answered",
}


@dataclass(slots=True)
class Rule:
    """One kind of trouble, for the requests in which `match`, a pattern, is found.

    `probability` is drawn by `seed` and the number of the request among those that match, so
    that one seed lets the same ones fall. `limit`: at most so many, 0 for any. `skip`: none of
    the first so many. `seconds` for those that are held up, `more` up to so much longer; `bytes`
    for "cut". `matched` and `fired` count.
    """

    kind: str
    match: bytes = b""
    probability: float = 1.0
    seed: int = 0
    limit: int = 0
    skip: int = 0
    seconds: float = 0.0
    more: float = 0.0
    bytes: int = 0
    is_on: bool = True
    matched: int = field(default=0, init=False)
    fired: int = field(default=0, init=False)

    def falls(self, request: bytes) -> bool:
        """Whether this request is one of them; counts it."""
        if not self.is_on or re.search(self.match, request, re.DOTALL) is None:
            return False
        self.matched += 1
        if self.matched <= self.skip or (self.limit and self.fired >= self.limit):
            return False
        if self._chance().random() >= self.probability:
            return False
        self.fired += 1
        return True

    def delay(self) -> float:
        """Seconds for which the request that just fell is held up."""
        return self.seconds + self.more * self._chance("delay").random()

    def _chance(self, about: str = "") -> random.Random:
        return random.Random(f"{self.seed}/{self.matched}/{about}")  # noqa: S311
