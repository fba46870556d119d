"""Who speaks at an event."""

from __future__ import annotations

from sphinx_confrecap.data.fields import BLOCKS, FILLED, FLAG, LINKS, NAME, PATH, WORDS, Entries
from sphinx_confrecap.data.record import Field, Record


class Speaker(Record, kind="a speaker", text_is="name"):
    """Somebody who speaks."""

    name = Field(NAME, "The name.", required=True)
    id = Field(FILLED, "A name for links, roles and sessions; without one, it is made of the name.")
    role = Field(FILLED, "What they do: *Director of Research*.", words="title job")
    organization = Field(FILLED, "Whom they work for.", words="company affiliation organisation")
    photo = Field(PATH, "The path of a picture.", words="image picture avatar")
    bio = Field(BLOCKS, "Who they are.", words="description about text")
    links = Field(LINKS, "Their pages: `{Web: https://…}`.", default={})
    tags = Field(WORDS, "Words to choose by.", default=())
    hidden = Field(FLAG, "Leaves the person out, from the sessions too.", default=False)


class Speakers(Record, kind="the speakers", list_is="speakers"):
    """Everybody who speaks, in file order."""

    speakers = Field(Entries(Speaker), "The people, in their order.", required=True)
