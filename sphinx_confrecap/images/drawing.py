"""Reads an SVG without trusting it, and keeps the part that can be drawn in bounded time.

On its own resvg opens the files that an ``<image>`` names, overflows its stack on deep nesting and
can be kept busy for minutes, so it never sees the file: expat reads the XML, and only drawing
elements of known cost are written out again, without document type, links to files, scripts and
expensive filters. What a drawing costs with each ``<use>`` and ``url(#…)`` followed is added up.
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import io
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from sphinx_confrecap.images import header
from sphinx_confrecap.images.errors import PictureError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

MAX_BYTES = 5_000_000
MAX_DEPTH = 100  # of elements, <use> and url(#…) followed; resvg overflows its stack at some 1,000
MAX_COST = 20_000  # elements drawn, <use> and url(#…) followed; long attributes count for more
MAX_EMBEDDED = 16_000_000  # pixels of one embedded picture

_DRAWN = frozenset({
    "svg", "g", "defs", "symbol", "use", "a", "switch", "path", "rect", "circle", "ellipse", "line",
    "polyline", "polygon", "clipPath", "mask", "pattern", "marker", "linearGradient",
    "radialGradient", "stop", "style", "image", "text", "tspan", "textPath",
})  # fmt: skip
# Filter primitives whose time does not grow with an attribute.
_FILTERS = frozenset({
    "filter", "feGaussianBlur", "feOffset", "feFlood", "feBlend", "feColorMatrix", "feComposite",
    "feMerge", "feMergeNode", "feDropShadow", "feComponentTransfer", "feFuncR", "feFuncG",
    "feFuncB", "feFuncA",
})  # fmt: skip
_SILENT = frozenset({
    "title", "desc", "metadata", "script", "view", "cursor", "font", "font-face",
})  # fmt: skip
_FILTER_COST = 200
# What these hold is drawn only where something refers to them.
_ASIDE = frozenset({
    "defs", "symbol", "clipPath", "mask", "pattern", "marker", "filter", "linearGradient",
    "radialGradient",
})  # fmt: skip

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_LENGTH = re.compile(rf"\s*({_NUMBER})\s*(px|pt|pc|mm|cm|q|in|em|rem|ex)?\s*", re.IGNORECASE)
_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "q": 96 / 101.6,
    "in": 96.0, "em": 16.0, "rem": 16.0, "ex": 8.0,
}  # fmt: skip
_URL = re.compile(r"url\(\s*[\"']?#([^\"')\s]+)")
_GROUND = re.compile(
    r"(?:^|;)\s*background(?:-color)?\s*:\s*(#[0-9a-f]{3,8}|rgba?\([^()]*\)|(?!none|transparent)[a-z]+)\s*(?:;|$)",
    re.IGNORECASE,
)
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[.#]?[\w-]+")
_DATA = re.compile(r"\s*data:image/(?:png|jpe?g|gif|webp);base64,(.*)", re.DOTALL | re.IGNORECASE)


class _TooMuch(Exception):  # noqa: N818 - a limit is no error of the caller
    """The drawing is beyond what may be rendered."""


@dataclasses.dataclass(frozen=True, slots=True)
class View:
    """A rectangle in the user units of a drawing."""

    x: float
    y: float
    width: float
    height: float


@dataclasses.dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that is safe to render.

    Attributes:
        view: The viewBox, or the origin with width and height in CSS pixels.
        body: What stands inside the root, ``None`` if it may not be rendered.
        root: Attributes of the root but for size and place.
        certain: False where a browser can draw something else than we do: text in the reader's
            font, motion, filters that were left out.
        adapts: The file has a look of its own for dark pages.
    """

    view: View
    body: str | None
    root: tuple[tuple[str, str], ...] = ()
    certain: bool = True
    adapts: bool = False


@dataclasses.dataclass(slots=True)
class _Element:
    cost: float
    names: tuple[str, ...]  # what a selector can call it: tag, .class, #id
    links: list[str]
    children: list[_Element] = dataclasses.field(default_factory=list)


class _Cleaner:
    """Handlers for expat that write the harmless part of an SVG out again."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.root: dict[str, str] | None = None
        self.certain = True
        self.css = ""
        self._open: list[_Element] = []
        self._tree: _Element | None = None
        self._ids: dict[str, _Element] = {}
        self._skip = 0
        self._written = 0
        self._in_style = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Opens an element, or begins to skip it with all it contains."""
        if self._skip:
            self._skip += 1
            return
        space, _, tag = name.rpartition(" ")
        plain = self._plain(tag, attributes) if self._known(space, tag) else None
        if plain is None:
            self._skip = 1
            return
        self._keep(tag, plain)
        if self.root is None:
            self.root = plain
        else:
            self._write(f"<{tag}{markup(plain)}>")

    def _keep(self, tag: str, plain: dict[str, str]) -> None:
        element = _element(tag, plain)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._tree = element
        if ident := plain.get("id"):
            self._ids.setdefault(ident, element)
        self._open.append(element)
        self._in_style = tag == "style"
        if tag == "text":  # in the reader's font, which is not ours
            self.certain = False

    def _known(self, space: str, tag: str) -> bool:
        """Whether an element can be drawn; if not, notes whether a browser would."""
        if self.root is None:
            if space != SVG or tag != "svg":
                message = "is not an SVG (its root is not svg in the SVG namespace)"
                raise PictureError(message)
            return True
        if space == SVG and (tag in _DRAWN or tag in _FILTERS):
            return True
        # Illustrator puts its private data beside the drawing in a <switch>, as foreignObject.
        private = tag == "foreignObject" and self._open[-1].names[0] == "switch"
        if space == SVG and tag not in _SILENT and not private:
            self.certain = False
        return False

    def end(self, name: str) -> None:
        """Closes what `start` opened."""
        if self._skip:
            self._skip -= 1
            return
        self._open.pop()
        self._in_style = False
        if self._open:
            self._write(f"</{name.rpartition(' ')[2]}>")

    def text(self, data: str) -> None:
        """Keeps character data, of style sheets and of text alike."""
        if self._skip or not self._open:
            return
        if self._in_style:
            data = _without_dashes(data)
            self.css += data
        self._write(escape(data))

    def body(self) -> str:
        """What stands inside the root; raises `_TooMuch` if drawing it could take too long."""
        if self._tree is None:
            return ""
        _Cost(self._ids, self.css).of(self._tree, 0)
        return "".join(self.out)

    def _write(self, text: str) -> None:
        self._written += len(text)
        if self._written > MAX_BYTES:
            raise _TooMuch
        self.out.append(text)

    def _plain(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str] | None:
        plain = {}
        href = None
        for name, value in attributes.items():
            space, _, local = name.rpartition(" ")
            if local == "href" and space in {"", XLINK}:
                href = value if href is None or not space else href
            elif not space and local != "stroke-dasharray" and not local.startswith("on"):
                plain[local] = _without_dashes(value) if local == "style" else value
            elif local == "space":
                plain["xml:space"] = value
        if href is not None and href.strip().startswith("#"):
            plain["href"] = href.strip()
        elif tag == "image":
            # A browser opens no other file from within <img> either, so leaving it out is exact.
            if not (match := _DATA.fullmatch(href or "")):
                self.certain &= not (href or "").lstrip().startswith("data:")
                return None
            if not _embeddable(match[1]):
                self.certain = False
                return None
            plain["href"] = (href or "").strip()
        return plain


class _Cost:
    """Adds up what a drawing costs when every reference is followed."""

    def __init__(self, ids: Mapping[str, _Element], css: str) -> None:
        self._ids = ids
        self._done: dict[int, tuple[float, int]] = {}
        self._rules: dict[str, list[str]] = {}
        for selector, rule in _RULE.findall(css):
            if targets := _URL.findall(rule):
                for name in _SELECTOR.findall(selector) or ("*",):
                    self._rules.setdefault(name, []).extend(targets)

    def of(self, element: _Element, depth: int) -> tuple[float, int]:
        """Cost and depth of an element with its references; raises `_TooMuch` at the limits."""
        if depth > MAX_DEPTH:  # a reference to itself ends here too
            raise _TooMuch
        known = self._done.get(id(element))
        if known is None:
            cost, below = element.cost, 0
            for child in element.children:
                more, deep = self.of(child, depth + 1)
                below = max(below, deep + 1)
                cost += 0 if child.names[0] in _ASIDE else more
            for part in self._linked(element):
                more, deep = self.of(part, depth + 1)
                cost, below = cost + more, max(below, deep + 1)
            known = self._done[id(element)] = cost, below
        if known[0] > MAX_COST or depth + known[1] > MAX_DEPTH:
            raise _TooMuch
        return known

    def _linked(self, element: _Element) -> Iterable[_Element]:
        names = element.links
        if self._rules:
            names = [*names]
            for name in (*element.names, "*"):
                names += self._rules.get(name, ())
        return (self._ids[name] for name in names if name in self._ids)


def _element(tag: str, plain: Mapping[str, str]) -> _Element:
    cost = 1 + sum(map(len, plain.values())) / 100
    if tag in _FILTERS:
        cost += _FILTER_COST
    links = []
    for name, value in plain.items():
        if name == "href" and value.startswith("#"):
            links.append(value[1:])
        elif "url(" in value:
            links += _URL.findall(value)
    names = (tag, f"#{plain.get('id', '')}", *(f".{c}" for c in plain.get("class", "").split()))
    return _Element(cost, names, links)


def _without_dashes(css: str) -> str:
    # A million dashes of one line take seconds; the ink's box is that of the whole line.
    return css.replace("stroke-dasharray", "-x-dasharray") if "dasharray" in css else css


def markup(plain: Mapping[str, str]) -> str:
    """The attributes as they stand in a tag, each after a space."""
    return "".join(f" {name}={quoteattr(value)}" for name, value in plain.items())


def _embeddable(data: str) -> bool:
    try:
        facts = header.parse(io.BytesIO(base64.b64decode(data)))
    except (binascii.Error, PictureError):
        return False
    return facts.format != "SVG" and facts.width * facts.height <= MAX_EMBEDDED


def _length(text: str | None) -> float | None:
    if not text or not (match := _LENGTH.fullmatch(text)):
        return None
    value = float(match[1]) * _PIXELS[(match[2] or "px").lower()]
    return value if math.isfinite(value) and value > 0 else None


def _view(root: Mapping[str, str]) -> View | None:
    parts = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    if len(parts) == 4 and all(re.fullmatch(_NUMBER, part) for part in parts):
        x, y, width, height = map(float, parts)
        if all(map(math.isfinite, (x, y, width, height))) and width > 0 and height > 0:
            return View(x, y, width, height)
    width_px, height_px = _length(root.get("width")), _length(root.get("height"))
    if width_px is None or height_px is None:
        return None
    return View(0.0, 0.0, width_px, height_px)


def _ground(style: str, view: View) -> str:
    """The background that a browser paints below a drawing, as a part of it."""
    if not (match := _GROUND.search(style)):
        return ""
    size = {"x": view.x, "y": view.y, "width": view.width, "height": view.height}
    return f"<rect{markup({n: repr(v) for n, v in size.items()} | {'fill': match[1]})}/>"


def read(path: Path) -> Drawing:
    """Reads an SVG without trusting it.

    Args:
        path: The file; up to 5 MB of it may be drawn.

    Raises:
        PictureError: It is not an SVG, or has neither a viewBox nor a width and a height.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"cannot be opened ({error.strerror or error})"
        raise PictureError(message) from error
    cleaner = _Cleaner()
    body: str | None = None
    # Without a handler for external entities expat skips them, and opens nothing.
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = cleaner.start
    parser.EndElementHandler = cleaner.end
    parser.CharacterDataHandler = cleaner.text
    try:
        parser.Parse(data, len(data) <= MAX_BYTES)
        if len(data) <= MAX_BYTES:
            body = cleaner.body()
    except expat.ExpatError as error:
        message = f"is not a well-formed SVG ({error})"
        raise PictureError(message) from error
    except _TooMuch:
        pass
    root = cleaner.root or {}
    if (view := _view(root)) is None:
        message = "has neither a viewBox nor a width and a height"
        raise PictureError(message)
    if body is not None:
        body = _ground(root.get("style", ""), view) + body
    outside = {"viewBox", "width", "height", "preserveAspectRatio", "x", "y", "transform"}
    kept = tuple((name, value) for name, value in root.items() if name not in outside)
    # Of a root that is transformed browsers make different things.
    certain = cleaner.certain and "transform" not in root
    return Drawing(view, body, kept, certain, "prefers-color-scheme" in cleaner.css)
