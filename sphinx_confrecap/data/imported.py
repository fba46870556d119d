"""What an event file imports, joined with what it says itself, as one file.

Short forms are brought into the full one first. Then mappings join by key and records by their ids;
any other list is taken whole. What the file says itself wins, empty takes away. Each value keeps
its place, and so its file.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import reduce
from typing import Any

from sphinx_confrecap.data import full, yamldoc
from sphinx_confrecap.data.fields import ByName, Converter, Entries
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import Record
from sphinx_confrecap.data.same import Pairs, date_of, is_a_name, keys_of
from sphinx_confrecap.data.same import pairs as pairs_of
from sphinx_confrecap.data.schedule import Schedule, ScheduleDay, Session
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.yamldoc import Node, Scalar, Sequence

MOST = 100
"""So many files an event file may import."""


def names(document: yamldoc.Mapping, problems: Problems) -> list[Scalar]:
    """Return the names of the files that an event file imports; what is none is noted."""
    written = document.get("imported")
    if written is None or written.is_null:
        return []
    listed = written if isinstance(written, Sequence) else [written]
    found: dict[Scalar, None] = {}
    for name in listed:
        if not isinstance(name, Scalar) or not name.strip():
            problems.add(name, "'imported' must be the name of a YAML file, or a list of names")
        elif name in found:
            problems.add(name, f"'{name}' is imported twice")
        elif len(found) == MOST:
            problems.add(name, f"more than {MOST} files are imported; '{name}' is left out")
            break
        else:
            found[name] = None
    return list(found)


def fit(document: Node, problems: Problems) -> yamldoc.Mapping | None:
    """Return what counts of an imported file; None if it is no event file, which is noted.

    Files that are imported neither import nor change.
    """
    if not isinstance(document, yamldoc.Mapping):
        sentence = "an imported file is a mapping with sections, such as 'schedule:'"
        problems.add(document, sentence)
        return None
    found = yamldoc.Mapping.at(document)
    for key in document.scalars():
        if key in ("imported", "changes"):
            sentence = f"'{key}' counts in the file that imports this one only, and is left out"
            problems.add(key, sentence)
        elif key != "markup":
            found[key] = document[key]
    return found


def joined(
    document: yamldoc.Mapping, imported: Iterable[yamldoc.Mapping], problems: Problems
) -> yamldoc.Mapping:
    """Return an event file with all that it imports; of two imported files the first one wins."""
    trees = [full.document(one, problems) for one in (document, *imported)]
    return reduce(lambda other, own: _mappings(own, other, full.converter_of), reversed(trees))


# -- joining -------------------------------------------------------------------------------------

_Of = Callable[[str, Node], object]
"""From a key and its value to what reads the value."""


def merged(model: type[Record], own: yamldoc.Mapping, other: yamldoc.Mapping) -> yamldoc.Mapping:
    """Return a record that says what ``own`` does, and else what ``other`` does, in full forms."""
    return _mappings(own, other, lambda key, _value: _field(model, key), _required(model))


def _field(model: type[Record], key: str) -> Converter[Any] | None:
    field = model.fields.get(key)
    return field.converter if field else None


def _required(model: type[Record]) -> frozenset[str]:
    return frozenset(key for key, field in model.fields.items() if field.required)


def _join(own: Node, other: Node, converter: object) -> Node:
    if isinstance(own, yamldoc.Mapping) and isinstance(other, yamldoc.Mapping):
        if isinstance(converter, ByName):
            return _mappings(own, other, lambda _key, _value: converter.of)
        if isinstance(converter, type) and issubclass(converter, Schedule):
            return _schedules(own, other, converter)
        if isinstance(converter, type) and issubclass(converter, Record):
            return merged(converter, own, other)
        return _mappings(own, other, lambda _key, _value: None)
    if isinstance(own, Sequence) and isinstance(other, Sequence) and isinstance(converter, Entries):
        return _records(own, other, converter.of)
    join = next((one for one in (_days, _rooms) if one is converter), None)
    return join(own, other) if join else own


def _mappings(
    own: yamldoc.Mapping,
    other: yamldoc.Mapping,
    converter: _Of,
    required: frozenset[str] = frozenset(),
) -> yamldoc.Mapping:
    """Join by key. What is taken away but required stays as nothing, for the message's place."""
    keys = {str(key): key for key in own.scalars()}
    found = yamldoc.Mapping.at(own)
    for key in other.scalars():
        if key not in keys:
            found[key] = other[key]
        elif not own[key].is_null:
            found[keys[key]] = _join(own[key], other[key], converter(key, own[key]))
        elif key in required:
            found[keys[key]] = own[key]
    for key in keys.values():
        if key not in other:
            found[key] = own[key]
    return found


def _records(own: Sequence, other: Sequence, model: Converter[Any]) -> Sequence:
    pairs = pairs_of(own, other, lambda item: keys_of(model, item))
    found = Sequence.at(own)
    for item in other:
        mine = pairs.get(id(item))
        found.append(item if mine is None else _one(model, mine, item))
    taken = {id(mine) for mine in pairs.values()}
    found += [item for item in own if id(item) not in taken]
    return found


def _one(model: Converter[Any], own: yamldoc.Mapping, other: yamldoc.Mapping) -> Node:
    if model is Video and is_a_name(own):
        return other
    return _join(own, other, model)


def _schedules(
    own: yamldoc.Mapping, other: yamldoc.Mapping, model: type[Record]
) -> yamldoc.Mapping:
    """Join two schedules: rooms by name, days by date, sessions by id over all days."""
    special = {"days": _days, "rooms": _rooms}
    return _mappings(
        own, other, lambda key, _value: special.get(key) or _field(model, key), _required(model)
    )


def _rooms(own: Node, other: Node) -> Node:
    """Join lists of rooms; a room that is but a name says nothing new of one that is known."""
    listed = [one if isinstance(one, Sequence) else [one] for one in (own, other)]
    mine = {_room(room): room for room in listed[0]}
    found = Sequence.at(own)
    for room in listed[1]:
        known = mine.pop(_room(room), None)
        found.append(_join(known, room, None) if isinstance(known, yamldoc.Mapping) else room)
    found += mine.values()
    return found


def _room(room: Node) -> Hashable:
    name = room.get("name") if isinstance(room, yamldoc.Mapping) else room
    return same_name(name) if isinstance(name, Scalar) else id(room)


def _days(own: Node, other: Node) -> Node:
    """Join the days; a session that stands under another day in ``own`` moves there."""
    if not (isinstance(own, Sequence) and isinstance(other, Sequence)):
        return own
    days = pairs_of(own, other, lambda day: [date_of(day)], is_first=True)
    homes = {id(session): day for day in (*own, *other) for session in _sessions(day)}

    def keys(session: Node) -> list[Hashable]:
        known = keys_of(Session, session)
        return [key and (key, date_of(homes[id(session)])) for key in known[:1]] + known

    mine = [session for day in own for session in _sessions(day)]
    pairs = pairs_of(mine, [session for day in other for session in _sessions(day)], keys)
    taken = {id(day) for day in days.values()}
    found = Sequence.at(own)
    found += [_day(days.get(id(day)), day, pairs, homes) for day in other]
    found += [_day(day, None, pairs, homes) for day in own if id(day) not in taken]
    return found


def _day(own: Node | None, other: Node | None, known: Pairs, homes: dict[int, Node]) -> Node:
    """Return a day with its sessions: those known in their order, new and moved ones behind."""
    parts = [part for part in (own, other) if isinstance(part, yamldoc.Mapping)]
    if not parts:
        return next(day for day in (own, other) if day is not None)
    found = yamldoc.Mapping.at(parts[0])
    found.update(merged(ScheduleDay, *parts) if len(parts) == 2 else parts[0])
    if not isinstance(found.get("sessions"), Sequence):
        return found
    listed, placed = Sequence.at(found["sessions"]), set()
    for old in _sessions(other):
        new = known.get(id(old))
        if new is None:
            listed.append(old)
        elif homes[id(new)] is own:
            listed.append(_join(new, old, Session))
            placed.add(id(new))
    for session in _sessions(own):
        if id(session) not in placed:
            moved = known.inverse.get(id(session))
            listed.append(session if moved is None else _join(session, moved, Session))
    found[found.key("sessions")] = listed
    return found


def _sessions(day: Node | None) -> Sequence:
    found = day.get("sessions") if isinstance(day, yamldoc.Mapping) else None
    return found if isinstance(found, Sequence) else Sequence()
