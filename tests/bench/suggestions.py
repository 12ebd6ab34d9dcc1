"""How right the mapping helper is on the corpus, per field, and what a suggestion costs.

    python -m tests.bench.suggestions

The held-out part was written before the helper and never looked at. The part found elsewhere has
the names that forms in public repositories use, with values of our own; what it showed at first
reading stands in docs/decisions.md. A page chooses beforehand what is 70 percent sure.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence

from mappings.suggesting import suggest
from tests.mappings.suggesting.corpus import Case, Score, cases, judge
from tests.mappings.suggesting.org import large

SURE = 70


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--slips", action="store_true", help="every slip but the held-out ones")
    options = parser.parse_args()
    held = [case for case in cases() if case.held_out]
    found = [case for case in cases() if case.file == "outside"]
    seen = [case for case in cases() if not case.held_out and case.file != "outside"]
    _table("All cases", judge(cases()))
    for title, part in (("Open", seen), ("Held-out", held), ("Found elsewhere", found)):
        _line(f"{title} part", judge(part))
        _line(f"{title} part, from {SURE} %", judge(part, least=SURE))
    _cost()
    if options.slips:
        _slips([*seen, *found])
    return 0


def _table(title: str, score: Score) -> None:
    print(
        f"{title}\n{'field':26}{'wanted':>8}{'right':>7}{'missed':>8}{'wrong':>7}{'precision':>11}{'recall':>8}"
    )
    for key in sorted({*score.right, *score.missed, *score.wrong}):
        right, missed, wrong = score.right[key], score.missed[key], score.wrong[key]
        precision = f"{right / (right + wrong):.0%}" if right + wrong else "-"
        recall = f"{right / (right + missed):.0%}" if right + missed else "-"
        print(f"{key:26}{right + missed:8}{right:7}{missed:8}{wrong:7}{precision:>11}{recall:>8}")
    _line(title, score)


def _line(title: str, score: Score) -> None:
    print(
        f"{title}: {score.cases} payloads, kind {score.kinds}/{score.cases}, "
        f"{score.right.total()} right, {score.missed.total()} missed, {score.wrong.total()} wrong; "
        f"precision {score.precision:.1%}, recall {score.recall:.1%}"
    )


def _cost() -> None:
    payload = {f"question_{number}": f"answer {number}" for number in range(30)} | {
        "first_name": "Ana", "last_name": "Ruiz", "email": "ana@example.test",
        "company": "Tarn Ltd", "phone": "+34911234567", "country": "Spain",
        "utm_source": "webinar", "budget": "5000", "Company size": "11 to 50 people",
        "message": "Hello",
    }  # fmt: skip
    org, took = large(), []
    for turn in range(30):
        sample = {
            f"{key} {turn}" if key.startswith("q") else key: one for key, one in payload.items()
        }
        begun = time.perf_counter()
        suggest(sample, org, region="ES")
        took.append((time.perf_counter() - begun) * 1000)
    print(
        f"One suggestion, {len(payload)} keys by {len(org['Lead'].fields)} fields, new names each "
        f"time: first {took[0]:.1f} ms, median {statistics.median(took[1:]):.1f} ms, "
        f"most {max(took[1:]):.1f} ms"
    )


def _slips(judged: Sequence[Case]) -> None:
    for case in judged:
        found = case.suggestion()
        written = {
            one.rule.key: (one.written, one.confidence, one.rule.source, one.problem)
            for one in found.fields
        }
        if found.kind.name != case.kind:
            print(f"{case.id}: kind {found.kind.name}, not {case.kind}")
        for key, value in case.expected.items():
            if key not in written or written[key][0] != value:
                print(f"{case.id}: {key} should be {value!r}, is {written.get(key)}")
        for key, got in written.items():
            if key not in case.expected and key not in case.may and got[0] is not None:
                print(f"{case.id}: {key} made up: {got}")


if __name__ == "__main__":
    raise SystemExit(main())
