"""What may be done to a value on its way to Salesforce: named steps with typed parameters. Pure.

Each step is a frozen value with ``change(value, around) -> Step``; its docstring is what the
editor and the JSON Schema say about it. A step with ``brings_value`` also runs where the source
sent nothing, and is given "" then.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from .addresses import Domain, EmailAddress, Phone, PhoneSpaced, UserByEmail, WebAddress
from .amounts import Boolean, Currency, Number
from .around import Around, Transform
from .choices import MultiPicklist
from .moments import Date, Moment
from .names import FirstName, LastName, NameCase
from .patterns import Replace
from .places import Country, State
from .sources import Constant, FirstOf, Template
from .texts import (
    Collapse,
    Digits,
    Hash,
    Lower,
    Prefix,
    StripHtml,
    Suffix,
    Text,
    TitleCase,
    Trim,
    Truncate,
    Upper,
)

AnyTransform = Annotated[
    Trim
    | Collapse
    | Lower
    | Upper
    | TitleCase
    | NameCase
    | FirstName
    | LastName
    | EmailAddress
    | Phone
    | PhoneSpaced
    | WebAddress
    | Domain
    | UserByEmail
    | Country
    | State
    | Date
    | Moment
    | Number
    | Currency
    | Boolean
    | MultiPicklist
    | Text
    | Truncate
    | StripHtml
    | Digits
    | Replace
    | Prefix
    | Suffix
    | Template
    | Constant
    | FirstOf
    | Hash,
    Field(discriminator="do"),
    BeforeValidator(lambda given: {"do": given} if isinstance(given, str) else given),
]


__all__ = [
    "AnyTransform",
    "Around",
    "Boolean",
    "Collapse",
    "Constant",
    "Country",
    "Currency",
    "Date",
    "Digits",
    "Domain",
    "EmailAddress",
    "FirstName",
    "FirstOf",
    "Hash",
    "LastName",
    "Lower",
    "Moment",
    "MultiPicklist",
    "NameCase",
    "Number",
    "Phone",
    "PhoneSpaced",
    "Prefix",
    "Replace",
    "State",
    "StripHtml",
    "Suffix",
    "Template",
    "Text",
    "TitleCase",
    "Transform",
    "Trim",
    "Truncate",
    "Upper",
    "UserByEmail",
    "WebAddress",
]
