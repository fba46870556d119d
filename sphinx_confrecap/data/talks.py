"""Talks of the playlist and sessions of the schedule: what is written once counts for both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from sphinx_confrecap.data import youtube
from sphinx_confrecap.data.people import Speakers
from sphinx_confrecap.data.playlist import Playlist
from sphinx_confrecap.data.problems import Located, Names, Problems
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.schedule import Schedule, ScheduleDay, Session
from sphinx_confrecap.data.shapes import copied, listed, wrapped
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar, Sequence
from sphinx_confrecap.data.youtube import AddressError

# A recording may have a name and tags of its own.
_MAY_DIFFER = frozenset({"id", "tags"})

R = TypeVar("R", bound=Record)


def with_sessions(playlist: Node, document: Node | None, problems: Problems) -> Node:
    """Return a playlist whose talks say what their sessions and speakers say.

    ``document`` is the file it stands in. A talk is of a session if its ``id`` is the session's id
    or title, or if the session's ``video`` is the talk's ``id`` or address. What a talk says itself
    counts; a session that says something else is noted. The playlist of an event without any talks
    has those of all sessions with a video.
    """
    if not isinstance(document, Mapping) or not {"schedule", "speakers"} & document.keys():
        return playlist
    whole = Playlist.shape(playlist, problems)
    if not isinstance(whole, Mapping):
        return playlist
    own = playlist is document.get("playlist")
    talks = whole.get("videos")
    if isinstance(talks, Scalar) and talks.is_null:
        talks = None
    if talks is not None and not isinstance(talks, Sequence):
        return playlist
    programme = _Programme(document, problems)
    programme.find_recordings(talks or (), problems, all_are_here=own)
    if talks is None and own:
        talks = [slot.id for slot in programme.slots if slot.address]
    known = [programme.joined(talk, problems) for talk in talks or ()]
    filled = copied(whole, without={"videos"})
    if found := [talk for talk in known if talk is not None]:
        filled[_at("videos", found[0])] = listed(*found)
    return filled


@dataclass
class _Slot:
    """A session and its day; ``address`` is where its recording is, if the session says that."""

    session: Session
    day: ScheduleDay
    address: Scalar | None = None

    @property
    def is_named(self) -> bool:
        """True if it has an id, and not only a title, which every year may have."""
        return self.session.id is not None

    @property
    def id(self) -> Scalar:
        """What the session is called in references."""
        return self.session.id or _at(slug(self.session.title), self.session.title)


class _Programme:
    """The sessions and speakers of an event, by all that they may be called."""

    def __init__(self, document: Mapping, problems: Problems) -> None:
        section = _section(Speakers, document, "speakers", problems)
        people = section.speakers if section else []
        ids = [speaker.id or slug(speaker.name) for speaker in people]
        self.people: dict[str, Scalar] = {}
        for keys in (ids, [speaker.name for speaker in people]):
            for key, speaker in zip(keys, people, strict=True):
                self.people.setdefault(same_name(key), speaker.name)
        schedule = _section(Schedule, document, "schedule", problems)
        days = schedule.days if schedule else []
        self.slots = [_Slot(session, day) for day in days for session in day.sessions]
        self.by_name: dict[str, _Slot] = {}
        for slot in reversed(self.slots):
            for name in (title := slot.session.title, slug(title)):
                self.by_name[same_name(name)] = slot
        self.by_name |= {same_name(slot.id): slot for slot in reversed(self.slots) if slot.is_named}
        self.by_talk: dict[str, _Slot] = {}
        self.by_video: dict[str, _Slot] = {}
        self.speaker_names = Names(ids)
        self.session_names = Names(slot.id for slot in self.slots)

    def find_recordings(
        self, talks: Iterable[Node], problems: Problems, *, all_are_here: bool
    ) -> None:
        """Learn what the sessions say of their videos: the ids of talks, or addresses."""
        ids = [talk["id"] for talk in talks if isinstance(talk, Mapping) and _text(talk, "id")]
        known = {same_name(identifier) for identifier in ids}
        names = Names(ids)
        for slot in self.slots:
            video = slot.session.video
            if video is None:
                continue
            if same_name(video) in known:
                self.by_talk.setdefault(same_name(video), slot)
                continue
            try:
                key = _key(video)
            except AddressError as error:
                if "/" in video:
                    problems.add(video, f"the address '{video[:80]}' is {error}", "url")
                elif all_are_here:
                    sentence = f"there is no talk '{video}'{names.hint(video)}"
                    problems.add(video, sentence, "reference")
            else:
                slot.address = video
                self.by_video.setdefault(key, slot)

    def joined(self, talk: Node, problems: Problems) -> Node | None:
        """Return a talk with what is known of it; None if its session is not there."""
        if isinstance(talk, Scalar):
            named = same_name(talk) in self.by_name or self._is_misspelt(talk)
            talk = wrapped("id" if named else "url", talk)
        if not isinstance(talk, Mapping):
            return talk
        made = copied(talk)
        if "speakers" in made:
            made["speakers"] = self._names(made["speakers"], problems)
        identifier = _text(made, "id")
        slot = self._slot(identifier, _text(made, "url"))
        if slot is None:
            if identifier is None or "url" in made:
                return made
            hint = self.session_names.hint(identifier)
            problems.add(identifier, f"there is no session '{identifier}'{hint}", "reference")
            return None
        self._fill(made, slot, problems)
        if "url" not in made:
            sentence = f"the session '{slot.id}' has no 'video', and this talk has no 'url'"
            problems.add(made["id"], sentence)
            return None
        if identifier and not slot.is_named and same_name(identifier) in self.by_name:
            del made["id"]
        return made

    def _fill(self, talk: Mapping, slot: _Slot, problems: Problems) -> None:
        """Add to a talk what it does not say itself, and note where it says something else."""
        for field, value in self._facts(slot, problems):
            own = talk.get(field)
            if own is None or (isinstance(own, Scalar) and own.is_null):
                talk[_at(field, value)] = value
            elif field not in _MAY_DIFFER and _differ(field, own, value):
                where = f"'{field}' on line {value.line}"
                problems.add(own, f"its session has another {where}; this one counts")

    def _is_misspelt(self, text: Scalar) -> bool:
        """True for no address, but nearly the id of a session."""
        try:
            _key(text)
        except AddressError:
            return self.session_names.nearest(text) is not None
        return False

    def _slot(self, identifier: Scalar | None, url: Scalar | None) -> _Slot | None:
        """Return the session of a talk; None if it is of none."""
        if identifier is not None:
            key = same_name(identifier)
            if found := self.by_name.get(key) or self.by_talk.get(key):
                return found
        try:
            return self.by_video.get(_key(url)) if url and self.by_video else None
        except AddressError:
            return None

    def _facts(self, slot: _Slot, problems: Problems) -> Iterator[tuple[str, Node]]:
        """Yield what a talk takes from its session, as a playlist would say it."""
        session = slot.session
        if slot.is_named:
            yield "id", slot.id
        yield "title", session.title
        yield "date", _at(slot.day.date.isoformat(), slot.day.where("date"))
        if slot.address:
            yield "url", slot.address
        if session.speakers:
            yield "speakers", self._names(listed(*session.speakers), problems)
        if session.slides:
            yield "slides", session.slides
        if session.tags:
            yield "tags", listed(*session.tags)

    def _names(self, written: Node, problems: Problems) -> Node:
        """Return the names of speakers for their ids; what is no id is a name already."""
        if isinstance(written, Sequence):
            return listed(*(self._names(one, problems) for one in written)) if written else written
        if not isinstance(written, Scalar) or not self.people:
            return written
        if name := self.people.get(same_name(written)):
            return _at(name, written)
        if slug(written) == written:
            hint = self.speaker_names.hint(written)
            problems.add(written, f"there is no speaker '{written}'{hint}", "reference")
        return written


def _section(model: type[R], document: Mapping, name: str, problems: Problems) -> R | None:
    value = document.get(name)
    return read(model, value, problems) if isinstance(value, (Mapping, Sequence)) else None


def _text(mapping: Mapping, field: str) -> Scalar | None:
    """Return the text of a field; None if there is none."""
    value = mapping.get(field)
    return value if isinstance(value, Scalar) and value.strip() else None


def _at(text: str, place: Located) -> Scalar:
    return Scalar(text, place.line, place.column)


def _key(url: str) -> str:
    """Return what all addresses of one video share; raise AddressError for none."""
    address = youtube.as_video(youtube.parse(url))
    return address.video or address.card


def _differ(field: str, own: Node, other: Node) -> bool:
    """True if a talk and its session say different things; what is wrong is said elsewhere."""
    if field == "speakers":
        return _words(own) != _words(other)
    if not isinstance(own, Scalar) or not isinstance(other, Scalar):
        return False
    if field == "url":
        try:
            return _key(own) != _key(other)
        except AddressError:
            return False
    return own != other


def _words(value: Node) -> list[str]:
    items = value if isinstance(value, Sequence) else [value]
    return [same_name(item) for item in items if isinstance(item, Scalar)]
