"""Threads take turns by their clock, and a killed one goes no further."""

from __future__ import annotations

from random import Random

from .loom import Killed, Loom


def test_whoever_waits_for_the_earliest_moment_goes_on() -> None:
    loom, said = Loom(Random(1)), list[str]()  # noqa: S311

    def walk(name: str, steps: list[float]) -> None:
        for step in steps:
            loom.pause(step)
            said.append(f"{name} {loom.now:g}")

    loom.spawn(lambda: walk("a", [1, 3]))
    loom.spawn(lambda: walk("b", [2, 1]))
    assert loom.run(lambda: len(said) == 4, until=10)
    assert said == ["a 1", "b 2", "b 3", "a 4"]


def test_a_killed_thread_ends_where_it_waits_and_its_letters_still_arrive() -> None:
    loom, said = Loom(Random(1)), list[str]()  # noqa: S311

    def send() -> None:
        try:
            loom.at(5, lambda: said.append("landed"))
            loom.pause(9)
            said.append("answered")
        except Killed:
            said.append("killed")

    thread = loom.spawn(send)
    loom.at(1, lambda: loom.kill(thread))
    assert not loom.run(lambda: False, until=20)
    assert said == ["killed", "landed"]
