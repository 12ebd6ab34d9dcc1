"""What pages load is in the project, with its licence, and refers to nothing that is missing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
SHEETS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.css"))
SCRIPTS = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.js"))


@pytest.mark.parametrize("name", SHEETS)
def test_a_style_sheet_refers_to_files_that_exist(name: str) -> None:
    sheet = STATIC / name
    addresses = re.findall(r"url\(\s*[\"']?([^\"')]+)", sheet.read_text())
    files = [one for one in addresses if not one.startswith(("data:", "#"))]
    assert [one for one in files if not (sheet.parent / one).is_file()] == []


@pytest.mark.parametrize("name", SHEETS + SCRIPTS)
def test_no_file_points_to_a_source_map(name: str) -> None:
    assert "sourceMappingURL" not in (STATIC / name).read_text()


def test_everything_vendored_has_its_licence_and_version() -> None:
    folders = sorted(path.name for path in (STATIC / "vendor").iterdir())
    assert folders == ["dejavu", "htmx", "inter", "tabler", "tabler-icons"]
    for folder in folders:
        assert (STATIC / "vendor" / folder / "LICENSE").read_text().strip()
        assert re.search(r"\d+\.\d+\.\d+", (STATIC / "vendor" / folder / "VERSION").read_text())


def test_pages_load_files_that_exist_and_every_own_file_is_loaded() -> None:
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    admin = "".join(path.read_text() for path in ROOT.glob("*/admin.py"))
    loaded = set(re.findall(r"{% static '([^']+)' %}", templates))
    loaded |= set(re.findall(r'"(inlet/[^"]+)"', admin))
    own = {path.relative_to(STATIC).as_posix() for path in (STATIC / "inlet").iterdir()}
    assert [name for name in sorted(loaded) if not (STATIC / name).is_file()] == []
    assert own - loaded == set()


@pytest.mark.parametrize("name", [name for name in SCRIPTS if name.startswith("inlet/")])
def test_own_scripts_are_small_and_write_no_style_nor_evaluate(name: str) -> None:
    text = (STATIC / name).read_text()
    assert len(text.splitlines()) <= 80
    assert not re.search(r"\.style\b|\beval\(|new Function|innerHTML|document\.write", text)
