"""The nodes of an event's header.

Tree::

    confrecap_event
      confrecap_event_picture
      confrecap_event_name
      confrecap_event_status, confrecap_event_dates, confrecap_event_venue,
      confrecap_event_format, confrecap_event_organizer, confrecap_event_tickets
      confrecap_event_description
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes

from sphinx_confrecap.doctree.base import Leaf, Slot, Targeted

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class confrecap_event(nodes.container, Targeted, Leaf):
    """The header of an event."""

    template: ClassVar[str] = "event"
    tag: ClassVar[str] = "header"
    css: ClassVar[str] = "confrecap-event"
    sheets: ClassVar[tuple[str, ...]] = ("event",)

    slots: ClassVar[tuple[str, ...]] = (
        "image",
        "name",
        "status",
        "dates",
        "venue",
        "format",
        "organizer",
        "tickets",
        "description",
    )

    def fields(self, _translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        dates = next(self.findall(confrecap_event_dates), None)
        return {"status_kind": self["status"], "start": dates["start"] if dates else ""}


class confrecap_event_picture(nodes.container, Slot):
    """The picture of an event, as wide as the text."""

    slot: ClassVar[str] = "image"


class confrecap_event_name(nodes.paragraph, Slot):
    """The name, linked to the event's site."""

    slot: ClassVar[str] = "name"


class confrecap_event_status(nodes.paragraph, Slot):
    """That an event is cancelled, or so."""

    slot: ClassVar[str] = "status"


class confrecap_event_dates(nodes.paragraph, Slot):
    """When it takes place: ``start`` and ``end`` in ISO 8601."""

    slot: ClassVar[str] = "dates"


class confrecap_event_venue(nodes.paragraph, Slot):
    """Where it takes place."""

    slot: ClassVar[str] = "venue"


class confrecap_event_format(nodes.paragraph, Slot):
    """Whether one comes in person."""

    slot: ClassVar[str] = "format"


class confrecap_event_organizer(nodes.paragraph, Slot):
    """Who holds it."""

    slot: ClassVar[str] = "organizer"


class confrecap_event_tickets(nodes.paragraph, Slot):
    """Where tickets are, and what they cost."""

    slot: ClassVar[str] = "tickets"


class confrecap_event_description(nodes.container, Slot):
    """What the event is, in markup."""

    slot: ClassVar[str] = "description"
