"""Who owns each field of a mapping: a page to approve, and the same as a file."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from mappings.guard_labels import ownership_table
from syncs.page_values.mapping import MappingHead
from syncs.page_values.mapping_more import OwnershipLine, OwnershipPage

from .mapping_rows import api_names
from .mappings import Agreed


def ownership_page(agreed: Agreed, head: MappingHead, *, now: datetime) -> OwnershipPage:
    """The table of the draft, or of what is live."""
    rules = agreed.rules
    names = {rule.key: (api_names(rule), rule.source) for rule in rules.fields}
    lines = []
    for row in ownership_table(rules):
        written, source = names.get(row.field, (row.field, ""))
        lines.append(
            OwnershipLine(
                label=row.label,
                api_names=written,
                source=source,
                owned=row.owner,
                effect=row.sentence,
            )
        )
    return OwnershipPage(now=now, head=head, version=_version(head), rows=tuple(lines))


def ownership_file(page: OwnershipPage, client: str, *, kind: str) -> str:
    """The table as Markdown ("md") or as plain text."""
    title = _("Who owns what: %(mapping)s, %(client)s") % {
        "mapping": page.head.name,
        "client": client,
    }
    if kind == "md":
        return _markdown(page, title)
    parts = [f"{row.label} ({row.api_names})\n  {row.owned}\n  {row.effect}" for row in page.rows]
    return "\n\n".join([title, page.version, *parts]) + "\n"


def _markdown(page: OwnershipPage, title: str) -> str:
    heads = (_("Salesforce field"), _("API name"), _("From the source"), _("Who owns it"),
             _("What that means"))  # fmt: skip
    rows = [(row.label, row.api_names, row.source, row.owned, row.effect) for row in page.rows]
    table = [_line(heads), _line(("---",) * len(heads)), *(_line(row) for row in rows)]
    return "\n".join([f"# {title}", "", page.version, "", *table]) + "\n"


def _line(cells: tuple[str, ...]) -> str:
    plain = (cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", " ") for cell in cells)
    return f"| {' | '.join(plain)} |"


def _version(head: MappingHead) -> str:
    if head.draft:
        return _("Draft of version %(number)d.") % {"number": head.draft}
    if head.live:
        return _("Version %(number)d, which is live.") % {"number": head.live}
    return _("Nothing is live yet.")
