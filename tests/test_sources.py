"""What of the source folder belongs to the site: patterns, hidden files, what builds wrote."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo
from sphinx.cmd.build import build_main

from sphinx_confrecap.data import patterns
from sphinx_confrecap.doctree.photo import confrecap_photo

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Builds, Site

JPEG = encoded(photo(64, 48))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7"/></svg>'


class Open:
    """Rules that refuse nothing but what lies outside."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folders: list[str] = []

    def is_closed(self, folder: str, *, named: bool) -> bool:  # noqa: ARG002
        """Count the folders that are gone through."""
        self.folders.append(folder)
        return False

    def refusal(self, path: str) -> str:
        """Refuse what lies outside."""
        return "" if f"{path}/".startswith(f"{self.root}/") else "lies outside"


def found(root: Path, pattern: str, limit: int = 1000) -> tuple[patterns.Listing, list[str]]:
    """Return what a pattern finds, and the folders that it went through."""
    rules = Open(root)
    return patterns.find(root, pattern, rules, limit), rules.folders


def tree(root: Path, *names: str) -> None:
    """Make empty files."""
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()


@pytest.mark.parametrize("stars", [1, 2, 40])
def test_a_pattern_goes_through_each_folder_once(tmp_path: Path, stars: int) -> None:
    """However often `**` is repeated, the cost is that of one walk."""
    deep = "/".join("abcdefghij")
    tree(tmp_path, *(f"{deep[: 2 * n + 1]}/{name}/p.jpg" for n in range(10) for name in "xyz"))
    once, _ = found(tmp_path, "**/*.jpg")
    listing, folders = found(tmp_path, "**/" * stars + "*.jpg")
    assert listing == once
    assert len(listing.names) == 30
    assert len(folders) == len(set(folders)) == 41
    listing, folders = found(tmp_path, "**/?/" * stars + "**/p.jpg")
    assert len(folders) == len(set(folders)) == 41


def test_links_in_circles_are_gone_through_once(tmp_path: Path) -> None:
    """Folders that link to each other do not multiply; a photo goes by the name of its folder."""
    tree(tmp_path, "m/p.jpg", "n/p.jpg", "out/p.jpg")
    for number in range(9):
        (tmp_path / f"m/to-{number}").symlink_to("../n")
        (tmp_path / f"n/to-{number}").symlink_to("../m")
    (tmp_path / "a").symlink_to("m")
    (tmp_path / "self").symlink_to("self")
    listing, folders = found(tmp_path / "m", "*/" * 30 + "*.jpg")
    assert listing.refused == tuple((f"to-{n}", "lies outside") for n in range(9))
    for depth in (1, 4, 30):
        listing, folders = found(tmp_path, "*/" * depth + "*.jpg")
        assert len(folders) < 2 + 3 * depth * 3
        assert len(listing.names) <= 6
    assert found(tmp_path, "*/*.jpg")[0].names == ("m/p.jpg", "n/p.jpg", "out/p.jpg")
    assert found(tmp_path, "a/*.jpg")[0].names == ("a/p.jpg",)


def test_there_are_only_so_many_matches(build: Builds) -> None:
    """A pattern that finds more than `matches` is one warning, which says how to raise it."""
    files = {f"p/{number}.jpg": JPEG for number in range(4)}
    text = "```{gallery} p/*.jpg\n```\n```{gallery} p/[01].jpg\n```\n"
    site = build(
        {"index.md": text, **files}, conf={"confrecap_limits": {"matches": 3}}, warnings=True
    )
    assert "'p/*.jpg' finds more than 3 files; to raise that limit, set" in site.warnings
    assert site.warnings.count("\n") == 1
    assert len(site.soup().select("figure")) == 2


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("photos/*.jpg", "a.jpg IMG_1.JPG"),
        ("photos/*.JPG", "a.jpg IMG_1.JPG"),
        ("photos/IMG*.jpg", "IMG_1.JPG"),
        ("photos/img*.jpg", ""),
        ("photos/*.jp*", "a.jpg b.jpeg IMG_1.JPG"),
        ("photos/*", "a.jpg b.jpeg c.jfif d.apng IMG_1.JPG"),
        ("photos/?", ""),
        ("photos", "a.jpg b.jpeg c.jfif d.apng IMG_1.JPG"),
        ("photos/", "a.jpg b.jpeg c.jfif d.apng IMG_1.JPG"),
        ("./photos", "a.jpg b.jpeg c.jfif d.apng IMG_1.JPG"),
        ("/photos/more [1]", "e.jpg"),
        ("photos/more [[]1]/*", "e.jpg"),
        ("photos/**", "a.jpg b.jpeg c.jfif d.apng IMG_1.JPG e.jpg"),
        ("photos/none", ""),
    ],
)
def test_a_folder_is_all_its_pictures(build: Builds, written: str, names: str) -> None:
    """Endings of every kind and case are found, and no other files; folders in it are not."""
    files: dict[str, str | bytes] = {
        f"photos/{name}": JPEG
        for name in ("a.jpg", "b.jpeg", "c.jfif", "IMG_1.JPG", "more [1]/e.jpg")
    }
    files |= {"photos/d.apng": encoded(photo(64, 48), "PNG"), "photos/notes.txt": "x"}
    files |= {"photos/none/x.txt": "x"}
    text = f"```{{gallery}}\n- '{written}'\n```\n"
    site = build({"index.md": text, **files}, "dummy", warnings=not names)
    shown = [node.picture["uri"].rpartition("/")[2] for node in _photos(site)]
    assert sorted(shown) == sorted(names.split())
    assert site.warnings.count("[confrecap.file]") == (not names)
    assert site.warnings.count("\n") == (not names)


def _photos(site: Site) -> list[confrecap_photo]:
    return list(site.doctree().findall(confrecap_photo))


@pytest.mark.parametrize(
    "builder", ["html", "epub", "latex", "text", "man", "texinfo", "gettext", "xml"]
)
def test_names_that_no_page_can_hold(build: Builds, builder: str) -> None:
    """A name that is no UTF-8, or has a line end, is one warning; the others are shown."""
    files = {
        "index.md": "```{gallery} p/*.jpg\n```\n",
        "p/caf\udce9.jpg": JPEG,
        "p/line\nend.jpg": JPEG,
        "p/a.jpg": JPEG,
        "p/x\udcff/b.jpg": JPEG,
    }
    site = build(files, builder, warnings=True)
    lines = site.warnings.splitlines()
    assert len(lines) == 2
    assert (
        r"index.md:1:1: WARNING: 'p/caf\xe9.jpg' has a name that is no UTF-8; rename it" in lines[0]
    )
    assert r"'p/line\nend.jpg' has a line end or another control character" in lines[1]
    assert site.doctree().astext().count("a.jpg") <= 1
    assert [node.picture["uri"] for node in _photos(site)] == ["p/a.jpg"]


FOLDERS: dict[str, list[str]] = {
    "inside": [],
    "doctrees": ["-d", "{src}/dt"],
    "cache": ["-D", "confrecap_cache_dir=cache"],
    "both": ["-d", "{src}/dt", "-D", "confrecap_cache_dir=cache"],
}
CONF = "extensions = ['myst_parser', 'sphinx_confrecap']\n"


def _built(src: Path, out: str, builder: str = "html", *more: str) -> int:
    """Build as the command does; return how many photos the page names."""
    options = [option.format(src=src) for option in more]
    assert build_main(["-q", "-b", builder, *options, str(src), str(src / out)]) == 0
    return (
        (src / out / "index.html").read_text("utf-8").count("<figure") if builder == "html" else 0
    )


@pytest.fixture
def site_folder(tmp_path: Path) -> Path:
    """Return a site whose output is to lie among its sources."""
    src = tmp_path / "src"
    src.mkdir()
    (src / "conf.py").write_text(CONF, "utf-8")
    (src / "index.md").write_text("# T\n\n```{gallery} **/*.jpg\n```\n", "utf-8")
    for name in ("a", "b"):
        (src / f"{name}.jpg").write_bytes(encoded(photo(400, 300 if name == "a" else 310)))
    return src


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_build_does_not_find_itself(site_folder: Path, kind: str) -> None:
    """The output, the doctrees and the cache among the sources are never shown again."""
    for _ in range(3):
        assert _built(site_folder, "out", "html", *FOLDERS[kind]) == 2
    assert _built(site_folder, "out", "html", "-E", *FOLDERS[kind]) == 2


@pytest.mark.parametrize("builder", ["html", "dirhtml", "singlehtml", "epub", "latex", "json"])
def test_a_build_does_not_find_another(site_folder: Path, builder: str) -> None:
    """What any builder wrote at another time and place among the sources is passed over."""
    _built(site_folder, "first", builder, "-d", str(site_folder.parent / "elsewhere"))
    written = list((site_folder / "first").rglob("*.jpg"))
    assert written
    assert _built(site_folder, "out") == 2


BEHIND: dict[str, str] = {
    "/.env": "is hidden",
    "./.env": "is hidden",
    "../.env": "is hidden",
    "a/../../.env": "is hidden",
    "/.git/config": "is hidden",
    "/.git/pictures/x.svg": "is hidden",
    "/conf.py": "is a configuration of Sphinx",
    "/other/conf.py": "is a configuration of Sphinx",
    "/written/talk.pdf": "lies in a folder that a build wrote",
    "/written/deep/x.svg": "lies in a folder that a build wrote",
    "/_build/html/index.html": "lies in a folder that a build wrote",
    "/drafts/talk.pdf": "is left out by exclude_patterns",
    "/secret.txt": "is left out by exclude_patterns",
    "/to-env.txt": "is hidden",
    "/to-git/config": "is hidden",
    "/to-drafts.pdf": "is left out by exclude_patterns",
    "/%2eenv": "is no document or file of this site",
    "/.env.": "is no document or file of this site",
}


def test_nothing_is_published_that_is_not_the_sites(build: Builds) -> None:
    """A link to what is hidden, excluded, of a build or of conf.py is one warning, no download."""
    urls = [*BEHIND, "/ok/talk.pdf"]
    links = "".join(f"    - {{name: N{n}, url: {url}}}\n" for n, url in enumerate(urls))
    page = f"# T\n\n```{{sponsors}}\ntiers:\n  Gold:\n{links}```\n"
    files = {"in/index.md": page, "index.md": "# T\n\n```{toctree}\nin/index\n```\n", **_around()}
    conf = {"exclude_patterns": ["drafts", "secret.*"]}
    build(files, conf=conf, prepare=_links, warnings=True)
    site = build({"in/index.md": f"{page}\nEnd.\n"}, warnings=True)  # with the output in its place
    lines = site.warnings.splitlines()
    assert len(lines) == len(BEHIND)
    for line, (url, reason) in zip(lines, BEHIND.items(), strict=True):
        assert f"'{url}' {reason}" in line
        assert line.endswith("[confrecap.url]")
    published = [path.name for path in (site.outdir / "_downloads").rglob("*") if path.is_file()]
    assert published == ["talk.pdf"]
    assert [
        link["href"].rpartition("/")[2]
        for link in site.soup("in/index").select(".confrecap-sponsors a")
    ] == ["talk.pdf"]


def test_pictures_are_the_sites_too(build: Builds) -> None:
    """Logos, photos and posters from hidden folders and builds are refused; excluded ones shown."""
    page = """
        ```{gallery}
        - /.git/pictures/x.svg
        - {src: /written/deep/x.svg, alt: x, download: true}
        - /.git/pictures/*.svg
        - /.git/pictures
        - /written/*/*.svg
        - /to-picture.svg
        - "*.svg"
        - /drafts/x.svg
        - /drafts/*
        ```
        ```{sponsors}
        tiers: {Gold: [{name: A, logo: /.git/pictures/x.svg}, {name: B, logo: /written/deep/x.svg}]}
        ```
        ```{youtube} YWDzHGx8PrY
        :title: T
        :poster: /.git/pictures/x.svg
        ```
        """
    conf = {"exclude_patterns": ["drafts"]}
    site = build({"index.md": page, **_around()}, conf=conf, prepare=_links, warnings=True)
    told = [line.partition("WARNING: ")[2] for line in site.warnings.splitlines()]
    hidden = "is hidden, or lies in a hidden folder, and is not published [confrecap.file]"
    written = "lies in a folder that a build wrote, and is not published [confrecap.file]"
    assert sorted(told) == sorted(
        [
            *[f"'/.git/pictures/x.svg' {hidden}"] * 3,
            *[f"'.git/pictures' {hidden}"] * 2,
            *[f"'/written/deep/x.svg' {written}"] * 2,
            f"'written' {written}",
            f"'/to-picture.svg' {hidden}",
            f"'to-picture.svg' {hidden}",
        ]
    )
    assert [node.picture["uri"] for node in _photos(site)] == ["drafts/x.svg"]
    names = {path.name for path in site.outdir.rglob("*.svg") if "_static" not in path.parts}
    assert len(names) == 1


def _around() -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = dict.fromkeys([".env", ".git/config", "secret.txt"], "secret")
    files |= dict.fromkeys(["other/conf.py", "written/talk.pdf", "drafts/talk.pdf"], "secret")
    files |= dict.fromkeys(
        [".git/pictures/x.svg", "written/deep/x.svg", "drafts/x.svg"], SVG.decode()
    )
    return files | {"written/.buildinfo": "", "ok/talk.pdf": "talk", "in/.env": "secret"}


def _links(folder: Path) -> None:
    for name, target in {
        "to-env.txt": ".env",
        "to-git": ".git",
        "to-drafts.pdf": "drafts/talk.pdf",
        "to-picture.svg": ".git/pictures/x.svg",
    }.items():
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(target)


def test_a_missing_default_file_leads_to_conf(build: Builds) -> None:
    """Who never wrote the name of a file on the page is told that conf.py has it."""
    site = build("```{sponsors}\n```\n", conf={"confrecap_data": "data.yaml"}, warnings=True)
    assert site.warnings == (
        "index.md:1: WARNING: the file '/data.yaml' is not there (confrecap_data in conf.py) "
        "[confrecap.file]\n"
    )


def test_a_build_looks_once_for_a_pattern(build: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many pages have a pattern, each build goes through the folder once."""
    walked: list[str] = []
    scandir = os.scandir

    def counted(path: str = ".") -> object:
        if sys._getframe(1).f_globals is vars(patterns):  # Sphinx looks for its pages
            walked.append(str(path))
        return scandir(path)

    monkeypatch.setattr(patterns.os, "scandir", counted)
    page = "# %s\n\n```{gallery} /photos/*.jpg\n:no-index:\n```\n"
    files = {"index.md": page % "A", "b.md": page % "B", "photos/one.jpg": JPEG}
    site = build(files)
    assert sum(path.endswith("photos") for path in walked) == 1
    (site.srcdir / "photos/two.jpg").write_bytes(JPEG)
    site.app.build()
    assert sum(path.endswith("photos") for path in walked) == 2
    assert "photo-photos-two-jpg" in site.page("b")
