"""The viewer in a Firefox, where the system has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from firefox import Firefox, program

if TYPE_CHECKING:
    from conftest import Site

INDEX = """
# Photos

```{gallery}
- {src: a.jpg, alt: One}
- {src: b.jpg, alt: Two, caption: The second}
- {src: c.jpg, alt: Three}
```
"""
SHOWN = "document.querySelector('dialog figure:not([inert]) img').alt"


@pytest.fixture
def firefox(tmp_path: Path) -> Iterator[Firefox]:
    """Start a Firefox, or say that there is none."""
    path = program()
    if path is None:
        pytest.skip("no Firefox is on the PATH")
    browser = Firefox(path, tmp_path / "profile")
    yield browser
    browser.close()


def test_the_viewer_works_in_firefox(
    build: Callable[..., Site], serve: Callable[[Path], str], firefox: Firefox
) -> None:
    """Rows have one height; a click opens; keys, zoom, Back, Escape and deep links work."""
    pictures = {f"{name}.jpg": make.encoded(make.photo(900, 600)) for name in "abc"}
    site = build({"index.md": INDEX, **pictures}, conf={"html_theme": "furo"})
    url = serve(site.outdir) + "/index.html"
    firefox.open(url)
    tops = firefox.run("[...document.querySelectorAll('li img')].slice(0, 2).map(e => e.y)")
    assert tops[0] == tops[1]
    firefox.wait("document.querySelector('li img').currentSrc.endsWith('.avif')")

    firefox.click("li:nth-child(2) a img")
    firefox.wait("document.querySelector('dialog:modal')")
    assert firefox.run(SHOWN) == "Two"
    firefox.wait(
        "document.querySelector('dialog figure:not([inert])').getBoundingClientRect().x == 0"
    )
    firefox.press("ArrowRight")
    assert firefox.run(SHOWN) == "Three"
    firefox.press("ArrowLeft")
    assert firefox.run("document.querySelector('dialog p').textContent") == "2 of 3"
    assert firefox.run("document.querySelector('dialog p').ariaLive") == "polite"

    firefox.click("dialog figure:not([inert]) img", times=2)
    firefox.wait("document.querySelector('dialog [data-zoom]')")
    firefox.press("Escape")
    firefox.wait("!document.querySelector('dialog')")
    firefox.wait(f"location.href == '{url}'")
    assert firefox.run("document.activeElement.querySelector('img')?.alt") == "Two"

    firefox.open(url + "#photo-c-jpg")
    firefox.wait("document.querySelector('dialog:modal')")
    assert firefox.run(SHOWN) == "Three"
    firefox("WebDriver:Back")
    firefox.wait("!document.querySelector('dialog')")
    assert firefox.run("location.href") == url
