"""The ``event`` directive: the header of an event, with its name, dates, place and tickets."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data.event import Event, EventImage, Tickets, Venue
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives import event_words
from sphinx_confrecap.directives.base import DataDirective, Source
from sphinx_confrecap.doctree import event as doctree
from sphinx_confrecap.doctree.base import confrecap_name, confrecap_picture
from sphinx_confrecap.locale import _, mark
from sphinx_confrecap.site.wants import Photo

_FORMAT = {
    "online": mark("Online"),
    "hybrid": mark("In person and online"),
    "in-person": mark("In person"),
}


class EventDirective(DataDirective[Event]):
    """Show the header of an event: its name, dates, place and tickets."""

    section: ClassVar[str] = "event"
    model = Event

    def build(self, record: Event, source: Source, problems: Problems) -> list[nodes.Node]:
        """Return the header."""
        node = doctree.confrecap_event(
            title=str(record.name), classes=self.values["class"], status=record.status
        )
        if record.image and (picture := self._image(record.image, source, problems)):
            node += doctree.confrecap_event_picture("", picture)
        node += self._linked(
            doctree.confrecap_event_name(), record.name, record.url, source, problems
        )
        if status := event_words.status(record):
            node += _said(doctree.confrecap_event_status(), status)
        if dates := self._dates(record, problems):
            node += dates
        if record.venue:
            node += self._venue(record.venue, source, problems)
        if record.format:
            said = str(_(_FORMAT[record.format]))
            node += _said(doctree.confrecap_event_format(), said)
        if record.organizer:
            holder = doctree.confrecap_event_organizer()
            holder += nodes.Text(str(_("Organized by")) + " ")
            organizer = record.organizer
            node += self._linked(holder, organizer.name, organizer.url, source, problems)
        if record.tickets:
            node += self._tickets(record.tickets, source, problems)
        node += self.own_fields(_extra(record), source)
        if record.description:
            blocks = self.blocks(record.description, source)
            node += doctree.confrecap_event_description("", *blocks)
        self.set_source_info(node)
        return [node]

    def _image(
        self, image: EventImage, source: Source, problems: Problems
    ) -> confrecap_picture | None:
        """Return the picture of the event."""
        picture = self.picture(confrecap_picture, Photo(), image.src, source, problems)
        if picture is None:
            return None
        picture["alt"] = str(image.alt or "")
        self.put(picture, image.alt or image.src, source)
        picture["sizes"], picture["eager"] = "(min-width: 60rem) 46rem, 100vw", True
        picture["print"] = "100%"
        return picture

    def _linked(
        self,
        holder: nodes.TextElement,
        text: Scalar,
        url: Scalar | None,
        source: Source,
        problems: Problems,
    ) -> nodes.TextElement:
        """Fill a paragraph that translators leave alone with a name and its link."""
        holder["translatable"] = False
        child = confrecap_name("", str(text))
        holder += self.link(url, source, problems, child) if url else child
        return holder

    def _dates(self, record: Event, problems: Problems) -> nodes.TextElement | None:
        when = event_words.dates(record, self.config.language, problems)
        if when is None:
            return None
        node = _said(doctree.confrecap_event_dates(), when.text)
        node["start"] = when.start.isoformat()
        if when.end is not None:
            node["end"] = when.end.isoformat()
        return node

    def _venue(self, venue: Venue, source: Source, problems: Problems) -> nodes.TextElement:
        node = doctree.confrecap_event_venue()
        self._linked(node, venue.name, venue.url, source, problems)
        country = spelt.country(venue.country, self.config.language) if venue.country else None
        for part in (venue.address, venue.city, country):
            if part:
                node += nodes.Text(f", {part}")
        if venue.map:
            node += nodes.Text(" · ")
            node += self.link(venue.map, source, problems, nodes.inline("", str(_("Map"))))
        return node

    def _tickets(self, tickets: Tickets, source: Source, problems: Problems) -> nodes.TextElement:
        text = str(_("Tickets"))
        if tickets.price:
            text += " · " + spelt.price(tickets.price, tickets.currency, self.config.language)
        node = doctree.confrecap_event_tickets("", "", translatable=False)
        node += self.link(tickets.url, source, problems, nodes.inline("", text))
        return node


def _extra(record: Event) -> dict[Scalar, Scalar]:
    """Return the own fields of an event and its parts."""
    parts = (record, record.venue, record.organizer, record.tickets)
    return {key: text for part in parts if part for key, text in part.extra.items()}


def _said(node: nodes.TextElement, text: str) -> nodes.TextElement:
    """Fill a paragraph with words that come translated already."""
    node["translatable"] = False
    node += nodes.Text(text)
    return node
