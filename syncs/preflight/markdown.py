"""The checklist as a text that an admin can read anywhere. Pure."""

from __future__ import annotations

from mappings.preflight import Finding, Level
from syncs.page_values.checklist import Checklist

_HEADINGS = {
    Level.BLOCKS: "Blocks leads",
    Level.LOOK: "Look at it",
    Level.UNSEEN: "Could not be checked",
    Level.IN_ORDER: "In order",
}


def markdown(checklist: Checklist) -> str:
    """The whole checklist: what, why, how to fix it and where."""
    when = f"{checklist.at:%d %B %Y, %H:%M} UTC" if checklist.at else "not yet"
    lines = [
        f"# Salesforce settings: {checklist.org_name or checklist.connection}",
        "",
        f"{checklist.summary} Checked: {when}, as {checklist.user_name or 'nobody'}.",
        "",
    ]
    for level, heading in _HEADINGS.items():
        found = checklist.of(level)
        if found:
            lines += [f"## {heading} ({len(found)})", ""]
            lines += [line for one in found for line in _finding(one)]
    return "\n".join(lines).rstrip() + "\n"


def _finding(one: Finding) -> list[str]:
    if one.level is Level.IN_ORDER:
        what = f"{one.what} {one.note}" if one.note else one.what
        return [f"- [x] **{_safe(one.title)}**: {_safe(what)}", ""]
    lines = [f"- [ ] **{_safe(one.title)}**", f"  {_safe(one.what)}"]
    for word, text in (("Why", one.why), ("Fix", one.fix), ("Where", one.setup_path)):
        if text:
            lines.append(f"  - {word}: {_safe(text)}")
    if one.note:
        lines.append(f"  - Note: {_safe(one.note)}")
    return [*lines, ""]


def _safe(text: str) -> str:
    """The text with what Markdown would read as its own put out of action, on one line."""
    plain = " ".join(text.split())
    return "".join(f"\\{one}" if one in "\\`*[]<>|" else one for one in plain)
