"""The directives: records become docutils trees, and nothing else happens here."""

from __future__ import annotations

from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.event import EventDirective
from sphinx_confrecap.directives.sponsors import SponsorsDirective

DIRECTIVES: dict[str, type[ConfrecapDirective]] = {
    "event": EventDirective,
    "sponsors": SponsorsDirective,
}
"""Every directive by its name: the only list."""
