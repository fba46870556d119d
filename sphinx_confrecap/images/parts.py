"""The parts of a logo's ink that a reader would miss: a sign, a name, a claim.

The picture is reduced to a dozen colours; runs of one colour in its rows are joined to shapes by
union-find. Shapes that touch and differ little are one (a gradient). What a shape shows to the page
is its edge; one whose edge is other ink all around is enclosed, and no part.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from PIL import Image, ImageChops, ImageFilter, ImageOps

from sphinx_confrecap.images.ink import Part
from sphinx_confrecap.images.plates import CLEAR, GROUNDS, contrast

Colour: TypeAlias = tuple[int, int, int]

_PIXELS = 24_576  # that are looked at: 256 by 96
_COLOURS = 12
_APART = 44  # distance in RGB from which two colours are two
_STEP = 2 * _APART  # the same for two that touch; one between them would be a colour of its own
_FAINT = 36  # of 255; alpha below this is nothing
_BANDS = (50, 70, 100, 140, 200)  # of 255; alphas that tell translucent ink from solid
_LEVELS = len(_BANDS) + 1
_SOLID = _LEVELS - 1
_WHOLE = 1_000  # a colour has a thousandth of the ink at least
_LEAST = 1 / 20  # of the ink that a part has at least, unless it is a word
_ENCLOSED = 0.2  # of a shape's edge that may meet the page, and it still is enclosed
_JOINED = 0.05  # of a shape's edge that meets other ink, from which it is not apart
_CONTENT = 0.1  # of a shape's area that what it encloses has at least, to be read instead of it
_LETTERS = 3  # shapes of like height in a row that make a word
_SCRAP = 8  # pixels; what is faint and lower is part of a glow
_SPECK = 3  # pixels that a letter is high at least
_MANY = 120  # shapes in which words are looked for
_GROUND = 0.75  # of its box that ink covers from where it is a ground of its own
_SCRAPS = 0.99  # of the ink that hangs together then

_RUN = re.compile(rb"([^\0])\1*", re.DOTALL)


class Found(NamedTuple):
    """The parts of a logo, the largest first, and whether they are a ground of their own."""

    parts: tuple[Part, ...]
    ground: bool


def parts(picture: Image.Image, box: tuple[int, int, int, int]) -> Found:
    """Return the parts of the ink in a box of an RGBA picture.

    They are a ground of their own where all of it hangs together, fills the box, and shows
    something on a light and on a dark page: a photo, a tile of many colours.
    """
    sample = _sample(picture, box)
    if sample.getchannel("A").getextrema()[1] < _FAINT:  # type: ignore[operator]  # one band
        return Found((), ground=False)
    numbers, palette = _numbered(sample)
    shapes, pieces = _shapes(numbers, sample.getchannel("A"), palette)
    whole = sum(shape.area for shape in shapes.values())
    ground = (
        len(shapes) > 1
        and whole >= _GROUND * sample.width * sample.height
        and max(pieces, default=0) >= _SCRAPS * whole
        and all(_clear(shapes.values(), page) >= _LEAST * whole for page in GROUNDS.values())
    )
    return Found(_parts(shapes, whole), ground)


def _clear(shapes: Iterable[_Shape], page: Colour) -> int:
    """Return how many pixels of the ink are clear on a page."""
    return sum(shape.area for shape in shapes if contrast(shape.colour, page) >= CLEAR)


# -- a number for each pixel ---------------------------------------------------------------------


def _sample(picture: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(1.0, (_PIXELS / (across * down)) ** 0.5)
    size = max(1, round(across * scale)), max(1, round(down * scale))
    # The nearest pixel, not a mean: a sample keeps the colours that are there.
    return picture.resize(size, Image.Resampling.NEAREST, box=box)


def _numbered(sample: Image.Image) -> tuple[Image.Image, list[Colour]]:
    """Return 0 where there is no ink, else 1 + the place of its colour × levels + its level."""
    alpha = sample.getchannel("A")
    ink = alpha.point(_INK)
    rgb = sample.convert("RGB")
    palette = _palette(rgb, ink)
    holder = Image.new("P", (1, 1))
    holder.putpalette([value for colour in palette for value in colour])
    nearest = rgb.quantize(len(palette), palette=holder, dither=Image.Dither.NONE)
    numbers = Image.frombytes("L", nearest.size, nearest.tobytes()).point(_TIMES)
    # A soft rim is as solid as what it belongs to.
    solid = alpha.filter(ImageFilter.MaxFilter(3))
    numbers = ImageChops.add(numbers, solid.point(_BAND))
    numbers.paste(0, mask=ImageChops.invert(ink))
    return _without_rims(numbers, alpha.point(_HARD)), palette


def _palette(rgb: Image.Image, ink: Image.Image) -> list[Colour]:
    """Return up to a dozen colours that the ink has, none close to another."""
    coarse = rgb.point(_COARSE)
    coarse.putalpha(ink)
    counted = coarse.getcolors(coarse.width * coarse.height) or []
    least = ink.histogram()[255] / _WHOLE
    found: list[Colour] = []
    for count, pixel in sorted(counted, key=lambda one: (-one[0], one[1])):
        assert isinstance(pixel, tuple)  # noqa: S101 (for the type checker: it is RGBA)
        red, green, blue, inked = pixel
        if found and (count < least or len(found) == _COLOURS):
            break
        colour = red, green, blue
        if inked and all(math.dist(colour, one) >= _APART for one in found):
            found.append(colour)
    return found


def _without_rims(numbers: Image.Image, hard: Image.Image) -> Image.Image:
    """Give pixels between two inks to the ink beside them, and pixels at the page too.

    They are mixtures, which would look like lines around everything: of the inks, or of ink and
    the paper that it was cut out of, or the light around it. But a soft one has the ink's colour.
    """
    numbers, hard = ImageOps.expand(numbers, 1, 0), ImageOps.expand(hard, 1, 0)
    for across, down in ((0, 1), (1, 0), (0, -1), (-1, 0)):
        before = ImageChops.offset(numbers, across, down)
        behind = ImageChops.offset(numbers, -across, -down)
        other = ImageChops.darker(
            ImageChops.difference(numbers, before).point(_ANY),
            ImageChops.lighter(before.point(_ANY), hard),
        )
        inside = ImageChops.darker(numbers, behind).point(_ANY)
        numbers = Image.composite(behind, numbers, ImageChops.darker(other, inside))
    return numbers


# -- shapes --------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Shape:
    """Pixels of one colour, or of colours that run into each other, that hang together."""

    top: int
    bottom: int = 0
    area: int = 0
    page: int = 0  # pixels of its edge that meet the page
    colours: Counter[Colour] = field(default_factory=Counter)  # pixels
    edge: Counter[Colour] = field(default_factory=Counter)  # pixels of its edge with the page
    solid: Counter[Colour] = field(default_factory=Counter)  # the highest alpha
    near: Counter[int] = field(default_factory=Counter)  # pixels of its edge with other shapes
    levels: Counter[int] = field(default_factory=Counter)  # pixels, by how solid they are
    borders: Counter[int] = field(default_factory=Counter)  # the same of its edge with the page

    @property
    def colour(self) -> Colour:
        """The colour that most of it has."""
        return min(self.colours, key=lambda one: (-self.colours[one], one))

    @property
    def enclosed(self) -> bool:
        """True if all of its edge is other ink, or nearly."""
        return self.page < _ENCLOSED * (self.page + sum(self.near.values()))

    @property
    def soft(self) -> bool:
        """True if it fades away where it meets the page: a glow, a shadow, or a scrap of them."""
        if self.levels.get(_SOLID, 0) >= self.area / 4:
            return False
        most = max(self.levels)
        faint = sum(length for level, length in self.borders.items() if level + 2 <= most)
        return faint > 0.7 * self.page or (self.height < _SCRAP and self.page < self.area)

    @property
    def height(self) -> int:
        """Pixels."""
        return self.bottom - self.top


class _Run(NamedTuple):
    """Pixels of one number beside each other."""

    start: int
    end: int
    number: int
    row: int


def _shapes(
    numbers: Image.Image, alpha: Image.Image, palette: Sequence[Colour]
) -> tuple[dict[int, _Shape], Iterable[int]]:
    """Return the shapes by a number of theirs, and the areas of what hangs together."""
    runs, parents, touching, free = _joined(numbers)
    whole = list(parents)
    for one, other in touching:
        _join(whole, one, other)
        first, second = runs[one].number - 1, runs[other].number - 1
        if abs(first % _LEVELS - second % _LEVELS) <= 1 and (
            math.dist(palette[first // _LEVELS], palette[second // _LEVELS]) < _STEP
        ):
            _join(parents, one, other)
    shapes: dict[int, _Shape] = {}
    sizes: defaultdict[int, int] = defaultdict(int)
    alphas, width = ImageOps.expand(alpha, 1, 0).tobytes(), numbers.width
    for name, (start, end, number, row) in enumerate(runs):
        root = _root(parents, name)
        shape = shapes.get(root)
        if shape is None:  # runs come from top to bottom
            shape = shapes[root] = _Shape(row)
        place, level = divmod(number - 1, _LEVELS)
        colour, length = palette[place], end - start
        shape.bottom = row + 1
        shape.area += length
        shape.page += free[name]
        shape.colours[colour] += length
        shape.edge[colour] += free[name]
        shape.levels[level] += length
        shape.borders[level] += free[name]
        solid = 255
        if level < _SOLID:
            solid = max(alphas[row * width + start : row * width + end])
        shape.solid[colour] = max(shape.solid[colour], solid)
        sizes[_root(whole, name)] += length
    _meet(shapes, runs, parents, touching, palette)
    return shapes, sizes.values()


def _meet(
    shapes: dict[int, _Shape],
    runs: Sequence[_Run],
    parents: list[int],
    touching: Mapping[tuple[int, int], int],
    palette: Sequence[Colour],
) -> None:
    """Note where shapes touch, and take out those that fade away: they are as good as the page."""
    soft = {name for name, shape in shapes.items() if shape.soft}
    for pair, length in touching.items():
        for this, that in (pair, pair[::-1]):
            first, second = _root(parents, this), _root(parents, that)
            if second in soft:
                shapes[first].page += length
                shapes[first].edge[palette[(runs[this].number - 1) // _LEVELS]] += length
            elif first != second:
                shapes[first].near[second] += length
    for name in soft:
        del shapes[name]


def _joined(
    numbers: Image.Image,
) -> tuple[list[_Run], list[int], dict[tuple[int, int], int], list[int]]:
    """Join runs of one number.

    Returns the runs, a forest of them, what touches with the length of it, and how much of each
    run's edge meets the page.
    """
    runs: list[_Run] = []
    parents: list[int] = []
    touching: dict[tuple[int, int], int] = {}
    free: list[int] = []
    pixels, width = numbers.tobytes(), numbers.width
    above = range(0)
    for row in range(numbers.height):
        first = above.start  # of those above that may still touch
        last = -1
        begun = name = len(runs)
        for match in _RUN.finditer(pixels[row * width : (row + 1) * width]):
            start, end = match.span()
            number = match[1][0]
            edge = 2 + 2 * (end - start)
            parents.append(name)
            if last == start:
                touching[name - 1, name] = 1
                free[name - 1] -= 1
                edge -= 1
            while first < above.stop and runs[first].end <= start:
                first += 1
            for other in range(first, above.stop):
                upper = runs[other]
                if upper.start >= end:
                    break
                length = (min(upper.end, end)) - (max(upper.start, start))
                edge -= length
                free[other] -= length
                if upper.number == number:
                    _join(parents, name, other)
                else:
                    touching[other, name] = length
            runs.append(_Run(start, end, number, row))
            free.append(edge)
            last = end
            name += 1
        above = range(begun, name)
    return runs, parents, touching, free


def _root(parents: list[int], one: int) -> int:
    """Return the run that stands for all that one is joined to."""
    while parents[one] != one:
        parents[one] = one = parents[parents[one]]
    return one


def _join(parents: list[int], one: int, other: int) -> None:
    one, other = _root(parents, one), _root(parents, other)
    if one < other:
        parents[other] = one
    else:
        parents[one] = other


# -- parts ---------------------------------------------------------------------------------------


def _parts(shapes: dict[int, _Shape], whole: int) -> tuple[Part, ...]:
    outer = {name: shape for name, shape in shapes.items() if not shape.enclosed}
    if not outer:
        return ()
    inside = _contents(shapes, outer)
    groups: defaultdict[tuple[Colour, bool], list[int]] = defaultdict(list)
    for name, shape in outer.items():
        groups[shape.colour, _is_apart(shape, outer)].append(name)
    found: list[tuple[int, Part]] = []
    rest: list[_Shape] = []
    for (_, apart), names in sorted(groups.items()):
        some = [outer[name] for name in names]
        area, word = sum(shape.area for shape in some), _is_word(some)
        if area >= _LEAST * whole or (word and apart):  # scraps beside other ink are none
            plain = [outer[name] for name in names if name not in inside]
            held = max(inside.get(name, 1.0) for name in names)
            if sum(shape.area for shape in plain) >= _LEAST * whole or _is_word(plain):
                held = 1.0
            found.append((area, Part(_edge(some), word=word, apart=apart, inside=held)))
        elif apart:
            rest += some
    if _is_word(rest):  # letters of many colours
        area = sum(shape.area for shape in rest)
        found.append((area, Part(_edge(rest), word=True, apart=True)))
    found.sort(key=lambda one: -one[0])
    return tuple(part for _, part in found)


def _contents(shapes: dict[int, _Shape], outer: dict[int, _Shape]) -> dict[int, float]:
    """Return how well what a shape encloses is read against it."""
    held: defaultdict[int, Counter[Colour]] = defaultdict(Counter)
    for name, shape in shapes.items():
        if name not in outer:
            for other in shape.near.keys() & outer.keys():
                held[other][shape.colour] += shape.area
    found = {}
    for name, colours in held.items():
        ground = outer[name].colour
        told = {colour: contrast(colour, ground) for colour in colours}
        area = sum(count for colour, count in colours.items() if told[colour] >= CLEAR)
        if area >= _CONTENT * outer[name].area:
            found[name] = max(told.values())
    return found


def _is_apart(shape: _Shape, outer: dict[int, _Shape]) -> bool:
    """True if a shape hardly touches another part."""
    joined = sum(length for other, length in shape.near.items() if other in outer)
    return joined < _JOINED * (shape.page + sum(shape.near.values()))


def _is_word(shapes: list[_Shape]) -> bool:
    """True if some of the shapes stand in a row and are of like height."""
    letters = [shape for shape in shapes if shape.height >= _SPECK]
    if len(letters) > _MANY:
        letters = sorted(letters, key=lambda one: (-one.area, one.top))[:_MANY]
    for one in letters:
        row = sum(
            min(one.bottom, other.bottom) - max(one.top, other.top)
            >= max(one.height, other.height) / 2
            for other in letters
        )
        if row >= _LETTERS:
            return True
    return False


def _edge(shapes: Iterable[_Shape]) -> tuple[tuple[int, int, int, int, int], ...]:
    """Return the colours of an edge with their share in pixels, the most first.

    A soft edge counts as strong as its shape is anywhere: that is what the reader sees.
    """
    found: Counter[tuple[int, int, int, int]] = Counter()
    for shape in shapes:
        for colour, length in shape.edge.items():
            if length:
                found[(*colour, shape.solid[colour])] += length
    return tuple(
        (*rgba, length) for rgba, length in sorted(found.items(), key=lambda one: (-one[1], one[0]))
    )


_INK = [255 if value >= _FAINT else 0 for value in range(256)]
_HARD = [255 if value >= 250 or value < 64 else 0 for value in range(256)]
_ANY = [255 if value else 0 for value in range(256)]
_BAND = [1 + sum(value >= band for band in _BANDS) for value in range(256)]
_TIMES = [min(_LEVELS * value, 255) for value in range(256)]
_COARSE = [(value & 0xFE) + value // 128 for value in range(256)] * 3
