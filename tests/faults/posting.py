"""A client that sends leads over HTTP and does not give up: same key, same body, until 202."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import requests

_PAUSE = 0.05
# Longest wait that an answer's Retry-After is obeyed for, in seconds.
_LONGEST = 1.0


@dataclass(slots=True)
class Poster:
    """Sends to one address. `stored` are the ids that were acknowledged, by key.

    `refused` are answers that no retry would mend; `slowest`: seconds of the slowest
    acknowledged call, without the tries before it. One may be shared between threads.
    """

    base_url: str
    patience: float = 90.0
    stored: dict[str, list[str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    retries: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, api_key: str, leads: Sequence[dict[str, Any]], *, key: str) -> list[str]:
        """The ids of the leads, in order; asks until they are acknowledged.

        Raises TimeoutError when that takes longer than `patience`.
        """
        until = time.monotonic() + self.patience
        while time.monotonic() < until:
            began = time.monotonic()
            answer = self._ask(api_key, leads, key=key)
            if answer is not None and answer.status_code == 202:
                return self._take(answer, key, time.monotonic() - began)
            with self._lock:
                self.retries += 1
                if answer is not None and answer.status_code < 500:
                    self.refused.append(f"{answer.status_code} {answer.text[:200]}")
            time.sleep(_wait(answer))
        raise TimeoutError(f"{key} was never acknowledged.")

    @property
    def acknowledged(self) -> set[str]:
        """The ids of all leads that somebody was told are stored."""
        return {one for ids in self.stored.values() for one in ids}

    def _ask(
        self, api_key: str, leads: Sequence[dict[str, Any]], *, key: str
    ) -> requests.Response | None:
        many = len(leads) > 1
        with suppress(requests.RequestException):
            return requests.post(
                f"{self.base_url}/api/v1/leads{'/batch' if many else ''}",
                json=list(leads) if many else leads[0],
                headers={"Authorization": f"Bearer {api_key}", "Idempotency-Key": key},
                timeout=30,
            )
        return None

    def _take(self, answer: requests.Response, key: str, seconds: float) -> list[str]:
        body = answer.json()
        ids = [str(one["id"]) for one in body.get("results", [body])]
        with self._lock:
            self.stored[key] = ids
            self.seconds.append(seconds)
        return ids


def _wait(answer: requests.Response | None) -> float:
    said = answer.headers.get("Retry-After", "") if answer is not None else ""
    return min(float(said), _LONGEST) if said.isdigit() else _PAUSE
