"""Numbers and times as people write them: 11,860, 86.9 %, 14:18, 3 min ago, about every 4 min."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

MINUTE = 60
HOUR = 60 * MINUTE
DAY = 24 * HOUR


@register.filter
def number(value: int) -> str:
    """A whole number with the language's separators: 11,860."""
    return formats.number_format(value, decimal_pos=0, use_l10n=True, force_grouping=True)


@register.filter
def percent(value: float) -> str:
    """A share in percent with one decimal, none for a whole: 86.9 %, 100 %."""
    digits = 0 if value in (0, 100) else 1
    # A share just below the whole must not read as the whole, nor a small one as nothing.
    shown = value if digits == 0 else min(max(round(value, 1), 0.1), 99.9)
    return _("%(share)s %%") % {"share": formats.number_format(shown, decimal_pos=digits)}


@register.filter
def seconds(value: float) -> str:
    """A short span: 0.4 s, 6 s, 3 min."""
    if value < 1:
        return _("%(span)s s") % {"span": formats.number_format(round(value, 1), decimal_pos=1)}
    if value < 2 * MINUTE:
        return _("%(span)s s") % {"span": round(value)}
    return _("%(span)s min") % {"span": round(value / MINUTE)}


@register.filter
def span(value: float) -> str:
    """A longer span from seconds: 24 min, 6 h 40, 3 days."""
    if value < HOUR:
        return _("%(minutes)d min") % {"minutes": max(1, value // MINUTE)}
    if value < 2 * DAY:
        hours, rest = divmod(int(value), HOUR)
        return _("%(hours)d h %(minutes)02d") % {"hours": hours, "minutes": rest // MINUTE}
    days = int(value // DAY)
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


@register.filter
def ago(moment: datetime, now: datetime) -> str:
    """How long before `now`: just now, 3 min ago, 6 h 40 ago, 3 days ago."""
    passed = (now - moment).total_seconds()
    return _("just now") if passed < MINUTE else _("%(span)s ago") % {"span": span(passed)}


@register.filter
def since(moment: datetime, now: datetime) -> str:
    """The span from `moment` to `now`: 6 h 40."""
    return span((now - moment).total_seconds())


@register.filter
def every(gap: float) -> str:
    """The usual gap between leads, in seconds: about every 4 min."""
    if gap < MINUTE:
        return _("several a minute")
    if gap < 2 * HOUR:
        return _("about every %(minutes)d min") % {"minutes": round(gap / MINUTE)}
    return _("about every %(hours)d h") % {"hours": round(gap / HOUR)}


@register.filter
def clock(moment: datetime, now: datetime) -> str:
    """The time of today, with the day before it on another day: 14:18, 16 Nov 14:18."""
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    pattern = "H:i" if here.date() == today else "j M H:i"
    return formats.date_format(here, pattern)


@register.filter
def clock_and_day(moment: datetime, now: datetime) -> str:
    """The time and its day within a sentence: 14:18 today, 14:18 on 16 November."""
    here, today = timezone.localtime(moment), timezone.localtime(now).date()
    time, day = formats.date_format(here, "H:i"), formats.date_format(here, "j F")
    if here.date() == today:
        return _("%(time)s today") % {"time": time}
    return _("%(time)s on %(day)s") % {"time": time, "day": day}


@register.filter
def exact(moment: datetime) -> str:
    """The time to the tenth of a second: 14:18:06.9."""
    here = timezone.localtime(moment)
    return f"{formats.date_format(here, 'H:i:s')}.{here.microsecond // 100_000}"
