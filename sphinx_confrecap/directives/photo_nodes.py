"""What `photo` and `gallery` share: from one record and one file to the nodes of a photo."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from docutils import nodes

from sphinx_confrecap.data import patterns
from sphinx_confrecap.data.gallery import Photo
from sphinx_confrecap.data.licenses import License
from sphinx_confrecap.data.limits import way_out
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.options import FLAG, Option
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import photo as doctree
from sphinx_confrecap.doctree.base import confrecap_link, confrecap_name, confrecap_picture
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.locale import _
from sphinx_confrecap.site.files import Several
from sphinx_confrecap.site.wants import Photo as Wanted

VIEWER = Option(
    "viewer",
    FLAG,
    "Whether a click opens the viewer; without it, the large picture.",
    None,
    "`confrecap_viewer`",
)

_LINE_WIDTH = 630  # pixels that fill a line of a book at 100 to the inch


class File(NamedTuple):
    """One picture that a record names: where it is, and its path as it was written."""

    path: Path
    written: str


class Rights(NamedTuple):
    """Who took a photo, as it was written, and its licence."""

    credit: Scalar | None = None
    licence: License | None = None


class Shot(NamedTuple):
    """One photo to show; ``facts`` is None where the picture cannot be read."""

    file: File
    record: Photo
    facts: Header | None
    rights: Rights

    @property
    def ratio(self) -> str:
        """The picture's width by its height, in steps."""
        return ratio_step(self.facts.width, self.facts.height) if self.facts else ratio_step(0, 0)


def ratio_step(width: int, height: int) -> str:
    """Return width by height in steps of 0.05, from 0.4 to 4, as the style sheet knows them."""
    ratio = width / height if width and height else 1.5
    return f"{min(4.0, max(0.4, round(ratio * 20) / 20)):.2f}"


def files(reading: Reading, text: Scalar) -> list[File]:
    """Return the files that a path or a pattern names; what is wrong with it is noted."""
    if reading.is_elsewhere(text):
        return []
    site_files, folder = reading.directive.files, reading.source.folder
    several = site_files.several(text, folder)
    if several is None:
        path = site_files.picture(text, folder, reading.problems)
        return [] if path is None else [File(path, str(text))]
    names = _names(reading, text, several)
    found = [File(site_files.root / name, several.written(name)) for name in names]
    for file in found:
        site_files.note(file.path)
    return found


def _names(reading: Reading, text: Scalar, several: Several) -> tuple[str, ...]:
    """Return what a pattern or a folder finds, relative to the source folder."""
    site_files, folder = reading.directive.files, reading.source.folder
    if several.is_folder and site_files.inside(text, folder, reading.problems) is None:
        return ()
    if len(text) > patterns.LONGEST:
        sentence = f"a pattern of {len(text):,} characters finds nothing: no path is so long"
        reading.note(text, sentence, Code.FILE)
        return ()
    if several.is_outside:
        reading.note(text, f"'{text}' leads outside the source folder, and is not read", Code.FILE)
        return ()
    listing = site_files.matching(several.pattern)
    for name, reason in listing.refused:
        reading.note(text, f"'{name}' {reason}", Code.FILE)
    if listing.too_many:
        most = site_files.limits.matches
        sentence = f"'{text}' finds more than {most:,} files{way_out('matches')}"
        reading.note(text, sentence, Code.FILE)
    elif not listing.names and not listing.refused:
        hint = site_files.folder(text, site_files.root / several.pattern.replace("*", "_"))
        sentence = f"the pattern '{text}' matches nothing{hint}"
        if several.is_folder:
            sentence = f"the folder '{text}' has no pictures"
        reading.note(text, sentence, Code.FILE, lack=not hint)
    return listing.names


def photo(  # noqa: PLR0913 (one photo has that many sides)
    reading: Reading,
    shot: Shot,
    *,
    sizes: str,
    widest: float,
    said: Rights,
    caption: list[nodes.Node] | None = None,
) -> doctree.confrecap_photo | None:
    """Return the node of one photo; None if there is neither a picture nor a caption.

    Args:
        reading: What it is read with.
        shot: The photo. Its files carry all its rights.
        sizes: How wide a browser may expect it.
        widest: How many percent of a line it may take in a book.
        said: What of its rights stands below it.
        caption: Its caption, if that is not the record's.
    """
    record = shot.record
    node = doctree.confrecap_photo("", number=reading.directive.number("photo"))
    node["print_width"] = _print_width(shot, widest)
    reading.put(node, record.alt or record.src)
    if caption is None:
        caption = _caption(reading, record.caption)
    if shot.facts is None:
        node += [*caption, *reading.own_fields(record.extra)]
        return node if caption else None
    credit, licence = shot.rights
    words = reading.inline(credit) if credit else []
    picture = _picture(reading, shot, shot.facts)
    picture.source, picture.line = node.source, node.line
    picture["want"] = Wanted(
        credit="".join(part.astext() for part in words),
        license=", ".join(licence) if licence and licence.label else (licence or ("", ""))[1],
        original=bool(record.download),
    )
    picture["sizes"], picture["eager"] = sizes, node["number"] <= doctree.EAGER
    if record.url:  # writers want a link to stand in text, and to hold it
        framed = nodes.inline("", "", picture)
        node += nodes.inline("", "", reading.link(record.url, framed))
    else:
        node += picture
    node += caption
    if below := credit_node(words if said.credit else [], said.licence):
        node += below
    node += reading.own_fields(record.extra)
    _name(reading, node, shot, picture)
    return node


def _picture(reading: Reading, shot: Shot, facts: Header) -> confrecap_picture:
    """Return the picture."""
    record = shot.record
    node = reading.picture_at(confrecap_picture, Wanted(), shot.file.path, record.src)
    node["alt"] = " ".join((facts.alt if record.alt is None else record.alt).split())
    node["print"] = "100%"
    if record.alt is None and not facts.alt:
        bare = record.is_bare or patterns.is_pattern(record.src)
        node["unsaid"], node["used_at"] = "bare" if bare else "record", reading.directive.place
    if record.focus is not None and record.focus != (5, 5):
        node["focus"] = list(record.focus)
    return node


def _name(
    reading: Reading, node: doctree.confrecap_photo, shot: Shot, picture: confrecap_picture
) -> None:
    """Let roles and links find a photo: by its id, its path and its slug."""
    record, uri, alt = shot.record, picture["uri"], picture["alt"]
    titles = [*(part.astext() for part in node.findall(doctree.confrecap_photo_caption))]
    node["title"] = next(iter(titles), "") or alt or shot.file.path.name
    path = uri.lstrip("/")
    spellings = dict.fromkeys((path, shot.file.written, slug(shot.file.written)))
    # The path as it is: another file may differ in case alone.
    keys = [*([same_name(record.id)] if record.id else []), path]
    # The id as it was written, too: other projects look names up as they are.
    aliases = [*([str(record.id)] if record.id else []), *map(same_name, spellings)]
    reading.sign(node, "photo", keys, dict.fromkeys(aliases), uri)
    what = reading.identity(f"{record.id} {uri}" if record.id else uri)
    reading.directive.give_id(node, "photo", record.id or shot.file.written, what)


def _caption(reading: Reading, text: Scalar | None) -> list[nodes.Node]:
    """Return the caption that a record has."""
    if not text:
        return []
    return [reading.text_element(doctree.confrecap_photo_caption(), text)]


def credit_node(words: list[nodes.Node], licence: License | None) -> nodes.Element | None:
    """Return who took a photo, and its licence."""
    if not words and licence is None:
        return None
    node = doctree.confrecap_photo_credit("", "", translatable=False)
    if words:
        node += confrecap_name("", "", *words)
    if licence is not None:
        if words:
            node += nodes.Text(", ")
        label = nodes.inline("", licence.label or str(_("licence")))
        node += confrecap_link("", "", label, refuri=licence.url, rel="license")
    return node


def _print_width(shot: Shot, widest: float) -> int:
    """Return how many percent of a line a photo takes in a book: no poster, no enlarged stamp."""
    if shot.facts is None or not shot.facts.width:
        return round(widest)
    enough = 100 * shot.facts.width / _LINE_WIDTH
    return max(10, round(min(widest, 90 * float(shot.ratio), enough)))
