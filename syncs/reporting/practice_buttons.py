"""Buttons of the practice org's set-up: a change of the catalogue, and what goes along."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from connections.practice_setup import Difference
from syncs.page_values.practice_setup import Button, SetupRow

from .practice_words import back_words

# These are about apps and logins, not about the set-up.
_ACCESS = {"set_frozen", "set_policy", "set_installed", "set_flow", "set_rotation"}


def button_of(
    change: str, label: str, arguments: Mapping[str, object], *, about: str = ""
) -> Button:
    """The button of a change, with its arguments as a form carries them."""
    sent = tuple(
        (name, ("1" if value else "0") if isinstance(value, bool) else str(value))
        for name, value in arguments.items()
    )
    return Button(change, label, sent, "access" if change in _ACCESS else "setup", about)


def back_button(one: Difference, thing: str) -> Button | None:
    """What puts a difference back, None when only a reset does."""
    if not one.change:
        return None
    return button_of(one.change, back_words(one.kind), dict(one.arguments), about=thing)


def on_off(
    title: str, change: str, argument: str, *, on: bool, off: str = "", **more: str
) -> SetupRow:
    """Something that is on or off: `argument` of `change` says which; `off`: the chip then."""
    label = _("Switch off") if on else _("Switch on")
    button = button_of(change, label, {**more, argument: not on}, about=title)
    return SetupRow(title, chip="" if on else off or _("off"), buttons=(button,))
