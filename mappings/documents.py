"""The agreement as a document that JSON and YAML can hold, and back: one form for the database,
files and the API. Pure.

What has its default is left out, so that a document says only what somebody decided; a value
with nothing but its name is that name: ``trim`` stands for ``{do: trim}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from mappings import plain_yaml
from mappings.rules import Rules
from mappings.strict import RulesRefused

from .complaints import Slip, slips_of
from .document_places import dotted, title_of
from .nearness import meant

Document = Mapping[str, Any]
# The field by which a value says which kind it is.
_TAGS = ("do", "rule", "by", "to")
# PostgreSQL keeps no such character (JSON, 8.14 of its manual).
_NUL = "\x00"


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that is wrong with a document.

    ``place`` such as "fields.3.transforms.0", ``title`` what people call it, ``replacement``
    what may be meant.
    """

    place: str
    sentence: str
    title: str = ""
    replacement: str = ""

    @property
    def suggestion(self) -> str:
        """The replacement as a question; "" without one."""
        return meant(self.replacement)

    @property
    def text(self) -> str:
        """All of it as people read it."""
        return " ".join(one for one in (f"{self.title}:", self.sentence, self.suggestion) if one)


class DocumentRefused(RulesRefused):
    """The document is no agreement; ``wrongs`` says everything that is wrong with it."""

    def __init__(self, wrongs: tuple[Wrong, ...]) -> None:
        super().__init__(" ".join(one.text for one in wrongs))
        self.wrongs = wrongs


def rules_of(document: Document) -> Rules:
    """The rules of a document. Raises DocumentRefused with all that is wrong with it."""
    if _NUL in _texts_of(document):
        raise DocumentRefused((_whole("The document holds a character that can’t be kept."),))
    try:
        return _adapter().validate_python(dict(document))
    except ValidationError as error:
        slips = slips_of(error, _described())
        raise DocumentRefused(tuple(_wrong(one, document) for one in slips)) from error


def document_of(rules: Rules) -> dict[str, Any]:
    """The shortest document that ``rules_of`` reads as these rules."""
    found: dict[str, Any] = {**brief(rules)}
    for field in found.get("fields", ()):
        if len(field.get("ownership", ())) == 1:
            field["ownership"] = field["ownership"][0]
    return found


def text_of(rules: Rules) -> str:
    """The document as YAML, in the order of the rules."""
    return plain_yaml.write(document_of(rules))


def rules_of_text(text: str) -> Rules:
    """The rules of a YAML text. Raises DocumentRefused, also for what is no YAML."""
    try:
        document = plain_yaml.read(text)
    except plain_yaml.Unreadable as error:
        raise DocumentRefused((_whole(str(error)),)) from error
    if not isinstance(document, Mapping):
        raise DocumentRefused((_whole("This has to be a set of names and values."),))
    return rules_of(document)


def schema() -> dict[str, Any]:
    """The JSON Schema of a document, with its short forms."""
    return deepcopy(_described())


def brief(value: Any) -> Any:
    """A frozen value as JSON has it, without what has its default."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [brief(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = {
            one.name: brief(getattr(value, one.name))
            for one in fields(value)
            if one.name in _TAGS or getattr(value, one.name) != one.default
        }
        return next(iter(told.values())) if len(told) == 1 and told.keys() & set(_TAGS) else told
    return value


def _texts_of(document: Any) -> str:
    """All texts of a document in one, keys too."""
    if isinstance(document, Mapping):
        return "".join(f"{key}{_texts_of(inner)}" for key, inner in document.items())
    if isinstance(document, list | tuple):
        return "".join(_texts_of(inner) for inner in document)
    return str(document) if isinstance(document, str) else ""


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Rules]:
    return TypeAdapter(Rules)


@lru_cache(maxsize=1)
def _described() -> dict[str, Any]:
    found: dict[str, Any] = _shortened(_adapter().json_schema())
    owner = found["$defs"]["FieldRule"]["properties"]["ownership"]
    owner["anyOf"] = [{"type": "array", "items": owner.pop("items")}]
    owner["anyOf"].append(owner["anyOf"][0]["items"])
    owner.pop("type", None)
    owner.pop("minItems", None)
    return found


def _shortened(node: Any, defs: Any = None) -> Any:
    """The description with the names that stand for values which have nothing but their name."""
    defs = node["$defs"] if defs is None else defs
    if isinstance(node, list):
        return [_shortened(one, defs) for one in node]
    if not isinstance(node, dict):
        return node
    told = {key: _shortened(inner, defs) for key, inner in node.items()}
    kinds = told.get("discriminator", {}).get("mapping")
    if not kinds:
        return told
    short = [tag for tag, ref in kinds.items() if not _required(defs[ref.rsplit("/", 1)[1]])]
    whole = {key: told.pop(key) for key in ("discriminator", "oneOf")}
    return {**told, "anyOf": [whole, {"enum": sorted(short), "type": "string"}]}


def _required(kind: Mapping[str, Any]) -> set[str]:
    return set(kind.get("required", ())) - set(_TAGS)


def _wrong(slip: Slip, document: Document) -> Wrong:
    return Wrong(dotted(slip.path), slip.sentence, title_of(slip.path, document), slip.replacement)


def _whole(sentence: str) -> Wrong:
    return Wrong("", sentence, "The document")
