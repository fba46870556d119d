"""SVG on a site: wherever one is published, nothing but its drawing is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Builds

SECRETS = b"""<?xml version="1.0" encoding="Shift_JIS"?>
<!DOCTYPE svg [<!ATTLIST path onclick CDATA "SECRET()">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 90 90"
inkscape:export-filename="/home/ada/SECRET.png" onload="SECRET()">
<!-- SECRET --><script>SECRET()</script><metadata><a b="SECRET"/><dc:rights>(c) Ada</dc:rights>
</metadata><a href="https://SECRET.example"><path d="M9 9h70v70"/><title>\x8a\x94 SECRET</title></a>
</svg>"""
FILES = {
    "logo.svg": SECRETS,
    "index.md": """
        ```{event}
        name: E
        image: {src: logo.svg, alt: a}
        ```
        ```{sponsors}
        tiers: {A: [{name: N, logo: logo.svg}]}
        ```
        ```{sponsored-by} N
        :data: s.yaml
        ```
        ```{gallery}
        - {src: logo.svg, alt: b, download: true}
        ```
        ```{photo} logo.svg
        :alt: c
        ```
        ```{youtube} YWDzHGx8PrY
        :title: T
        :poster: logo.svg
        ```
        """,
    "s.yaml": "tiers: {A: [{name: N, logo: logo.svg}]}",
}


@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text", "singlehtml"])
def test_an_svg_is_published_as_a_drawing_everywhere(builder: str, build: Builds) -> None:
    """Logo, photo, download, poster and header of an event: no file that is written has more."""
    conf = {"confrecap_video_load": "click", "epub_show_urls": "no"}
    site = build(FILES, builder, conf=conf, warnings=builder == "epub")
    written = [path for path in site.outdir.rglob("*") if path.is_file()]
    drawings = [path for path in written if path.suffix == ".svg" and "logo" in path.name]
    assert bool(drawings) == (builder in {"html", "epub", "singlehtml"})
    for path in written:
        if "doctrees" not in path.parts and "_sources" not in path.parts:
            assert b"SECRET" not in path.read_bytes(), path
    for path in drawings:
        assert b"(c) Ada" in path.read_bytes()
