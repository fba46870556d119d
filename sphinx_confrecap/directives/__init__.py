"""The directives: records become docutils trees, and nothing else happens here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx_confrecap.directives.base import ConfrecapDirective

_CLASSES = {
    "editions": "editions.EditionsDirective",
    "event": "event.EventDirective",
    "gallery": "gallery.GalleryDirective",
    "peertube": "youtube.PeertubeDirective",
    "photo": "photo.PhotoDirective",
    "playlist": "playlist.PlaylistDirective",
    "prospectus": "prospectus.ProspectusDirective",
    "sponsored-by": "sponsored_by.SponsoredByDirective",
    "sponsors": "sponsors.SponsorsDirective",
    "vimeo": "youtube.VimeoDirective",
    "when": "when.WhenDirective",
    "youtube": "youtube.YoutubeDirective",
}


class _Directives(Mapping[str, "type[ConfrecapDirective]"]):
    """Classes by the names of directives, imported when they are asked for."""

    def __getitem__(self, name: str) -> type[ConfrecapDirective]:
        module, _dot, called = _CLASSES[name].partition(".")
        found: type[ConfrecapDirective] = getattr(import_module(f"{__name__}.{module}"), called)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(_CLASSES)

    def __len__(self) -> int:
        return len(_CLASSES)


DIRECTIVES = _Directives()
"""Every directive by its name: the only list."""
