"""Talks to watch."""

from __future__ import annotations

from sphinx_confrecap.data.fields import (
    BLOCKS,
    CHAPTERS,
    DAY,
    FILLED,
    FLAG,
    LENGTH,
    LINKS,
    NAME,
    PATH,
    PEOPLE,
    URL,
    WORDS,
    Entries,
)
from sphinx_confrecap.data.record import Field, Record


class Video(Record, kind="a video", text_is="url"):
    """A talk to watch."""

    url = Field(
        FILLED,
        "The address of the video, in any form. A session of the schedule may say it instead; a "
        "talk without one is listed, with nothing to play.",
        words="link href video youtube",
    )
    title = Field(NAME, "The title. A video without one is called “Video 3”.", words="name")
    speakers = Field(
        PEOPLE,
        "Who speaks: names or ids.",
        words="speaker presenter presenters author authors",
        default=(),
    )
    duration = Field(
        LENGTH, "How long it is: `28:41`, `1:02:03`, `PT28M41S` or seconds.", words="length time"
    )
    date = Field(DAY, "The day it was given or published.", words="day published")
    poster = Field(PATH, "The path of a still picture.", words="thumbnail image thumb img")
    text = Field(BLOCKS, "A sentence about the talk.", words="description summary caption")
    abstract = Field(BLOCKS, "What the talk is about, folded until a reader asks for it.")
    slides = Field(URL, "An address or a file of the site.")
    links = Field(LINKS, "More links, each with its label.", default={})
    language = Field(FILLED, "The code of the language it is given in: `pt`.", words="lang")
    kind_ = Field(
        FILLED, "What it is: `keynote`, `panel`, `workshop` or any other text.", words="type"
    )
    transcript = Field(
        PATH,
        "The path of a WebVTT file: what is said, folded, and found by search.",
        words="subtitles vtt",
    )
    chapters = Field(
        CHAPTERS,
        "Where the parts of the talk begin: `{0:00: Intro, 12:30: Questions}`. They are links into "
        "the video.",
        default=(),
    )
    tags = Field(WORDS, "Words to choose by; see the option `tags`.", default=())
    track = Field(FILLED, "The track, for grouping.", words="category")
    id = Field(FILLED, "A name for links and roles, or the id of its session.")
    hidden = Field(FLAG, "Leaves the recording out; its session stays.", default=False)


class Playlist(Record, kind="a playlist", text_is="url", list_is="videos"):
    """Talks in their order, and where the whole list is."""

    url = Field(FILLED, "The address of the whole list.", words="link playlist youtube")
    title = Field(NAME, "The title of the list.", words="name")
    videos = Field(
        Entries(Video),
        "The talks. Without them there is the player and a link.",
        words="talks items entries sessions",
        default=(),
    )
