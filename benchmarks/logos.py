"""Measuring logos: cold against the floor, decoding and taking a bounding box, and from the cache.

The floor decodes every raster in full, as Pillow does by itself, and rasterises every SVG in this
process, at the size we use. Both go over all files in turn; the ratio within a round counts.
Warm is what a build does that finds every measure in the cache: nothing is opened.

    python benchmarks/logos.py [count] [rounds]
"""

from __future__ import annotations

import io
import math
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import resvg_py
from PIL import Image, ImageChops

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
import logo_maker

from sphinx_confrecap.images import header, measure, rasterise
from sphinx_confrecap.images.ink import Ink
from sphinx_confrecap.images.store import Store

GOAL = 1.5
WARM_GOAL = 50  # ms


def ours(path: Path, logo: logo_maker.Logo) -> object:
    """Header, ink box and contrasts."""
    del logo
    return measure.measure(path, header.read(path))


def floor(path: Path, logo: logo_maker.Logo) -> object:
    """Pixels and a bounding box."""
    if path.suffix == ".svg":
        shape = math.sqrt(logo.width / logo.height)
        side = math.sqrt(rasterise.SURFACE)
        png = resvg_py.svg_to_bytes(
            svg_path=str(path),
            width=round(side * shape),
            height=round(side / shape),
            skip_system_fonts=True,
        )
        source: Path | io.BytesIO = io.BytesIO(bytes(png))
    else:
        source = path
    with Image.open(source) as picture:
        if logo.transparent:
            return picture.convert("RGBA").getchannel("A").getbbox()
        picture.load()
        return ImageChops.difference(
            picture, Image.new(picture.mode, picture.size, "#fff")
        ).getbbox()


def run(files: list[tuple[Path, logo_maker.Logo]]) -> dict[str, list[float]]:
    """Seconds of the floor and of ours by kind of file; the two change places at every file."""
    spent: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for index, (path, logo) in enumerate(files):
        tasks = [floor, ours]
        for side in (0, 1) if index % 2 else (1, 0):
            start = time.perf_counter()
            tasks[side](path, logo)
            spent[logo.kind][side] += time.perf_counter() - start
    return spent


def cached(folder: Path, paths: list[Path]) -> float:
    """Learn the ink of all logos as a build does; return the seconds that took."""
    start = time.perf_counter()
    store = Store(folder)
    store.read(paths)
    for path in paths:
        about = store.header(path)
        Ink.from_dict(
            store.facts(
                store.digest(path),
                "ink",
                lambda path=path, about=about: measure.measure(path, about).to_dict(),
            )
        )
    store.save()
    return time.perf_counter() - start


def warm(folder: Path, paths: list[Path]) -> list[float]:
    """Return the milliseconds that it takes if nothing has changed, five times."""
    for _ in range(2):
        cached(folder, paths)
        time.sleep(2.1)  # a file of this moment is not trusted
    return [1000 * cached(folder, paths) for _ in range(5)]


def main() -> None:
    """Prints milliseconds a logo and ratios."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    with tempfile.TemporaryDirectory() as folder:
        files = [(logo_maker.write(logo, Path(folder)), logo) for logo in logo_maker.logos(count)]
        for path, logo in files:  # the files into the system's cache
            floor(path, logo)
        results = [run(files) for _ in range(rounds)]  # the first starts the process that draws
        times = warm(Path(folder) / "cache", [path for path, _ in files])
    rasterise.close()
    print(f"{count} logos, {rounds} rounds; milliseconds a logo")
    for kind in logo_maker.KINDS:
        number = sum(logo.kind == kind for _, logo in files)
        low, high = (
            1000 * statistics.median(result[kind][side] for result in results) / number
            for side in (0, 1)
        )
        print(f"{kind:12} floor {low:6.2f}  ours {high:6.2f}  ratio {high / low:.2f}")
    ratios = [
        sum(high for _, high in result.values()) / sum(low for low, _ in result.values())
        for result in results
    ]
    each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
    print(f"ratio {statistics.median(ratios):.2f} ({each}), goal {GOAL}")
    print(f"warm {statistics.median(times):.0f} ms, best {min(times):.0f}, goal {WARM_GOAL}")
    sys.exit(statistics.median(ratios) > GOAL)


if __name__ == "__main__":
    main()
