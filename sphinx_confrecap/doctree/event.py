"""The nodes of an event's header.

Tree::

    confrecap_event
      confrecap_event_picture
      confrecap_event_line part="name"
      confrecap_event_line part="dates" start="2025-10-22"
      confrecap_event_list part="prices"
      confrecap_event_numbers
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

    # fmt: off
    slots: ClassVar[tuple[str, ...]] = (
        "image", "name", "status", "dates", "previous", "venue", "format", "organizer", "stream",
        "tickets", "prices", "cfp", "milestones", "links", "numbers", "description",
    )
    # fmt: on

    def fields(self, _translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        starts = (part.get("start") for part in self.findall(confrecap_event_line))
        return {"status_kind": self["status"], "start": next(filter(None, starts), "")}

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


class confrecap_event_line(nodes.paragraph, Slot):
    """A fact: ``part`` is the slot it is for. Dates have ``start`` and ``end`` in ISO 8601."""

    def fill(self, values: dict[str, Any], translator: HTML5Translator) -> None:
        """Add to what the template gets."""
        values[self["part"]] += self.html(translator)


class confrecap_event_list(nodes.bullet_list, Slot):
    """Prices or milestones, as ``part`` says: a template gets the HTML of each."""

    def fill(self, values: dict[str, Any], translator: HTML5Translator) -> None:
        """Hand the lines to a template."""
        items: list[Any] = self.children
        values[self["part"]] = [_line(translator, item) for item in items]


def _line(translator: HTML5Translator, item: nodes.Element) -> Markup:
    """Return what a list says of one thing: its line, and its own fields below."""
    children: list[Any] = item.children
    line, *fields = children
    return inner_html(translator, line) + rendered(translator, fields)


class confrecap_day(nodes.inline, Semantic):
    """A day in words; ``day`` is the same in ISO 8601."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        element(translator, node, "time", datetime=node["day"])


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
