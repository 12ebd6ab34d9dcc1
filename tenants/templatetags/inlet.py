"""Marks and form controls of the pages: icons, states with glyph and word, input fields."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.contrib.auth.password_validation import (
    MinimumLengthValidator,
    get_default_password_validators,
)
from django.forms import BoundField, CheckboxInput, Select
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

register = template.Library()


class Mark(NamedTuple):
    """How a state looks and reads: its colour's name, its glyph, its word."""

    tone: str
    glyph: str
    word: Promise


MARKS = {
    # Leads, in the order in which they are always shown.
    "created": Mark("created", "circle-plus", _("Created")),
    "updated": Mark("updated", "circle-arrow-up", _("Updated")),
    "unchanged": Mark("unchanged", "equal", _("Unchanged")),
    "skipped": Mark("skipped", "player-skip-forward", _("Skipped")),
    "held": Mark("held", "player-pause", _("Held")),
    "failed": Mark("failed", "alert-circle", _("Failed")),
    "pending": Mark("pending", "clock", _("In progress")),
    # Fields of a lead.
    "written": Mark("updated", "pencil", _("Written")),
    "planned": Mark("pending", "pencil", _("Planned")),
    "kept": Mark("skipped", "hand-stop", _("Kept")),
    "same": Mark("unchanged", "equal", _("Same")),
    # Sources.
    "arriving": Mark("created", "circle-check", _("Arriving")),
    "late": Mark("held", "clock", _("Late")),
    "silent": Mark("held", "alert-triangle", _("Silent")),
    "none": Mark("unchanged", "clock", _("No lead yet")),
    # Clients.
    "disconnected": Mark("failed", "plug", _("Disconnected")),
    "repair": Mark("failed", "alert-circle", _("To repair")),
    "wrong": Mark("failed", "alert-circle", _("Ledger differs")),
    "paused": Mark("held", "clock", _("Waits")),
    "budget": Mark("held", "clock", _("API share")),
    "new": Mark("unchanged", "clock", _("No figures yet")),
    "well": Mark("created", "circle-check", _("All well")),
    "quiet": Mark("unchanged", "clock", _("No lead today")),
    # Versions of a mapping.
    "draft": Mark("pending", "pencil", _("Draft")),
    "live": Mark("created", "circle-check", _("Live")),
    "retired": Mark("skipped", "history", _("Retired")),
    # Clients of a promotion.
    "waits": Mark("pending", "clock", _("Waits")),
    "ready": Mark("unchanged", "circle-check", _("Ready")),
    "promoted": Mark("created", "circle-check", _("Promoted")),
    "unneeded": Mark("unchanged", "equal", _("Nothing to change")),
    "left": Mark("skipped", "player-skip-forward", _("Left alone")),
    "rolled_back": Mark("skipped", "arrow-back-up", _("Rolled back")),
    # API keys.
    "active": Mark("created", "circle-check", _("Active")),
    "expired": Mark("skipped", "clock", _("Expired")),
    "revoked": Mark("skipped", "circle-x", _("Revoked")),
}

# The icon of each thing that may happen to a lead.
HAPPENINGS = {
    "received": "webhook",
    "searched": "search",
    "decided": "route",
    "answered": "cloud-check",
    "refused": "alert-circle",
    "held": "player-pause",
    "retry": "refresh",
    "owner": "user-circle",
    "person": "users",
}


@lru_cache(maxsize=2048)
def _drawn(component: str, language: str, **values: Any) -> SafeString:
    """A small component; pages hold the same few of them hundreds of times."""
    del language
    return render_to_string(component, values)


@register.simple_tag
def icon(name: str, tone: str = "", *, large: bool = False) -> SafeString:
    """An icon of the page's sprite, in the ink around it or in the colour of a state."""
    return _drawn("components/icon.html", "", name=name, tone=tone, large=large)


@register.simple_tag
def state(name: str, *, pill: bool = False, text: str = "") -> SafeString:
    """A state as glyph, word and colour; `text` replaces the word. Raises KeyError if unknown."""
    language = get_language() or ""
    return _drawn("components/state.html", language, mark=MARKS[name], pill=pill, text=text)


@register.simple_tag
def client_row(row: Any, now: datetime) -> SafeString:
    """A client in the list of all (`page_values.ClientRow`). Hundreds of them change seldom and
    are asked for every few seconds, so each is drawn once while it stays the same."""
    zone = timezone.get_current_timezone()
    return _client_row(
        row, today=timezone.localtime(now).date(), zone=zone, language=get_language() or ""
    )


@lru_cache(maxsize=2048)
def _client_row(row: Any, *, today: date, zone: tzinfo, language: str) -> SafeString:
    del language
    # Times are told with their day unless it is today's: no more of `now` is shown.
    values = {"row": row, "now": datetime.combine(today, time.min, zone)}
    return render_to_string("components/client_row.html", values)


@register.simple_tag
def rects(bars: Iterable[Any]) -> SafeString:
    """The bars of a small chart (`syncs.charts.Bar`: numbers alone) as rectangles, a thin line
    where there is nothing to show. Drawn here, since a page may hold thousands of them."""
    return SafeString(
        "".join(
            f'<rect x="{bar.x}" width="{bar.width}" y="{bar.y}" height="{bar.height}" rx="1" '
            f'class="{"f-quiet" if bar.count else "f-line"}"/>'
            for bar in bars
        )
    )


@register.filter
def happening(kind: str) -> str:
    """The name of the icon for a timeline's item."""
    return HAPPENINGS[kind]


@register.filter
def state_word(name: str) -> str:
    """The word of a state, for a legend or an option."""
    return str(MARKS[name].word)


@register.simple_tag
def control(field: BoundField, *, hinted: bool = True, **attrs: Any) -> SafeString:
    """The input of a form's field with our classes; its label is outside, so no placeholder.

    With `hinted` off, the form's own help text is neither referred to nor shown.
    """
    if not hinted:
        field.help_text = ""
    kinds = {CheckboxInput: "form-check-input", Select: "form-select"}
    css = next((css for kind, css in kinds.items() if isinstance(field.field.widget, kind)), None)
    invalid = " is-invalid" if field.errors else ""
    given = {"class": (css or "form-control") + invalid, "placeholder": False, **attrs}
    return field.as_widget(attrs=given)


@register.simple_tag
def least_password_length() -> int:
    """How many characters a password needs, as the settings say; 0 without such a rule."""
    lengths = (
        validator.min_length
        for validator in get_default_password_validators()
        if isinstance(validator, MinimumLengthValidator)
    )
    return next(lengths, 0)


@register.simple_tag
def keeps_mails() -> bool:
    """Whether this run keeps its mails on a page instead of sending them."""
    return bool(settings.EMBEDDED)
