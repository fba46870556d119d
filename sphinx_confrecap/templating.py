"""The leaf templates: ours, or a site's own ``_templates/confrecap/<name>.html``."""

from __future__ import annotations

from collections.abc import MutableMapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Template
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from sphinx.jinja2glue import SphinxFileSystemLoader
from sphinx.util.template import SphinxTemplateLoader

from sphinx_confrecap.data.slugs import short_hash
from sphinx_confrecap.locale import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

TEMPLATES = Path(__file__).parent / "templates"


class _Environment(SandboxedEnvironment):
    """Hands globals to templates as one table: a chain of them takes as long as a leaf."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **(d or {})}


def install(app: Sphinx) -> None:
    """Give the builder an environment of its own, and the site's pages our sidebar templates."""
    loader = SphinxTemplateLoader(app.confdir, app.config.templates_path, [str(TEMPLATES)])
    environment = _Environment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.globals["_"] = _

    @cache  # a page may hold thousands of leaves: nobody looks for a newer template before each
    def template(name: str) -> Template:
        return environment.get_template(f"confrecap/{name}.html")

    app.builder.confrecap_template = template  # type: ignore[attr-defined]  # ours, per builder
    pages = getattr(app.builder, "templates", None)
    if pages is not None and hasattr(pages, "loaders"):
        pages.loaders.append(SphinxFileSystemLoader(str(TEMPLATES)))


def of_site(app: Sphinx) -> str:
    """Return a hash of the site's own leaf templates: Sphinx misses one that is older, or gone."""
    found = []
    for folder in (Path(app.confdir, name, "confrecap") for name in app.config.templates_path):
        for path in sorted(folder.rglob("*.*")):
            with suppress(OSError):  # a page that needs one which cannot be read says so
                if path.is_file():
                    found.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    return short_hash(repr(found))


def render(builder: Builder, name: str, values: dict[str, Any]) -> Markup:
    """Render the leaf template ``confrecap/<name>.html``."""
    template: Template = builder.confrecap_template(name)  # type: ignore[attr-defined]  # see install
    return Markup(template.render(values))  # noqa: S704 (the environment escapes what is no HTML)
