"""`confrecap images` and the cache that it shares with builds, before, beside and after them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import picture_maker as make
import pytest

from sphinx_confrecap.cli import main
from sphinx_confrecap.images.manifest import to_bytes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Site

DAY = 86_400
CONF = """
extensions = ["myst_parser", "sphinx_confrecap"]
html_theme = "basic"
confrecap_cache_dir = "../../cache"
confrecap_image_widths = [80, 160]
suppress_warnings = ["toc.not_included"]
"""
SLOW = CONF.replace("[80, 160]", "[160, 480]")
"""For commands that are stopped while they encode."""
GALLERY = "# Photos\n\n```{gallery} photos/*.jpg\n```\n"


def photos(*numbers: int, width: int = 240) -> dict[str, bytes]:
    """Return name → bytes of photos, all different."""
    return {
        f"photos/{number}.jpg": make.encoded(make.photo(width, width * 2 // 3 + number))
        for number in numbers
    }


def site(folder: Path, files: dict[str, str | bytes] | None = None, conf: str = CONF) -> Path:
    """Write a site with a gallery of three photos, or of those given; return its source folder."""
    given = {"index.md": GALLERY, "conf.py": conf, **(photos(1, 2, 3) if files is None else files)}
    for name, content in given.items():
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / "docs"


def command(*arguments: str | Path) -> list[str]:
    """Return the command line of `confrecap images`."""
    return [sys.executable, "-P", "-m", "sphinx_confrecap", "images", *map(str, arguments)]


def confrecap(*arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run `confrecap images` in a process of its own."""
    return subprocess.run(
        command(*arguments), check=False, capture_output=True, encoding="utf-8", cwd=cwd
    )


def variants(cache: Path) -> dict[str, tuple[int, int]]:
    """Return what changes about each picture in a cache when it is encoded again."""
    found = {path.name: path.stat() for path in cache.glob("[!.]*-*-*.*")}
    return {name: (status.st_ino, status.st_size) for name, status in found.items()}


def published(out: Path) -> dict[str, bytes]:
    """Return name → bytes of the page and the pictures that a build wrote."""
    files = [out / "index.html", *sorted((out / "_images").iterdir())]
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture
def built(
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]],
) -> Callable[..., dict[str, bytes]]:
    """Build a site in a process of its own, without a warning; return what is published."""

    def run(source: Path) -> dict[str, bytes]:
        out = source.parent / "out"
        done = sphinx_build(source, out, "-q", "-W")
        assert not done.returncode, done.stdout
        assert not done.stdout
        return published(out)

    return run


def started(source: Path, *command: str, done: int = 12) -> subprocess.Popen[str]:
    """Start a process that derives pictures; return when so many variants are in the cache."""
    # Where the tests run in the background Ctrl-C is ignored, and would be in the process, too.
    ignored = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8"
    )
    signal.signal(signal.SIGINT, ignored)
    cache = source.parent.parent / "cache"
    for _ in range(3000):
        if len(variants(cache)) >= done:
            return process
        assert process.poll() is None, process.communicate()[0]
        time.sleep(0.01)
    pytest.fail("nothing is derived")


def test_a_build_finds_everything(tmp_path: Path, built: Callable[..., dict[str, bytes]]) -> None:
    """After the command a build encodes nothing, and publishes what a build alone publishes."""
    source = site(tmp_path / "one")
    before = {path: path.read_bytes() for path in source.rglob("*.*")}
    done = confrecap(source)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 pictures ready" in done.stdout
    assert {path: path.read_bytes() for path in source.rglob("*.*")} == before
    assert sorted(path.name for path in (tmp_path / "one").iterdir()) == ["docs"]
    ahead = variants(tmp_path / "cache")
    assert len(ahead) == 3 * 2 * 2
    found = built(source)
    assert variants(tmp_path / "cache") == ahead
    alone = built(site(tmp_path / "other" / "one"))
    assert found == alone


def test_only_what_was_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Pictures, folders and pages choose what is made; a second run has nothing to do."""
    files: dict[str, str | bytes] = {**photos(1), "more/2.jpg": photos(2)["photos/2.jpg"]}
    files |= {"other.md": "# Other\n\n```{photo} more/2.jpg\n```\n", **photos(3)}
    source = site(tmp_path / "one", files)

    def stems() -> set[str]:
        return {name.partition("-")[0] for name in variants(tmp_path / "cache")}

    assert main(["images", str(source / "photos" / "3.jpg")]) == 0
    assert stems() == {"3"}
    assert main(["images", str(source / "other.md")]) == 0
    assert stems() == {"2", "3"}
    assert main(["images", str(source / "photos"), "--workers", "1"]) == 0
    assert stems() == {"1", "2", "3"}
    capsys.readouterr()
    assert main(["images", str(source / "more"), str(source / "photos")]) == 0
    assert "3 pictures ready" in (told := capsys.readouterr().out)
    assert "nothing to do" in told
    assert main(["images", "-q", str(source)]) == 0
    assert capsys.readouterr() == ("", "")


def test_each_builder_has_its_own_pictures(tmp_path: Path) -> None:
    """`--builder` makes what another builder shows."""
    source = site(tmp_path / "one", photos(1))
    assert main(["images", "-q", "-b", "latex", str(source)]) == 0
    assert len(variants(tmp_path / "cache")) == 1


def test_the_doctree_folder(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """Without `confrecap_cache_dir` the pictures go to where a build of the same folder looks."""
    source = site(tmp_path, photos(1), CONF.replace("confrecap_cache_dir", "unused"))
    assert main(["images", str(source), "--doctrees", str(tmp_path / "out" / ".doctrees")]) == 0
    assert "does not set confrecap_cache_dir" in capsys.readouterr().out
    cache = tmp_path / "out" / ".doctrees" / "confrecap-images"
    ahead = variants(cache)
    assert ahead
    assert not sphinx_build(source, tmp_path / "out", "-q", "-W").returncode
    assert variants(cache) == ahead
    assert main(["images", "-q", str(source)]) == 0
    assert variants(source / "_build" / "doctrees" / "confrecap-images").keys() == ahead.keys()


def test_problems_have_their_place(tmp_path: Path) -> None:
    """A picture that is no picture is one located line and exit code 1; its neighbours are made."""
    bad = make.encoded(make.photo(600, 500))[:3000]
    source = site(tmp_path / "one", {**photos(1), "photos/bad.jpg": bad})
    done = confrecap("docs", cwd=source.parent)
    assert done.returncode == 1
    problem = "index.md:3:1: the picture 'photos/bad.jpg' is truncated [confrecap.image]"
    assert done.stderr.splitlines() == [problem]
    assert done.stdout == f"1 picture ready in {tmp_path / 'cache'}; worked on 2\n"
    assert len(variants(tmp_path / "cache")) == 4


@pytest.mark.parametrize(
    ("conf", "sentence"),
    [
        ("release = nix", "NameError: name 'nix' is not defined"),
        ("release = (", "conf.py, line 1"),
        ("extensions = ['nix']", "Could not import extension nix"),
        ("html_theme = 'nix'", "no theme named 'nix'"),
        ("raise SystemExit", "called sys.exit()"),
        ("", "does not load sphinx_confrecap"),
    ],
)
def test_a_site_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], conf: str, sentence: str
) -> None:
    """A mistake in conf.py is one line and exit code 2."""
    assert main(["images", str(site(tmp_path, {}, conf))]) == 2
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What makes no sense is said in one sentence, with exit code 2."""
    source = site(tmp_path / "one", {"index.md": "# Recap\n"})
    other = site(tmp_path / "two", {})
    for arguments, sentence in (
        ([source / "nix"], "there is no"),
        ([tmp_path], "no conf.py"),
        ([source, other], "two sites"),
        (["--source-dir", source, other], "does not lie in"),
        (["--source-dir", tmp_path, source], "no conf.py"),
        (["-b", "text", source], "shows no pictures"),
    ):
        assert main(["images", *map(str, arguments)]) == 2
        told = capsys.readouterr().err
        assert sentence in told
        assert told.count("\n") == 1
    for wrong in (["images"], ["images", str(source), "--prune", "0"], []):
        with pytest.raises(SystemExit) as stop:
            main(wrong)
        assert stop.value.code == 2


def test_no_other_host_is_asked(tmp_path: Path) -> None:
    """The inventories of other projects, which a build loads, are left alone."""
    with socket.create_server(("127.0.0.1", 0)) as host:
        address = f"http://127.0.0.1:{host.getsockname()[1]}/"
        more = "\nextensions += ['sphinx.ext.intersphinx']\nintersphinx_timeout = 1\n"
        more += f"intersphinx_mapping = {{'x': ({address!r}, None)}}\n"
        assert main(["images", "-q", str(site(tmp_path / "one", photos(1), CONF + more))]) == 0
        host.settimeout(0)
        with pytest.raises(BlockingIOError):
            host.accept()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    """On a terminal a bar fills; what is redirected gets none."""
    import pty  # noqa: PLC0415 (not everywhere)

    source = site(tmp_path / "one")
    reader, writer = pty.openpty()
    with os.fdopen(reader, "rb", buffering=0) as screen:
        run = command(source)
        assert not subprocess.run(run, check=True, stdout=subprocess.PIPE, stderr=writer).returncode
        os.close(writer)
        shown = screen.read(10_000).decode()
    assert "[........................] 0 of 3" in shown
    assert "[########################] 3 of 3" in shown
    shutil.rmtree(tmp_path / "cache")
    assert confrecap(source).stderr == ""


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of signal")
def test_stopped_and_started_again(tmp_path: Path) -> None:
    """Ctrl-C says how far it got, leaves nothing half, and the next run goes on there."""
    total = 30  # so many that it is not done before it is stopped
    source = site(tmp_path / "one", photos(*range(total), width=900), SLOW)
    process = started(source, *command(source, "--workers", "1"))
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[0]
    assert process.returncode == 130
    found = re.fullmatch(r"stopped after (\d+) of 30 pictures; the next run goes on there\n", told)
    assert found, told
    assert not list((tmp_path / "cache").glob(".confrecap-*"))
    done = confrecap(source)
    again = re.search(r"worked on (\d+)", done.stdout)
    assert again, done.stdout
    left = total - int(found[1])
    # One may have been noted down, and not yet been counted.
    assert int(again[1]) in {left, left - 1}
    assert left < total
    assert len(variants(tmp_path / "cache")) == total * 4


@pytest.mark.skipif(sys.platform == "win32", reason="another kind of signal")
def test_killed(tmp_path: Path, built: Callable[..., dict[str, bytes]]) -> None:
    """A command and a build killed while they encode are repaired, byte for byte."""
    total = 24  # so many that neither is done before it is killed
    files: dict[str, str | bytes] = {**photos(*range(total), width=900)}
    source = site(tmp_path / "one", files, SLOW)
    build = [sys.executable, "-P", "-m", "sphinx", "-q", str(source), str(source.parent / "out")]
    for run, done in ((command(source), 9), (build, 25)):
        process = started(source, *run, done=done)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert len(variants(tmp_path / "cache")) < total * 4
    assert built(source) == built(site(tmp_path / "other" / "one", files, SLOW))


def test_a_fresh_clone_encodes_nothing(
    tmp_path: Path, built: Callable[..., dict[str, bytes]]
) -> None:
    """A copy of the site elsewhere, all of it new, takes every picture from the kept cache."""
    first = built(site(tmp_path / "one"))
    cache = variants(tmp_path / "cache")
    shutil.copytree(tmp_path / "one" / "docs", tmp_path / "two" / "docs", copy_function=shutil.copy)
    shutil.rmtree(tmp_path / "one")
    assert built(tmp_path / "two" / "docs") == first
    assert variants(tmp_path / "cache") == cache
    done = confrecap(tmp_path / "two" / "docs")
    assert "3 pictures ready" in done.stdout
    assert "nothing to do" in done.stdout


def test_two_at_once(tmp_path: Path, built: Callable[..., dict[str, bytes]]) -> None:
    """A command and two builds that share a cache at the same time do not disturb each other."""
    files: dict[str, str | bytes] = {**photos(*range(5), width=480)}
    source = site(tmp_path / "one", files, SLOW)
    others = [
        subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")
        for run in (
            [sys.executable, "-P", "-m", "sphinx", "-qW", str(source), str(tmp_path / "out")],
            command("-q", "--prune", "1", source),
        )
    ]
    third = built(site(tmp_path / "three", files, SLOW))
    assert [other.communicate()[0] for other in others] == ["", ""]
    assert published(tmp_path / "out") == third
    assert "nothing to do" in confrecap(source).stdout


def test_branches_share_a_cache(tmp_path: Path) -> None:
    """What one branch or builder does not use stays for the others, until it is old."""
    assert main(["images", "-q", str(site(tmp_path / "one", photos(1, 2)))]) == 0
    assert main(["images", "-q", str(site(tmp_path / "two", photos(2, 3)))]) == 0
    assert main(["images", "-q", "-b", "latex", str(tmp_path / "two" / "docs")]) == 0
    cache = variants(tmp_path / "cache")
    assert len(cache) == 3 * 4 + 2
    assert main(["images", "-q", "--prune", "1", str(tmp_path / "one" / "docs")]) == 0
    assert variants(tmp_path / "cache") == cache


def test_prune(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--prune` deletes what nothing has used for some days, and what this run uses is used."""
    source = site(tmp_path / "one")
    assert main(["images", "-q", str(source)]) == 0
    cache = tmp_path / "cache"
    then = int(time.time()) // DAY - 40
    file = cache / "manifest.json"
    tables = json.loads(file.read_bytes())["tables"]
    tables["made"] = {key: [then, made] for key, (_day, made) in tables["made"].items()}
    file.write_bytes(to_bytes(tables))
    for path in cache.iterdir():
        os.utime(path, (then * DAY, then * DAY))
    (source / "photos" / "2.jpg").unlink()
    capsys.readouterr()
    assert main(["images", str(source), "--prune", "50"]) == 0
    assert "0 files deleted" in capsys.readouterr().out
    assert main(["images", str(source), "--prune", "30"]) == 0
    assert "4 files deleted" in capsys.readouterr().out
    assert {name.partition("-")[0] for name in variants(cache)} == {"1", "3"}


def test_a_cache_that_cannot_be_written(build: Callable[..., Site]) -> None:
    """Where no picture can be kept one warning says so for all, and the page lacks them."""
    conf = {"confrecap_cache_dir": "taken"}
    found = build({"index.md": GALLERY, "taken": "", **photos(1, 2)}, conf=conf, warnings=True)
    (line,) = found.warnings.splitlines()
    assert line.startswith("index.md:3:1: WARNING: the picture 'photos/1.jpg' (and 1 more) cannot")
    assert line.endswith("and is not shown [confrecap.image]")
    assert not found.soup().select("img")
    logo = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 4"><path d="M1 1h7v2h-7z"/></svg>'
    )
    entries = "[{name: One, logo: 1.svg}, {name: Two, logo: 2.svg}]"
    strip = {"html_sidebars": {"**": ["confrecap/sponsor-strip.html"]}}
    found = build(
        {"recap.yaml": f"sponsors: {{tiers: {{Gold: {entries}}}}}", "1.svg": logo, "2.svg": logo},
        conf={**conf, **strip, "confrecap_data": "recap.yaml"},
        warnings=True,
    )
    assert found.warnings.count("WARNING") == 1


@pytest.mark.parametrize("builder", ["html", "epub", "latex"])
def test_a_cache_that_lost_bytes(build: Callable[..., Site], builder: str) -> None:
    """A picture that was cut off in the cache, or emptied, is published as in a clean build."""
    files = {
        "index.md": "# T\n\n```{gallery}\n- {src: a.jpg, alt: x, download: true}\n```\n"
        "```{sponsors}\ntiers: {Gold: [{name: B, logo: a.jpg}]}\n```\n",
        "a.jpg": make.encoded(make.photo(300, 200)),
    }
    site = build(files, builder, conf={"confrecap_cache_dir": "cache"})
    cache = site.srcdir / "cache"
    ours = {path.name: path.read_bytes() for path in cache.glob("a-*")}

    def published() -> dict[str, bytes]:
        found = (path for name in ours for path in site.outdir.rglob(name))
        return {path.name: path.read_bytes() for path in found}

    clean = published()
    assert clean
    for number, path in enumerate(sorted(cache.glob("a-*"))):
        path.write_bytes(b"" if number % 2 else path.read_bytes()[:-9])
    shutil.rmtree(site.outdir)
    build(builder=builder, freshenv=True)
    assert published() == clean


def test_a_cache_that_forgets(build: Callable[..., Site], tmp_path: Path) -> None:
    """If only the list of pictures cannot be written they are shown, with one warning."""
    (tmp_path / "src" / "cache" / "manifest.json" / "x").mkdir(parents=True)
    conf = {"confrecap_cache_dir": "cache"}
    found = build({"index.md": GALLERY, **photos(1, 2)}, conf=conf, warnings=True)
    (line,) = found.warnings.splitlines()
    assert "the next build makes the pictures again" in line
    assert len(found.soup().select("img")) == 2


POOL = """
from concurrent.futures import Executor, Future
from pathlib import Path
from sphinx_confrecap.site import pictures

LOG = Path(__file__).parent / "log"

class Pool(Executor):
    def submit(self, function, /, *args, **options):
        done = Future()
        done.set_result(function(*args, **options))
        with LOG.open("a", encoding="utf-8") as log:
            print(function.__name__, file=log)
        return done

    def shutdown(self, wait=True, *, cancel_futures=False):
        with LOG.open("a", encoding="utf-8") as log:
            print("end", file=log)

def lend(app, env):
    pictures.of(app.builder).pool = Pool

def setup(app):
    app.connect("env-updated", lend, priority=400)
"""


def test_a_pool_of_the_site(tmp_path: Path) -> None:
    """A site can hand in anything shaped like an executor; it does the work and is shut down."""
    source = site(tmp_path / "one", photos(1, 2), CONF + POOL)
    assert main(["images", "-q", str(source)]) == 0
    told = (source / "log").read_text(encoding="utf-8").split()
    assert told == ["sha256"] * (len(told) - 3) + ["work", "work", "end"]
    assert len(variants(tmp_path / "cache")) == 8
