"""Which part of a file belongs to a directive."""

from __future__ import annotations

from sphinx_confrecap.data.problems import Mark, Problems, did_you_mean, nearest
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence

SECTIONS = ("sponsors", "playlist", "gallery", "speakers", "schedule")
KNOWN = ("event", *SECTIONS)


def is_event_file(document: Node) -> bool:
    """True if each directive has a key of its own in this document."""
    if not isinstance(document, Mapping):
        return False
    if isinstance(document.get("sponsors"), Sequence) and "order" in document:
        return False  # a flat sponsor file
    return "event" in document or any(
        isinstance(document.get(key), (Mapping, Sequence)) for key in SECTIONS
    )


def section(document: Node, key: str, fragment: str | None, problems: Problems) -> Node | None:
    """Return what ``document`` holds for the directive ``key``, or below the key ``fragment``.

    A key that is missing or empty is noted. Returns None for nothing.
    """
    keys = document if isinstance(document, Mapping) else Mapping()
    if fragment is not None:
        if fragment in keys:
            return _given(keys, fragment, problems)
        problems.add(Mark(1, 1), f"there is no key '{fragment}'{did_you_mean(fragment, keys)}")
        return None
    if is_event_file(document):
        if key in keys:
            return _given(keys, key, problems)
        meant = nearest(key, keys)
        if meant in (None, *KNOWN):
            problems.add(Mark(1, 1), f"this event file has no key '{key}'")
        else:
            sentence = f"unknown key '{meant}' in an event file; did you mean '{key}'?"
            problems.add(keys.key(meant), sentence)
        return None
    if key in keys and _given(keys, key, problems) is None:
        return None
    return document


def _given(document: Mapping, key: str, problems: Problems) -> Node | None:
    value: Node = document[key]
    if isinstance(value, Scalar) and value.is_null:
        problems.add(document.key(key), f"the key '{key}' is empty")
        return None
    return value
