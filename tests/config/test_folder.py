"""The data folder: whose it is, and what of it is ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from config.embedded.accounts import Account, hand_over, private_account
from config.embedded.folder import claim, locked, wipe
from config.embedded.keys import load_keys
from config.embedded.refusals import Refusal

AS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not AS_ROOT, reason="only root can give files away")


def test_a_new_folder_is_private_and_marked(data: Path) -> None:
    folder = claim(data / "deep")
    assert (folder, folder.stat().st_mode & 0o777) == (data / "deep", 0o700)
    assert [path.name for path in folder.iterdir()] == ["made-by-inlet"]


def test_a_folder_within_a_data_folder_is_one_of_its_own(data: Path) -> None:
    claim(data / "test")
    claim(data)
    wipe(data)
    assert (data / "test" / "made-by-inlet").exists()


def test_a_folder_with_things_under_our_names_is_refused(data: Path) -> None:
    (data / "postgres").mkdir(parents=True)
    with pytest.raises(Refusal, match="holds postgres, which Inlet did not make"):
        claim(data)


def test_a_folder_that_others_may_write_in_is_refused_and_left_so(data: Path) -> None:
    data.mkdir()
    data.chmod(0o770)
    with pytest.raises(Refusal, match=f"chmod go-w {data}"):
        claim(data)
    assert data.stat().st_mode & 0o777 == 0o770


@needs_root
def test_another_persons_folder_is_refused(data: Path) -> None:
    data.mkdir()
    os.chown(data, 12345, 12345)
    with pytest.raises(Refusal, match="belongs to user number 12345, and you are root"):
        claim(data)


def test_a_file_in_the_folders_place_is_said(data: Path) -> None:
    data.write_text("")
    with pytest.raises(Refusal, match="can't be used: File exists"):
        claim(data)


def test_the_lock_is_free_again_afterwards(data: Path) -> None:
    folder = claim(data)
    with locked(folder), pytest.raises(Refusal, match=f"{os.getpid()}"), locked(folder):
        pass
    with locked(folder):
        pass


def test_wiping_follows_no_link(data: Path, tmp_path: Path) -> None:
    folder = claim(data)
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter").write_text("dear")
    (folder / "valkey").symlink_to(mine)
    wipe(folder)
    assert not (folder / "valkey").is_symlink()
    assert (mine / "letter").read_text() == "dear"


def test_keys_are_made_once_and_each_is_its_own(data: Path) -> None:
    folder = claim(data)
    keys = load_keys(folder)
    assert load_keys(folder) == keys
    passwords = {keys.superuser, keys.owner, keys.app, keys.broker, keys.secret_key}
    assert (len(passwords), min(map(len, passwords))) == (5, 32)
    assert keys.vault_keys.startswith("k1:")


def test_data_whose_keys_are_gone_is_not_given_new_ones(data: Path) -> None:
    folder = claim(data)
    (folder / "postgres").mkdir()
    with pytest.raises(Refusal, match=r"secrets\.json is missing"):
        load_keys(folder)
    (folder / "secrets.json").write_text("{")
    with pytest.raises(Refusal, match="can't be read"):
        load_keys(folder)


@needs_root
def test_each_folder_has_a_server_account_that_belongs_to_nobody(tmp_path: Path) -> None:
    found = {private_account(tmp_path / str(number)) for number in range(50)}
    assert len(found) == 50
    named = {int(line.split(":")[2]) for line in Path("/etc/passwd").read_text().splitlines()}
    assert not named & {account.uid for account in found if account}


@needs_root
def test_handing_over_a_tree_leaves_what_its_links_point_at(tmp_path: Path) -> None:
    tree, mine = tmp_path / "tree", tmp_path / "mine"
    (tree / "deep").mkdir(parents=True)
    mine.write_text("")
    (tree / "deep" / "link").symlink_to(mine)
    hand_over(tree, Account(54321, 54322))
    owners = {path.name: path.lstat().st_uid for path in tree.rglob("*")}
    assert owners == {"deep": 54321, "link": 54321}
    assert (tree.stat().st_gid, mine.stat().st_uid) == (54322, 0)
