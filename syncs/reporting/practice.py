"""The practice org's pages: what would Salesforce do?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Literal
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from connections.practice_switches import Switch
from connections.practice_view import Asked, Kind, Line, OrgView
from syncs.page_values import (
    CallRow,
    ObjectTab,
    Pager,
    PracticePage,
    RecordRow,
)

from .filters import plain
from .practice_rehearsing import misbehaving, own_code

ROWS = 25
RECENT = timedelta(days=1)
_TABS = 5


@dataclass(frozen=True, slots=True)
class Looked:
    """What of the org is looked at, as the address has it."""

    sobject: str = "Lead"
    q: str = ""
    by_inlet: bool = False
    after: str = ""
    first: int = 1

    def query(self, *, after: str = "", first: int = 1) -> str:
        """The part of an address from "?" on, for the page after `after`."""
        shown = "changed" if self.by_inlet else ""
        pairs = {"q": self.q, "shown": shown, "after": after, "first": first if after else ""}
        return "?" + urlencode({name: value for name, value in pairs.items() if value})


def read_looked(sobject: str, given: Mapping[str, str]) -> Looked:
    """What an address asks for; what can't be read counts as not given."""
    first = given.get("first", "")
    after = given.get("after", "") if first.isdecimal() and len(first) < 9 else ""
    return Looked(
        sobject=sobject,
        q=plain(given.get("q", "")),
        by_inlet=given.get("shown") == "changed",
        after=after,
        first=max(1, int(first)) if after else 1,
    )


def practice_page(
    view: OrgView,
    looked: Looked,
    *,
    switches: tuple[Switch, ...],
    can_edit: bool,
    now: datetime,
) -> PracticePage | None:
    """The page, or None for an object that isn't shown; ten reads at most."""
    kinds = view.kinds()
    shown = next((kind for kind in kinds if kind.name == looked.sobject), None)
    if shown is None:
        return None
    found = view.lines(
        shown.name, search=looked.q, by_inlet=looked.by_inlet, after=looked.after, limit=ROWS
    )
    usage = view.usage()
    tabs = _tabs(kinds, shown)
    by_inlet = view.count(shown.name, by_inlet=True)
    total = by_inlet if looked.by_inlet else shown.count
    if looked.q:
        total = view.count(shown.name, search=looked.q, by_inlet=looked.by_inlet)
    return PracticePage(
        now=now,
        objects=tuple(_tab(kind) for kind in tabs),
        more=tuple(_tab(kind) for kind in kinds if kind not in tabs),
        shown=_tab(shown),
        rows=tuple(_row(line, view.inlet, now) for line in found.lines),
        pager=_pager(looked, len(found.lines), after=found.after, total=total),
        calls=tuple(_call(asked) for asked in view.calls()),
        calls_used=usage.used,
        calls_allowed=usage.allowed,
        own_code=own_code(view, can_edit=can_edit),
        misbehaving=misbehaving(switches, can_edit=can_edit),
        status_word=_status_word(shown.name),
        q=looked.q,
        changed_only=looked.by_inlet,
        changed_by_inlet=by_inlet,
        can_edit=can_edit,
    )


def _tabs(kinds: tuple[Kind, ...], shown: Kind) -> tuple[Kind, ...]:
    """The first objects, and the one that is shown whichever it is."""
    first = kinds[:_TABS]
    return first if shown in first else (*first[:-1], shown)


def _status_word(sobject: str) -> str:
    if sobject == "Contact":
        return _("Title")
    return _("Stage") if sobject == "Opportunity" else _("Status")


def _tab(kind: Kind) -> ObjectTab:
    return ObjectTab(kind.name, kind.label, kind.plural, kind.count)


def _pager(looked: Looked, shown: int, *, after: str, total: int) -> Pager:
    return Pager(
        shown=shown,
        total=max(total, looked.first + shown - 1),
        first=looked.first if shown else 0,
        older=looked.query(after=after, first=looked.first + shown) if after else "",
        newest=looked.query() if looked.after else "",
    )


def _row(line: Line, inlet: str, now: datetime) -> RecordRow:
    came_from: Literal["inlet", "seed", "other"] = "inlet" if line.created_by == inlet else "other"
    return RecordRow(
        id=line.id,
        name=line.name,
        company=line.company,
        status=line.status,
        owner=line.owner,
        came_from="seed" if line.seeded else came_from,
        changed_at=line.modified_at,
        mark=_mark(line, now),
    )


def _mark(line: Line, now: datetime) -> Literal["", "new", "changed"]:
    if not line.seeded and now - line.created_at < RECENT:
        return "new"
    is_changed = line.modified_at > line.created_at and now - line.modified_at < RECENT
    return "changed" if is_changed else ""


def _call(asked: Asked) -> CallRow:
    word = _("OK") if asked.status < HTTPStatus.BAD_REQUEST else asked.refusal or str(asked.status)
    answer = _("%(word)s, %(ms)d ms") % {"word": word, "ms": asked.ms}
    return CallRow(asked.at, asked.sentence, answer)
