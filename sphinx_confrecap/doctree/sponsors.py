"""The nodes of a sponsor section.

Tree::

    confrecap_sponsors
      confrecap_tier tier="gold" size="l" show="logo"
        confrecap_tier_title
        confrecap_tier_list
          confrecap_sponsor ids="sponsor-acme"
            confrecap_sponsor_head
              confrecap_words, Text(": ")
              reference
                confrecap_sponsor_label
                  confrecap_logo …, Text("Acme")
            confrecap_text
            confrecap_sponsor_links
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from markupsafe import Markup
from sphinx.builders import Builder

from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    Targeted,
    all_of,
    confrecap_picture,
    element,
    href,
    latex_target,
    opens,
    published_uri,
    settle_ids,
    words_of,
)
from sphinx_confrecap.site.pictures import logo_fields

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class confrecap_sponsors(nodes.container, Targeted):
    """A sponsor section; ``backdrop`` is auto, light or dark, ``logo_color`` full or grey."""

    sheets: ClassVar[tuple[str, ...]] = ("sponsors",)

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        more = {"data-backdrop": node["backdrop"], "data-logo-color": node["logo_color"]}
        element(translator, node, "div", CLASS="confrecap-sponsors", **more)


_BALANCED = range(4, 13)
"""How many cells are laid out in rows of like length."""

_STEP = 44  # CSS pixels, from one width of cells to the next
_NARROWEST, _WIDEST = 3, 7  # steps


def _logos(node: nodes.Element) -> list[confrecap_logo]:
    """Return the logos that a node holds."""
    return [part for part in all_of([node]) if isinstance(part, confrecap_logo)]


def _cells(tier: nodes.Element) -> int:
    """Return how many cells a tier has."""
    return sum(
        len(cells.children) for cells in tier.children if isinstance(cells, nodes.bullet_list)
    )


class confrecap_tier(nodes.container, Semantic):
    """A tier; ``tier`` is its slug, ``size`` one of xl l m s xs, ``show`` its look."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        more = {f"data-{name}": node[name] for name in ("tier", "size", "show") if node.get(name)}
        if node.get("columns"):
            more["data-columns"] = str(node["columns"])
        elif node["show"] != "card" and (cells := _cells(node)) in _BALANCED:
            more["data-count"] = str(cells)
        if widest := max((logo["shown"][0] for logo in _logos(node)), default=0):
            steps = max(_NARROWEST, math.ceil(widest / _STEP))
            more["data-widest"] = str(min(steps, _WIDEST) * _STEP)
        settle_ids(translator, node)
        element(translator, node, "section", CLASS="confrecap-tier", **more)


class confrecap_tier_title(nodes.rubric, Semantic):
    """The heading of a tier; ``level`` is 1 to 6, 0 for none, absent for one below its section."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        level = node.get("level", min(6, translator.section_level + 1))
        tag = f"h{level}" if level else "p"
        element(translator, node, tag, CLASS="confrecap-tier-title")


class confrecap_tier_list(nodes.bullet_list, Semantic):
    """The sponsors of a tier."""

    visit_html = opens("ul", CLASS="confrecap-tier-list", role="list")

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """Open a grid of cells; entries with more than a name are better off in a list."""
        if has_words(node):
            translator.visit_bullet_list(node)
        else:
            translator.body.append("\n\\begin{center}\\sloppy\n")

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
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
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
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
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        if has_words(node.parent):
            translator.depart_list_item(node)
        else:
            translator.body.append("\\end{minipage}\\hspace{1em plus 1em}\\vspace{1em}\n")


class SponsorLeaf(Leaf):
    """A leaf with one sponsor.

    ``title`` is its name, ``label`` what its link says, ``for`` what it paid for, ``rel`` the
    relation of its link if it has one of its own, ``show`` its look, ``alone`` whether no name is
    wanted beneath a logo, in books and on paper either.
    """

    slots: ClassVar[tuple[str, ...]] = ("text", "links", "body")

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        head = next(part for part in self.children if isinstance(part, confrecap_sponsor_head))
        url = href(translator, head)
        rel = self.get("rel", translator.config.confrecap_link_rel)
        logos = [logo.html(translator) for logo in _logos(head)]
        credit = self.get("credit", "")
        named = translator.builder.name == "epub" and self["show"] == "logo" and not self["alone"]
        return {
            "url": url,
            "rel": rel if url.startswith(("http:", "https:")) else "",
            "show": "logo+name" if named else self["show"],
            "tier": "",
            "size": "",
            "name": self["title"],
            "label": self["label"],
            "logo": Markup().join(logos),
            "activity": words_of(head) if self.get("for") else "",
            "credit": credit and credit.replace("%s", words_of(head)),
        }


class confrecap_sponsor(confrecap_cell, SponsorLeaf, template="sponsor", tag="li"):
    """One sponsor of a tier."""

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template: also those of the tier around it."""
        tier = self.parent.parent if self.parent is not None else None
        found = super().fields(translator)
        if isinstance(tier, confrecap_tier):
            found |= {"tier": tier["tier"], "size": tier["size"]}
        return found


class confrecap_sponsored_by(nodes.container, SponsorLeaf, template="sponsored-by", tag="div"):
    """Thanks to one sponsor; ``credit`` is what is said before its name."""

    sheets: ClassVar[tuple[str, ...]] = ("sponsors",)


class confrecap_sponsored_by_text(nodes.container, Slot, slot="body"):
    """More words of thanks."""


class confrecap_sponsor_head(nodes.paragraph, Semantic):
    """What a sponsor paid for, and its name in its link. Names are not for translators."""


class confrecap_sponsor_label(nodes.inline, Semantic):
    """What the link of a sponsor holds: its logos and its name."""


class confrecap_logo(confrecap_picture):
    """A logo; ``made_for`` is light or dark if there is a pair of them.

    The name of the sponsor is real text beside it, so its alternative text is empty.
    """

    template: ClassVar[str] = "logo"

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        return logo_fields(self, published_uri(translator, self), translator.builder)

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """Write the logo as any image."""
        translator.visit_image(node)

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: nodes.Element) -> None:
        """Let the name begin a line of its own."""
        translator.depart_image(node)
        if node.next_node(descend=False, siblings=True):
            translator.body.append("\\\\[2pt]\n")


class confrecap_sponsor_links(nodes.paragraph, Slot, slot="links"):
    """More links of a sponsor."""


class confrecap_open_slot(confrecap_cell):
    """An invitation in place of a sponsor."""

    visit_html = opens("li", CLASS="confrecap-open-slot")


def tiers_as_sentences(document: nodes.document, _builder: Builder) -> None:
    """Show ``Tier: names`` where a list of names would be a column of bullets."""
    for tier in list(document.findall(confrecap_tier)):
        cells = next(iter(tier.findall(confrecap_tier_list)), None)
        if cells is None or has_words(cells):
            continue
        sentence = nodes.paragraph()
        title = next(iter(tier.findall(confrecap_tier_title)), None)
        if title is not None:
            sentence += [*title.children, nodes.Text(": ")]
            tier.remove(title)
        for number, cell in enumerate(cells.children):
            if number:
                sentence += nodes.Text(", ")
            sentence += cell.children[0].children
        tier.replace(cells, sentence)


def logos_alone(document: nodes.document, _builder: Builder) -> None:
    """Take the name away beneath a logo on paper whose author wants it alone."""
    for leaf in document.findall(SponsorLeaf):
        for logo in list(leaf.findall(confrecap_logo)) if leaf["alone"] else []:
            for name in [one for one in logo.parent if isinstance(one, nodes.Text)]:
                logo.parent.remove(name)
