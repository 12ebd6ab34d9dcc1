"""The page of a client's configuration. Outside the walls."""

from __future__ import annotations

from collections.abc import Iterable

from syncs.configuring.applying import Applied
from syncs.configuring.changes import Change
from syncs.configuring.reading import Wrong
from syncs.configuring.uploading import Brought
from syncs.configuring.wanted import MappingEntry
from syncs.page_values.configuration import ConfigurationPage, NewKeyShown, PlanChange
from syncs.page_values.shell import Choice

SHOWN = 50


def configuration_page(
    mappings: Iterable[MappingEntry],
    *,
    can_edit: bool,
    can_manage: bool,
    what: str = "",
    text: str = "",
    brought: Brought | None = None,
    wrongs: Iterable[Wrong] = (),
    done: Applied | None = None,
) -> ConfigurationPage:
    """The page: empty, with a plan, with what is wrong, or with what was done."""
    plan = brought.survey.plan if brought else None
    told = [one for client in plan.clients for one in client.changes] if plan else []
    return ConfigurationPage(
        mappings=tuple(Choice(one.name, one.name, one.name == what) for one in mappings),
        can_bring=can_edit,
        can_apply=plan is not None and (can_manage or (can_edit and plan.only_mappings)),
        what=what,
        text=text,
        mark=brought.mark if brought else "",
        changes=tuple(_change(one) for one in told),
        is_same=plan is not None and plan.is_empty,
        wrongs=tuple(one.text for one in list(wrongs)[:SHOWN]),
        keys=tuple(NewKeyShown(source=one.source, text=one.text) for one in done.keys)
        if done
        else (),
        waiting=done.waiting if done else (),
    )


def _change(one: Change) -> PlanChange:
    return PlanChange(
        kind=one.verb.value,
        title=f"{_begun(one.title)}.",
        lines=tuple(_begun(line) for line in one.lines),
    )


def _begun(text: str) -> str:
    """The text as it begins a line of its own."""
    return text[:1].upper() + text[1:]
