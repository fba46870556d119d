"""The ``playlist`` directive: talks to watch, in one player."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from types import MappingProxyType
from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data import joins, webvtt, youtube
from sphinx_confrecap.data.fields import whole
from sphinx_confrecap.data.playlist import Playlist, Video
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.times import clock
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.data.youtube import Address, AddressError
from sphinx_confrecap.directives import video_nodes
from sphinx_confrecap.directives.base import DataDirective, is_key
from sphinx_confrecap.directives.options import NAMES, WORDS, Option, choice
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import video as doctree
from sphinx_confrecap.locale import _

LAYOUTS = ("player", "grid", "list")
SORTS = ("file", "title", "date")
GROUPS = ("none", "date", "track")


def looks_like_an_address(text: str) -> bool:
    """True for an argument that is no name of a file, but an address, an id or a pasted iframe."""
    if is_key(text):
        return False
    file = text.partition("#")[0].lower()
    if file.endswith((".yaml", ".yml")) and "://" not in text:
        return False
    if "://" in text or text.startswith(("//", "<", "&lt;")):
        return True
    try:
        youtube.parse(text)
    except AddressError:
        return False
    return True


def _shared(talks: Iterable[Video]) -> set[str]:
    """Return the ids of the videos that hold several talks."""
    found: set[str] = set()
    known: set[str] = set()
    for talk in talks:
        try:
            video = youtube.parse(talk.url or "").video
        except AddressError:
            continue
        (found if video in known else known).add(video)
    return found - {""}


class PlaylistDirective(DataDirective[Playlist]):
    """Show talks to watch: one player with the list of talks, cards, or a compact list."""

    section = "playlist"
    model = Playlist
    takes_all = True
    shared: AbstractSet[str] = frozenset()
    """The ids of the videos that hold several of the talks."""

    origins: Mapping[int, Reading] = MappingProxyType({})
    """What the talks of several editions are read with, by the ids of their records."""

    # fmt: off
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("title", WORDS, "The heading.", "", "from the data"),
        Option("layout", choice(*LAYOUTS), "One player and its talks, cards with posters, or a "
               "compact list.", "player"),
        Option("limit", whole(1, 100_000), "How many talks at most.", 0, "all"),
        Option("tags", NAMES, "Only talks with one of these tags.", [], "all"),
        Option("sort", choice(*SORTS), "The order of the talks.", "file"),
        Option("group", choice(*GROUPS), "A heading for each day or track.", "none"),
        video_nodes.LOAD,
    )
    # fmt: on

    def make(self) -> list[nodes.Node]:
        """Read the data, or take the argument for the address of a whole playlist."""
        argument, body = self.argument_and_body()
        if not looks_like_an_address(argument):
            return super().make()
        if body or self.values["data"]:
            other = "a body" if body else f"the option 'data' ('{self.values['data']}')"
            self.warn(f"give either an address ('{argument}') or {other}, not both")
            return []
        reading = self.reading()
        record = Playlist(url=Scalar(argument))
        made = self.build(record, reading)
        reading.report_here()
        return made

    def record(self, reading: Reading) -> Playlist | None:
        """Return the playlist with what the schedule of its file says about its talks."""
        return joins.playlist(reading.value, reading.document, reading.problems)

    def build_all(self, read: Sequence[tuple[Playlist, Reading]]) -> list[nodes.Node]:
        """Return one playlist; that of all editions has their talks, and no player of its own."""
        if len(read) == 1:
            return self.build(*read[0])
        self.origins = {id(video): reading for record, reading in read for video in record.videos}
        videos = [video for record, _reading in read for video in record.videos]
        return self.build(Playlist(videos=tuple(videos)), read[0][1])

    def build(self, record: Playlist, reading: Reading) -> list[nodes.Node]:
        """Return the playlist."""
        whole, link = self._whole(record, reading)
        if not record.videos and not link:
            if not any(record.where(key) for key in record.given & {"url", "videos"}):
                reading.note(record.at, "a playlist needs 'url' or 'videos'", lack=True)
            return []
        title, titled_by = record.title, reading
        if self.values["title"]:
            titled_by = self.reading()
            title = Scalar(self.values["title"], titled_by.source.first)
        layout = self.values["layout"]
        node = doctree.confrecap_playlist(
            classes=self.values["class"], layout=layout, title=str(title or "")
        )
        self.set_source_info(node)
        if title:
            heading = doctree.confrecap_playlist_title()
            node += titled_by.text_element(heading, title, nodes.Text(str(title)))
        node += reading.own_fields(record.extra)
        names = {id(video): str(video.title) for video in record.videos if video.title}
        missing = {
            id(video): video_nodes.nameless(place)
            for place, video in enumerate(record.videos, 1)
            if not video.title
        }
        video_nodes.tell_nameless(missing.values(), self.place)
        names |= missing
        inside = whole.playlist if whole is not None else ""
        self.shared = _shared(record.videos)

        def talk(video: Video) -> doctree.confrecap_talk:
            own = self.origins.get(id(video), reading)
            return self._talk(video, names[id(video)], inside, own)

        chosen = self._groups(self._chosen(record, names))
        groups = [(name, [*map(talk, some)]) for name, some in chosen]
        talks = [talk for _name, some in groups for talk in some]
        if not talks and not link:
            return []
        node += self._stage(whole, link, talks)
        for name, some in groups:
            if name:
                node += self._heading(name, reading, titled=bool(title))
            holder = doctree.confrecap_talks("", *some)
            holder["enumtype"], holder["prefix"], holder["suffix"] = "arabic", "", "."
            node += holder
        return [node]

    def _whole(self, record: Playlist, reading: Reading) -> tuple[Address | None, str]:
        """Return the address of the whole playlist, and its plain link."""
        if record.url is None:
            return None, ""
        shown = record.url[:80]
        try:
            address = youtube.as_playlist(youtube.parse(record.url))
        except AddressError as error:
            reading.note(record.url, f"the address '{shown}' is {error}", Code.URL)
            return None, error.link
        return address, address.url

    def _chosen(self, record: Playlist, names: dict[int, str]) -> list[Video]:
        """Return the talks that the options let through, in their order."""
        chosen = list(record.videos)
        if keys := self.tell_tags("talk", (tag for video in chosen for tag in video.tags)):
            chosen = [video for video in chosen if keys & set(map(same_name, video.tags))]
        if self.values["sort"] == "title":
            chosen.sort(key=lambda video: (names[id(video)].casefold(), names[id(video)]))
        elif self.values["sort"] == "date":
            chosen.sort(key=lambda video: video.date or dt.date.max)
        return chosen[: self.values["limit"]] if self.values["limit"] else chosen

    def _groups(self, videos: list[Video]) -> Iterable[tuple[str, list[Video]]]:
        """Return the talks under the headings of their days or tracks; the others last."""
        by = self.values["group"]
        if by == "none":
            return [("", videos)] if videos else []
        found: dict[str, list[Video]] = {}
        if by == "date":
            videos = sorted(videos, key=lambda video: video.date or dt.date.max)
        for video in videos:
            if by == "date":
                day, language = video.date, self.config.language
                name = video_nodes.written_day(day, language) if day else ""
            else:
                name = video.track or ""
            found.setdefault(name, []).append(video)
        rest = found.pop("", [])
        named = list(found.items())
        if rest:
            named.append((str(_("Other talks")) if named else "", rest))
        return named

    def _heading(self, name: str, reading: Reading, *, titled: bool) -> nodes.TextElement:
        """Return the heading of a group; the name of a track is for translators."""
        heading = doctree.confrecap_group_title("", "", titled=titled)
        if isinstance(name, Scalar):
            return reading.text_element(heading, name, nodes.Text(str(name)))
        heading["translatable"] = False
        heading += nodes.Text(name)
        return heading

    def _stage(
        self, whole: Address | None, link: str, talks: list[doctree.confrecap_talk]
    ) -> nodes.Element:
        """Return the player: of the whole playlist, or of its first talk."""
        attributes = video_nodes.player_attributes(self.config, whole, link)
        stage = doctree.confrecap_stage(load=self.values["load"], **attributes)
        stage["list"] = bool(stage["play"])
        if not stage["play"]:
            first = next((talk for talk in talks if talk["play"]), None)
            if first is not None:
                stage["play"], stage["embed"] = first["play"], first["embed"]
        if link:
            stage += video_nodes.facts_line(self, "", link)
        return stage

    def _talk(
        self, video: Video, name: str, playlist: str, reading: Reading
    ) -> doctree.confrecap_talk:
        """Return one talk."""
        address, link = None, ""
        if video.url:
            address, link = video_nodes.video_address(reading, video.url, video.url)
        layout = self.values["layout"]
        node = doctree.confrecap_talk(
            title=name,
            layout=layout,
            **video_nodes.player_attributes(self.config, address, link, playlist=playlist),
            **video_nodes.fact_attributes(video, self.config.language),
        )
        if self.values["group"] == "date":
            node["day"] = ""  # the heading says it
        facts = video_nodes.facts_text(node)
        line = doctree.confrecap_talk_line("", "", translatable=False, slides=bool(video.slides))
        reading.put(line, video.at)
        words = reading.words(video.title) if video.title else nodes.Text(name)
        if link:
            title = doctree.confrecap_watch("", "", words, refuri=link, rel="")
            title.source, title.line = self.get_source_info()
            line += title
        else:
            line += words
        if facts:
            line += nodes.Text(f" · {facts}")
        if video.slides:
            label = nodes.inline("", str(_("Slides")))
            line += nodes.Text(" · ")
            line += doctree.confrecap_talk_slides("", "", reading.link(video.slides, label))
        for called, target in video.links.items():
            line += nodes.Text(" · ")
            linked = reading.link(target, reading.words(called))
            line += doctree.confrecap_talk_link("", "", linked)
        node += line  # the number of the list stands beside what comes first
        if layout != "list":
            node += video_nodes.poster_node(reading, video, "30%")
        node += self._parts(video, address, reading)
        node += reading.own_fields(video.extra)
        shown = address.video if address is not None else ""
        if address is not None and shown in self.shared and address.start:
            shown = f"{shown}-{address.start}"
        video_nodes.make_known(reading, node, video, shown)
        return node

    def _parts(self, video: Video, address: Address | None, reading: Reading) -> list[nodes.Node]:
        """Return what there is to read about a talk."""
        found: list[nodes.Node] = []
        if video.text:
            found.append(reading.text(video.text))
        if video.abstract:
            blocks = reading.blocks(video.abstract)
            found.append(doctree.confrecap_abstract("", *blocks, label=str(_("Abstract"))))
        if video.chapters:
            found.append(self._chapters(video, address, reading))
        if video.transcript and (said := self._transcript(video.transcript, reading)):
            found.append(doctree.confrecap_transcript("", *said, label=str(_("Transcript"))))
        return found

    def _chapters(self, video: Video, address: Address | None, reading: Reading) -> nodes.Element:
        """Return where the parts of a talk begin, each a link into its video."""
        holder = doctree.confrecap_chapters(bullet="*", label=str(_("Chapters")))
        for second, name in video.chapters:
            at = None if address is None else youtube.from_second(address, second)
            play = video_nodes.player_attributes(self.config, at, at.url if at else "")
            item = doctree.confrecap_chapter(time=second, play=play["play"], watch=play["watch"])
            line = nodes.paragraph("", "", nodes.Text(f"{clock(second)} "), translatable=False)
            words: nodes.Element = reading.words(name)
            if play["watch"]:
                words = doctree.confrecap_watch("", "", words, refuri=play["watch"], rel="")
                self.set_source_info(words)
            line += words
            reading.put(line, name)
            item += line
            holder += item
        return holder

    def _transcript(self, name: Scalar, reading: Reading) -> list[nodes.Node]:
        """Return what is said in a talk, a paragraph for each person and stretch."""
        path = self.files.find(name, reading.source.folder, reading.problems)
        if path is None:
            return []
        try:
            if path.stat().st_size > self.files.limits.bytes:
                limit = f"{self.files.limits.bytes:,}"
                reading.note(
                    name, f"the transcript '{name}' has more than {limit} bytes", Code.FILE
                )
                return []
            said = webvtt.paragraphs(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError):
            reading.note(name, f"the transcript '{name}' is not readable as UTF-8", Code.FILE)
            return []
        except webvtt.NotATranscriptError as error:
            reading.note(name, f"the transcript '{name}' {error}", Code.FILE)
            return []
        found: list[nodes.Node] = []
        for part in said:
            paragraph = nodes.paragraph("", "", translatable=False, support_smartquotes=False)
            if part.speaker:
                paragraph += [nodes.strong("", part.speaker), nodes.Text(" ")]
            paragraph += nodes.Text(part.text)
            found.append(paragraph)
        return found
