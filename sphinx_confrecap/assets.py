"""The static files of a site that are ours."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_confrecap.site import sheets

STATIC = Path(__file__).parent / "static"


def add_static(_app: Sphinx, config: Config) -> None:
    """Have our static files copied. At `builder-inited` every build would see a new value."""
    # A new list: the site's own may be a tuple, or be used for something else too.
    config.html_static_path = [*config.html_static_path, str(STATIC)]
    names = sorted(path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*.*"))
    unfit = [f"_static/{name}" for name in names if name != sheets.BOOK]
    config.epub_exclude_files = [*config.epub_exclude_files, *unfit]


def write_dark_sheet(app: Sphinx) -> None:
    """Write the sheet that tells what marks a dark page of this site, or take it away."""
    if app.builder.format != "html":
        return
    path = Path(app.outdir, "_static", sheets.DARK)
    selector = app.config.confrecap_dark_selector
    if not selector:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    rule = f"{selector} {{ --confrecap-dark: ; }}"
    whole = path.with_name(f"{path.name}.new")
    whole.write_text(f"@media screen and (forced-colors: none) {{ {rule} }}\n", encoding="utf-8")
    whole.replace(path)
