"""What a build tells at info level of logos that better files would improve."""

from __future__ import annotations

import base64
import io
import re
from typing import TYPE_CHECKING

from conftest import COLOUR
from PIL import Image

if TYPE_CHECKING:
    from conftest import Builds, Site

START = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 60">'
WORD = '<text x="5" y="40" font-size="30">Acme</text>'
FONT = base64.b64encode(b"wOF2" + b"some glyphs").decode()
FACE = f"<style>@font-face {{ src: url(data:font/woff2;base64,{FONT}) }}</style>"
SIGN = '<rect width="200" height="60"/>'
INSIDE = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'%3E"


def png(width: int, height: int, border: int = 0) -> bytes:
    """Return a red tile within an empty border."""
    picture = Image.new("RGBA", (width + 2 * border, height + 2 * border))
    picture.paste("#c33", (border, border, border + width, border + height))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


FILES: dict[str, str | bytes | None] = {
    "plain.svg": f"{START}{SIGN}</svg>",
    "empty.svg": f"{START}{SIGN}<text> </text></svg>",
    "outside.svg": f"{START}{SIGN}<title>Acme</title><desc>Acme</desc></svg>",
    "own.svg": f"{START}{FACE}{WORD}</svg>",
    "word.svg": f"{START}{WORD}</svg>",
    "page.svg": f"{START}{SIGN}<foreignObject width='9' height='9'>"
    "<p xmlns='http://www.w3.org/1999/xhtml'>Acme</p></foreignObject></svg>",
    "nested.svg": f'{START}{SIGN}<image width="9" height="9" '
    f'href="{INSIDE}%3Ctext%3EA%3C/text%3E%3C/svg%3E"/></svg>',
    "small.png": png(100, 50),
    "framed.png": png(100, 50, 100),
    "large.png": png(900, 450),
    "small-inside.svg": f"{START}{SIGN}</svg>",
}
ENTRIES = "\n".join(f"    - {{name: {name}, logo: {name}}}" for name in FILES)
LINES = {name: number for number, name in enumerate(FILES, 7)}
PAGE = f"""# T

```{{sponsors}}
tiers:
  Gold:
    - {{name: Again, logo: small.png, scale: 0.5}}
{ENTRIES}
```
"""


def told(site: Site) -> dict[str, str]:
    """Return what a build told of logos, by their files: one line each, at its place."""
    status = COLOUR.sub("", site.app.status.getvalue())
    found = re.findall(r"^index.md:(\d+):\d+: the logo '([^']+)' (.*)$", status, re.MULTILINE)
    assert len(found) == status.count("the logo ")
    assert all(int(line) == LINES[name] for line, name, _ in found)
    return {name: sentence for _, name, sentence in found}


def test_small_rasters_and_letters_are_told(build: Builds) -> None:
    """Once a file, with the width that is enough; not again where the page is not read again."""
    site = build({**FILES, "index.md": PAGE})
    first = told(site)
    letters = "has letters in fonts that each machine has its own of; make them paths"
    width = int(site.soup().select("img.confrecap-logo[src*=small]")[1]["width"])
    assert first == {
        "word.svg": letters,
        "page.svg": letters,
        "nested.svg": letters,
        "small.png": f"is 100 pixels wide; it is sharp from {-(-3 * width // 2)} on",
        "framed.png": f"is 300 pixels wide; it is sharp from {-(-9 * width // 2)} on",
    }
    better = build({"small.png": png(-(-3 * width // 2), -(-3 * width // 4))})
    assert told(better) == {name: first[name] for name in first if name != "small.png"}
    assert not told(build())
