"""What is asked about owners: who gets a new record, by which table, in whose turn. Pure."""

from __future__ import annotations

from syncs.page_values.shell import Choice

from . import people
from .conditions import conditions
from .shapes import Card, Many, One, Shape, Slot

_DAYS = tuple(
    Choice(str(number), name)
    for number, name in enumerate(("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), start=1)
)
_AWAY = Many(
    name="away",
    title="Away",
    is_loose=True,
    of=(
        Shape(
            kind="away",
            label="Away",
            add="Days away",
            new={"first": "", "last": ""},
            parts=(
                Slot(name="first", label="From", kind="date"),
                Slot(name="last", label="Until, included", kind="date"),
            ),
        ),
    ),
)
_MEMBER = Shape(
    kind="member",
    label="New member",
    add="Somebody",
    title=lambda typed: str(typed.get("id", "")).rpartition(" (")[0],
    new={
        "id": "",
        "weight": 1,
        "per_day": 0,
        "hours": "",
        "weekdays": [1, 2, 3, 4, 5, 6, 7],
        "timezone": "UTC",
        "away": [],
    },
    parts=(
        Slot(name="id", label="User or queue", listed=people.OWNERS, also=("name",), is_wide=True),
        Slot(name="weight", label="Share", kind="number"),
        Slot(name="per_day", label="At most a day", kind="number", hint="0: any number."),
        Slot(name="hours", label="Hours", example="09:00-17:30"),
        Slot(name="timezone", label="Time zone", listed="zones"),
        Slot(name="weekdays", label="Days", kind="checks", fixed=_DAYS),
        _AWAY,
    ),
)
_CREATOR = Shape(
    kind="creator",
    label="Inlet’s user",
    effect="The user through whom Inlet is connected.",
)
_USER = Shape(
    kind="user",
    label="A user",
    effect="One person gets everybody new.",
    new={"id": ""},
    parts=(Slot(name="id", label="User", listed=people.OWNERS, also=("name",), is_wide=True),),
)
_QUEUE = Shape(
    kind="queue",
    label="A queue",
    effect="Whoever works it takes a Lead from there. A Contact can’t be in a queue.",
    new={"id": ""},
    parts=(
        Slot(
            name="id",
            label="Queue",
            is_wide=True,
            kind="select",
            options="queues",
            listed=people.OWNERS,
            also=("name",),
        ),
    ),
)
_RULES = Shape(
    kind="assignment_rules",
    label="Salesforce’s assignment rules",
    effect="The org’s active rule decides, or a rule that you name. For Leads only.",
    new={"rule_id": ""},
    parts=(
        Slot(
            name="rule_id",
            label="Rule",
            is_wide=True,
            kind="select",
            options="rules",
            hint="Empty: the active one.",
            also=("name",),
        ),
    ),
)
_ACCOUNT = Shape(
    kind="account_owner",
    label="The Account’s owner",
    effect="If an Account was found; otherwise the fallback.",
)
_SOURCE = Shape(
    kind="source_owner",
    label="Whom the lead names",
    effect="The user with the e-mail address that the lead brings.",
    new={"source": ""},
    parts=(Slot(name="source", label="Path into the lead", example="owner.email", is_wide=True),),
)
_TURNS = Shape(
    kind="round_robin",
    label="In turn",
    effect="Several people share what is new, by weight, hours and days.",
    new={"pool": "round robin", "members": []},
    parts=(
        Slot(
            name="pool",
            label="Name of the turns",
            is_wide=True,
            hint="Mappings that give the same name share their turns.",
        ),
        Many(name="members", title="Who takes turns", of=(_MEMBER,), empty="Nobody yet."),
    ),
)
_SIMPLE = (_CREATOR, _USER, _QUEUE, _RULES, _ACCOUNT, _SOURCE, _TURNS)
_ROW = Shape(
    kind="row",
    label="Line",
    add="A line",
    new={
        "when": [{"of": "field", "name": "", "test": "is", "values": []}],
        "owner": {"to": "queue", "id": ""},
    },
    parts=(
        conditions("when", "Whoever fits all of these", empty="A line needs a condition."),
        One(name="owner", title="goes to", of=_SIMPLE, tag="to", is_small=True),
    ),
)
_TABLE = Shape(
    kind="table",
    label="A table of conditions",
    effect="By country, state, employees, industry: the first line that fits decides.",
    new={"rows": [], "otherwise": {"to": "creator"}},
    parts=(
        Many(name="rows", title="Lines, from the top", of=(_ROW,), empty="No line yet."),
        One(name="otherwise", title="Everybody else goes to", of=_SIMPLE, tag="to", is_small=True),
    ),
)
_NOBODY = Shape(kind="", label="Inlet’s user", effect="The user through whom Inlet is connected.")
CARDS = (
    Card(
        title="Who gets a new record",
        asked=(One(name="owner", title="A new record goes to", of=(*_SIMPLE, _TABLE), tag="to"),),
    ),
    Card(
        title="When that owner can’t take it",
        aside="inactive, unknown or away",
        asked=(
            One(
                name="fallback", title="It goes to", of=(_NOBODY, _USER, _QUEUE),
                tag="to", is_small=True,
            ),
        ),
    ),
    Card(
        title="Records that exist already",
        asked=(
            Slot(
                name="on_update",
                label="Change their owner too",
                kind="check",
                hint="Unless this is ticked, Inlet never changes the owner of an existing record.",
            ),
        ),
    ),
)  # fmt: skip
