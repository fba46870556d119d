"""What single formats need: the plain-text ones show a tier, or a photo, as one sentence."""

from __future__ import annotations

from typing import Any, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform

from sphinx_confrecap.doctree import photo, sponsors
from sphinx_confrecap.doctree.base import Semantic, confrecap_link
from sphinx_confrecap.site.pictures import SHOPS


class SpellOutSponsors(SphinxPostTransform):
    """Write sponsors out where no template shows them."""

    default_priority = 45  # before logos are placed

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Go through the sponsors. A document may pass here more than once."""
        if SHOPS[self.env].in_browser:
            return
        for leaf in list(self.document.findall(sponsors.SponsorLeaf)):
            leaf.spell_out()


class TiersAsSentences(SphinxPostTransform):
    """Show ``Tier: names`` where a list of names would be a column of bullets."""

    default_priority = 60
    formats = ("text", "man")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Replace the list of each tier whose entries are nothing but names."""
        for tier in list(self.document.findall(sponsors.confrecap_tier)):
            cells = next(iter(tier.findall(sponsors.confrecap_tier_list)), None)
            if cells is None or sponsors.has_words(cells):
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


class PhotosAsSentences(SphinxPostTransform):
    """Show ``alternative text - caption (credit)`` where there are no pictures."""

    default_priority = 60
    formats = ("text", "man")

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Replace each photo by a paragraph, and what follows its caption."""
        for node in list(self.document.findall(photo.confrecap_photo)):
            parts = {type(part): part for part in node.findall(nodes.Element)}
            picture = parts.get(photo.confrecap_photo_picture)
            caption = parts.get(photo.confrecap_photo_caption)
            sentence = nodes.paragraph("", "", ids=node["ids"], names=node["names"])
            if picture is not None:
                said = picture["alt"] or ("" if caption else picture["uri"].rpartition("/")[2])
                frame = cast("nodes.Element", picture.parent)
                frame.clear()
                if said:
                    frame.append(nodes.Text(said))
                    sentence += parts[photo.confrecap_photo_view]
            if caption is not None:
                if sentence.children:
                    sentence += nodes.Text(" - ")
                sentence += caption.children
            if (credit := parts.get(photo.confrecap_photo_credit)) is not None:
                sentence += [nodes.Text(" ("), *credit.children, nodes.Text(")")]
            legend = parts.get(photo.confrecap_photo_legend)
            node.replace_self([sentence, *(legend.children if legend is not None else [])])


class NothingAround(SphinxPostTransform):
    """Take away what groups our blocks: on a manual page the first one would follow in its line."""

    default_priority = 70  # after sentences have been made
    formats = ("man",)

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Replace each container by what it holds."""
        for node in list(self.document.findall(nodes.container)):
            if isinstance(node, Semantic) and node.children:
                node.replace_self(node.children)


class AddressesOfMarkup(SphinxPostTransform):
    """Show where links lead that stand in captions and other markup, as plain text shows ours."""

    default_priority = 40  # before what is ours dissolves
    formats = ("text",)

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Replace the links to other sites in everything of ours."""
        ours = (node for node in self.document.findall(nodes.Element) if isinstance(node, Semantic))
        for link in dict.fromkeys(link for node in ours for link in node.findall(nodes.reference)):
            if type(link) is nodes.reference and not link.get("internal"):
                link.replace_self(confrecap_link("", "", *link.children, **link.attributes))


class DropBrokenPhotos(SphinxPostTransform):
    """Take out photos whose picture could not be derived: what remains is their captions."""

    default_priority = 55  # after the pictures have been placed

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Go through the photos. A document may pass here more than once."""
        kept = (photo.confrecap_photo_caption, photo.confrecap_photo_legend)
        around = (
            photo.confrecap_photo_item,
            photo.confrecap_photo_list,
            photo.confrecap_gallery,
        )
        for node in list(self.document.findall(photo.confrecap_photo)):
            if node.has_picture:
                continue
            node[:] = [child for child in node.children if isinstance(child, kept)]
            top: nodes.Element = node
            while top.parent is not None and not top.children:
                top, empty = top.parent, top
                top.remove(empty)
                if not isinstance(top, around):
                    break


def connect(app: Sphinx) -> None:
    """Connect the transforms."""
    app.add_post_transform(SpellOutSponsors)
    app.add_post_transform(TiersAsSentences)
    app.add_post_transform(PhotosAsSentences)
    app.add_post_transform(NothingAround)
    app.add_post_transform(AddressesOfMarkup)
    app.add_post_transform(DropBrokenPhotos)
