"""Many histories, in as many processes as there are to use."""

from __future__ import annotations

import logging
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from time import process_time

from .history import History
from .house import Safeties
from .verdicts import wrongs

_SHARE = 250


@dataclass
class Told:
    """What histories came to. ``wrongs`` are (seed, what) pairs, ``cpu`` is in seconds."""

    histories: int = 0
    leads: int = 0
    calls: int = 0
    kills: int = 0
    late: int = 0
    cpu: float = 0.0
    states: Counter[str] = field(default_factory=Counter)
    wrongs: list[tuple[int, str]] = field(default_factory=list)

    def add(self, other: Told) -> None:
        """Take in others."""
        self.histories += other.histories
        self.leads += other.leads
        self.calls += other.calls
        self.kills += other.kills
        self.late += other.late
        self.cpu += other.cpu
        self.states += other.states
        self.wrongs += other.wrongs


def tell(seeds: range, safeties: Safeties) -> Told:
    """The histories of these seeds, one after the other."""
    told, began = Told(histories=len(seeds)), process_time()
    for seed in seeds:
        history = History.of(seed, safeties)
        ended = history.run()
        told.leads += len(history.house.leads)
        told.calls += history.wire.calls
        told.kills += history.kills
        told.late += history.wire.late
        told.states += Counter(lead.state.value for lead in history.house.leads.values())
        told.wrongs += [(seed, one) for one in wrongs(history, ended=ended)]
    told.cpu = process_time() - began
    return told


def tell_all(histories: int, seed: int, safeties: Safeties, *, processes: int = 1) -> Told:
    """So many histories, of this seed and those after it."""
    told = Told()
    shares = [
        range(at, min(at + _SHARE, seed + histories))
        for at in range(seed, seed + histories, _SHARE)
    ]
    if processes < 2:
        for share in shares:
            told.add(tell(share, safeties))
        return told
    pool = ProcessPoolExecutor(
        processes,
        mp_context=get_context("spawn"),
        initializer=logging.disable,
        initargs=(logging.WARNING,),
    )
    with pool:
        for one in pool.map(partial(tell, safeties=safeties), shares):
            told.add(one)
    return told
