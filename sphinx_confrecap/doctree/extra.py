"""The nodes of a record's own fields.

Tree::

    confrecap_extra
      definition_list_item key="Prerequisites"
        term, definition
          paragraph
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from sphinx_confrecap.doctree.base import Slot
from sphinx_confrecap.templating import render

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class Told(str):
    """The text of a field; ``label`` is what the page calls the field, in its language."""

    __slots__ = ("label",)
    label: str


class confrecap_extra(nodes.definition_list, Slot, slot="extra"):
    """Labels and plain texts of a record."""

    def told(self) -> dict[str, Told]:
        """Return the texts by the labels as they were written."""
        found = {}
        for item in self.findall(nodes.definition_list_item):
            term, definition = item.children
            text = Told(definition.astext())
            text.label = term.astext()
            found[item["key"]] = text
        return found

    def fill(self, values: dict[str, Any], _translator: HTML5Translator) -> None:
        """Hand the texts to a template."""
        values[self.slot] = {**values[self.slot], **self.told()}

    @staticmethod
    def visit_html(translator: HTML5Translator, node: confrecap_extra) -> None:
        translator.body.append(render(translator.builder, "extra", {"extra": node.told()}))
        raise nodes.SkipNode
