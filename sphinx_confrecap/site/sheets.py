"""The style sheets of a page: what stands on it, and what all of ours needs."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.application import Sphinx

BOOK = "confrecap/book.css"
"""The style sheet of books: readers and checkers of EPUB know little of today's CSS."""

DARK = "confrecap/dark.css"
"""A style sheet of one rule, made of ``confrecap_dark_selector``."""


def add(app: Sphinx, names: Iterable[str]) -> None:
    """Give the page that is being written the sheets of that name, and those they build upon."""
    wanted = sorted(set(names))
    if not wanted or not app.config.confrecap_css:
        return
    in_book = app.builder.name == "epub"
    for sheet in [BOOK] if in_book else [f"confrecap/{name}.css" for name in ["base", *wanted]]:
        app.add_css_file(sheet)
    if app.config.confrecap_dark_selector and not in_book:
        app.add_css_file(DARK)
