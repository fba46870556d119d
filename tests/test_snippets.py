"""The examples of the documentation: both markups make one tree."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

DOCS = Path(__file__).resolve().parents[1] / "example_docs"
SNIPPETS = sorted(path.stem for path in (DOCS / "snippets").glob("*.md"))
DATA = "recap/pytorch-2024.yaml"
EDITIONS: dict[str, str | bytes] = {
    "2024.yaml": "event: {name: Conf 2024}\nsponsors: [Google]\n",
    "2024/index.md": "# The year before last\n\n```{sponsors}\n```\n",
}
PLACE = re.compile(r' (?:source|line|docname|refdoc|at|file|what|translated|xml:space)="[^"]*"')

WRITTEN_AT = re.compile(r"index\.(?:md|rst)(?::[0-9]+)*")


def picture(size: tuple[int, int] = (640, 400)) -> bytes:
    """Return a small JPEG."""
    stream = BytesIO()
    Image.new("RGB", size, (90, 60, 120)).save(stream, "JPEG")
    return stream.getvalue()


def surroundings(text: str) -> dict[str, str | bytes]:
    """Return the files that an example may name: the logos, stand-ins for photos, the data."""
    files: dict[str, str | bytes] = {
        f"logos/{path.name}": path.read_bytes()
        for path in (DOCS / "logos").iterdir()
        if path.name in text
    }
    files |= {
        name: (DOCS / name).read_text(encoding="utf-8")
        for name in re.findall(r"/(recap/[\w-]+\.vtt)", text)
    }
    photos = re.findall(r"/(photos/[\w/-]+\.jpg)", text)
    patterned = ["photos/seats.jpg", "photos/stage.jpg"] if "/photos/s*.jpg" in text else []
    files |= {name: picture() for name in sorted({*photos, *patterned})}
    if "Google" in text or "sponsors.count" in text:
        # Roles and credits name sponsors of the recap, and facts are its own.
        files[DATA] = (DOCS / DATA).read_text(encoding="utf-8")
        files["zz.md"] = f"# All\n\n```{{sponsors}} {DATA}\n```\n"
    return files


def normalised(site: Site) -> str:
    """Return the tree of the example without what tells where it was written."""
    tree = site.doctree()
    tree.asdom()  # raises where an attribute cannot be written
    text = "\n".join(child.pformat() for section in tree.children for child in section.children[1:])
    return WRITTEN_AT.sub("", PLACE.sub("", text))


def test_every_snippet_is_written_in_both_markups() -> None:
    """No example of the documentation has only one markup."""
    assert SNIPPETS
    assert sorted(path.stem for path in (DOCS / "snippets").glob("*.rst")) == SNIPPETS


@pytest.mark.parametrize("name", SNIPPETS)
def test_both_markups_make_one_tree(name: str, build: Callable[..., Site]) -> None:
    """An example builds without a warning in MyST and in reST, and the trees are equal XML."""
    markdown, rest = (
        (DOCS / "snippets" / f"{name}{end}").read_text(encoding="utf-8") for end in (".md", ".rst")
    )
    around = EDITIONS if name.startswith("editions") else surroundings(markdown)
    conf: dict[str, object] = {"confrecap_data": DATA} if DATA in around else {}
    if around is EDITIONS:
        conf = {"confrecap_data": {"2025": None, "2024": "2024.yaml"}}
    # The dummy builder reads and resolves, and encodes nothing.
    first = build(
        {**around, "index.md": f"# Example\n\n{markdown}"}, "dummy", conf=conf, srcdir="md"
    )
    tree = normalised(first)
    second = build(
        {**around, "index.rst": f"Example\n=======\n\n{rest}"}, "dummy", conf=conf, srcdir="rst"
    )
    assert tree.strip()
    assert normalised(second) == tree


def test_a_link_does_not_look_like_what_it_names(build: Callable[..., Site]) -> None:
    """A role's link has no class of a sponsor, a video or a photo, which styles would take up."""
    files = surroundings("Google")
    text = (DOCS / "snippets" / "roles.md").read_text(encoding="utf-8")
    soup = build({**files, "index.md": f"# Example\n\n{text}"}).soup()
    (link,) = soup.select('a[href="zz.html#sponsor-google"]')
    assert "confrecap-sponsor" not in str(link)
