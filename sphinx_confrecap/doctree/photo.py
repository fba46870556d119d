"""The nodes of photos and galleries.

Tree::

    confrecap_gallery layout="rows" height=220
      confrecap_photo_list
        confrecap_photo_item ratio=1.5
          confrecap_photo ids="photo-photos-stage-jpg"
            inline
              reference
                inline
                  confrecap_picture uri="photos/stage.jpg"
            confrecap_photo_caption
            confrecap_photo_legend
            confrecap_photo_credit
            confrecap_extra

The reference is there if the photo leads elsewhere; a photo alone is a ``confrecap_photo``.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from sphinx import addnodes
from sphinx.builders import Builder

from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    beside,
    confrecap_picture,
    element,
    href,
    latex_target,
    nothing,
    opens,
)
from sphinx_confrecap.doctree.extra import confrecap_extra
from sphinx_confrecap.locale import _
from sphinx_confrecap.site.builders import in_browser

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.texinfo import TexinfoTranslator

EAGER = 3
"""So many photos of a page are loaded at once; the others when they come near."""

TWO_IN_A_ROW = 5.6
"""What the ratios of two neighbours may come to, so that a row holds both."""


class Shown(Semantic):
    """Mixed into the outermost node of what a viewer shows; ``viewer`` is yes, no or the site's."""

    sheets: ClassVar[tuple[str, ...]] = ("gallery", "viewer")
    scripts: ClassVar[tuple[str, ...]] = ("viewer",)

    def has_viewer(self, builder: Builder) -> bool:
        """True if a click opens the viewer."""
        chosen = self.get("viewer")
        wanted = builder.config.confrecap_viewer if chosen is None else chosen
        return bool(wanted) and in_browser(builder)

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
    def visit_html(translator: HTML5Translator, node: confrecap_gallery) -> None:
        more: dict[str, Any] = {
            f"data-{name}": str(node[name])
            for name in ("layout", "height", "columns")
            if node.get(name)
        }
        more |= node.viewer_words(translator.builder)
        element(translator, node, "div", CLASS="confrecap-gallery", **more)

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """Begin rows of centred boxes, which flow like words."""
        target = latex_target(translator, node)
        translator.body.append(f"\n\n{target}\\begin{{center}}\n")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, _node: nodes.Element) -> None:
        translator.body.append("\\end{center}\n")


class confrecap_photo_list(nodes.bullet_list, Semantic):
    """The photos of a gallery."""

    visit_html = opens("ul", role="list")

    visit_latex = depart_latex = staticmethod(nothing)  # photos need no bullets


class confrecap_photo_item(nodes.list_item, Semantic):
    """A place in the list; ``ratio`` is the picture's width by its height, in steps."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        more = {"data-ratio": node["ratio"]} if "ratio" in node else {}
        element(translator, node, "li", **more)

    visit_latex = depart_latex = staticmethod(nothing)


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


class confrecap_photo(nodes.figure, Leaf, Shown, template="photo", tag="figure"):
    """One photo; ``percent`` is its width by itself, ``number`` its place on the page.

    ``print_width`` is how many percent of a line it takes in a book.
    """

    slots: ClassVar[tuple[str, ...]] = ("caption", "legend", "credit")
    numbered: ClassVar[str] = "figure"

    @property
    def picture(self) -> confrecap_picture | None:
        """The picture, which may stand in a link; not one of the caption."""
        first = next(iter(self.children), None)
        if first is None or isinstance(first, (nodes.caption, nodes.legend, nodes.paragraph)):
            return None
        return next(first.findall(confrecap_picture), None)

    @property
    def alone(self) -> bool:
        """True if the photo is in no gallery."""
        return not isinstance(self.parent, confrecap_photo_item)

    def attributes_html(self, translator: HTML5Translator) -> dict[str, str]:
        """Return the width and the viewer's words of a photo alone."""
        if not self.alone:
            return {}
        width = {"data-width": f"{self['percent']:02d}"} if self["percent"] < 100 else {}
        return width | self.viewer_words(translator.builder)

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        values = {"href": "", "label": "", "width": 0, "height": 0, "alt": ""}
        values |= {"picture": "", "download": "", "download_label": str(_("Download"))}
        picture = self.picture
        if picture is None:
            return values
        values["picture"], values["alt"] = picture.html(translator), picture["alt"]
        large, original = picture.get("large"), picture.get("original")
        linked = self.children[0]
        if linked is not picture and isinstance(linked, nodes.Element):
            values["href"] = href(translator, linked)
        elif large is not None:
            values |= {"href": beside(picture["uri"], large)}
            values |= {"width": large.width, "height": large.height}
        if original is not None:
            values["download"] = beside(picture["uri"], original)
        if values["href"] and not picture["alt"]:
            values["label"] = self._spoken()
        return values

    def _spoken(self) -> str:
        """Return what the link of a picture without alternative text is called."""
        for caption in self.findall(confrecap_photo_caption):
            return caption.astext()
        return str(_("Photo {number}")).format(number=self["number"])

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: confrecap_photo) -> None:
        """Begin a box: it floats nowhere, and a book takes any number of them."""
        target = "" if _is_counted(translator, node) else latex_target(translator, node)
        if node.alone:
            translator.body.append("\n\n\\begin{center}\n")
        box = f"\\begin{{minipage}}[t]{{{node['print_width'] / 100:g}\\linewidth}}"
        # The empty line lets boxes beside each other begin at one height.
        translator.body.append(f"{box}\\vspace{{0pt}}\\centering{target}\n")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: confrecap_photo) -> None:
        translator.body.append(
            "\n\\vspace{\\medskipamount}\\end{minipage}\\hspace{.01\\linewidth}\n"
        )
        if node.alone:
            translator.body.append("\\end{center}\n\n")


def _is_counted(translator: LaTeXTranslator, photo: nodes.Element) -> bool:
    """True if a photo has a number, to which references lead."""
    captions = photo.findall(confrecap_photo_caption)
    return bool(translator.config.numfig and photo["ids"] and next(captions, None))


class confrecap_photo_caption(nodes.caption, Slot, slot="caption"):
    """The caption."""

    prose: ClassVar[bool] = True

    def html(self, translator: HTML5Translator) -> Markup:
        """Return the number, if the site counts figures, and the words."""
        start = len(translator.body)
        translator.add_fignumber(self.parent)
        number = Markup("".join(translator.body[start:]))  # noqa: S704 (Sphinx's own HTML)
        del translator.body[start:]
        return number + super().html(translator)

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """Begin a line below the picture, with a number if the site counts figures."""
        counted = _is_counted(translator, node.parent)
        translator.body.append("\n\n\\captionof{figure}{" if counted else "\n\n{\\small ")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        if _is_counted(translator, node.parent):
            target = translator.hypertarget_to(node.parent, anchor=False)
            translator.body.append(f"}}{target}\n")
        else:
            translator.body.append("\\par}\n")

    visit_texinfo = staticmethod(nothing)

    @staticmethod
    def depart_texinfo(translator: TexinfoTranslator, _node: nodes.Element) -> None:
        translator.ensure_eol()


class confrecap_photo_legend(nodes.legend, Slot, slot="legend"):
    """What follows the first paragraph of a caption."""


class confrecap_photo_credit(nodes.paragraph, Slot, slot="credit"):
    """Who took a photo, or all of a gallery, and the licence. Names are not for translators."""

    prose: ClassVar[bool] = True

    visit_html = opens("p", CLASS="confrecap-credit")

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, _node: nodes.Element) -> None:
        translator.body.append("\n\n{\\footnotesize ")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, _node: nodes.Element) -> None:
        translator.body.append("\\par}\n")


def photos_as_sentences(document: nodes.document, _builder: Builder) -> None:
    """Show ``alternative text - caption (credit)`` where there are no pictures."""
    for node in list(document.findall(confrecap_photo)):
        parts = {type(part): part for part in node.findall(nodes.Element)}
        picture = node.picture
        caption = parts.get(confrecap_photo_caption)
        sentence = nodes.paragraph("", "", ids=node["ids"], names=node["names"])
        if picture is not None:
            said = picture["alt"] or ("" if caption else picture["uri"].rpartition("/")[2])
            linked = node.children[0]
            picture.replace_self(nodes.Text(said))
            if said:
                sentence += linked if linked is not picture else nodes.Text(said)
        if caption is not None:
            if sentence.children:
                sentence += nodes.Text(" - ")
            sentence += caption.children
        if (credit := parts.get(confrecap_photo_credit)) is not None:
            sentence += [nodes.Text(" ("), *credit.children, nodes.Text(")")]
        legend = parts.get(confrecap_photo_legend)
        facts = [part for part in node.children if isinstance(part, confrecap_extra)]
        node.replace_self([sentence, *(legend.children if legend is not None else []), *facts])


def drop_broken_photos(document: nodes.document) -> None:
    """Take out photos whose picture could not be derived: what remains is their captions."""
    kept = (confrecap_photo_caption, confrecap_photo_legend, confrecap_extra)
    around = (confrecap_photo_item, confrecap_photo_list, confrecap_gallery)
    for node in list(document.findall(confrecap_photo)):
        if node.picture is not None:
            continue
        node[:] = [child for child in node.children if isinstance(child, kept)]
        top: nodes.Element = node
        while top.parent is not None and not top.children:
            top, empty = top.parent, top
            top.remove(empty)
            if isinstance(empty, confrecap_photo_list):  # a credit below it is left
                top.clear()
            if not isinstance(top, around):
                break


def link_files(document: nodes.document, builder: Builder) -> None:
    """Link the file itself where the builder leaves pictures in their places, as any download."""
    for node in list(document.findall(confrecap_photo)):
        if node.picture is not None and (file := node.picture.attributes.pop("file", None)):
            label = nodes.inline("", str(_("Download")))
            link = addnodes.download_reference("", "", label, reftarget=str(file.path))
            docname = builder.env.docname
            name = builder.env.dlfiles.add_file(docname, str(file.path))
            link["filename"] = Path(name).as_posix()
            node.parent.insert(node.parent.index(node) + 1, nodes.paragraph("", "", link))
