"""The nodes of photos and galleries.

Tree::

    confrecap_gallery layout="rows" height=220
      confrecap_photo_list
        confrecap_photo_item ratio=1.5
          confrecap_photo ids="photo-photos-stage-jpg" picture={uri: "/photos/stage.jpg", …}
            confrecap_photo_view
              reference
                confrecap_photo_frame
            confrecap_photo_caption
            confrecap_photo_legend
            confrecap_photo_credit
            confrecap_photo_download uri="/photos/stage.jpg"

The view is there if the photo leads elsewhere; a photo alone is a ``confrecap_photo``. Once
pictures are placed, every builder that is no browser finds a ``confrecap_photo_picture`` in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from sphinx import addnodes

from sphinx_confrecap.doctree.base import (
    PLAYER_BUILDERS,
    Leaf,
    Semantic,
    Slot,
    by_format,
    confrecap_picture,
    href,
    in_browser,
    latex_target,
    picture_uri,
    rendered,
    srcset,
)
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single
from sphinx_confrecap.locale import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

    from sphinx_confrecap.images.store import Rendition
    from sphinx_confrecap.site.pictures import Shop

FALLBACK_WIDTH = 640
"""Pixels of the variant for browsers that do not choose one."""

EAGER = 3
"""So many photos of a page are loaded at once; the others when they come near."""


TWO_IN_A_ROW = 5.6
"""What the ratios of two neighbours may come to, so that a row holds both."""


def ratio_step(width: int, height: int) -> str:
    """Return width by height in steps of 0.05, from 0.4 to 4, as the style sheet knows them."""
    ratio = width / height if width and height else 1.5
    return f"{min(4.0, max(0.4, round(ratio * 20) / 20)):.2f}"


class Shown(Semantic):
    """Mixed into the outermost node of what a viewer shows; ``viewer`` is yes, no or the site's."""

    sheets: ClassVar[tuple[str, ...]] = ("gallery", "viewer")
    scripts: ClassVar[tuple[str, ...]] = ("viewer",)

    def has_viewer(self, builder: Builder) -> bool:
        """True if a click opens the viewer."""
        chosen = self.get("viewer")  # type: ignore[attr-defined]  # mixed into nodes
        wanted = builder.config.confrecap_viewer if chosen is None else chosen
        return bool(wanted) and builder.name in PLAYER_BUILDERS

    def needs(self, app: Sphinx) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the style sheets and the script; only the first without the viewer."""
        return (
            (self.sheets, self.scripts) if self.has_viewer(app.builder) else (self.sheets[:1], ())
        )

    def viewer_words(self, builder: Builder) -> dict[str, str]:
        """Return the attributes that turn the viewer on and give it its words."""
        if not self.has_viewer(builder):
            return {}
        return {
            "data-viewer": str(_("Photos")),
            "data-position": str(_("{number} of {total}")),
            "data-previous": str(_("Previous photo")),
            "data-next": str(_("Next photo")),
            "data-close": str(_("Close")),
        }


class confrecap_gallery(nodes.container, Shown):
    """Photos in rows, in a grid or in a strip."""

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Open the gallery."""
        more = {
            f"data-{name}": str(node[name])
            for name in ("layout", "height", "columns")
            if node.get(name)
        }
        more |= node.viewer_words(translator.builder)
        translator.body.append(translator.starttag(node, "div", CLASS="confrecap-gallery", **more))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the gallery."""
        translator.body.append("</div>\n")

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Begin rows of centred boxes, which flow like words."""
        target = latex_target(translator, node)
        translator.body.append(f"\n\n{target}\\begin{{center}}\n")

    @staticmethod
    def depart_latex(translator: Any, _node: nodes.Element) -> None:
        """End the rows."""
        translator.body.append("\\end{center}\n")


class confrecap_photo_list(nodes.bullet_list, Semantic):
    """The photos of a gallery."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the list; the role keeps it a list where a style sheet takes its bullets."""
        translator.body.append(translator.starttag(node, "ul", role="list"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the list."""
        translator.body.append("</ul>\n")

    @staticmethod
    def visit_latex(_translator: Any, _node: nodes.Element) -> None:
        """Write no list: photos need no bullets."""

    @staticmethod
    def depart_latex(_translator: Any, _node: nodes.Element) -> None:
        """Nothing is left open."""


class confrecap_photo_item(nodes.list_item, Semantic):
    """A place in the list; ``ratio`` is the picture's width by its height, in steps."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the place."""
        more = {"data-ratio": node["ratio"]} if "ratio" in node else {}
        translator.body.append(translator.starttag(node, "li", "", **more))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the place."""
        translator.body.append("</li>\n")

    @staticmethod
    def visit_latex(_translator: Any, _node: nodes.Element) -> None:
        """Write no bullet."""

    @staticmethod
    def depart_latex(_translator: Any, _node: nodes.Element) -> None:
        """Nothing is left open."""


def crop_to_rows(cells: confrecap_photo_list) -> None:
    """Set the ratios of all places to those that photos of rows are cropped to.

    A panorama is 3:1. Rows break at 0.7 of a quarter of their width: two neighbours whose ratios
    come to more than 5.6 would not fit beside each other, and each would be a row of its own.
    """
    shaped = [cell for cell in cells.findall(confrecap_photo_item) if "ratio" in cell]
    wide = [0.0, *(min(3.0, float(cell["ratio"])) for cell in shaped), 0.0]
    for place, cell in enumerate(shaped):
        before, own, after = wide[place : place + 3]
        crowded = own + max(before, after) > TWO_IN_A_ROW
        cell["ratio"] = f"{min(own, TWO_IN_A_ROW / 2) if crowded else own:.2f}"


class confrecap_photo(nodes.figure, Leaf, Shown, addnodes.translatable):
    """One photo; ``percent`` is its width by itself, ``number`` its place on the page.

    A page may hold thousands. So ``picture``, the attributes of a `confrecap_photo_picture`, is
    plain data until pictures are placed: every transform visits every node, and Sphinx searches the
    disk for each image. Its alternative text is translated as that of an image.
    """

    shown: confrecap_photo_picture | None = None
    """The picture as a browser shows it, if it leads nowhere else."""

    template: ClassVar[str] = "photo"
    tag: ClassVar[str] = "figure"
    css: ClassVar[str] = "confrecap-photo"

    def pictures(self) -> Iterable[tuple[type[confrecap_picture], Mapping[str, Any]]]:
        """Return the picture."""
        return [(confrecap_photo_picture, self["picture"])] if "picture" in self else ()

    def place_pictures(self, shop: Shop) -> None:
        """Keep the picture for a browser, and put it into the tree for all other builders."""
        if "picture" not in self:
            return
        picture = confrecap_photo_picture("", **self.attributes.pop("picture"))
        picture["candidates"] = {"*": picture["uri"]}
        picture.source, picture.line = self.source, self.line
        picture["placed"] = True
        picture.parent = self
        if shop.has_pictures and not shop.place(picture):
            return
        frame = next(self.findall(confrecap_photo_frame), None)
        if frame is None and shop.in_browser:
            self.shown = picture
            return
        if frame is None:
            frame = confrecap_photo_frame()
            self.insert(0, confrecap_photo_view("", "", frame))
        frame += picture

    @property
    def has_picture(self) -> bool:
        """True if there is a picture to show."""
        if "picture" in self or self.shown is not None:
            return True
        return next(self.findall(confrecap_photo_picture), None) is not None

    def preserve_original_messages(self) -> None:
        """Keep the alternative text as it was written."""
        if "picture" in self:
            self["picture"]["said"] = self["picture"]["alt"]

    def apply_translated_message(self, _original: str, translated: str) -> None:
        """Take over the translation of the alternative text."""
        self["picture"]["alt"] = translated

    def extract_original_messages(self) -> Sequence[str]:
        """Return the alternative text, if there is any."""
        picture: dict[str, Any] = self.get("picture", {})
        said = picture.get("said", picture.get("alt"))
        return [said] if said else []

    @property
    def alone(self) -> bool:
        """True if the photo is in no gallery."""
        return not isinstance(self.parent, confrecap_photo_item)

    def needs(self, app: Sphinx) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what a photo alone needs; a gallery speaks for its own."""
        return super().needs(app) if self.alone else ((), ())

    def attributes_html(self, translator: Any) -> dict[str, str]:
        """Return the width and the viewer's words of a photo alone."""
        if not self.alone:
            return {}
        width = {"data-width": f"{self['percent']:02d}"} if self["percent"] < 100 else {}
        return width | self.viewer_words(translator.builder)

    def fields(self, translator: Any) -> dict[str, Any]:
        """Return the plain fields for the template."""
        picture = self.shown or next(self.findall(confrecap_photo_picture), None)
        values = {"href": "", "label": "", "width": 0, "height": 0, "alt": ""}
        slots = {"picture": "", "caption": "", "legend": "", "credit": "", "download": ""}
        if picture is None:
            return values | slots
        if self.shown is not None:
            slots["picture"] = rendered(translator, [picture])
        link = picture.parent.parent
        if isinstance(link, (nodes.reference, addnodes.download_reference)):
            values["href"] = href(translator, link)
        elif "large" in picture:
            key, values["width"], values["height"] = picture["large"]
            values["href"] = picture_uri(translator, key)
        values["alt"] = picture["alt"]
        if values["href"] and not picture["alt"]:
            values["label"] = self._spoken()
        return values | slots

    def _spoken(self) -> str:
        """Return what the link of a picture without alternative text is called."""
        for caption in self.findall(confrecap_photo_caption):
            return caption.astext()
        return str(_("Photo {number}")).format(number=self["number"])

    @staticmethod
    def visit_latex(translator: Any, node: Any) -> None:
        """Begin a box: it floats nowhere, and a book takes any number of them."""
        target = latex_target(translator, node)
        if node.alone:
            translator.body.append("\n\n\\begin{center}\n")
        box = f"\\begin{{minipage}}[t]{{{node['print_width'] / 100:g}\\linewidth}}"
        # The empty line lets boxes beside each other begin at one height.
        translator.body.append(f"{box}\\vspace{{0pt}}\\centering{target}\n")

    @staticmethod
    def depart_latex(translator: Any, node: Any) -> None:
        """End the box."""
        translator.body.append(
            "\n\\vspace{\\medskipamount}\\end{minipage}\\hspace{.01\\linewidth}\n"
        )
        if node.alone:
            translator.body.append("\\end{center}\n\n")


class confrecap_photo_view(nodes.inline, Semantic):
    """The picture, in its link if it leads elsewhere: writers want a link to stand in text."""

    @staticmethod
    def visit_html(_translator: Any, _node: nodes.Element) -> None:
        """Write nothing around the picture."""

    @staticmethod
    def depart_html(_translator: Any, _node: nodes.Element) -> None:
        """Write nothing around the picture."""


class confrecap_photo_frame(nodes.inline, Slot):
    """What the link of a photo holds: its picture."""

    slot: ClassVar[str] = "picture"


class confrecap_photo_caption(nodes.caption, Slot):
    """The caption."""

    slot: ClassVar[str] = "caption"

    @staticmethod
    def visit_latex(translator: Any, _node: nodes.Element) -> None:
        """Begin a line below the picture; photos have no numbers."""
        translator.body.append("\n\n{\\small ")

    @staticmethod
    def depart_latex(translator: Any, _node: nodes.Element) -> None:
        """End the line."""
        translator.body.append("\\par}\n")

    @staticmethod
    def visit_texinfo(_translator: Any, _node: nodes.Element) -> None:
        """Write a paragraph."""

    @staticmethod
    def depart_texinfo(translator: Any, _node: nodes.Element) -> None:
        """End the paragraph."""
        translator.ensure_eol()


class confrecap_photo_legend(nodes.legend, Slot):
    """What follows the first paragraph of a caption."""

    slot: ClassVar[str] = "legend"


class confrecap_photo_credit(nodes.paragraph, Slot):
    """Who took the photo, and its licence. Names are not for translators."""

    slot: ClassVar[str] = "credit"

    @staticmethod
    def visit_latex(translator: Any, _node: nodes.Element) -> None:
        """Begin a small line."""
        translator.body.append("\n\n{\\footnotesize ")

    @staticmethod
    def depart_latex(translator: Any, _node: nodes.Element) -> None:
        """End the line."""
        translator.body.append("\\par}\n")


class confrecap_photo_picture(confrecap_picture):
    """The picture of a photo.

    ``alt`` is its alternative text, ``unsaid`` says that nobody wrote one; ``credit`` and
    ``license`` go into the published files; ``sizes`` is how wide it is shown, ``eager`` whether
    it is loaded at once, ``focus`` what a crop keeps.
    """

    planned_from: ClassVar[tuple[str, ...]] = ("credit", "license")

    @classmethod
    def plan(cls, shop: Shop, path: Path, about: Mapping[str, Any]) -> Recipe | None:
        """Every width and format for a browser, one JPEG for a book."""
        header = shop.header(path)
        credit = about["credit"] or header.artist
        licence = about["license"] or header.copyright
        if not shop.in_browser:
            if header.format == "SVG" and shop.shows_svg:
                return Original()
            return Single(credit=credit, license=licence)
        return Responsive(
            widths=tuple(shop.config.confrecap_image_widths),
            formats=tuple(shop.config.confrecap_image_formats),
            quality=tuple(sorted(shop.config.confrecap_image_quality.items())),
            credit=credit,
            license=licence,
        )

    def place(self, shop: Shop, path: Path, renditions: Sequence[Rendition]) -> None:  # noqa: ARG002 (the base's signature)
        """Take over the variants, and which of them is the large one."""
        if not renditions:
            return
        widest = renditions[-1]  # of the format that every reader can fall back on
        if not shop.in_browser:
            shop.publish(self, widest)
            if shop.builder.format == "latex":
                self["width"] = "100%"
            self["shown"] = [widest.width, widest.height]
            return
        fallback = [one for one in renditions if one.mime == widest.mime]
        plain = min(fallback, key=lambda one: (abs(one.width - FALLBACK_WIDTH), one.width))
        shop.publish(self, plain)
        self["shown"] = [widest.width, widest.height]
        self["variants"] = shop.publish_all(renditions)
        # Opened by itself, an SVG may run scripts.
        if widest.mime != "image/svg+xml":
            self["large"] = [shop.name(widest), widest.width, widest.height]

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Write the picture with its variants."""
        more = {"src": picture_uri(translator, node["uri"]), "alt": node["alt"]}
        if all(node.get("shown", ())):
            more |= zip(("width", "height"), map(str, node.get("shown", ())), strict=False)
        if not in_browser(translator):
            translator.body.append(translator.emptytag(node, "img", "", **more))
            return
        lazy = not node["eager"]
        sizes = f"auto, {node['sizes']}" if lazy else node["sizes"]
        *better, (_mime, fallback) = by_format(node["variants"])
        translator.body.append("<picture>")
        for mime, variants in better:
            attributes = {"type": mime, "srcset": srcset(translator, variants), "sizes": sizes}
            translator.body.append(translator.emptytag(nodes.Element(), "source", "", **attributes))
        if len(fallback) > 1:
            more |= {"srcset": srcset(translator, fallback), "sizes": sizes}
        if "focus" in node:
            more["data-focus"] = " ".join(map(str, node["focus"]))
        more["decoding"] = "async"
        if lazy:
            more["loading"] = "lazy"
        translator.body.append(translator.emptytag(node, "img", "", **more))
        translator.body.append("</picture>")

    @staticmethod
    def depart_html(_translator: Any, _node: nodes.Element) -> None:
        """Nothing is left open."""


class confrecap_photo_download(confrecap_picture):
    """A link to the picture itself, without what its metadata says; in browsers only."""

    planned_from: ClassVar[tuple[str, ...]] = ("credit", "license")

    @classmethod
    def plan(cls, shop: Shop, path: Path, about: Mapping[str, Any]) -> Recipe | None:
        """The original, its pixels untouched."""
        if not shop.in_browser:
            return None
        header = shop.header(path)
        credit = about["credit"] or header.artist
        return Original(credit=credit, license=about["license"] or header.copyright)

    def place(self, shop: Shop, path: Path, renditions: Sequence[Rendition]) -> None:  # noqa: ARG002 (the base's signature)
        """Publish the original, or leave the link out."""
        if renditions:
            shop.publish(self, renditions[0])
        else:
            self.parent.remove(self)

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Write the link into its slot."""
        Slot.visit_html(translator, node)
        where = picture_uri(translator, node["uri"])
        start = translator.starttag(
            nodes.Element(), "a", "", CLASS="confrecap-download", href=where, download=""
        )
        # Before Python 3.12 no catalogue is made of what stands inside an f-string.
        label = str(_("Download"))
        translator.body.append(f"{start}{translator.encode(label)}</a>")
        Slot.depart_html(translator, node)

    slot: ClassVar[str] = "download"

    @staticmethod
    def depart_html(_translator: Any, _node: nodes.Element) -> None:
        """Nothing is left open."""
