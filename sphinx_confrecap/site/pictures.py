"""Pictures on their way to the page: planned from the domain, derived once, put on their nodes.

While reading, only headers are looked at. When all documents are read, and before the build forks
to write, everything that the builder needs is derived in one go, in a pool that is closed again:
a variant's size must be known before its name is printed, and no thread may live through a fork.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.display import status_iterator

from sphinx_confrecap.config import picture_limits
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.doctree.base import PLAYER_BUILDERS, Semantic, confrecap_picture
from sphinx_confrecap.images import naming
from sphinx_confrecap.images.errors import CacheError, PictureError
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.images.ink import Ink
from sphinx_confrecap.images.limits import PictureLimits
from sphinx_confrecap.images.manifest import fits
from sphinx_confrecap.images.store import Progress, Recipe, Rendition, Store
from sphinx_confrecap.messages import logger, warn
from sphinx_confrecap.site.uses import unwritten

if TYPE_CHECKING:
    from sphinx_confrecap.site.domain import ConfrecapDomain, Picture


FOLDER = "confrecap-images"
"""The cache's name inside the doctree folder, unless ``confrecap_cache_dir`` says otherwise."""

_OPENED = 300  # priority among the handlers of "env-updated"


def threads(number: int = 0) -> Executor:
    """Return a pool of threads, by default one for each processor."""
    return ThreadPoolExecutor(max_workers=number or os.cpu_count() or 1)


class Shop:
    """What a build derives: the cache, what the builder can show, and what came out.

    Attributes:
        pool: Makes an executor, which is shut down when everything is derived. Another one may be
            set before: by a handler of "env-updated" with a priority between 300 and 500.
        progress: Shows how far it is, see :meth:`Store.render`; may be set likewise.
        encoded: How many pictures were not in the cache.
    """

    def __init__(self, app: Sphinx) -> None:
        self.builder: Builder = app.builder
        self.config = app.config
        self.verbosity: int = app.verbosity
        self.pool: Callable[[], Executor] = threads
        self.progress: Progress = self._status
        self.encoded = 0
        root = Path(app.srcdir)
        folder = app.config.confrecap_cache_dir
        self.root = root
        where = root / folder if folder else Path(app.doctreedir) / FOLDER
        self.store = Store(where, picture_limits(app.config))
        self.results: dict[tuple[Path, Recipe], tuple[Rendition, ...] | PictureError] = {}
        self.failed: dict[Path, PictureError] = {}
        # Other builders take pictures from Sphinx, and convert some of them.
        self.published: dict[str, str] = {} if self.in_browser else app.builder.images
        app.builder.confrecap_pictures = self.published  # type: ignore[attr-defined]  # ours, per builder
        self._paths: dict[str, Path] = {}
        self._headers: dict[Path, Header] = {}
        self._inks: dict[Path, Ink] = {}
        self._complained = False

    @property
    def in_browser(self) -> bool:
        """True if pages are read in a browser."""
        return self.builder.name in PLAYER_BUILDERS

    @property
    def has_pictures(self) -> bool:
        """True if the builder publishes pictures at all."""
        return bool(self.builder.supported_image_types)

    @property
    def shows_svg(self) -> bool:
        """True if the builder publishes SVG."""
        return "image/svg+xml" in self.builder.supported_image_types

    def path(self, uri: str) -> Path:
        """Return the file of a picture node's ``uri``."""
        if uri not in self._paths:
            self._paths[uri] = self.root / uri.lstrip("/")
        return self._paths[uri]

    def ink(self, path: Path) -> Ink:
        """Return where a logo's ink is, measured once per content."""
        if path not in self._inks:
            header = self.header(path)
            digest = self.store.digest(path)
            facts = self.store.facts(
                digest,
                "ink",
                lambda: _measured(path, header, self.store.limits),
                fits=partial(fits, Ink),
            )
            self._inks[path] = Ink.from_dict(facts)
        return self._inks[path]

    def header(self, path: Path) -> Header:
        """Return what is known about a picture without its pixels."""
        if path not in self._headers:
            self._headers[path] = self.store.header(path)
        return self._headers[path]

    def publish(self, node: nodes.Element, rendition: Rendition) -> None:
        """Let the builder publish a rendition in place of the picture itself."""
        node["uri"] = self.name(rendition)
        node["candidates"] = {"*": node["uri"]}

    def publish_all(self, renditions: Sequence[Rendition]) -> Sequence[Rendition]:
        """Have variants published for a browser to choose from; return them."""
        self.published.update((one.name, one.name) for one in renditions)
        return renditions

    def name(self, rendition: Rendition) -> str:
        """Have a rendition published; return the key under which `picture_uri` knows it."""
        key = rendition.name if self.in_browser else str(rendition.path)
        self.published[key] = rendition.name
        return key

    def copy(self) -> None:
        """Publish the pictures of a builder for browsers.

        Sphinx would compare every byte of thousands of files. The name of a file says what it
        holds, so one of the same size is there already.
        """
        if not self.in_browser or not self.published:
            return
        folder = Path(self.builder.outdir) / self.builder.imagedir
        folder.mkdir(parents=True, exist_ok=True)
        with os.scandir(folder) as entries:
            there = {entry.name: entry.stat().st_size for entry in entries}
        for name in self.published:
            source = os.path.join(self.store.folder, name)  # noqa: PTH118 (thousands)
            try:
                if there.get(name) != os.stat(source).st_size:  # noqa: PTH116 (thousands)
                    shutil.copyfile(source, folder / name)
            except OSError as error:
                warn(Code.IMAGE, f"the picture '{name}' cannot be copied: {error}")

    def tidy(self) -> None:
        """Take away what a browser's pages showed once and show no more: somebody may ask for it.

        Ours is only what the cache holds under the same name, which has a hash of its bytes.
        """
        folder = Path(self.builder.outdir) / getattr(self.builder, "imagedir", "")
        if not self.in_browser or not folder.is_dir():
            return
        wanted = {
            rendition.name
            for outcome in self.results.values()
            if not isinstance(outcome, PictureError)
            for rendition in outcome
        }
        for name in sorted(set(os.listdir(folder)) - wanted):  # noqa: PTH208 (thousands)
            if naming.key_of(name) and (self.store.folder / name).is_file():
                with contextlib.suppress(OSError):
                    (folder / name).unlink()

    def derive(self, pictures: Iterable[Picture]) -> None:
        """Derive all that these pictures need; say which of them cannot be used."""
        with self.pool() as pool:
            todo = list(pictures)
            self.store.read((self.path(picture.uri) for picture in todo), executor=pool)
            planned = list(self._planned(todo))
            wanted = dict.fromkeys(request for _, request in planned)
            self.results.update(self.store.render(wanted, executor=pool, progress=self._counted))
        unkept = []
        for picture, request in planned:
            outcome = self.results[request]
            if isinstance(outcome, PictureError) and request[0] not in self.failed:
                if isinstance(outcome, CacheError):
                    self.failed[request[0]] = outcome
                    unkept.append((picture, outcome))
                else:
                    self._say(picture, outcome)
        self._complain(unkept)

    def _planned(
        self, pictures: Iterable[Picture]
    ) -> Iterable[tuple[Picture, tuple[Path, Recipe]]]:
        for picture in pictures:
            path = self.path(picture.uri)
            if path in self.failed:
                continue
            try:
                recipe = KINDS[picture.kind].plan(self, path, picture.about)
            except PictureError as error:
                self._say(picture, error)
                continue
            if recipe is not None:
                yield picture, (path, recipe)

    def _complain(self, unkept: Sequence[tuple[Picture, PictureError]]) -> None:
        """Say once what a cache that cannot be written costs."""
        if self._complained or not (unkept or self.store.problem):
            return
        self._complained = True
        if unkept:
            picture, error = unkept[0]
            others = f" (and {len(unkept) - 1} more)" if len(unkept) > 1 else ""
            sentence = f"the picture '{picture.uri[1:]}'{others} {error}, and is not shown"
            warn(Code.IMAGE, sentence, picture.at)
        elif self.encoded:
            sentence = "the cache cannot be written, so the next build makes the pictures again"
            warn(Code.IMAGE, f"{sentence}: {self.store.problem}")
        else:
            logger.info("the cache cannot be written: %s", self.store.problem)

    def _say(self, picture: Picture, error: PictureError) -> None:
        path = self.path(picture.uri)
        self.failed[path] = error
        warn(Code.IMAGE, f"the picture '{picture.uri[1:]}' {error}", picture.at)

    def _counted(self, names: Iterable[str], length: int) -> Iterable[str]:
        self.encoded += length
        return self.progress(names, length)

    def _status(self, names: Iterable[str], length: int) -> Iterable[str]:
        return status_iterator(names, "deriving pictures... ", "brown", length, self.verbosity)

    def place(self, node: confrecap_picture) -> bool:
        """Put on a node what was derived for it; False if there is no picture to show."""
        path = self.path(node["uri"])
        if path in self.failed or not node.is_shown(self):
            return False
        about = {name: node[name] for name in node.planned_from if name in node}
        recipe = node.plan(self, path, about)
        renditions: Sequence[Rendition] = ()
        if recipe is not None:
            outcome = self.results.get((path, recipe), ())
            renditions = () if isinstance(outcome, PictureError) else outcome
        node.place(self, path, renditions)
        return True


def _measured(path: Path, header: Header, limits: PictureLimits) -> dict[str, Any]:
    """Return the ink of a logo that is not in the cache."""
    from sphinx_confrecap.images.measure import measure  # noqa: PLC0415 (loads decoders)

    return measure(path, header, limits).to_dict()


SHOPS: WeakKeyDictionary[BuildEnvironment, Shop] = WeakKeyDictionary()
"""The shop of each environment: not on the environment itself, which is pickled."""

KINDS: dict[str, type[confrecap_picture]] = {}
"""The picture nodes by name."""


class PlacePictures(SphinxPostTransform):
    """Put what was derived on the picture nodes, and take those out that cannot be shown."""

    default_priority = 50  # before Sphinx's own image converters

    def run(self, **_kwargs: Any) -> None:  # noqa: ANN401 (the signature is Sphinx's)
        """Go through the pictures. A document may pass here more than once."""
        shop = SHOPS.get(self.env)
        # A catalogue is made of the nodes that were read: later ones are not in it.
        if shop is None or shop.builder.name == "gettext":
            return
        ours = [node for node in self.document.findall(nodes.Element) if isinstance(node, Semantic)]
        for node in ours:
            if not isinstance(node, confrecap_picture):
                node.place_pictures(shop)
            elif shop.has_pictures and not node.get("placed"):
                node["placed"] = True
                if not shop.place(node):
                    node.parent.remove(node)


def open_shop(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Open the cache, once all documents are read."""
    KINDS.update(
        {
            kind.__name__: kind
            for kind in Semantic.classes_known
            if issubclass(kind, confrecap_picture)
        }
    )
    SHOPS[env] = Shop(app)
    return []


def derive(_app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Derive everything."""
    domain = cast("ConfrecapDomain", env.get_domain("confrecap"))
    shop = SHOPS[env]
    if shop.has_pictures:
        shop.derive([item for name in sorted(domain.pictures) for item in domain.pictures[name]])
    return []


def leave_out(app: Sphinx, builder: Builder) -> None:
    """Keep the cache out of a book where it lies in the folder that is packed.

    That is so wherever nobody says where doctrees go. The value is changed for this build alone.
    """
    shop = SHOPS.get(app.env)
    if shop is None or builder.name != "epub" or not shop.store.folder.is_dir():
        return
    outdir = Path(builder.outdir)
    if shop.store.folder.is_relative_to(outdir):
        names = [str(path.relative_to(outdir)) for path in shop.store.folder.iterdir()]
        app.config.epub_exclude_files = [*app.config.epub_exclude_files, *names]


def copy(app: Sphinx, exception: Exception | None) -> None:
    """Publish the pictures, once the pages are written, and take old ones away."""
    shop = SHOPS.get(app.env)
    if shop is None or exception is not None:
        return
    shop.copy()
    # A build of some pages only leaves others as they were.
    if not unwritten(app, app.env):
        shop.tidy()


def connect(app: Sphinx) -> None:
    """Connect the pipeline."""
    app.connect("env-updated", open_shop, priority=_OPENED)
    app.connect("env-updated", derive)
    app.connect("write-started", leave_out)
    app.connect("build-finished", copy)
    app.add_post_transform(PlacePictures)
