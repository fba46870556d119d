"""An event file without the short forms in which people write it."""

from __future__ import annotations

from typing import Any

from sphinx_confrecap.data import select, yamldoc
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.fields import ByName, Converter, Each, Entries, RefusedError
from sphinx_confrecap.data.gallery import Gallery, Photo
from sphinx_confrecap.data.people import Speaker, Speakers
from sphinx_confrecap.data.playlist import Playlist, Video
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import Record
from sphinx_confrecap.data.schedule import Schedule
from sphinx_confrecap.data.sponsors import Sponsors
from sphinx_confrecap.data.yamldoc import Node, Sequence

MODELS: dict[str, type[Record]] = {
    "event": Event,
    "sponsors": Sponsors,
    "playlist": Playlist,
    "gallery": Gallery,
    "speakers": Speakers,
    "schedule": Schedule,
}
"""What stands below the known keys of an event file."""

_HOLDERS = {"playlist": "videos", "gallery": "photos"}
_KINDS: dict[str, type[Record]] = {"src": Photo, "url": Video, "name": Speaker}
"""By what lists below a site's own keys are known."""


def document(written: yamldoc.Mapping, problems: Problems) -> yamldoc.Mapping:
    """Return an event file in full; a section of no usable shape stays as it is."""
    found = yamldoc.Mapping.at(written)
    for key in written.scalars():
        found[key] = form(converter_of(key, written[key]), written[key], problems)
    return found


def converter_of(key: str, value: Node) -> Converter[Any] | None:
    """Return what reads a value at the top of an event file; None if nobody knows.

    Below a key of a site's own may stand talks, photos or people.
    """
    if key in MODELS:
        return MODELS[key]
    if isinstance(value, yamldoc.Mapping) and key not in select.RESERVED:
        return next((MODELS[key] for key, word in _HOLDERS.items() if word in value), None)
    if isinstance(value, Sequence):
        written = {word for item in value if isinstance(item, yamldoc.Mapping) for word in item}
        return next((Entries(_KINDS[word]) for word in _KINDS if word in written), None)
    return None


def form(converter: Converter[Any] | None, value: Node, problems: Problems) -> Node:
    """Return what a record or a converter reads in its full form."""
    if value.is_null:
        return value
    if isinstance(converter, type) and issubclass(converter, Record):
        return _record(converter, value, problems)
    if isinstance(converter, Entries):
        value = converter.listed(value, problems)
    if isinstance(converter, (Entries, Each)) and isinstance(value, Sequence):
        listed = Sequence.at(value)
        listed += [form(converter.of, item, problems) for item in value]
        return listed
    if isinstance(converter, ByName) and isinstance(value, yamldoc.Mapping):
        named = yamldoc.Mapping.at(value)
        named.update((key, form(converter.of, value[key], problems)) for key in value.scalars())
        return named
    return form(converter.of, value, problems) if isinstance(converter, Each) else value


def _record(model: type[Record], value: Node, problems: Problems) -> Node:
    try:
        shaped = model.shape(value, problems)
    except RefusedError as refused:
        refused.note(problems, value)
        return value
    if not isinstance(shaped, yamldoc.Mapping):
        return shaped
    found = yamldoc.Mapping.at(shaped)
    for key in shaped.scalars():
        field = model.fields.get(key)
        found[key] = form(field.converter if field else None, shaped[key], problems)
    return found
