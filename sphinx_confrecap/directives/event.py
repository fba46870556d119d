"""The ``event`` directive: the header of an event, with its name, dates, place and tickets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from docutils import nodes

from sphinx_confrecap.data import dates as spelt
from sphinx_confrecap.data import yamldoc
from sphinx_confrecap.data.event import Event, EventImage, Proposals, Tickets, Venue
from sphinx_confrecap.data.period import Period, period
from sphinx_confrecap.data.problems import Problems, line_of
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.data.times import Moment
from sphinx_confrecap.data.yamldoc import Scalar
from sphinx_confrecap.directives import event_data, event_words
from sphinx_confrecap.directives.base import DataDirective
from sphinx_confrecap.directives.reading import Reading
from sphinx_confrecap.doctree import event as doctree
from sphinx_confrecap.doctree.base import confrecap_name, confrecap_picture
from sphinx_confrecap.locale import _, mark
from sphinx_confrecap.site import companies
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

    def build(self, record: Event, reading: Reading) -> list[nodes.Node]:
        """Return the header."""
        node = doctree.confrecap_event(
            title=str(record.name), classes=self.values["class"], status=record.status
        )
        if record.image and (picture := self._image(record.image, reading)):
            node += doctree.confrecap_event_picture("", picture)
        node += _led(reading, _line("name"), record.name, record.url)
        if status := event_words.status(record):
            node += _line("status", status)
        when = period(record, reading.problems)
        if when is not None:
            node += self._dates(when)
        node += self._place(record, reading)
        node += self._ways_in(record, reading)
        node += self._milestones(record, reading)
        node += self._links(record, reading)
        node += self._numbers(record, reading)
        node += reading.own_fields(_extra(record, reading))
        if record.description:
            blocks = reading.blocks(record.description)
            node += doctree.confrecap_event_description("", *blocks)
        node["about"] = event_data.about(record, when, reading.document, _companies(reading))
        self.set_source_info(node)
        return [node]

    def _place(self, record: Event, reading: Reading) -> list[nodes.Node]:
        """Return what it was planned for, where and how it takes place, and who holds it."""
        found: list[nodes.Node] = []
        if record.previous_start:
            said = str(_("Instead of {day}")).format(day=self._day(record.previous_start))
            found.append(_line("previous", said))
        if record.venue:
            found.append(self._venue(record.venue, reading))
        if record.format:
            said = str(_(_FORMAT[record.format]))
            found.append(_line("format", said))
        if record.organizer:
            holder = _line("organizer", str(_("Organized by")) + " ")
            for number, organizer in enumerate(record.organizer):
                if number:
                    holder += nodes.Text(", ")
                _led(reading, holder, organizer.name, organizer.url)
            found.append(holder)
        return found

    def _ways_in(self, record: Event, reading: Reading) -> list[nodes.Node]:
        """Return where it is watched, where tickets are and where talks are proposed."""
        found: list[nodes.Node] = []
        if record.stream:
            found.append(_led(reading, _line("stream"), str(_("Watch live")), record.stream))
        if record.tickets:
            found += self._tickets(record.tickets, reading)
        if record.cfp and (call := self._proposals(record.cfp, reading)):
            found.append(call)
        return found

    def _day(self, day: Moment) -> str:
        return spelt.span(day, None, self.config.language)

    def _image(self, image: EventImage, reading: Reading) -> confrecap_picture | None:
        """Return the picture of the event."""
        picture = reading.picture(confrecap_picture, Photo(), image.src)
        if picture is None:
            return None
        picture["alt"] = str(image.alt or "")
        reading.put(picture, image.alt or image.src)
        picture["sizes"], picture["eager"] = "(min-width: 60rem) 46rem, 100vw", True
        picture["print"] = "100%"
        return picture

    def _dates(self, when: Period) -> nodes.TextElement:
        node = _line("dates", event_words.dates(when, self.config.language))
        node["start"] = when.start.isoformat()
        if when.end is not None:
            node["end"] = when.end.isoformat()
        return node

    def _venue(self, venue: Venue, reading: Reading) -> nodes.TextElement:
        node = _line("venue")
        _led(reading, node, venue.name, venue.url)
        country = spelt.country(venue.country, self.config.language) if venue.country else None
        for part in (venue.address, venue.city, country):
            if part:
                node += nodes.Text(f", {part}")
        address = venue.map
        if venue.coordinates and address is None:
            latitude, longitude = venue.coordinates
            place = f"?mlat={latitude:g}&mlon={longitude:g}#map=17/{latitude:g}/{longitude:g}"
            address = Scalar.at(
                venue.where("coordinates"), f"https://www.openstreetmap.org/{place}"
            )
        if address:
            node += nodes.Text(" · ")
            _led(reading, node, str(_("Map")), address)
        return node

    def _tickets(self, tickets: Tickets, reading: Reading) -> list[nodes.Node]:
        """Return where tickets are, and what they cost: at one price, or at several in a list."""
        text = str(_("Tickets"))
        if tickets.price:
            text += f" · {self._price(tickets.price, tickets.currency)}"
        node = _led(reading, _line("tickets"), text, tickets.url)
        if not tickets.prices:
            return [node]
        holder = doctree.confrecap_event_list(bullet="*", part="prices")
        for one in tickets.prices:
            line = nodes.paragraph("", "", translatable=False, support_smartquotes=False)
            line += reading.link(one.url, reading.words(one.name))
            if one.price:
                line += nodes.Text(f": {self._price(one.price, one.currency or tickets.currency)}")
            if one.until:
                said = str(_("until {day}")).format(day=self._day(one.until))
                line += nodes.Text(f" ({said})")
            if one.sold_out:
                line += nodes.Text(" · " + _("Sold out"))
            reading.put(line, one.at)
            holder += nodes.list_item("", line, *reading.own_fields(one.extra))
        return [node, holder]

    def _price(self, amount: str, currency: str | None) -> str:
        """Return a price in words."""
        if spelt.is_free(amount):
            return str(_("Free"))
        return spelt.price(amount, currency, self.config.language)

    def _proposals(self, call: Proposals, reading: Reading) -> nodes.TextElement | None:
        """Return the call for proposals and its days; None if nothing is known of it."""
        days = [
            str(_(word)).format(day=spelt.span(day, None, self.config.language))
            for word, day in (
                (mark("opens {day}"), call.opens),
                (mark("closes {day}"), call.closes),
            )
            if day
        ]
        if not call.url and not days:
            return None
        node = _led(reading, _line("cfp"), str(_("Call for proposals")), call.url)
        node += nodes.Text("".join(f" · {day}" for day in days))
        return node

    def _milestones(self, record: Event, reading: Reading) -> list[nodes.Node]:
        """Return the days that matter, in the order of the file."""
        holder = doctree.confrecap_event_list(bullet="*", part="milestones")
        for one in record.milestones:
            line = nodes.paragraph("", "", translatable=False, support_smartquotes=False)
            line += reading.link(one.url, reading.words(one.name))
            line += nodes.Text(": ")
            day = self._day(one.date)
            line += doctree.confrecap_day("", day, day=one.date.isoformat())
            reading.put(line, one.at)
            holder += nodes.list_item("", line, *reading.own_fields(one.extra))
        return [holder] if holder.children else []

    def _links(self, record: Event, reading: Reading) -> list[nodes.Node]:
        holder = _line("links")
        for label, address in record.links.items():
            if holder.children:
                holder += nodes.Text(" · ")
            holder += reading.link(address, reading.words(label))
        return [holder] if holder.children else []

    def _numbers(self, record: Event, reading: Reading) -> list[nodes.Node]:
        """Return the figures of the event, each below its label."""
        holder = doctree.confrecap_event_numbers()
        for label, number in record.numbers.items():
            term = reading.label(label)
            text = str(number.value)
            if number.approximate:
                text = str(_("about {number}")).format(number=text)
            line = nodes.paragraph("", "", translatable=False, support_smartquotes=False)
            line += nodes.Text(text)
            if number.unit:
                line += [nodes.Text(" "), reading.words(number.unit)]
            if number.note:
                line += [nodes.Text(" ("), reading.words(number.note), nodes.Text(")")]
            reading.put(line, number.at)
            said = nodes.definition("", line, *reading.own_fields(number.extra))
            holder += nodes.definition_list_item("", term, said)
        return [holder] if holder.children else []


def _companies(reading: Reading) -> Sequence[Sponsor]:
    """Return the companies that the sponsors of the event take from; told where those are shown."""
    event, files = reading.document, reading.directive.files
    tiers = event.get("sponsors") if isinstance(event, yamldoc.Mapping) else None
    folder = reading.source.folder
    return companies.companies(tiers, files, folder, Problems()) if tiers else ()


def _extra(record: Event, reading: Reading) -> dict[Scalar, Scalar]:
    """Return the own fields of an event and its parts; a label that two of them have is noted."""
    found: dict[Scalar, Scalar] = {}
    for part in (record, record.venue, *record.organizer, record.tickets, record.cfp):
        for key, text in part.extra.items() if part else ():
            if found.setdefault(key, text) is not text:
                first = next(known for known in found if known == key)
                sentence = f"the event has '{key}' on {line_of(first, key)} already"
                reading.note(key, f"{sentence}; that one counts")
    return found


def _line(part: str, text: str = "") -> doctree.confrecap_event_line:
    """Return a paragraph that translators leave alone: its words come translated already."""
    return doctree.confrecap_event_line("", text, part=part, translatable=False)


def _led(
    reading: Reading, holder: nodes.TextElement, words: str, url: Scalar | None
) -> nodes.TextElement:
    """Add a name of the data, or words of ours, and their link to a line."""
    name = confrecap_name if isinstance(words, Scalar) else nodes.inline
    holder += reading.link(url, name("", str(words)))
    return holder
