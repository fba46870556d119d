"""The reference shows an example of every warning, and what is shown is what is said."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, huge_png, huge_webp, large_frame_gif, photo
from PIL import Image

from sphinx_confrecap.data.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

MISTAKES = Path(__file__).resolve().parents[1] / "example_docs" / "mistakes"
BREAK = re.compile(r"\n(?:# )?\+\+\+\n")
PAGES = [str(code) for code in Code if code is not Code.CONFIG]

SVG = '<svg xmlns="http://www.w3.org/2000/svg"{}><path d="M0 0h9v9"/></svg>'
JPEG = encoded(photo(640, 400))
AROUND: dict[str, str | bytes] = {
    ".drafts/bramble.pdf": "",
    ".drafts/bramble.svg": "",
    "_build/talk.pdf": "",
    "aliases.yaml": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(
        f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n"
        for old, new in zip("abcde", "bcdef", strict=True)
    ),
    "broken.png": b"no picture",
    "clear.png": encoded(Image.new("RGBA", (9, 9)), "PNG"),
    "control.yaml": "tiers: {Gold: [Bram\x07ble]}\n",
    "cut.jpg": JPEG[: len(JPEG) // 2],
    "cut.svg": SVG[:60],
    "deep.yaml": "[" * 100,
    "empty.svg": "",
    "empty/notes.txt": "",
    "empty.yaml": "",
    "event.yaml": "event: {name: Tidepool 2026}\nsponsers: {tiers: {}}\n",
    "gold.yaml": "tiers: {Gold: [Halyard]}\n",
    "unsold.yaml": "tiers: {Diamond: [], Gold: [Halyard]}\n",
    "far.svg": SVG.format(' viewBox="1e18 0 100 40"'),
    "flat.svg": SVG.format(' width="100" height="1e-310"'),
    "grows.svg": '<!DOCTYPE a [<!ATTLIST path class CDATA "'
    + "x" * 50_000
    + '">]>'
    + SVG.format(' viewBox="0 0 9 9"').replace("<path", "<path d=''/>" * 100 + "<path"),
    "frame.gif": large_frame_gif(),
    "hall.jpg": encoded(photo(40, 64)),
    "heavy.svg": SVG.format(' viewBox="0 0 100 100"').replace(
        "<path",
        '<pattern id="p" width="1e5" height="1e5" patternUnits="userSpaceOnUse" '
        'patternTransform="scale(1000)"><path d="M0 0h1v1"/></pattern>'
        '<path fill="url(#p)" stroke="url(#p)" stroke-width="90"',
    ),
    "huge.png": huge_png(20_000, 20_000),
    "huge.webp": huge_webp(),
    "itself.yaml": "imported: itself.yaml\nplaylist: [3HrQzvYQ2Ic]\n",
    "imports.yaml": "imported: event.yaml\nchanges: {}\n",
    "large.yaml": "#" * 5_000_001,
    "latin-1.svg": SVG.format(' viewBox="0 0 9 9" class="é"').encode("latin-1"),
    "latin-1.yaml": "tiers: {Gold: [Café]}\n".encode("latin-1"),
    "more.yaml": "facts: {places: 300}\n",
    "values.yaml": f"list: [{'x,' * 99_997}]",
    "many.yaml": f"[{'x,' * 100_000}]",
    "nothing.yaml": "sponsors:\n",
    "odd-caf\udce9.jpg": JPEG,
    "odd-line\nend.jpg": JPEG,
    "page.svg": "<html/>",
    "photos/hall.jpg": JPEG,
    "photos/stage.jpg": JPEG,
    "tall.png": huge_png(100, 70_000),
    "sizeless.svg": SVG.format(""),
    "stage.jpg": JPEG,
    "texts.yaml": f"- &a {'x' * 60_000}\n" + "- *a\n" * 100,
    "utf-32.svg": SVG.format(' viewBox="0 0 9 9"').encode("utf-32"),
    "utf-7.svg": '<?xml version="1.0" encoding="utf-7"?>' + SVG.format(' viewBox="0 0 9 9"'),
    "words.yaml": "Bramble and Halyard\n",
    "written/.buildinfo": "",
    "written/halyard.svg": "",
    "written/talk.pdf": "",
}
"""The files that the examples name."""


def examples(name: str) -> list[str]:
    """Return the parts of a file of examples."""
    return BREAK.split((MISTAKES / name).read_text(encoding="utf-8").rstrip("\n"))


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site], tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Build every example, each on a page of its own, and without a page for `index`."""
    outside = tmp_path_factory.mktemp("outside")
    (outside / "stage.jpg").write_bytes(JPEG)
    pages = {
        f"{subtype}-{number:02}.md": f"{text}\n"
        for subtype in PAGES
        for number, text in enumerate(examples(f"{subtype}.md"), 1)
    }

    def links(folder: Path) -> None:
        (folder / "linked").symlink_to(outside)
        (folder / "nowhere.yaml").symlink_to("gone.yaml")
        os.mkfifo(folder / "pipe.yaml")

    return build_once(
        {"index.md": "# Jobs\n", **AROUND, **pages},
        conf={"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320]},
        warnings=True,
        prepare=links,
    )


def said(site: Site, page: str) -> str:
    """Return what is said of an example, as if its page were called `page.md`."""
    lines = [line for line in site.warnings.splitlines() if page in line]
    return "\n".join(lines).replace(page, "page")


@pytest.mark.parametrize("subtype", PAGES)
def test_mistakes_are_told_as_documented(subtype: str, site: Site) -> None:
    """The examples of the reference give exactly the warnings below them, of their subtype."""
    numbers = range(1, len(examples(f"{subtype}.md")) + 1)
    told = [said(site, f"{subtype}-{number:02}") for number in numbers]
    assert told == examples(f"{subtype}.txt")
    assert all(f"[confrecap.{subtype}]" in text for text in told)


def test_wrong_values_in_conf_are_told_as_documented(build: Builds) -> None:
    """The examples for conf.py give exactly the warnings below them."""
    told = []
    for text in examples("config.py"):
        conf: dict[str, object] = {}
        exec(text, {}, conf)  # noqa: S102 (a file of ours: the example is lines of conf.py)
        around = {
            "index.md": "# T\n",
            **{name: AROUND[name] for name in ("gold.yaml", "unsold.yaml")},
        }
        told.append(build(around, conf=conf, warnings=True).warnings.strip())
    assert told == examples("config.txt")


def test_nothing_else_is_said(site: Site) -> None:
    """Every warning of all these pages is ours, and belongs to an example."""
    for line in site.warnings.splitlines():
        assert re.search(r"[a-z]+-\d\d.*\[confrecap\.[a-z]+\]$", line), line
