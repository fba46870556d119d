"""A table of accidents: whatever happens to a build, the next one gives the pages of a clean one.

Run as a program it tries them all, and prints what came out; `tox run -e accidents` does. Each
trial is a build with an accident, and one without, which is compared with a clean build of the same
sources: pages with something of ours, pictures and downloads, byte for byte, and no temporary file
may be left. What else differs is Sphinx's own (its search index, pages with nothing of ours), and
is counted apart.

Builds are children forked from one process that has imported everything, each in a session of its
own, so that a kill takes all of its processes. A kill happens at an event, at a file operation that
the interpreter reports, or after a time.
"""

from __future__ import annotations

import argparse
import builtins
import contextlib
import errno
import importlib
import io
import itertools
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sphinx.cmd.build
from sphinx.application import Sphinx, builtin_extensions

import sphinx_confrecap.extension
from sphinx_confrecap.images import naming, rasterise, store, worker
from sphinx_confrecap.site import published

sys.path.insert(0, str(Path(__file__).parent))
from picture_maker import encoded, photo

LOADED = (
    *builtin_extensions,
    "myst_parser.sphinx_ext.main",
    "sphinx_confrecap.used",
    "sphinx_confrecap.images.encode",
    "sphinx_confrecap.images.measure",
    *(f"sphinx_confrecap.directives.{name}" for name in ("base", "prose_markdown", "photo_nodes")),
)
"""What every build needs, and no child shall import."""

CONF: dict[str, Any] = {
    "project": "Recap",
    "author": "Ada",
    "copyright": "Ada",
    "version": "1",
    "release": "1",
    "epub_identifier": "recap",
    "epub_uid": "recap",
    "extensions": ["myst_parser", "sphinx_confrecap"],
    "html_theme": "basic",
    "suppress_warnings": ["toc.not_included"],
    "confrecap_data": "data/event.yaml",
    "confrecap_image_formats": ["jpeg"],
    "confrecap_image_widths": [40, 80],
}
STRIP = """\
if tags.has("strip"):
    html_sidebars = {"**": ["confrecap/sponsor-strip.html"]}
"""
"""What shows the strip on every page; a site without it is sealed by each build."""

CHANGED: dict[str, Any] = {
    "confrecap_data": "data/other.yaml",
    "confrecap_link_rel": "nofollow",
    "confrecap_css": False,
    "confrecap_image_widths": [32],
    "confrecap_image_formats": ["webp", "jpeg"],
    "confrecap_image_quality": {"jpeg": 30},
    "confrecap_cache_dir": "cache",
    "confrecap_video_load": "link",
    "confrecap_video_notice": "Beware",
    "confrecap_viewer": False,
    "confrecap_strip": {"tiers": ["Silver"]},
    "confrecap_dark_selector": "html.night",
    "confrecap_video_hosts": [],
    "confrecap_limits": {"side": 50},
}
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h{}v30z"/></svg>'
EVENT = """\
event: {name: E, start: 2025-10-22, description: "See [the plan](/page1.md)."}
sponsors:
  tiers:
    Gold:
    - {name: One, id: one, logo: one.svg, url: /page2.md}
    - {name: Two, logo: two.png, url: /slides.pdf}
    Silver: [Three]
playlist: {videos: [{url: "https://youtu.be/abcdefghij1", title: T, poster: /photos/b.jpg}]}
gallery: [/photos/*.jpg]
"""


def shot(number: int) -> bytes:
    """Return one of several photos."""
    return encoded(photo(120, 80 + number))


def sources() -> dict[str, str | bytes]:
    """Return the site: enough pages that two processes share them, and one with nothing of ours."""
    files: dict[str, str | bytes] = {
        "index.md": "# T\n\n```{event}\n```\n",
        "plain.md": "# Plain\n\nNothing.\n",
        "role.md": "# Role\n\nThanks to {confrecap:sponsor}`one`.\n",
        "data/event.yaml": EVENT,
        "data/other.yaml": EVENT.replace("name: E", "name: Other").replace("Three", "Four"),
        "data/one.svg": SVG.format(50),
        "data/two.png": encoded(photo(60, 20), "PNG"),
        "slides.pdf": "slides",
        "photos/a.jpg": shot(1),
        "photos/b.jpg": shot(2),
        "alone.jpg": shot(3),
        "page7.md": "# Alone\n\n```{photo} alone.jpg\n:alt: x\n```\n",
    }
    for number, name in enumerate(("sponsors", "playlist", "gallery") * 2):
        files[f"page{number}.md"] = f"# {name} {number}\n\n```{{{name}}}\n```\n"
    return files


EDIT = {"data/event.yaml": EVENT.replace("name: E", "name: Edited").replace("One", "Uno")}
"""What an incremental build finds changed: nearly every page shows it."""


def write(folder: Path, files: dict[str, str | bytes], conf: dict[str, Any]) -> None:
    """Write sources that seem to be some minutes old: the cache trusts no fresh times."""
    lines = [f"{name} = {value!r}\n" for name, value in {**CONF, **conf}.items()]
    then = time.time() - 300
    for name, content in {**files, "conf.py": "".join([*lines, STRIP])}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        os.utime(path, (then, then))


# -- builds in children --------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """How a site is built."""

    builder: str = "html"
    jobs: int = 1
    strip: bool = False

    def options(self) -> list[str]:
        """Return it as Sphinx's options."""
        strip = ["-t", "strip"] if self.strip else []
        return ["-b", self.builder, "-j", str(self.jobs), *strip]


WAYS = (Way(), Way(jobs=2), Way(jobs=2, strip=True), Way("epub"), Way("epub", 2))
STATES = "cold", "incremental", "late"
"""Nothing is there yet; nearly all pages are read again; one is written that was taken away."""


Shim = Callable[[], object]
"""What is done in the child before it builds."""


def build(
    folder: Path,
    way: Way,
    shim: Shim = lambda: None,
    *,
    seconds: float = 0,
    end: Shim = rasterise.close,
) -> int:
    """Build a site in a child; return its exit code, negative for a signal.

    ``seconds`` is when it is killed, ``end`` what it does after it: what draws SVG is ended at the
    end of an interpreter.
    """
    out = folder / "out" / way.builder
    command = ["-q", *way.options(), "-d", str(folder / "doctrees")]
    sys.stdout.flush()
    pid = os.fork()
    if not pid:
        code = 99
        try:
            os.setsid()
            log = os.open(folder / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(log, 1)
            os.dup2(log, 2)
            os.environ["SOURCE_DATE_EPOCH"] = "1700000000"
            shim()
            code = sphinx.cmd.build.main([*command, str(folder / "src"), str(out)])
            end()
        finally:
            os._exit(code)
    if seconds:
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)  # what a dead parent left
    return os.waitstatus_to_exitcode(status)


def die() -> None:
    """Kill this build with all its processes."""
    os.killpg(os.getpgid(0), signal.SIGKILL)


# -- shims ---------------------------------------------------------------------------------------


def at_event(event: str, priority: int, count: int) -> Shim:
    """Return a shim that kills the build when an event happens for the nth time."""

    def install() -> None:
        begin = Sphinx.__init__

        def started(self: Sphinx, *args: Any, **options: Any) -> None:  # noqa: ANN401 (Sphinx's)
            seen = itertools.count(1)

            def handler(*_about: object) -> None:
                if next(seen) == count:
                    die()

            connect = sphinx_confrecap.extension.connect

            def connected(app: Sphinx) -> None:
                connect(app)
                app.connect(event, handler, priority=priority)

            sphinx_confrecap.extension.connect = connected
            begin(self, *args, **options)

        Sphinx.__init__ = started  # type: ignore[method-assign]

    return install


def at_operation(number: int) -> Shim:
    """Return a shim that kills the build at its nth file operation."""

    def install() -> None:
        seen = itertools.count(1)

        def hook(name: str, _about: object) -> None:
            if _is_operation(name) and next(seen) == number:
                die()

        sys.addaudithook(hook)

    return install


def counted(folder: Path, way: Way) -> int:
    """Return how many file operations a build has, in its first process."""
    found = folder / "operations"
    seen = itertools.count()

    def install() -> None:
        sys.addaudithook(lambda name, _about: _is_operation(name) and next(seen))

    def end() -> None:
        found.write_text(str(next(seen)), encoding="ascii")

    build(folder, way, install, end=end)
    return int(found.read_text(encoding="ascii"))


def _is_operation(name: str) -> bool:
    return name == "open" or name.startswith(("os.", "shutil."))


def failing(  # noqa: C901 (a function for each operation)
    operation: str, place: str, number: int
) -> Shim:
    """Return a shim in which writing fails at a place: part of a path."""

    def refuse(path: object) -> None:
        if isinstance(path, (str, os.PathLike)) and place in os.fspath(path):
            raise OSError(number, os.strerror(number), os.fspath(path))

    def opening() -> None:
        opened, low = io.open, os.open

        def open_(path: Any, mode: str = "r", *args: Any, **options: Any) -> Any:  # noqa: ANN401
            if set(mode) & set("wax+"):
                refuse(path)
            return opened(path, mode, *args, **options)

        def low_(path: Any, flags: int, *args: Any, **options: Any) -> int:  # noqa: ANN401
            if flags & (os.O_WRONLY | os.O_RDWR):
                refuse(path)
            return low(path, flags, *args, **options)

        builtins.open = io.open = open_  # type: ignore[assignment]
        os.open = low_

    def flushing() -> None:  # a disk that is full is often told of as late as this
        synced, opened = os.fsync, os.fdopen

        def sync(handle: int) -> None:
            refuse(_path_of(handle))
            synced(handle)

        def open_(handle: int, *args: Any, **options: Any) -> Any:  # noqa: ANN401
            refuse(_path_of(handle))
            return opened(handle, *args, **options)

        os.fsync, os.fdopen = sync, open_  # type: ignore[assignment]

    def moving() -> None:
        original = getattr(os, operation)

        def moved(source: Any, target: Any, **options: Any) -> Any:  # noqa: ANN401
            refuse(target)
            return original(source, target, **options)

        setattr(os, operation, moved)

    return {"open": opening, "fsync": flushing}.get(operation, moving)


def _path_of(handle: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{handle}").readlink())
    except OSError:
        return ""


def unreadable(name: str) -> Shim:
    """Return a shim in which a file cannot be read."""

    def install() -> None:
        opened = io.open

        def open_(path: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401
            if isinstance(path, (str, os.PathLike)) and os.fspath(path).endswith(name):
                raise PermissionError(errno.EACCES, "Permission denied", os.fspath(path))
            return opened(path, *args, **options)

        builtins.open = io.open = open_  # type: ignore[assignment]

    return install


def version(name: str, value: object) -> Shim:
    """Return a shim in which a version is another, wherever it is known."""

    def install() -> None:
        for module in (naming, store):
            if hasattr(module, name):
                setattr(module, name, value)

    return install


# -- what is compared ----------------------------------------------------------------------------


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return the bytes of every file of an output folder; of a book, of what is packed in it."""
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix == ".epub":
            with contextlib.suppress(zipfile.BadZipFile), zipfile.ZipFile(path) as book:
                found |= {f"book/{inner}": book.read(inner) for inner in book.namelist()}
        elif path.is_file() and not name.startswith((".doctrees", ".buildinfo")):
            found[name] = path.read_bytes()
    return found


def is_ours(name: str, clean: dict[str, bytes], *, strip: bool) -> bool:
    """True for what must not be wrong: our pages and downloads that there are, pictures, sheets."""
    base = name.rpartition("/")[2]
    if base.endswith((".html", ".xhtml")) or "_downloads/" in name:  # Sphinx takes none away
        theirs = ("genindex.", "search.", "nav.", *([] if strip else ["plain."]))
        return name in clean and not base.startswith(theirs)
    return "_images/" in name or "confrecap" in name


@dataclass
class Outcome:
    """What trials came to."""

    tried: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    sphinx: Counter[str] = field(default_factory=Counter)

    def judge(self, kind: str, trial: str, folder: Path, way: Way, clean: dict[str, bytes]) -> None:
        """Compare an output with that of a clean build."""
        self.tried[kind] += 1
        found = snapshot(folder / "out" / way.builder)
        differ = sorted(
            name for name in found.keys() | clean.keys() if found.get(name) != clean.get(name)
        )
        ours = [name for name in differ if is_ours(name, clean, strip=way.strip)]
        half = [str(path.relative_to(folder)) for path in folder.rglob(f"{worker.TEMPORARY}*")]
        if ours or half:
            self.wrong.append(f"{trial}: {', '.join([*ours[:6], *half[:3]])}")
            print(f"WRONG {self.wrong[-1]}", flush=True)
        self.sphinx.update(set(differ) - set(ours))


# -- the table -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Accident:
    """One of the table: what happens to a build, or to what it left."""

    kind: str
    name: str
    shim: Shim = lambda: None
    seconds: float = 0
    before: dict[str, Any] | None = None
    """Configuration of the build before."""
    damage: Callable[[Path], None] | None = None
    """What is done to the folder after a whole build."""
    after: dict[str, str | bytes] | None = None
    """Sources that the next build finds changed, None taken away."""


EVENTS = (
    ("builder-inited", 500, 1),
    ("env-get-outdated", 500, 1),
    ("env-before-read-docs", 500, 1),
    ("source-read", 500, 3),
    ("doctree-read", 900, 2),
    ("env-updated", 200, 1),
    ("env-updated", 400, 1),
    ("env-updated", 600, 1),
    ("env-updated", 900, 1),
    ("write-started", 500, 1),
    ("doctree-resolved", 950, 1),
    ("doctree-resolved", 950, 4),
    ("html-page-context", 500, 2),
    ("html-page-context", 500, 5),
    ("build-finished", 100, 1),
    ("build-finished", 900, 1),
)
PLACES = ("confrecap-images", "_images", "confrecap-published", "doctrees")


def remove(*names: str) -> Callable[[Path], None]:
    """Return what takes folders away."""

    def damage(folder: Path) -> None:
        for path in itertools.chain.from_iterable(map(folder.glob, names)):
            shutil.rmtree(path)

    return damage


def cut(pattern: str) -> Callable[[Path], None]:
    """Return what leaves half of every file that a pattern finds."""

    def damage(folder: Path) -> None:
        for path in folder.glob(pattern):
            if path.is_file():
                data = path.read_bytes()
                path.unlink()  # a link's other end stays whole
                path.write_bytes(data[: len(data) // 2])

    return damage


def emptied(pattern: str) -> Callable[[Path], None]:
    """Return what empties every file that a pattern finds, and whatever it is a link of."""

    def damage(folder: Path) -> None:
        for path in folder.glob(pattern):
            if path.is_file():
                path.write_bytes(b"")

    return damage


def replaced(name: str, data: bytes) -> Callable[[Path], None]:
    """Return what puts other bytes in a file's place, of equal size and time."""

    def damage(folder: Path) -> None:
        path = folder / "src" / name
        about = path.stat()
        path.unlink()
        filling = b"\0" if b"\0" in data else b" "
        path.write_bytes(data.ljust(about.st_size, filling)[: about.st_size])
        os.utime(path, ns=(about.st_atime_ns, about.st_mtime_ns))

    return damage


def accidents(
    rng: random.Random, kills: int, operations: int, seconds: float
) -> Iterator[Accident]:
    """Yield the table; random kills at file operations and after times, in turns."""
    for event, priority, count in EVENTS:
        name = f"{event} {priority} {count}"
        yield Accident("kill at an event", name, at_event(event, priority, count))
    for turn in range(kills):
        if turn % 2:
            after = rng.uniform(0.02, seconds)
            yield Accident("random kill", f"after {after:.2f} s", seconds=after)
        else:
            number = rng.randint(1, operations)
            yield Accident("random kill", f"at operation {number}", at_operation(number))
    for place in PLACES:
        for at, operation in enumerate(("open", "replace", "link", "fsync")):
            number = (errno.ENOSPC, errno.EROFS)[at % 2]
            name = f"{operation} in {place}: {os.strerror(number)}"
            yield Accident("write failure", name, failing(operation, place, number))
    for name in ("event.yaml", "one.svg", "two.png", "photos/a.jpg", "alone.jpg"):
        yield Accident("unreadable", name, unreadable(name))
    yield Accident("version", "pipeline", version("PIPELINE_VERSION", 999))
    yield Accident("version", "Pillow", version("__version__", "999.0"))
    yield Accident("equal size and time", "photo", damage=replaced("alone.jpg", shot(0)))
    yield Accident(
        "equal size and time", "svg", damage=replaced("data/one.svg", SVG.format(80).encode())
    )
    same = EVENT.replace("name: E", "name: F").encode()
    yield Accident("equal size and time", "yaml", damage=replaced("data/event.yaml", same))
    for name, value in CHANGED.items():
        yield Accident("configuration", name, before={name: value})
    for name in ("page1.md", "page2.md", "slides.pdf", "photos/b.jpg", "data/one.svg"):
        yield Accident(
            "gone", name, damage=lambda folder, name=name: (folder / "src" / name).unlink()
        )
    yield Accident("deleted", "output", damage=remove("out/*"))
    yield Accident("deleted", "pictures", damage=remove("out/*/_images"))
    yield Accident("deleted", "downloads", damage=remove("out/*/_downloads"))
    yield Accident("deleted", "cache", damage=remove("doctrees/confrecap-images"))
    yield Accident("deleted", "notes", damage=remove("doctrees/confrecap-published"))
    yield Accident(
        "deleted", "cache and pictures", damage=remove("out/*/_images", "doctrees/confrecap-images")
    )
    yield Accident("deleted", "doctrees", damage=remove("doctrees"))
    yield Accident("cut", "pictures", damage=cut("out/*/_images/*"))
    yield Accident("cut", "cache", damage=cut("doctrees/confrecap-images/*-*"))
    yield Accident("cut", "manifests", damage=cut("doctrees/confrecap-images/*.json"))
    yield Accident("cut", "notes", damage=cut("doctrees/confrecap-published/**/*"))
    yield Accident("cut", "environment", damage=cut("doctrees/environment.pickle"))
    yield Accident("emptied", "pictures", damage=emptied("out/*/_images/*"))
    yield Accident("emptied", "cache", damage=emptied("doctrees/confrecap-images/*"))
    yield Accident("emptied", "notes", damage=emptied("doctrees/confrecap-published/**/*"))


class Table:
    """Tries accidents."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.outcome = Outcome()
        self._clean: dict[tuple[str, bool, str], dict[str, bytes]] = {}

    def folder(self) -> Path:
        """Return the folder of all trials, with the site alone."""
        folder = self.root / "trial"
        shutil.rmtree(folder, ignore_errors=True)
        write(folder / "src", sources(), {})
        return folder

    def clean(self, folder: Path, way: Way) -> dict[str, bytes]:
        """Return what a clean build makes of the sources that are in a folder now."""
        other = self.root / "clean"
        shutil.rmtree(other, ignore_errors=True)
        shutil.copytree(folder / "src", other / "src")
        key = way.builder, way.strip, repr(sorted(snapshot(other / "src").items()))
        if key not in self._clean:
            build(other, Way(way.builder, strip=way.strip))
            self._clean[key] = snapshot(other / "out" / way.builder)
        return self._clean[key]

    def attempt(self, accident: Accident, way: Way, state: str) -> None:
        """Have an accident, build again, and judge."""
        folder = self.folder()
        if accident.damage:
            build(folder, way)
            accident.damage(folder)
        elif accident.before is not None:
            write(folder / "src", {}, accident.before)
            build(folder, way)
            write(folder / "src", {}, {})
        else:
            if state != "cold":
                build(folder, way)
            if state == "incremental":
                write(folder / "src", EDIT, {})
                os.utime(folder / "src/data/event.yaml")
            if state == "late":
                for page in folder.glob("out/*/page0.*"):
                    page.unlink()
            build(folder, way, accident.shim, seconds=accident.seconds)
        code = build(folder, way)
        trial = f"{accident.kind}, {accident.name}, {state}, {' '.join(way.options())}"
        if code:
            self.outcome.wrong.append(f"{trial}: exit {code}")
            print(
                f"WRONG {self.outcome.wrong[-1]}\n{(folder / 'log').read_text()[-600:]}", flush=True
            )
        self.outcome.judge(accident.kind, trial, folder, way, self.clean(folder, way))


def main() -> int:
    """Try the table, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=60, help="random kills")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sample", type=int, help="try so many of the table, drawn at random")
    parser.add_argument("--only", help="kinds with this in their name")
    parser.add_argument("--until", type=float, help="seconds after which no trial begins")
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 (no secret)
    begun = time.monotonic()
    for module in LOADED:
        importlib.import_module(module)
    published.SETTLED = 0  # sources are as new as their site: no build would leave a seal
    with tempfile.TemporaryDirectory() as name:
        table = Table(Path(name))
        begin = time.monotonic()
        folder = table.folder()
        assert build(folder, Way()) == 0, (folder / "log").read_text()
        seconds = time.monotonic() - begin
        operations = counted(table.folder(), Way())
        trials = []
        for accident in accidents(rng, options.kills, operations, seconds):
            if options.only and options.only not in accident.kind:
                continue
            every = [(way, state) for way in WAYS for state in STATES]
            if accident.damage or accident.before is not None:
                every = [(way, "late") for way in WAYS]
            if accident.kind == "random kill":
                every = [rng.choice(every)]
            trials += [(accident, *one) for one in every]
        rng.shuffle(trials)
        for done, (accident, way, state) in enumerate(trials[: options.sample]):
            if options.until and time.monotonic() - begun > options.until:
                break
            if not done % 50:
                print(f"{done} of {len(trials[: options.sample])}", flush=True)
            table.attempt(accident, way, state)
    outcome = table.outcome
    for kind, count in sorted(outcome.tried.items()):
        print(f"{count:4} {kind}")
    print(f"{sum(outcome.tried.values())} tried, {len(outcome.wrong)} wrong")
    print("left wrong by Sphinx itself:", dict(outcome.sphinx) or "nothing")
    return bool(outcome.wrong)


if __name__ == "__main__":
    sys.exit(main())
