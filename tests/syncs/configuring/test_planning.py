"""What there is, beside what is wanted: only what differs is changed. Nothing is read for it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from syncs.configuring.changes import Thing
from syncs.configuring.known import Known, Secret
from syncs.configuring.objecting import objections
from syncs.configuring.planning import difference
from syncs.configuring.wanted import (
    Client,
    Configuration,
    Follows,
    FromEnvironment,
    MappingEntry,
    SourceEntry,
)

from .files import wanted

FILE = wanted().configuration
CLIENT = FILE.clients[0]
NOBODY = Configuration(inlet=1, agency=FILE.agency)
KNOWN = Known(secrets={("north-wind", "Production", "client_secret"): Secret.SAME},
              sealed=frozenset({("north-wind", "Production", "client_secret")}))  # fmt: skip


def of(client: Client) -> Configuration:
    """The file with this client."""
    return replace(FILE, clients=(client,))


def test_the_same_is_nothing_to_do() -> None:
    assert difference(FILE, FILE, KNOWN).is_empty
    assert difference(FILE, FILE, KNOWN, prune=True).told() == []
    assert list(objections(FILE, FILE, KNOWN)) == []


def test_everything_is_added_in_an_order_in_which_it_can_be_done() -> None:
    plan = difference(NOBODY, FILE, KNOWN)
    (client,) = plan.clients
    assert client.is_new
    assert [one.thing for one in client.changes] == [
        Thing.CLIENT, Thing.CONNECTION, Thing.MAPPING, Thing.FOLLOWING, Thing.SOURCE, Thing.KEY,
    ]  # fmt: skip
    assert [one.thing for one in plan.changes] == [Thing.BLUEPRINT]
    assert plan.count == 7
    new = difference(NOBODY, FILE, replace(KNOWN, is_new=True))
    assert new.told()[0] == "+ the agency “Harbor & Pine” is added"


MAPPING = CLIENT.mappings[0]
SOURCE = CLIENT.sources[0]
LINKS = CLIENT.connections
CASES: list[tuple[str, Client, list[str]]] = [
    ("name", replace(CLIENT, name="Wind"), ["~ its details change", "name: “North Wind” → “Wind”"]),
    ("host", replace(CLIENT, connections=(replace(LINKS[0], host=""),)),
     ["~ connection “Production” changes",
      "host: “https://northwind.my.salesforce.com” → nothing"]),
    ("follows", replace(CLIENT, mappings=(replace(MAPPING, follows=Follows(blueprint="Solar",
                                                                          version=2)),)),
     ["~ mapping “Leads” follows version 2 of “Solar”"]),
    ("unfollowed", replace(CLIENT, mappings=(replace(MAPPING, follows=None),)), []),
    ("mapping", replace(CLIENT, mappings=(MAPPING, MappingEntry(name="More",
                                                                rules=MAPPING.rules))),
     ["+ mapping “More” is added", "2 fields"]),
    ("scopes", replace(CLIENT, sources=(replace(SOURCE, scopes=("leads:read",)),)),
     ["~ the key of “Website” may do other things",
      "scopes: leads:write, leads:read → leads:read"]),
    ("no key", replace(CLIENT, sources=(replace(SOURCE, key=None),)), []),
    ("unnamed", replace(CLIENT, sources=(), mappings=(), connections=()), []),
]  # fmt: skip


@pytest.mark.parametrize(("client", "lines"), [one[1:] for one in CASES],
                         ids=[one[0] for one in CASES])  # fmt: skip
def test_one_thing_changes(client: Client, lines: list[str]) -> None:
    told = [line.strip() for line in difference(FILE, of(client), KNOWN).told()]
    assert told[1:] == lines


def test_only_mappings_is_what_an_editor_may_change() -> None:
    less = replace(MAPPING, rules=replace(MAPPING.rules, fields=MAPPING.rules.fields[:1]))
    changed = difference(FILE, of(replace(CLIENT, mappings=(less,))), KNOWN)
    assert changed.only_mappings
    assert not difference(FILE, of(replace(CLIENT, name="Wind")), KNOWN).only_mappings
    assert not difference(NOBODY, FILE, KNOWN).only_mappings


@pytest.mark.parametrize(
    ("secret", "has_key", "objects", "changes"),
    [
        (Secret.SAME, True, False, 0),
        (Secret.OTHER, True, False, 1),
        (Secret.OTHER, False, False, 1),
        (Secret.ABSENT, True, False, 0),
        (Secret.ABSENT, False, True, 0),
        (Secret.MALFORMED, True, True, 0),
    ],
)
def test_a_key_out_of_the_environment(
    *, secret: Secret, has_key: bool, objects: bool, changes: int
) -> None:
    known = replace(KNOWN, secrets={**KNOWN.secrets, ("north-wind", "Website", "key"): secret})
    keyed = replace(SOURCE, key=FromEnvironment(env="KEY"))
    before = of(CLIENT if has_key else replace(CLIENT, sources=(replace(SOURCE, key=None),)))
    after = of(replace(CLIENT, sources=(keyed,)))
    assert bool(list(objections(before, after, known))) is objects
    assert difference(before, after, known).count == changes


def test_what_leads_came_through_is_not_pruned() -> None:
    bare = of(replace(CLIENT, sources=(), mappings=(), connections=()))
    gone = difference(FILE, bare, KNOWN, prune=True)
    assert [one.thing for one in gone.clients[0].changes] == [
        Thing.SOURCE, Thing.MAPPING, Thing.CONNECTION,
    ]  # fmt: skip
    used = replace(KNOWN, received=frozenset({("north-wind", "Website")}))
    kept = difference(FILE, bare, used, prune=True)
    assert [(one.thing, one.name) for one in kept.clients[0].changes] == [(Thing.KEY, "Website")]
    keyless = of(replace(CLIENT, sources=(replace(SOURCE, key=None),)))
    assert difference(keyless, bare, used, prune=True).is_empty
    nobody = difference(FILE, NOBODY, KNOWN, prune=True)
    assert nobody.is_empty
    assert nobody.notes == (
        "Client North Wind (north-wind) is not in the file. It stays as it is.",
    )


def test_a_source_is_given_to_another_mapping() -> None:
    other = MappingEntry(name="More", rules=MAPPING.rules)
    moved = SourceEntry(name="Website", connection="Production", mapping="More", key="generate")
    before = of(replace(CLIENT, mappings=(MAPPING, other)))
    after = of(replace(CLIENT, mappings=(MAPPING, other), sources=(moved,)))
    assert [line.strip() for line in difference(before, after, KNOWN).told()][1:] == [
        "~ source “Website” changes",
        "mapping: “Leads” → “More”",
    ]
