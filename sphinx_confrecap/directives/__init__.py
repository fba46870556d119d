"""The directives: records become docutils trees, and nothing else happens here."""

from __future__ import annotations

from sphinx_confrecap.directives.sponsors import SponsorsDirective

DIRECTIVES = {
    "sponsors": SponsorsDirective,
}
"""Every directive by its name: the only list."""
