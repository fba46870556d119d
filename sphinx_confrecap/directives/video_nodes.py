"""What the directives for videos share: from a record to attributes and nodes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from docutils import nodes
from sphinx.config import Config

from sphinx_confrecap.data import dates, youtube
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.problems import Code, Located
from sphinx_confrecap.data.slugs import same_name, short_hash, slug
from sphinx_confrecap.data.times import clock
from sphinx_confrecap.data.youtube import Address, AddressError
from sphinx_confrecap.directives.options import Option, choice
from sphinx_confrecap.directives.place import PlacedDirective
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import video as doctree
from sphinx_confrecap.doctree.base import confrecap_link, confrecap_picture
from sphinx_confrecap.locale import _, mark
from sphinx_confrecap.messages import logger
from sphinx_confrecap.site.wants import Photo

LOAD = Option(
    "load",
    choice("click", "link", "eager"),
    "When the player is loaded: on a click, never (the address is a link), or with the page.",
    "",
    "`confrecap_video_load`; `link` after ten players on a page",
)


def _interface_language(config: Config) -> str:
    """Return the language of the player's own words: the site's; empty for YouTube's own choice."""
    try:
        return youtube.language(config.language or "")
    except ValueError:
        return ""


def video_address(reading: Reading, text: str, at: Located) -> tuple[Address | None, str]:
    """Return the address of one video and its plain link; the address is None if it is not one."""
    try:
        address = youtube.as_video(youtube.parse(text))
    except AddressError as error:
        if not youtube.is_elsewhere(text, error):
            reading.note(at, f"the address '{text[:80]}' is {error}", Code.URL)
        elif error.link.startswith("http://"):
            where = str(error).partition(";")[0]
            sentence = f"the address '{text[:80]}' is {where}; write a link with https://"
            reading.note(at, sentence, Code.URL)
        return None, error.link
    for sentence in address.problems:
        reading.note(at, f"the address '{text[:80]}': {sentence}", Code.URL)
    return address, address.url


def player_attributes(  # noqa: PLR0913 (a player is told that much)
    config: Config,
    address: Address | None,
    link: str,
    *,
    playlist: str = "",
    lang: str = "",
    captions: str = "",
) -> dict[str, Any]:
    """Return the attributes of a node that say where a video is watched and played."""
    embed = play = ""
    if address is not None and youtube.plays_on(address, config.confrecap_video_hosts):
        lang = address.lang or lang or _interface_language(config)
        more: dict[str, Any] = {"lang": lang, "captions": captions}
        more["playlist"] = playlist or address.playlist
        embed = youtube.embed_url(address, **more)
        play = youtube.embed_url(address, autoplay=True, **more)
    return {"play": play, "embed": embed, "watch": link, "site": address.site if address else ""}


def fact_attributes(record: Video, language: str) -> dict[str, Any]:
    """Return the attributes of a node that say what is known about a video."""
    return {
        "speakers": [str(name) for name in record.speakers],
        "duration": record.duration or 0,
        "date": record.date.isoformat() if record.date else "",
        "day": written_day(record.date, language) if record.date else "",
        "kind": slug(record.kind_) if record.kind_ else "",
        "kind_name": kind_name(record.kind_) if record.kind_ else "",
        "language": str(record.language or ""),
        "language_name": dates.language_name(record.language, language) if record.language else "",
    }


_KINDS = {
    "talk": mark("Talk"),
    "keynote": mark("Keynote"),
    "panel": mark("Panel"),
    "workshop": mark("Workshop"),
    "lightning": mark("Lightning talk"),
    "social": mark("Social event"),
}


def kind_name(kind: str) -> str:
    """Return the word for a kind of talk; any other is as it was written."""
    known = _KINDS.get(kind.casefold())
    return str(_(known)) if known else kind


@lru_cache(maxsize=64)
def written_day(day: dt.date, language: str) -> str:
    """Return a day in words: the talks of a conference share a few."""
    return dates.span(day, None, language)


def facts_text(node: nodes.Element) -> str:
    """Return speakers, duration and date as other builders than a browser's show them."""
    length = clock(node["duration"]) if node["duration"] else ""
    said = (", ".join(node["speakers"]), length, node["kind_name"], node["language_name"])
    return " · ".join(filter(None, (*said, node["day"])))


def facts_line(directive: PlacedDirective, facts: str, link: str) -> nodes.Element:
    """Return a line of facts that ends with an address, written out."""
    line = doctree.confrecap_video_facts("", "", translatable=False)
    if facts:
        line += nodes.Text(f"{facts} · " if link else facts)
    if link:
        made = confrecap_link("", "", nodes.Text(link), refuri=link, rel="")
        directive.set_source_info(made)
        line += made
    directive.set_source_info(line)
    return line


def nameless(number: int) -> str:
    """Return what a video without a title is called."""
    return str(_("Video {number}")).format(number=number)


def tell_nameless(names: Iterable[str], place: str) -> None:
    """Say, for those who want to know, which videos have no title."""
    if names := list(names):
        said = ", ".join(names)
        logger.info("%s: without a title: %s", place, said, color="lightgray")


def make_known(reading: Reading, node: nodes.Element, record: Video, video: str) -> None:
    """Let roles, search and links find a video: by its id, YouTube's id and its title."""
    title = record.title or ""
    keys = [key for key in (video, record.id) if key]
    name = keys[0] if keys else title
    if not name:
        return
    if video:
        _give_exact_id(reading, node, f"video-{video}")
    else:
        what = reading.identity(same_name(name))
        reading.directive.give_id(node, "video", name, what)
    # A title is no id: every year may have its "Keynote".
    aliases = [*map(str, keys), *([same_name(title)] if title else [])]
    reading.sign(node, "video", map(same_name, keys), aliases, video or same_name(name))


def _give_exact_id(reading: Reading, node: nodes.Element, wanted: str) -> None:
    """Give the first of a page's nodes for one video an id with its letters as they are.

    If another edition has it, the id gets the hash of the edition.
    """
    known, edition = reading.directive.state.document.ids, reading.source.edition
    if wanted in known and known[wanted].get("edition", edition) != edition:
        wanted = f"{wanted}-{short_hash(edition)}"
    if wanted not in known:
        node["ids"].append(wanted)
        known[wanted] = node


def poster_node(reading: Reading, record: Video, printed: str) -> list[nodes.Node]:
    """Return the poster of a video, if it has one; ``printed`` is its width in a book.

    Its name is real text beside it, so its alternative text is empty.
    """
    if record.poster is None:
        return []
    want = Photo(widest=doctree.WIDEST_POSTER)
    node = reading.picture(confrecap_picture, want, record.poster)
    if node is None:
        return []
    node["classes"].append("confrecap-poster")
    node["print"] = printed
    return [node]
