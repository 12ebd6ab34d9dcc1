"""What the pages beside a mapping's fields work out from their values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncs.page_values.replay import CountRow
from tests.syncs.samples.agreement import FORM_PAGES, PUBLISH, PUBLISH_PAGES, REPLAY, REPLAY_PAGES


@pytest.mark.parametrize(
    ("before", "after", "change"), [(3, 3, ""), (0, 1_200, "+1,200"), (1_200, 0, "−1,200")]
)
def test_a_count_tells_its_change_with_a_sign(before: int, after: int, change: str) -> None:
    assert CountRow("held", before, after).change == change


def test_everything_to_mend_is_listed_with_its_place_first_what_has_none() -> None:
    assert [(one.label, one.id) for one in FORM_PAGES[1].wrong] == [
        ("The mapping", ""),
        ("Likeness of the name, percent", "e-match-2-likeness"),
    ]
    assert FORM_PAGES[0].wrong == ()


def test_only_a_sound_draft_is_published_by_somebody_who_may() -> None:
    assert [page.can_publish for page in PUBLISH_PAGES] == [
        True, False, True, True, False, True, False
    ]  # fmt: skip
    assert not replace(PUBLISH, can_edit=False).can_publish
    assert (PUBLISH.blocking, PUBLISH.looks) == (0, 1)
    assert (PUBLISH_PAGES[2].blocking, PUBLISH_PAGES[2].looks) == (1, 1)


def test_the_list_of_a_replay_counts_the_chosen_group_or_all() -> None:
    assert (REPLAY.shown, REPLAY.first, REPLAY.last) == (64, 1, 2)
    assert REPLAY_PAGES[1].shown == 58
    assert [page.is_going for page in REPLAY_PAGES] == [
        False, False, False, False, True, True, False, False, False
    ]  # fmt: skip
