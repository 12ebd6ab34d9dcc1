"""The tables in docs/agreement.md, made from what the code says of itself.

    DJANGO_SETTINGS_MODULE=config.settings.test python -m tests.mappings.tables_of_docs

writes them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from mappings.rules import Guard
from mappings.transforms.catalogue import CATALOGUE

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"


def transforms() -> str:
    """Every transform, what it does and what it takes."""
    lines = ["| transform | what it does | parameters |", "|---|---|---|"]
    for entry in CATALOGUE.values():
        taken = ", ".join(f"`{one.name}`" for one in entry.parameters)
        lines.append(f"| `{entry.name}` | {_cell(entry.doc)} | {taken} |")
    return "\n".join(lines)


def guards() -> str:
    """Every ownership rule."""
    lines = ["| rule | in words | parameters |", "|---|---|---|"]
    for kind in get_args(get_args(Guard)[0]):
        names = [name for name in kind.__dataclass_fields__ if name != "rule"]
        taken = ", ".join(f"`{name}`" for name in names)
        tag = kind.__dataclass_fields__["rule"].default
        lines.append(f"| `{tag}` | {_cell(kind.__doc__ or '')} | {taken} |")
    return "\n".join(lines)


def written(page: str) -> str:
    """The page with its tables as they are now."""
    for name, table in _tables():
        block = f"<!-- {name} -->\n{table}\n<!-- end -->"
        page = re.sub(rf"<!-- {name} -->\n.*?<!-- end -->", lambda _, b=block: b, page, flags=re.S)
    return page


def _tables() -> Iterator[tuple[str, str]]:
    yield "transforms", transforms()
    yield "guards", guards()


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text()))
