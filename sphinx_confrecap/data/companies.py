"""One sponsor in several tiers: what is written once counts for every entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import Sponsor

# `for`, `text` and `hidden` belong to the entry.
_SHARED = ("id", "url", "logo", "alt", "scale", "plate", "links", "rel")


def joined(entries: Iterable[Sponsor], problems: Problems) -> dict[int, Sponsor]:
    """Return, by the ``id()`` of each entry, the entry with all that is known of its sponsor.

    Entries are of one sponsor if their ids are equal, or their names but for case, spaces and
    punctuation. Two different values are noted as a conflict, and the first one counts.
    """
    entries = list(entries)
    by_name = {same_name(entry.name): str(entry.id) for entry in reversed(entries) if entry.id}
    known: dict[str, dict[str, tuple[object, Sponsor]]] = {}
    named: dict[str, Sponsor] = {}
    keys = []
    for entry in entries:
        name = same_name(entry.name)
        key = f"id:{entry.id}" if entry.id else f"id:{by_name[name]}" if name in by_name else name
        keys.append(key)
        facts = known.setdefault(key, {})
        first_named = named.setdefault(key, entry)
        if same_name(first_named.name) != name:
            problems.add(entry.where("name"), _conflict(entry, first_named, "name"))
        written = entry.written
        for field in _SHARED:
            if field not in written:
                continue
            value = getattr(entry, field)
            first, owner = facts.setdefault(field, (value, entry))
            if first != value:
                problems.add(entry.where(field), _conflict(entry, owner, field))
    found = {}
    times = Counter(keys)
    for entry, key in zip(entries, keys, strict=True):
        if times[key] == 1:
            found[id(entry)] = entry
            continue
        values = {field: fact[0] for field, fact in known[key].items()}
        if same_name(entry.name) != same_name(named[key].name):
            values["name"] = named[key].name
        found[id(entry)] = entry.replace(**values)
    return found


def _conflict(entry: Sponsor, owner: Sponsor, field: str) -> str:
    line = owner.where(field).line
    return f"'{entry.name}' has another '{field}' on line {line}; that one counts"
