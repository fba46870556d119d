"""The ``gallery`` directive: photos in rows, in a grid or in a strip."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data.fields import whole
from sphinx_confrecap.data.gallery import Gallery, Photo, PhotoDefaults
from sphinx_confrecap.data.patterns import is_pattern, natural
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives import photo_nodes
from sphinx_confrecap.directives.base import DataDirective, is_key
from sphinx_confrecap.directives.options import NAMES, Option, choice
from sphinx_confrecap.directives.photo_nodes import Rights, Shot
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import photo as doctree

_PRINT_HEIGHT = 31  # percent of a book's line: two landscapes beside each other, or four portraits


def is_yaml(argument: str) -> bool:
    """True if an argument names a YAML file, perhaps with a key, and no picture."""
    name = argument.partition("#")[0].lower()
    return name.endswith((".yaml", ".yml")) and not is_pattern(name)


class GalleryDirective(DataDirective[Gallery]):
    """Show photos in rows of equal height, in a grid, or in a strip to scroll through."""

    section = "gallery"
    model = Gallery
    # fmt: off
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("layout", choice("rows", "grid", "strip"),
               "Rows of equal height, a grid of equal cells, or one row to scroll through.",
               "rows"),
        Option("height", whole(100, 480, step=20, unit="px"),
               "The height that rows aim at, or that of the strip, in steps of 20 pixels.", 220),
        Option("columns", whole(1, 12), "The columns of a grid; narrow screens show fewer.", 0,
               "as many as fit"),
        Option("limit", whole(1, 100_000), "At most so many.", None, "all"),
        Option("tags", NAMES, "Only photos with one of these tags.", [], "all"),
        Option("sort", choice("file", "name", "date"),
               "The order: as written, by file name, or by the date the camera noted.", "file"),
        photo_nodes.VIEWER,
    )
    # fmt: on

    def data(self) -> Reading | None:
        """Return the data; an argument that is no YAML file is a picture or a pattern."""
        argument, body = self.argument_and_body()
        if is_key(argument) or body or is_yaml(argument) or self.values["data"]:
            return super().data()
        reading = self.reading()
        reading.value = Scalar(argument, reading.source.first)
        return reading

    def build(self, record: Gallery, reading: Reading) -> list[nodes.Node]:
        """Return the gallery."""
        defaults = record.defaults or PhotoDefaults()
        shots = self._sorted(list(self._shots(record, defaults, reading)))
        shots = shots[: self.values["limit"]]
        common = _common([shot.rights for shot in shots if shot.facts])
        cells = doctree.confrecap_photo_list(bullet="*")
        for shot in shots:
            cells += self._cell(shot, common, reading)
        if not cells.children:
            if not record.photos and not len(reading.problems):
                reading.note(record.at, "there are no photos to show", lack=True)
            return []
        layout = self.values["layout"]
        if layout == "rows":
            doctree.crop_to_rows(cells)
        node = doctree.confrecap_gallery(
            classes=self.values["class"], layout=layout, viewer=self.values["viewer"]
        )
        node += [*reading.own_fields(record.extra), cells]
        if layout == "grid":
            node["columns"] = self.values["columns"]
        else:
            node["height"] = self.values["height"]
        words = reading.inline(common.credit) if common.credit else []
        if below := photo_nodes.credit_node(words, common.licence):
            node += below
        self.set_source_info(node)
        return [node]

    def _shots(self, record: Gallery, defaults: PhotoDefaults, reading: Reading) -> Iterator[Shot]:
        """Yield each photo once, where it is first named, with what all its records say."""
        every = (tag for entry in record.photos for tag in entry.tags or defaults.tags)
        wanted = self.tell_tags("photo", every)
        named: dict[photo_nodes.File, list[tuple[bool, Photo]]] = {}
        first: dict[Path, photo_nodes.File] = {}
        for entry in record.photos:
            found = photo_nodes.files(reading, entry.src)
            if not found and entry.caption and not is_pattern(entry.src):
                lost = photo_nodes.File(Path(self.env.srcdir), str(entry.src))
                named.setdefault(lost, []).append((True, entry))
            for file in found:
                here = named.setdefault(first.setdefault(file.path, file), [])
                here.append((file.written == entry.src, entry))
        for file, entries in named.items():
            entry = _joined(file, entries, reading)
            tags = entry.tags or defaults.tags
            if entry.hidden or (wanted and wanted.isdisjoint(same_name(tag) for tag in tags)):
                continue
            facts = reading.header(file.path, entry.src) if file.path in first else None
            yield Shot(file, entry, facts, _rights(entry, defaults))

    def _sorted(self, shots: list[Shot]) -> list[Shot]:
        """Return the photos in the order asked for; those without a date come last."""
        if self.values["sort"] == "name":
            return sorted(shots, key=lambda shot: natural(shot.file.path.name))
        if self.values["sort"] == "date":
            return sorted(shots, key=lambda shot: (shot.facts and shot.facts.date) or "~")
        return shots

    def _cell(self, shot: Shot, common: Rights, reading: Reading) -> list[nodes.Node]:
        """Return the place of a photo, which says no more of its rights than all photos have."""
        ratio, rights = shot.ratio, shot.rights
        node = photo_nodes.photo(
            reading,
            shot,
            sizes=self._sizes(float(ratio)),
            widest=min(100, _PRINT_HEIGHT * float(ratio)),
            said=Rights(
                None if common.credit else rights.credit, None if common.licence else rights.licence
            ),
        )
        if node is None:
            return []
        cell = doctree.confrecap_photo_item("", node)
        if shot.facts is not None and self.values["layout"] != "grid":
            cell["ratio"] = ratio
        return [cell]

    def _sizes(self, ratio: float) -> str:
        """Return how wide a browser may expect a photo before it knows the page's layout."""
        height = self.values["height"]
        match self.values["layout"]:
            case "rows":  # of the aim, which is a third of a narrow gallery
                return f"min({min(100, round(34 * ratio))}vw, {round(ratio * height)}px)"
            case "strip":
                wide = ratio * height
            case _:
                wide = 960 / (self.values["columns"] or 4)
        return f"min(100vw, {round(wide)}px)"


def _joined(
    file: photo_nodes.File, entries: Sequence[tuple[bool, Photo]], reading: Reading
) -> Photo:
    """Return one record of all that name a photo; those that name it alone before patterns."""
    if len(entries) == 1:
        return entries[0][1]
    (_, joined), *others = sorted(entries, key=lambda entry: not entry[0])
    for is_alone, entry in others:
        for field in sorted(entry.written & joined.written - {"src", "tags", "extra", "hidden"}):
            if is_alone and getattr(entry, field) != getattr(joined, field):
                sentence = f"'{file.written}' has another '{field}' before; that one counts"
                reading.note(entry.where(field), sentence)
        joined = joined.replace(
            **{field: getattr(entry, field) for field in entry.written - joined.written}
        )
    return joined.replace(hidden=any(entry.hidden for _, entry in entries))


def _rights(entry: Photo, defaults: PhotoDefaults) -> Rights:
    """Return an entry's own rights, or else those of all."""
    own = entry.written
    return Rights(
        (entry if "credit" in own else defaults).credit,
        (entry if "license" in own else defaults).license,
    )


def _common(rights: Sequence[Rights]) -> Rights:
    """Return the credit and the licence that several photos have, where all have the same."""
    if len(rights) < 2:
        return Rights()
    names, licences = map(set, zip(*rights, strict=True))
    return Rights(
        rights[0].credit if len(names) == 1 else None,
        rights[0].licence if len(licences) == 1 else None,
    )
