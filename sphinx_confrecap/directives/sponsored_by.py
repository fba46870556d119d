"""The ``sponsored-by`` directive: thanks to one sponsor, on any page."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data.problems import Code, did_you_mean
from sphinx_confrecap.data.slugs import same_name
from sphinx_confrecap.data.sponsors import SHOWS, Sponsor, Sponsors
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.options import DATA, WORDS, Option, choice
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.directives.sponsor_entry import sponsor_node, sponsors_of
from sphinx_confrecap.doctree import sponsors as doctree
from sphinx_confrecap.doctree.base import pass_by, read_on
from sphinx_confrecap.doctree.extra import confrecap_extra
from sphinx_confrecap.locale import _


class SponsoredByDirective(ConfrecapDirective):
    """Thank one sponsor on any page, with its logo and link from the data."""

    may_be_empty: ClassVar[bool] = True
    options_taken: ClassVar[tuple[Option, ...]] = (
        Option("for", WORDS, "What it paid for.", None, "the entry's"),
        DATA._replace(meaning="The edition or the YAML file that has the sponsor."),
        Option("show", choice(*SHOWS), "How the sponsor looks.", None, "logo"),
    )

    def make(self) -> list[nodes.Node]:
        """Return the credit block."""
        if not self.argument_line:
            self.warn(f"'{self.name}' needs the name of a sponsor, or its id")
            return []
        data = self._data()
        if data is None:
            return []
        record = sponsors_of(data)
        if not record:
            data.report()
            return []
        entry = self._entry(record, data)
        if entry is None:
            return []
        given = self.values["for"]
        paid_for = Scalar(given, self.lineno) if given else entry.for_
        bare = entry.replace(text=None, for_=None, links=None)
        # The page with the whole section says what is wrong with others.
        data = Reading(self, data.source)
        wanted = self.values["show"]
        shown = sponsor_node(data, bare, size="s", show=wanted or "logo", named=False)
        shown["alone"] = wanted == "logo"
        said = str(_("%s sponsored by") if paid_for else _("Sponsored by"))
        before, _sign, behind = said.partition("%s")
        head = next(shown.findall(doctree.confrecap_sponsor_head))
        head.insert(0, nodes.Text(f"{behind} "))
        if paid_for:
            head.insert(0, (self.reading() if given else data).words(paid_for))
        head.insert(0, nodes.Text(before))
        facts = [part for part in shown.children if isinstance(part, confrecap_extra)]
        node = doctree.confrecap_sponsored_by("", head, *facts, credit=said)
        node.attributes.update(shown.attributes, classes=self.values["class"])
        pass_by([node])
        if body := self.body_nodes():
            if "mathjax_ignore" in node["classes"]:
                read_on(body)
            node += doctree.confrecap_sponsored_by_text("", *body)
        data.report()
        self.set_source_info(node)
        return [node]

    def _data(self) -> Reading | None:
        name = self.values["data"]
        name = self.data_file(name) if name else self.default_file("the option 'data'")
        return None if name is None else self.from_file(name, "sponsors")

    def _entry(self, record: Sponsors, data: Reading) -> Sponsor | None:
        wanted = same_name(self.argument_line)
        shown = [entry for entry in record.entries if not entry.hidden]
        for entry in shown:
            if wanted in (same_name(entry.name), same_name(entry.id or entry.name)):
                return entry
        names = {same_name(entry.name): str(entry.name) for entry in shown}
        hint = did_you_mean(self.argument_line, names.values())
        self.warn(
            f"there is no sponsor '{self.argument_line}' in '{data.source.file}'{hint}",
            Code.REFERENCE,
            lack=not hint,
        )
        return None
