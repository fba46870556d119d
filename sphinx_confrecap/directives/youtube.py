"""The ``youtube`` directive: one video. ``vimeo`` and ``peertube`` are links to one elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from docutils import nodes

from sphinx_confrecap.data import times, youtube
from sphinx_confrecap.data.fields import DAY, FromText, whole
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.data.youtube import Address, AddressError
from sphinx_confrecap.directives import video_nodes
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.options import NAMES, WORDS, Option, choice, of_words
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import video as doctree

T = TypeVar("T")

ASPECTS = {"16:9": 16 / 9, "9:16": 9 / 16, "4:3": 4 / 3, "1:1": 1.0, "21:9": 21 / 9}
"""The shapes that the style sheet knows, by their ratio; others get the nearest."""


# -- converters ----------------------------------------------------------------------------------


def _width(text: str) -> tuple[str, int]:
    """Take ``80%`` or, as sphinxcontrib-youtube does, pixels (``640``, ``640px``)."""
    if text.endswith("%"):
        return "%", whole(5, 100, step=5, unit="%").parse(Scalar(text))
    return "px", _PIXELS.parse(Scalar(text))


def _height(text: str) -> int:
    """Take pixels; per cent, as sphinxcontrib-youtube does, of what would have no height."""
    return 0 if re.fullmatch(r"[0-9]{1,4}\s?%", text) else _PIXELS.parse(Scalar(text))


def _aspect(text: str) -> float:
    """Take a ratio such as ``16:9``; return width by height."""
    match = re.fullmatch(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})", text)
    if not match:
        raise ValueError(f"must be a ratio such as 16:9, not '{text}'")
    return int(match[1]) / int(match[2])


def _instance(text: str) -> str:
    """Take the host of a PeerTube site, with or without quotes and scheme."""
    host = text.strip("\"'").removeprefix("https://").rstrip("/")
    return WORDS.parse(Scalar(host))


def _text(parse: Callable[[str], T], values: str) -> FromText[T]:
    return FromText(parse, {"type": "string", "title": values})


_PIXELS = whole(1, 9999, unit="px")
_TIME = _text(times.seconds, "90, 1m30s, 1:30")
_LANGUAGE = _text(youtube.language, "a code such as de")

# fmt: off
_SHOWN = (
    Option("title", WORDS, "The title.", "", "that of a pasted iframe"),
    Option("speakers", NAMES, "Who speaks.", [], "not shown"),
    Option("duration", _text(times.video_duration, "28:41, 1:02:03, PT28M41S, seconds"),
           "How long it is.", None, "not shown"),
    Option("date", DAY, "When it was recorded: `2024-09-18`.", None, "not shown"),
    Option("poster", of_words(str, "a picture of the site"),
           "The picture before the player is loaded.", "", "a card with the title"),
    Option("start", _TIME, "Where it starts.", None, "from the address"),
)
_PLAYED = (
    Option("end", _TIME, "Where it stops.", None, "from the address"),
    Option("lang", _LANGUAGE, "The language of the player's own words.", "",
           "from the address, else the site's"),
    Option("captions", _LANGUAGE, "Shows captions in this language.", "", "from the address"),
    video_nodes.LOAD,
)
_SHAPED = (
    Option("width", _text(_width, "5–100 % in steps of 5, or pixels"),
           "How wide the video is, at most as wide as the text.", None, "100 %"),
    Option("height", _text(_height, "pixels"), "With a width in pixels, the shape.", 0,
           "by the shape"),
    Option("aspect", _text(_aspect, "a ratio such as 4:3"),
           f"The shape: the nearest of {', '.join(ASPECTS)}.", 0.0, "16:9; 9:16 for shorts"),
    Option("align", choice("left", "center", "right"), "Where a narrow video stands.", "", "none"),
    Option("privacy_mode", _text(str, "anything"), "Taken from documents written for "
           "sphinxcontrib-youtube; nothing is loaded before a click.", "", "always on"),
    Option("url_parameters", of_words(str, "such as ?start=43&rel=0"), "More of the address.", "",
           "none"),
)
# fmt: on


class YoutubeDirective(ConfrecapDirective):
    """Show one video, whose player is loaded when the reader asks for it."""

    options_taken: ClassVar[tuple[Option, ...]] = (*_SHOWN, *_PLAYED, *_SHAPED)

    @property
    def address_line(self) -> str:
        """The argument as an address."""
        return self.argument_line

    def make(self) -> list[nodes.Node]:
        """Return the video."""
        if self.arguments and self.arguments[0].startswith("<"):
            self.arguments[0] = " ".join(self.arguments[0].splitlines())
        text = self.address_line
        if not text:
            self.warn(f"'{self.name}' needs the address of a video, or its id")
            return []
        reading = self.reading()
        at = Scalar(text)
        address, link = video_nodes.video_address(reading, text, at)
        address = self._with_options(address, at, reading)
        if address is not None:
            link = address.url
        record, number = self._record(text, address), self.number("video")
        name = str(record.title) if record.title else video_nodes.nameless(number)
        node = doctree.confrecap_video(
            classes=self.values["class"],
            title=name,
            load=self.values.get("load", ""),
            **video_nodes.player_attributes(
                self.config,
                address,
                link,
                lang=self.values.get("lang", ""),
                captions=self.values.get("captions", ""),
            ),
            **video_nodes.fact_attributes(record, self.config.language),
            **self._looks(address),
        )
        node += video_nodes.poster_node(reading, record, "60%")
        title = doctree.confrecap_video_title()
        if record.title:
            reading.text_element(title, record.title, nodes.Text(name))
        else:
            title += nodes.Text(name)
            title["translatable"] = False
            if number == 1:
                video_nodes.tell_nameless([name], self.place)
        node += title
        node += video_nodes.facts_line(self, video_nodes.facts_text(node), link)
        if caption := self.body_nodes():
            node += doctree.confrecap_video_caption("", *caption)
        video = address.video if address else ""
        video_nodes.make_known(reading, node, record, video)
        self.set_source_info(node)
        reading.report_here()
        return [node]

    def _with_options(
        self, address: Address | None, at: Scalar, reading: Reading
    ) -> Address | None:
        """Return the address with the times and parameters that the options give."""
        if address is None:
            return None
        known = address.problems
        try:
            if text := self.values["url_parameters"]:
                address = youtube.with_parameters(address, text)
        except AddressError as error:
            reading.note(at, f"the address with url_parameters is {error}", Code.URL)
        for sentence in address.problems[len(known) :]:
            reading.note(at, f"url_parameters: {sentence}", Code.URL)
        try:
            return youtube.with_times(
                address, start=self.values["start"], end=self.values.get("end")
            )
        except ValueError as error:
            reading.note(at, str(error), Code.TIME)
            return address

    def _record(self, text: str, address: Address | None) -> Video:
        title = self.values["title"] or (address.title if address else "")
        poster = self.values["poster"]
        return Video(
            url=Scalar(text),
            title=Scalar(title, self.get_source_info()[1]) if title else None,
            speakers=tuple(Scalar(name) for name in self.values["speakers"]),
            duration=self.values["duration"],
            date=self.values["date"],
            poster=Scalar(poster) if poster else None,
        )

    def _looks(self, address: Address | None) -> dict[str, Any]:
        """Return shape, width and place; a pasted iframe has a size of its own."""
        unit, size = self.values["width"] or ("", 0)
        height = self.values["height"]
        if address is not None and not unit and not height and address.width:
            unit, size, height = "px", address.width, address.height or 0
        if height and not size:
            unit, size = "px", round(height * (self.values["aspect"] or 16 / 9))
        ratio = self.values["aspect"]
        if not ratio and height and unit == "px":
            ratio = size / height
        shape = "9:16" if address is not None and address.short else "16:9"
        if ratio:
            shape = min(ASPECTS, key=lambda name: abs(ASPECTS[name] - ratio))
        return {
            "aspect": shape.replace(":", "-") if shape != "16:9" else "",
            "width": size if unit == "%" and size != 100 else 0,
            "pixels": size if unit == "px" else 0,
            "align": self.values["align"],
        }


class VimeoDirective(YoutubeDirective):
    """Show one video on Vimeo: its player where the site allows it, else a link."""

    options_taken: ClassVar[tuple[Option, ...]] = (*_SHOWN, video_nodes.LOAD, *_SHAPED)

    @property
    def address_line(self) -> str:
        """The address of the video whose number is the argument."""
        text = self.argument_line
        return text if not text or "." in text else f"https://vimeo.com/{text}"


class PeertubeDirective(YoutubeDirective):
    """Show one video on a PeerTube site: its player where the site allows it, else a link."""

    # fmt: off
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("instance", _text(_instance, "a host"), "The site of the video.", "peertube.tv"),
        *_SHOWN, video_nodes.LOAD, *_SHAPED,
    )
    # fmt: on

    @property
    def address_line(self) -> str:
        """The address of the video whose id is the argument."""
        text = self.argument_line
        if not text or "/" in text:
            return text
        return f"https://{self.values['instance']}/videos/watch/{text}"
