"""The tracking fields, created by an admin of the org who has no account here."""

from __future__ import annotations

import pytest
from django.test import Client

from connections.links import Maker
from connections.models import AdminLink, Connection
from connections.practice.opening import change_org, credentials_for
from connections.practice.rules.field_changes import without_field
from connections.practice.store.setups import setup_of
from connections.rehearsal import practice_org
from mappings.tracking import OBJECTS, TRACKING
from syncs import linking
from tenants import walls
from tests.connections.browser_alike import Person

from .conftest import Story

ADMIN = "System Administrator"


@pytest.fixture
def story_without_fields(story: Story) -> Story:
    """An org that nobody has given the fields yet."""
    org = practice_org(story.tenant)
    for sobject in OBJECTS:
        for one in TRACKING:
            change_org(
                org,
                lambda setup, sobject=sobject, name=one.name: without_field(
                    setup, sobject=sobject, field=name
                ),
            )
    return story


def admin_of(story: Story) -> Person:
    """The org's admin, in a browser of their own."""
    org = practice_org(story.tenant)
    username = next(one.username for one in setup_of(org).users if one.profile == ADMIN)
    login = credentials_for(org, username)
    return Person(Client(), login.username, login.password)


def link(story: Story) -> str:
    """The path of a link that is to create the fields."""
    with walls.inside(story.tenant):
        connection = Connection.objects.select_related("tenant").get()
    made = linking.create_link(connection, maker=Maker("Ana"), purpose="fields")
    return made.url[made.url.index("/connect/") :]


def has_fields(story: Story) -> set[bool]:
    """Whether the org has each of the fields."""
    objects = setup_of(practice_org(story.tenant)).objects
    return {
        any(field.name == one.name for field in objects[sobject].fields)
        for sobject in OBJECTS
        for one in TRACKING
    }


def test_an_admin_s_sign_in_creates_the_fields_once_and_keeps_no_access(
    story_without_fields: Story,
) -> None:
    story = story_without_fields
    assert has_fields(story) == {False}
    owen, path, before = admin_of(story), link(story), story.connection.user_id
    page = owen.browser.get(path).content.decode()
    assert "Create the fields" in page and f"{path}sign-in/" in page
    assert owen.sign_in(f"{path}sign-in/").url == path
    assert has_fields(story) == {True}
    assert story.connection.user_id == before
    after = owen.browser.get(path).content.decode()
    assert "/sign-in/" not in after and "External Person ID" in after


def test_who_may_not_customise_is_told_and_the_link_stays_open(
    story_without_fields: Story,
) -> None:
    story = story_without_fields
    org = practice_org(story.tenant)
    username = next(one.username for one in setup_of(org).users if one.profile == "Standard User")
    login = credentials_for(org, username)
    rep, path = Person(Client(), login.username, login.password), link(story)
    assert rep.sign_in(f"{path}sign-in/").url == path
    page = rep.browser.get(path).content.decode()
    assert "What stands in the way" in page and f"{path}sign-in/" in page
    assert has_fields(story) == {False}
    with walls.inside(story.tenant):
        assert AdminLink.objects.get().finished_at is None
