"""What happens at an event, when and where."""

from __future__ import annotations

from sphinx_confrecap.data.fields import (
    BLOCKS,
    CLOCK,
    DAY,
    FILLED,
    FLAG,
    LINKS,
    MINUTES,
    NAME,
    URL,
    WORDS,
    Entries,
)
from sphinx_confrecap.data.record import Field, Record


class Session(Record, kind="a session"):
    """An entry of the schedule."""

    title = Field(NAME, "The title.", words="name", required=True)
    start = Field(CLOCK, "When it begins: `9:00`.", words="time from")
    end = Field(CLOCK, "When it ends.", words="until to")
    duration = Field(MINUTES, "How long it lasts: `40m`, `1h30m` or minutes.", words="length")
    speakers = Field(WORDS, "Ids or names of speakers.", words="speaker", default=())
    room = Field(FILLED, "Where it takes place.", words="location")
    kind_ = Field(
        FILLED,
        "What it is: `keynote`, `panel`, `workshop`, `break` or any other text.",
        words="type",
    )
    language = Field(FILLED, "The code of the language it is held in: `pt`.", words="lang")
    track = Field(FILLED, "The track.", words="category")
    abstract = Field(BLOCKS, "What it is about.", words="description text")
    video = Field(
        FILLED,
        "The address of its recording, or the id of a talk of the playlist.",
        words="recording",
    )
    slides = Field(URL, "An address or a file of the site.")
    links = Field(LINKS, "More links, each with its label.", default={})
    sponsor = Field(FILLED, "The name of a sponsor.")
    tags = Field(WORDS, "Words to choose by.", default=())
    id = Field(FILLED, "A name for links, roles and talks; without one, it is made of the title.")
    hidden = Field(FLAG, "Leaves the session out, and its recording.", default=False)


class ScheduleDay(Record, kind="a day of the schedule"):
    """The sessions of one day."""

    date = Field(DAY, "The day: `2025-10-22`.", words="day", required=True)
    sessions = Field(Entries(Session), "What happens on it.", words="talks events", default=())


class Schedule(Record, kind="the schedule", list_is="days"):
    """What happens when and where: days in file order."""

    rooms = Field(WORDS, "The rooms, in their order.", default=())
    days = Field(Entries(ScheduleDay), "The days, in their order.", required=True)
