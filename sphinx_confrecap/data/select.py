"""Which part of a file belongs to a directive."""

from __future__ import annotations

from sphinx_confrecap.data.problems import Mark, Names, Problems, did_you_mean, nearest
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence

SECTIONS = ("sponsors", "playlist", "gallery", "speakers", "schedule")
KNOWN = ("event", *SECTIONS, "imported", "changes", "facts")
RESERVED = (*KNOWN, "markup", "found")
"""The keys at the top of an event file that are no names of its own."""
FLAT = ("order", "tiers", "invite", "past", "logos", "companies")
"""What stands beside a flat list of sponsors, or below ``sponsors`` in an event file."""
MARKUPS = ("markdown", "rst")
"""The languages that prose may be written in."""


_SIGNS = {"event": ("name",), "playlist": ("videos", "url")}


def is_event_file(document: Node) -> bool:
    """True if each directive has a key of its own in this document."""
    if not isinstance(document, Mapping):
        return False
    if "event" in document or "imported" in document:
        return True
    if isinstance(document.get("sponsors"), Sequence) and any(key in document for key in FLAT):
        return False  # a flat sponsor file
    return any(isinstance(document.get(key), (Mapping, Sequence)) for key in SECTIONS)


def has(document: Node | None, key: str, fragment: str | None) -> bool:
    """True unless a file lacks what :func:`section` asks it for; one that is broken does not.

    A file that is no event file has what its keys say that it is.
    """
    if document is None:
        return True
    if fragment is not None:
        return isinstance(document, Mapping) and fragment in document
    if is_event_file(document):
        return key in document
    keys = set(document) if isinstance(document, Mapping) else set()
    return not keys.isdisjoint(_SIGNS.get(key, ()))


def section(document: Node, key: str, fragment: str | None, problems: Problems) -> Node | None:
    """Return what ``document`` holds for the directive ``key``, or below the key ``fragment``.

    A key that is missing or empty is noted. Returns None for nothing.
    """
    keys = document if isinstance(document, Mapping) else Mapping()
    if fragment is not None:
        if fragment in keys:
            return _given(keys, fragment, problems)
        hint = did_you_mean(fragment, keys)
        problems.add(Mark(1, 1), f"there is no key '{fragment}'{hint}", lack=not hint)
        return None
    if is_event_file(document):
        _tell_unknown(keys, problems)
        if key in keys:
            return _given(keys, key, problems)
        if nearest(key, [name for name in keys if name not in KNOWN]) is None:
            problems.add(Mark(1, 1), f"this event file has no key '{key}'", lack=True)
        return None
    if key in keys and _given(keys, key, problems) is None:
        return None
    if "markup" in keys:
        document = Mapping.at(keys)
        document.update((name, keys[name]) for name in keys.scalars() if name != "markup")
    return document


def _tell_unknown(document: Mapping, problems: Problems) -> None:
    """Note the keys of an event file that stand at the wrong place, or are nearly known."""
    known = Names((*KNOWN, *FLAT))
    for key in document.scalars():
        if key in FLAT:
            problems.add(key, f"in an event file, '{key}' stands below 'sponsors'")
        elif key not in (*KNOWN, "markup") and (hint := known.hint(key)):
            problems.add(key, f"unknown key '{key}' in an event file{hint}")


def markup(document: Node, problems: Problems) -> str:
    """Return which of `MARKUPS` a file says that it is in; empty for none."""
    written = document.get("markup") if isinstance(document, Mapping) else None
    if written is None:
        return ""
    if isinstance(written, Scalar) and written in MARKUPS:
        return str(written)
    hint = did_you_mean(written, MARKUPS) if isinstance(written, Scalar) else ""
    at = document.key("markup") if isinstance(document, Mapping) and not written else written
    problems.add(at, f"markup must be {' or '.join(map(repr, MARKUPS))}{hint}")
    return ""


def _given(document: Mapping, key: str, problems: Problems) -> Node | None:
    value: Node = document[key]
    if value.is_null:
        problems.add(document.key(key), f"the key '{key}' is empty", lack=True)
        return None
    return value
