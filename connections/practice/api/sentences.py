"""What a call asked for, in a plain sentence: "Find by e-mail: 1 Lead, 0 Contacts". Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FIND, CREATE, UPDATE, DELETE, OTHER = "Find", "Create", "Update", "Delete", "Other"
_WRITES = (CREATE, UPDATE, DELETE)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was asked. `how`: by what was searched; for OTHER, the whole sentence."""

    kind: str
    sobject: str = ""
    count: int = 0
    how: str = ""


# (beginning of a path, the sentence); {rest} is what follows.
_RESOURCES = (
    ("composite/graph", "Save graphs of records"),
    ("composite/batch", "Send a batch of calls"),
    ("composite/tree/", "Create a tree from {rest}"),
    ("parameterizedSearch", "Search"),
    ("search", "Search"),
    ("tooling/query", "Read the definitions"),
)
_ATTEMPTS = {"POST": "Create", "PATCH": "Update", "DELETE": "Delete", "GET": "Read"}


def attempt(method: str, path: str) -> Note:
    """What a call tried that was refused. `path`: below the version."""
    for beginning, sentence in _RESOURCES:
        if path.startswith(beginning):
            return Note(OTHER, how=sentence.format(rest=path.removeprefix(beginning)))
    first, _, rest = path.partition("/")
    verb = _ATTEMPTS.get(method, method)
    if first == "sobjects" and rest:
        return Note(OTHER, how=f"{verb} 1 {rest.partition('/')[0]}")
    return Note(OTHER, how=f"{verb} {path}" if path else verb)


def counted(count: int, sobject: str) -> str:
    """ "1 Lead", "2 Leads"."""
    return f"{count} {sobject}" if count == 1 else f"{count} {sobject}s"


def say(notes: Iterable[Note]) -> str:
    """One sentence for all notes of a call."""
    kept = list(notes)
    parts = [_finds([note for note in kept if note.kind == FIND]), _writes(kept)]
    parts += dict.fromkeys(note.how for note in kept if note.kind == OTHER)
    return "; ".join(part for part in parts if part)


def written(notes: Iterable[Note], sobject: str) -> int:
    """How many records of an object were written."""
    return sum(note.count for note in notes if note.kind in _WRITES and note.sobject == sobject)


def _finds(notes: Sequence[Note]) -> str:
    if not notes:
        return ""
    ways = list(dict.fromkeys(way for note in notes for way in note.how.split(" or ") if way))
    start = f"Find by {' or '.join(ways)}" if ways else "Find"
    totals: Counter[str] = Counter()
    for note in notes:
        totals[note.sobject] += note.count
    if not any(totals.values()):
        return f"{start}: nobody"
    return f"{start}: {', '.join(counted(count, name) for name, count in totals.items())}"


def _writes(notes: Sequence[Note]) -> str:
    totals: Counter[tuple[str, str]] = Counter()
    for note in notes:
        if note.kind in _WRITES:
            totals[note.kind, note.sobject] += note.count
    parts = [f"{kind.lower()} {counted(count, name)}" for (kind, name), count in totals.items()]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]
