"""A file's text: read as it was written, or refused with everything that is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from connections.flows import FLOWS
from connections.models import Environment
from mappings import plain_yaml
from syncs.configuring.reading import MOST, ConfigurationRefused, read, text_of
from syncs.configuring.wanted import schema, schema_text
from syncs.models import Source
from tenants.apikeys import ALL_SCOPES
from tests.house import PROJECT

from .files import FILE, changed, wanted


def refusal(text: str) -> list[tuple[int, str, str]]:
    """The line, the place and the sentence of everything that is wrong."""
    with pytest.raises(ConfigurationRefused) as caught:
        read(text)
    return [(one.line, one.place, one.sentence) for one in caught.value.wrongs]


def test_what_is_written_is_read_back_and_written_alike() -> None:
    found = wanted().configuration
    assert text_of(found) == FILE
    assert read(text_of(found)).configuration == found
    assert found.clients[0].region == "NO"


def test_everything_that_is_wrong_is_told_at_once_with_its_line() -> None:
    text = changed(
        **{
            "mode: create_only": "mode: create",
            "ownership: always": "ownership: alway",
            "environment: production": "environment: prod",
            "  name: North Wind": "  nam: North Wind",
        }
    )
    assert refusal(text) == [
        (15, "clients.0.name", "This is missing."),
        (16, "clients.0.nam", "There is nothing called “nam” here. Did you mean “name”?"),
        (
            21,
            "clients.0.connections.0.environment",
            "“prod” is none of “production”, “sandbox”, “practice”.",
        ),
        (
            36,
            "clients.0.mappings.0.rules.fields.1.ownership.0",
            "There is no ownership rule called “alway”. Did you mean “always”?",
        ),
        (
            39,
            "clients.0.mappings.0.rules.mode",
            "“create” is none of “create_only”, “create_and_update”, “update_only”.",
        ),
    ]


TWICE = [
    ("- name: Solar", "- name: Solar\n  versions: [{number: 1, rules: {}}]\n- name: Solar",
     "blueprints.1.name"),
    ("  - name: Website", "  - {name: Website, connection: Production, mapping: Leads}\n"
     "  - name: Website", "clients.0.sources.1.name"),
    ("- slug: north-wind", "- {slug: north-wind, name: Other}\n- slug: north-wind",
     "clients.1.slug"),
    ("  - number: 1", "  - {number: 1, rules: {}}\n  - number: 1",
     "blueprints.0.versions.1.number"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "place"), TWICE, ids=[one[2] for one in TWICE])
def test_what_stands_twice_is_refused(old: str, new: str, place: str) -> None:
    assert [one for _, one, _ in refusal(changed(**{old: new}))] == [place]


def test_a_source_names_what_its_client_has() -> None:
    text = changed(**{"    mapping: Leads": "    mapping: Leds"})
    assert refusal(text) == [
        (
            46,
            "clients.0.sources.0.mapping",
            "This client has no mapping called “Leds” in this file. Did you mean “Leads”?",
        )
    ]


HOSTILE = [
    ("a: &x [1]\nb: *x", "The text can’t be read as YAML. See line 2."),
    ("inlet: 1\ninlet: 1", "The text can’t be read as YAML. See line 2."),
    ("? [a]\n: 1", "The text can’t be read as YAML. See line 1."),
    ("!!python/object/apply:os.system [x]", "The text can’t be read as YAML. See line 1."),
    ("\x00", "The text can’t be read as YAML."),
    ("[" * 5_000, "The text can’t be read as YAML."),
    (
        "a: " * (MOST // 3 + 1),
        f"The text has {3 * (MOST // 3 + 1):,} characters. At most {MOST:,} can be",
    ),
    ("", "This has to be a set of names and values."),
    ("- 1", "This has to be a set of names and values."),
]


@pytest.mark.parametrize(("text", "sentence"), HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_configuration_is_refused_in_a_sentence(text: str, sentence: str) -> None:
    ((_, _, told),) = refusal(text)
    assert told.startswith(sentence)


SECRETS = ["client_secret: s3cret", "client_secret: {value: s3cret}", "client_secret: {env: A B}"]


@pytest.mark.parametrize("line", SECRETS)
def test_a_secret_is_never_written_in_the_file(line: str) -> None:
    text = changed(**{"client_secret:\n      env: NORTH_SECRET": line})
    assert {place.split(".")[4] for _, place, _ in refusal(text)} == {"client_secret"}


def test_the_schema_in_the_docs_is_that_of_the_types() -> None:
    stored = (PROJECT / "docs" / "inlet.schema.json").read_text()
    assert stored == schema_text(), "Write it anew: manage.py apply --schema"


def test_the_schema_takes_what_is_taken_and_refuses_what_is_refused() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(plain_yaml.read(FILE), json.loads(schema_text()))
    for old, new in (("mode: create_only", "mode: create"), ("name: North", "nam: North")):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(plain_yaml.read(changed(**{old: new})), schema())


def test_the_words_of_the_file_are_those_of_the_product() -> None:
    defs = schema()["$defs"]
    connection = defs["ConnectionEntry"]["properties"]
    assert connection["environment"]["enum"] == list(Environment.values)
    assert connection["flow"]["enum"] == list(FLOWS)
    source = defs["SourceEntry"]["properties"]
    assert source["scopes"]["items"]["enum"] == list(ALL_SCOPES)
    kind = source["kind"]
    assert set(kind.get("enum", [kind.get("const")])) <= set(Source.Kind.values)


def test_the_example_in_the_docs_can_be_read() -> None:
    assert read(example()).configuration.clients


def example() -> str:
    """The YAML of docs/configuration.md."""
    page = (Path(PROJECT) / "docs" / "configuration.md").read_text()
    return page.split("```yaml\n", 1)[1].split("```", 1)[0]
