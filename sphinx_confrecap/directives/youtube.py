"""The ``youtube`` directive: one video. ``vimeo`` and ``peertube`` are links to one elsewhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from docutils import nodes

from sphinx_confrecap.data import times, youtube
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.data.youtube import Address, AddressError
from sphinx_confrecap.directives import options, video_nodes
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.options import Option
from sphinx_confrecap.doctree import video as doctree

T = TypeVar("T")

ASPECTS = {"16:9": 16 / 9, "9:16": 9 / 16, "4:3": 4 / 3, "1:1": 1.0, "21:9": 21 / 9}
"""The shapes that the style sheet knows, by their ratio; others get the nearest."""

_COUNT = "confrecap_videos"


# -- converters ----------------------------------------------------------------------------------


def _or_left_out(convert: Callable[[str], T]) -> Callable[[str], T]:
    """Return a converter whose errors, whole sentences, go on after "the option 'x'"."""

    def converted(text: str) -> T:
        try:
            return convert(text)
        except ValueError as error:
            message = f"is left out: {error}"
            raise ValueError(message) from None

    return converted


def width(text: str) -> tuple[str, int]:
    """Take ``80%`` or, as sphinxcontrib-youtube does, pixels (``640``, ``640px``)."""
    if text.endswith("%"):
        return "%", options.whole(5, 100, step=5)(text.removesuffix("%").strip())
    return "px", pixels(text)


def pixels(text: str) -> int:
    """Take a number of pixels."""
    return options.whole(1, 9999, units=("px",))(text)


def height(text: str) -> int:
    """Take pixels; per cent, as sphinxcontrib-youtube does, of what would have no height."""
    return 0 if re.fullmatch(r"[0-9]{1,4}\s?%", text) else pixels(text)


def aspect(text: str) -> float:
    """Take a ratio such as ``16:9``; return width by height."""
    match = re.fullmatch(r"([1-9][0-9]{0,4}):([1-9][0-9]{0,4})", text)
    if not match:
        message = f"must be a ratio such as 16:9, not '{text}'"
        raise ValueError(message)
    return int(match[1]) / int(match[2])


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        message = f"must be a date such as 2024-09-18, not '{text}'"
        raise ValueError(message) from None


_time = _or_left_out(times.seconds)
_language = _or_left_out(youtube.language)


def instance(text: str) -> str:
    """Take the host of a PeerTube site, with or without quotes and scheme."""
    return options.words(text.strip("\"'").removeprefix("https://").rstrip("/"))


# fmt: off
_SHOWN = (
    Option("title", options.words, "", "The title.", "text", "that of a pasted iframe"),
    Option("speakers", options.names, [], "Who speaks.", "names", "not shown"),
    Option("duration", _or_left_out(times.video_duration), None, "How long it is.",
           "28:41, 1:02:03, PT28M41S, seconds", "not shown"),
    Option("date", _day, None, "When it was recorded.", "2024-09-18", "not shown"),
    Option("poster", options.words, "", "The picture before the player is loaded.",
           "a picture of the site", "a card with the title"),
    Option("start", _time, None, "Where it starts.", "90, 1m30s, 1:30", "from the address"),
)
_PLAYED = (
    Option("end", _time, None, "Where it stops.", "90, 1m30s, 1:30", "from the address"),
    Option("lang", _language, "", "The language of the player's own words.",
           "a code such as de", "from the address, else the site's"),
    Option("captions", _language, "", "Shows captions in this language.",
           "a code such as de", "from the address"),
    video_nodes.LOAD,
)
_SHAPED = (
    Option("width", width, None, "How wide the video is, at most as wide as the text.",
           "5–100 % in steps of 5, or pixels", "100 %"),
    Option("height", height, 0, "With a width in pixels, the shape.", "pixels", "by the shape"),
    Option("aspect", aspect, 0.0, f"The shape: the nearest of {', '.join(ASPECTS)}.",
           "a ratio such as 4:3", "16:9; 9:16 for shorts"),
    Option("align", options.choice("left", "center", "right"), "", "Where a narrow video "
           "stands.", "left, center, right", "none"),
    Option("privacy_mode", str, "", "Taken from documents written for sphinxcontrib-youtube; "
           "nothing is loaded before a click.", "anything", "always on"),
    Option("url_parameters", options.words, "", "More of the address.",
           "such as ?start=43&rel=0", "none"),
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
        source, problems = self.document_source(), Problems()
        at = Scalar(text)
        address, link = video_nodes.video_address(text, at, problems)
        address = self._with_options(address, at, problems)
        if address is not None:
            link = address.url
        record, number = self._record(text, address), self._next_number()
        name = str(record.title) if record.title else video_nodes.nameless(number)
        node = doctree.confrecap_video(
            classes=self.values["class"],
            name=name,
            load=self.values.get("load", ""),
            **video_nodes.player_attributes(
                address,
                link,
                lang=self.values.get("lang") or video_nodes.interface_language(self),
                captions=self.values.get("captions", ""),
            ),
            **video_nodes.fact_attributes(record, self.config.language),
            **self._looks(address),
        )
        node += video_nodes.poster_node(self, record, source, problems)
        title = doctree.confrecap_video_title()
        if record.title:
            self.text_element(title, record.title, source, nodes.Text(name))
        else:
            title += nodes.Text(name)
            title["translatable"] = False
            if number == 1:
                video_nodes.tell_nameless(self, [name])
        node += title
        node += self._facts(node, link)
        if caption := self.body_nodes():
            node += doctree.confrecap_video_caption("", *caption)
        video = address.video if address else ""
        video_nodes.make_known(self, node, record, video, source)
        self.set_source_info(node)
        for problem in problems:
            self.warn(problem.message, problem.code)
        return [node]

    def _with_options(
        self, address: Address | None, at: Scalar, problems: Problems
    ) -> Address | None:
        """Return the address with the times and parameters that the options give."""
        if address is None:
            return None
        known = address.problems
        try:
            if text := self.values["url_parameters"]:
                address = youtube.with_parameters(address, text)
        except AddressError as error:
            problems.add(at, f"the address with url_parameters is {error}", "url")
        for sentence in address.problems[len(known) :]:
            problems.add(at, f"url_parameters: {sentence}", "url")
        try:
            return youtube.with_times(
                address, start=self.values["start"], end=self.values.get("end")
            )
        except ValueError as error:
            problems.add(at, str(error), "time")
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

    def _next_number(self) -> int:
        """Return the place of this video among those of its page."""
        here: Any = self.env.current_document
        here[_COUNT] = here.get(_COUNT, 0) + 1
        return int(here[_COUNT])

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

    def _facts(self, node: nodes.Element, link: str) -> nodes.Element:
        """Return the line of facts that ends with the address, written out."""
        line = doctree.confrecap_video_facts("", "", translatable=False)
        facts = video_nodes.facts_text(node)
        if facts:
            line += nodes.Text(f"{facts} · " if link else facts)
        if link:
            line += video_nodes.written_out(self, link)
        self.set_source_info(line)
        return line


class VimeoDirective(YoutubeDirective):
    """Show a link to one video on Vimeo."""

    options_taken: ClassVar[tuple[Option, ...]] = (*_SHOWN, *_SHAPED)

    @property
    def address_line(self) -> str:
        """The address of the video whose number is the argument."""
        text = self.argument_line
        return text if not text or "." in text else f"https://vimeo.com/{text}"


class PeertubeDirective(YoutubeDirective):
    """Show a link to one video on a PeerTube site."""

    # fmt: off
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("instance", instance, "peertube.tv", "The site of the video.", "a host",
               "peertube.tv"),
        *_SHOWN, *_SHAPED,
    )
    # fmt: on

    @property
    def address_line(self) -> str:
        """The address of the video whose id is the argument."""
        text = self.argument_line
        if not text or "/" in text:
            return text
        return f"https://{self.values['instance']}/videos/watch/{text}"
