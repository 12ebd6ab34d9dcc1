"""The functions of formulas by name, over values that are calculated already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from .conversions import as_number, as_text, is_blank, whole
from .day_functions import day_of, made_day, part_of
from .number_functions import extreme, remainder, rounded, size, whole_by
from .text_functions import middle, regex, right

# Name → (least arguments, most arguments, function).
FUNCTIONS: Mapping[str, tuple[int, int, Callable[..., Any]]] = {
    "ISBLANK": (1, 1, is_blank),
    # Text is never null (Salesforce's own note on ISNULL).
    "ISNULL": (1, 1, lambda value: value is None),
    "BLANKVALUE": (2, 2, lambda value, other: other if is_blank(value) else value),
    "NULLVALUE": (2, 2, lambda value, other: other if value is None else value),
    "ISNUMBER": (1, 1, lambda value: as_number(value) is not None),
    "LEN": (1, 1, lambda text: Decimal(len(as_text(text)))),
    "CONTAINS": (2, 2, lambda text, part: as_text(part) in as_text(text)),
    "BEGINS": (2, 2, lambda text, part: as_text(text).startswith(as_text(part))),
    "INCLUDES": (2, 2, lambda text, part: as_text(part) in as_text(text).split(";")),
    "ISPICKVAL": (2, 2, lambda value, wanted: as_text(value) == as_text(wanted)),
    "REGEX": (2, 2, regex),
    "UPPER": (1, 2, lambda text, *_: as_text(text).upper()),
    "LOWER": (1, 2, lambda text, *_: as_text(text).lower()),
    "TRIM": (1, 1, lambda text: as_text(text).strip()),
    "TEXT": (1, 1, as_text),
    "VALUE": (1, 1, as_number),
    "LEFT": (2, 2, lambda text, count: as_text(text)[: max(whole(count), 0)]),
    "RIGHT": (2, 2, right),
    "MID": (3, 3, middle),
    "FIND": (2, 2, lambda part, text: Decimal(as_text(text).find(as_text(part)) + 1)),
    "SUBSTITUTE": (3, 3, lambda text, old, new: as_text(text).replace(as_text(old), as_text(new))),
    "ROUND": (2, 2, rounded),
    "FLOOR": (1, 1, whole_by(ROUND_FLOOR)),
    "CEILING": (1, 1, whole_by(ROUND_CEILING)),
    "ABS": (1, 1, size),
    "MOD": (2, 2, remainder),
    "MAX": (1, 30, extreme(max)),
    "MIN": (1, 30, extreme(min)),
    "YEAR": (1, 1, part_of("year")),
    "MONTH": (1, 1, part_of("month")),
    "DAY": (1, 1, part_of("day")),
    "DATE": (3, 3, made_day),
    "DATEVALUE": (1, 1, day_of),
}
