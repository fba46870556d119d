"""What pages cost: CPU and memory of whole Sphinx builds beside the same pages by other means.

Run ``tox run -e benchmarks`` (about five minutes on an idle machine), which installs what is
compared. It writes sites into a temporary folder and builds each from scratch
(``sphinx-build -q -E``; ``noop`` without ``-E``), the contenders in turns, so that a busy machine
disturbs all alike; only ratios are worth comparing. Pictures are cached, by a build that is not
counted. ``--rounds`` repeats the turns, and ``--cases`` chooses what is built.

Contenders:
    ours    this extension, the data in YAML
    plain   the same content written by hand as lists of MyST, with no extension but MyST itself
    grid    sponsors as cards in sphinx-design's grid, and no other extension
    usual   the same with sphinxcontrib-youtube and sphinxcontrib-images: what most conferences use
    empty   a page without content, and no extension but MyST: what every build costs
    unused  the empty page with our extension loaded: what it costs at the start
    words   ours, with each sponsor's text in a field that is plain text instead of markup

Cases:
    page      one page of 2,000 sponsors, 500 videos and 1,000 photos
    noop      the same page built again, with nothing to do
    small     a site of 50 pages, each with 6 sponsors, 2 videos and 6 photos
    unused    a site of one empty page
    hundred   a page of 100 sponsors that are nothing but a name, an address and a logo
    sponsors  a page of 2,000 of them
    texts     a page of 2,000 sponsors with a text each: what it costs that it is prose
    linear    pages of ours with 500, 1,000, 2,000 and 4,000 things of each kind
    editions  thirty editions of 40 sponsors, 60 talks and 10 pages each, beside one of them, and
              one of 300 pages: milliseconds a page
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import logo_maker  # noqa: E402 (found through the path above)

EXTENSIONS = {
    "ours": ["myst_parser", "sphinx_confrecap"],
    "plain": ["myst_parser"],
    "grid": ["myst_parser", "sphinx_design"],
    "usual": [
        "myst_parser",
        "sphinx_design",
        "sphinxcontrib.youtube",
        "sphinxcontrib.images",
    ],
    "empty": ["myst_parser"],
    "unused": ["myst_parser", "sphinx_confrecap"],
    "words": ["myst_parser", "sphinx_confrecap"],
}
TIERS = ("Diamond", "Platinum", "Gold", "Silver", "Bronze")
LOGOS = logo_maker.logos(100)


# -- the content ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sponsor:
    """A sponsor; ``text`` has markup in every fourth, and may be empty."""

    name: str
    url: str
    logo: str
    text: str


@dataclass(frozen=True)
class Video:
    """A talk."""

    title: str
    key: str
    speaker: str
    duration: str

    @property
    def url(self) -> str:
        """Where it is watched."""
        return f"https://www.youtube.com/watch?v={self.key}"


@dataclass(frozen=True)
class Photo:
    """A photo."""

    src: str
    alt: str
    caption: str


def sponsors(first: int, count: int, *, bare: bool = False) -> list[Sponsor]:
    """Return sponsors; ``bare`` ones have no text."""
    return [
        Sponsor(
            f"Company {number}",
            f"https://example.org/{number}?utm_source=conference",
            f"/logos/{LOGOS[number % len(LOGOS)].name}",
            "" if bare else _about(number),
        )
        for number in range(first, first + count)
    ]


def _about(number: int) -> str:
    what = "*open* software" if number % 4 == 0 else "open software"
    return f"Makes {what} for everybody, and has {number} people in it."


def videos(first: int, count: int) -> list[Video]:
    """Return talks."""
    return [
        Video(
            f"Talk {number}: how to build things that last",
            f"Talk{number:07}",
            f"Speaker {number}",
            f"{10 + number % 50}:{number % 60:02}",
        )
        for number in range(first, first + count)
    ]


def photos(first: int, count: int) -> list[Photo]:
    """Return photos."""
    return [
        Photo(
            f"/photos/photo-{number:04}.jpg",
            f"People number {number} on the stage",
            f"The stage on day {number}",
        )
        for number in range(first, first + count)
    ]


@dataclass(frozen=True)
class Page:
    """What stands on one page."""

    sponsors: Sequence[Sponsor] = ()
    videos: Sequence[Video] = ()
    photos: Sequence[Photo] = ()


def tiers(entries: Sequence[Sponsor]) -> list[tuple[str, Sequence[Sponsor]]]:
    """Return sponsors under headings."""
    size = max(1, -(-len(entries) // len(TIERS)))
    parts = [entries[start : start + size] for start in range(0, len(entries), size)]
    return list(zip(TIERS, parts, strict=False))


# -- how each contender writes it ----------------------------------------------------------------


def ours(page: Page, text: str = "text") -> str:
    """Return the page with our directives, the data in their bodies."""
    lines = ["# The conference", ""]
    if page.sponsors:
        lines += ["```{sponsors}", "tiers:"]
        for name, entries in tiers(page.sponsors):
            lines += [f"  {name}:"]
            for entry in entries:
                lines += [f"    - name: {entry.name}", f"      url: {entry.url}"]
                lines += [f"      logo: {entry.logo}"]
                lines += [f'      {text}: "{entry.text}"'] if entry.text else []
        lines += ["```", ""]
    if page.videos:
        lines += ["## Talks", "", "```{playlist}", "videos:"]
        for video in page.videos:
            lines += [f'  - title: "{video.title}"', f"    url: {video.url}"]
            lines += [f"    speakers: {video.speaker}", f'    duration: "{video.duration}"']
        lines += ["```", ""]
    if page.photos:
        lines += ["## Photos", "", "```{gallery}"]
        for photo in page.photos:
            lines += [f"- src: {photo.src}", f"  alt: {photo.alt}", f"  caption: {photo.caption}"]
        lines += ["```", ""]
    return "\n".join(lines)


def words(page: Page) -> str:
    """Return our page with texts that hold no markup."""
    return ours(page, "for").replace("{sponsors}", "{sponsors}\n:show: card")


def plain(page: Page) -> str:
    """Return the page as headings, lists, links and images."""
    lines = ["# The conference", ""]
    for name, entries in tiers(page.sponsors):
        lines += [f"## {name}", ""]
        for entry in entries:
            lines += [f"- [![{entry.name}]({entry.logo}) {entry.name}]({entry.url})", ""]
            lines += [f"  {entry.text}", ""] if entry.text else []
    if page.videos:
        lines += ["## Talks", ""]
        for video in page.videos:
            lines += [f"1. [{video.title}]({video.url})", ""]
            lines += [f"   {video.speaker} · {video.duration}", ""]
    if page.photos:
        lines += ["## Photos", ""]
        for photo in page.photos:
            lines += [f"- ![{photo.alt}]({photo.src})", "", f"  {photo.caption}", ""]
    return "\n".join(lines)


def usual(page: Page) -> str:
    """Return the page with the directives of the extensions that most conferences use."""
    lines = ["# The conference", ""]
    for name, entries in tiers(page.sponsors):
        lines += [f"## {name}", "", "::::{grid} 3", ""]
        for entry in entries:
            lines += [f":::{{grid-item-card}} {entry.name}", f":link: {entry.url}"]
            lines += [f":img-top: {entry.logo}", "", entry.text, ":::", ""]
        lines += ["::::", ""]
    if page.videos:
        lines += ["## Talks", ""]
        for video in page.videos:
            lines += [f"### {video.title}", "", f"{video.speaker} · {video.duration}", ""]
            lines += [f"```{{youtube}} {video.key}", "```", ""]
    if page.photos:
        lines += ["## Photos", ""]
        for photo in page.photos:
            lines += [f"```{{thumbnail}} {photo.src.lstrip('/')}", f":alt: {photo.alt}"]
            lines += [f":title: {photo.caption}", "```", ""]
    return "\n".join(lines)


def empty(_page: Page) -> str:
    """Return a heading."""
    return "# The conference\n"


WRITERS: dict[str, Callable[[Page], str]] = {
    "ours": ours,
    "plain": plain,
    "grid": usual,
    "usual": usual,
    "empty": empty,
    "unused": empty,
    "words": words,
}


# -- the sites -----------------------------------------------------------------------------------


def pictures(folder: Path, count: int) -> None:
    """Write the logos and ``count`` photos, of which ten differ: the rest is cached as quickly."""
    for name in ("logos", "photos"):
        (folder / name).mkdir()
    for logo in LOGOS:
        logo_maker.write(logo, folder / "logos")
    for number in range(count):
        path = folder / "photos" / f"photo-{number:04}.jpg"
        if number < 10:
            _photo(path, number)
        else:
            shutil.copyfile(path.with_name(f"photo-{number % 10:04}.jpg"), path)


def _photo(path: Path, number: int) -> None:
    """Write a picture of four megapixels with little in it, so that copying it costs little."""
    picture = Image.new("RGB", (2400, 1600), "#8899aa")
    pen = ImageDraw.Draw(picture)
    for place in range(12):
        left = 190 * place + 10 * number
        colour = (20 * place, 90 + 15 * number, 240 - 20 * place)
        pen.ellipse((left, 60 * place, left + 500, 60 * place + 700), colour)
    picture.save(path, quality=80)


def site(folder: Path, contender: str, pages: Sequence[Page], shared: Path) -> None:
    """Write a site of one or more pages; its pictures are links to those in ``shared``."""
    folder.mkdir(exist_ok=True)
    conf = (
        f"extensions = {EXTENSIONS[contender]!r}\n"
        "project = 'Benchmark'\n"
        "html_theme = 'basic'\n"
        "myst_enable_extensions = ['colon_fence']\n"
        "suppress_warnings = ['myst.header']\n"
    )
    (folder / "conf.py").write_text(conf, encoding="utf-8")
    wanted = {photo.src.rpartition("/")[2] for page in pages for photo in page.photos}
    for name in ("logos", "photos"):
        (folder / name).mkdir(exist_ok=True)
        for path in (shared / name).iterdir():
            link = folder / name / path.name
            if (name == "logos" or path.name in wanted) and not link.exists():
                os.link(path, link)
    write = WRITERS[contender]
    if len(pages) == 1:
        (folder / "index.md").write_text(write(pages[0]), encoding="utf-8")
        return
    names = [f"page-{number:03}" for number in range(len(pages))]
    tree = "\n".join(["# Conferences", "", "```{toctree}", *names, "```", ""])
    (folder / "index.md").write_text(tree, encoding="utf-8")
    for name, page in zip(names, pages, strict=True):
        (folder / f"{name}.md").write_text(write(page), encoding="utf-8")


# -- measuring -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cost:
    """What a build took: CPU seconds of user and system, and the peak of its memory in MB."""

    cpu: float
    memory: float


def build(folder: Path, *, fresh: bool = True) -> Cost:
    """Build a site in a process of its own, from scratch unless it is not to be ``fresh``."""
    made = folder.parent / "made" / folder.name
    places = [str(made / "doctrees"), str(folder), str(made / "out")]
    command = [sys.executable, "-m", "sphinx", "-q", *(["-E"] if fresh else []), "-d", *places]
    environment = dict(os.environ, PYTHONPYCACHEPREFIX=str(folder.parent / "bytecode"))
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        said = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or said:
        sys.exit(f"{folder.name} was not built as it should be:\n{said.decode()[:2000]}")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


@dataclass(frozen=True)
class Goal:
    """How much of another's CPU and memory one may cost; None where nothing is promised."""

    of: str
    cpu: float | None = None
    memory: float | None = None


@dataclass(frozen=True)
class Case:
    """Sites of the same pages; the cost of the first contender is compared with all others'."""

    pages: Callable[[], Sequence[Page]]
    contenders: tuple[str, ...]
    goals: tuple[Goal, ...]
    fresh: bool = True


CASES = {
    "page": Case(
        lambda: [Page(sponsors(0, 2000), videos(0, 500), photos(0, 1000))],
        ("ours", "plain", "usual"),
        (Goal("plain", 1.0, 1.0),),
    ),
    "noop": Case(
        lambda: [Page(sponsors(0, 2000), videos(0, 500), photos(0, 1000))],
        ("ours", "plain"),
        (Goal("plain", 1.1),),
        fresh=False,
    ),
    "small": Case(
        lambda: [
            Page(sponsors(6 * at, 6), videos(2 * at, 2), photos(6 * at, 6)) for at in range(50)
        ],
        ("ours", "plain", "usual"),
        (Goal("plain", 1.0, 1.0),),
    ),
    "unused": Case(lambda: [Page()], ("unused", "empty"), (Goal("empty", 1.05),)),
    "hundred": Case(
        lambda: [Page(sponsors(0, 100, bare=True))], ("ours", "plain"), (Goal("plain", 1.0),)
    ),
    "texts": Case(
        lambda: [Page(sponsors(0, 2000))], ("ours", "words", "plain"), (Goal("words", 1.3),)
    ),
    "sponsors": Case(
        lambda: [Page(sponsors(0, 2000, bare=True))],
        ("ours", "plain", "grid"),
        (Goal("grid", 0.75),),
    ),
}


def contend(title: str, root: Path, case: Case, rounds: int) -> None:
    """Build a site by each contender, in turns; print medians and ratios.

    The ratio is the median of those within a round.
    """
    folders = {name: root / f"{title}-{name}" for name in case.contenders}
    for name, folder in folders.items():
        site(folder, name, case.pages(), root / "pictures")
    first = case.contenders[0]
    for folder in folders.values() if not case.fresh else [folders[first]]:
        build(folder)  # pictures into the cache
    found: dict[str, list[Cost]] = {name: [] for name in case.contenders}
    for turn in range(rounds):
        for name in case.contenders if turn % 2 else reversed(case.contenders):
            found[name].append(build(folders[name], fresh=case.fresh))
    print(f"\n{title}")
    for name, costs in found.items():
        cpu = statistics.median(cost.cpu for cost in costs)
        memory = statistics.median(cost.memory for cost in costs)
        print(f"  {name:6} {cpu:6.2f} s CPU, peak {memory:4.0f} MB")
    goals = {goal.of: goal for goal in case.goals}
    for name in case.contenders[1:]:
        pairs = list(zip(found[first], found[name], strict=True))
        cpu = statistics.median(one.cpu / other.cpu for one, other in pairs)
        memory = statistics.median(one.memory / other.memory for one, other in pairs)
        goal = goals.get(name, Goal(name))
        print(
            f"  {first} / {name:6} {cpu:5.2f} of the CPU{_beside(goal.cpu)}, "
            f"{memory:.2f} of the memory{_beside(goal.memory)}"
        )


def _beside(goal: float | None) -> str:
    return "" if goal is None else f" (goal {goal})"


def linear(root: Path, rounds: int) -> None:
    """Print what a thing of each kind costs on pages with more and more of them."""
    folder, sizes = root / "linear-ours", (500, 1000, 2000, 4000)
    print("\nlinear: milliseconds of CPU for each thing, above an empty page")
    makers: dict[str, Callable[[int], Page]] = {
        "sponsors": lambda count: Page(sponsors=sponsors(0, count)),
        "videos": lambda count: Page(videos=videos(0, count)),
        "photos": lambda count: Page(photos=photos(0, count)),
    }
    for kind, make in makers.items():
        site(folder, "ours", [make(sizes[-1])], root / "pictures")
        build(folder)
        found: dict[int, list[float]] = {size: [] for size in (0, *sizes)}
        for _ in range(rounds):
            for size, costs in found.items():
                site(folder, "ours", [make(size)], root / "pictures")
                costs.append(build(folder).cpu)
        cpu = {size: min(costs) for size, costs in found.items()}
        each = [1000 * (cpu[size] - cpu[0]) / size for size in sizes]
        shown = "  ".join(f"{size}: {cost:.2f}" for size, cost in zip(sizes, each, strict=True))
        print(f"  {kind:8} {shown}")


def editions(root: Path, rounds: int) -> None:
    """Print what a page costs on a site of thirty editions and on one of a single edition.

    A site of its index and no other page is taken off.
    """
    print("\neditions: milliseconds of CPU for each page, above an empty site")
    shapes = {"empty": (1, 0), "one": (1, 10), "many": (30, 10), "long": (1, 300)}
    folders = {name: root / f"editions-{name}" for name in shapes}
    found: dict[str, list[float]] = {name: [] for name in shapes}
    for name, (count, length) in shapes.items():
        _editions(folders[name], count, length, root / "pictures")
        build(folders[name])  # pictures into the cache
    for _ in range(rounds):
        for name, folder in folders.items():
            found[name].append(build(folder).cpu)
    cpu = {name: statistics.median(costs) for name, costs in found.items()}
    each = {
        name: 1000 * (cpu[name] - cpu["empty"]) / (count * length)
        for name, (count, length) in shapes.items()
        if length
    }
    print(f"  one edition of 10 pages       {each['one']:6.1f}")
    print(f"  one edition of 300 pages      {each['long']:6.1f}")
    print(f"  thirty editions of 10 pages   {each['many']:6.1f}")
    print(f"  thirty / one of 10 pages      {each['many'] / each['one']:6.2f} (goal 1)")
    print(f"  thirty / one of 300 pages     {each['many'] / each['long']:6.2f}")


def _editions(folder: Path, count: int, length: int, shared: Path) -> None:
    """Write a site of editions, each with so many pages of one kind after another."""
    site(folder, "ours", [Page()], shared)
    years = [str(2000 + number) for number in range(count)]
    files = {year: f"{year}/event.yaml" for year in reversed(years)}
    with (folder / "conf.py").open("a", encoding="utf-8") as conf:
        conf.write(f"confrecap_data = {files!r}\n")
        conf.write("html_sidebars = {'**': ['confrecap/sponsor-strip.html']}\n")
    names = [f"{year}/page-{number:03}" for year in years for number in range(length)]
    tree = ["# Years", "", "```{editions}", "```", "", "```{toctree}", *names, "```", ""]
    (folder / "index.md").write_text("\n".join(tree), encoding="utf-8")
    for number, year in enumerate(years):
        (folder / year).mkdir(exist_ok=True)
        (folder / files[year]).write_text(_event(year, 20 * number), encoding="utf-8")
        for place in range(length):
            kind = "sponsors", "playlist", "text"
            text = _PAGES[kind[min(place % 10, 2)]].replace("YEAR", years[number - 1])
            (folder / year / f"page-{place:03}.md").write_text(text, encoding="utf-8")


_PAGES = {
    "sponsors": "# Sponsors\n\n```{event}\n```\n\n```{sponsors}\n```\n",
    "playlist": "# Talks\n\n```{playlist}\n```\n",
    "text": "# About\n\nThanks to {confrecap:sponsor}`s7`, last year "
    "{confrecap:sponsor}`YEAR/s7`, for {confrecap:video}`Opening`.\n\n```{sponsored-by} s7\n```\n",
}


def _event(year: str, first: int) -> str:
    """Return the data of an edition; the first sponsors of each are those of the one before too."""
    lines = [f"event: {{name: Conference {year}, start: {year}-05-04}}", "sponsors:", "  tiers:"]
    for name, entries in tiers(sponsors(first, 40)):
        lines += [f"    {name}:"]
        for entry in entries:
            key = f"s{sponsors(first, 40).index(entry)}"
            lines += [f"      - {{name: {entry.name}, id: {key}, url: '{entry.url}',"]
            lines += [f"         logo: {entry.logo}, text: '{entry.text}'}}"]
    lines += ["playlist:", "  videos:"]
    for number, video in enumerate(videos(first, 60)):
        title = video.title if number else "Opening"
        lines += [f"    - {{title: '{title}', url: '{video.url}', speakers: {video.speaker}}}"]
    return "\n".join([*lines, ""])


def main() -> None:
    """Run the cases."""
    names = (*CASES, "linear", "editions")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cases", nargs="+", choices=names, default=names)
    options = parser.parse_args()
    rounds: int = options.rounds
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "pictures").mkdir()
        pictures(root / "pictures", 4000 if "linear" in options.cases else 1000)
        everything = Page(sponsors(0, 6), videos(0, 2), photos(0, 6))
        used = {one for title in options.cases if title in CASES for one in CASES[title].contenders}
        for contender in sorted(used | {"ours"}):  # modules into their byte code
            page = Page(everything.sponsors) if contender == "grid" else everything
            site(root / f"first-{contender}", contender, [page], root / "pictures")
            build(root / f"first-{contender}")
        for title, case in CASES.items():
            if title in options.cases:
                contend(title, root, case, rounds)
        if "linear" in options.cases:
            linear(root, max(1, rounds - 2))
        if "editions" in options.cases:
            editions(root, rounds)


if __name__ == "__main__":
    main()
