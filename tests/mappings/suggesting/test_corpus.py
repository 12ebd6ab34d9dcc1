"""The corpus of payloads: what is found on it, held against lower bounds."""

from __future__ import annotations

import pytest

from mappings.documents import document_of, rules_of
from mappings.orgs import Org
from mappings.proposals import Problem
from mappings.proposing import propose
from mappings.rendering import complete_names
from mappings.rules import RESERVED_FIELDS, Rules

from .corpus import Case, cases, judge
from .org import CONTACT, LEAD, OBJECTS

ALL = cases()
HELD = [case for case in ALL if case.held_out]
ELSEWHERE = [case for case in ALL if case.file == "outside"]


def _named(case: Case) -> str:
    return case.id


def test_the_corpus_has_every_kind_and_a_held_out_part() -> None:
    assert len(ALL) >= 80
    assert len(HELD) >= 20
    assert len({case.kind for case in ALL}) >= 17
    assert {"en", "de", "es", "fr", "nl", "it", "pt"} <= {case.language for case in ALL}


@pytest.mark.parametrize("part", [ALL, HELD, ELSEWHERE], ids=["all", "held out", "elsewhere"])
def test_fields_are_found_and_few_are_made_up(part: list[Case]) -> None:
    score = judge(part)
    assert score.precision >= 0.97, score.wrong
    assert score.recall >= 0.97, score.missed
    assert score.kinds >= 0.94 * score.cases


@pytest.mark.parametrize("part", [ALL, HELD, ELSEWHERE], ids=["all", "held out", "elsewhere"])
def test_what_a_page_would_choose_beforehand_is_right(part: list[Case]) -> None:
    score = judge(part, least=70)
    assert score.precision >= 0.98, score.wrong
    assert score.recall >= 0.95, score.missed


@pytest.mark.parametrize("case", ALL, ids=_named)
def test_what_is_proposed_could_be_saved_and_writes_what_it_says(case: Case) -> None:
    found = case.suggestion()
    rules = Rules(fields=tuple(one.rule for one in found.fields))
    assert rules_of(document_of(rules)) == rules
    org = Org(objects=OBJECTS, region=case.region)
    lead = complete_names(case.payload)
    for one in found.fields:
        made = propose(one.rule, lead, org)
        assert (made is None) == (not one.raw), one
        assert isinstance(made, Problem) is False or one.problem, one


@pytest.mark.parametrize("case", ALL, ids=_named)
def test_no_field_is_proposed_twice_and_only_those_that_can_be_written(case: Case) -> None:
    rules = [one.rule for one in case.suggestion().fields]
    for names, known in (
        ([one.lead_field for one in rules if one.lead_field], LEAD),
        ([one.contact_field for one in rules if one.contact_field], CONTACT),
    ):
        assert len(names) == len(set(names))
        assert not RESERVED_FIELDS & set(names)
        assert all(known.fields[name].createable for name in names)
        assert "External_Person_ID__c" not in names


@pytest.mark.parametrize("case", ALL, ids=_named)
def test_the_surest_comes_first_and_everything_is_said(case: Case) -> None:
    found = case.suggestion()
    sure = [one.confidence for one in found.fields]
    assert sure == sorted(sure, reverse=True)
    assert all(50 <= one <= 99 for one in sure)
    assert all(one.why.endswith((".", "”.")) for one in found.fields)
    used = {one.rule.source for one in found.fields}
    assert not used & {one.path for one in found.unmapped}


@pytest.mark.parametrize(
    "case", [one for one in ALL if one.dedupe or one.event_at], ids=_named
)  # fmt: skip
def test_the_id_and_the_time_of_the_event_are_found(case: Case) -> None:
    kind = case.suggestion().kind
    assert kind.dedupe == case.dedupe or not case.dedupe
    assert kind.event_at == case.event_at or not case.event_at
    assert kind.reasons
