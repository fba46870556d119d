"""Corrections of single records by their anchors, and what is taken away.

``session-s12: {room: Dock 2}`` changes one session wherever it is shown. All joins of records are
made before: a talk whose title is corrected is still that of its session. The trees that are
changed are full and nobody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from sphinx_confrecap.data import full, imported, joins, patterns, yamldoc, youtube
from sphinx_confrecap.data.fields import FLAG, ByName, Converter, Entries
from sphinx_confrecap.data.gallery import Photo
from sphinx_confrecap.data.people import Speaker
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.problems import Code, Names, Problems
from sphinx_confrecap.data.record import Record
from sphinx_confrecap.data.same import keys_of, text_of
from sphinx_confrecap.data.schedule import Session
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.sponsors import Sponsor, Tier
from sphinx_confrecap.data.yamldoc import Changed, Node, Scalar, Sequence
from sphinx_confrecap.data.youtube import AddressError

Places: TypeAlias = Mapping[tuple[str, str], Mapping[str, str]]
"""By file and text of a pattern of photos: what it finds, paths by their anchors."""

_SHARED = {name.rstrip("_"): name.rstrip("_") for name in joins.SHARED} | {"video": "url"}
"""What a talk takes from its session, by the session's keys."""


def hides(document: yamldoc.Mapping) -> bool:
    """True if anything in a file is hidden."""
    inside = yamldoc.everything(document)
    return any("hidden" in one for one in inside if isinstance(one, yamldoc.Mapping))


def make(  # noqa: PLR0913 (all that a change may ask for)
    document: yamldoc.Mapping,
    wanted: Node | None,
    found: Iterable[Node],
    companies: Iterable[Sponsor],
    photos: Places,
    problems: Problems,
) -> None:
    """Change a document in full form: fill in what was ``found``, then make the ``wanted`` changes.

    An anchor that nothing has, or several records, is noted, but for those of ``found``, which
    nobody writes by hand. A photo that only a pattern finds has a record of its own from then on.
    """
    known = _mapping(wanted, "changes", problems)
    gifts = [gift for one in found if (gift := _mapping(one, "found", problems))]
    if any(key.startswith("video-") for one in (known, *gifts) for key in one):
        _write_recordings(document)
    edition = _Edition(document, companies)
    for gift in gifts:
        for anchor in gift.scalars():
            things = edition.anchors.get(anchor, [])
            if len(things) == 1 and isinstance(gift[anchor], yamldoc.Mapping):
                edition.fill(things[0], gift[anchor], problems)
    edition.list_photos([key for key in known.scalars() if key not in edition.anchors], photos)
    names = Names([*edition.anchors, *(anchor for one in photos.values() for anchor in one)])
    for anchor in known.scalars():
        things, change = edition.anchors.get(anchor, []), known[anchor]
        if not isinstance(change, yamldoc.Mapping):
            sentence = f"'{anchor}' must be a mapping of keys to values, such as {{hidden: true}}"
            problems.add(anchor, sentence)
        elif not things:
            sentence = f"there is no '{anchor}' in this edition{names.hint(anchor)}"
            problems.add(anchor, sentence, Code.REFERENCE)
        elif len(things) > 1:
            sentence = f"several records are called '{anchor}'; give each an 'id'"
            problems.add(anchor, sentence, Code.REFERENCE)
        else:
            edition.change(things[0], change, problems)
    edition.hide()


def patterns_of(document: yamldoc.Mapping) -> list[Scalar]:
    """Return what the photos of a file in full form name: pictures, folders, patterns."""
    found = (
        slot.value.get("src")
        for key in document.scalars()
        for slot in _slots(full.converter_of(key, document[key]), document[key])
        if slot.model is Photo
    )
    return [text for text in found if isinstance(text, Scalar)]


def _mapping(value: Node | None, key: str, problems: Problems) -> yamldoc.Mapping:
    if isinstance(value, yamldoc.Mapping):
        return value
    if value is not None and not value.is_null:
        sentence = f"'{key}' must be a mapping from anchors, such as 'session-opening', to values"
        problems.add(value, sentence)
    return yamldoc.Mapping()


def _write_recordings(document: yamldoc.Mapping) -> None:
    """List the talks of a playlist that has those of its sessions, so that each can be changed."""
    playlist, schedule = document.get("playlist"), document.get("schedule")
    if not isinstance(playlist, yamldoc.Mapping) or "videos" in playlist or schedule is None:
        return
    videos = Sequence.at(playlist)
    for slot in _slots(full.MODELS["schedule"], schedule):
        address = slot.value.get("video") if slot.model is Session else None
        if isinstance(address, Scalar) and _keys(address):
            talk = yamldoc.Mapping.at(address)
            talk[Scalar.at(address, "url")] = address
            videos.append(talk)
    playlist[Scalar.at(playlist, "videos")] = videos


# -- the records of an edition -------------------------------------------------------------------


class _Slot:
    """A record, and the list or mapping that holds it."""

    def __init__(
        self,
        model: type[Record],
        value: yamldoc.Mapping,
        holder: Sequence | yamldoc.Mapping,
        key: Any,  # noqa: ANN401 (of the holder)
    ) -> None:
        self.model, self.value, self.holder, self.key = model, value, holder, key
        self.is_gone = False

    def put(self, value: yamldoc.Mapping) -> None:
        """Put another record there, which knows what stood there before."""
        changed = Changed(self.value)
        changed.update(value)
        self.value = self.holder[self.key] = changed


_Thing: TypeAlias = list[_Slot]
"""What an anchor names: a record, all entries of a sponsor, a person in several lists."""


class _Edition:
    """All records of an edition, by their anchors, and which talks are of which sessions."""

    def __init__(self, document: yamldoc.Mapping, companies: Iterable[Sponsor]) -> None:
        self.slots = [
            slot
            for key in document.scalars()
            for slot in _slots(full.converter_of(key, document[key]), document[key])
        ]
        self.sessions: dict[int, list[_Slot]] = {}
        self.talks: dict[int, list[_Slot]] = {}
        self._join(document)
        self.anchors: dict[str, list[_Thing]] = {}
        self._times: dict[tuple[str, int], int] = {}
        self._name_sponsors(companies)
        for slot in self.slots:
            if slot.model is not Sponsor:
                for anchor in dict.fromkeys(self._anchors(slot)):
                    self._name(anchor, slot)

    def _join(self, document: yamldoc.Mapping) -> None:
        """Learn which talks are of which sessions, as they are before anything is changed."""
        by_value = {id(slot.value): slot for slot in self.slots}
        lists = {
            id(slot.holder): slot.holder
            for slot in self.slots
            if slot.model is Video and isinstance(slot.holder, Sequence)
        }
        for talk, session in joins.recordings(document, lists.values()):
            slots = by_value.get(id(talk)), by_value.get(id(session))
            if slots[0] and slots[1]:
                self.sessions.setdefault(id(slots[0]), []).append(slots[1])
                self.talks.setdefault(id(slots[1]), []).append(slots[0])

    def _name_sponsors(self, companies: Iterable[Sponsor]) -> None:
        entries = [slot for slot in self.slots if slot.model is Sponsor]
        ids = {same_name(one.name): str(one.id) for one in companies if one.id}
        for slot in reversed(entries):
            if found := text_of(slot.value, "id"):
                ids[same_name(text_of(slot.value, "name"))] = found
        things: dict[str, _Thing] = {}
        for slot in entries:
            name = text_of(slot.value, "name")
            called = text_of(slot.value, "id") or ids.get(same_name(name)) or name
            things.setdefault(f"sponsor-{slug(called)}", []).append(slot)
        self.anchors.update((anchor, [thing]) for anchor, thing in things.items())

    def _anchors(self, slot: _Slot) -> Iterator[str]:
        value = slot.value
        if slot.model is Video:
            yield from (f"video-{key}" for key in _keys(text_of(value, "url")))
            sessions = [session.value for session in self.sessions.get(id(slot), [])]
            called = [text_of(one, "id") for one in (value, *sessions)]
            names = [name for name in called if name]
            if not names and not _keys(text_of(value, "url")):
                names = [text_of(one, "title") for one in (value, *sessions)]
            yield from (f"video-{slug(name)}" for name in names if name)
        elif slot.model is Tier:
            yield f"tier-{slug(slot.key)}"
        elif name := text_of(value, "id", *_NAMES[slot.model]):
            if slot.model is Photo and patterns.is_pattern(name):
                return
            yield f"{slot.model.__name__.lower()}-{slug(name)}"

    def _name(self, anchor: str, slot: _Slot) -> None:
        """Note an anchor of a record. A person may stand in several lists, in each once."""
        things = self.anchors.setdefault(anchor, [])
        number = len(things)
        if slot.model is Speaker:
            key = anchor, id(slot.holder)
            number = self._times[key] = self._times.get(key, -1) + 1
        if number == len(things):
            things.append([])
        things[number].append(slot)

    def list_photos(self, wanted: Iterable[Scalar], places: Places) -> None:
        """Give the wanted photos, which only patterns find, a record at the end of their lists."""
        for slot in [slot for slot in self.slots if slot.model is Photo]:
            text = slot.value.get("src")
            found = places.get((text.file, text), {}) if isinstance(text, Scalar) else {}
            for anchor in wanted:
                if anchor not in found or not isinstance(slot.holder, Sequence):
                    continue
                photo = yamldoc.Mapping.at(anchor)
                photo[Scalar.at(anchor, "src")] = Scalar.at(anchor, found[anchor])
                if all(keys_of(Photo, one)[1] != found[anchor] for one in slot.holder):
                    slot.holder.append(photo)
                    (thing,) = self.anchors.setdefault(anchor, [[]])
                    thing.append(_Slot(Photo, photo, slot.holder, len(slot.holder) - 1))

    # -- changing --------------------------------------------------------------------------------

    def fill(self, thing: _Thing, gift: yamldoc.Mapping, problems: Problems) -> None:
        """Give a record what it lacks; a talk has what its session says."""
        for slot in thing:
            new = full.form(slot.model, gift, problems)
            sessions = self.sessions.get(id(slot), [])
            has = {"title", "date"} if sessions else set()
            has |= {talk for key, talk in _SHARED.items() for one in sessions if key in one.value}
            if isinstance(new, yamldoc.Mapping):
                left = yamldoc.Mapping.at(new)
                left.update((key, new[key]) for key in new.scalars() if key not in has)
                slot.put(imported.merged(slot.model, slot.value, left))

    def change(self, thing: _Thing, change: yamldoc.Mapping, problems: Problems) -> None:
        """Change a record. What a session says anew, its talk says no longer."""
        for slot in thing:
            new = full.form(slot.model, change, problems)
            if not isinstance(new, yamldoc.Mapping):
                continue
            slot.put(imported.merged(slot.model, new, slot.value))
            slot.is_gone = slot.model is Sponsor and _is_true(new.get("hidden"))
            for talk in self.talks.get(id(slot), []):
                stale = {_SHARED[key] for key in new if key in _SHARED} & talk.value.keys()
                if stale:
                    kept = talk.value.items()
                    left = yamldoc.Mapping.at(talk.value)
                    left.update((key, value) for key, value in kept if key not in stale)
                    talk.put(left)

    # -- hiding ----------------------------------------------------------------------------------

    def hide(self) -> None:
        """Take away what is hidden, wherever it stands.

        An entry of a sponsor and a photo stay: those who show them know what is hidden.
        """
        for slot in self.slots:
            if slot.model in (Sponsor, Photo) or not _is_true(slot.value.get("hidden")):
                continue
            slot.is_gone = True
            for talk in self.talks.get(id(slot), []):
                talk.is_gone = True
            for session in self.sessions.get(id(slot), []):
                session.value.pop("video", None)
        self._forget()
        self._sweep()

    def _forget(self) -> None:
        """Take people and sponsors who are gone out of sessions and talks."""
        names: dict[type[Record], set[str]] = {Speaker: set(), Sponsor: set()}
        for slot in self.slots:
            if slot.is_gone and slot.model in names:
                names[slot.model] |= _called(slot.value)
        for slot in self.slots:
            if names[Speaker] and slot.model in (Session, Video) and "speakers" in slot.value:
                key = slot.value.key("speakers")
                slot.value[key] = _without(slot.value[key], names[Speaker])
            if names[Sponsor] and same_name(text_of(slot.value, "sponsor")) in names[Sponsor]:
                slot.value.pop("sponsor")

    def _sweep(self) -> None:
        gone: dict[int, list[_Slot]] = {}
        for slot in self.slots:
            if slot.is_gone:
                gone.setdefault(id(slot.holder), []).append(slot)
        for slots in gone.values():
            holder = slots[0].holder
            values = {id(slot.value) for slot in slots}
            if isinstance(holder, Sequence):
                holder[:] = [one for one in holder if id(one) not in values]
            else:
                for slot in slots:
                    del holder[slot.key]


_NAMES: dict[type[Record], tuple[str, ...]] = {
    Session: ("title",),
    Speaker: ("name",),
    Photo: ("src",),
}
"""What a record without an id is called by in its anchor."""
_ANCHORED = (*_NAMES, Sponsor, Video, Tier)


def _slots(converter: Converter[Any] | None, value: Node) -> Iterator[_Slot]:
    """Yield the records in a value that have anchors, those inside others too."""
    inside: Iterable[tuple[Any, Any]] = ()
    if isinstance(converter, Entries) and isinstance(value, Sequence):
        inside = ((number, converter.of) for number in range(len(value)))
    elif isinstance(value, yamldoc.Mapping):
        if isinstance(converter, ByName):
            inside = ((key, converter.of) for key in value.scalars())
        elif isinstance(converter, type) and issubclass(converter, Record):
            fields = converter.fields
            inside = ((key, fields[key].converter) for key in value.scalars() if key in fields)
    holder: Any = value
    for key, reader in inside:
        item = holder[key]
        if reader in _ANCHORED and isinstance(item, yamldoc.Mapping):
            yield _Slot(reader, item, holder, key)
        yield from _slots(reader, item)


def _keys(url: str) -> list[str]:
    """Return what the anchor of a recording at YouTube ends with: its id, with its second first."""
    try:
        address = youtube.as_video(youtube.parse(url))
    except AddressError:
        return []
    if not address.video:
        return []
    return [*([f"{address.video}-{address.start}"] if address.start else []), address.video]


def _is_true(value: Node | None) -> bool:
    try:
        return isinstance(value, Scalar) and FLAG.parse(value)
    except ValueError:
        return False


def _called(value: yamldoc.Mapping) -> set[str]:
    """Return all that somebody is called, before a change too."""
    before = value.before if isinstance(value, Changed) else value
    texts = [text_of(one, key) for one in (value, before) for key in ("id", "name")]
    return {same_name(text) for text in (*texts, *map(slug, filter(None, texts))) if text}


def _without(listed: Node, people: set[str]) -> Node:
    """Return a list of speakers without some of them."""
    found = Sequence.at(listed)
    for one in listed if isinstance(listed, Sequence) else [listed]:
        names = one.values() if isinstance(one, yamldoc.Mapping) else [one]
        if not any(isinstance(name, Scalar) and same_name(name) in people for name in names):
            found.append(one)
    return found
