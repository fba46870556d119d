"""The directives: records become docutils trees, and nothing else happens here."""

from __future__ import annotations

from sphinx_confrecap.directives.base import ConfrecapDirective
from sphinx_confrecap.directives.event import EventDirective
from sphinx_confrecap.directives.gallery import GalleryDirective
from sphinx_confrecap.directives.photo import PhotoDirective
from sphinx_confrecap.directives.playlist import PlaylistDirective
from sphinx_confrecap.directives.sponsored_by import SponsoredByDirective
from sphinx_confrecap.directives.sponsors import SponsorsDirective
from sphinx_confrecap.directives.youtube import (
    PeertubeDirective,
    VimeoDirective,
    YoutubeDirective,
)

DIRECTIVES: dict[str, type[ConfrecapDirective]] = {
    "event": EventDirective,
    "gallery": GalleryDirective,
    "peertube": PeertubeDirective,
    "photo": PhotoDirective,
    "playlist": PlaylistDirective,
    "sponsored-by": SponsoredByDirective,
    "sponsors": SponsorsDirective,
    "vimeo": VimeoDirective,
    "youtube": YoutubeDirective,
}
"""Every directive by its name: the only list."""
