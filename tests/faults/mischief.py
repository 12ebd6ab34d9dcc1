"""What a process of the harness does to itself before it begins. The product knows nothing of it.

Keys of the order: "crash" {"at", "journal", "stalls"}, "skew" seconds, "repeat" deliveries of
each wake-up, "poison" the address of a person whose lead ends the process, "without" a safety's
name, "wakes" a file for the wake-ups, which are then not sent, "settings" by name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from celery import Celery
from django.conf import settings

from syncs.engine import preparing

from . import controls, events


def install(told: Mapping[str, Any]) -> None:
    """Do what is told to this process, from now on."""
    for name, way in _WAYS.items():
        if name in told:
            way(told[name])


def _crash(told: Mapping[str, Any]) -> None:
    events.watch(told["at"], told["journal"], stalls=told["stalls"])


def _skew(seconds: float) -> None:
    """The clock of this process is wrong."""
    wrong = datetime.now(UTC) + timedelta(seconds=seconds)
    time_machine.travel(wrong, tick=True).start()


def _repeat(times: int) -> None:
    """Every wake-up that this process sends is delivered so often."""
    send = Celery.send_task

    def sent(self: Celery, *args: Any, **kwargs: Any) -> Any:
        return [send(self, *args, **kwargs) for _ in range(times)][-1]

    Celery.send_task = sent


def _poison(address: str) -> None:
    """A lead that takes its process along, as one too large for the memory does."""
    render = preparing.render

    def rendered(rules: Any, payload: Mapping[str, Any], **kwargs: Any) -> Any:
        if payload["person"].get("email") == address:
            events.die()
        return render(rules, payload, **kwargs)

    preparing.render = rendered


def _settings(values: Mapping[str, Any]) -> None:
    """Other settings than the environment says."""
    for name, value in values.items():
        setattr(settings, name, value)


def _wakes(file: str) -> None:
    """Wake-ups are written down, for whoever plays the broker."""

    def sent(self: Celery, name: str, args: Any = (), **_: Any) -> None:
        with Path(file).open("a") as book:
            book.write(json.dumps([name, list(args)]) + "\n")

    Celery.send_task = sent


_WAYS: Mapping[str, Callable[[Any], None]] = {
    "settings": _settings,
    "wakes": _wakes,
    "crash": _crash,
    "skew": _skew,
    "repeat": _repeat,
    "poison": _poison,
    "without": controls.remove,
}
