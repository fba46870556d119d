"""What a photo costs: CPU and memory of the picture pipeline beside the alternatives.

Run ``python benchmarks/photos.py`` (under two minutes). Photos of 24 megapixels are generated, and
every contender makes three widths in AVIF and JPEG of them, in turns, so that a busy machine
disturbs all alike; only ratios are worth comparing. ``--photos`` and ``--rounds`` make it longer.

Contenders:
    ours   the pipeline, through the cache, one worker
    two    the same with two threads
    naive  Pillow: open and resize for each of the six files
    floor  Pillow: decode at an eighth, once, scale that (blurred) frame and encode the six files
"""

from __future__ import annotations

import argparse
import io
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from array import array
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageMath

from sphinx_confrecap.images import encode, naming
from sphinx_confrecap.images.header import parse
from sphinx_confrecap.images.limits import PictureLimits
from sphinx_confrecap.images.recipes import Responsive
from sphinx_confrecap.images.store import Store
from sphinx_confrecap.images.worker import sha256

WIDTHS = (320, 640, 1280)
SIZE = (6000, 4000)
RECIPE = Responsive(WIDTHS)
AVIF = {"quality": 65, "speed": 9, "max_threads": 1}
JPEG = {"quality": 80}


def photo(path: Path, number: int) -> None:
    """Write a photo of 24 megapixels and about 5 MB.

    Detail of every size with amplitudes that fall with frequency, a few hard edges, the blur of a
    lens and a sensor's mosaic, and the sensor's noise: what the statistics of photos are.
    """
    width, height = SIZE
    layers = []
    for _ in range(2):
        plane = Image.new("L", SIZE, 128)
        for step in range(8, 0, -1):
            fine = Image.effect_noise((width // 2**step + 1, height // 2**step + 1), 40)
            fine = fine.resize(SIZE, Image.Resampling.BICUBIC)
            plane = Image.blend(plane, fine, 0.1 + 0.05 * step)
        layers.append(plane)
    pen = ImageDraw.Draw(layers[0])
    for at in range(20):
        left, top = at * 293 % width, at * 511 % height
        pen.rectangle((left, top, left + 90 + 37 * at, top + 400 - 13 * at), at * 53 % 256)
    first, second = (layer.filter(ImageFilter.GaussianBlur(1.2)) for layer in layers)
    noise = Image.effect_noise(SIZE, 5).filter(ImageFilter.GaussianBlur(0.6))
    green = ImageChops.add(first, noise, 1, -128)
    red, blue = Image.blend(green, second, 0.2), Image.blend(green, second, 0.4)
    Image.merge("RGB", (red, green, blue)).save(path, quality=92)
    path.write_bytes(path.read_bytes() + b"%d" % number)  # a content of its own


def sizes(picture: Image.Image) -> list[tuple[int, int]]:
    """Return the sizes of the variants."""
    return [(width, round(width * picture.height / picture.width)) for width in WIDTHS]


def write(frame: Image.Image) -> None:
    """Encode a frame in both formats."""
    frame.save(io.BytesIO(), "AVIF", **AVIF)
    frame.save(io.BytesIO(), "JPEG", **JPEG)


def naive(photos: list[Path]) -> None:
    """Open, resize and save, six times a photo."""
    for path in photos:
        for number in range(len(WIDTHS)):
            for form, options in (("AVIF", AVIF), ("JPEG", JPEG)):
                with Image.open(path) as picture:
                    small = picture.resize(sizes(picture)[number], Image.Resampling.LANCZOS)
                    small.save(io.BytesIO(), form, **options)


def floor(photos: list[Path]) -> None:
    """Do what nobody can avoid: decode at an eighth, scale that frame to each width, encode."""
    for path in photos:
        with Image.open(path) as picture:
            frame: Image.Image = picture
            picture.draft("RGB", (SIZE[0] // 8, SIZE[1] // 8))
            for size in reversed(sizes(picture)):
                frame = frame.resize(size, Image.Resampling.LANCZOS)
                write(frame)


def ours(photos: list[Path], workers: int = 1) -> None:
    """Render through a cache that is new."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(workers) as executor:
        Store(Path(folder)).render([(path, RECIPE) for path in photos], executor=executor)


CONTENDERS = {
    "naive": naive,
    "floor": floor,
    "ours": ours,
    "two": lambda photos: ours(photos, 2),
    "nothing": lambda _: None,
}


def contend(name: str, photos: list[Path]) -> None:
    """Run one contender in this process, and print its CPU seconds and peak memory in MB."""
    begun = time.process_time()
    CONTENDERS[name](photos)
    used = time.process_time() - begun
    print(json.dumps([used, peak()]))


def peak() -> float:
    """Return this process's peak memory in MB; Linux's rusage would count its parent's too."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (line,) = (line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def measure(name: str, photos: list[Path]) -> tuple[float, float]:
    """Run one contender in a process of its own."""
    command = [sys.executable, __file__, "--contender", name, *map(str, photos)]
    out = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    used, memory = json.loads(out)
    return used / len(photos), memory


def compare(photos: list[Path], rounds: int) -> None:
    """Run the contenders in turns and print the medians and ratios."""
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in CONTENDERS}
    for _ in range(rounds):
        for name, found in figures.items():
            found.append(measure(name, photos if name != "naive" else photos[:1]))
    cpu = {name: statistics.median(one for one, _ in found) for name, found in figures.items()}
    most = {name: max(one for _, one in found) for name, found in figures.items()}
    for name in ("naive", "floor", "ours", "two"):
        print(f"{name:6} {cpu[name] * 1000:6.0f} ms CPU a photo, peak {most[name]:4.0f} MB")

    def ratio(one: str, other: str) -> float:
        pairs = zip(figures[one], figures[other], strict=True)
        return statistics.median(a / b for (a, _), (b, _) in pairs)

    print(f"ours / naive             {ratio('ours', 'naive'):.3f}  (goal 0.14)")
    print(f"ours / floor             {ratio('ours', 'floor'):.2f}   (goal 1.6)")
    print(f"two workers / one        {ratio('two', 'ours'):.2f}   (goal 1.1)")
    print(f"peak above no photos     {most['ours'] - most['nothing']:.0f} MB  (goal 60)")


def fidelity(path: Path) -> None:
    """Print the structural similarity of the 1280 pixels' frame to one from a full decode."""
    data = path.read_bytes()
    frame = encode.frame_of(data, parse(io.BytesIO(data)), WIDTHS[-1], PictureLimits().room)
    with Image.open(path) as picture:
        reference = picture.resize(frame.size, Image.Resampling.LANCZOS)
    value = similarity(frame.convert("L"), reference.convert("L"))
    print(f"SSIM of the 1280 px frame {value:.4f} (goal 0.998)")


def similarity(one: Image.Image, other: Image.Image) -> float:
    """Return the mean structural similarity of two grey pictures, in windows of 8 × 8 pixels.

    Wang, Bovik, Sheikh, Simoncelli: Image quality assessment (2004), equation 13.
    """

    def mean(a: Image.Image, b: Image.Image | None = None) -> bytes:
        values = a if b is None else ImageMath.lambda_eval(lambda v: v["a"] * v["b"], a=a, b=b)
        return values.reduce(8).tobytes()

    a, b = one.convert("F"), other.convert("F")
    planes = (mean(a), mean(b), mean(a, a), mean(b, b), mean(a, b))
    windows = zip(*(array("f", plane) for plane in planes), strict=True)
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    return statistics.fmean(
        (2 * x * y + c1)
        * (2 * (xy - x * y) + c2)
        / ((x * x + y * y + c1) * (xx - x * x + yy - y * y + c2))
        for x, y, xx, yy, xy in windows
    )


def warm(folder: Path, number: int = 1000) -> None:
    """Print how long it takes to see that every variant of a thousand photos is there."""
    recipe = Responsive((12, 24, 48))
    picture = Image.effect_noise((60, 40), 40).convert("RGB")
    requests = []
    for index in range(number):
        path = folder / f"photo-{index:04}.png"
        picture.putpixel((0, 0), (index % 256, index // 256, 0))
        picture.save(path)
        os.utime(path, (1e9, 1e9))
        requests.append((path, recipe))
    cache = folder / "cache"
    Store(cache).render(requests)
    time.sleep(2.1)  # a file of this moment is not trusted
    Store(cache).render(requests)
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        Store(cache).render(requests)
        times.append(time.perf_counter() - begun)
    files = sum(1 for path in cache.iterdir() if naming.key_of(path.name))
    best, middle = min(times) * 1000, statistics.median(times) * 1000
    print(f"warm check, {number} photos, {files} files: {middle:.0f} ms, best {best:.0f} (goal 50)")


def fresh(folder: Path, photos: list[Path]) -> None:
    """Print what a fresh clone costs that finds a kept cache, beside hashing its files."""
    cache = folder / "kept"
    Store(cache).render([(path, RECIPE) for path in photos])
    ratios = []
    for _ in range(5):
        for path in photos:
            os.utime(path)
        begun = time.process_time()
        for path in photos * 5:
            sha256(str(path))
        hashed = time.process_time()
        for _ in range(5):
            Store(cache).render([(path, RECIPE) for path in photos])
        ratios.append((time.process_time() - hashed) / (hashed - begun))
    print(f"fresh clone / hashing     {statistics.median(ratios):.2f}   (goal 1.3)")


def main() -> None:
    """Run everything, or one contender."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contender:
        contend(options.contender, options.files)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photos = [folder / f"photo-{number}.jpg" for number in range(options.photos)]
        for number, path in enumerate(photos):
            photo(path, number)
        size = statistics.fmean(path.stat().st_size for path in photos) / 1e6
        print(f"{len(photos)} photos of 24 megapixels, {size:.1f} MB each; {options.rounds} rounds")
        compare(photos, options.rounds)
        fidelity(photos[0])
        fresh(folder, photos)
        warm(folder)


if __name__ == "__main__":
    main()
