"""Conditions in a form: one name with what it names, where the document has two fields. Pure."""

from __future__ import annotations

from typing import Any

from syncs.page_values.shell import Choice

from .shapes import Many, Shape, Slot, Typed

_TESTS = (
    Choice("is", "is"),
    Choice("is_not", "is not"),
    Choice("contains", "contains"),
    Choice("starts_with", "starts with"),
    Choice("at_least", "is at least"),
    Choice("at_most", "is at most"),
    Choice("is_blank", "is blank"),
    Choice("is_not_blank", "is not blank"),
)
_OF = (Choice("field", "In Salesforce"), Choice("source", "In the lead"))


def conditions(name: str, title: str, *, empty: str, listed: str = "fields") -> Many:
    """The list of conditions that all have to hold; ``listed``: the fields offered."""
    return Many(
        name=name,
        title=title,
        empty=empty,
        is_loose=True,
        of=(
            Shape(
                kind="condition",
                label="Condition",
                add="A condition",
                new={"of": "field", "name": "", "test": "is", "values": []},
                parts=(
                    Slot(name="of", label="What", kind="select", fixed=_OF, is_bare=True),
                    Slot(
                        name="name",
                        label="Field or path",
                        listed=listed,
                        also=("field", "source"),
                        example="Country",
                        is_bare=True,
                    ),
                    Slot(name="test", label="Test", kind="select", fixed=_TESTS, is_bare=True),
                    Slot(
                        name="values",
                        label="Values, with commas between",
                        kind="words",
                        example="GB, IE",
                        is_bare=True,
                    ),
                ),
            ),
        ),
    )


def typed_condition(condition: Typed) -> Typed:
    """A condition of the document, as the form has it."""
    of = "source" if condition["source"] else "field"
    rest = {name: condition[name] for name in ("test", "values")}
    return {"of": of, "name": condition[of], **rest}


def told_condition(typed: Typed) -> Typed:
    """A condition of the form, as the document has it."""
    of = "source" if typed.get("of") == "source" else "field"
    found: dict[str, Any] = {of: typed.get("name", ""), "test": typed.get("test", "is")}
    if found["test"] not in ("is_blank", "is_not_blank"):
        found["values"] = typed.get("values", [])
    return found
