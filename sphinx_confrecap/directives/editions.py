"""The ``editions`` directive: a list of all editions of an event, each with a link to its page."""

from __future__ import annotations

from docutils import nodes
from sphinx import addnodes

from sphinx_confrecap.data import dates
from sphinx_confrecap.data.event import Event, Venue
from sphinx_confrecap.data.period import period
from sphinx_confrecap.data.problems import Code, Problems
from sphinx_confrecap.data.record import read
from sphinx_confrecap.directives import event_words
from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.site.editions import Edition, editions


class EditionsDirective(ConfrecapDirective):
    """List all editions of an event: the name with a link, dates, place and status."""

    def make(self) -> list[nodes.Node]:
        """Return a list that every builder can show."""
        if self.arguments or any(line.strip() for line in self.content):
            self.warn(f"'{self.name}' takes no argument and no body: it lists confrecap_data")
        known = editions(self.config)
        if not known.are_named:
            sentence = "needs a mapping of editions to files as confrecap_data in conf.py"
            self.warn(f"'{self.name}' {sentence}", Code.FILE)
            return []
        items = [nodes.list_item("", self._line(edition)) for edition in known.all]
        classes = ["confrecap-editions", *self.values["class"]]
        node = nodes.bullet_list("", *items, bullet="*", classes=classes)
        self.set_source_info(node)
        return [node]

    def _line(self, edition: Edition) -> nodes.paragraph:
        """Return what is said of one edition."""
        line = nodes.paragraph("", "", translatable=False)
        self.set_source_info(line)
        title, facts = "", {}
        data = self.from_file(edition.file, "event", optional=True) if edition.file else None
        if data is not None:
            record = read(Event, data.value, data.problems)
            if record is not None:
                title = str(record.name)
                facts = _facts(record, self.config.language, data.problems)
            data.report()
        line += self._name(edition, title)
        for name, text in facts.items():
            line += nodes.Text(" · ")
            line += nodes.inline("", text, classes=[name])
        return line

    def _name(self, edition: Edition, name: str) -> addnodes.pending_xref:
        """Return a name, or what the page is called, with a link to the page if there is one."""
        shown = nodes.inline("", name or edition.key, classes=["confrecap-edition-name"])
        node = addnodes.pending_xref(
            "",
            shown,
            refdomain="confrecap",
            reftype="edition",
            reftarget=edition.key,
            refdoc=self.env.docname,
            refexplicit=bool(name),
        )
        self.set_source_info(node)
        return node


def _facts(record: Event, language: str, problems: Problems) -> dict[str, str]:
    """Return the dates, the place and the status of an event in words, by their classes."""
    when = period(record, problems)
    found = {
        "confrecap-edition-dates": event_words.dates(when, language) if when else "",
        "confrecap-edition-place": _place(record.venue, language) if record.venue else "",
        "confrecap-edition-status": event_words.status(record),
    }
    return {name: text for name, text in found.items() if text}


def _place(venue: Venue, language: str) -> str:
    country = dates.country(venue.country, language) if venue.country else None
    return ", ".join(str(part) for part in (venue.name, venue.city, country) if part)
