"""What builders show, asked of the builder itself, and what is done to a document for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

if TYPE_CHECKING:
    from sphinx.registry import SphinxComponentRegistry

_BROWSERS = frozenset({"html", "dirhtml", "singlehtml", "json"})


def in_browser(builder: Builder) -> bool:
    """True if pages are read in a browser: players, responsive pictures, scripts."""
    return builder.name in _BROWSERS


def has_sidebars(builder: Builder) -> bool:
    """True if pages have templates around them."""
    return in_browser(builder) and builder.name != "json"


def knows_us(registry: SphinxComponentRegistry, builder: Builder) -> bool:
    """True if handlers of ours are found for the builder, by its name or else by its format."""
    known = registry.translation_handlers
    handlers = known.get(builder.name) or known.get(builder.format, {})
    return any(name.startswith("confrecap_") for name in handlers)


def has_downloads(registry: SphinxComponentRegistry, builder: Builder) -> bool:
    """True if a builder that does not know us writes links to files itself."""
    if knows_us(registry, builder) or builder.name == "gettext":
        return False
    translator = registry.translators.get(
        builder.name, getattr(builder, "default_translator_class", None)
    )
    return hasattr(translator, "visit_download_reference")


def publishes_pictures(builder: Builder) -> bool:
    """True if the builder publishes pictures, and does not leave them where they are.

    A catalogue is made of the nodes that were read: later ones are not in it.
    """
    return bool(builder.supported_image_types) and builder.name != "gettext"


def transform(
    app: Sphinx,
    run: Callable[[nodes.document, Builder], None],
    *,
    priority: int,
    formats: tuple[str, ...] = (),
) -> None:
    """Have documents changed before they are written; one may pass there more than once.

    Sphinx hands its transforms no builder any more.

    Args:
        app: The application.
        run: Changes a document for a builder.
        priority: Among Sphinx's own: conditions on tags are resolved at 50, images converted at
            200.
        formats: Those of the builders that need it; none for all.
    """

    def changed(self: SphinxPostTransform, **_kwargs: object) -> None:
        run(self.document, app.builder)

    parts = {"default_priority": priority, "formats": formats, "run": changed}
    app.add_post_transform(type("Transform", (SphinxPostTransform,), parts))
