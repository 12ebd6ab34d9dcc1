"""An agency out of a file: `manage.py apply`, from nothing to a connected org and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from connections.models import Connection, State
from syncs.engine.running import run
from syncs.intake.accepting import accept
from syncs.models import InboundLead, Source
from tenants import walls
from tenants.access import Role
from tenants.apikeys import find_key
from tenants.models import Agency, Membership, Tenant, User
from tests.syncs.configuring.test_reading import example

REHEARSAL_KEY = "lsk_test_rehearse_" + "r" * 43
ENVIRONMENT = {"BRIGHTWATER_SECRET": "s3cret", "BRIGHTWATER_REHEARSAL_KEY": REHEARSAL_KEY}


@pytest.fixture
def file(
    practice_process: str,
    transactional_db: None,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Path:
    """The example of the docs, its secrets in the environment, and Maya, who has signed up."""
    settings.PRACTICE_URL = practice_process
    # The other process checks the password, with the hasher of production.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    User.objects.create_user("maya@harborpine.example", "x" * 12, name="Maya")
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    path = tmp_path / "clients.yaml"
    path.write_text(example())
    return path


def apply(capsys: Any, *given: Any, **options: Any) -> str:
    """What the command prints."""
    capsys.readouterr()
    call_command("apply", *(str(one) for one in given), **options)
    return str(capsys.readouterr().out)


OWNED = {"owner": "maya@harborpine.example"}


def test_the_example_of_the_docs_becomes_an_agency_once(file: Path, capsys: Any) -> None:
    planned = apply(capsys, file, plan=True, **OWNED)
    assert planned.startswith("+ the agency “Harbor & Pine” is added\n")
    assert "Nothing was changed yet." in planned
    assert not Agency.objects.exists()

    done = apply(capsys, file, **OWNED)
    assert done.startswith(planned.rpartition("\n10 would change")[0])
    key = next(word for word in done.split() if word.startswith("lsk_live_"))
    client = Tenant.objects.get(slug="brightwater")
    owner = Membership.objects.get(agency=client.agency)
    assert (owner.user.email, owner.role) == (OWNED["owner"], Role.OWNER)
    found, rehearsal = find_key(key), find_key(REHEARSAL_KEY)
    assert found is not None
    assert rehearsal is not None
    assert (found.name, rehearsal.scopes) == ("Website", ["leads:write"])
    assert "Its page is /c/brightwater/connections/" in done

    assert apply(capsys, file, **OWNED) == "Nothing to change.\n"
    assert apply(capsys, file, agency="Harbor & Pine", prune=True) == "Nothing to change.\n"


def test_the_practice_org_is_opened_and_takes_leads(file: Path, capsys: Any) -> None:
    apply(capsys, file, **OWNED)
    client = Tenant.objects.get(slug="brightwater")
    with walls.inside(client):
        link = Connection.objects.get(name="Practice org")
        source = Source.objects.get(name="Rehearsal")
    assert link.state == State.CONNECTED
    lead = {"person": {"last_name": "Shah", "email": "priya@x.example"},
            "company": {"name": "Fernhill", "industry": "Homeowners"}}  # fmt: skip
    accept(source, [lead])
    while run(client.pk, link.pk):
        pass
    with walls.inside(client):
        row = InboundLead.objects.get()
    assert (row.state, row.record_id[:3]) == ("created", "00Q"), row.reason


def test_what_is_exported_changes_nothing_and_is_exported_alike(
    file: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply(capsys, file, **OWNED)
    written = apply(capsys, export=True, agency="Harbor & Pine")
    assert "s3cret" not in written
    assert REHEARSAL_KEY not in written
    file.write_text(written)
    for name in ENVIRONMENT:
        monkeypatch.delenv(name)
    assert apply(capsys, file) == "Nothing to change.\n"
    assert apply(capsys, export=True, agency="Harbor & Pine") == written


def test_what_is_wrong_is_told_and_nothing_is_changed(file: Path, capsys: Any) -> None:
    with pytest.raises(CommandError, match="name with --owner"):
        apply(capsys, file)
    with pytest.raises(CommandError, match="Nobody has signed up"):
        apply(capsys, file, owner="x@y.example")
    text = file.read_text().replace("unknown: hold", "unknown: keep", 1)
    file.write_text(text.replace("region: GB", "region: England", 1))
    with pytest.raises(CommandError) as refused:
        apply(capsys, file, **OWNED)
    assert "Nothing was changed.\nLine " in str(refused.value)
    assert "“keep” is none of “pass”, “default”, “hold”." in str(refused.value)
    with pytest.raises(CommandError, match="can’t be read"):
        apply(capsys, file.parent / "nothing.yaml")
    with pytest.raises(CommandError, match="Say with --agency"):
        apply(capsys, export=True, agency="Elsewhere")
    assert not Agency.objects.exists()
