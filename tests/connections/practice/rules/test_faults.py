"""Which calls a fault is meant for, and which of them fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connections.practice.rules.call_kinds import TOKEN, what_of
from connections.practice.rules.faults import KINDS, Fault, chance, delay, falls, is_meant

SEEDS = st.integers(-(2**62), 2**62)
NUMBERS = st.integers(1, 10**9)


@pytest.mark.parametrize(
    ("route", "method", "path", "meant"),
    [
        ("any", "GET", "limits", True),
        ("writes", "POST", "sobjects/Lead", True),
        ("writes", "GET", "sobjects/Lead/00Q", False),
        ("reads", "GET", "sobjects/Lead/00Q", True),
        ("POST sobjects/Lead*", "POST", "sobjects/Lead", True),
        ("post sobjects/Lead*", "POST", "sobjects/Lead", True),
        ("POST sobjects/Lead*", "PATCH", "sobjects/Lead/00Q", False),
        ("sobjects/*", "PATCH", "sobjects/Lead/00Q", True),
        ("/sobjects/*/", "PATCH", "sobjects/Lead/00Q", True),
        ("sobjects/lead", "POST", "sobjects/Lead", False),
        ("token", "POST", "sobjects/Lead", False),
    ],
)
def test_a_route_means_these_calls(*, route: str, method: str, path: str, meant: bool) -> None:
    assert is_meant(Fault("lock", route), what_of(method, path)) is meant


@pytest.mark.parametrize(("kind", "meant"), [("latency", True), ("lock", False)])
def test_at_the_token_endpoint_some_faults_do_nothing(*, kind: str, meant: bool) -> None:
    assert is_meant(Fault(kind), TOKEN) is meant


@pytest.mark.parametrize(
    ("fault", "falling"),
    [
        (Fault("lock"), [1, 2, 3, 4, 5, 6]),
        (Fault("lock", every=3), [3, 6]),
        (Fault("lock", first=2), [1, 2]),
        (Fault("lock", every=2, first=4), [2, 4]),
    ],
)
def test_every_nth_and_the_first_n_fall(fault: Fault, falling: list[int]) -> None:
    assert [number for number in range(1, 7) if falls(fault, number)] == falling


@given(SEEDS, NUMBERS)
def test_chance_is_the_same_for_the_same(seed: int, number: int) -> None:
    assert chance(seed, number) == chance(seed, number)
    assert 0 <= chance(seed, number) < 1


@given(SEEDS, st.floats(0.05, 0.95))
def test_about_as_many_fall_as_are_to(seed: int, probability: float) -> None:
    fault = Fault("lock", probability=probability, seed=seed)
    fallen = sum(falls(fault, number) for number in range(1, 401))
    assert abs(fallen / 400 - probability) < 0.16


@given(SEEDS, NUMBERS, st.floats(0, 120), st.floats(0, 120))
def test_no_call_is_held_up_beyond_two_minutes(
    seed: int, number: int, seconds: float, jitter: float
) -> None:
    held = delay(Fault("latency", seed=seed, seconds=seconds, jitter=jitter), number)
    assert min(seconds, 120) <= held <= min(seconds + jitter, 120)


def test_other_seeds_fall_otherwise() -> None:
    def fallen(seed: int) -> list[int]:
        return [n for n in range(50) if falls(Fault("lock", probability=0.5, seed=seed), n)]

    assert len({tuple(fallen(seed)) for seed in range(20)}) == 20


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_had(kind: str) -> None:
    Fault(kind, seconds=1).check()
