"""Several editions in one project: each page has the data of its own year, and of no other."""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

import pytest
from logo_maker import logo
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

STRIP = "confrecap/sponsor-strip.html"
YEARS = ("2026", "2025", "2024")
CONF = {
    "confrecap_data": {
        "2026": "2026.yaml",
        "2025": "2025/event.yaml",
        "past/2024": "past/2024/event.yaml",
        "2023": None,
    },
    "confrecap_image_formats": ["jpeg"],
    "html_sidebars": {"**": [STRIP]},
}
FOLDERS = {"2026": "", "2025": "2025/", "2024": "past/2024/"}

DATA = """
event: {{name: Edition {year}, start: {year}-05-04, venue: {{name: Hall of {year}}}}}
sponsors:
  tiers:
    Gold {year}:
      - {{name: Gold of {year}, id: gold, url: 'https://gold.example/{year}', logo: {logo}}}
      - {{name: Google, url: 'https://google.example/{year}'}}
    Silver {year}: [Silver of {year}]
playlist:
  videos:
    - {{url: 'https://youtu.be/video{year}00', title: Keynote of {year}}}
    - {{title: Opening, id: opening, text: Opened in {year}.}}
gallery: [{{src: {picture}, alt: Stage of {year}, id: stage}}]
mini: {{title: Summit of {year}, videos: [{{title: Short of {year}}}]}}
"""
MYST = """
# Begin {year}

```{{event}}
```

```{{sponsors}}
```

```{{sponsored-by}} gold
Thanks to {year}.
```

```{{playlist}}
:layout: list
```

```{{playlist}} #mini
:layout: list
```

```{{gallery}}
```

- {{confrecap:sponsor}}`gold`
- {{confrecap:sponsor}}`Google`
- {{confrecap:video}}`Opening`
- {{confrecap:photo}}`stage`
- {{any}}`Silver of {year}`

End {year}
"""
REST = """
Begin {year}
============

.. event::

.. sponsors::

.. sponsored-by:: gold

   Thanks to {year}.

.. playlist::
   :layout: list

.. playlist:: #mini
   :layout: list

.. gallery::

- :confrecap:sponsor:`gold`
- :confrecap:sponsor:`Google`
- :confrecap:video:`Opening`
- :confrecap:photo:`stage`
- :any:`Silver of {year}`

End {year}
"""
PAGES = {year: [f"{folder}all-{year}", f"{folder}more/rest-{year}"] for year, folder in FOLDERS.items()}


def files() -> dict[str, str | bytes]:
    """Return a site of three editions with data and one without, in both markups."""
    found: dict[str, str | bytes] = {
        "2023/index.md": "# Without data\n\nWords only.\n",
        "index.md": "# Start\n\n```{toctree}\n:glob:\n\n*\nmore/*\n2025/**\npast/**\n2023/*\n```\n",
    }
    for year, folder in FOLDERS.items():
        data = DATA.format(year=year, logo=f"gold-{year}.png", picture=f"stage-{year}.jpg")
        found[f"{folder}event.yaml" if folder else "2026.yaml"] = data
        found[f"{folder}gold-{year}.png"] = logo(("red", "green", "blue")[int(year) % 3])
        found[f"{folder}stage-{year}.jpg"] = encoded(photo(90, 60, seed=int(year)))
        myst, rest = PAGES[year]
        found[f"{myst}.md"] = MYST[1:].format(year=year)
        found[f"{rest}.rst"] = REST[1:].format(year=year)
    return found
