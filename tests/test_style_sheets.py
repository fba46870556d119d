"""The style sheets as they are shipped: small, and saying what those in the repository say."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from bs4 import BeautifulSoup

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds
    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

STATIC = Path(str(files("sphinx_confrecap"))) / "static"
READABLE = Path(__file__).resolve().parents[1] / "sphinx_confrecap" / "static"
SHEETS = sorted(path.name for path in READABLE.glob("confrecap/*.css"))

EVERYTHING = """
# Recap

```{event}
name: Recap
```

```{sponsors}
tiers: {Gold: [Acme]}
```

```{playlist}
videos: ["https://www.youtube.com/watch?v=aaaaaaaaaaa"]
```

```{gallery}
- {src: one.png, alt: One}
```
"""

RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText).join("\\n");
}"""
"""What a browser has understood of a style sheet."""


small = pytest.mark.skipif(
    STATIC == READABLE, reason="the sheets are made small when the wheel is built: run tox"
)


def size(*names: str) -> int:
    """Return how many bytes sheets are, each compressed as shipped."""
    sheets = [(STATIC / "confrecap" / name).read_bytes() for name in names]
    return sum(len(gzip.compress(sheet, 9, mtime=0)) for sheet in sheets)


@small
@pytest.mark.parametrize(
    ("names", "most"),
    [(("base.css", "sponsors.css"), 3350), (("gallery.css",), 1500), (("viewer.css",), 1000)],
)
def test_a_sheet_is_small(names: tuple[str, ...], most: int) -> None:
    """Sponsors cost at most 3.35 kB of CSS, galleries 1.5 kB, and the viewer 1 kB."""
    assert size(*names) <= most


@small
def test_a_page_with_everything_adds_little_css(build: Builds) -> None:
    """All the sheets that one page can ask for are together at most 10 kB."""
    site = build({"index.md": EVERYTHING, "one.png": make.encoded(make.photo(400, 300), "PNG")})
    links = BeautifulSoup(site.page(), "lxml").select("link[href*='confrecap/']")
    names = [re.sub(r"\?.*", "", Path(str(link["href"])).name) for link in links]
    assert set(names) == {*SHEETS} - {"book.css", "player-frame.css"}
    assert size(*names) <= 10_000


@pytest.mark.parametrize("name", SHEETS)
def test_a_small_sheet_says_what_the_readable_one_says(
    page: Page, serve: Callable[..., str], tmp_path: Path, name: str
) -> None:
    """A browser understands the same rules of a sheet in the wheel and of its source."""
    (tmp_path / "blank.html").write_text("<!doctype html><title>Blank</title>", encoding="utf-8")
    page.goto(f"{serve(tmp_path)}/blank.html")
    shipped, readable = (
        # Browsers keep the white space of values with `var()` as it was written.
        re.sub(r"\s*([,{}/()])\s*", r"\1", page.evaluate(RULES, path.read_text(encoding="utf-8")))
        for path in (STATIC / "confrecap" / name, READABLE / "confrecap" / name)
    )
    assert readable
    assert shipped == readable
