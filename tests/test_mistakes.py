"""The reference shows an example of every warning, and what is shown is what is said."""

from __future__ import annotations

import ast
import os
import re
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo
from PIL import Image

from sphinx_confrecap.data.problems import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    "far.svg": SVG.format(' viewBox="1e18 0 100 40"'),
    "flat.svg": SVG.format(' width="100" height="1e-310"'),
    "grows.svg": '<!DOCTYPE a [<!ATTLIST path class CDATA "'
    + "x" * 50_000
    + '">]>'
    + SVG.format(' viewBox="0 0 9 9"').replace("<path", "<path d=''/>" * 100 + "<path"),
    "hall.jpg": encoded(photo(40, 64)),
    "heavy.svg": SVG.format(' viewBox="0 0 100 100"').replace(
        "<path",
        '<pattern id="p" width="1e5" height="1e5" patternUnits="userSpaceOnUse" '
        'patternTransform="scale(1000)"><path d="M0 0h1v1"/></pattern>'
        '<path fill="url(#p)" stroke="url(#p)" stroke-width="90"',
    ),
    "large.yaml": "#" * 5_000_001,
    "latin-1.svg": SVG.format(' viewBox="0 0 9 9" class="é"').encode("latin-1"),
    "latin-1.yaml": "tiers: {Gold: [Café]}\n".encode("latin-1"),
    "many.yaml": f"[{'x,' * 200_000}]",
    "nothing.yaml": "sponsors:\n",
    "odd-caf\udce9.jpg": JPEG,
    "odd-line\nend.jpg": JPEG,
    "page.svg": "<html/>",
    "photos/hall.jpg": JPEG,
    "photos/stage.jpg": JPEG,
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
        around = {"index.md": "# T\n", "gold.yaml": AROUND["gold.yaml"]}
        told.append(build(around, conf=conf, warnings=True).warnings.strip())
    assert told == examples("config.txt")


def test_nothing_else_is_said(site: Site) -> None:
    """Every warning of all these pages is ours, and belongs to an example."""
    for line in site.warnings.splitlines():
        assert re.search(r"[a-z]+-\d\d.*\[confrecap\.[a-z]+\]$", line), line


# -- whether each sentence has an example ----------------------------------------------------------

SAYING = frozenset({"message", "sentence"})
CALLS = frozenset({"add", "append", "refuse", "warn", "misshapen", "Problem"})
ERRORS = re.compile(r"\w*Error")
OUTSIDE = frozenset({"cli", "doctree"})
"""Rooms that say nothing about data: the command line, and the writers of formats."""

RARE = (
    # The names of arguments that are wrong in a program, not in data.
    "not the ids of a",
    "a time in a video is not negative",
    "not player parameters",
    "has no player here",
    "is not the id of a playlist",
    "{} is not a language",
    "a duration is not negative",
    "no size for aspect",
    # What no file of an example can bring about: rights, full disks, other programs, limits.
    "{} … {}",
    "cannot be read:",
    "is not a path",
    "cannot be opened",
    "changed during the build",
    "cannot be kept in the cache",
    "could not be encoded",
    "cannot be copied",
    "and is not shown",
    "the cache cannot be written",
    "cannot be drawn",
    "takes more than {} {} to draw",
    "has too many drawings inside each other",  # which is then left out
    "cannot be decoded",
    "too long ({} characters)",
    "empty; {}",
    "The link is empty",
    "(from confrecap_data)",
    "finds nothing: no path is so long",
    "finds more than",
)
"""Parts of the sentences that no example shows, `{}` for what varies."""


def template(node: ast.expr) -> str:
    """Return a text of the source, with `{}` for what varies; empty for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(template(part) or "{}" for part in node.values)
    return ""


def spoken(tree: ast.Module) -> Iterator[str]:
    """Yield the sentences of a module: what is assigned to a message, and what is passed on."""
    for node in ast.walk(tree):
        found: list[ast.expr] = []
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found = [node.value] if node.targets[0].id in SAYING else []
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
            found = node.args if name in CALLS or ERRORS.fullmatch(name) else []
        elif isinstance(node, ast.Return) and node.value is not None:
            found = [node.value]
        for value in found:
            branches = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
            yield from (text for text in map(template, branches) if len(text.split()) > 2)


def test_every_sentence_has_an_example() -> None:
    """What the extension can say about a site stands in the reference, but for rare accidents."""
    shown = "\n".join(path.read_text(encoding="utf-8") for path in MISTAKES.glob("*.txt"))
    missing = []
    with as_file(files("sphinx_confrecap")) as package:
        for path in sorted(package.rglob("*.py")):
            if OUTSIDE.intersection(path.relative_to(package).parts):
                continue
            for text in spoken(ast.parse(path.read_text(encoding="utf-8"))):
                if any(part in text for part in RARE):
                    continue
                pattern = ".*".join(map(re.escape, text.rstrip(".").split("{}")))
                if not re.search(pattern, shown):
                    missing.append(f"{path.name}: {text}")
    assert missing == []
