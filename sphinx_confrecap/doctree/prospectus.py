"""The nodes of a prospectus: an ordinary table, whose heads say what they are of.

Tree::

    confrecap_prospectus
      table
        tgroup
          colspec …, thead, tbody
            row
              confrecap_head scope="row"
              entry
                paragraph
                  confrecap_sign, confrecap_meaning
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from sphinx_confrecap.doctree.base import Semantic, Targeted, element, opens

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator


class confrecap_prospectus(nodes.container, Targeted):
    """What holds the table: it scrolls where the table is wider than the page."""

    sheets: ClassVar[tuple[str, ...]] = ("sponsors",)

    visit_html = opens("div", CLASS="confrecap-prospectus-frame")


class confrecap_head(nodes.entry, Semantic):
    """The head of a row or a column; ``scope`` says of which."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        row: Any = node.parent
        row.column += 1  # there docutils counts the cells
        element(translator, node, "th", scope=node["scope"], CLASS="head")


class confrecap_sign(nodes.inline, Semantic):
    """A sign for the eye; the words beside it say the same."""

    visit_html = opens("span", **{"aria-hidden": "true"})  # nobody listens to it

    @staticmethod
    def visit_latex(_translator: LaTeXTranslator, _node: nodes.Element) -> None:
        """Leave it to the words: few fonts have the sign."""
        raise nodes.SkipNode

    visit_texinfo = visit_latex


class confrecap_meaning(nodes.inline, Semantic):
    """What a sign beside it means, for those who listen."""

    visit_html = opens("span", CLASS="confrecap-hidden")


def sign(character: str, meaning: str) -> nodes.paragraph:
    """Return a cell's sign with its meaning in words."""
    made = nodes.paragraph(translatable=False)
    made += [confrecap_sign("", character), nodes.Text(" "), confrecap_meaning("", meaning)]
    return made
