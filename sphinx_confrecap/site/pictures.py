"""Pictures on their way to the page: want → recipe → rendition → node, one function a step.

While reading, only headers are looked at. When all pages are read, and before the build forks to
write, everything that the builder needs is derived in one go, in a pool that is closed again: a
variant's size must be known before its name is printed, and no thread may live through a fork.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util.display import status_iterator

from sphinx_confrecap.config import limits
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.images import fit, plates
from sphinx_confrecap.images.backdrop import AUTO, Backdrop
from sphinx_confrecap.images.errors import CacheError, PictureError
from sphinx_confrecap.images.header import Header
from sphinx_confrecap.images.ink import Ink, svg_view
from sphinx_confrecap.images.limits import PictureLimits
from sphinx_confrecap.images.recipes import Original, Recipe, Responsive, Single, Trimmed
from sphinx_confrecap.images.store import Progress, Rendition, Request, Store
from sphinx_confrecap.messages import logger, warn
from sphinx_confrecap.site import uses
from sphinx_confrecap.site.builders import has_downloads, in_browser, publishes_pictures
from sphinx_confrecap.site.wants import WANTED, Logo, Photo, Want, Wanted

DENSITY = 3
"""Pixels of a published logo for each CSS pixel it is shown with: sharp on every screen."""

FALLBACK_WIDTH = 640
"""Pixels of the variant for browsers that do not choose one."""

_OPENED = 300  # priority among the handlers of "env-updated"


class Made(NamedTuple):
    """What was made of a picture for a want.

    Attributes:
        renditions: The files to show; the last is the widest that every reader can fall back on.
        original: The file itself, if it was wanted.
        ink: Where a logo's ink is.
    """

    renditions: tuple[Rendition, ...]
    original: Rendition | None = None
    ink: Ink | None = None


# -- want → recipe -------------------------------------------------------------------------------


class Target(NamedTuple):
    """What a builder can show, and how the site wants it."""

    pictures: bool
    browser: bool
    svg: bool
    config: Config

    @classmethod
    def of(cls, builder: Builder) -> Target:
        """Return that of a builder."""
        svg = "image/svg+xml" in builder.supported_image_types
        return cls(publishes_pictures(builder), in_browser(builder), svg, builder.config)


def recipes(want: Want, header: Header, ink: Ink | None, target: Target) -> list[Recipe]:
    """Return what to make of a picture: first what is shown, then the file itself if wanted."""
    if isinstance(want, Logo):
        assert ink is not None  # noqa: S101 (every logo is measured)
        return [_logo_recipe(want, header, ink, target)]
    credit, licence = want.credit or header.artist, want.license or header.copyright
    if not target.pictures:
        return [Original(credit=credit, license=licence)]
    if not target.browser:
        if header.format == "SVG" and target.svg:
            return [Original()]
        return [Single(credit=credit, license=licence)]
    widths: list[int] = sorted(target.config.confrecap_image_widths)
    if want.widest:
        widths = [width for width in widths if width <= want.widest] or widths[:1]
    shown = Responsive(
        widths=tuple(widths),
        formats=tuple(target.config.confrecap_image_formats),
        quality=tuple(sorted(target.config.confrecap_image_quality.items())),
        credit=credit,
        license=licence,
    )
    return [shown, Original(credit=credit, license=licence)] if want.original else [shown]


def _logo_recipe(want: Logo, header: Header, ink: Ink, target: Target) -> Recipe:
    """Trim a raster to its ink; leave an SVG as it is where a browser can show a part of it.

    A book has no style sheet that sets a logo on a plate, so there the plate is in the picture.
    """
    if target.browser and header.format == "SVG":
        return Original()
    width, height = fit.fit(ink.aspect, want.size, want.factor, ink.share)
    box = (ink.left, ink.top, ink.right, ink.bottom)
    size = width * DENSITY, height * DENSITY
    plate = "" if target.browser else _plates(want, ink, {want.mode}).on_light
    if not plate:
        return Trimmed(box, *size)
    return Trimmed(box, *size, plates.GROUNDS[plate], plates.REACH * DENSITY)


def _plates(
    want: Logo, ink: Ink, modes: set[str], stands_on: Backdrop = AUTO, *, grey: bool = False
) -> plates.Plates:
    """Return the plates that a logo needs, in the modes that have no file of their own."""
    both = {} if stands_on.colour is None else {"light": stands_on.colour, "dark": stands_on.colour}
    found = plates.plates(
        ink,
        has_light_file="light" in modes,
        has_dark_file="dark" in modes,
        wanted=want.plate,
        grey=grey,
        **both,
    )
    if stands_on.mode == "auto":
        return found
    one = found.on_light if stands_on.mode == "light" else found.on_dark
    return plates.Plates(one, one)


# -- recipe → rendition --------------------------------------------------------------------------


def threads(number: int = 0) -> Executor:
    """Return a pool of threads, by default one for each processor."""
    return ThreadPoolExecutor(max_workers=number or os.cpu_count() or 1)


class Pictures:
    """What a build derives.

    Attributes:
        store: The cache.
        pool: Makes an executor, which is shut down when everything is derived. Another one may be
            set before: by a handler of "env-updated" with a priority between 300 and 500.
        progress: Shows how far it is, see :meth:`Store.render`; may be set likewise.
        encoded: How many pictures were not in the cache.
        made: What came out, by the file's name and the want; without those that failed.
        broken: Why a file cannot be used, by its name.
        failed: The pages that show such a file.
    """

    def __init__(self, app: Sphinx) -> None:
        self.root = Path(app.srcdir)
        self.store = Store(uses.cache(app), limits(PictureLimits, app.config))
        self.pool: Callable[[], Executor] = threads
        self.progress: Progress = self._status
        self.encoded = 0
        self.made: dict[tuple[str, Want], Made] = {}
        self.failed: set[str] = set()
        self._target = Target.of(app.builder)
        self._verbosity: int = app.verbosity
        self.broken: dict[str, PictureError] = {}
        self._complained = False

    def derive(self, wanted: Mapping[str, Sequence[Wanted]]) -> None:
        """Derive all that pages want; say which pictures cannot be used."""
        pages = [(docname, one) for docname in sorted(wanted) for one in wanted[docname]]
        paths = {uri: self.root / uri for uri in dict.fromkeys(one.uri for _, one in pages)}
        with self.pool() as pool:
            self.store.read(paths.values(), executor=pool)
            plans: dict[tuple[str, Want], _Plan | PictureError] = {}
            for _, one in pages:
                if one[:2] not in plans:
                    plans[one[:2]] = self._plan(paths[one.uri], one.want)
            requests = [
                request
                for plan in plans.values()
                if isinstance(plan, _Plan)
                for request in plan.requests
            ]
            results = self.store.render(requests, executor=pool, progress=self._counted)
        unkept = []
        for docname, one in pages:
            plan = plans[one[:2]]
            made = plan.made(results) if isinstance(plan, _Plan) else plan
            if isinstance(made, Made):
                self.made[one[:2]] = made
                continue
            self.failed.add(docname)
            if one.uri not in self.broken:
                self.broken[one.uri] = made
                if isinstance(made, CacheError):
                    unkept.append((one, made))
                else:
                    warn(Code.IMAGE, f"the picture '{one.uri}' {made}", one.at)
        self._complain(unkept)

    def names(self) -> set[str]:
        """Return the names of all that was made."""
        return {file.name for made in self.made.values() for file in _files(made)}

    def _plan(self, path: Path, want: Want) -> _Plan | PictureError:
        try:
            header = self.store.header(path)
            ink = self._ink(path, header) if isinstance(want, Logo) else None
        except PictureError as error:
            return error
        return _Plan([(path, recipe) for recipe in recipes(want, header, ink, self._target)], ink)

    def _ink(self, path: Path, header: Header) -> Ink:
        """Return where a logo's ink is, measured once per content."""

        def measured() -> dict[str, Any]:
            from sphinx_confrecap.images.measure import measure  # noqa: PLC0415 (loads decoders)

            return measure(path, header, self.store.limits).to_dict()

        digest = self.store.digest(path)
        return Ink.from_dict(self.store.facts(digest, "ink", measured))

    def _complain(self, unkept: Sequence[tuple[Wanted, PictureError]]) -> None:
        """Say once what a cache that cannot be written costs."""
        if self._complained or not (unkept or self.store.problem):
            return
        self._complained = True
        if unkept:
            picture, error = unkept[0]
            others = f" (and {len(unkept) - 1} more)" if len(unkept) > 1 else ""
            sentence = f"the picture '{picture.uri}'{others} {error}, and is not shown"
            warn(Code.IMAGE, sentence, picture.at)
        elif self.encoded:
            sentence = "the cache cannot be written, so the next build makes the pictures again"
            warn(Code.IMAGE, f"{sentence}: {self.store.problem}")
        else:
            logger.info("the cache cannot be written: %s", self.store.problem)

    def _counted(self, names: Iterable[str], length: int) -> Iterable[str]:
        self.encoded += length
        return self.progress(names, length)

    def _status(self, names: Iterable[str], length: int) -> Iterable[str]:
        return status_iterator(names, "deriving pictures... ", "brown", length, self._verbosity)


class _Plan(NamedTuple):
    """What is made of a picture for a want."""

    requests: list[Request]
    ink: Ink | None

    def made(
        self, results: Mapping[Request, tuple[Rendition, ...] | PictureError]
    ) -> Made | PictureError:
        """Return what came out."""
        shown, *others = [results[request] for request in self.requests]
        if isinstance(shown, PictureError):
            return shown
        file = others[0] if others else ()
        return Made(
            shown, None if isinstance(file, PictureError) or not file else file[0], self.ink
        )


def _files(made: Made) -> Iterator[Rendition]:
    yield from made.renditions
    if made.original is not None:
        yield made.original


def of(builder: Builder) -> Pictures:
    """Return what this build derives, which is known once all pages are read."""
    if "confrecap_pictures" not in builder.__dict__:  # nothing is to be written, but a site asks
        start(builder.__dict__["confrecap_sealed"])
    found: Pictures = builder.__dict__["confrecap_pictures"]
    return found


# -- rendition → node ----------------------------------------------------------------------------


def place_pictures(document: nodes.document, builder: Builder) -> bool:
    """Put what was derived on the nodes; False if any could not be shown, and was taken out.

    Each gets one candidate, so that no converter converts it. Its ``uri``
    is the rendition, whose base name is its published name: other extensions publish what stands
    there themselves, and would publish the untouched original.
    """
    pictures = of(builder)
    if not publishes_pictures(builder):
        for node in document.findall(nodes.image):
            if made := pictures.made.get((node["uri"], node.get("want"))):
                node["file"] = made.renditions[0]
        return True
    wanted = [node for node in document.findall(nodes.image) if "want" in node]
    shown = []
    for node in wanted:
        made = pictures.made.get((node["uri"], node["want"]))
        if made is None:
            node.parent.remove(node)
        else:
            shown.append((node, made))
    for node, _made in shown:
        if node.get("made_for") and made_for_elsewhere(node, builder):
            node.parent.remove(node)
    for node, made in shown:
        if node in node.parent.children:
            place(node, made, builder)
    return len(shown) == len(wanted)


def made_for_elsewhere(node: nodes.Element, builder: Builder) -> bool:
    """True for the logo of a pair that is never shown: paper is light, and a backdrop is one."""
    mode = node.get("backdrop", AUTO).mode if in_browser(builder) else "light"
    other = {"light": "dark", "dark": "light"}.get(mode)
    return other is not None and node.get("made_for") == other and bool(_twins(node))


def place(node: nodes.Element, made: Made, builder: Builder) -> None:
    """Let a node show what was made for it.

    ``renditions`` are the files that it shows, ``original`` is the file itself if that was wanted,
    ``shown`` width and height. A photo for a browser has ``large``, what a click leads to. A logo
    has ``mode``, the pages that it is for, ``plates`` on light and on dark pages, and ``view``, the
    part that is shown.
    """
    want = node.attributes.pop("want")
    widest = made.renditions[-1]
    node["renditions"], node["original"] = made.renditions, made.original
    if isinstance(want, Logo):
        file = _place_logo(node, want, made, builder)
    elif in_browser(builder):
        alike = [one for one in made.renditions if one.mime == widest.mime]
        file = min(alike, key=lambda one: (abs(one.width - FALLBACK_WIDTH), one.width))
        whole = file if want.widest else widest
        node["shown"] = whole.width, whole.height
        # Opened by itself, an SVG may run scripts.
        node["large"] = None if widest.mime == "image/svg+xml" else widest
    else:
        file = widest
        node["shown"] = widest.width, widest.height
        if builder.format == "latex":
            node["width"] = node["print"]
    node["uri"] = file.uri
    # "*" is the only one there is; "?" is none of the site, which no converter touches.
    node["candidates"] = {"*" if file.mime in builder.supported_image_types else "?": node["uri"]}


def _place_logo(node: nodes.Element, want: Logo, made: Made, builder: Builder) -> Rendition:
    """Show the ink alone, as large as its neighbours, on a plate where it needs one."""
    ink, file = made.ink, made.renditions[0]
    assert ink is not None  # noqa: S101 (every logo is measured)
    twins = _twins(node)
    # What is left of a pair serves both modes.
    node["mode"] = want.mode if twins else ""
    modes = {want.mode, *(twin["made_for"] for twin in twins)}
    stands_on, grey = node.get("backdrop", AUTO), node.get("grey", False)
    behind = _plates(want, ink, modes, stands_on, grey=grey)
    width, height = fit.fit(ink.aspect, want.size, want.factor, ink.share)
    if in_browser(builder):
        node["plates"] = behind.on_light, behind.on_dark
        if file.mime == "image/svg+xml":
            node["view"] = "#" + svg_view(ink)
    else:
        more = 2 * plates.REACH if behind.on_light else 0
        width, height = width + more, height + more
        node["width"], node["height"] = f"{width}px", f"{height}px"
    node["shown"] = width, height
    return file


def logo_fields(node: nodes.Element, src: str, builder: Builder) -> dict[str, Any]:
    """Return what the template of a logo is told; ``src`` is the address of its file."""
    width, height = node.get("shown", (0, 0))
    return {
        "src": src + node.get("view", ""),
        "width": width,
        "height": height,
        "mode": node.get("mode", ""),
        "plates": list(zip(("light", "dark"), node.get("plates", ()), strict=False)),
        "browser": in_browser(builder),
    }


def _twins(logo: nodes.Element) -> list[nodes.Element]:
    """Return the other logo of a pair for light and dark pages."""
    around = logo.parent.children
    return [
        one
        for one in around
        if one is not logo and isinstance(one, nodes.Element) and one.get("made_for")
    ]


# -- wiring --------------------------------------------------------------------------------------


def start(app: Sphinx, *_env: BuildEnvironment) -> list[str]:
    """Open the cache, once all pages are read."""
    app.builder.confrecap_pictures = Pictures(app)  # type: ignore[attr-defined]  # ours, see `of`
    return []


def derive(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Derive everything."""
    wanted = WANTED.of(env)
    if not publishes_pictures(app.builder):
        # Pictures are left where they are; a link to the file itself leads to one without metadata.
        linked = has_downloads(app.registry, app.builder)
        wanted = {
            docname: [one for one in some if isinstance(one.want, Photo) and one.want.original]
            for docname, some in wanted.items()
            if linked
        }
    if wanted:
        of(app.builder).derive(wanted)
    return []


def connect(app: Sphinx) -> None:
    """Connect the pipeline."""
    app.connect("env-updated", start, priority=_OPENED)
    app.connect("env-updated", derive)
