"""Photos, and what holds for all of them."""

from __future__ import annotations

from sphinx_confrecap.data.fields import (
    FILLED,
    FLAG,
    FOCUS,
    INLINE,
    LICENSE,
    PATH,
    TEXT,
    URL,
    WORDS,
    Entries,
)
from sphinx_confrecap.data.record import Field, Record

_LICENCE = "An SPDX id such as `CC-BY-4.0`, or an address."


class PhotoDefaults(Record, kind="the defaults of a gallery"):
    """What holds for every photo that does not say otherwise."""

    credit = Field(INLINE, "Who took the photos.", words="author")
    license = Field(LICENSE, _LICENCE, words="licence")
    tags = Field(WORDS, "Words to choose by.", default=())


class Photo(Record, kind="a photo", text_is="src"):
    """A picture, or the pictures that a pattern matches."""

    src = Field(
        PATH,
        "The path of a picture, or a pattern such as `day2/*.jpg`.",
        words="file path image photo source img picture filename",
        required=True,
    )
    alt = Field(
        TEXT,
        'What the picture shows, for those who do not see it. `""` says that it is decorative.',
        words="description alttext alt_text",
    )
    caption = Field(INLINE, "A text below the picture.", words="title text")
    credit = Field(INLINE, "Who took the photo.", words="author photographer by")
    license = Field(LICENSE, _LICENCE, words="licence")
    url = Field(URL, "Where a click leads, in place of the large picture.", words="link href")
    id = Field(FILLED, "A name for links and roles.")
    focus = Field(FOCUS, "What must stay visible when a grid crops the picture: `50% 20%`.")
    download = Field(FLAG, "Also publishes the original file and links to it.", default=False)
    tags = Field(WORDS, "Words to choose by.", default=())
    hidden = Field(FLAG, "Leaves the photo out, even if a pattern finds it.", default=False)


class Gallery(Record, kind="a gallery", text_is="photos", list_is="photos"):
    """Photos in their order."""

    defaults = Field(
        PhotoDefaults,
        "What holds for every photo that does not say otherwise.",
        words="credit license",
    )
    photos = Field(
        Entries(Photo),
        "The photos, in their order.",
        words="images pictures image files items",
        required=True,
    )
