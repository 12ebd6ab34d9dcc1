"""Every error code of salesforce-facts 9, over real HTTP: how the practice org comes to give it,
as what the client takes it, and what a person is told."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from connections.call_errors import BUSY, OUR_BUG, UNKNOWN_CODE, UNKNOWN_FAULT
from connections.errors import TABLE, ErrorClass, classify, explain, failure

from .catalogue import CATALOGUE, OF_QUERIES, STATUSES
from .ways import Origin, Way
from .ways_of_calling import CALLS
from .ways_of_injecting import INJECTED
from .ways_of_saving import AUTOMATIONS, CONDITIONS
from .world import World

WAYS: tuple[Way, ...] = (*CONDITIONS, *AUTOMATIONS, *CALLS, *INJECTED)
FALLBACKS = (BUSY, OUR_BUG, UNKNOWN_CODE, UNKNOWN_FAULT)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_it_is_reached_classified_and_explained(world: World, way: Way) -> None:
    met = way.reach(world)
    told = met.failure
    assert (told.code, told.kind, told.retry, met.surface, met.raised) == (
        way.code, way.kind, way.retry, way.surface, way.raised,
    )  # fmt: skip
    cause, fix = explain(told, {}, sent=dict.fromkeys(told.fields, "what was sent"))
    assert re.fullmatch(r"[A-Z“][^{}]{15,}[.!?”]", cause, re.DOTALL)
    assert re.fullmatch(r"[A-Z][^{}]{15,}\.", fix)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_no_code_is_told_in_the_words_for_codes_that_nobody_knows(way: Way) -> None:
    if way.code in STATUSES:
        return
    meaning = classify(way.code, "", 400)
    assert not [one for one in FALLBACKS if one.cause == meaning.cause]


@pytest.mark.parametrize(("code", "letters"), [*CATALOGUE.items(), *OF_QUERIES.items()])
def test_the_class_is_that_of_the_catalogue(code: str, letters: str) -> None:
    assert code in TABLE
    told = failure(code, "")
    assert (letters == "bug") == (told.kind is ErrorClass.BUG)
    if letters in {"R", "R then H"}:
        assert told.retry
    if set(letters) <= set("PH/"):
        assert not told.retry


def origins() -> dict[str, Origin]:
    """Each code with the best of its origins."""
    order = list(Origin)
    best: dict[str, Origin] = {}
    for way in WAYS:
        known = best.get(way.code, way.origin)
        best[way.code] = min(known, way.origin, key=order.index)
    return best


def test_the_table_is_complete(capsys: Any) -> None:
    found = origins()
    assert sorted(found) == sorted([*CATALOGUE, *OF_QUERIES, *STATUSES])
    counts = Counter(found[code] for code in CATALOGUE)
    arise = counts[Origin.CONDITION] + counts[Origin.AUTOMATION]
    with capsys.disabled():
        print(
            f"\n{len(CATALOGUE)} codes of §9: {arise} arise ({counts[Origin.AUTOMATION]} of them "
            f"by an automation that the org's admin put up), {counts[Origin.INJECTED]} injected, "
            f"0 not reachable; all classified. Besides, {len(STATUSES)} statuses without a code."
        )
    assert len(CATALOGUE) == 75
