"""What a configuration file says, as frozen values; their JSON Schema is the file's. Pure.

Secrets never stand in a file: it names the variable of the environment that holds one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter

from mappings import documents
from mappings.rules import Rules
from mappings.strict import STRICT

FORMAT: Literal[1] = 1
PRACTICE: Literal["practice"] = "practice"
Name = Annotated[str, Field(min_length=1, max_length=80)]
Slug = Annotated[str, Field(min_length=1, max_length=60, pattern=r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")]
Scope = Literal[
    "leads:write",
    "leads:read",
    "connections:read",
    "connections:write",
    "configuration:read",
    "configuration:write",
]
Number = Annotated[int, Field(ge=1, le=1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FromEnvironment:
    """A secret: the value of the variable ``env`` where the file is applied."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    env: Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,127}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionEntry:
    """A link to a Salesforce org. ``host``: where one signs in; "" for the usual one.

    ``user``: whom a certificate or a password signs in. ``password``: with the security token
    behind it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    name: Name
    environment: Literal["production", "sandbox", "practice"]
    flow: Literal["web_server", "jwt_bearer", "client_credentials", "password"] = "web_server"
    host: Annotated[str, Field(max_length=255)] = ""
    client_id: Annotated[str, Field(max_length=512)] = ""
    client_secret: FromEnvironment | None = None
    user: Annotated[str, Field(max_length=255)] = ""
    password: FromEnvironment | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """Which version of which blueprint a mapping follows; the rules are its own all the same."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    blueprint: Name
    version: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingEntry:
    """A mapping and its live rules."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    name: Name
    rules: Rules
    follows: Follows | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceEntry:
    """A door for leads. ``connection`` and ``mapping`` are names of this client's.

    ``key``: "generate" makes a key if there is none and prints it once; a variable of the
    environment holds a whole key, such as lsk_live_…; without it the source has no key.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    name: Name
    kind: Literal["api"] = "api"
    connection: Name
    mapping: Name
    key: Literal["generate"] | FromEnvironment | None = None
    scopes: Annotated[tuple[Scope, ...], Field(min_length=1, max_length=6)] = (
        "leads:write",
        "leads:read",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client. ``slug`` is its part of the address and names it for good; ``region`` is the
    country of phone numbers written without one."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    slug: Slug
    name: Annotated[str, Field(min_length=1, max_length=120)]
    region: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "US"
    time_zone: Annotated[str, Field(min_length=1, max_length=60)] = "UTC"
    connections: tuple[ConnectionEntry, ...] = ()
    mappings: tuple[MappingEntry, ...] = ()
    sources: tuple[SourceEntry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintVersionEntry:
    """A version of a blueprint; one that is there never changes."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    number: Number
    rules: Rules
    note: Annotated[str, Field(max_length=2_000)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlueprintEntry:
    """A blueprint of the agency, with all its versions."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    name: Name
    versions: Annotated[tuple[BlueprintVersionEntry, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """The whole file. ``inlet`` is the number of this format. What it doesn't name stays as it is,
    unless it is applied with ``--prune``."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(**STRICT, title="Inlet configuration")
    inlet: Literal[1]
    agency: Annotated[str, Field(min_length=1, max_length=120)]
    blueprints: tuple[BlueprintEntry, ...] = ()
    clients: tuple[Client, ...] = ()

    def client(self, slug: str) -> Client | None:
        """The client with this slug, or None."""
        return next((one for one in self.clients if one.slug == slug), None)


@lru_cache(maxsize=1)
def adapter() -> TypeAdapter[Configuration]:
    """What reads a configuration from plain values."""
    return TypeAdapter(Configuration)


def schema() -> dict[str, Any]:
    """The JSON Schema of a configuration file, rules with their short forms."""
    found = adapter().json_schema()
    rules = documents.schema()
    found["$defs"] |= rules.pop("$defs") | {"Rules": rules}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


def schema_text() -> str:
    """The same as it is kept in docs/inlet.schema.json."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def document_of(configuration: Configuration) -> dict[str, Any]:
    """The shortest document of a configuration, in the order of the file."""
    found: dict[str, Any] = documents.brief(configuration)
    for told, one in zip(found.get("blueprints", ()), configuration.blueprints, strict=True):
        for version, entry in zip(told["versions"], one.versions, strict=True):
            version["rules"] = documents.document_of(entry.rules)
    for client, its in zip(found.get("clients", ()), configuration.clients, strict=True):
        for mapping, row in zip(client.get("mappings", ()), its.mappings, strict=True):
            mapping["rules"] = documents.document_of(row.rules)
    return found
