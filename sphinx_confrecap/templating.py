"""The leaf templates: ours, or a site's own ``_templates/confrecap/<name>.html``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup
from sphinx.jinja2glue import SphinxFileSystemLoader
from sphinx.util.template import SphinxTemplateLoader

from sphinx_confrecap.locale import _

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder

TEMPLATES = Path(__file__).parent / "templates"


def install(app: Sphinx) -> None:
    """Give the builder an environment of its own, and the site's pages our sidebar templates."""
    loader = SphinxTemplateLoader(app.confdir, app.config.templates_path, [str(TEMPLATES)])
    # A page may hold thousands of leaves: nobody looks for a newer template before each of them.
    environment = SandboxedEnvironment(
        loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, auto_reload=False
    )
    environment.globals["_"] = _
    app.builder.confrecap_templates = environment  # type: ignore[attr-defined]  # ours, per builder
    pages = getattr(app.builder, "templates", None)
    if pages is not None and hasattr(pages, "loaders"):
        pages.loaders.append(SphinxFileSystemLoader(str(TEMPLATES)))


def render(builder: Builder, name: str, values: dict[str, Any]) -> Markup:
    """Render the leaf template ``confrecap/<name>.html``."""
    environment: SandboxedEnvironment = builder.confrecap_templates  # type: ignore[attr-defined]  # see install
    # The environment escapes what is no HTML.
    return Markup(environment.get_template(f"confrecap/{name}.html").render(values))  # noqa: S704 (see above)
