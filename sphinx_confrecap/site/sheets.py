"""The static files of a site that are ours, and which style sheets a page gets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

STATIC = Path(__file__).parents[1] / "static"

BOOK = "confrecap/book.css"
"""The style sheet of books: readers and checkers of EPUB know little of today's CSS."""

DARK = "confrecap/dark.css"
"""A style sheet of one rule, made of ``confrecap_dark_selector``."""


def add_static(_app: Sphinx, config: Config) -> None:
    """Have our static files copied. At `builder-inited` every build would see a new value."""
    # A new list: the site's own may be a tuple, or be used for something else too.
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    names = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.*"))
    unfit = [f"_static/{name}" for name in names if name != BOOK]
    config.epub_exclude_files = [*config.epub_exclude_files, *unfit]


def write_dark_sheet(app: Sphinx) -> None:
    """Write the sheet that tells what marks a dark page of this site, or take it away."""
    if app.builder.format != "html":
        return
    path = Path(app.outdir, "_static", DARK)
    selector = app.config.confrecap_dark_selector
    if not selector:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    rule = f"{selector} {{ --confrecap-dark: ; }}"
    whole = path.with_name(f"{path.name}.new")
    whole.write_text(f"@media screen and (forced-colors: none) {{ {rule} }}\n", encoding="utf-8")
    whole.replace(path)


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
