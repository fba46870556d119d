"""Custom properties and selectors that the reference lists do what it says, in three themes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
import sponsor_pages
from conftest import write

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

pytestmark = pytest.mark.one_page

DOCS = Path(__file__).resolve().parents[1] / "example_docs"
THEMES = ("furo", "pydata_sphinx_theme", "alabaster")


def tile(colour: str) -> str:
    """Return a logo of one colour."""
    start = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80" width="200" height="80">'
    return f'{start}<rect x="10" y="10" width="180" height="60" rx="12" fill="{colour}"/></svg>'


PAGE = """
# Recap

```{event}
name: A Conference
url: https://event.example
```

```{sponsors} data.yaml
```

```{sponsored-by} Pair
:data: data.yaml
```

```{prospectus} data.yaml
```

```{playlist}
:layout: grid
title: Talks
videos: ["https://www.youtube.com/watch?v=aaaaaaaaaa1", "https://youtu.be/aaaaaaaaaa2"]
```

```{playlist}
- {url: "https://youtu.be/aaaaaaaaaa3", title: One}
- {url: "https://youtu.be/aaaaaaaaaa4", title: Two}
```

```{youtube} aaaaaaaaaa0
:title: One video
```

```{gallery}
- {src: one.png, alt: One}
- {src: two.png, alt: Two}
```
"""

DATA = """
sponsors:
  invite: {url: "https://invite.example"}
  past: {2023: past.yaml}
  tiers:
    Gold:
      size: xl
      price: 9000 EUR
      slots: 9
      sponsors:
        - {name: Pair, logo: {light: black.svg, dark: white.svg}, url: "https://pair.example"}
        - {name: Light, logo: black.svg, plate: light, for: Lunch}
        - {name: Dark, logo: white.svg, plate: dark}
    Cards:
      - name: Acme
        text: A sentence with a [link](https://link.example).
        url: https://acme.example
        links: {Jobs: "https://jobs.example"}
        extra: {Since: "2019"}
"""

FILES: dict[str, str | bytes] = {
    "index.md": PAGE,
    "data.yaml": DATA,
    "past.yaml": "tiers: {Gold: [Old]}\n",
    "black.svg": tile("#111"),
    "white.svg": tile("#eee"),
    "one.png": make.encoded(make.photo(400, 300), "PNG"),
    "two.png": make.encoded(make.photo(300, 400), "PNG"),
}

CARD = "[data-show=card] .confrecap-sponsor"
SEEN = "rgb(1, 2, 3)"

TOKENS = {
    "accent": (SEEN, ".confrecap-sponsored-by", "borderLeftColor", SEEN),
    "card-background": (SEEN, CARD, "backgroundColor", SEEN),
    "card-border": (SEEN, CARD, "borderTopColor", SEEN),
    "card-color": (SEEN, f"{CARD} .confrecap-sponsor-text a", "color", SEEN),
    "card-radius": ("3px", ".confrecap-event", "borderTopLeftRadius", "3px"),
    "dark": (" ", "#sponsor-pair .confrecap-only-dark", "display", "block"),
    "gallery-gap": ("3px", ".confrecap-gallery ul", "columnGap", "3px"),
    "gap": ("5px", "#sponsor-pair", "marginLeft", "2.5px"),
    "link-color": (SEEN, "a.confrecap-sponsor-link", "color", SEEN),
    "logo-scale": (".5", ".confrecap-logo", "zoom", "0.5"),
    "photo-radius": ("9px", ".confrecap-photo img", "borderTopLeftRadius", "9px"),
    "plate": (SEEN, "[data-plate-on-light=dark]", "backgroundColor", SEEN),
    "plate-dark": (SEEN, "[data-plate-on-light=dark]", "backgroundColor", SEEN),
    "plate-light": (SEEN, "[data-plate-on-dark=light]", "backgroundColor", SEEN),
    "title-color": (SEEN, ".confrecap-tier-title", "color", SEEN),
    "title-gap": ("3px", ".confrecap-tier-title", "marginBottom", "3px"),
    "title-size": ("30px", ".confrecap-tier-title", "fontSize", "30px"),
    "title-weight": ("300", ".confrecap-tier-title", "fontWeight", "300"),
}
"""What a site writes; the element, the property and the value that it then has."""

SELECTORS = re.findall(
    r"^\| `([^`]+)` \|", (DOCS / "reference/theming.md").read_text(encoding="utf-8"), re.MULTILINE
)


@pytest.fixture(scope="module", params=THEMES)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path]:
    """Build the site in a theme: in a process of its own, for themes patch Sphinx."""
    theme = request.param
    folder = tmp_path_factory.mktemp(theme)
    conf = sponsor_pages.conf(theme) | {
        "confrecap_data": "data.yaml",
        "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]},
    }
    lines = "".join(f"{name} = {value!r}\n" for name, value in conf.items())
    write(folder / "src", {**FILES, "conf.py": lines})
    command = [sys.executable, "-P", "-m", "sphinx", "-q", str(folder / "src"), str(folder / "out")]
    subprocess.run(command, check=True)
    return theme, folder / "out"


def test_every_token_is_tried() -> None:
    """The tokens tried here are those of the reference."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(DOCS / "_ext")
        import confrecap_docs  # noqa: PLC0415 (of the documentation)
    assert {f"--confrecap-{name}" for name in TOKENS} == set(confrecap_docs.tokens())
    assert set(confrecap_docs.TOKENS) == set(confrecap_docs.tokens())


EFFECTS = """tried => tried.map(([css, selector, style]) => {
    const shown = document.querySelector(selector);
    const before = getComputedStyle(shown)[style];
    const sheet = document.createElement('style');
    sheet.textContent = css;
    document.head.append(sheet);
    const after = getComputedStyle(shown)[style];
    sheet.remove();
    return [before, after];
})"""
"""The style of elements before and after a rule is added, for itself."""


@pytest.mark.parametrize("prefers", ["light", "dark"])
def test_tokens_and_selectors_have_their_effect(
    prefers: str, built: tuple[str, Path], serve: Callable[[Path], str], page: Page
) -> None:
    """A token on the root changes what it is named after; a rule for a selector changes that."""
    theme, out = built
    page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
    page.goto(f"{serve(out)}/index.html")
    is_dark = prefers == "dark" and theme != "alabaster"
    tried = {
        f":root {{ --confrecap-{name}: {value} }}": (selector, style, wanted)
        for name, (value, selector, style, wanted) in TOKENS.items()
        if not (name == "dark" and is_dark)  # it is set already
    }
    assert len(SELECTORS) > 20
    for selector in SELECTORS:
        tried[f"{selector} {{ outline: 3px dotted {SEEN} }}"] = (selector, "outlineColor", SEEN)
    found = page.evaluate(EFFECTS, [[css, *where[:2]] for css, where in tried.items()])
    for (css, (*_, wanted)), (before, after) in zip(tried.items(), found, strict=True):
        assert before != wanted, (theme, css)
        assert after == wanted, (theme, css)


GROUNDS = [
    *("#000", "#fff", "#00f", "#f00", "#0f0", "#ff0", "#808080", "#0b3d2e", "#c0ffee", "#7a5"),
    *("rgb(0 0 0 / 30%)", "rgb(0 0 0 / 80%)", "rgb(255 255 255 / 70%)", "#0080ff80", "#80ff0026"),
    *("transparent", "color-mix(in srgb, currentcolor 10%, transparent)"),
]


@pytest.mark.parametrize("prefers", ["light", "dark"])
def test_text_on_a_coloured_card_is_read(
    prefers: str, built: tuple[str, Path], serve: Callable[[Path], str], page: Page
) -> None:
    """A colour of cards alone, translucent or not, brings text of a contrast of 4.5:1 with it."""
    page.emulate_media(color_scheme=prefers)  # type: ignore[arg-type]  # one of two words
    page.goto(f"{serve(built[1])}/index.html")
    ratios = """([grounds, texts, card]) => {
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
        const paint = colour => { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1) };
        const light = () => {
            const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map(value => value / 255)
                .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
            return .2126 * r + .7152 * g + .0722 * b + .05;
        };
        const contrast = text => {
            const below = [];
            for (let at = document.querySelector(card); at; at = at.parentElement)
                below.unshift(getComputedStyle(at).backgroundColor);
            ['#fff', ...below].forEach(paint);
            const ground = light();
            paint(getComputedStyle(document.querySelector(text)).color);
            const ratio = light() / ground;
            return Math.max(ratio, 1 / ratio);
        };
        return grounds.flatMap(ground => {
            document.documentElement.style.setProperty('--confrecap-card-background', ground);
            return texts.map(text => [ground, text, contrast(text)]);
        });
    }"""
    texts = [f"{CARD} .confrecap-sponsor-{one}" for one in ("name", "text a", "links a")]
    texts += [f"{CARD} dt", ".confrecap-event", ".confrecap-sponsored-by"]
    # Under the focus the name has the colour of marks.
    page.locator(f"{CARD} a.confrecap-sponsor-link").first.evaluate("one => one.focus()")
    found = page.evaluate(ratios, [GROUNDS, texts, CARD])
    assert len(found) == len(GROUNDS) * len(texts)
    assert not [one for one in found if one[2] < 4.5]
