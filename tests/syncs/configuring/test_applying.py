"""A file is applied: everything is there, once; applying it again changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from connections.models import Connection
from mappings.models import BlueprintClient, MappingVersion
from syncs.configuring.applying import Applied, apply
from syncs.configuring.exporting import current
from syncs.configuring.reading import ConfigurationRefused, read, text_of
from syncs.configuring.surveying import Ground, Survey, survey
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.apikeys import find_key
from tenants.models import Agency, ApiKey, AuditEntry, Tenant

from .files import FILE, SECRETS, changed

KEY = "lsk_live_abcdefgh_" + "x" * 43
NOW = timezone.now()


def look(
    agency: Agency, text: str = FILE, env: Mapping[str, str] = SECRETS, *, prune: bool = False
) -> Survey:
    """What applying this text would do."""
    tenants = {one.slug: one for one in Tenant.objects.filter(agency=agency)}
    return survey(read(text), Ground(agency, tenants, env), now=NOW, prune=prune)


def bring(
    agency: Agency, text: str = FILE, env: Mapping[str, str] = SECRETS, *, prune: bool = False
) -> Applied:
    """Apply this text."""
    done = apply(look(agency, text, env, prune=prune), actor="the test")
    assert done.trouble == ""
    return done


def told(agency: Agency, text: str = FILE, env: Mapping[str, str] = SECRETS) -> list[str]:
    """The plan's lines."""
    return look(agency, text, env).plan.told()


def written(agency: Agency) -> str:
    """The agency as a file."""
    return text_of(current(agency, list(Tenant.objects.filter(agency=agency))))


def refused(agency: Agency, text: str, env: Mapping[str, str] = SECRETS) -> list[str]:
    """Why the text can't be applied; nothing is."""
    before = written(agency)
    with pytest.raises(ConfigurationRefused) as caught:
        look(agency, text, env)
    assert written(agency) == before
    return [one.text for one in caught.value.wrongs]


@pytest.fixture
def applied(agency: Agency, transactional_db: None) -> Agency:
    """The agency after the file was applied."""
    bring(agency)
    return agency


def test_a_file_brings_everything_about(agency: Agency, transactional_db: None) -> None:
    assert told(agency)[:4] == [
        "+ blueprint “Solar” gets version 1",
        "    1 field",
        "Client North Wind (north-wind)",
        "  + the client is added",
    ]
    done = bring(agency)
    client = Tenant.objects.get(slug="north-wind")
    assert (client.phone_region, client.time_zone) == ("NO", "Europe/Oslo")
    with walls.inside(client):
        link = Connection.objects.get()
        source = Source.objects.select_related("mapping", "connection").get()
        live = MappingVersion.objects.get()
        follower = BlueprintClient.objects.select_related("version").get()
        entries = set(AuditEntry.objects.values_list("actor", "action"))
    assert (link.client_secret, link.state) == ("s3cret", "new")
    assert (source.mapping_id, source.connection_id) == (live.mapping_id, link.pk)
    assert (live.number, live.state) == (1, "live")
    assert follower.version.number == 1
    assert follower.overrides["set"] == {"mode": "create_only"}
    ((client_name, name, text),) = [(one.client, one.source, one.text) for one in done.keys]
    assert (client_name, name) == ("North Wind", "Website")
    key = find_key(text)
    assert key is not None
    assert key.pk == source.api_key_id
    assert done.waiting == (
        f"North Wind: “Production” is not connected yet. "
        f"Its page is /c/north-wind/connections/{link.pk}/",
    )
    assert {("the test", "configuration.applied"), ("the test", "key.made"),
            ("the test", "client.added"), ("the test", "source.added")} <= entries  # fmt: skip


def test_applied_again_it_changes_nothing_and_is_written_as_it_was(applied: Agency) -> None:
    assert look(applied).plan.is_empty
    before = written(applied)
    assert before == FILE.replace("NORTH_SECRET", "INLET_NORTH_WIND_PRODUCTION_CLIENT_SECRET")
    # What is written can be applied, though the variables it names are not there.
    assert look(applied, before, {}).plan.is_empty
    bring(applied, before, {})
    assert written(applied) == before


def test_a_whole_agency_comes_back_from_its_file(applied: Agency) -> None:
    before = written(applied).replace("north-wind", "south-wind").replace("_NORTH_", "_SOUTH_")
    again = Agency.objects.create(name=applied.name)
    bring(again, before, {"INLET_SOUTH_WIND_PRODUCTION_CLIENT_SECRET": "other"})
    assert written(again) == before


def test_a_changed_rule_becomes_a_new_version(applied: Agency) -> None:
    text = changed(**{"mode: create_only": "mode: update_only", "region: 'NO'": "region: DE"})
    assert told(applied, text) == [
        "Client North Wind (north-wind)",
        "  ~ its details change",
        "      region: “NO” → “DE”",
        "  ~ mapping “Leads” gets a new version",
        "      New and existing records is now update only; it was create only.",
    ]
    bring(applied, text)
    with walls.inside(Tenant.objects.get(slug="north-wind")):
        assert list(MappingVersion.objects.values_list("number", "state")) == [
            (2, "live"),
            (1, "retired"),
        ]
    assert look(applied, text).plan.is_empty


def test_a_secret_is_taken_from_the_environment_where_it_differs(applied: Agency) -> None:
    assert told(applied, env={"NORTH_SECRET": "new"}) == [
        "Client North Wind (north-wind)",
        "  ~ connection “Production” changes",
        "      client secret: taken from NORTH_SECRET",
    ]
    bring(applied, env={"NORTH_SECRET": "new"})
    with walls.inside(Tenant.objects.get(slug="north-wind")):
        assert Connection.objects.get().client_secret == "new"


def test_a_key_of_ones_own_takes_the_place_of_the_one_before(applied: Agency) -> None:
    text = changed(**{"key: generate": "key: {env: OUR_KEY}\n    scopes: [leads:read]"})
    env = {**SECRETS, "OUR_KEY": KEY}
    assert told(applied, text, env) == [
        "Client North Wind (north-wind)",
        "  ~ source “Website” gets the key that OUR_KEY holds",
        "      the key it has now ends at once",
    ]
    assert bring(applied, text, env).keys == ()
    key = find_key(KEY)
    assert key is not None
    assert key.scopes == ["leads:read"]
    with walls.inside(Tenant.objects.get(slug="north-wind")):
        assert ApiKey.objects.filter(revoked_at__isnull=True).count() == 1
    assert look(applied, text, env).plan.is_empty
    assert look(applied, text, SECRETS).plan.is_empty
    wider = text.replace("[leads:read]", "[leads:read, leads:write]")
    assert told(applied, wider, env)[1:] == [
        "  ~ the key of “Website” may do other things",
        "      scopes: leads:read → leads:read, leads:write",
    ]


REFUSED: list[tuple[str, str, dict[str, str], str]] = [
    ("source: person.title", "source: person[", SECRETS, "clients.0.mappings.0.rules.fields.1"),
    ("      match:\n      - email\n      mode", "      match: []\n      mode", SECRETS,
     "clients.0.mappings.0.rules.match"),
    ("      version: 1", "      version: 7", SECRETS, "clients.0.mappings.0.follows"),
    ("time_zone: Europe/Oslo", "time_zone: Mars/Base", SECRETS, "clients.0.time_zone"),
    ("https://northwind.my.salesforce.com", "https://evil.example", SECRETS,
     "clients.0.connections.0.host"),
    ("https://northwind.my.salesforce.com", "''", SECRETS, "clients.0.connections.0.host"),
    ("slug: north-wind", "slug: elsewhere", SECRETS, "clients.0.slug"),
    ("", "", {}, "clients.0.connections.0.client_secret"),
    ("key: generate", "key: {env: OUR_KEY}", SECRETS, "clients.0.sources.0.key"),
    ("key: generate", "key: {env: OUR_KEY}", SECRETS | {"OUR_KEY": "abc"},
     "clients.0.sources.0.key"),
    ("flow: client_credentials", "flow: jwt_bearer", SECRETS, "clients.0.connections.0.user"),
    ("environment: production", "environment: practice", SECRETS, "clients.0.connections.0.flow"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "env", "place"), REFUSED, ids=range(len(REFUSED)))
def test_what_can_not_be_applied_is_refused_with_its_place(
    agency: Agency, outsider: Tenant, old: str, new: str, env: dict[str, str], place: str
) -> None:
    found = refused(agency, FILE.replace(old, new) if old else FILE, env)
    assert place in found[0], found
    assert found[0].startswith("Line ")


def test_a_version_of_a_blueprint_never_changes(applied: Agency) -> None:
    text = changed(**{"    rules:\n      fields:\n      - lead_field: LastName\n"
                      "        contact_field: LastName\n":
                      "    rules:\n      fields:\n      - lead_field: LastName\n"})  # fmt: skip
    blueprint = text.replace("      - lead_field: LastName\n        source", "      - lead_field: "
                             "LastName\n        source", 1)  # fmt: skip
    assert "no version ever changes. Add version 2" in refused(applied, blueprint)[0]


def test_what_the_file_does_not_name_stays_unless_it_is_pruned(applied: Agency) -> None:
    start = FILE.index("  - name: Website")
    less = FILE[:start].replace("  sources:\n", "")
    assert look(applied, less).plan.is_empty
    client = Tenant.objects.get(slug="north-wind")
    with walls.inside(client):
        source = Source.objects.get()
        lead = InboundLead.objects.create(
            tenant=client, source=source, connection_id=source.connection_id, payload={}
        )
    found = look(applied, less, prune=True).plan
    assert found.told()[1:] == [
        "  - the key of “Website” ends; the source stays, since leads came through it"
    ]
    bring(applied, less, prune=True)
    assert look(applied, less, prune=True).plan.is_empty
    with walls.inside(client):
        lead.delete()
    bring(applied, less, prune=True)
    with walls.inside(client):
        assert not Source.objects.exists()
    bare = less[: less.index("  connections:")]
    assert look(applied, bare, prune=True).plan.told()[1:] == [
        "  - mapping “Leads” is removed with all its versions",
        "  - connection “Production” is disconnected and removed",
    ]
    bring(applied, bare, prune=True)
    with walls.inside(client):
        assert not Connection.objects.exists()
        assert not MappingVersion.objects.exists()
    assert look(applied, bare, prune=True).plan.is_empty


def test_nothing_of_another_agency_is_read_or_touched(
    applied: Agency, outsider: Tenant, other_door: Any
) -> None:
    before = written(outsider.agency)
    assert "elsewhere" not in written(applied)
    bring(applied, changed(**{"region: 'NO'": "region: DE"}))
    assert written(outsider.agency) == before


def test_a_key_that_is_in_use_leaves_the_client_as_it_was(applied: Agency) -> None:
    text = changed(**{"key: generate": "key: {env: OUR_KEY}"})
    bring(applied, text, {**SECRETS, "OUR_KEY": KEY})
    before = written(applied)
    two = text[text.index("- slug:") :].replace("north-wind", "south-wind")
    found = look(applied, f"{text}{two}", {**SECRETS, "OUR_KEY": KEY})
    done = apply(found, actor="the test")
    assert "North Wind stays as it was: The key that OUR_KEY holds is in use" in done.trouble
    tenants = [Tenant.objects.get(slug="north-wind")]
    assert text_of(current(applied, tenants)) == before
    with walls.inside(Tenant.objects.get(slug="south-wind")):
        assert not Source.objects.exists()
        assert not Connection.objects.exists()
