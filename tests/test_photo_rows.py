"""Rows of photos in a browser: how high they are, and where they break."""

from __future__ import annotations

from typing import TYPE_CHECKING

import photo_rows
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Site
    from photo_rows import Row
    from playwright.sync_api import Page

CONF = {"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320]}

pytestmark = pytest.mark.one_page

NARROW = """
# Narrow

<div style="float: left">

```{gallery} shapes/landscape*.jpg
```

</div>
<div style="clear: both; display: flex"><div>

```{gallery} shapes/landscape*.jpg
```

</div></div>
<table><tr><td>

```{gallery} shapes/landscape*.jpg
```

</td></tr></table>
"""


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a page of generated mixes, and one of parents that shrink to fit."""
    sources = {"index.md": photo_rows.page(49, seed=1), "narrow.md": NARROW}
    return build_once({**sources, **photo_rows.pictures()}, conf=CONF)


@pytest.fixture
def at_width(site: Site, serve: Callable[[Path], str], page: Page) -> Callable[[int], list[Row]]:
    """Return a function from the width of a page's text to the rows in it."""
    page.set_viewport_size({"width": 1500, "height": 800})
    page.goto(f"{serve(site.outdir)}/index.html")

    def run(width: int) -> list[Row]:
        page.add_style_tag(content=f".body > section {{ width: {width}px }}")
        return photo_rows.rows(page)

    return run


def test_rows_keep_to_their_aim(at_width: Callable[[int], list[Row]]) -> None:
    """Whatever is mixed, no row holds one photo but the last, and all are 0.7 to 1.5 of the aim."""
    for width in (328, 360, 460, 500, 560, 736, 960, 1280):
        rows = at_width(width)
        assert len(rows) > 90
        assert not [(width, row.wrong, row) for row in rows if row.wrong]


def test_panoramas_are_cropped(at_width: Callable[[int], list[Row]]) -> None:
    """A panorama is as wide as three of its heights, or two on a telephone; the rest is not cut."""
    for width, most in ((360, 2), (500, 2.4), (736, 3)):
        shapes = [wide / high for row in at_width(width) for wide, high in row.photos]
        assert max(shapes) == pytest.approx(most, abs=0.02)
        assert min(shapes) == pytest.approx(0.45, abs=0.02)


@pytest.mark.parametrize("width", [360, 1280])
def test_rows_have_room_where_a_parent_shrinks_to_fit(
    site: Site, serve: Callable[[Path], str], page: Page, width: int
) -> None:
    """In a float, a flex item and a cell a gallery is as wide as there is room, and no wider."""
    page.set_viewport_size({"width": 1500, "height": 800})
    page.goto(f"{serve(site.outdir)}/narrow.html")
    page.add_style_tag(content=f".body > section {{ width: {width}px }}")
    lists = page.locator("[data-layout=rows] > ul").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().width)"
    )
    assert len(lists) == 3
    for wide in lists:
        assert min(width, 900) - 20 <= wide <= width
    assert not [row for row in photo_rows.rows(page) if row.wrong]
