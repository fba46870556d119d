"""A build reads again what must be read again, nothing else, and always writes the same bytes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo

import sphinx_confrecap
from sphinx_confrecap.site.domain import ConfrecapDomain

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Builds, Site

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)
CONF = {"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320]}
FILES: dict[str, str | bytes] = {
    "index.md": "# Start\n\n```{toctree}\nsponsors\nbody\nphotos\nvideos\ncredit\nplain\n```\n",
    "sponsors.md": "# S\n\n```{sponsors} s.yaml\n```\n",
    "body.md": "# B\n\n```{sponsors}\n- {name: B, logo: body.png}\n```\n",
    "photos.md": "# P\n\n```{gallery} photos/*.jpg\n```\n\n```{photo} photos/b.jpg\n:alt: B\n```\n",
    "videos.md": "# V\n\n```{playlist} v.yaml\n```\n",
    "credit.rst": "C\n=\n\n.. sponsored-by:: A\n   :data: s.yaml\n",
    "plain.md": "# Plain\n\n{confrecap:sponsor}`A`\n",
    "s.yaml": "tiers: {Gold: [{name: A, logo: a.svg}]}\npast: {2023: old.yaml}\n",
    "old.yaml": "- O\n",
    "v.yaml": "- {url: https://youtu.be/aaaaaaaaaaa, title: T, poster: photos/b.jpg}\n",
    "a.svg": SVG,
    "body.png": encoded(photo(300, 100), "PNG"),
    "photos/a.jpg": encoded(photo(400, 300)),
    "photos/b.jpg": encoded(photo(300, 400)),
}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of an output folder, but for Sphinx's own notes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and path.suffix != ".pickle"
    }


def times(folder: Path) -> dict[str, int]:
    """Return when each file of an output folder was written."""
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def older(site: Site, name: str) -> None:
    """Give a file of the sources a time long before the build."""
    os.utime(site.srcdir / name, (1_000_000_000, 1_000_000_000))


CHANGES: dict[str, tuple[dict[str, str | bytes | None], set[str]]] = {
    "yaml": ({"s.yaml": "tiers: {Gold: [{name: A, logo: a.svg}, New]}\n"}, {"sponsors", "credit"}),
    "past": ({"old.yaml": "- Older\n"}, {"sponsors"}),
    "logo": ({"a.svg": SVG.replace(b"#d33", b"#3d3")}, {"sponsors", "credit"}),
    "body-logo": ({"body.png": encoded(photo(200, 100), "PNG")}, {"body"}),
    "photo": ({"photos/a.jpg": encoded(photo(320, 300))}, {"photos"}),
    "shared-photo": ({"photos/b.jpg": encoded(photo(320, 300))}, {"photos", "videos"}),
    "photo-added": ({"photos/c.jpg": encoded(photo(320, 300))}, {"photos"}),
    "photo-removed": ({"photos/a.jpg": None}, {"photos"}),
    "videos": ({"v.yaml": "- {url: https://youtu.be/bbbbbbbbbbb, title: T}\n"}, {"videos"}),
    "beside": ({"photos/notes.txt": "x", "other.yaml": "- x\n"}, set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_exactly_the_pages_that_use_a_file_are_read_again(change: str, build: Builds) -> None:
    """A change, also one with an older time stamp, costs the pages that show it."""
    changed, pages = CHANGES[change]
    build(FILES, "dummy", conf=CONF)
    assert build(builder="dummy").read == frozenset()
    assert build(changed, "dummy").read == pages
    assert build(builder="dummy").read == frozenset()


@pytest.mark.parametrize("name", ["s.yaml", "a.svg", "photos/a.jpg", "v.yaml"])
def test_an_older_file_is_another_file(name: str, build: Builds) -> None:
    """A file that is replaced by one with an older time stamp is seen to have changed."""
    site = build(FILES, "dummy", conf=CONF)
    older(site, name)
    pages = {
        "s.yaml": {"sponsors", "credit"},
        "a.svg": {"sponsors", "credit"},
        "photos/a.jpg": {"photos"},
        "v.yaml": {"videos"},
    }[name]
    assert build(builder="dummy").read == pages
    assert build(builder="dummy").read == frozenset()


def test_a_missing_file_is_waited_for(build: Builds) -> None:
    """What names a missing file is read again when it comes, and not before."""
    files = {
        "index.md": "# T\n\n```{sponsors} gone.yaml\n```\n",
        "logo.md": "# L\n\n```{sponsors}\n- {name: A, logo: gone.svg, url: slides/talk.pdf}\n```\n",
        "photo.md": "# P\n\n```{gallery} gone/*.jpg\n```\n",
    }
    site = build(files, "dummy", warnings=True, conf=CONF)
    assert len(site.warnings.splitlines()) == 4
    site = build(builder="dummy")
    assert site.read == frozenset()
    site = build({"gone.yaml": "- X\n"}, "dummy")
    assert site.read == {"index"}
    site = build({"gone.svg": SVG}, "dummy", warnings=True)
    assert site.read == {"logo"}
    site = build({"slides/talk.pdf": b"%PDF"}, "dummy")
    assert site.read == {"logo"}
    site = build({"gone/a.jpg": encoded(photo(50, 50))}, "dummy")
    assert site.read == {"photo"}
    site = build({"gone.yaml": None}, "dummy", warnings=True)
    assert site.read == {"index"}
    assert "the file 'gone.yaml' is not there" in site.warnings


def test_without_a_change_nothing_is_touched(build: Builds) -> None:
    """No page and no picture is written again; what Sphinx itself always writes is the same."""
    site = build(FILES, conf=CONF)
    before, bytes_before = times(site.outdir), snapshot(site.outdir)
    site = build()
    after = times(site.outdir)
    pages = [str(site.app.builder.get_outfilename(name)) for name in site.app.env.found_docs]
    pictures = [name for name in before if "/_images/" in name or "/_downloads/" in name]
    assert len(pictures) >= 4
    assert [name for name in [*pages, *pictures] if after[name] != before[name]] == []
    assert list(after) == list(before)
    assert snapshot(site.outdir) == bytes_before


def test_builders_take_turns(build: Builds) -> None:
    """Another builder in between reads nothing, and leaves the first one's output right."""
    first = snapshot(build(FILES, conf=CONF).outdir)
    for builder in ("text", "dirhtml", "latex", "epub"):
        assert build(builder=builder).read == frozenset()
    site = build()
    assert site.read == frozenset()
    assert snapshot(site.outdir) == first
    build({"s.yaml": "tiers: {Gold: [Changed, A]}\n"}, "dummy")
    for builder in ("html", "dirhtml", "text", "latex"):
        assert "Changed" in build(builder=builder).page("sponsors")


def test_an_environment_of_an_older_version_is_rebuilt(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an older version of ours left behind is read anew, and not crashed on."""
    with monkeypatch.context() as older_version:
        older_version.setattr(sphinx_confrecap, "ENV_VERSION", 0)
        older_version.setattr(ConfrecapDomain, "data_version", 0)
        older_version.setattr(ConfrecapDomain, "initial_data", {"objects": [], "other": 1})
        older_version.setattr(ConfrecapDomain, "process_doc", lambda *_: None)
        older_version.setattr(ConfrecapDomain, "clear_doc", lambda *_: None)
        older_version.setattr(ConfrecapDomain, "check_consistency", lambda *_: None)
        older_version.setattr(ConfrecapDomain, "get_objects", lambda _: iter(()))
        build({"index.md": "# T\n\n```{sponsors} s.yaml\n```\n", "s.yaml": "- A\n"}, "dummy")
    site = build(builder="dummy")
    assert site.read == {"index"}
    assert not site.warnings


@pytest.fixture
def same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have Sphinx write one date into every build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")


@pytest.mark.usefixtures("same_time")
def test_serial_and_parallel_builds_are_the_same(build: Builds) -> None:
    """One process and four make the same bytes, in another folder too."""
    many = {f"more/{n}.md": f"# {n}\n\n```{{sponsors}} ../s.yaml\n```\n" for n in range(12)}
    files = {**FILES, **many}
    serial = build(files, conf=CONF, srcdir="one")
    parallel = build(files, conf=CONF, srcdir="two/deeper", parallel=4)
    first, second = snapshot(serial.outdir), snapshot(parallel.outdir)
    assert list(first) == list(second)
    assert [name for name in first if first[name] != second[name]] == []


@pytest.mark.usefixtures("same_time")
@pytest.mark.parametrize("builder", ["html", "epub", "latex", "text"])
def test_an_incremental_build_is_as_good_as_a_clean_one(builder: str, build: Builds) -> None:
    """After changes, the pages have the bytes of a build from nothing."""
    build(FILES, builder, conf=CONF, srcdir="steps")
    changed = {
        "s.yaml": "tiers: {Gold: [New, {name: A, logo: a.svg}], Silver: [S]}\n",
        "a.svg": SVG.replace(b"#d33", b"#3d3"),
        "photos/c.jpg": encoded(photo(320, 300)),
    }
    steps = build(changed, builder, srcdir="steps")
    clean = build({**FILES, **changed}, builder, conf=CONF, srcdir="clean")
    first, second = snapshot(steps.outdir), snapshot(clean.outdir)
    # Outside of browsers, pictures that no page shows any more stay, as Sphinx's own do.
    assert set(second) == set(first) if builder == "html" else set(second) <= set(first)
    # So do words in Sphinx's search index, and therefore pictures in its books.
    names = [name for name in second if not name.endswith((".epub", ".opf", "searchindex.js"))]
    assert [name for name in names if first[name] != second[name]] == []


def images(site: Site) -> set[str]:
    """Return the names of the published pictures."""
    return {path.name for path in (site.outdir / "_images").iterdir()}


def test_what_is_taken_off_a_page_is_not_published_any_more(build: Builds) -> None:
    """A photo that is replaced or removed goes, what is used or not ours stays."""
    foreign = "img-1700000000-1.jpg"
    files = {
        "index.md": f"# T\n\n![x]({foreign})\n\n```{{gallery}} photos/*.jpg\n```\n",
        "other.md": "# O\n\n```{photo} photos/b.jpg\n:alt: B\n```\n",
        foreign: encoded(photo(30, 20)),
        "photos/a.jpg": encoded(photo(40, 30)),
        "photos/b.jpg": encoded(photo(30, 40)),
    }
    first = images(build(files, conf=CONF))
    assert len(first) == 3
    second = images(build({"photos/a.jpg": encoded(photo(50, 30))}))
    assert len(second) == 3
    assert len(first & second) == 2
    third = images(build({"photos/a.jpg": None, "index.md": "# T\n\nNothing.\n"}))
    assert third == {foreign, *(name for name in first & second if name.startswith("b-"))}


def test_a_build_of_some_pages_leaves_the_pictures_of_others(build: Builds) -> None:
    """A page that is not written again keeps what it shows, until it is."""
    files = {
        "index.md": "# T\n",
        "other.md": "# O\n\n```{photo} a.jpg\n:alt: A\n```\n",
        "a.jpg": encoded(photo(40, 30)),
    }
    site = build(files, conf=CONF)
    before = images(site)
    build({"a.jpg": encoded(photo(50, 30)), "index.md": "# New\n"}, only=["index.md"])
    assert images(site) == before
    build()
    assert not images(site) & before


def test_parallel_reading_finds_what_changed(build: Builds) -> None:
    """What each page uses survives the way from the reading processes."""
    many = {f"more/{n}.md": f"# {n}\n\n```{{sponsors}} {n}.yaml\n```\n" for n in range(12)}
    data = {f"more/{n}.yaml": f"- S{n}\n" for n in range(12)}
    build({"index.md": "# T\n", **many, **data}, "dummy", parallel=3)
    assert build(builder="dummy", parallel=3).read == frozenset()
    site = build({"more/7.yaml": "- Other\n"}, "dummy", parallel=3)
    assert site.read == {"more/7"}
    domain = site.app.env.get_domain("confrecap")
    assert isinstance(domain, ConfrecapDomain)
    titles = {item.title for items in domain.objects.values() for item in items}
    assert titles == {"Other", *(f"S{n}" for n in range(12) if n != 7)}


def test_a_removed_page_is_forgotten(build: Builds) -> None:
    """The objects of a page that is gone are gone, and nothing is said about them."""
    build({"index.md": "# T\n", "a.md": "```{sponsors}\n- A\n```\n"}, "dummy")
    site = build(
        {"a.md": None, "index.md": "# T\n\n{confrecap:sponsor}`A`\n"}, "dummy", warnings=True
    )
    assert site.warnings == "index.md:3: WARNING: unknown sponsor 'A' [confrecap.reference]\n"


def test_a_link_to_a_page_goes_with_the_page(build: Builds) -> None:
    """The page with a link is read again when the page that it leads to goes, or comes back."""
    files = {
        "index.md": "# T\n\n```{sponsors}\n- {name: A, url: other.md}\n"
        "- {name: B, url: other}\n```\n",
        "other.md": "# O\n",
    }
    assert len(build(files).soup().select(".confrecap-sponsors a[href='other.html']")) == 2
    site = build({"other.md": None}, warnings=True)
    assert site.read == {"index"}
    assert site.warnings.count("is no document or file of this site") == 2
    assert site.soup().select(".confrecap-sponsors a") == []
    site = build({"other.md": "# O\n"})
    assert len(site.soup().select(".confrecap-sponsors a[href='other.html']")) == 2


def test_a_link_follows_a_heading_to_its_new_id(build: Builds) -> None:
    """A page is written again when the place that it leads to has another id."""
    conf = {"myst_heading_anchors": 2}
    files = {
        "index.md": "# T\n\n```{sponsors}\n- {name: A, url: 'other.md#terms'}\n```\n",
        "other.md": "# O\n\n## Terms\n",
    }
    link = ".confrecap-sponsors a"
    assert build(files, conf=conf).soup().select(link)[0]["href"] == "other.html#terms"
    site = build({"other.md": "# O\n\n(terms)=\nSaid before.\n\n## Terms\n"}, conf=conf)
    assert site.read == {"other"}
    heading = site.soup("other").select("section section")[0]["id"]
    assert heading != "terms"
    assert site.soup().select(link)[0]["href"] == f"other.html#{heading}"
