"""The ``prospectus`` directive: what each tier costs, and what it brings, in one table."""

from __future__ import annotations

from docutils import nodes

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data.sponsors import Sponsors, Tier
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.base import DataDirective
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import prospectus as doctree
from sphinx_confrecap.locale import _

_YES, _NO = ("true", "yes"), ("false", "no")


class ProspectusDirective(DataDirective[Sponsors]):
    """Show the tiers with a price or benefits as the columns of a table."""

    section = "sponsors"
    model = Sponsors

    def build(self, record: Sponsors, reading: Reading) -> list[nodes.Node]:
        """Return the table."""
        tiers = {name: tier for name, tier in record.tiers.items() if tier.price or tier.benefits}
        if not tiers:
            reading.note(record.at, "no tier has a 'price' or 'benefits'", lack=True)
            return []
        benefits = dict.fromkeys(name for tier in tiers.values() for name in tier.benefits)
        body = nodes.tbody()
        if any(tier.price for tier in tiers.values()):
            body += self._row(
                [_head(_said(_("Price")), "row")],
                [self._price(tier, reading) for tier in tiers.values()],
            )
        for name in benefits:
            # A name is the same in each tier; the place is that of its first mention.
            head = _head(reading.plain(name), "row")
            cells = [self._benefit(tier.benefits.get(name), reading) for tier in tiers.values()]
            body += self._row([head], cells)
        heads = [_head(_said(_("Benefit")), "col")]
        heads += [self._tier(name, tier, reading) for name, tier in tiers.items()]
        group = nodes.tgroup("", nodes.thead("", nodes.row("", *heads)), body, cols=len(heads))
        rows = list(group.findall(nodes.row))
        for number in reversed(range(len(heads))):
            # In plain text: letters of the longest line.
            width = max(len(line.astext()) for row in rows for line in row[number].children)
            group.insert(0, nodes.colspec(colwidth=width, stub=not number))
        table = nodes.table("", group, classes=["confrecap-prospectus", "colwidths-auto"])
        holder = doctree.confrecap_prospectus("", table, classes=self.values["class"])
        self.set_source_info(holder)
        return [holder]

    def _row(self, head: list[nodes.Node], cells: list[nodes.Node]) -> nodes.row:
        return nodes.row("", *head, *(nodes.entry("", cell) for cell in cells))

    def _tier(self, name: Scalar, tier: Tier, reading: Reading) -> doctree.confrecap_head:
        """Return the head of a column; it says if there is no room in the tier any more."""
        head = _head(reading.plain(name), "col")
        if tier.slots is not None and len(tier.shown) >= tier.slots:
            taken = _said(_("all taken"))
            taken["classes"].append("confrecap-taken")
            head += taken
        return head

    def _price(self, tier: Tier, reading: Reading) -> nodes.Node:
        if tier.price is None:
            return doctree.sign("–", str(_("not stated")))
        shown = spelt.price(str(tier.price), None, self.config.language)
        if shown != tier.price:
            return nodes.paragraph("", shown, translatable=False)
        return reading.plain(tier.price)

    def _benefit(self, said: Scalar | None, reading: Reading) -> nodes.Node:
        if said is None or said.lower() in _NO:
            return doctree.sign("–", str(_("not included")))
        if said.lower() in _YES:
            return doctree.sign("✓", str(_("included")))
        return reading.plain(said)


def _said(words: str) -> nodes.paragraph:
    """Return words of ours."""
    return nodes.paragraph("", str(words), translatable=False)


def _head(words: nodes.Node, scope: str) -> doctree.confrecap_head:
    return doctree.confrecap_head("", words, scope=scope)
