"""Reading JSON strictly, with a sentence that says what is wrong.

Django REST framework's own parser answers 500 to deep nesting, keeps the last of two equal keys
and lets NUL and lone surrogates through to PostgreSQL (reliability.md 0.9).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import IO, Any

from rest_framework.exceptions import APIException, ParseError
from rest_framework.parsers import BaseParser

MAX_BYTES = 2_000_000
MAX_DEPTH = 20
MAX_KEYS = 500
MAX_STRING = 32_768
MAX_DIGITS = 400
_TOO_DEEP = f"The JSON is nested deeper than {MAX_DEPTH} levels. Flatten it."
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooLarge(APIException):
    """413: the body is above the limit."""

    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 2 MB. Send fewer leads at once."


class StrictJSONParser(BaseParser):
    """`application/json` in UTF-8, within the documented limits."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Any = None
    ) -> Any:
        """The document. Raises ParseError (400) with what to change."""
        del media_type, parser_context
        return read_json(stream.read(MAX_BYTES + 1))


def read_json(raw: bytes) -> Any:
    """The document in `raw`. Raises ParseError with what to change."""
    if len(raw) > MAX_BYTES:
        raise TooLarge
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_integer,
            parse_float=_float,
        )
    except UnicodeDecodeError:
        raise ParseError("The body is not UTF-8. Send JSON encoded as UTF-8.") from None
    except RecursionError:
        raise ParseError(_TOO_DEEP) from None
    except json.JSONDecodeError as error:
        raise ParseError(
            f"The body is not JSON: {error.msg}, line {error.lineno}, column {error.colno}."
        ) from None
    if raw.count(b"{") + raw.count(b"[") > MAX_DEPTH:
        _refuse_depth(document)
    # Without an escape or enough bytes no text can be one of those that are refused.
    if b"\\u" in raw or len(raw) > MAX_STRING:
        _check_strings(document)
    return document


def _refuse_depth(document: Any) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        level = [inner for one in level if isinstance(one, dict | list) for inner in _parts(one)]
    if any(isinstance(one, dict | list) for one in level):
        raise ParseError(_TOO_DEEP)


def _parts(one: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return one.values() if isinstance(one, dict) else one


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len(pairs) > MAX_KEYS:
        raise ParseError(f"An object has more than {MAX_KEYS} keys. Send only what is mapped.")
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for at, key in enumerate(names) if key in names[:at])
        raise ParseError(f"The key {json.dumps(twice)} stands twice in one object. Keep one.")
    return found


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise ParseError(f"A number has more than {MAX_DIGITS} digits. Send it as text.")
    return int(digits)


def _float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ParseError(f"The number {text[:40]} is too large. Send it as text.")
    return number


def _refuse_constant(name: str) -> None:
    raise ParseError(f"{name} is not JSON. Send null, or leave the field out.")


def _check_strings(value: Any) -> None:
    """Refuse text that PostgreSQL or Salesforce can't hold, keys included."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.keys(), *one.values()]
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, str):
            _check_text(one)


def _check_text(text: str) -> None:
    if len(text) > MAX_STRING:
        raise ParseError(f"A text is longer than {MAX_STRING} characters. Shorten it.")
    if "\x00" in text:
        raise ParseError("A text holds the character NUL (\\u0000). Remove it.")
    if not text.isascii() and _SURROGATE.search(text):
        raise ParseError("A text holds half a character (a lone surrogate). Send whole ones.")
