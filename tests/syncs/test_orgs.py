"""What is known of an org when leads are decided and rules are checked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connections.documents import document_of
from connections.models import Connection
from connections.org_facts import OrgFacts
from mappings.defaults import default_rules
from mappings.models import SchemaSnapshot
from mappings.orgs import Org
from mappings.publishing import NotPublished, NotSaved, open_draft, publish_rules, save_draft
from mappings.rules import FieldRule, ValueMap
from syncs.orgs import org_of, orgs_of
from tenants import walls
from tests.mappings.preflight.facts import good, picklist, with_field
from tests.syncs.conftest import Door

NOW = datetime(2026, 11, 23, tzinfo=UTC)


@pytest.fixture
def connection(door: Door) -> Any:
    """The door's connection, inside the walls."""
    with walls.inside(door.tenant):
        yield Connection.objects.select_related("tenant").get(pk=door.source.connection_id)


def look(connection: Connection, facts: OrgFacts) -> None:
    SchemaSnapshot.objects.create(
        tenant_id=connection.tenant_id, connection=connection, facts=document_of(facts), digest="x"
    )


def test_an_org_that_was_never_looked_at_has_no_objects(door: Door, connection: Connection) -> None:
    assert org_of(connection, now=NOW) == Org(region="US", now=NOW)
    assert orgs_of(door.source.mapping, now=NOW) == (Org(region="US", now=NOW),)


def test_the_newest_look_counts_and_is_read_once(
    connection: Connection, django_assert_num_queries: Any
) -> None:
    look(connection, OrgFacts())
    look(connection, good())
    seen = org_of(connection, now=NOW)
    assert seen.field("Lead", "Title") == good().objects["Lead"].fields["Title"]
    assert (seen.user_id, seen.region) == (good().user.id, "US")
    with django_assert_num_queries(1):
        assert org_of(connection, now=NOW) == seen


RATING = FieldRule(
    lead_field="Rating", source="custom.rating", value_map=ValueMap(pairs=(("hot", "Hott"),))
)


def test_a_wrong_rule_is_refused_wherever_it_is_saved(door: Door, connection: Connection) -> None:
    mapping, rules = door.source.mapping, default_rules()
    wrong = default_rules(fields=(*rules.fields, RATING))
    draft = open_draft(mapping)
    # Nobody knows better before the org was looked at.
    draft = save_draft(draft, wrong, revision=0)
    draft = save_draft(draft, rules, revision=1)
    look(connection, with_field(good(), "Rating", picklist("Rating", "Hot", "Cold")))
    problem = "Rating, pair 1: The picklist Rating has no “Hott”. Did you mean “Hot”?"
    with pytest.raises(NotSaved) as refused:
        save_draft(draft, wrong, revision=2)
    assert refused.value.problems == (problem,)
    with pytest.raises(NotPublished) as stopped:
        publish_rules(mapping, wrong)
    assert stopped.value.problems == (problem,)
