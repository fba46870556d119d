"""Whether the site shows the sponsor strip, and where."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sphinx import package_dir
from sphinx.application import Sphinx

from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.messages import warn
from sphinx_confrecap.site.builders import has_sidebars

STRIP = "confrecap/sponsor-strip"
"""The name of its template; the themes that add the suffix themselves may be given none."""

SETTINGS = "confrecap_strip"
"""The variable of a template, or of ``html_context``, with settings of its own."""


def has_strip(app: Sphinx) -> bool:
    """True if a sidebar, an option of the theme, or a template of the site shows the strip."""
    return has_sidebars(app.builder) and (is_configured(app) or any(_mentions(app, STRIP)))


def is_configured(app: Sphinx) -> bool:
    """True if ``conf.py`` puts the strip somewhere."""
    return _names(app.config.html_sidebars) or _names(app.config.html_theme_options)


def has_own_settings(app: Sphinx) -> bool:
    """True if the strip may be given settings by a template."""
    return SETTINGS in app.config.html_context or any(_mentions(app, SETTINGS))


def _names(value: object) -> bool:
    """True if a value of ``conf.py`` names the strip, however deep."""
    if isinstance(value, str):
        return STRIP in value
    if isinstance(value, dict):
        return any(map(_names, value.values()))
    return isinstance(value, (list, tuple)) and any(map(_names, value))


def _mentions(app: Sphinx, text: str) -> Iterator[bool]:
    """Yield for each template of the site and of its theme whether it has a text."""
    theme = getattr(app.builder, "theme", None)
    folders = [Path(app.confdir) / folder for folder in app.config.templates_path]
    folders += [Path(folder) for folder in theme.get_theme_dirs()] if theme else []
    for folder in folders:
        if folder.is_relative_to(package_dir):  # Sphinx's own themes know nothing of us
            continue
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in (".html", ".conf", ".toml") and path.is_file():
                yield text in path.read_text("utf-8", errors="replace")


def watch(app: Sphinx) -> None:
    """Say why a strip stays empty that no template names; pages bring what fills it."""
    told: list[str] = []

    def unseen(*_given: object) -> dict[str, Any]:
        if not told and has_sidebars(app.builder):  # a book's pages have the template, unseen
            told.append(STRIP)
            sentence = f"no template names '{STRIP}.html' in one piece, so the strip stays empty"
            warn(Code.CONFIG, sentence)
        return {}

    pages = getattr(getattr(app.builder, "templates", None), "environment", None)
    if pages is not None:
        pages.globals["confrecap_sponsor_strip"] = unseen
