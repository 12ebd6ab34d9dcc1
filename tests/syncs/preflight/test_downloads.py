"""The checklist to take away: whole, and whatever people are called."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from connections.org_facts import OrgInfo, Rule
from mappings.preflight import judge, merged
from syncs.page_values.checklist import Checklist
from syncs.preflight.downloads import as_document, markdown, pdf
from tests.mappings.preflight.facts import case, good, with_field

BROKEN = replace(with_field(good(), "Title", None), org=OrgInfo(lead_access="None"))
CHECKLIST = Checklist(
    connection="Practice org",
    connection_id=uuid.UUID(int=1),
    at=datetime(2026, 11, 23, 14, 15, tzinfo=UTC),
    org_name="Solvane",
    user_name="Inlet Integration",
    findings=merged([judge(BROKEN, case())]),
)
NAMES = ["Ødegård & Søn", "Константин Łódź", "李明", "محمد", "🙂\x00\u200b", "A" * 300, "*_`<b>|"]


def named(name: str) -> Checklist:
    rule = Rule(id="1", name=name, sobject="Lead", is_active=True)
    facts = replace(BROKEN, duplicate_rules=(rule,))
    return replace(CHECKLIST, org_name=name, findings=merged([judge(facts, case())]))


def test_the_summary_counts_what_is_to_do() -> None:
    assert CHECKLIST.summary == (
        "1 setting blocks leads and 1 deserves a look. "
        "1 line could not be checked; everything else is in order."
    )
    blank = Checklist(connection="Org", connection_id=uuid.UUID(int=1))
    assert blank.summary == "The settings have not been checked yet."


def test_the_text_has_every_row_with_its_fix() -> None:
    text = markdown(CHECKLIST)
    assert text.startswith("# Salesforce settings: Solvane\n")
    for one in CHECKLIST.findings:
        assert f"**{one.title}**" in text
    for one in CHECKLIST.to_do:
        assert one.fix in text
        assert one.setup_path in text


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_printed(name: str) -> None:
    data = pdf(named(name))
    assert data.startswith(b"%PDF-")
    assert b"DejaVuSans" in data
    assert markdown(named(name)).count("\n## ") >= 3


def test_what_markdown_reads_as_its_own_is_put_out_of_action() -> None:
    assert "\\*\\_" not in markdown(named("*_"))
    assert "\\*_\\`\\<b\\>\\|" in markdown(named("*_`<b>|"))


def test_the_document_says_whether_anything_blocks() -> None:
    document = as_document(CHECKLIST)
    assert (document["blocks"], document["at"]) == (True, "2026-11-23T14:15:00+00:00")
    assert document["findings"][0]["level"] == "blocks"
