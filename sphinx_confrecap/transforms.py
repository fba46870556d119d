"""What single formats need: the plain-text ones show a tier as one sentence."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confrecap.doctree import sponsors


class TiersAsSentences(SphinxPostTransform):
    """Show ``Tier: names`` where a list of names would be a column of bullets."""

    default_priority = 60
    formats = ("text", "man")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Replace the list of each tier whose entries are nothing but names."""
        for tier in list(self.document.findall(sponsors.confrecap_tier)):
            cells = next(iter(tier.findall(sponsors.confrecap_tier_list)), None)
            if cells is None or any(len(cell.children) != 1 for cell in cells.children):
                continue
            sentence = nodes.paragraph()
            title = next(iter(tier.findall(sponsors.confrecap_tier_title)), None)
            if title is not None:
                sentence += [*title.children, nodes.Text(": ")]
                tier.remove(title)
            for number, cell in enumerate(cells.children):
                if number:
                    sentence += nodes.Text(", ")
                sentence += cell.children[0].children
            tier.replace(cells, sentence)


def connect(app: Sphinx) -> None:
    """Connect the transforms."""
    app.add_post_transform(TiersAsSentences)
