"""The nodes of an event's header.

Tree::

    confrecap_event
      confrecap_event_picture
      confrecap_event_name
      confrecap_event_status, confrecap_event_dates, confrecap_event_previous,
      confrecap_event_venue,
      confrecap_event_format, confrecap_event_organizer, confrecap_event_tickets
      confrecap_event_description
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from markupsafe import Markup

from sphinx_confrecap.doctree.base import (
    Leaf,
    Semantic,
    Slot,
    Targeted,
    confrecap_picture,
    element,
    inner_html,
    rendered,
)
from sphinx_confrecap.site.builders import in_browser
from sphinx_confrecap.site.structured_data import absolute, block

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator


class confrecap_event(nodes.container, Targeted, Leaf, template="event", tag="header"):
    """The header of an event."""

    sheets: ClassVar[tuple[str, ...]] = ("event",)

    slots: ClassVar[tuple[str, ...]] = (
        "image",
        "name",
        "status",
        "dates",
        "previous",
        "venue",
        "format",
        "organizer",
        "stream",
        "tickets",
        "prices",
        "cfp",
        "milestones",
        "links",
        "numbers",
        "description",
    )

    def fields(self, _translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        dates = next(self.findall(confrecap_event_dates), None)
        return {"status_kind": self["status"], "start": dates["start"] if dates else ""}

    def below(self, translator: HTML5Translator) -> str:
        """Return what the event is, for machines."""
        builder = translator.builder
        if not self["about"] or not builder.config.confrecap_json_ld or not in_browser(builder):
            return ""
        about = dict(self["about"])
        described = [part.astext() for part in self.findall(confrecap_event_description)]
        if described:
            about["description"] = " ".join(described[0].split())
        base = builder.config.html_baseurl
        for picture in self.findall(confrecap_picture):
            if base:
                name = picture["uri"].rpartition("/")[2]
                about["image"] = absolute(base, f"{builder.imagedir}/{name}")
            break
        return block(about)


class confrecap_event_picture(nodes.container, Slot, slot="image"):
    """The picture of an event, as wide as the text."""


class confrecap_event_name(nodes.paragraph, Slot, slot="name"):
    """The name, linked to the event's site."""


class confrecap_event_status(nodes.paragraph, Slot, slot="status"):
    """That an event is cancelled, or so."""


class confrecap_event_dates(nodes.paragraph, Slot, slot="dates"):
    """When it takes place: ``start`` and ``end`` in ISO 8601."""


class confrecap_event_venue(nodes.paragraph, Slot, slot="venue"):
    """Where it takes place."""


class confrecap_event_format(nodes.paragraph, Slot, slot="format"):
    """Whether one comes in person."""


class confrecap_event_organizer(nodes.paragraph, Slot, slot="organizer"):
    """Who holds it."""


class confrecap_event_tickets(nodes.paragraph, Slot, slot="tickets"):
    """Where tickets are, and what they cost."""


class confrecap_event_previous(nodes.paragraph, Slot, slot="previous"):
    """The day that it was planned for."""


class confrecap_event_stream(nodes.paragraph, Slot, slot="stream"):
    """Where it is watched."""


class _Items(Slot):
    """Mixes a list of lines into a slot: a template gets the HTML of each."""

    def fill(self, values: dict[str, Any], translator: HTML5Translator) -> None:
        """Hand the lines to a template."""
        items: list[Any] = self.children
        values[self.slot] = [_line(translator, item) for item in items]


def _line(translator: HTML5Translator, item: nodes.Element) -> Markup:
    """Return what a list says of one thing: its line, and its own fields below."""
    children: list[Any] = item.children
    line, *fields = children
    return inner_html(translator, line) + rendered(translator, fields)


class confrecap_event_prices(nodes.bullet_list, _Items, slot="prices"):
    """What tickets cost, where there are several prices."""


class confrecap_event_cfp(nodes.paragraph, Slot, slot="cfp"):
    """Until when talks can be proposed."""


class confrecap_event_milestones(nodes.bullet_list, _Items, slot="milestones"):
    """Days that matter before it."""


class confrecap_day(nodes.inline, Semantic):
    """A day in words; ``day`` is the same in ISO 8601."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        element(translator, node, "time", datetime=node["day"])


class confrecap_event_links(nodes.paragraph, Slot, slot="links"):
    """More links."""


class confrecap_event_numbers(nodes.definition_list, Slot, slot="numbers"):
    """Figures with their labels."""

    def fill(self, values: dict[str, Any], translator: HTML5Translator) -> None:
        """Hand labels and figures to a template."""
        pairs: list[Any] = [item.children for item in self.children]
        values[self.slot] = [
            [inner_html(translator, label), _line(translator, figure)] for label, figure in pairs
        ]


class confrecap_event_description(nodes.container, Slot, slot="description"):
    """What the event is, in markup."""
