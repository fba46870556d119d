"""Records of one thing in several places, joined: what is written once counts for all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sphinx_confrecap.data import full, yamldoc, youtube
from sphinx_confrecap.data.fields import RefusedError, ask_to_quote
from sphinx_confrecap.data.people import Speakers
from sphinx_confrecap.data.playlist import Playlist, Video
from sphinx_confrecap.data.problems import Code, Located, Names, Problems, line_of, nearest
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.same import text_of
from sphinx_confrecap.data.schedule import Schedule, ScheduleDay, Session
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.sponsors import Logo, Sponsor, Sponsors, Tier
from sphinx_confrecap.data.yamldoc import Changed, Node, Scalar
from sphinx_confrecap.data.youtube import AddressError

R = TypeVar("R", bound=Record)


# -- one sponsor in several tiers ----------------------------------------------------------------

# `for` and `hidden` belong to the entry alone.
_ONCE = ("id", "logo", "alt", "scale", "plate", "links", "rel", "extra")
_FIRST = ("url", "text")
"""What belongs to the entry, too, but for one that does not say it."""


def sponsors(
    value: Node,
    problems: Problems,
    companies: Sequence[Sponsor] = (),
    logo: Callable[[Sponsor], Logo | None] = lambda _entry: None,
) -> Sponsors | None:
    """Return a section in which each entry says all that is known of its sponsor.

    Entries are of one sponsor if their ids are equal, or their names but for case, spaces and
    punctuation. What an entry does not say, the first other one says, then the first of
    ``companies``; ``logo`` is asked last. Two different values for what is written once are noted
    as a conflict, and the first one counts. An entry may be but the id of a sponsor that another
    one or a company names.
    """
    section = read(Sponsors, _with_names(value, companies, problems), problems)
    if section is None:
        return None
    known = _known(section.entries, _Companies(companies), problems)
    tiers = {
        name: tier.replace(sponsors=tuple(_with_logo(next(known), logo) for _ in tier.sponsors))
        for name, tier in section.tiers.items()
    }
    for tier in tiers.values():
        _tell_repeated(tier, problems)
    return section.replace(tiers=tiers)


def _with_names(value: Node, companies: Sequence[Sponsor], problems: Problems) -> Node:
    """Return a section whose entries have names; one with an id that nobody has is left out."""
    if not _lacks_names(value):
        return value
    section = full.form(Sponsors, value, problems)
    tiers = section.get("tiers") if isinstance(section, yamldoc.Mapping) else None
    lists: list[yamldoc.Sequence] = []
    for tier in tiers.values() if isinstance(tiers, yamldoc.Mapping) else ():
        entries = tier.get("sponsors") if isinstance(tier, yamldoc.Mapping) else None
        if isinstance(entries, yamldoc.Sequence):
            lists.append(entries)
    names = {one.id: one.name for one in reversed(companies) if one.id}
    for entry in (entry for listed in reversed(lists) for entry in reversed(listed)):
        if text_of(entry, "id") and text_of(entry, "name"):
            names[entry["id"]] = entry["name"]
    by_id = {same_name(called): name for called, name in names.items()}
    known = Names(names)
    for listed in lists:
        for entry in [*listed]:
            called = text_of(entry, "id")
            means = (nearest(key, Sponsor.fields, Sponsor.synonyms) for key in entry)
            if not called or "name" in means:
                continue
            if name := by_id.get(same_name(called)):
                entry[Scalar.at(entry["id"], "name")] = Scalar.at(entry["id"], name)
                continue
            sentence = "the key 'name' is missing in a sponsor, and no other has the id"
            problems.add(entry["id"], f"{sentence} '{called}'{known.hint(called)}")
            listed[:] = [other for other in listed if other is not entry]
    return section


def _lacks_names(value: Node) -> bool:
    """True if something has an id, and perhaps no name."""
    inside = (one for one in yamldoc.everything(value) if isinstance(one, yamldoc.Mapping))
    return any("id" in one and "name" not in one for one in inside)


def _tell_repeated(tier: Tier, problems: Problems) -> None:
    """Note a sponsor that stands in a tier more than once, and did not pay for different things."""
    first: dict[tuple[str, str | None], Sponsor] = {}
    for entry in tier.sponsors:
        if not entry.hidden:
            key = same_name(entry.id or entry.name), entry.for_ and same_name(entry.for_)
            before = first.setdefault(key, entry)
            if before is not entry:
                where = f"this tier has '{entry.name}' on {line_of(before.at, entry.at)} already"
                sentence = f"{where}; take one away, or say with 'for' what each paid for"
                problems.add(entry.where("name"), sentence, Code.DUPLICATE)


class _Companies:
    """What a list of companies says, by their names and ids; the first one says it."""

    def __init__(self, companies: Sequence[Sponsor]) -> None:
        self.ids = {same_name(one.name): str(one.id) for one in reversed(companies) if one.id}
        self._by_id = {same_name(one.id): one for one in reversed(companies) if one.id}
        self._known: dict[str, dict[str, Any]] = {}
        for company in companies:
            facts = self._known.setdefault(_key_of(company, self.ids), {})
            for field in company.written - {"name"}:
                facts.setdefault(field, getattr(company, field))

    def named(self, entry: Sponsor) -> Sponsor:
        """Return an entry with its name, if it is but the id of a company."""
        if not self._by_id:
            return entry
        company = self._by_id.get(same_name(entry.name)) if entry.is_bare else None
        if company is None or same_name(entry.name) in self.ids:
            return entry
        return entry.replace(name=entry.name.with_text(company.name), id=company.id)

    @property
    def are_unknown(self) -> bool:
        """True if there are none."""
        return not self._known

    def of(self, key: str) -> dict[str, Any]:
        """Return what is said of a company, field by field."""
        return self._known.get(key, {})


def _key_of(entry: Sponsor, ids: Mapping[str, str]) -> str:
    """Return what all entries of one sponsor share: ``ids`` are known by their names."""
    name = same_name(entry.name)
    found = entry.id or ids.get(name)
    return f"id:{found}" if found else name


def _known(
    entries: Sequence[Sponsor], companies: _Companies, problems: Problems
) -> Iterator[Sponsor]:
    """Yield each entry with what others and ``companies`` say of its sponsor."""
    entries = [*map(companies.named, entries)]
    ids = companies.ids | {
        same_name(entry.name): str(entry.id) for entry in reversed(entries) if entry.id
    }
    known: dict[str, dict[str, tuple[Any, Sponsor]]] = {}
    named: dict[str, Sponsor] = {}
    keys = [_key_of(entry, ids) for entry in entries]
    if companies.are_unknown and len(set(keys)) == len(keys):
        yield from entries
        return
    for entry, key in zip(entries, keys, strict=True):
        name = same_name(entry.name)
        facts = known.setdefault(key, {})
        first_named = named.setdefault(key, entry)
        if same_name(first_named.name) != name:
            problems.add(entry.where("name"), _conflict(entry, first_named, "name"))
        for field in (*_ONCE, *_FIRST):
            if field not in entry.written:
                continue
            value = getattr(entry, field)
            first, owner = facts.setdefault(field, (value, entry))
            if first != value and field in _ONCE:
                problems.add(entry.where(field), _conflict(entry, owner, field))
    for entry, key in zip(entries, keys, strict=True):
        own = {field: getattr(entry, field) for field in entry.written - set(_ONCE)}
        values = companies.of(key) | {field: fact[0] for field, fact in known[key].items()} | own
        if same_name(entry.name) != same_name(named[key].name):
            values["name"] = named[key].name
        yield entry.replace(**values)


def _with_logo(entry: Sponsor, logo: Callable[[Sponsor], Logo | None]) -> Sponsor:
    found = logo(entry) if entry.logo is None else None
    return entry.replace(logo=found) if found else entry


def _conflict(entry: Sponsor, owner: Sponsor, field: str) -> str:
    line = line_of(owner.where(field), entry.at)
    return f"'{entry.name}' has another '{field}' on {line}; that one counts"


# -- one talk in playlist and schedule -----------------------------------------------------------

SHARED = ("title", "speakers", "abstract", "slides", "language", "kind_", "track", "tags")
"""What a talk takes from its session, beside day and address."""

_ADDED = ("links", "extra")
"""What both have together; of one label, what the talk says."""

# A recording may have a name and tags of its own.
_MAY_DIFFER = frozenset({"id", "tags"})


def playlist(value: Node, document: Node | None, problems: Problems) -> Playlist | None:
    """Return a playlist whose talks say what their sessions and speakers say.

    ``document`` is the file it stands in. A talk is of a session if its ``id`` is the session's id
    or title, or if the session's ``video`` is the talk's ``id`` or address; of several such, none.
    What a talk says itself counts; a session that says something else is noted. The playlist of an
    event without any talks has those of all sessions with a video. A talk without an address is
    noted, and left out.
    """
    record = read(Playlist, value, problems)
    if record is None:
        return None
    event = document if isinstance(document, yamldoc.Mapping) else yamldoc.Mapping()
    is_own = value is event.get("playlist")
    programme = _Programme(event, problems)
    programme.find_recordings(record.videos, problems, all_are_here=is_own)
    if is_own and "videos" not in record.written:
        talks = [programme.filled(slot.talk, slot, problems) for slot in programme.recorded]
    else:
        joined = (programme.joined(talk, problems) for talk in record.videos)
        talks = [talk for talk in joined if talk is not None and not talk.hidden]
    _tell_repeated_videos(talks, problems)
    return record.replace(videos=tuple(talks))


def _tell_repeated_videos(talks: Iterable[Video], problems: Problems) -> None:
    """Note a video that a list has more than once, from the same second on."""
    first: dict[tuple[str, int], Video] = {}
    for talk in talks:
        try:
            address = youtube.as_video(youtube.parse(talk.url or ""))
        except AddressError:
            continue
        before = first.setdefault((address.video or address.card, address.start or 0), talk)
        if before is not talk:
            where = f"this list has '{talk.url}' on {line_of(before.at, talk.at)} already"
            sentence = f"{where}; talks that share a video each say with 't=' where they start"
            problems.add(talk.where("url"), sentence, Code.DUPLICATE)


class _Slot:
    """A session and its day; ``address`` is where its recording is, if the session says that.

    It is called what it ``was`` called before it was changed.
    """

    def __init__(self, session: Session, day: ScheduleDay, was: Session) -> None:
        self.session, self.day, self.was = session, day, was
        self.address: Scalar | None = None

    @property
    def is_named(self) -> bool:
        """True if it has an id, and not only a title, which every year may have."""
        return self.session.id is not None

    @property
    def id(self) -> Scalar:
        """What the session is called in references."""
        return self.session.id or Scalar.at(self.session.title, slug(self.session.title))

    def is_called(self, name: str) -> bool:
        """True if a name is its id or title."""
        title = self.was.title
        names = (self.was.id or slug(title), title, slug(title))
        return same_name(name) in map(same_name, names)

    @property
    def talk(self) -> Video:
        """A talk that says nothing itself, at the place of the session."""
        return Video(yamldoc.Mapping.at(self.id))

    def facts(self) -> Iterator[tuple[str, Any, Located]]:
        """Yield what a talk takes from its session: field, value and place."""
        if self.is_named:
            yield "id", self.id, self.id
        yield "date", self.day.date, self.day.where("date")
        if self.address:
            yield "url", self.address, self.address
        for field in (*SHARED, *_ADDED):
            if value := getattr(self.session, field):
                yield field, value, self.session.where(field)


class _Programme:
    """The sessions and speakers of an event, by all that they may be called."""

    def __init__(self, event: yamldoc.Mapping, problems: Problems) -> None:
        people = _section(Speakers, event, "speakers", problems)
        speakers = people.speakers if people else ()
        were = [_before(speaker) for speaker in speakers]
        ids: list[str] = [speaker.id or slug(speaker.name) for speaker in were]
        self.people: dict[str, Scalar] = {}
        names: list[list[str]] = [[one.name for one in some] for some in (were, speakers)]
        for keys in (ids, *names):
            for key, speaker in zip(keys, speakers, strict=True):
                self.people.setdefault(same_name(key), speaker.name)
        schedule = _section(Schedule, event, "schedule", problems)
        days = schedule.days if schedule else ()
        self.slots = [
            _Slot(session, day, _before(session)) for day in days for session in day.sessions
        ]
        self.by_id: dict[str, list[_Slot]] = {}
        self.by_title: dict[str, list[_Slot]] = {}
        for slot in self.slots:
            if slot.was.id:
                self.by_id.setdefault(same_name(slot.was.id), []).append(slot)
            title = slot.was.title
            for name in {same_name(title), same_name(slug(title))}:
                self.by_title.setdefault(name, []).append(slot)
        self.by_talk: dict[str, _Slot] = {}
        self.by_video: dict[str, list[_Slot]] = {}
        self.by_second: dict[tuple[str, int | None], list[_Slot]] = {}
        self.speaker_names = Names(ids)
        self.session_names = Names(slot.id for slot in self.slots)

    def find_recordings(
        self, talks: Iterable[Video], problems: Problems, *, all_are_here: bool
    ) -> None:
        """Learn what the sessions say of their videos: the ids of talks, or addresses."""
        ids = [talk.id for talk in talks if talk.id]
        known = {same_name(identifier) for identifier in ids}
        names = Names(ids)
        for slot in self.slots:
            video = slot.was.video
            if video is None:
                slot.address = slot.session.video
                continue
            if same_name(video) in known:
                first = self.by_talk.setdefault(same_name(video), slot)
                if first is not slot:
                    line = line_of(first.session.where("video"), video)
                    sentence = f"the talk '{video}' is that of the session on {line}"
                    problems.add(video, sentence, Code.REFERENCE)
                continue
            try:
                key, second = _key(video)
            except AddressError as error:
                if "/" in video:
                    problems.add(video, f"the address '{video[:80]}' is {error}", Code.URL)
                elif all_are_here:
                    sentence = f"there is no talk '{video}'{names.hint(video)}"
                    problems.add(video, sentence, Code.REFERENCE)
            else:
                slot.address = slot.session.video
                self.by_video.setdefault(key, []).append(slot)
                self.by_second.setdefault((key, second), []).append(slot)

    def called(self, name: str) -> list[_Slot]:
        """Return the sessions of an id, or else of a title."""
        key = same_name(name)
        return self.by_id.get(key) or self.by_title.get(key) or []

    @property
    def recorded(self) -> list[_Slot]:
        """The sessions that say where their recording is."""
        return [slot for slot in self.slots if slot.address]

    def joined(self, talk: Video, problems: Problems) -> Video | None:
        """Return a talk with what is known of it; None if that is no address, which is noted."""
        slot = self.slot_of(talk)
        talk = self._named(talk)
        if talk.speakers:
            talk = talk.replace(speakers=self.names(talk.speakers, problems))
        if slot is not None:
            talk = self.filled(talk, slot, problems)
        if talk.url is None and talk.title is None:
            self._tell_lack(talk, problems)
            return None
        if slot and not slot.is_named and talk.id and self.called(talk.id):
            return talk.replace(id=None)
        return talk

    def slot_of(self, talk: Video) -> _Slot | None:
        """Return the session of a talk; None if it is of none."""
        return self._slot(self._named(_before(talk)))

    def _named(self, talk: Video) -> Video:
        """Return a talk with its id, if it is but that."""
        if talk.url and talk.is_bare and self._is_named(talk.url):
            return talk.replace(id=talk.url, url=None)
        return talk

    def _is_named(self, text: Scalar) -> bool:
        """True for what a session is called, or for no address but nearly the id of a session."""
        if self.called(text):
            return True
        try:
            _key(text)
        except AddressError:
            return self.session_names.nearest(text) is not None
        return False

    def _slot(self, talk: Video) -> _Slot | None:
        """Return the session of a talk; None if it is of none."""
        of_address = self._with_video(talk.url) if talk.url else None
        if talk.id is None:
            return of_address
        found = self.called(talk.id)
        if not found:
            return self.by_talk.get(same_name(talk.id)) or of_address
        if len(found) > 1 and of_address and not of_address.is_called(talk.id):
            return None
        return found[0] if len(found) == 1 else of_address

    def _with_video(self, url: Scalar) -> _Slot | None:
        """Return the one session whose recording an address is; of several, by its second."""
        if not self.by_video:
            return None
        try:
            key, second = _key(url)
        except AddressError:
            return None
        found = self.by_video.get(key, [])
        if len(found) > 1:
            found = self.by_second.get((key, second), [])
        return found[0] if len(found) == 1 else None

    def filled(self, talk: Video, slot: _Slot, problems: Problems) -> Video:
        """Return a talk with what it does not say itself, and note where it says another thing."""
        added = {}
        for field, said, place in slot.facts():
            value = self.names(said, problems) if field == "speakers" else said
            if field not in talk.written:
                added[field] = value
            elif field in _ADDED:
                added[field] = {**said, **getattr(talk, field)}
            elif field in _MAY_DIFFER or _is_changed(talk, field):
                continue
            elif _differ(field, getattr(talk, field), value):
                where = f"'{field.rstrip('_')}' on {line_of(place, talk.at)}"
                problems.add(talk.where(field), f"its session has another {where}; this one counts")
        return talk.replace(**added)

    def _tell_lack(self, talk: Video, problems: Problems) -> None:
        """Note that nothing says what a talk is, if no more is wrong with what it says."""
        written = talk.at.get("url")
        if isinstance(written, Scalar) and written.is_null:
            RefusedError("must not be empty", written).note(problems, talk.at.key("url"), "url")
            return
        if talk.given & {"url", "title"} and not talk.is_bare:
            return
        if talk.id is None:
            problems.add(talk.at, "a video needs a 'url' or a 'title'")
            return
        sentence = f"there is no session '{talk.id}'{self.session_names.hint(talk.id)}"
        if self.called(talk.id):
            sentence = f"several sessions are called '{talk.id}'; give each an 'id'"
        problems.add(talk.id, sentence, Code.REFERENCE)

    def names(self, written: Iterable[Scalar], problems: Problems) -> tuple[Scalar, ...]:
        """Return the names of speakers for their ids; what is no id is a name already."""
        found = []
        for name in written:
            if known := self.people.get(same_name(name)):
                found.append(Scalar.at(name, known))
                continue
            if self.people and slug(name) == name:
                hint = self.speaker_names.hint(name)
                problems.add(name, f"there is no speaker '{name}'{hint}", Code.REFERENCE)
            ask_to_quote(name, problems)
            found.append(name)
        return tuple(found)


def programme(event: yamldoc.Mapping) -> list[tuple[Session, dt.date]]:
    """Return the sessions that are shown of an event, with their days and names of speakers.

    What is wrong with them is told by those who show them.
    """
    ignored = Problems()
    found = _Programme(event, ignored)
    return [
        (slot.session.replace(speakers=found.names(slot.session.speakers, ignored)), slot.day.date)
        for slot in found.slots
        if not slot.session.hidden
    ]


def recordings(
    event: yamldoc.Mapping, lists: Iterable[Iterable[Node]]
) -> Iterator[tuple[yamldoc.Mapping, yamldoc.Mapping]]:
    """Yield the talks of some lists with their sessions, as they stand in full forms.

    What is wrong with them is told by those who show them.
    """
    for listed in lists:
        ignored = Problems()
        programme = _Programme(event, ignored)
        talks = [talk for item in listed if (talk := read(Video, item, ignored))]
        programme.find_recordings(talks, ignored, all_are_here=False)
        for talk in talks:
            if slot := programme.slot_of(talk):
                yield talk.at, slot.session.at


def _before(record: R) -> R:
    """Return a record as it was before it was changed: joins are made of that."""
    if not isinstance(record.at, Changed):
        return record
    return read(type(record), record.at.before, Problems()) or record


def _is_changed(record: Record, field: str) -> bool:
    """True if what a record says was corrected, and may differ."""
    at = record.at
    return isinstance(at, Changed) and at.get(field) is not at.before.get(field)


def _section(model: type[R], event: yamldoc.Mapping, name: str, problems: Problems) -> R | None:
    value = event.get(name)
    return None if value is None or isinstance(value, Scalar) else read(model, value, problems)


def _key(url: str) -> tuple[str, int | None]:
    """Return what all addresses of one video share, and its second; raise AddressError for none."""
    try:
        address = youtube.as_video(youtube.parse(url))
    except AddressError as error:
        if youtube.is_elsewhere(url, error):
            return url, None
        raise
    return address.video or address.card, address.start


def _differ(field: str, own: Any, other: Any) -> bool:  # noqa: ANN401 (values of that field)
    """True if a talk and its session say different things; what is wrong is said elsewhere."""
    if field == "speakers":
        return [*map(same_name, own)] != [*map(same_name, other)]
    if field == "url":
        try:
            return _key(own)[0] != _key(other)[0]
        except AddressError:
            return False
    return bool(own != other)
