"""What the tests share: building sites in process, serving them, and looking at them in a browser.

Everything a test builds lies in its own `tmp_path`. A site is a few files given as text; a build
that warns fails its test unless the test says that it expects warnings.
"""

from __future__ import annotations

import functools
import gc
import logging
import os
import re
import shutil
import subprocess
import sys
import textwrap
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from browser import NoBrowserError, launch, leave
from bs4 import BeautifulSoup
from jinja2 import Environment
from playwright.sync_api import sync_playwright
from sphinx import theming
from sphinx.testing.util import SphinxTestApp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from docutils import nodes
    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Page,
        Route,
        ViewportSize,
    )

pytest_plugins = ("sphinx.testing.fixtures",)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return one more than there are processors: tests wait for browsers and other programs."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run what fails in a browser once more, and say so: a page has no clock but the machine's."""
    for item in items:
        if {"browser", "firefox", "firefox_without_javascript"} & set(
            getattr(item, "fixturenames", ())
        ):
            item.add_marker(pytest.mark.flaky(reruns=1))


DESK: ViewportSize = {"width": 1280, "height": 800}
"""The size of a page in CSS pixels."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")

LOOSE = re.compile(r".*: WARNING: document isn't included in any toctree\n")
"""What Sphinx 7 says of a loose page, whatever is suppressed."""

WHOLE = {"latex": "*.tex", "man": "*.1", "texinfo": "*.texi"}
"""Builders that write one file for all documents, and its name."""

CONF = {
    "project": "Recap",
    "version": "1",
    "copyright": "nobody",
    "extensions": ["myst_parser", "sphinx_confrecap"],
    "html_theme": "basic",
    # A test site is a few loose pages.
    "suppress_warnings": ["toc.not_included"],
    # Sphinx 7 shows the kind of a warning only if it is asked to.
    "show_warning_types": True,
    # Sphinx 7 wants to be told.
    "linkcheck_report_timeouts_as_broken": False,
    "exclude_patterns": ["_build"],
}


def write(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Write files below a folder; a text that starts with a newline is dedented without it."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            text = textwrap.dedent(content[1:]) if content.startswith("\n") else content
            path.write_text(text, encoding="utf-8", newline="\n")


@dataclass
class Site:
    """One finished build: the application, what it wrote, what it warned of, what it read."""

    app: SphinxTestApp
    warnings: str
    """The warnings, one a line, without colours and without the path of the source folder."""
    read: frozenset[str]
    """The names of the documents that this build read."""

    @property
    def srcdir(self) -> Path:
        """The folder of the sources."""
        return self.app.srcdir

    @property
    def outdir(self) -> Path:
        """The folder that the builder wrote to."""
        return self.app.outdir

    def page(self, docname: str = "index") -> str:
        """Return what the builder wrote for a document, or the one file it wrote for them all."""
        builder: Any = self.app.builder
        if pattern := WHOLE.get(builder.name):
            (path,) = self.outdir.glob(pattern)
        elif builder.name == "gettext":
            path = self.outdir / f"{docname}.pot"
        elif hasattr(builder, "get_outfilename"):
            path = self.outdir / builder.get_outfilename(docname)
        else:
            path = self.outdir / f"{docname}{builder.out_suffix}"
        return path.read_text(encoding="utf-8")

    def soup(self, docname: str = "index") -> BeautifulSoup:
        """Return the parsed HTML of a document."""
        return BeautifulSoup(self.page(docname), "lxml")

    def doctree(self, docname: str = "index") -> nodes.document:
        """Return the tree of a document as it was stored after reading."""
        return self.app.env.get_doctree(docname)

    def resolved(self, docname: str = "index") -> nodes.document:
        """Return the tree of a document as the builder writes it."""
        return self.app.env.get_and_resolve_doctree(docname, self.app.builder, tags=self.app.tags)


class Builds:
    """Builds sites in process, each in a folder of its own below `root`.

    `build(files)` writes `files` (a mapping of names to text or bytes, or the text of index.md) and
    builds. Called again it writes the files it is given over those that are there and builds what
    changed; `None` as content deletes a file. `builder`, `parallel`, `freshenv` and `tags` are
    Sphinx's. `conf` adds to conf.py. `warnings=True` lets the build warn. `srcdir` names another
    folder below `root`, for a second site in the same test. `prepare` is called with the folder.
    `only` names the documents to write.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.apps: list[SphinxTestApp] = []

    def __call__(
        self,
        files: Mapping[str, str | bytes | None] | str | None = None,
        builder: str = "html",
        *,
        conf: Mapping[str, Any] | None = None,
        warnings: bool = False,
        parallel: int = 0,
        freshenv: bool = False,
        tags: tuple[str, ...] = (),
        srcdir: str = "src",
        prepare: Callable[[Path], None] = lambda _folder: None,
        only: Sequence[str] = (),
    ) -> Site:
        """Write the files, build, and return what came of it."""
        folder = self.root / srcdir
        given = {"index.md": files} if isinstance(files, str) else dict(files or {})
        for name in [name for name, content in given.items() if content is None]:
            (folder / name).unlink()
            del given[name]
        write(folder, {name: content for name, content in given.items() if content is not None})
        prepare(folder)
        if conf is not None or not (folder / "conf.py").exists():
            lines = [f"{name} = {value!r}\n" for name, value in {**CONF, **(conf or {})}.items()]
            write(folder, {"conf.py": "".join(lines)})
        # Directives and roles are registered in docutils' global tables.
        self.clean()
        stream = StringIO()
        app = SphinxTestApp(
            builder,
            srcdir=folder,
            # gettext versions its doctrees in another way and cannot share them.
            builddir=folder / "_build" / ("catalogues" if builder == "gettext" else ""),
            freshenv=freshenv,
            warning=stream,
            parallel=parallel,
            tags=tags,
        )
        self.apps.append(app)
        read: set[str] = set()
        app.connect("env-before-read-docs", lambda _app, _env, names: read.update(names))
        app.build(filenames=[folder / name for name in only])
        told = LOOSE.sub("", COLOUR.sub("", stream.getvalue())).replace(f"{folder}{os.sep}", "")
        assert warnings or not told, told
        return Site(app, told, frozenset(read))

    def clean(self) -> None:
        """Give back what the last application registered; its output stays readable."""
        while self.apps:
            self.apps.pop().cleanup()


@pytest.fixture(scope="session", autouse=True)
def light_builds() -> Iterator[None]:
    """Do once in each worker what is the same in every build, and write no log that nobody reads.

    A build of one page compiles templates for half its time, and tells of each of its hundreds of
    steps for a quarter.
    """
    compiled: dict[tuple[object, ...], Any] = {}
    compile_template = Environment.compile

    def remembering(
        self: Environment,
        source: Any,  # noqa: ANN401 (jinja2's)
        *names: Any,  # noqa: ANN401 (as above)
        **more: Any,  # noqa: ANN401 (as above)
    ) -> Any:  # noqa: ANN401 (as above)
        # The lexer stands for the options: jinja2 makes one for all that have the same.
        key = (
            type(self),
            self.lexer,
            *self.extensions,
            self.autoescape,
            source,
            names,
            *more.items(),
        )
        if key not in compiled:
            compiled[key] = compile_template(self, source, *names, **more)
        return compiled[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Environment, "compile", remembering)
        patch.setattr(theming, "entry_points", functools.cache(theming.entry_points))
        logging.disable(logging.DEBUG)
        # Programs that tests start need not compile what those before them have.
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        # What was imported stays: the collector need not look at it again and again.
        gc.freeze()
        yield
        logging.disable(logging.NOTSET)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Builds]:
    """Build a site in process, see `Builds`."""
    builds = Builds(tmp_path)
    yield builds
    builds.clean()


@pytest.fixture(scope="module")
def build_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Site]:
    """Build a site that the tests of a module share and only look at, see `Builds`.

    Each call has a folder of its own.
    """

    def run(*args: Any, **options: Any) -> Site:  # noqa: ANN401 (as of `Builds`)
        builds = Builds(tmp_path_factory.mktemp("site"))
        try:
            return builds(*args, **options)
        finally:
            builds.clean()

    return run


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    if sys.platform != "linux" or not shutil.which("mount"):
        pytest.skip("no tmpfs")
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("mounting is not allowed here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def sphinx_build() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `python -m sphinx` in a process of its own: `sphinx_build(source, out, "-j2", "-W")`.

    The output is captured as text, stderr within stdout; the return code is not checked.
    """

    def run(
        source: Path, out: Path, *options: str, env: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            # -P: the working folder may hold a checkout of what is installed.
            [sys.executable, "-P", "-m", "sphinx", "--no-color", *options, str(source), str(out)],
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            env={**os.environ, **(env or {})},
        )

    return run


class _QuietHandler(SimpleHTTPRequestHandler):
    """Serves files under a policy, without a line on stderr for each."""

    def __init__(self, *args: Any, policy: str, **options: Any) -> None:  # noqa: ANN401 (the base's)
        self.policy = policy
        super().__init__(*args, **options)

    def end_headers(self) -> None:
        """Send the policy too."""
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[..., str]]:
    """Serve a folder on 127.0.0.1: `serve(site.outdir)` returns the base URL, without a slash.

    `serve(site.outdir, policy="default-src 'self'")` adds a content security policy.
    """
    with ExitStack() as stack:

        def run(folder: Path, policy: str = "") -> str:
            handler = functools.partial(_QuietHandler, directory=str(folder), policy=policy)
            server = stack.enter_context(ThreadingHTTPServer(("127.0.0.1", 0), handler))
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            stack.callback(thread.join)
            stack.callback(server.shutdown)
            return f"http://127.0.0.1:{server.server_port}"

        yield run


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start Chromium once in each worker, when the first test asks for it."""
    with sync_playwright() as playwright:
        try:
            started = launch(playwright)
        except NoBrowserError as error:
            pytest.fail(str(error))
        yield started
        started.close()


@dataclass
class Traffic:
    """What a page did: every request, those that were blocked, and what went wrong."""

    requests: list[str] = field(default_factory=list)
    """The URL of every request that left the page, `data:` and `blob:` apart."""
    errors: list[str] = field(default_factory=list)
    """Errors of the console and exceptions that nobody caught."""

    @property
    def foreign(self) -> list[str]:
        """The requests to any host but 127.0.0.1."""
        return [url for url in self.requests if urlsplit(url).hostname != "127.0.0.1"]


@pytest.fixture
def traffic() -> Traffic:
    """Return the record of what `page` does."""
    return Traffic()


@contextmanager
def profile(browser: Browser, traffic: Traffic) -> Iterator[BrowserContext]:
    """Open a fresh browser profile that reaches 127.0.0.1 and no other host.

    A stand-in for another host is a route of the page, which comes before this block:
    `page.route("https://player.example/**", lambda route: route.fulfill(body="…"))`.
    """
    opened = browser.new_context(
        viewport=DESK,
        service_workers="block",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname == "127.0.0.1":
            route.continue_()
        else:
            route.abort("blockedbyclient")

    def complain(message: ConsoleMessage) -> None:
        if message.type == "error":
            traffic.errors.append(message.text)

    opened.route("**/*", gate)
    opened.on(
        "request",
        lambda request: (
            traffic.requests.append(request.url)
            if urlsplit(request.url).scheme not in {"data", "blob"}
            else None
        ),
    )
    opened.on("console", complain)
    opened.on("weberror", lambda error: traffic.errors.append(str(error.error)))
    yield opened
    opened.close()


@pytest.fixture
def context(browser: Browser, traffic: Traffic) -> Iterator[BrowserContext]:
    """Open a fresh browser profile, see `profile`."""
    with profile(browser, traffic) as opened:
        yield opened


@pytest.fixture(scope="module")
def kept_page(browser: Browser) -> Iterator[Page]:
    """Open a page that tests of a module share; what it does is on no record."""
    with profile(browser, Traffic()) as opened:
        yield opened.new_page()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser) -> Page:  # noqa: ARG001 (a browser test)
    """Open a page of 1280 × 800 whose requests and errors are in `traffic`.

    Tests with the mark `one_page` get the same one, in the state of a new one, since a profile
    costs more than what they do: load, measure, resize. They must not add routes, scripts for all
    pages to come, or listeners, and have no `traffic`. What they store goes with their server.
    """
    if not request.node.get_closest_marker("one_page"):
        opened: BrowserContext = request.getfixturevalue("context")
        return opened.new_page()
    assert "traffic" not in request.fixturenames
    kept: Page = request.getfixturevalue("kept_page")
    leave(kept)
    kept.set_viewport_size(DESK)
    kept.emulate_media(
        media="null", color_scheme="light", forced_colors="none", reduced_motion="reduce"
    )
    kept.mouse.move(0, 0)
    return kept
