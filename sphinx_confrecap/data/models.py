"""The records: what an event file may say."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from sphinx_confrecap.data import shapes
from sphinx_confrecap.data.fields import (
    Blocks,
    Choice,
    Clock,
    Day,
    Filled,
    Flag,
    Focus,
    Inline,
    Length,
    License,
    Minutes,
    Moment,
    Name,
    NamedLinks,
    Number,
    People,
    Text,
    Url,
    Words,
)
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import ByName, Entries, Record, instead_of
from sphinx_confrecap.data.yamldoc import Node, Scalar

SIZES = ("xl", "l", "m", "s", "xs")
SHOWS = ("logo", "logo+name", "card", "names")
KINDS = ("talk", "keynote", "panel", "workshop", "lightning", "break", "social", "other")


class Logo(Record):
    """A logo: one picture, or one for light pages and one for dark ones."""

    kind: ClassVar[str] = "a logo"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        light="day src file url",
        dark="night",
    )

    light: Filled | None = None
    dark: Filled | None = None

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """A text is the picture for both."""
        if not isinstance(value, Scalar):
            return value
        both = shapes.wrapped("light", value)
        both["dark"] = value
        return both


class Sponsor(Record):
    """A sponsor as one entry of one tier."""

    kind: ClassVar[str] = "a sponsor"
    text_is: ClassVar[str] = "name"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        url="link website href web homepage",
        logo="img image picture photo",
        name="title brand company organization sponsor",
        text="description desc blurb",
        for_="badge",
    )

    name: Name
    url: Url | None = None
    logo: Logo | None = None
    alt: Filled | None = None
    text: Inline | None = None
    for_: Filled | None = Field(None, alias="for")
    scale: Annotated[float, Number(0.5, 2)] = 1.0
    plate: Annotated[str, Choice(("auto", "none", "light", "dark"))] = "auto"
    links: NamedLinks = {}
    rel: Text | None = None
    id: Filled | None = None
    hidden: Flag = False


class Tier(Record):
    """A tier: its sponsors and how they look."""

    kind: ClassVar[str] = "a tier"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        description="text",
        sponsors="items companies entries members",
        max="limit slots maximum",
        sort="order",
        show="layout",
    )

    size: Annotated[str, Choice(SIZES)] | None = None
    description: Blocks | None = None
    show: Annotated[str, Choice(SHOWS)] | None = None
    sort: Annotated[str, Choice(("file", "name"))] = "file"
    max: Annotated[int, Number(1, 1000, whole=True)] | None = None
    sponsors: Entries[Sponsor] = []

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """A list is the sponsors."""
        return shapes.tier(value, {*Sponsor.keys(), "tier"}, problems)


class Invite(Record):
    """Where an open slot leads."""

    kind: ClassVar[str] = "an invitation"
    text_is: ClassVar[str] = "url"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        url="link",
        text="title",
    )

    url: Url
    text: Filled | None = None


class Sponsors(Record):
    """A sponsor section: tiers in file order."""

    kind: ClassVar[str] = "the sponsors"
    synonyms: ClassVar[dict[str, str]] = instead_of(tiers="sponsors levels packages")

    tiers: ByName[Tier]
    invite: Invite | None = None
    past: ByName[Filled] = {}

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """A flat list names the tier of each sponsor."""
        return shapes.sponsors(value, cls.keys(), problems)


class Video(Record):
    """A talk to watch."""

    kind: ClassVar[str] = "a video"
    text_is: ClassVar[str] = "url"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        url="link href video youtube",
        title="name",
        speakers="speaker presenter presenters author authors",
        duration="length time",
        poster="thumbnail image thumb img",
        text="description abstract summary caption",
        date="day published",
        track="category",
    )

    url: Filled
    title: Name | None = None
    speakers: People = []
    duration: Length | None = None
    date: Day | None = None
    poster: Filled | None = None
    text: Inline | None = None
    slides: Url | None = None
    tags: Words = []
    track: Filled | None = None
    id: Filled | None = None


class Playlist(Record):
    """Talks in their order, and where the whole list is."""

    kind: ClassVar[str] = "a playlist"
    text_is: ClassVar[str] = "url"
    list_is: ClassVar[str] = "videos"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        url="link playlist youtube",
        title="name",
        videos="talks items entries sessions",
    )

    url: Filled | None = None
    title: Name | None = None
    videos: Entries[Video] = []


class PhotoDefaults(Record):
    """What holds for every photo that does not say otherwise."""

    kind: ClassVar[str] = "the defaults of a gallery"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        license="licence",
        credit="author",
    )

    credit: Inline | None = None
    license: License | None = None
    tags: Words = []


class Photo(Record):
    """A picture, or the pictures that a pattern matches."""

    kind: ClassVar[str] = "a photo"
    text_is: ClassVar[str] = "src"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        src="file path image photo source img picture filename",
        license="licence",
        url="link href",
        caption="title text",
        alt="description alttext alt_text",
        credit="author photographer by",
    )

    src: Filled
    alt: Text | None = None
    caption: Inline | None = None
    credit: Inline | None = None
    license: License | None = None
    url: Url | None = None
    id: Filled | None = None
    focus: Focus | None = None
    download: Flag = False
    tags: Words = []

    @property
    def is_bare(self) -> bool:
        """True if nothing but a path or pattern was written."""
        return (self.at.line, self.at.column) == (self.src.line, self.src.column)


class Gallery(Record):
    """Photos in their order."""

    kind: ClassVar[str] = "a gallery"
    list_is: ClassVar[str] = "photos"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        photos="images pictures image files items",
        defaults="credit license",
    )

    defaults: PhotoDefaults | None = None
    photos: Entries[Photo]

    @classmethod
    def shape(cls, value: Node, problems: Problems) -> Node:
        """A text is one path or pattern."""
        return super().shape(shapes.listed(value) if isinstance(value, Scalar) else value, problems)


class Venue(Record):
    """Where an event takes place."""

    kind: ClassVar[str] = "a venue"
    text_is: ClassVar[str] = "name"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        name="title place",
        city="town",
        address="street",
        url="link website",
    )

    name: Name
    city: Filled | None = None
    country: Filled | None = None
    address: Filled | None = None
    url: Url | None = None
    map: Url | None = None


class Tickets(Record):
    """Where tickets are, and what they cost."""

    kind: ClassVar[str] = "the tickets"
    text_is: ClassVar[str] = "url"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        url="link href",
        price="cost",
    )

    url: Url
    price: Filled | None = None
    currency: Filled | None = None


class Organizer(Record):
    """Who holds an event."""

    kind: ClassVar[str] = "the organizer"
    text_is: ClassVar[str] = "name"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        name="title",
        url="link website",
    )

    name: Name
    url: Url | None = None


class EventImage(Record):
    """The picture of an event."""

    kind: ClassVar[str] = "the image of an event"
    text_is: ClassVar[str] = "src"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        src="url file path",
    )

    src: Filled
    alt: Text | None = None


class Event(Record):
    """An event: name, dates, place, tickets."""

    kind: ClassVar[str] = "an event"
    synonyms: ClassVar[dict[str, str]] = instead_of(
        name="title",
        start="date dates begin from start_date startdate time",
        venue="location place",
        url="link website homepage",
        tickets="register price registration",
        organizer="organiser host",
        attendance="mode format",
        end="until to end_date enddate",
        timezone="tz zone",
        status="state",
        image="picture photo banner",
        description="text summary",
    )

    name: Name
    start: Moment | None = None
    end: Moment | None = None
    timezone: Filled | None = None
    venue: Venue | None = None
    url: Url | None = None
    tickets: Tickets | None = None
    status: Annotated[
        str, Choice(("scheduled", "cancelled", "postponed", "rescheduled", "moved-online"))
    ] = "scheduled"
    attendance: Annotated[str, Choice(("in-person", "online", "mixed"))] | None = None
    organizer: Organizer | None = None
    image: EventImage | None = None
    description: Blocks | None = None


class Speaker(Record):
    """Somebody who speaks."""

    kind: ClassVar[str] = "a speaker"
    text_is: ClassVar[str] = "name"
    synonyms: ClassVar[dict[str, str]] = {
        "title": "role",
        "job": "role",
        "company": "organization",
        "affiliation": "organization",
        "organisation": "organization",
        "image": "photo",
        "picture": "photo",
        "avatar": "photo",
        "description": "bio",
        "about": "bio",
        "text": "bio",
    }

    name: Name
    id: Filled | None = None
    role: Filled | None = None
    organization: Filled | None = None
    photo: Filled | None = None
    bio: Blocks | None = None
    links: NamedLinks = {}
    tags: Words = []


class Speakers(Record):
    """Everybody who speaks, in file order."""

    kind: ClassVar[str] = "the speakers"
    list_is: ClassVar[str] = "speakers"

    speakers: Entries[Speaker]


class Session(Record):
    """An entry of the schedule."""

    kind: ClassVar[str] = "a session"
    synonyms: ClassVar[dict[str, str]] = {
        "name": "title",
        "time": "start",
        "from": "start",
        "until": "end",
        "to": "end",
        "length": "duration",
        "speaker": "speakers",
        "location": "room",
        "type": "kind",
        "description": "abstract",
        "text": "abstract",
        "recording": "video",
    }

    title: Name
    start: Clock | None = None
    end: Clock | None = None
    duration: Minutes | None = None
    speakers: Words = []
    room: Filled | None = None
    kind_: Annotated[str, Choice(KINDS)] = Field("talk", alias="kind")
    abstract: Blocks | None = None
    video: Filled | None = None
    slides: Url | None = None
    sponsor: Filled | None = None
    tags: Words = []
    id: Filled | None = None


class ScheduleDay(Record):
    """The sessions of one day."""

    kind: ClassVar[str] = "a day of the schedule"
    synonyms: ClassVar[dict[str, str]] = {"day": "date", "talks": "sessions", "events": "sessions"}

    date: Day
    sessions: Entries[Session] = []


class Schedule(Record):
    """What happens when and where: days in file order."""

    kind: ClassVar[str] = "the schedule"
    list_is: ClassVar[str] = "days"

    rooms: Words = []
    days: Entries[ScheduleDay]
