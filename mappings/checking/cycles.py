"""Fields that wait for each other: neither is ever decided first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mappings.rules import FieldRule, Rules, WhileField

from .problems import TOP, RuleProblem


def circles(rules: Rules) -> Iterator[RuleProblem]:
    """Each circle of "only while" conditions, once, at the first field that is in it."""
    told: set[frozenset[str]] = set()
    for sobject in ("Lead", "Contact"):
        waits = _waits(rules, sobject)
        for position, rule in enumerate(rules.fields):
            name = rule.target(sobject)
            found = _circle(name, waits)
            if found and frozenset(found) not in told:
                told.add(frozenset(found))
                spot = TOP.at("fields").at(position, rule.title).at("ownership")
                yield spot.wrong(
                    f"{_chain(found)}. That is a circle, and none of them is decided first.",
                    suggestion="Take one of the conditions out.",
                )


def _waits(rules: Rules, sobject: str) -> Mapping[str, tuple[str, ...]]:
    """Which of the written fields each written field waits for, itself aside."""
    written = {rule.target(sobject): rule for rule in rules.fields if rule.target(sobject)}
    return {
        name: tuple(one for one in _looked_at(rule) if one in written and one != name)
        for name, rule in written.items()
    }


def _looked_at(rule: FieldRule) -> Iterator[str]:
    for guard in rule.ownership:
        if isinstance(guard, WhileField):
            yield guard.field


def _circle(start: str, waits: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The shortest way from the field back to itself, or ()."""
    paths: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while paths:
        path = paths.pop(0)
        for name in waits.get(path[-1], ()):
            if name == start:
                return path
            if name not in seen:
                seen.add(name)
                paths.append((*path, name))
    return ()


def _chain(found: tuple[str, ...]) -> str:
    first, *others = found
    steps = [f"{first} waits for {others[0]}"]
    steps += [f"{one} for {other}" for one, other in zip(others, [*others[1:], first], strict=True)]
    return " and ".join([", ".join(steps[:-1]), steps[-1]])
