"""The nodes of a sponsor section.

Tree::

    confrecap_sponsors
      confrecap_tier tier="gold" size="l" show="logo"
        confrecap_tier_title
        confrecap_tier_list
          confrecap_sponsor ids="sponsor-acme" url="https://acme.example"
            Text("what for: Acme")
            confrecap_sponsor_text
            confrecap_sponsor_links

Most sponsors lead to another site, or nowhere. Their head, written out for every builder that is no
browser, and from the start where it leads to a page of the site, is::

            paragraph
              Text("what for: ")
              reference
                confrecap_sponsor_label
                  confrecap_logo …, Text("Acme")
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from docutils import nodes
from markupsafe import Markup, escape

from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    Targeted,
    confrecap_link,
    confrecap_picture,
    href,
    in_browser,
    inner_html,
    latex_target,
    picture_uri,
    rendered,
)
from sphinx_confrecap.images import fit
from sphinx_confrecap.images.ink import Ink, svg_view
from sphinx_confrecap.images.recipes import Original, Recipe, Trimmed
from sphinx_confrecap.templating import render

if TYPE_CHECKING:
    from sphinx_confrecap.images.store import Rendition
    from sphinx_confrecap.site.pictures import Shop

DENSITY = 3
"""Pixels of a published logo for each CSS pixel it is shown with: sharp on every screen."""


class confrecap_sponsors(nodes.container, Targeted):
    """A sponsor section."""

    sheets: ClassVar[tuple[str, ...]] = ("sponsors",)

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the section."""
        translator.body.append(translator.starttag(node, "div", CLASS="confrecap-sponsors"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the section."""
        translator.body.append("</div>\n")


class confrecap_tier(nodes.container, Semantic):
    """A tier; ``tier`` is its slug, ``size`` one of xl l m s xs, ``show`` its look."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the tier."""
        more = {f"data-{name}": node[name] for name in ("tier", "size", "show") if node.get(name)}
        if node.get("columns"):
            more["data-columns"] = str(node["columns"])
        translator.body.append(translator.starttag(node, "section", CLASS="confrecap-tier", **more))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the tier."""
        translator.body.append("</section>\n")


class confrecap_tier_title(nodes.rubric, Semantic):
    """The heading of a tier; ``level`` is 1 to 6, 0 for none, absent for one below its section."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the heading."""
        level = node.get("level", min(6, translator.section_level + 1))
        tag = f"h{level}" if level else "p"
        translator.context.append(tag)
        translator.body.append(translator.starttag(node, tag, "", CLASS="confrecap-tier-title"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the heading."""
        translator.body.append(f"</{translator.context.pop()}>\n")


class confrecap_tier_list(nodes.bullet_list, Semantic):
    """The sponsors of a tier."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the list; the role keeps it a list where a style sheet takes its bullets."""
        translator.body.append(
            translator.starttag(node, "ul", CLASS="confrecap-tier-list", role="list")
        )

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the list."""
        translator.body.append("</ul>\n")

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Open a grid of cells; entries with more than a name are better off in a list."""
        if has_words(node):
            translator.visit_bullet_list(node)
        else:
            translator.body.append("\n\\begin{center}\\sloppy\n")

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """Close the grid."""
        if has_words(node):
            translator.depart_bullet_list(node)
        else:
            translator.body.append("\\end{center}\n")


CELLS = {"xl": 224, "l": 192, "m": 160, "s": 132, "xs": 108}
"""The least width of a cell in CSS pixels, by the size of its tier."""


def has_words(cells: nodes.Element) -> bool:
    """True if an entry of the list has more than a logo, a name and what it paid for."""
    return any(len(cell.children) > 1 for cell in cells.children)


class confrecap_cell(nodes.list_item, Semantic):
    """A cell of the grid: one column of a page in LaTeX."""

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Open the cell, as wide as its neighbours or its logo."""
        if has_words(node.parent):
            translator.visit_list_item(node)
            translator.body.append(latex_target(translator, node))
            return
        tier = node.parent.parent
        logos = [
            int(logo["width"][:-2]) for logo in node.findall(confrecap_logo) if "width" in logo
        ]
        width = max([CELLS[tier["size"]], *logos])
        box = f"\\begin{{minipage}}[c]{{{width}\\sphinxpxdimen}}\\centering"
        translator.body.append(f"{box}{latex_target(translator, node)}\n")

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """Close the cell."""
        if has_words(node.parent):
            translator.depart_list_item(node)
        else:
            translator.body.append("\\end{minipage}\\hspace{1em plus 1em}\\vspace{1em}\n")


class ShownLogo(NamedTuple):
    """What a browser shows of a logo: all that is kept of a node, of which there may be thousands.

    ``uri`` is the key of a published picture, ``view`` the fragment that shows a part of it.
    """

    uri: str
    view: str
    mode: str
    width: int
    height: int
    on_light: str
    on_dark: str

    def html(self, translator: Any) -> Markup:
        """Return the image with the size that was computed for it."""
        only = f" confrecap-only-{self.mode}" if self.mode else ""
        plates = "".join(
            f' data-plate-on-{mode}="{ground}"'
            for mode, ground in (("light", self.on_light), ("dark", self.on_dark))
            if ground
        )
        source = escape(picture_uri(translator, self.uri) + self.view)
        # All but the source is of our own making. The class `dark-light` tells pydata's theme that
        # the picture is right in both modes, or it would set every one on white and dim it.
        return Markup(  # noqa: S704 (see above)
            f'<img class="confrecap-logo dark-light{only}" src="{source}" alt="" '
            f'width="{self.width}" height="{self.height}"{plates} loading="lazy" decoding="async">'
        )


class SponsorLeaf(nodes.Element, Leaf):
    """A leaf with one sponsor: ``name``, ``label`` (what its link says), ``rel`` and ``show``.

    A page may hold thousands, and every transform visits every node. So its head is one text, with
    the address in ``url``, as long as nobody needs more; its logos are plain data in ``logos``
    until pictures are placed; and its parts are taken from the tree without visiting every node.
    """

    shown: tuple[ShownLogo, ...] = ()
    """The logos, once they are placed for a browser."""

    def pictures(self) -> Iterable[tuple[type[confrecap_picture], Mapping[str, Any]]]:
        """Return the logos."""
        logos: list[dict[str, Any]] = self.get("logos", [])
        return [(confrecap_logo, logo) for logo in logos]

    def add_head(self, url: str) -> None:
        """Begin with what the sponsor paid for and its name, linked to another site."""
        self["url"] = url
        self += nodes.Text(f"{self['for']}: {self['label']}" if self["for"] else self["label"])

    def spell_out(self) -> None:
        """Write the head out, as builders that know nothing of us need it."""
        if not isinstance(self.children[0], nodes.Text):
            return
        label: nodes.Element = confrecap_sponsor_label("", "", nodes.Text(self["label"]))
        if self["url"]:
            label = confrecap_link("", "", label, refuri=self["url"], rel=self["rel"])
            label.source, label.line = self.source, self.line
        head = nodes.paragraph("", "", translatable=False)
        if self["for"]:
            head += nodes.Text(f"{self['for']}: ")
        head += label
        self[0] = head

    def place_pictures(self, shop: Shop) -> None:
        """Keep the logos for a browser, and put them before the name for all other builders."""
        if "logos" not in self or not shop.has_pictures:
            return
        logos = [confrecap_logo("", **logo) for logo in self["logos"]]
        logos = [logo for logo in logos if shop.path(logo["uri"]) not in shop.failed]
        if len(logos) == 1 and shop.in_browser and (mode := logos[0].get("mode")):
            # What is left of a pair serves both modes.
            logos[0]["given"], logos[0]["mode"] = [mode], ""
        logos = [logo for logo in logos if shop.place(logo)]
        del self["logos"]
        if shop.in_browser:
            self.shown = tuple(logo.as_shown() for logo in logos)
        elif logos:
            self.spell_out()
            label = next(self.findall(confrecap_sponsor_label))
            label.insert(0, logos)

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Write the whole leaf."""
        head = node.children[0]
        is_short = isinstance(head, nodes.Text)
        url = node["url"] if is_short else href(translator, head)  # not that of a link in its text
        logos = [logo.html(translator) for logo in node.shown]
        if not is_short and not in_browser(translator):
            logos = [rendered(translator, [logo]) for logo in head.findall(confrecap_logo)]
        fields = {
            "url": url,
            "rel": node["rel"] if url.startswith(("http:", "https:")) else "",
            "show": node["show"],
            "name": node["name"],
            "label": node["label"],
            "logo": Markup("").join(logos),
            "text": "",
            "activity": node["for"],
            "links": "",
            "credit": node.get("credit", ""),
            "body": "",
        }
        for part in node.children[1:]:
            fields[part.slot] = inner_html(translator, part)
        translator.body += [
            translator.starttag(node, node.tag, "", CLASS=node.css),
            render(translator.builder, node.template, fields),
            f"</{node.tag}>\n",
        ]
        raise nodes.SkipNode


class confrecap_sponsor(confrecap_cell, SponsorLeaf):
    """One sponsor of a tier."""

    template: ClassVar[str] = "sponsor"
    tag: ClassVar[str] = "li"
    css: ClassVar[str] = "confrecap-sponsor"


class confrecap_sponsored_by(nodes.container, SponsorLeaf):
    """Thanks to one sponsor; ``credit`` is what is said before its name."""

    template: ClassVar[str] = "sponsored-by"
    css: ClassVar[str] = "confrecap-sponsored-by"
    sheets: ClassVar[tuple[str, ...]] = ("sponsors",)


class confrecap_sponsored_by_text(nodes.container, Slot):
    """More words of thanks."""

    slot: ClassVar[str] = "body"


class confrecap_sponsor_label(nodes.inline, Semantic):
    """What the link of a sponsor holds: its logos and its name."""


def _plates(ink: Ink, about: Mapping[str, Any]) -> fit.Plates:
    """Return the plates that a logo needs, in the modes that it was not made for."""
    return fit.plate(
        ink,
        has_light_file="light" in about["given"],
        has_dark_file="dark" in about["given"],
        wanted=about["plate"],
    )


class confrecap_logo(confrecap_picture):
    """A logo; ``size`` and ``factor`` say how large, ``mode`` is light, dark or empty for both.

    The name of the sponsor is real text beside it, so its alternative text is empty.
    """

    planned_from: ClassVar[tuple[str, ...]] = ("size", "factor", "given", "plate")

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """Let the name begin a line of its own."""
        translator.depart_image(node)
        translator.body.append("\\\\[2pt]\n")

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Write the logo as any image."""
        translator.visit_image(node)

    @classmethod
    def plan(cls, shop: Shop, path: Path, about: Mapping[str, Any]) -> Recipe | None:
        """Trim a raster to its ink; leave an SVG as it is where a browser can show a part of it.

        A book has no style sheet that sets a logo on a plate, so there the plate is in the picture.
        """
        ink = shop.ink(path)
        if shop.in_browser and shop.header(path).format == "SVG":
            return Original()
        width, height = fit.fit(ink.aspect, about["size"], about["factor"])
        box = (ink.left, ink.top, ink.right, ink.bottom)
        size = width * DENSITY, height * DENSITY
        plate = "" if shop.in_browser else _plates(ink, about).on_light
        if not plate:
            return Trimmed(box, *size)
        return Trimmed(box, *size, fit.GROUNDS[plate], fit.REACH * DENSITY)

    def is_shown(self, shop: Shop) -> bool:
        """True if it is for light pages, which paper is, or for a browser."""
        return shop.in_browser or self.get("mode") != "dark"

    def place(self, shop: Shop, path: Path, renditions: Sequence[Rendition]) -> None:
        """Show the ink alone, as large as its neighbours, on a plate where it needs one."""
        ink = shop.ink(path)
        width, height = fit.fit(ink.aspect, self["size"], self["factor"])
        plates = _plates(ink, self.attributes)
        if shop.in_browser:
            self["shown"] = [width, height]
            self["plates"] = [plates.on_light, plates.on_dark]
        else:
            more = 2 * fit.REACH if plates.on_light else 0
            self["width"], self["height"] = f"{width + more}px", f"{height + more}px"
        if renditions:
            shop.publish(self, renditions[0])
            if renditions[0].mime == "image/svg+xml":
                self["fragment"] = "#" + svg_view(ink)

    def as_shown(self) -> ShownLogo:
        """Return what a browser shows of a logo that has been placed."""
        view, mode = self.get("fragment", ""), self.get("mode", "")
        return ShownLogo(self["uri"], view, mode, *self["shown"], *self["plates"])


class confrecap_sponsor_text(nodes.paragraph, Slot):
    """A sentence about a sponsor."""

    slot: ClassVar[str] = "text"


class confrecap_sponsor_links(nodes.paragraph, Slot):
    """More links of a sponsor."""

    slot: ClassVar[str] = "links"


class confrecap_invitation(nodes.inline, Semantic):
    """The words of an invitation, for translators."""

    uid: str
    """Set by Sphinx when it reads for a catalogue."""

    def copy(self) -> Self:
        """Return a copy that catalogues know: Sphinx copies what stands in a reference."""
        found = super().copy()
        if hasattr(self, "uid"):
            found.uid = self.uid
        return found


class confrecap_open_slot(confrecap_cell):
    """An invitation in place of a sponsor."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Open the cell."""
        translator.body.append(translator.starttag(node, "li", "", CLASS="confrecap-open-slot"))

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the cell."""
        translator.body.append("</li>\n")
