from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from connections.crm import Record, Write, WriteResult
from connections.errors import failure
from mappings.follow_plans import outcomes, plan_follow_ups
from mappings.follow_values import Followed, FollowOutcome, Item, Known, campaigns_named, known
from mappings.following import Follow, Kind, follow_ups
from mappings.proposals import Proposal
from mappings.rules import CampaignRule, Condition, Rules, TaskRule, TaskStatus, Test
from tests.mappings.agreement import EVENT_AT, rules

WEBINAR, DEMO = "701000000000001AAA", "701000000000002AAA"
ANA, BO = "00Q000000000001AAA", "003000000000002AAA"
LEAD = {
    "attribution": {"campaign": "Solar webinar", "status": "Attended"},
    "custom": {
        "asset": "Guide",
        "when": "2026-12-01T09:00:00Z",
        "odd": "soon",
        "day": "5 Feb 2027",
        "many": [{}],
    },
}


def following(of: Rules, values: dict[str, Any] | None = None) -> tuple[Follow, ...]:
    bare = Proposal({}, (), "", "", "k", event_at=EVENT_AT, lead=LEAD, lead_key="0001")
    return follow_ups(of, bare, values or {})


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (CampaignRule(campaign=WEBINAR), Follow(kind=Kind.CAMPAIGN, number=1, campaign=WEBINAR)),
        (
            CampaignRule(
                source="attribution.campaign",
                status_source="attribution.status",
                update_status=True,
            ),
            Follow(
                kind=Kind.CAMPAIGN,
                number=1,
                campaign="Solar webinar",
                status="Attended",
                update_status=True,
            ),
        ),
        (
            CampaignRule(campaign="Demo", status="Sent", status_source="attribution.status"),
            Follow(kind=Kind.CAMPAIGN, number=1, campaign="Demo", status="Sent"),
        ),
        (CampaignRule(source="attribution.none"), None),
        (CampaignRule(campaign="Demo", when=(Condition(field="Country", values=("DE",)),)), None),
    ],
)
def test_the_campaign_of_a_lead(rule: CampaignRule, expected: Follow | None) -> None:
    found = following(rules(campaigns=(rule,)), {"Country": "GB"})
    assert found == ((expected,) if expected else ())


def test_conditions_see_the_record_and_the_lead() -> None:
    fits = Condition(field="Country", values=("gb",))
    sent = Condition(source="custom.asset", test=Test.IS_NOT_BLANK)
    of = rules(campaigns=(CampaignRule(campaign="Demo", when=(fits, sent)),))
    assert [one.campaign for one in following(of, {"Country": "GB"})] == ["Demo"]


def task(**changed: Any) -> Follow:
    known_: dict[str, Any] = {
        "kind": Kind.TASK, "number": 1, "subject": "Call", "due": "2026-11-20",
        "task_status": "Completed", "priority": "Normal",
    }  # fmt: skip
    return Follow(**(known_ | changed))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (TaskRule(subject="Call"), task()),
        (
            TaskRule(
                subject="Downloaded {custom.asset}",
                description="From {attribution.campaign}. {custom.none}",
                due_in_days=3,
                type="Call",
                status=TaskStatus.NOT_STARTED,
                priority="High",
            ),
            task(
                subject="Downloaded Guide",
                description="From Solar webinar.",
                due="2026-11-23",
                task_type="Call",
                task_status="Not Started",
                priority="High",
            ),
        ),
        (TaskRule(subject="Call", date_source="custom.when", due_in_days=1),
         task(due="2026-12-02")),
        (TaskRule(subject="Call", date_source="custom.day"), task(due="2027-02-05")),
        (TaskRule(subject="Call", date_source="custom.none"), task()),
        (TaskRule(subject="Call", date_source="custom.odd"),
         task(due="", problem="The task’s date at “custom.odd” can’t be read.")),
        (TaskRule(subject="{custom.none}"), task(subject="{custom.none}")),
        (TaskRule(subject="x" * 250 + "{attribution.campaign}"),
         task(subject="x" * 250 + "Solar")),
    ],
)  # fmt: skip
def test_the_task_of_a_lead(rule: TaskRule, expected: Follow) -> None:
    assert following(rules(tasks=(rule,))) == (expected,)


def test_a_text_that_doesnt_fit_the_lead_is_a_problem() -> None:
    (found,) = following(rules(tasks=(TaskRule(subject="Got {custom.many}"),)))
    assert found.problem == found.sentence != ""


def test_what_follows_is_stored_and_read_again() -> None:
    for one in (task(), Follow(kind=Kind.CAMPAIGN, number=2, campaign="Demo", status="Sent")):
        assert Follow.from_dict(one.to_dict() | {"later": 1}) == one
    assert task().sentence == "Logs the task “Call”, due 2026-11-20."
    demo = Follow(kind=Kind.CAMPAIGN, number=2, campaign="Demo", status="Sent")
    assert demo.sentence == "Becomes a member of the campaign “Demo” with the status “Sent”."


def campaign(number: str, name: str) -> Record:
    return Record("Campaign", number, {"Id": number, "Name": name})


def status(campaign_id: str, label: str) -> Record:
    return Record("CampaignMemberStatus", "01Y", {"CampaignId": campaign_id, "Label": label})


def member(campaign_id: str, **who: str) -> Record:
    fields = {"CampaignId": campaign_id, "Status": "Sent", **who}
    return Record("CampaignMember", "00v000000000001AAA", fields)


ORG = (
    campaign(WEBINAR, "Solar Webinar"),
    campaign(DEMO, "Demo"),
    status(WEBINAR, "Sent"),
    status(WEBINAR, "Attended"),
)


def joins(name: str = "solar webinar ", **more: Any) -> Follow:
    return Follow(kind=Kind.CAMPAIGN, number=1, campaign=name, **more)


def item(*follow: Follow, ref: str = "0", record_id: str = ANA, **more: Any) -> Item:
    sobject = "Lead" if record_id.startswith("00Q") else "Contact"
    return Item(ref=ref, lead_key=ref, sobject=sobject, record_id=record_id, follow=follow, **more)


def planned(*items: Item, org: tuple[Record, ...] = ORG) -> tuple[list[Write], Known, Any]:
    facts = known(org)
    steps = plan_follow_ups(items, facts)
    return list(steps.writes.values()), facts, steps


def came(
    *items: Item, org: tuple[Record, ...] = ORG, codes: tuple[str, ...] = ()
) -> list[Followed]:
    """What came of the items; the writes fail with the codes, in order, or go well."""
    writes, facts, steps = planned(*items, org=org)
    wrong = (*codes, *[""] * len(writes))
    results = {
        write.ref: WriteResult(
            write.ref,
            ok=not code,
            record_id="" if code else "00v000000000009AAA",
            failures=(failure(code, "It said so."),) if code else (),
        )
        for write, code in zip(writes, wrong, strict=False)
    }
    found = outcomes(steps, facts, results)
    return [one for each in items for one in found[each.ref].done]


@pytest.mark.parametrize(
    ("follow", "record_id", "fields"),
    [
        (joins(), ANA, {"CampaignId": WEBINAR, "LeadId": ANA}),
        (joins(WEBINAR[:15]), BO, {"CampaignId": WEBINAR, "ContactId": BO}),
        (joins(status="attended"), ANA,
         {"CampaignId": WEBINAR, "LeadId": ANA, "Status": "Attended"}),
        (joins("Demo", status="Any"), ANA, {"CampaignId": DEMO, "LeadId": ANA, "Status": "Any"}),
    ],
)  # fmt: skip
def test_a_person_becomes_a_member(follow: Follow, record_id: str, fields: Any) -> None:
    (write,), _, _ = planned(item(follow, record_id=record_id))
    assert (write.sobject, write.fields, write.record_id) == ("CampaignMember", fields, "")


def test_the_sentences_of_a_membership() -> None:
    assert came(item(joins(status="Attended"))) == [
        Followed(
            kind=Kind.CAMPAIGN,
            ok=True,
            sentence="Became a member of the campaign “Solar Webinar”, “Attended”.",
            record_id="00v000000000009AAA",
        )
    ]
    assert [one.sentence for one in came(item(joins("Demo")))] == [
        "Became a member of the campaign “Demo”."
    ]


@pytest.mark.parametrize(
    ("follow", "sentence", "fix"),
    [
        (
            joins("Fair"),
            "There is no campaign “Fair” that Inlet can see.",
            "Check the name in the mapping, and whether Inlet’s user may see the campaign.",
        ),
        (
            joins("701000000000009AAA"),
            "There is no campaign “701000000000009AAA” that Inlet can see.",
            "Check the name in the mapping, and whether Inlet’s user may see the campaign.",
        ),
        (
            joins(status="Atended"),
            "The campaign “Solar Webinar” has no status “Atended”. Did you mean “Attended”?",
            "Use one of its statuses: Sent, Attended. Or add this one to the campaign.",
        ),
        (
            joins("twin"),
            "2 campaigns are called “twin”. Inlet never picks one at random.",
            "Name the campaign by its id in the mapping.",
        ),
    ],
)
def test_a_campaign_that_cant_be_joined(follow: Follow, sentence: str, fix: str) -> None:
    twins = (campaign("701000000000003AAA", "Twin"), campaign("701000000000004AAA", "twin"))
    (told,) = came(item(follow), org=(*ORG, *twins))
    assert told == Followed(kind=Kind.CAMPAIGN, ok=False, sentence=sentence, fix=fix)


@pytest.mark.parametrize(
    ("follow", "written", "sentence"),
    [
        (joins(), None, "Already a member of the campaign “Solar Webinar”."),
        (joins(status="Attended"), None, "Already a member of the campaign “Solar Webinar”."),
        (joins(status="Sent", update_status=True), None,
         "Already a member of the campaign “Solar Webinar”."),
        (joins(update_status=True), None, "Already a member of the campaign “Solar Webinar”."),
        (joins(status="Attended", update_status=True), {"Status": "Attended"},
         "The status in the campaign “Solar Webinar” became “Attended”."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("who", [ANA, BO])
def test_somebody_who_is_a_member_already(
    follow: Follow, written: Any, sentence: str, who: str
) -> None:
    there = member(WEBINAR, **{"LeadId" if who == ANA else "ContactId": who})
    mine = item(follow, record_id=who)
    writes, _, _ = planned(mine, org=(*ORG, there))
    assert [one.fields for one in writes] == ([written] if written else [])
    assert {(one.sobject, one.record_id) for one in writes} <= {("CampaignMember", there.id)}
    (told,) = came(mine, org=(*ORG, there))
    assert (told.ok, told.sentence) == (True, sentence)


def test_two_leads_of_one_person_join_once() -> None:
    first, second = item(joins(), ref="0"), item(joins(WEBINAR), ref="1")
    assert len(planned(first, second)[0]) == 1
    assert [one.ok for one in came(first, second)] == [True, True]
    later = item(joins(status="Attended", update_status=True), ref="1")
    (write,), _, _ = planned(first, later)
    assert write.fields["Status"] == "Attended"
    plain = item(joins(status="Attended"), ref="1")
    assert "Status" not in planned(first, plain)[0][0].fields


def test_who_became_a_member_at_the_same_moment_is_one() -> None:
    (told,) = came(item(joins()), codes=("DUPLICATE_VALUE",))
    assert (told.ok, told.again) == (True, False)
    assert told.sentence == "Already a member of the campaign “Solar Webinar”."
    (told,) = came(item(joins(status="Attended", update_status=True)), codes=("DUPLICATE_VALUE",))
    assert (told.ok, told.again) == (True, True)


def test_a_lead_that_was_converted_meanwhile_is_tried_again() -> None:
    (told,) = came(item(joins()), codes=("CANNOT_UPDATE_CONVERTED_LEAD",))
    assert (told.ok, told.again) == (False, True)
    assert told.sentence == (
        "No member of the campaign “solar webinar ” was added. "
        "The Lead was converted. Salesforce lets nobody change it any more."
    )


def test_a_task_is_written_with_the_line_that_names_its_lead() -> None:
    (write,), _, _ = planned(item(task(description="Was here.", task_type="Call"), ref="9"))
    assert write == Write(
        ref=write.ref,
        sobject="Task",
        fields={
            "WhoId": ANA,
            "Subject": "Call",
            "Description": "Was here.\n\nInlet reference 9/1",
            "ActivityDate": "2026-11-20",
            "Status": "Completed",
            "Priority": "Normal",
            "TaskSubtype": "Call",
        },
    )
    (bare,), _, _ = planned(item(task()))
    assert bare.fields["Description"] == "Inlet reference 0/1"
    assert "TaskSubtype" not in bare.fields


def test_a_task_that_an_earlier_try_logged_is_not_logged_again() -> None:
    def logged(text: str, who: str = ANA) -> Record:
        return Record("Task", "00T", {"WhoId": who, "Description": text})

    repeat = item(task(), is_repeat=True)
    before = logged("Was here.\r\n\r\nInlet reference 0/1 \n")
    assert planned(repeat, org=(before,))[0] == []
    (told,) = came(repeat, org=(before,))
    assert (told.ok, told.sentence) == (True, "The task “Call” was logged by an earlier try.")
    others = (logged("Inlet reference 0/2"), logged("Inlet reference 0/1", BO), logged(""))
    assert len(planned(repeat, org=others)[0]) == 1


def test_a_task_that_is_refused_says_why() -> None:
    (told,) = came(item(task()), codes=("REQUIRED_FIELD_MISSING",))
    assert not told.ok
    assert told.sentence.startswith("The task “Call” was not logged. ")
    assert told.fix
    (well,) = came(item(task()))
    assert well.sentence == "Logged the task “Call”."


def test_what_has_a_problem_is_told_and_not_written() -> None:
    broken = task(problem="It can’t be read.")
    assert planned(item(broken))[0] == []
    (told,) = came(item(broken))
    assert told == Followed(kind=Kind.TASK, ok=False, sentence="It can’t be read.")


def test_an_outcome_sums_up() -> None:
    well = Followed(kind=Kind.TASK, ok=True, sentence="Logged.")
    ill = replace(well, ok=False, again=True)
    assert (FollowOutcome((well,)).is_well, FollowOutcome((well,)).again) == (True, False)
    assert (FollowOutcome((well, ill)).is_well, FollowOutcome((well, ill)).again) == (False, True)
    assert FollowOutcome((well,)).to_dict()["done"][0]["kind"] == "task"


def test_campaigns_are_asked_for_once() -> None:
    asked = campaigns_named(
        [item(joins(WEBINAR[:15]), joins("Demo"), task()), item(joins(WEBINAR), joins("Demo"))]
    )
    assert asked == ([WEBINAR], ["Demo"])
