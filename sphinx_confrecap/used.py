"""The rest of the wiring, for sites that use something of ours: nodes, pictures, transforms."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from sphinx_confrecap import doctree
from sphinx_confrecap.doctree import base, needs, photo, sponsors, video
from sphinx_confrecap.site import advice, pictures, published, strip
from sphinx_confrecap.site.builders import publishes_pictures, transform


def connect(app: Sphinx) -> None:
    """Connect it, at "builder-inited" or later."""
    for module in iter_modules(doctree.__path__, f"{doctree.__name__}."):
        import_module(module.name)
    base.register(app)
    # The standard domain took over what was numbered before it was made.
    standard: Any = app.env.get_domain("std")
    standard.enumerable_nodes.update(app.registry.enumerable_nodes)

    pictures.connect(app)
    advice.connect(app)
    published.connect(app)
    app.connect("doctree-read", base.keep_words)
    plain = ("text", "man")
    transform(app, base.addresses_of_markup, priority=40, formats=("text",))
    # Conditions on tags have been resolved, and nothing has been converted yet.
    transform(app, _place_pictures, priority=60)
    transform(app, video.for_readers, priority=60)
    transform(app, photo.photos_as_sentences, priority=70, formats=plain)
    transform(app, sponsors.tiers_as_sentences, priority=70, formats=plain)
    transform(app, sponsors.logos_alone, priority=75, formats=("latex",))
    transform(app, base.nothing_around, priority=80, formats=("man",))
    transform(app, partial(base.generic_nodes, app.registry), priority=950)

    app.connect("html-page-context", needs.add_to_page)
    strip.connect(app)


def _place_pictures(document: nodes.document, builder: Builder) -> None:
    if not pictures.place_pictures(document, builder):
        photo.drop_broken_photos(document)
    if not publishes_pictures(builder):
        photo.link_files(document, builder)


def catch_up(app: Sphinx) -> None:
    """Do what this does at "env-updated" for a build that has passed that, and has read nothing."""
    published.start(app, app.env)
    pictures.derive(app, app.env)
    strip.prepare(app, app.env)
