"""Which part of a file belongs to a directive."""

from __future__ import annotations

from sphinx_confrecap.data.problems import Mark, Problems, did_you_mean
from sphinx_confrecap.data.yamldoc import Mapping, Node, Sequence

SECTIONS = ("sponsors", "playlist", "gallery", "speakers", "schedule")


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

    A missing key is noted. Returns None for nothing.
    """
    keys = list(document) if isinstance(document, Mapping) else []
    if fragment is not None:
        if isinstance(document, Mapping) and fragment in document:
            return _given(document, fragment)
        problems.add(Mark(1, 1), f"there is no key '{fragment}'{did_you_mean(fragment, keys)}")
        return None
    if not is_event_file(document):
        return document
    if not isinstance(document, Mapping) or key not in document:
        problems.add(Mark(1, 1), f"this event file has no key '{key}'{did_you_mean(key, keys)}")
        return None
    return _given(document, key)


def _given(document: Mapping, key: str) -> Node | None:
    value: Node = document[document.key(key)]
    return None if getattr(value, "is_null", False) else value
