"""What is wrong with a document is said in sentences for people."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, TypeAdapter, ValidationError

from mappings.complaints import slips_of

Few = StrEnum("Few", [(word, word) for word in "abc"])
Many = StrEnum("Many", [(word, word) for word in "abcdefghij"])


def _refused(reason: str) -> Any:
    def refuse(value: str) -> str:
        raise ValueError(reason)

    return Annotated[str, AfterValidator(refuse)]


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        (int, "many", "This has to be a whole number."),
        (bool, "maybe", "This has to be true or false."),
        (list[str], "a", "This has to be a list."),
        (dict[str, str], "a", "This has to be a set of names and values."),
        (frozenset[str], 1, "This has to be something else."),
        (Few, "x", "“x” is none of “a”, “b”, “c”."),
        (Many, "x", "“x” is none of “a”, “b”, “c”, “d”, “e”, “f”, “g”, “h” and 2 more."),
        (_refused("Both can’t be."), "x", "Both can’t be."),
        (_refused(""), "x", "This can’t be so."),
    ],
)
def test_what_is_wrong_is_said(kind: Any, given: Any, sentence: str) -> None:
    adapter = TypeAdapter(kind)
    with pytest.raises(ValidationError) as found:
        adapter.validate_python(given)
    (slip,) = slips_of(found.value, adapter.json_schema())
    assert slip.sentence == sentence
