"""The nodes of videos and playlists.

Trees::

    confrecap_video ids="video-YWDzHGx8PrY" play="https://www.youtube-nocookie.com/embed/…"
      confrecap_poster
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
          confrecap_poster
          confrecap_talk_line
            confrecap_watch, Text, confrecap_talk_slides
          confrecap_talk_text

A page in a browser gets its markup from the templates, which are handed attributes and slots; every
other builder shows the children: poster, title, speakers, duration, address.

A player is loaded by a link whose target is the frame after it. Until then the frame shows the
poster from its ``srcdoc``, and nobody is asked for anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urljoin

from docutils import nodes
from markupsafe import Markup

from sphinx_confrecap import __version__
from sphinx_confrecap.data.times import clock, iso_duration
from sphinx_confrecap.data.youtube import PLAYER
from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    by_format,
    confrecap_link,
    confrecap_picture,
    in_browser,
    latex_target,
    picture_uri,
    srcset,
)
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single
from sphinx_confrecap.locale import _

if TYPE_CHECKING:
    from sphinx.builders.html import StandaloneHTMLBuilder

    from sphinx_confrecap.images.store import Rendition
    from sphinx_confrecap.site.pictures import Shop

MOST_PLAYERS = 10
"""So many frames a page gets unasked: Chromium loads all that have a ``srcdoc`` at once."""

WIDEST_POSTER = 1280
"""Pixels: twice what the widest column of a page shows."""

# The frame's own document is not the player's: each feature must name whom it is for.
ALLOW = "; ".join(
    f"{feature} {PLAYER}"
    for feature in ("autoplay", "fullscreen", "encrypted-media", "picture-in-picture")
)


# -- in browsers and elsewhere -------------------------------------------------------------------


class _Elsewhere(Semantic):
    """Mixes into a node that a builder which is no browser shows as ``generic``."""

    generic: ClassVar[str] = "container"

    @staticmethod
    def show_generic(translator: Any, node: Any) -> None:
        """Open the generic node."""
        getattr(translator, f"visit_{node.generic}")(node)

    @staticmethod
    def close_generic(translator: Any, node: Any) -> None:
        """Close the generic node."""
        getattr(translator, f"depart_{node.generic}")(node)


class _Templated(Leaf, _Elsewhere):
    """A leaf in browsers; the generic node elsewhere."""

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the node."""
        if in_browser(translator):
            Leaf.visit_html(translator, node)
        else:
            node.show_generic(translator, node)

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the node."""
        if in_browser(translator):
            Leaf.depart_html(translator, node)
        else:
            node.close_generic(translator, node)


class _Anchored(_Elsewhere):
    """Mixes a target for references into the generic node, which has none in LaTeX."""

    @staticmethod
    def visit_latex(translator: Any, node: Any) -> None:
        """Open the generic node, and put the target at the beginning of its first paragraph."""
        node.show_generic(translator, node)
        target = latex_target(translator, node)
        gap = "" if isinstance(node, nodes.list_item) else "\n\n"
        translator.body.append(gap + target)

    @staticmethod
    def depart_latex(translator: Any, node: Any) -> None:
        """Close the generic node."""
        node.close_generic(translator, node)


class _Part(Slot, _Elsewhere):
    """A slot in browsers; the generic node elsewhere."""

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the node."""
        if in_browser(translator):
            Slot.visit_html(translator, node)
        else:
            node.show_generic(translator, node)

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the node."""
        if in_browser(translator):
            Slot.depart_html(translator, node)
        else:
            node.close_generic(translator, node)


class _Fallback(_Elsewhere):
    """Left out in browsers, where a template says the same; the generic node elsewhere."""

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the node."""
        if in_browser(translator):
            raise nodes.SkipNode
        node.show_generic(translator, node)

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the node."""
        node.close_generic(translator, node)


# -- pictures ------------------------------------------------------------------------------------


class confrecap_poster(confrecap_picture):
    """The poster of a video. Its name is real text beside it, so its alternative text is empty."""

    @classmethod
    def plan(cls, shop: Shop, path: Path, about: Mapping[str, Any]) -> Recipe | None:  # noqa: ARG003 (the signature is the base's)
        """A few widths for a browser, one picture for a book."""
        header = shop.header(path)
        if not shop.in_browser:
            if header.format == "SVG" and shop.shows_svg:
                return Original()
            return Single(credit=header.artist, license=header.copyright)
        widths = sorted(shop.config.confrecap_image_widths)
        return Responsive(
            widths=tuple(width for width in widths if width <= WIDEST_POSTER) or (widths[0],),
            formats=tuple(shop.config.confrecap_image_formats),
            quality=tuple(sorted(shop.config.confrecap_image_quality.items())),
            credit=header.artist,
            license=header.copyright,
        )

    def place(self, shop: Shop, path: Path, renditions: Sequence[Rendition]) -> None:  # noqa: ARG002 (the signature is the base's)
        """Take over the variants."""
        if not renditions:
            return
        widest = renditions[-1]  # of the format that every browser knows
        if not shop.in_browser:
            shop.publish(self, widest)
            if shop.builder.format == "latex":
                self["width"] = "60%" if isinstance(self.parent, confrecap_video) else "30%"
            return
        plain = [one for one in renditions if one.mime == widest.mime]
        middle = min(plain, key=lambda one: abs(one.width - 640))
        shop.publish(self, middle)
        self["shown"] = [middle.width, middle.height]
        self["variants"] = shop.publish_all(renditions)

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Write the picture where there is no template to do it."""
        if not in_browser(translator):
            uri = picture_uri(translator, node["uri"])
            css = "confrecap-poster"
            translator.body.append(
                translator.emptytag(node, "img", "\n", src=uri, alt="", CLASS=css)
            )
        raise nodes.SkipNode


def poster_of(node: nodes.Element) -> confrecap_poster | None:
    """Return the first poster that has been derived inside ``node``."""
    return next((one for one in node.findall(confrecap_poster) if "variants" in one), None)


def poster_html(translator: Any, node: nodes.Element, sizes: str, *, most: int = 0) -> Markup:
    """Return the picture of a video, at most ``most`` pixels wide if that is given; "" for none."""
    poster = poster_of(node)
    if poster is None:
        return Markup()
    *better, (_mime, plain) = by_format(poster["variants"])
    html = Markup("<picture>")
    for mime, variants in better:
        html += Markup('<source type="{}" srcset="{}" sizes="{}">').format(
            mime, srcset(translator, _fitting(variants, most)), sizes
        )
    html += Markup('<img src="{}" alt=""').format(picture_uri(translator, poster["uri"]))
    if len(plain) > 1:
        html += Markup(' srcset="{}" sizes="{}"').format(
            srcset(translator, _fitting(plain, most)), sizes
        )
    html += Markup(' width="{}" height="{}" loading="lazy" decoding="async"></picture>').format(
        *poster["shown"]
    )
    return html


def _fitting(variants: Sequence[Rendition], most: int) -> Sequence[Rendition]:
    """Return the variants that are no wider than ``most``, or the first one."""
    return [one for one in variants if not most or one.width <= most] or variants[:1]


# -- what videos and talks share -----------------------------------------------------------------


def facts(node: nodes.Element) -> dict[str, Any]:
    """Return what a template may say about a video: plain texts, and times for machines too."""
    seconds, site = node.get("duration", 0), node.get("site", "")
    return {
        "name": node.get("name", ""),
        "site": site,
        "speakers": node.get("speakers", []),
        "duration": clock(seconds) if seconds else "",
        "duration_iso": iso_duration(seconds) if seconds else "",
        "duration_label": str(_("Duration")),
        "date": node.get("day", ""),
        "date_iso": node.get("date", ""),
        "watch": node.get("watch", ""),
        "watch_label": str(_("Watch on {site}")).format(site=site) if site else "",
    }


def player(
    translator: Any, node: nodes.Element, load: str, *, title: str, label: str
) -> dict[str, Any]:
    """Return what the template of a player is told: its name, and its document until the click."""
    builder = translator.builder
    config = builder.config
    folder = builder.imgpath.removesuffix(builder.imagedir)
    sheet = f"{folder}_static/confrecap/player-frame.css?v={__version__}"
    return {
        "frame": f"confrecap-player-{_count(translator)}",
        "frame_title": _told_apart(translator, label),
        "frame_lang": (config.language or "en").replace("_", "-"),
        "frame_sheet": sheet if config.confrecap_css else "",
        "card": title,
        "play_label": str(_("Play: {title}")).format(title=title),
        "allow": ALLOW,
        "play": node["play"],
        "notice": str(_(config.confrecap_video_notice)),
        "src": node["embed"] if load == "eager" else "",
    }


def _told_apart(translator: Any, label: str) -> str:
    """Return the name of a region or a frame: the second of one name on a page gets a number."""
    given: frozenset[str] = getattr(translator, "confrecap_labels", frozenset())
    numbered = (f"{label} ({number})" for number in count(2))
    own = next(name for name in chain([label], numbered) if name not in given)
    translator.confrecap_labels = given | {own}
    return own


def _count(translator: Any) -> int:
    """Return the number of one more player on this page."""
    translator.confrecap_players = getattr(translator, "confrecap_players", 0) + 1
    return int(translator.confrecap_players)


def _load(translator: Any, node: nodes.Element) -> str:
    """Return when the player of a node is loaded: on a click, with the page, or never (link)."""
    if not node.get("play"):
        return "link"
    if node["load"]:
        return str(node["load"])
    if getattr(translator, "confrecap_players", 0) >= MOST_PLAYERS:
        return "link"
    return str(translator.builder.config.confrecap_video_load)


def _label(node: nodes.Element) -> str:
    """Return the title of a video or a playlist as it stands on the page, in its language."""
    for child in node.children:
        if isinstance(child, (confrecap_video_title, confrecap_playlist_title)):
            return child.astext()
    return str(node["name"])


# -- one video -----------------------------------------------------------------------------------


class confrecap_video(nodes.container, _Anchored, _Templated):
    """One video.

    ``name`` is its title, ``watch`` a plain link for readers, ``site`` where that leads; ``play``
    is the player's address after a click and ``embed`` that without one, both empty where there is
    no player. ``load`` is what its page asks for; ``speakers``, ``duration`` (seconds), ``date``
    (ISO 8601) and ``day`` (the same in words) are facts; ``aspect``, ``width`` (per cent),
    ``pixels`` and ``align`` its looks.
    """

    template: ClassVar[str] = "video"
    tag: ClassVar[str] = "figure"
    css: ClassVar[str] = "confrecap-video"
    sheets: ClassVar[tuple[str, ...]] = ("video",)

    def attributes_html(self, _translator: Any) -> dict[str, str]:
        """Return the looks."""
        looks = ("aspect", "width", "align")
        return {f"data-{name}": str(self[name]) for name in looks if self.get(name)}

    def fields(self, translator: Any) -> dict[str, Any]:
        """Return the plain fields for the template."""
        values = facts(self)
        title = _label(self)
        load = _load(translator, self)
        values |= {
            "load": load,
            "name": title,
            "title": "",
            "caption": "",
            "pixels": self.get("pixels", 0),
            "play": self["watch"],
            "frame": "",
            "notice": "",
        }
        if load == "link":
            values["poster"] = poster_html(translator, self, "(min-width: 48rem) 46rem, 100vw")
        else:
            label = str(_("Video: {title}")).format(title=title)
            values["poster"] = poster_html(translator, self, "100vw")
            values |= player(translator, self, load, title=title, label=label)
        return values

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the figure, and say for machines what it is."""
        _Templated.depart_html(translator, node)
        _structured(translator, [about] if (about := _about(translator, node)) else [])


class _Unbroken(Semantic):
    """Mixes into a paragraph with an address, which no line of plain text may break."""

    @staticmethod
    def visit_text(translator: Any, _node: nodes.Element) -> None:
        """Begin the paragraph."""
        translator.new_state(0)

    @staticmethod
    def depart_text(translator: Any, _node: nodes.Element) -> None:
        """End the paragraph as it is."""
        translator.end_state(wrap=False)


class confrecap_video_title(nodes.paragraph, _Part):
    """The title of a video."""

    generic: ClassVar[str] = "paragraph"
    slot: ClassVar[str] = "title"

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Begin a strong line."""
        translator.visit_paragraph(node)
        translator.body.append("\\sphinxstylestrong{")

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """End the line."""
        translator.body.append("}")
        translator.depart_paragraph(node)


class confrecap_video_facts(nodes.paragraph, _Unbroken, _Fallback):
    """Speakers, duration, date and the address written out."""

    generic: ClassVar[str] = "paragraph"


class confrecap_video_caption(nodes.container, _Part):
    """The caption, in markup."""

    slot: ClassVar[str] = "caption"


# -- playlists -----------------------------------------------------------------------------------


class confrecap_playlist(nodes.container, _Anchored):
    """A playlist; ``layout`` is player, grid or list, ``name`` its title if it has one."""

    sheets: ClassVar[tuple[str, ...]] = ("video",)

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the section. What its talks play in is known from here on."""
        if not in_browser(translator):
            node.show_generic(translator, node)
            return
        label = _told_apart(translator, _label(node) or str(_("Videos")))
        more = {"data-layout": node["layout"], "aria-label": label}
        translator.body.append(
            translator.starttag(node, "section", CLASS="confrecap-playlist", **more)
        )

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the section, and say for machines what it holds."""
        if not in_browser(translator):
            node.close_generic(translator, node)
            return
        translator.body.append("</section>\n")
        talks = [_about(translator, talk) for talk in node.findall(confrecap_talk)]
        _structured(translator, [about for about in talks if about], name=_label(node))


class confrecap_playlist_title(nodes.rubric, Semantic):
    """The heading of a playlist."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open a heading one level below the section around it."""
        tag = f"h{min(6, translator.section_level + 1)}"
        translator.context.append(tag)
        translator.body.append(translator.starttag(node, tag, "", CLASS="confrecap-playlist-title"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the heading."""
        translator.body.append(f"</{translator.context.pop()}>\n")


class confrecap_group_title(nodes.rubric, Semantic):
    """The heading of a day or a track."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open a heading below the playlist's own."""
        below = 2 if node["titled"] else 1
        tag = f"h{min(6, translator.section_level + below)}"
        translator.context.append(tag)
        translator.body.append(translator.starttag(node, tag, "", CLASS="confrecap-group-title"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the heading."""
        translator.body.append(f"</{translator.context.pop()}>\n")


class confrecap_stage(nodes.container, _Templated):
    """Where the talks of a playlist are played, and the link to the whole of it.

    ``play`` and ``embed`` are those of the playlist, or of its first talk; ``list`` says which.
    """

    template: ClassVar[str] = "stage"
    css: ClassVar[str] = "confrecap-stage"

    def fields(self, translator: Any) -> dict[str, Any]:
        """Return the plain fields for the template."""
        playlist: nodes.Element = self.parent
        values = facts(self)
        load = _load(translator, self) if playlist["layout"] == "player" else "link"
        values |= {"load": load, "frame": "", "notice": "", "pixels": 0, "all_label": ""}
        translator.confrecap_stage = ""
        if load != "link":
            title = _label(playlist) or str(_("Videos"))
            label = str(_("Video player: {title}")).format(title=title)
            values["poster"] = poster_html(translator, playlist, "100vw")
            values |= player(translator, self, load, title=title, label=label)
            values["all_label"] = str(_("Play all")) if self["list"] else ""
            translator.confrecap_stage = values["frame"]
        return values


class confrecap_talks(nodes.enumerated_list, _Elsewhere):
    """The talks of a playlist, or of one group of it."""

    generic: ClassVar[str] = "enumerated_list"

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the list; the role keeps it a list where a style sheet takes its numbers."""
        if not in_browser(translator):
            node.show_generic(translator, node)
            return
        translator.body.append(
            translator.starttag(node, "ol", CLASS="confrecap-talks", role="list")
        )

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """Close the list."""
        if in_browser(translator):
            translator.body.append("</ol>\n")
        else:
            node.close_generic(translator, node)


class confrecap_talk(nodes.list_item, _Anchored, _Templated):
    """One talk of a playlist, with the attributes of `confrecap_video`."""

    generic: ClassVar[str] = "list_item"
    template: ClassVar[str] = "talk"
    tag: ClassVar[str] = "li"
    css: ClassVar[str] = "confrecap-talk"

    def fields(self, translator: Any) -> dict[str, Any]:
        """Return the plain fields for the template."""
        values = facts(self)
        frame = translator.confrecap_stage if self["play"] else ""
        layout = self["layout"]
        values |= {"text": "", "slides": "", "frame": frame, "layout": layout, "poster": ""}
        values["play"] = self["play"] if frame else self["watch"]
        if layout == "grid":
            values["poster"] = poster_html(translator, self, "(min-width: 40rem) 20rem, 100vw")
        elif layout == "player":
            values["poster"] = poster_html(translator, self, "9rem", most=WIDEST_POSTER // 2)
        return values


class confrecap_talk_line(nodes.paragraph, _Unbroken, _Part):
    """Title, address and facts of a talk; in browsers only its slides come from here."""

    generic: ClassVar[str] = "paragraph"
    slot: ClassVar[str] = "line"

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the line, if anything in it is not known already."""
        if in_browser(translator) and not node["slides"]:
            raise nodes.SkipNode
        _Part.visit_html(translator, node)


class confrecap_watch(confrecap_link):
    """A title that leads to its video; the address is written out where paper needs it."""

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Begin the link."""
        translator.visit_reference(node)

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """End the link, and write its address."""
        translator.depart_reference(node)
        uri = translator.encode_uri(node["refuri"])
        translator.body.append(f" \\sphinxurl{{{uri}}}")


class confrecap_talk_slides(nodes.inline, Slot):
    """The link to a talk's slides."""

    slot: ClassVar[str] = "slides"


class confrecap_talk_text(nodes.paragraph, _Part):
    """A sentence about a talk, in markup."""

    generic: ClassVar[str] = "paragraph"
    slot: ClassVar[str] = "text"


# -- structured data -----------------------------------------------------------------------------


def _about(translator: Any, node: nodes.Element) -> dict[str, Any] | None:
    """Return a schema.org VideoObject; None without what search engines require of one.

    https://developers.google.com/search/docs/appearance/structured-data/video requires a name, a
    thumbnail with a whole address, and a date.
    """
    builder: StandaloneHTMLBuilder = translator.builder
    config = builder.config
    poster = poster_of(node)
    if not (config.confrecap_json_ld and config.html_baseurl and poster and node.get("date")):
        return None
    if not node["play"] or not in_browser(translator):
        return None
    name = builder.confrecap_pictures[poster["uri"]]  # type: ignore[attr-defined]  # ours
    about: dict[str, Any] = {
        "@type": "VideoObject",
        "name": _label(node),
        "thumbnailUrl": _absolute(config.html_baseurl, f"{builder.imagedir}/{quote(name)}"),
        "uploadDate": node["date"],
        "embedUrl": node["embed"],
        "url": node["watch"],
    }
    if node.get("duration"):
        about["duration"] = iso_duration(node["duration"])
    if node.get("speakers"):
        about["actor"] = [{"@type": "Person", "name": name} for name in node["speakers"]]
    return about


def _absolute(base: str, path: str) -> str:
    return urljoin(base if base.endswith("/") else f"{base}/", path)


def _structured(translator: Any, videos: list[dict[str, Any]], name: str | None = None) -> None:
    """Write a data block: one video, or with a ``name`` (which may be empty) a list of them."""
    if not videos:
        return
    data: dict[str, Any] = videos[0]
    if name is not None:
        items = [
            {"@type": "ListItem", "position": place, "item": video}
            for place, video in enumerate(videos, 1)
        ]
        data = {"@type": "ItemList", "itemListElement": items}
        if name:
            data["name"] = name
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    # Nothing in a data block may end it.
    text = text.replace("<", "\\u003c")
    translator.body.append(f'<script type="application/ld+json">{text}</script>\n')
