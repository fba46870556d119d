"""The nodes of videos and playlists.

Trees::

    confrecap_video ids="video-YWDzHGx8PrY" play="https://www.youtube-nocookie.com/embed/…"
      confrecap_picture
      confrecap_video_title
      confrecap_video_facts
        reference
      confrecap_video_caption

    confrecap_playlist layout="player"
      confrecap_playlist_title
      confrecap_stage
        confrecap_video_facts
      confrecap_group_title
      confrecap_talks
        confrecap_talk ids="video-…"
          confrecap_talk_line
            confrecap_watch, Text, confrecap_talk_slides, confrecap_talk_link
          confrecap_picture
          confrecap_text, confrecap_abstract
          confrecap_chapters
            confrecap_chapter
          confrecap_transcript

A page in a browser gets its markup from the templates, which are handed attributes and slots; every
other builder shows the children: poster, title, speakers, duration, address.

A player is loaded by a link whose target is the frame after it. Until then the frame shows the
poster from its ``srcdoc``, and nobody is asked for anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from docutils import nodes
from markupsafe import Markup
from sphinx.builders import Builder

from sphinx_confrecap import __version__
from sphinx_confrecap.data.times import clock, iso_duration
from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    Targeted,
    confrecap_link,
    confrecap_picture,
    element,
    inner_html,
    opens,
    rendered,
    words_of,
)
from sphinx_confrecap.locale import _
from sphinx_confrecap.site.builders import in_browser
from sphinx_confrecap.site.structured_data import absolute, block
from sphinx_confrecap.templating import render

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.text import TextTranslator

MOST_PLAYERS = 10
"""So many frames a page gets unasked: Chromium loads all that have a ``srcdoc`` at once."""

WIDEST_POSTER = 1280
"""Pixels: twice what the widest column of a page shows."""


# The frame's own document is not the player's: each feature must name whom it is for.
def allowed(plays: Iterable[str]) -> str:
    """Return what a frame allows to the players at some addresses."""
    hosts = " ".join(dict.fromkeys("://".join(urlsplit(play)[:2]) for play in plays if play))
    features = ("autoplay", "fullscreen", "encrypted-media", "picture-in-picture")
    return "; ".join(f"{feature} {hosts}" for feature in features)


# -- posters -------------------------------------------------------------------------------------


def poster_of(node: nodes.Element) -> confrecap_picture | None:
    """Return the poster of a video or a talk."""
    return next((part for part in node.children if isinstance(part, confrecap_picture)), None)


def poster_html(
    translator: HTML5Translator, poster: confrecap_picture | None, sizes: str, *, most: int = 0
) -> Markup:
    """Return a poster, at most ``most`` pixels wide if that is given; "" for none."""
    if poster is None:
        return Markup()
    fields = poster.shown_as(translator, sizes, most=most)
    return render(translator.builder, poster.template, fields)


# -- what videos and talks share -----------------------------------------------------------------


def facts(node: nodes.Element) -> dict[str, Any]:
    """Return what a template may say about a video: plain texts, and times for machines too."""
    seconds, site = node.get("duration", 0), node.get("site", "")
    return {
        "name": node.get("title", ""),
        "site": site,
        "speakers": node.get("speakers", []),
        "duration": clock(seconds) if seconds else "",
        "duration_iso": iso_duration(seconds) if seconds else "",
        "duration_label": str(_("Duration")),
        "kind": node.get("kind_name", ""),
        "language": node.get("language_name", ""),
        "date": node.get("day", ""),
        "date_iso": node.get("date", ""),
        "watch": node.get("watch", ""),
        "watch_label": str(_("Watch on {site}")).format(site=site) if site else "",
    }


def player(translator: HTML5Translator, node: nodes.Element, load: str) -> dict[str, Any]:
    """Return what the template of a player is told: its name, and its document until the click."""
    if isinstance(node, confrecap_stage):
        talks = list(node.parent.findall(confrecap_talk))
        poster = next(filter(None, map(poster_of, talks)), None)
        title = _label(node.parent) or str(_("Videos"))
        label = str(_("Video player: {title}")).format(title=title)
    else:
        talks, poster, title = [], poster_of(node), _label(node)
        label = str(_("Video: {title}")).format(title=title)
    builder = translator.builder
    shown = poster_html(translator, poster, "100vw")
    config = builder.config
    # Other extensions may have led a page's pictures elsewhere.
    pictures = poster["uri"].rpartition("/")[0] if poster is not None else builder.imgpath
    folder = pictures.removesuffix(builder.imagedir)
    sheet = f"{folder}_static/confrecap/player-frame.css?v={__version__}"
    page = _page(translator)
    page.players += 1
    return {
        "poster": shown,
        "drawn": poster is None and load != "eager",
        "frame": f"confrecap-player-{page.players}",
        "frame_title": _told_apart(translator, label),
        "frame_lang": (config.language or "en").replace("_", "-"),
        "frame_sheet": sheet if config.confrecap_css else "",
        "card": title,
        "play_label": str(_("Play: {title}")).format(title=title),
        "allow": allowed([node["play"], *(talk["play"] for talk in talks)]),
        "play": node["play"],
        "notice": notice(translator, [node, *talks]),
        "src": node["embed"] if load == "eager" else "",
    }


def notice(translator: HTML5Translator, played: Sequence[nodes.Element]) -> str:
    """Return who is contacted by a click: the site's words for YouTube, else the sites' names."""
    sites = [*dict.fromkeys(node["site"] for node in played if node["play"] and node["site"])]
    if not sites or sites == ["YouTube"]:
        return str(_(translator.builder.config.confrecap_video_notice))
    return str(_("Plays here, from {site}")).format(site=", ".join(sites))


def _told_apart(translator: HTML5Translator, label: str) -> str:
    """Return the name of a region or a frame: the second of one name on a page gets a number."""
    given = _page(translator).labels
    numbered = (f"{label} ({number})" for number in count(2))
    own = next(name for name in chain([label], numbered) if name not in given)
    given.add(own)
    return own


class _Page:
    """What is known of a page while it is written."""

    def __init__(self) -> None:
        self.players = 0
        self.labels: set[str] = set()
        self.stage = ""
        """The name of the frame that the talks of the playlist before play in."""
        self.load = ""
        self.in_place = False
        """Whether each of them has a frame of its own instead."""
        self.frame = ""
        """The name of the frame that the talk before plays in."""


def _page(translator: HTML5Translator) -> _Page:
    found: _Page = translator.__dict__.setdefault("confrecap_page", _Page())
    return found


def _load(translator: HTML5Translator, node: nodes.Element) -> str:
    """Return when the player of a node is loaded: on a click, with the page, or never (link)."""
    if not node.get("play"):
        return "link"
    if _page(translator).players >= MOST_PLAYERS:
        return "link"
    return str(node["load"] or translator.builder.config.confrecap_video_load)


def _label(node: nodes.Element) -> str:
    """Return the title of a video or a playlist as it stands on the page, in its language."""
    for child in node.children:
        if isinstance(child, (confrecap_video_title, confrecap_playlist_title)):
            return child.astext()
        if isinstance(child, confrecap_talk_line):
            return words_of(child, node["title"])
    return str(node["title"])


# -- one video -----------------------------------------------------------------------------------


class confrecap_video(nodes.container, Targeted, Leaf, template="video", tag="figure"):
    """One video.

    ``title`` is its title, ``watch`` a plain link for readers, ``site`` where that leads; ``play``
    is the player's address after a click and ``embed`` that without one, both empty where there is
    no player. ``load`` is what its page asks for; ``speakers``, ``duration`` (seconds), ``date``
    (ISO 8601) and ``day`` (the same in words) are facts; ``aspect``, ``width`` (per cent),
    ``pixels`` and ``align`` its looks.
    """

    for_browsers: ClassVar[bool] = True
    slots: ClassVar[tuple[str, ...]] = ("title", "caption")
    sheets: ClassVar[tuple[str, ...]] = ("video",)

    def attributes_html(self, _translator: HTML5Translator) -> dict[str, str]:
        """Return the looks."""
        looks = ("aspect", "width", "align")
        return {f"data-{name}": str(self[name]) for name in looks if self.get(name)}

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        values = facts(self)
        load = _load(translator, self)
        values |= {
            "load": load,
            "name": _label(self),
            "pixels": self.get("pixels", 0),
            "play": self["watch"],
            "frame": "",
            "notice": "",
        }
        if load == "link":
            values["poster"] = poster_html(
                translator, poster_of(self), "(min-width: 48rem) 46rem, 100vw"
            )
        else:
            values |= player(translator, self, load)
        return values

    def below(self, translator: HTML5Translator) -> str:
        """Return what the video is."""
        return _structured([about] if (about := _about(translator, self)) else [])


class _Unbroken(Semantic):
    """Mixes into a paragraph with an address, which no line of plain text may break."""

    @staticmethod
    def visit_text(translator: TextTranslator, _node: nodes.Element) -> None:
        translator.new_state(0)

    @staticmethod
    def depart_text(translator: TextTranslator, _node: nodes.Element) -> None:
        """End the paragraph as it is."""
        translator.end_state(wrap=False)


class confrecap_video_title(nodes.paragraph, Slot, slot="title"):
    """The title of a video."""

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        translator.visit_paragraph(node)
        translator.body.append("\\sphinxstylestrong{")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        translator.body.append("}")
        translator.depart_paragraph(node)


class confrecap_video_facts(nodes.paragraph, _Unbroken):
    """Speakers, duration, date and the address written out."""


class confrecap_video_caption(nodes.container, Slot, slot="caption"):
    """The caption, in markup."""


# -- playlists -----------------------------------------------------------------------------------


class confrecap_playlist(nodes.container, Targeted):
    """A playlist; ``layout`` is player, grid or list, ``title`` its title if it has one."""

    for_browsers: ClassVar[bool] = True
    sheets: ClassVar[tuple[str, ...]] = ("video",)

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        """Open the section. What its talks play in is known from here on."""
        label = _told_apart(translator, _label(node) or str(_("Videos")))
        more = {"data-layout": node["layout"], "aria-label": label}
        element(translator, node, "section", CLASS="confrecap-playlist", **more)

    @staticmethod
    def depart_html(translator: HTML5Translator, node: nodes.Element) -> None:
        """Close the section, and say for machines what it holds."""
        Semantic.depart_html(translator, node)
        talks = [_about(translator, talk) for talk in node.findall(confrecap_talk)]
        block = _structured([about for about in talks if about], name=_label(node))
        translator.body.append(block)


class confrecap_playlist_title(nodes.rubric, Semantic):
    """The heading of a playlist."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        """Open a heading one level below the section around it."""
        tag = f"h{min(6, translator.section_level + 1)}"
        element(translator, node, tag, CLASS="confrecap-playlist-title")


class confrecap_group_title(nodes.rubric, Semantic):
    """The heading of a day or a track."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        """Open a heading below the playlist's own."""
        below = 2 if node["titled"] else 1
        tag = f"h{min(6, translator.section_level + below)}"
        element(translator, node, tag, CLASS="confrecap-group-title")


class confrecap_stage(nodes.container, Leaf, template="stage", tag="div"):
    """Where the talks of a playlist are played, and the link to the whole of it.

    ``play`` and ``embed`` are those of the playlist, or of its first talk; ``list`` says which.
    """

    for_browsers: ClassVar[bool] = True

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        playlist: nodes.Element = self.parent
        values = facts(self)
        page, load = _page(translator), _load(translator, self)
        talks = list(playlist.findall(confrecap_talk))
        playable = sum(bool(talk["play"]) for talk in talks)
        page.stage = page.frame = ""
        page.in_place = (
            load != "link"
            and playlist["layout"] == "grid"
            and page.players + playable <= MOST_PLAYERS
        )
        told = notice(translator, talks) if page.in_place else ""
        if page.in_place:
            page.load, load = load, "link"
        counted = playlist["layout"] == "player" and len(talks) > 1
        values |= {"load": load, "frame": "", "notice": told, "pixels": 0, "all_label": ""}
        values["count"] = str(_("Talks: {number}")).format(number=len(talks)) if counted else ""
        if load != "link":
            values |= player(translator, self, load)
            values["all_label"] = str(_("Play all")) if self["list"] else ""
            page.stage = values["frame"]
        return values


class confrecap_talks(nodes.enumerated_list, Semantic):
    """The talks of a playlist, or of one group of it."""

    for_browsers: ClassVar[bool] = True

    visit_html = opens("ol", CLASS="confrecap-talks", role="list")


class confrecap_talk(nodes.list_item, Targeted, Leaf, template="talk", tag="li"):
    """One talk of a playlist, with the attributes of `confrecap_video`."""

    for_browsers: ClassVar[bool] = True
    generic: ClassVar[str] = "list_item"
    slots: ClassVar[tuple[str, ...]] = ("text", "abstract", "chapters", "transcript")

    def attributes_html(self, _translator: HTML5Translator) -> dict[str, str]:
        """Return what style sheets may tell talks apart by."""
        return {"data-kind": self["kind"]} if self["kind"] else {}

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        page = _page(translator)
        values = facts(self) | {"name": _label(self)}
        frame = page.stage if self["play"] else ""
        layout = self["layout"]
        values |= {"slides": "", "layout": layout, "poster": "", "in_place": False}
        line = next(part for part in self.children if isinstance(part, confrecap_talk_line))
        if slides := next(line.findall(confrecap_talk_slides), None):
            values["slides"] = inner_html(translator, slides)
        values["links"] = [inner_html(translator, one) for one in line.findall(confrecap_talk_link)]
        if page.in_place and self["play"]:
            values |= player(translator, self, page.load)
            values |= {"in_place": True, "pixels": 0}
            frame = values["frame"]
        values["frame"] = page.frame = frame
        values["play"] = self["play"] if frame else self["watch"]
        if values["in_place"]:
            return values
        if layout == "grid":
            values["poster"] = poster_html(
                translator, poster_of(self), "(min-width: 40rem) 20rem, 100vw"
            )
        elif layout == "player":
            values["poster"] = poster_html(
                translator, poster_of(self), "9rem", most=WIDEST_POSTER // 2
            )
        return values


class confrecap_talk_line(nodes.paragraph, _Unbroken):
    """Title, address and facts of a talk; in browsers only its slides come from here."""


class confrecap_watch(confrecap_link):
    """A title that leads to its video; the address is written out where paper needs it."""

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        translator.visit_reference(node)

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """End the link, and write its address."""
        translator.depart_reference(node)
        uri = translator.encode_uri(node["refuri"])
        translator.body.append(f" \\sphinxurl{{{uri}}}")


class confrecap_talk_slides(nodes.inline, Semantic):
    """The link to a talk's slides."""


class confrecap_talk_link(nodes.inline, Semantic):
    """Another link of a talk."""


class _Folded(Slot):
    """Mixes a part of a talk into a node that readers unfold; ``label`` is what it is."""

    def html(self, translator: HTML5Translator) -> Markup:
        """Return the part, folded, with all that it is a part of in its name."""
        values = {"label": self["label"], "kind": self.slot, "body": self.body(translator)}
        values["name"] = _label(self.parent)
        return render(translator.builder, "fold", values)

    def body(self, translator: HTML5Translator) -> Markup:
        """Return what is folded."""
        return rendered(translator, self.children)


class confrecap_abstract(nodes.container, _Folded, slot="abstract"):
    """What a talk is about, in markup."""


class confrecap_transcript(nodes.container, _Folded, slot="transcript"):
    """What is said in a talk. Books leave it out: it is longer than they are."""


class confrecap_chapters(nodes.bullet_list, _Folded, slot="chapters"):
    """Where the parts of a talk begin."""

    for_browsers: ClassVar[bool] = True

    def body(self, translator: HTML5Translator) -> Markup:
        """Return links that play where the talk plays."""
        frame = _page(translator).frame
        chapters = [
            {
                "name": words_of(item) or item.astext(),
                "time": clock(item["time"]),
                "time_iso": iso_duration(item["time"]),
                "play": item["play"] if frame else item["watch"],
            }
            for item in self.findall(confrecap_chapter)
        ]
        return render(translator.builder, "chapters", {"frame": frame, "chapters": chapters})


class confrecap_chapter(nodes.list_item, Semantic):
    """A part of a talk: ``time`` is its second, ``play`` and ``watch`` where it is seen."""

    for_browsers: ClassVar[bool] = True


def for_readers(document: nodes.document, builder: Builder) -> None:
    """Leave transcripts to browsers, and check the address of a video once, not by its parts."""
    unwanted: list[type[nodes.Element]] = []
    if not in_browser(builder):
        unwanted.append(confrecap_transcript)
    if builder.name == "linkcheck":
        unwanted.append(confrecap_chapters)
    for kind in unwanted:
        for node in list(document.findall(kind)):
            node.parent.remove(node)


# -- structured data -----------------------------------------------------------------------------


def _about(translator: HTML5Translator, node: nodes.Element) -> dict[str, Any] | None:
    """Return a schema.org VideoObject; None without what search engines require of one.

    https://developers.google.com/search/docs/appearance/structured-data/video requires a name, a
    thumbnail with a whole address, and a date.
    """
    builder = translator.builder
    config = builder.config
    poster = poster_of(node)
    if not (config.confrecap_json_ld and config.html_baseurl and poster and node.get("date")):
        return None
    if not node["play"] or not in_browser(builder):
        return None
    # Its base name is that of what is published.
    name = poster["uri"].rpartition("/")[2]
    about: dict[str, Any] = {
        "@type": "VideoObject",
        "name": _label(node),
        "thumbnailUrl": absolute(config.html_baseurl, f"{builder.imagedir}/{name}"),
        "uploadDate": node["date"],
        "embedUrl": node["embed"],
        "url": node["watch"],
    }
    if node.get("language"):
        about["inLanguage"] = node["language"].replace("_", "-")
    if node.get("duration"):
        about["duration"] = iso_duration(node["duration"])
    if node.get("speakers"):
        about["actor"] = [{"@type": "Person", "name": name} for name in node["speakers"]]
    return about


def _structured(videos: list[dict[str, Any]], name: str | None = None) -> str:
    """Return a data block: one video, or with a ``name`` (which may be empty) a list of them."""
    if not videos:
        return ""
    data: dict[str, Any] = videos[0]
    if name is not None:
        items = [
            {"@type": "ListItem", "position": place, "item": video}
            for place, video in enumerate(videos, 1)
        ]
        data = {"@type": "ItemList", "itemListElement": items}
        if name:
            data["name"] = name
    return block(data)
