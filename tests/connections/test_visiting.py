"""An admin's own token, lent for one errand: never stored, ended afterwards."""

from __future__ import annotations

import pytest

from connections import links, soql
from connections.consents import Taken
from connections.errors import LINK_OVER, WRONG_ORG, ConfigurationError
from connections.links import LinkState, Maker
from connections.models import AdminLink, Connection, Purpose
from connections.visiting import as_admin
from tenants import walls

from .conftest import stored
from .orgs import composite, rows
from .scripted import Answer, Script
from .sign_in_host import OTHER_ORG, introduction, tokens

BACK = "https://inlet.example/back"
LEADS = [soql.select("Lead", ["Id"])]
ENDED = Answer(b"", kind="")


@pytest.fixture
def taken(connected: Connection) -> Taken:
    with walls.inside(connected.tenant_id):
        link, _ = links.make_link(connected, purpose=Purpose.FIELDS, maker=Maker("Ana"))
    return Taken(connected, "v" * 43, link.pk)


def state(taken: Taken) -> tuple[LinkState, str]:
    with walls.inside(taken.connection.tenant_id):
        link = AdminLink.objects.get(pk=taken.link_id)
    return links.state_of(link, now=link.made_at), link.approved_by


def test_the_errand_is_done_as_the_admin_and_the_token_ends(taken: Taken, script: Script) -> None:
    before = vars(stored(taken.connection)) | {"_state": None}
    script.say(tokens(script, 9), composite(rows()), *introduction(), ENDED)
    with as_admin(taken, "c0de", redirect_uri=BACK) as org:
        assert org.find(LEADS) == [[]]
    assert script.seen[1].headers["Authorization"] == "Bearer a9"
    assert (script.seen[-1].path, script.seen[-1].form) == (
        "/services/oauth2/revoke", {"token": "r9"},
    )  # fmt: skip
    assert state(taken) == (LinkState.USED, "Lead Sync (sync@acme.example)")
    assert vars(stored(taken.connection)) | {"_state": None} == before


def test_an_errand_that_breaks_off_leaves_the_link_open_and_ends_the_token(
    taken: Taken, script: Script
) -> None:
    script.say(tokens(script, 9), ENDED)
    with pytest.raises(RuntimeError), as_admin(taken, "c0de", redirect_uri=BACK):
        raise RuntimeError
    assert script.seen[-1].form == {"token": "r9"}
    assert state(taken)[0] == LinkState.OPEN


def test_an_admin_of_another_org_does_nothing(taken: Taken, script: Script) -> None:
    script.say(tokens(script, 9, org=OTHER_ORG), ENDED)
    with (
        pytest.raises(ConfigurationError) as caught,
        as_admin(taken, "c0de", redirect_uri=BACK),
    ):
        pytest.fail("The errand began.")
    assert (caught.value.code, script.seen[-1].form) == (WRONG_ORG, {"token": "r9"})
    assert state(taken)[0] == LinkState.OPEN


def test_a_link_that_ended_meanwhile_lends_nothing(taken: Taken, script: Script) -> None:
    assert taken.link_id is not None
    with walls.inside(taken.connection.tenant_id):
        links.revoke_link(taken.link_id)
    script.say(tokens(script, 9), ENDED)
    with (
        pytest.raises(ConfigurationError) as caught,
        as_admin(taken, "c0de", redirect_uri=BACK),
    ):
        pytest.fail("The errand began.")
    assert (caught.value.code, script.seen[-1].form) == (LINK_OVER, {"token": "r9"})
