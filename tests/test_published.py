"""What stands in the output is what the finished pages show, whatever happened in between."""

from __future__ import annotations

import builtins
import errno
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import sphinx
from conftest import write
from picture_maker import encoded, photo
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import new_document

from sphinx_confrecap.images import naming, rasterise, svg_process, worker
from sphinx_confrecap.images.errors import PictureError
from sphinx_confrecap.images.store import Store
from sphinx_confrecap.site import published, seal

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

    from sphinx_confrecap.images.limits import PictureLimits

ENDS_IDLE_BUILDS = sphinx.version_info >= (8, 2)
"""Whether Sphinx writes lists and pages of extensions where no page is written."""

CONF = {"confrecap_image_formats": ["jpeg"], "confrecap_image_widths": [320]}
FILES: dict[str, str | bytes] = {
    "index.md": "# T\n\n```{photo} a.jpg\n:alt: A\n```\n",
    "other.md": "# O\n\n```{sponsors}\n- {name: B, logo: b.png}\n```\n",
    "plain.md": "# P\n",
    "a.jpg": encoded(photo(400, 300)),
    "b.png": encoded(photo(300, 100), "PNG"),
}


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every page and picture of an output folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix == ".html" or path.parent.name == "_images"
    }


def pictures(site: Site) -> list[Path]:
    """Return the published pictures."""
    return sorted((site.outdir / "_images").iterdir())


def removed(path: Path) -> None:
    """Take a file away."""
    path.unlink()


def cut(path: Path) -> None:
    """Leave half of a file, as a full disk does."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def spoilt(path: Path) -> None:
    """Change a file, but not its length."""
    path.write_bytes(bytes(path.stat().st_size))


@pytest.mark.parametrize("damage", [removed, cut, spoilt])
@pytest.mark.parametrize("builder", ["html", "epub"])
def test_a_damaged_picture_is_published_again(
    damage: Callable[[Path], None], builder: str, build: Builds
) -> None:
    """The next build, in which nothing has changed, puts a picture that is not whole right."""
    site = build(FILES, builder, conf={**CONF, "confrecap_image_widths": [160, 320]})
    before = snapshot(site.outdir)
    for path in pictures(site):
        damage(path)
    site = build(builder=builder)
    assert site.read == frozenset()
    assert snapshot(site.outdir) == before


def test_a_spoilt_picture_is_seen_without_doctrees(build: Builds) -> None:
    """What is known of an output may be lost, as on a server that keeps nothing else."""
    site = build(FILES, conf={**CONF, "confrecap_image_widths": [160, 320]})
    before = snapshot(site.outdir)
    for path in pictures(site):
        spoilt(path)
    shutil.rmtree(site.app.doctreedir)
    assert snapshot(build().outdir) == before


def test_a_copied_output_is_not_written_again(build: Builds) -> None:
    """Other times of the same bytes, as a cache of a server has them, cost no page."""
    site = build(FILES, conf=CONF)
    for path in pictures(site):
        os.utime(path, (1_000_000_000, 1_000_000_000))
    written = {path: path.stat().st_mtime_ns for path in site.outdir.glob("*.html")}
    site = build()
    pages = {site.outdir / f"{name}.html" for name in ("index", "other", "plain")}
    assert {path for path in pages if path.stat().st_mtime_ns != written[path]} == set()


@pytest.mark.parametrize("numfig", [False, True])
def test_nothing_is_opened_when_nothing_has_changed(
    numfig: bool,  # noqa: FBT001 (a parameter of the test)
    build: Builds,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A build with nothing to do opens no cache; a page that is written after all is whole.

    Where figures have numbers it does, for Sphinx counts them in every build.
    """
    monkeypatch.setattr(published, "SETTLED", 0)
    files = {**FILES, "index.md": "# T\n\n```{photo} a.jpg\n:alt: A\n\nC\n```\n"}
    site = build(files, conf={**CONF, "numfig": numfig})
    first = snapshot(site.outdir)
    inventory, index = site.outdir / "objects.inv", site.outdir / "searchindex.js"
    listed, searched = inventory.read_bytes(), index.read_bytes()
    made = inventory.stat().st_mtime_ns, index.stat().st_mtime_ns
    assert ("Fig. 1" in site.page()) is numfig
    opened: list[Store] = []
    opening = Store.__init__

    def counted(self: Store, *args: Any) -> None:  # noqa: ANN401 (the store's)
        opened.append(self)
        opening(self, *args)

    with monkeypatch.context() as idle:
        idle.setattr(Store, "__init__", counted)
        site = build()
    assert site.read == frozenset()
    assert bool(opened) is numfig
    assert snapshot(site.outdir) == first
    assert numfig or (inventory.stat().st_mtime_ns, index.stat().st_mtime_ns) == made
    pages = site.outdir / "index.html", site.outdir / "plain.html"
    lists = [inventory] if ENDS_IDLE_BUILDS else []
    for path in (*pages, *pictures(site), *lists):
        path.unlink()
        assert snapshot(build().outdir) == first
        assert (inventory.read_bytes(), index.read_bytes()) == (listed, searched)


@pytest.mark.skipif(not ENDS_IDLE_BUILDS, reason="this Sphinx asks nobody in an idle build")
def test_what_is_added_to_the_search_index_is_found_beside_ours(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An extension may index a page anew in a build that has nothing to do."""
    monkeypatch.setattr(published, "SETTLED", 0)
    index = build(FILES, conf=CONF).outdir / "searchindex.js"
    assert all(name in index.read_text("utf-8") for name in ('"other"', '"sponsor-b"'))

    def added(self: StandaloneHTMLBuilder) -> None:
        self.index_page("plain", new_document("plain"), "Added")

    monkeypatch.setattr(StandaloneHTMLBuilder, "gen_pages_from_extensions", added)
    build()
    assert all(f'"{name}"' in index.read_text("utf-8") for name in ("Added", "other", "sponsor-b"))


def test_a_template_that_is_old_or_gone_is_another_one(build: Builds) -> None:
    """Pages are written again, be the site's own leaf older than they are, or away."""
    own = "_templates/confrecap/sponsor.html"
    conf = {**CONF, "templates_path": ["_templates"]}
    site = build({**FILES, own: "<p>New {{ name }}</p>"}, conf=conf)
    for text in ("<p>Old {{ name }}</p>", None):
        path = site.srcdir / own
        if text is None:
            path.unlink()
        else:
            path.write_text(text, encoding="utf-8")
            os.utime(path, (0, 0))
        site = build()
        assert "New B" not in site.page("other")
        assert ("Old B" in site.page("other")) is (text is not None)


def test_a_lost_search_index_is_whole_again(build: Builds) -> None:
    """A build that was killed after its last page leaves no index, and Sphinx fails without one."""
    index = build(FILES, conf=CONF).outdir / "searchindex.js"
    before = index.read_bytes()
    index.unlink()
    build()
    assert index.read_bytes() == before


class Killed(BaseException):
    """Ends a build in the middle."""


def test_a_page_that_was_not_finished_is_written_again(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build that dies while a page is written leaves work for the next, and no wrong page."""
    clean = snapshot(build(FILES, conf=CONF, srcdir="clean").outdir)
    finish = published.Published.finish

    def killed(self: published.Published, docname: str, *, whole: bool) -> None:
        if docname == "other":
            raise Killed
        finish(self, docname, whole=whole)

    with monkeypatch.context() as dying:
        dying.setattr(published.Published, "finish", killed)
        with pytest.raises(Killed):
            build(FILES, conf=CONF)
    page = build.root / "src" / "_build" / "html" / "other.html"
    page.write_text("half", encoding="utf-8")
    site = build()
    assert site.read == frozenset()
    assert snapshot(site.outdir) == clean
    index = (site.outdir / "searchindex.js").read_text("utf-8")
    assert all(f'"{title}"' in index for title in "TOP")  # Sphinx keeps what it has written since


@pytest.mark.parametrize("place", ["a role", "the strip", "another builder"])
def test_what_stands_elsewhere_is_shown_after_a_kill(
    place: str, build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page shows what another page or file says now, though a build read that and wrote nothing.

    The environment was stored before, so nothing is read again, and the page's source is old.
    """
    strip = {
        "confrecap_data": "event.yaml",
        "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]},
    }
    event = "event: {name: E, start: 2025-10-22}\nsponsors: [{name: %s, id: one}]\n"
    page = "# P\n" if place == "the strip" else "# P\n\nThanks to {confrecap:sponsor}`one`.\n"
    files = {
        "index.md": "# T\n\n```{sponsors} event.yaml\n```\n",
        "plain.md": page,
        "event.yaml": event % "First",
    }
    site = build(files, conf=strip if place == "the strip" else {})
    assert "First" in site.page("plain")
    change = {"event.yaml": event % "Second"}
    if place == "another builder":
        build(change, "dirhtml")
    else:

        def killed(*_given: object) -> None:
            raise Killed

        with monkeypatch.context() as dying:
            dying.setattr(StandaloneHTMLBuilder, "prepare_writing", killed)
            with pytest.raises(Killed):
                build(change)
    site = build()
    assert site.read == frozenset()
    assert "Second" in site.page("plain")
    assert "Second" in site.page("index")


def test_a_killed_build_leaves_no_temporary_file(build: Builds) -> None:
    """What a build that was killed left half written beside the pictures is taken away."""
    site = build(FILES, conf=CONF)
    (site.outdir / "_images" / ".confrecap-half").write_bytes(b"x")
    before = [path.name for path in pictures(site) if not path.name.startswith(".")]
    assert [path.name for path in pictures(build())] == before


def test_other_encoders_give_other_names(build: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    """After an upgrade pages name what is published, and what they named before is gone."""
    before = pictures(build(FILES, conf=CONF))
    naming._canonical.cache_clear()
    monkeypatch.setattr(naming, "PIPELINE_VERSION", 10_000)
    site = build()
    naming._canonical.cache_clear()
    assert site.read == frozenset()
    assert not set(before) & set(pictures(site))
    assert len(pictures(site)) == len(before)
    for picture in pictures(site):
        assert picture.name in site.page("index") + site.page("other")


def test_a_failure_that_passes_leaves_nothing_behind(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A picture that could not be made once is on its page after the next build."""
    render = Store.render

    def failing(self: Store, requests: Any, **options: Any) -> dict[Any, Any]:  # noqa: ANN401 (the store's)
        results = render(self, requests, **options)
        return {
            request: PictureError("failed") if request[0].name == "a.jpg" else result
            for request, result in results.items()
        }

    with monkeypatch.context() as broken:
        broken.setattr(Store, "render", failing)
        site = build(FILES, conf=CONF, warnings=True)
    assert "the picture 'a.jpg' failed" in site.warnings
    assert site.soup().select("figure") == []
    site = build()
    assert site.read == frozenset()
    assert len(site.soup().select("figure img")) == 1


@pytest.mark.parametrize(
    "ends",
    ["os.kill(os.getpid(), 9)", "raise OSError(28, 'No space left on device')", "import nothing"],
)
def test_an_svg_is_drawn_again_when_what_draws_it_was_ended(
    ends: str, build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is known of a logo is not kept where its drawing failed by no fault of its own."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M3 3h3v1h-3z"/></svg>'
    files = {"index.md": FILES["other.md"].replace("b.png", "b.svg"), "b.svg": svg}
    clean = snapshot(build(files, srcdir="clean").outdir)

    def ended(_limits: PictureLimits) -> subprocess.Popen[bytes]:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        return subprocess.Popen([sys.executable, "-c", f"import os; {ends}"], **pipes)

    rasterise.close()
    with monkeypatch.context() as broken:
        broken.setattr(svg_process, "_started", ended)
        site = build(files, warnings=True)
    assert "the picture 'b.svg' cannot be drawn (" in site.warnings
    assert snapshot(build().outdir) == clean


def test_what_could_not_be_read_is_read_again(
    build: Builds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Data and pictures that were unreadable for a moment are on their pages after the next build.

    Neither size nor times of the files change by that.
    """
    files = {**FILES, "other.md": "# O\n\n```{sponsors} s.yaml\n```\n", "s.yaml": "- {name: B}\n"}
    clean = snapshot(build(files, conf=CONF, srcdir="clean").outdir)
    opened, read = open, Path.read_bytes

    def failing(file: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 (as open)
        if str(file).endswith("a.jpg") and "rb" in args:
            raise PermissionError(errno.EACCES, "Permission denied")
        return opened(file, *args, **options)

    def failing_too(self: Path) -> bytes:
        if self.name == "s.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return read(self)

    with monkeypatch.context() as broken:
        for module in (builtins, io):
            broken.setattr(module, "open", failing)
        broken.setattr(Path, "read_bytes", failing_too)
        for given in (files, {}):
            site = build(given, conf=CONF, warnings=True)
            assert site.read >= {"index", "other"}
            assert site.warnings.count("Permission denied") == 2
    site = build()
    assert site.read == {"index", "other"}
    assert snapshot(site.outdir) == clean
    assert build().read == frozenset()


def test_a_file_of_equal_size_and_time_is_another_one(build: Builds) -> None:
    """A photo that is replaced behind everybody's back is published on the next build."""
    site = build(FILES, conf=CONF)
    path = site.srcdir / "a.jpg"
    about = path.stat()
    path.unlink()
    path.write_bytes(encoded(photo(300, 400)).ljust(about.st_size, b"\0")[: about.st_size])
    os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))
    again = build()
    (image,) = again.soup().select("figure img")
    assert (image["width"], image["height"]) == ("300", "400")


def test_a_link_that_leads_to_another_file_is_another_one(build: Builds) -> None:
    """A photo behind a link is published anew when the link is set elsewhere."""
    site = build({**FILES, "two.jpg": encoded(photo(300, 400))}, conf=CONF)
    path = site.srcdir / "a.jpg"
    path.rename(site.srcdir / "one.jpg")
    for target, size in (("one.jpg", ("320", "240")), ("two.jpg", ("300", "400"))):
        path.unlink(missing_ok=True)
        path.symlink_to(target)
        for name in ("one.jpg", "two.jpg"):
            os.utime(site.srcdir / name, ns=(0, 0))
        (image,) = build().soup().select("figure img")
        assert (image["width"], image["height"]) == size
        assert len(pictures(site)) == 2


def test_a_full_disk_is_forgotten(
    tmp_path: Path, tiny: Path, sphinx_build: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """A build whose disk has become large enough gives what one gives that never failed.

    Output, environment and cache are on the disk, which is filled at another place each time.
    """
    source = tmp_path / "src"
    many = "# Many\n\n```{gallery} p/*.jpg\n```\n"
    photos = {f"p/{n}.jpg": encoded(photo(640, 400 + n)) for n in range(6)}
    index = f"{FILES['index.md']}\n```{{toctree}}\n:glob:\n*\n```\n"
    write(source, {**FILES, **photos, "many.md": many, "index.md": index})

    def built(disk: Path) -> int:
        conf = (
            "extensions = ['myst_parser', 'sphinx_confrecap']\nhtml_theme = 'basic'\n"
            f"confrecap_cache_dir = {str(disk / 'cache')!r}\n"
        )
        write(source, {"conf.py": conf})
        options = ("-d", str(disk / "doctrees"), "-W", "-D", "html_permalinks=0")
        return sphinx_build(source, disk / "out", *options).returncode

    codes = []
    for size in ("64k", "512k", "64m"):
        subprocess.run(["mount", "-o", f"remount,size={size}", str(tiny)], check=True)
        codes.append(built(tiny))
    assert 0 not in codes[:-1]
    assert codes[-1] == 0
    after = snapshot(tiny / "out")
    assert built(tmp_path / "clean") == 0
    assert snapshot(tmp_path / "clean/out") == after
    assert not [path for path in tiny.rglob("*") if path.name.startswith(worker.TEMPORARY)]


def test_notes_of_pages_that_are_gone_go(build: Builds) -> None:
    """Nothing is kept of a page that is not there any more, nor what only it showed."""
    site = build(FILES, conf=CONF)
    assert len(pictures(site)) == 2
    site = build({"other.md": None})
    assert [path.name[:2] for path in pictures(site)] == ["a-"]
    notes = [path.name for path in seal.folder(site.app).rglob("*.json")]
    assert sorted(notes) == ["index.json"]


def test_an_empty_output_gets_everything(build: Builds) -> None:
    """Pictures come with their pages when somebody has cleared the output only."""
    site = build(FILES, conf=CONF)
    before = snapshot(site.outdir)
    for path in sorted(site.outdir.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    assert snapshot(build().outdir) == before


def test_a_book_holds_what_its_pages_show(build: Builds) -> None:
    """What pages showed before is not packed into the book of the next build."""
    site = build(FILES, "epub", conf=CONF)
    site = build({"b.png": encoded(photo(200, 100), "PNG")}, "epub")
    with zipfile.ZipFile(next(site.outdir.glob("*.epub"))) as book:
        packed = {name.rpartition("/")[2] for name in book.namelist() if "_images/" in name}
    assert packed == {path.name for path in pictures(site)}
    assert len(packed) == 2
