"""What has to be done to a value on its way to a field, and who owns the field then. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from connections.crm import Field
from mappings.dates import Order
from mappings.rules import Always, Guard, HigherOf, IfBlank, OnCreate, WhileDefault
from mappings.transforms import (
    AnyTransform,
    Boolean,
    Country,
    Currency,
    Date,
    EmailAddress,
    FirstName,
    LastName,
    Moment,
    MultiPicklist,
    NameCase,
    Number,
    Phone,
    State,
    StripHtml,
    Trim,
    Truncate,
    UserByEmail,
    WebAddress,
)

from .words import each_of

_HTML = re.compile(r"<\s*/?\s*[a-z][^>]*>", re.IGNORECASE)
_DAY_FIRST = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}")
_COMMA = re.compile(r"\d\.\d{3}(?:\D|$)|,\d{1,2}(?:\D|$)")
_POINT = re.compile(r"\d,\d{3}(?:\D|$)|\.\d{1,2}(?:\D|$)")
# Countries that write 1.234,50, and those that put the month first.
_COMMA_IN = each_of("DE AT ES FR IT NL BE PT BR DK SE NO FI PL CZ GR TR AR CL CO")
_MONTH_FIRST = frozenset({"US"})
_TRACKING = each_of(
    "lead_source source_detail original_source source campaign form_name utm_source utm_medium "
    "utm_campaign utm_content utm_term gclid click_id fbclid landing_page referrer how_heard"
)
_NAMES = frozenset({"first_name", "last_name", "full_name", "middle_name"})
_LONG = 200  # a text field as long as that is for messages, and may be cut


class Case(NamedTuple):
    """One value of the sample on its way to one field.

    ``meant`` is what its name means, ``concept`` what the field means; ``country_source`` the
    path of the sample's country, "" for none.
    """

    value: Any
    meant: str
    concept: str
    field: Field
    region: str
    country_source: str = ""


def steps_for(case: Case) -> tuple[AnyTransform, ...]:
    """The transforms that the sample's value needs, in their order."""
    if case.concept == "country":
        return (Country(form="code" if case.field.name.endswith("Code") else "label"),)
    if case.concept == "state":
        is_code = case.field.name.endswith("Code")
        source = case.country_source
        return (State(form="code" if is_code else "label", country_source=source),)
    make = _BY_TYPE.get(case.field.type, _text)
    return make(case)


def owner_of(concept: str, field: Field) -> tuple[Guard, ...]:
    """The ownership that surprises nobody: gaps are filled, and the first touch stays."""
    if concept == "status":
        return (WhileDefault(),)
    if concept == "sync_source":
        return (Always(),)
    if concept in _TRACKING:
        return (OnCreate(),)
    if field.type == "boolean":
        # A checkbox is never blank: whoever opted out stays opted out.
        order = ("false", "true") if concept in {"email_opt_out", "do_not_call"} else ()
        return (HigherOf(order=order),) if order else (OnCreate(),)
    return (IfBlank(),)


def _text(case: Case) -> tuple[AnyTransform, ...]:
    text = case.value if isinstance(case.value, str) else ""
    steps: list[AnyTransform] = [StripHtml()] if _HTML.search(text) else []
    if case.meant == "full_name" and case.concept in {"first_name", "last_name"}:
        steps.append(FirstName() if case.concept == "first_name" else LastName())
    elif isinstance(case.value, str):
        steps.append(Trim())
    if case.concept in _NAMES and len(text) > 2 and (text.isupper() or text.islower()):
        steps.append(NameCase())
    if case.concept == "title" or len(text) > max(case.field.length // 2, _LONG):
        steps.append(Truncate())
    return tuple(steps)


def _number(case: Case) -> tuple[AnyTransform, ...]:
    if not isinstance(case.value, str):
        return ()
    decimal = _decimal(case.value, case.region)
    step = Currency(decimal=decimal) if case.field.type == "currency" else Number(decimal=decimal)
    return (step,)


def _decimal(text: str, region: str) -> Any:
    """Which sign comes before the decimals: the sample tells, else the country's custom."""
    if _COMMA.search(text) and not _POINT.search(text):
        return ","
    return "," if region in _COMMA_IN and not _POINT.search(text) else "."


def _flag(case: Case) -> tuple[AnyTransform, ...]:
    return () if isinstance(case.value, bool) else (Boolean(),)


def _day(case: Case) -> tuple[AnyTransform, ...]:
    return (Date(order=_order(case)),)


def _moment(case: Case) -> tuple[AnyTransform, ...]:
    return (Moment(order=_order(case)),)


def _order(case: Case) -> Order:
    found = _DAY_FIRST.match(case.value) if isinstance(case.value, str) else None
    if found is None:
        return "ymd"
    if int(found[1]) > 12 or int(found[2]) > 12:
        return "dmy" if int(found[1]) > 12 else "mdy"
    return "mdy" if case.region in _MONTH_FIRST else "dmy"


def _choice(case: Case) -> tuple[AnyTransform, ...]:
    return (Trim(),) if isinstance(case.value, str) else ()


_BY_TYPE: Mapping[str, Callable[[Case], tuple[AnyTransform, ...]]] = {
    "boolean": _flag,
    "currency": _number,
    "date": _day,
    "datetime": _moment,
    "double": _number,
    "email": lambda _: (EmailAddress(),),
    "int": _number,
    "multipicklist": lambda _: (MultiPicklist(),),
    "percent": _number,
    "phone": lambda _: (Phone(),),
    "picklist": _choice,
    "reference": lambda _: (UserByEmail(),),
    "url": lambda _: (WebAddress(),),
}
