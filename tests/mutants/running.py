"""A plugin of pytest that runs the tests of each mutant in a process of its own.

The tests are collected once. One forked process runs them all to learn which test reaches which
function and how long it takes; then one is forked for each mutant and runs the tests that reach
its function, the quickest first, up to the first that fails. mutmut's own runner starts pytest
anew for each mutant, which takes ten times as long, and can't name tests whose ids aren't ASCII.

No database, few examples of each property, always the same ones, and none made smaller once it
fails: all of these can only let more mutants live.
"""

from __future__ import annotations

import fnmatch
import json
import os
import random
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state
from mutmut.utils.format_utils import mangled_name_from_mutant_name

DATABASE = {"db", "transactional_db", "django_db_setup"}
STATS, TABLE = Path("stats.json"), Path("results.json")
AT_ONCE = 2
KILLED, LIVED, NO_TEST, TIMEOUT = "killed", "survived", "no test", "timeout"

settings.register_profile(
    "mutants",
    max_examples=10,
    derandomize=True,
    database=None,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)


def pytest_configure() -> None:
    """After the conftests, whose profile this one replaces."""
    settings.load_profile("mutants")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a database."""
    items[:] = [
        item
        for item in items
        if not DATABASE.intersection(getattr(item, "fixturenames", ()))
        and item.get_closest_marker("django_db") is None
    ]


def pytest_runtestloop(session: pytest.Session) -> bool:
    """Run the mutants instead of the tests."""
    if session.testsfailed:
        return False
    tests = {item.nodeid: item for item in session.items}
    _in_a_process(lambda: _measure(tests))
    seconds, reached = json.loads(STATS.read_text())
    results = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    running: dict[int, str] = {}
    drawn = _drawn()
    for mutant in _due(drawn, results):
        names = reached.get(mangled_name_from_mutant_name(mutant), [])
        if not names:
            results[mutant] = NO_TEST
            continue
        if len(running) >= AT_ONCE:
            _finish(running, results)
        ordered = sorted(names, key=lambda name: seconds[name])
        limit = 5 + 10 * sum(seconds[name] for name in names)
        running[_fork(mutant, [tests[name] for name in ordered], limit)] = mutant
    while running:
        _finish(running, results)
    _say({name: results[name] for name in drawn if name in results})
    return True


def _measure(tests: dict[str, pytest.Item]) -> int:
    """Which tests reach a function, and how long each takes; 1 if all fail as they are."""
    set_mutant_under_test("stats")
    os.environ["MUTMUT_DEPENDENCY_DEPTH"] = "-1"
    seconds: dict[str, float] = {}
    reached: dict[str, list[str]] = defaultdict(list)
    for name, item in tests.items():
        # What an earlier test left in a cache would hide that this one reaches a function too.
        _forget()
        began = time.process_time()
        if not _passes(item):
            print("left out, it fails without any mutant:", name, file=sys.stderr)
            state()._stats.clear()
            continue
        seconds[name] = time.process_time() - began
        for function in state()._stats:
            reached[function].append(name)
        state()._stats.clear()
    STATS.write_text(json.dumps([seconds, reached]))
    return 0 if seconds else 1


def _passes(item: pytest.Item) -> bool:
    return all(not report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _in_a_process(work: Callable[[], int]) -> None:
    """Forked, so that no cache of this process is warm when the mutants are forked from it."""
    if (pid := os.fork()) == 0:
        os._exit(work())
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
        raise pytest.UsageError("The tests have to pass before mutants are run.")


def _fork(mutant: str, items: list[pytest.Item], limit: float) -> int:
    """Seconds of the processor, not of the clock: a busy machine kills no mutant."""
    if pid := os.fork():
        return pid
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + int(limit) + 1, spent + int(limit) + 2))
    _forget()
    set_mutant_under_test(mutant)
    os._exit(0 if all(_passes(item) for item in items) else 1)


def _forget() -> None:
    """What was remembered while the tests were collected would hide a mutant."""
    for name, module in list(sys.modules.items()):
        if name.startswith("mappings."):
            for one in vars(module).values():
                if isinstance(one, _lru_cache_wrapper):
                    one.cache_clear()


def _finish(running: dict[int, str], results: dict[str, str]) -> None:
    pid, status = os.wait()
    code = os.waitstatus_to_exitcode(status)
    results[running.pop(pid)] = {0: LIVED, 1: KILLED}.get(code, TIMEOUT)
    TABLE.write_text(json.dumps(results, indent=0, sort_keys=True))


def _drawn() -> list[str]:
    """A sample of each module's mutants, drawn by the seed.

    Shuffled, so that what has been run when somebody stops it is a fair sample as well.
    """
    wanted = os.environ["MUTANTS_OF"].split()
    share, seed = float(os.environ["MUTANTS_SAMPLE"]), os.environ["MUTANTS_SEED"]
    drawn: list[str] = []
    for path in sorted(Path("mappings").rglob("*.py.meta")):
        names = sorted(json.loads(path.read_text())["exit_code_by_key"])
        module = str(path).removesuffix(".py.meta").replace("/", ".").removeprefix("mappings.")
        if names and any(fnmatch.fnmatch(module, one) for one in wanted or ["*"]):
            count = max(1, round(len(names) * share / 100))
            drawn += random.Random(f"{seed} {module}").sample(names, count)  # noqa: S311
    random.Random(seed).shuffle(drawn)  # noqa: S311
    return drawn


def _due(drawn: list[str], results: dict[str, str]) -> list[str]:
    """All of them; or those that lived the last time, then those that weren't run yet."""
    if not os.environ["MUTANTS_AGAIN"]:
        return drawn
    living = [name for name in drawn if results.get(name) in (LIVED, NO_TEST)]
    return living + [name for name in drawn if name not in results]


def _say(results: dict[str, str]) -> None:
    """A line for each module, and one for all."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, result in results.items():
        counts[mutant.rpartition(".")[0].removeprefix("mappings.")][result] += 1
    for module, count in sorted(counts.items(), key=lambda one: _score(one[1])):
        print(f"{module:32} {_line(count)}")
    print(f"{'all':32} {_line(sum(counts.values(), Counter()))}")


def _line(count: Counter[str]) -> str:
    rest = ", ".join(f"{count[kind]} {kind}" for kind in (LIVED, NO_TEST, TIMEOUT) if count[kind])
    return f"{_score(count):6.1%} of {sum(count.values()):5}  {rest}"


def _score(count: Counter[str]) -> float:
    return (count[KILLED] + count[TIMEOUT]) / sum(count.values())
