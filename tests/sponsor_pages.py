"""The sites that the sponsor section is looked at in: six themes, all its looks, many logos."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import logo_maker
import pytest
from browser import leave
from conftest import CONF

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

THEMES: dict[str, dict[str, Any]] = {
    "furo": {},
    "pydata_sphinx_theme": {},
    "sphinx_book_theme": {},
    "sphinx_immaterial": {
        "extensions": ["myst_parser", "sphinx_confrecap", "sphinx_immaterial"],
        "html_theme_options": {
            "font": False,  # or it asks a font service
            "palette": [
                {"media": "(prefers-color-scheme: light)", "scheme": "default"},
                {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
            ],
        },
    },
    "sphinx_rtd_theme": {},
    "alabaster": {},
}
"""What each theme needs in conf.py, by name."""

ALWAYS_LIGHT = {"sphinx_rtd_theme", "alabaster"}

LOOKS = """
sponsors:
  invite: {url: "https://invite.example", text: Become a sponsor}
  past: {2023: past.yaml}
  tiers:
    Diamond: [Acme, Cloud Native Computing Foundation, {name: Ibex, url: "https://ibex.example"}]
    Mixed:
      size: m
      slots: 9
      sponsors:
        - {name: Logo, url: "https://logo.example", logo: logo-0004.webp}
        - A word mark
        - {name: Unlinked, logo: logo-0007.svg}
        - name: Pair
          url: https://pair.example
          logo: {light: logo-0012.webp, dark: logo-0005.svg}
    Events:
      - Happy Hour: Tailspin
      - Lunch: {name: Wingtip, url: "https://wingtip.example", logo: logo-0013.svg}
    Cards:
      - name: Northwind
        text: One sentence about a company that does *things*.
        url: https://northwind.example
        links: {Jobs: "https://jobs.example", Blog: "https://blog.example"}
        logo: logo-0014.svg
      - {name: A name of forty characters or more GmbH, for: Wi-Fi, text: Short.}
    Captions:
      show: logo+name
      sponsors: [{name: Fabrikam, logo: logo-0020.webp, url: "https://fabrikam.example"}, Contoso]
    Names: {show: names, sponsors: [株式会社メルカリ, {name: Two, url: "https://two.example"}]}
    Described: {description: What this tier *is* for., sponsors: [Only one]}
"""

PAST = "tiers: {Gold: [Alpha, Bravo]}\n"

PAGE = """
# Sponsors

Text with a [link](https://link.example).

```{sponsors} looks.yaml
```

## Thanks

```{sponsored-by} Logo
:data: looks.yaml
:for: Lunch

Thank *you*.
```
"""

EVENT = """
# Event

```{event}
name: A Conference
url: https://event.example
start: 2025-10-22
end: 2025-10-23
timezone: America/Los_Angeles
organizer: {name: Foundation}
tickets: {url: "https://tickets.example", price: 399, currency: USD}
description: Two days of *talks*.
```
"""

SIZES = ("xl", "l", "m", "s", "xs")


def logo_files(folder: Path, count: int) -> dict[str, str | bytes]:
    """Return the bytes of generated logos by name; `folder` is for writing them."""
    folder.mkdir(exist_ok=True)
    return {
        logo.name: logo_maker.write(logo, folder).read_bytes() for logo in logo_maker.logos(count)
    }


def wall(count: int) -> str:
    """Return data with generated logos, dealt out to a tier of each size; a name is its file."""
    lines = ["sponsors:", "  tiers:"]
    logos = logo_maker.logos(count)
    for place, size in enumerate(SIZES):
        lines += [f"    Tier {size}:", f"      size: {size}", "      sponsors:"]
        lines += [
            f"        - {{name: {logo.name}, url: 'https://x.example', logo: {logo.name}}}"
            for logo in logos[place :: len(SIZES)]
        ]
    return "\n".join(lines) + "\n"


def files(folder: Path, count: int) -> dict[str, str | bytes]:
    """Return a site: index with all looks, wall with `count` logos, event with a header."""
    return {
        "index.md": PAGE,
        "looks.yaml": LOOKS,
        "past.yaml": PAST,
        "event.md": EVENT,
        "wall.md": "# Wall\n\n```{sponsors} wall.yaml\n:no-index:\n```\n",
        "wall.yaml": wall(count),
        **logo_files(folder, max(count, 30)),
    }


def conf(theme: str) -> dict[str, Any]:
    """Return what conf.py says for a theme; skip the test where the theme is not installed."""
    if find_spec(theme) is None:
        pytest.skip(f"{theme} is not installed")
    return {**CONF, "html_theme": theme, **THEMES[theme]}


def force(page: Page, mode: str) -> None:
    """Choose a mode as the switch of furo or pydata would, for pages of the site that is left."""
    leave(page, theme=mode, mode=mode)


def load_all(page: Page) -> None:
    """Wait for every picture, those far down too."""
    page.evaluate(
        """async () => {
            for (const image of document.images) image.loading = 'eager';
            await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
        }"""
    )
