"""Which requests a proxy's rule lets go wrong."""

from __future__ import annotations

from .trouble_rules import Rule


def fallen(rule: Rule, count: int = 200) -> list[int]:
    return [at for at in range(count) if rule.falls(b"POST /composite")]


def test_the_same_seed_lets_the_same_requests_fall() -> None:
    first, again = (fallen(Rule("hang", probability=0.2, seed=3)) for _ in range(2))
    other = fallen(Rule("hang", probability=0.2, seed=4))
    assert first == again != other
    assert 20 < len(first) < 60


def test_only_requests_that_match_are_counted() -> None:
    rule = Rule("cut", rb"composite\b.*Lead")
    assert not rule.falls(b"GET /query")
    assert rule.falls(b"POST /composite HTTP/1.1\r\n\r\n{Lead}")
    assert (rule.matched, rule.fired) == (1, 1)


def test_a_rule_begins_late_and_ends_early() -> None:
    assert fallen(Rule("reset_after", skip=5, limit=3)) == [5, 6, 7]


def test_a_rule_that_is_off_does_nothing() -> None:
    assert fallen(Rule("hang", is_on=False)) == []


def test_delays_are_spread_and_repeatable() -> None:
    rule = Rule("latency", seconds=1.0, more=2.0, seed=1)
    delays = [rule.delay() for _ in range(50) if rule.falls(b"x")]
    assert all(1.0 <= one <= 3.0 for one in delays)
    assert len(set(delays)) > 40
