"""What Sphinx, its builders and other extensions do to a picture, they may do to ours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from picture_maker import GPS, encoded, exif, photo

if TYPE_CHECKING:
    from conftest import Builds, Site

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    '<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)
JPEG = encoded(photo(700, 400), exif=exif(artist="Jane"))
QUICK = {"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320, 640]}
LOGO = "tiers: {Gold: [{name: Acme, logo: a.svg}]}"
SHOWN = {
    "event": "```{event}\nname: E\nimage: {src: a.jpg, alt: x}\n```\n",
    "photo": "```{photo} a.jpg\n:alt: x\n:download:\n```\n",
    "gallery": "```{gallery}\n- {src: a.jpg, alt: x}\n```\n",
    "poster": "```{youtube} abcdefghij1\n:title: t\n:poster: a.jpg\n```\n",
    "logo": "```{sponsors}\n- {name: A, logo: a.jpg}\n```\n",
    "credit": "```{sponsored-by} A\n:data: s.yaml\n```\n",
}


def published(site: Site) -> dict[str, bytes]:
    """Return the published pictures."""
    folder = site.outdir / "_images"
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def with_extensions(*names: str, first: bool = False) -> dict[str, list[str]]:
    """Return a configuration that loads other extensions, before or after ours."""
    ours = ["myst_parser", "sphinx_confrecap"]
    return {"extensions": [*names, *ours] if first else [*ours, *names]}


# -- what Sphinx does to a picture ---------------------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "epub", "latex"])
@pytest.mark.parametrize("kind", SHOWN)
def test_a_localised_file_is_shown(kind: str, builder: str, build: Builds) -> None:
    """The file of the language takes the place of the other, and goes through the pipeline."""
    files: dict[str, str | bytes] = {
        "index.md": f"# T\n\n{SHOWN[kind]}",
        "s.yaml": "- {name: A, logo: a.jpg}\n",
        "a.jpg": encoded(photo(700, 400)),
        "a.de.jpg": JPEG,
    }
    site = build(files, builder, conf={**QUICK, "language": "de"})
    pictures = [path for path in site.outdir.rglob("a-*.*") if path.is_file()]
    assert pictures
    assert all(path.name.startswith("a-de-") for path in pictures)
    assert not [path for path in pictures if GPS in path.read_bytes()]
    assert kind in ("logo", "credit") or any(b"Jane" in path.read_bytes() for path in pictures)


def test_a_localised_file_can_be_downloaded(build: Builds) -> None:
    """The link to the file itself leads to the one that is shown."""
    files = {"index.md": f"# T\n\n{SHOWN['photo']}", "a.jpg": encoded(photo()), "a.de.jpg": JPEG}
    site = build(files, conf={**QUICK, "language": "de"})
    link = site.soup().select_one("a.confrecap-download")
    assert link is not None
    assert str(link["href"]).startswith("_images/a-de-")
    assert (site.outdir / str(link["href"])).is_file()


def test_the_strip_shows_the_logo_of_the_language(build: Builds) -> None:
    """What stands in a sidebar is localised as what stands on pages."""
    conf = {
        "language": "de",
        "confrecap_data": "s.yaml",
        "html_theme": "alabaster",
        "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]},
    }
    files = {"index.md": "# T\n", "s.yaml": LOGO, "a.svg": SVG, "a.de.svg": SVG + "\n"}
    assert [name[:5] for name in published(build(files, conf=conf))] == ["a-de-"]


# -- what takes a node out before it is written --------------------------------------------------

HIDDEN = {
    "ifconfig": ".. ifconfig:: False\n\n   .. photo:: a.jpg\n      :alt: x\n",
    "only": ".. only:: never\n\n   .. photo:: a.jpg\n      :alt: x\n",
    "builder": ".. only:: latex\n\n   .. sponsors::\n\n      - {name: A, logo: a.jpg}\n",
}


@pytest.mark.parametrize("condition", HIDDEN)
@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub"])
def test_what_nobody_sees_is_not_published(condition: str, builder: str, build: Builds) -> None:
    """A picture of a block that a condition leaves out is in no output."""
    files = {"index.rst": f"T\n=\n\n{HIDDEN[condition]}", "a.jpg": JPEG}
    conf = {**QUICK, **with_extensions("sphinx.ext.ifconfig")}
    assert published(build(files, builder, conf=conf)) == {}


@pytest.mark.parametrize("first", [True, False])
def test_other_extensions_may_take_nodes_out(
    first: bool,  # noqa: FBT001 (a parameter)
    build: Builds,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What another extension removes as late as it can is not published, in either order."""
    name = f"confrecap_remover_{first}".lower()
    code = """
from docutils import nodes

def remove(app, document, docname):
    for node in list(document.findall(nodes.figure)):
        node.parent.remove(node)

def setup(app):
    app.connect("doctree-resolved", remove, priority=800)
"""
    (tmp_path / f"{name}.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    files = {"index.md": f"# T\n\n{SHOWN['photo']}", "a.jpg": JPEG}
    assert published(build(files, conf={**QUICK, **with_extensions(name, first=first)})) == {}


def test_tags_may_change(build: Builds) -> None:
    """What tags hide and show is taken away and published again, and read by nobody."""
    files = {
        "index.rst": "T\n=\n\n.. only:: seen\n\n   .. photo:: a.jpg\n      :alt: x\n",
        "a.jpg": JPEG,
    }
    shown = published(build(files, conf=QUICK, tags=("seen",)))
    assert len(shown) == 2
    assert published(build(freshenv=True)) == {}
    assert published(build(freshenv=True, tags=("seen",))) == shown


# -- what is shown twice, or outside its page ----------------------------------------------------


@pytest.mark.parametrize("builder", ["html", "singlehtml", "epub", "latex", "text"])
def test_a_list_of_todos_shows_what_stands_in_them(builder: str, build: Builds) -> None:
    """A copy of a node on another page shows its pictures and its names, in each builder."""
    todo = f".. todo::\n\n   .. sponsors::\n\n      {LOGO}\n\n   .. gallery:: a.jpg\n"
    files = {
        "index.rst": "T\n=\n\n.. toctree::\n\n   a\n\n.. todolist::\n",
        "a.rst": f"A\n=\n\n{todo}",
        "a.svg": SVG,
        "a.jpg": JPEG,
    }
    conf = {**QUICK, **with_extensions("sphinx.ext.todo"), "todo_include_todos": True}
    site = build(files, builder, conf=conf)
    assert "Acme" in site.page("index")
    if builder in ("text", "latex"):
        return
    pictures = BeautifulSoup(site.page("index"), "lxml").select("img")
    assert len(pictures) == (4 if builder == "singlehtml" else 2)
    here = Path(site.app.builder.get_outfilename("index")).parent
    for picture in pictures:
        assert (here / str(picture["src"]).partition("#")[0]).is_file()


@pytest.mark.parametrize("first", [True, False])
def test_a_page_for_what_is_missing_has_absolute_addresses(
    first: bool,  # noqa: FBT001 (a parameter)
    build: Builds,
) -> None:
    """All addresses of a 404 page start at the root, as those of Sphinx's own pictures do."""
    pytest.importorskip("notfound")
    conf = {
        **QUICK,
        **with_extensions("notfound.extension", first=first),
        "html_theme": "alabaster",
        "confrecap_data": "s.yaml",
        "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]},
    }
    page = f"# Gone\n\n{SHOWN['event']}\n{SHOWN['photo']}\n{SHOWN['poster']}"
    data = "tiers: {Gold: [{name: Acme, logo: a.svg, url: index.md}]}"
    files = {"index.md": "# T\n", "404.md": page, "a.svg": SVG, "a.jpg": JPEG, "s.yaml": data}
    site = build(files, conf=conf)
    soup = site.soup("404")
    found = [str(one["src"]) for one in soup.select("img")]
    found += [
        part.split()[0] for one in soup.select("[srcset]") for part in str(one["srcset"]).split(",")
    ]
    found += [str(one["href"]) for one in soup.select(".confrecap-photo a, .confrecap-strip a")]
    assert len(found) > 8
    for address in found:
        assert address.startswith("/en/latest/"), address
        name = address.removeprefix("/en/latest/").partition("#")[0]
        assert (site.outdir / name).is_file(), address


# -- who reads and who writes picture nodes ------------------------------------------------------


@pytest.mark.parametrize("kind", ["event", "photo", "gallery", "poster"])
def test_open_graph_names_the_published_picture(kind: str, build: Builds) -> None:
    """A preview elsewhere gets the address under which the picture is published."""
    pytest.importorskip("sphinxext.opengraph")
    conf = {
        **QUICK,
        **with_extensions("sphinxext.opengraph"),
        "ogp_site_url": "https://s.example/",
        "ogp_use_first_image": True,
        "ogp_social_cards": {"enable": False},
    }
    site = build(
        {
            "index.md": "# T\n",
            "sub/p.md": f"# P\n\n{SHOWN[kind].replace('a.jpg', '/a.jpg')}",
            "a.jpg": JPEG,
        },
        conf=conf,
    )
    (told,) = site.soup("sub/p").select("meta[property='og:image']")
    address = str(told["content"]).removeprefix("https://s.example/")
    assert address.startswith("_images/a-")
    assert (site.outdir / address).is_file()


def test_a_builder_without_pictures_of_its_own_leaves_them_in_their_places(build: Builds) -> None:
    """Markdown has one picture, addressed as a plain one, and a link to a file without position."""
    pytest.importorskip("sphinx_markdown_builder")
    page = "# T\n\n```{photo} p/one.jpg\n:alt: x\n:download:\n```\n\n![x](p/one.jpg)\n"
    conf = with_extensions("sphinx_markdown_builder")
    site = build({"index.md": page, "p/one.jpg": JPEG}, "markdown", conf=conf)
    text = site.page("index")
    assert text.count("![x](p/one.jpg)") == text.count("![") == 2
    (file,) = (path for path in (site.outdir / "_downloads").rglob("*") if path.is_file())
    assert file.name in text
    assert GPS not in file.read_bytes()


EXACT = """
from docutils import nodes
from sphinx.builders.text import TextBuilder

class Translator(nodes.NodeVisitor):
    '''Looks names of classes up exactly, as many do.'''

    def __init__(self, document, builder):
        super().__init__(document)
        self.body = []

    def dispatch_visit(self, node):
        name = type(node).__name__
        assert not name.startswith("confrecap"), name
        self.body.append(f"<{name}>")
        if isinstance(node, nodes.Text):
            self.body.append(node.astext())

    def dispatch_departure(self, node):
        pass

class ExactBuilder(TextBuilder):
    name = format = "NAME"
    out_suffix = ".NAME"
    default_translator_class = Translator

    def prepare_writing(self, docnames):
        pass

    def write_doc(self, docname, document):
        visitor = self.create_translator(document, self)
        document.walkabout(visitor)
        (self.outdir / f"{docname}.NAME").write_text("".join(visitor.body), "utf-8")

def setup(app):
    app.add_builder(ExactBuilder)
"""


def test_translators_meet_only_nodes_that_they_know(
    build: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A builder of another extension sees docutils' own nodes, with all their words."""
    (tmp_path / "confrecap_exact.py").write_text(EXACT.replace("NAME", "exact"), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    page = (
        "# T\n\n"
        + "\n".join(SHOWN.values())
        + "\n```{playlist}\n- {url: abcdefghij2, title: Talk}\n```\n"
    )
    files = {
        "index.md": page,
        "s.yaml": "- {name: A, logo: a.jpg, url: https://a.example}\n",
        "a.jpg": JPEG,
    }
    site = build(files, "exact", conf=with_extensions("confrecap_exact"))
    written = site.page("index")
    for word in ("E", "A", "t", "Talk"):
        assert f"<Text>{word}" in written
    assert written.count("<image>") == len(SHOWN)
    assert "<bullet_list><list_item>" in written


def test_confluence_gets_every_name(build: Builds) -> None:
    """A translator that is no translator of Sphinx's writes the tier and the sponsor."""
    pytest.importorskip("sphinxcontrib.confluencebuilder")
    conf = {
        **with_extensions("sphinxcontrib.confluencebuilder"),
        "confluence_publish": False,
        "confluence_space_key": "X",
    }
    page = "# T\n\n```{sponsors}\ntiers: {Gold: [A]}\n```\n\n" + SHOWN["photo"]
    site = build({"index.md": page, "a.jpg": JPEG}, "confluence", conf=conf)
    written = (site.outdir / "index.conf").read_text(encoding="utf-8")
    assert "Gold" in written
    assert "<p>A</p>" in written
    assert "ri:attachment" in written


@pytest.mark.parametrize(
    "builder", ["xml", "pseudoxml", "dummy", "gettext", "man", "texinfo", "json"]
)
def test_any_builder_takes_any_picture(builder: str, build: Builds) -> None:
    """No builder of Sphinx's stops at a node of ours, also not when it comes a second time."""
    page = "# T\n\n" + "\n".join(SHOWN.values())
    files = {"index.md": page, "s.yaml": "- {name: A, logo: a.jpg}\n", "a.jpg": JPEG}
    build(files, builder, conf=QUICK)
    # Sphinx says itself that it writes some of its files twice as JSON.
    site = build({"index.md": f"{page}\nMore.\n"}, builder, warnings=builder == "json")
    if builder in ("xml", "pseudoxml"):
        assert "confrecap_" not in site.page("index").replace('"confrecap_', "")
        assert "a.jpg" in site.page("index")


def test_converters_leave_our_pictures_alone(
    build: Builds, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A converter of pictures is not asked to convert what is derived for the builder already."""
    code = """
from sphinx.transforms.post_transforms.images import ImageConverter

class Convert(ImageConverter):
    conversion_rules = [(f"image/{one}", "image/png") for one in ("webp", "svg+xml", "jpeg")]

    def is_available(self):
        return True

    def convert(self, source, to):
        raise AssertionError(source)

def setup(app):
    app.add_post_transform(Convert)
"""
    (tmp_path / "confrecap_convert.py").write_text(code, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    conf = {"confrecap_image_formats": ["webp"], "confrecap_image_widths": [320]}
    page = f"# T\n\n{SHOWN['photo']}\n```{{sponsors}}\n- {{name: A, logo: a.svg}}\n```\n"
    files = {"index.md": page, "a.jpg": JPEG, "a.svg": SVG}
    conf = {**conf, **with_extensions("confrecap_convert")}
    site = build(files, conf=conf)
    assert {name.rpartition(".")[2] for name in published(site)} == {"jpg", "svg", "webp"}
    build({}, "latex", conf=conf)
    build({}, "epub", conf=conf)


# -- numbered figures ----------------------------------------------------------------------------


def test_photos_are_counted_as_figures(build: Builds) -> None:
    """Photos with a caption have numbers among the figures of a page, and references find them."""
    page = (
        "# T\n\n{numref}`one`, {numref}`two`, {ref}`one`\n\n"
        "```{photo} a.jpg\n:alt: x\n:name: one\n\nFirst.\n```\n\n"
        "```{photo} a.jpg\n:alt: x\n```\n\n"
        "```{figure} a.jpg\n:name: two\n\nSecond.\n```\n"
    )
    conf = {**QUICK, "numfig": True}
    site = build({"index.md": page, "a.jpg": JPEG}, conf=conf)
    soup = site.soup()
    told = soup.select_one("section > p")
    assert told is not None
    assert told.get_text() == "Fig. 1, Fig. 2, First."
    caption = soup.select_one(".confrecap-caption")
    assert caption is not None
    assert caption.get_text() == "Fig. 1 First."
    latex = build({}, "latex").page()
    assert "\\captionof{figure}{First." in latex
    assert build({}, conf=QUICK, warnings=True).soup().select(".caption-number") == []
