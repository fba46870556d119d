"""The wiring of what every site needs, in reading order; it is light. `used` is the rest."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import is_directive_registered

from sphinx_confrecap import config, locale, templating
from sphinx_confrecap.directives import DIRECTIVES
from sphinx_confrecap.directives.outline import Outline
from sphinx_confrecap.site import (
    domain,
    links,
    memory,
    mentions,
    seal,
    sheets,
    sidebars,
    sources,
    told,
    uses,
    wants,
)


def connect(app: Sphinx) -> None:
    """Connect what every site needs."""
    config.register(app)
    app.connect("config-inited", config.check)
    app.add_message_catalog(locale.CATALOGUE, str(locale.FOLDER))

    app.connect("builder-inited", sources.look)
    app.add_domain(domain.ConfrecapDomain)
    app.connect("warn-missing-reference", domain.warn_missing)
    memory.connect(app)
    uses.connect(app)
    told.connect(app)
    links.connect(app)
    # After the collectors of Sphinx, and of other extensions.
    app.connect("doctree-read", _collect, priority=900)

    for name in DIRECTIVES:
        app.add_directive_to_domain("confrecap", name, _stand_in(app, name))
    app.connect("config-inited", _add_plain_names)

    app.connect("config-inited", sheets.add_static)
    app.connect("builder-inited", sheets.write_dark_sheet)
    app.connect("builder-inited", templating.install)
    app.connect("builder-inited", sidebars.watch)

    # No directive runs for pages that an earlier build has read, or another process.
    app.connect("env-before-read-docs", _look_for_uses, priority=900)
    app.connect("env-merge-info", _take_over)


def _collect(app: Sphinx, document: nodes.document) -> None:
    """Note what a page has, in one walk through it."""
    elements = list(document.findall(nodes.Element))
    for collect in (links.collect, mentions.collect, wants.collect):
        collect(app, elements)


def _is_loaded(app: Sphinx) -> bool:
    return getattr(app, "confrecap_loaded", False)


def load(app: Sphinx) -> None:
    """Connect the rest, once: when a page is read or written that has something of ours."""
    if not _is_loaded(app):
        app.confrecap_loaded = True  # type: ignore[attr-defined]  # ours
        seal.remove(app)
        from sphinx_confrecap import used  # noqa: PLC0415 (loads all that this module does without)

        used.connect(app)


def _stand_in(app: Sphinx, directive: str) -> type[Outline]:
    """Return a directive that has the one of that name imported when a page uses it."""

    class StandIn(Outline):
        """Runs another directive."""

        def run(self) -> list[Any]:
            """Make the other one, and run it."""
            load(app)
            uses.PAGES.of(self.env)[self.env.docname] = True
            state = self.state, self.state_machine
            place = self.lineno, self.content_offset, self.block_text
            written = self.arguments, self.options, self.content
            return DIRECTIVES[directive](self.name, *written, *place, *state).run()

    return StandIn


def _add_plain_names(app: Sphinx, _config: Config) -> None:
    """Register `sponsors` beside `confrecap:sponsors`, unless another extension has that name."""
    for name in DIRECTIVES:
        if not is_directive_registered(name):
            app.add_directive(name, _stand_in(app, name))


def _look_for_uses(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Load the rest if an earlier build read or published something of ours, or templates ask.

    If nothing has changed since it is enough to load it before a page is written.
    """
    if not docnames and not _is_loaded(app) and seal.holds(app):
        _load_late(app)
        return
    seal.remove(app)
    always = app.registry.html_assets_policy == "always"
    if always or uses.PAGES.of(env) or uses.published(app).is_dir() or sidebars.has_strip(app):
        load(app)


def _load_late(app: Sphinx) -> None:
    """Have the rest loaded before pages are written."""
    builder = app.builder
    builder.confrecap_sealed = app  # type: ignore[attr-defined]  # ours
    prepare = builder.prepare_writing

    def prepare_and_load(docnames: AbstractSet[str]) -> None:
        if docnames and not _is_loaded(app):
            load(app)
            from sphinx_confrecap import used  # noqa: PLC0415 (as in `load`)

            used.catch_up(app)
        if not docnames and seal.lists(app):
            seal.keep_lists(app)
        prepare(docnames)

    builder.prepare_writing = prepare_and_load  # type: ignore[method-assign]  # of this builder only


def _take_over(app: Sphinx, env: BuildEnvironment, *_others: object) -> None:
    """Load the rest if another process has read something of ours."""
    if uses.PAGES.of(env):
        load(app)
