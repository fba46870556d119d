"""Every mistake is a located warning with the way out, and costs nothing but what is wrong."""

from __future__ import annotations

import os
import re
import sys
import textwrap
from typing import TYPE_CHECKING

import myst_parser
import pytest
from packaging.version import Version
from picture_maker import encoded, huge_png, photo

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site

GOOD = "tiers: {Gold: [Good neighbour]}\n"
BODY = """\
tiers:
  Gold:
    - name: First
      ulr: https://first.example
    - Good neighbour
"""


def block(text: str, by: int) -> str:
    """Indent every line."""
    return textwrap.indent(text, " " * by)


def spot(text: str, word: str) -> tuple[int, int]:
    """Return the 1-based line and column of a word that stands once in a text."""
    before = text[: text.index(word)]
    assert text.count(word) == 1
    return before.count("\n") + 1, len(before) - before.rfind("\n")


PLACES = {
    "myst": ("index.md", f"# T\n\n```{{sponsors}}\n{BODY}```\n"),
    "myst-colons": ("index.md", f"# T\n\n:::{{sponsors}}\n\n\n{BODY}:::\n"),
    "myst-option": ("index.md", f"# T\n\n```{{sponsors}}\n:columns: 3\n:class: a\n\n{BODY}```\n"),
    "myst-option-close": ("index.md", f"# T\n\n```{{sponsors}}\n:columns: 3\n{BODY}```\n"),
    "myst-block": ("index.md", f"# T\n\n```{{sponsors}}\n---\ncolumns: 3\n---\n{BODY}```\n"),
    "myst-nested": (
        "index.md",
        f"# T\n\n`````{{note}}\n````{{tip}}\nWords.\n\n```{{sponsors}}\n{BODY}```\n````\n`````\n",
    ),
    "myst-list": ("index.md", "# T\n\n- words\n\n" + block(f"```{{sponsors}}\n{BODY}```\n", 2)),
    "myst-prefixed": ("index.md", f"# T\n\n```{{confrecap:sponsors}}\n{BODY}```\n"),
    "rest": ("index.rst", f"T\n=\n\n.. sponsors::\n\n{block(BODY, 3)}\nEnd.\n"),
    "rest-gap": ("index.rst", f"T\n=\n\n.. sponsors::\n\n\n\n{block(BODY, 4)}\nEnd.\n"),
    "rest-option": ("index.rst", f"T\n=\n\n.. sponsors::\n   :columns: 3\n\n{block(BODY, 3)}\n"),
    "rest-close": ("index.rst", f"T\n=\n\n.. sponsors::\n{block(BODY, 3)}\nEnd.\n"),
    "rest-nested": (
        "index.rst",
        "T\n=\n\n.. note::\n\n   .. tip::\n\n"
        + block(f"Words.\n\n.. sponsors::\n\n{block(BODY, 3)}", 6),
    ),
    "rest-list": ("index.rst", f"T\n=\n\n* words\n\n  .. sponsors::\n\n{block(BODY, 5)}"),
    "rest-table": (
        "index.rst",
        f"T\n=\n\n.. list-table::\n\n   * - .. sponsors::\n\n{block(BODY, 10)}\n",
    ),
    "rest-prefixed": ("index.rst", f"T\n=\n\n.. confrecap:sponsors::\n\n{block(BODY, 3)}"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_body_has_the_places_of_its_document(place: str, build: Builds) -> None:
    """Line and column are those of the file, however the directive is written and nested."""
    name, text = PLACES[place]
    conf = {"myst_enable_extensions": ["colon_fence"]}
    site = build({name: text}, "dummy", warnings=True, conf=conf)
    line, column = spot(text, "ulr")
    assert site.warnings == (
        f"{name}:{line}:{column}: WARNING: unknown key 'ulr' in a sponsor; "
        "did you mean 'url'? [confrecap.schema]\n"
    )
    assert "Good neighbour" in site.doctree().astext()


@pytest.mark.parametrize("place", ["myst", "myst-list", "rest", "rest-close", "rest-nested"])
def test_a_comment_in_a_body_has_its_place(place: str, build: Builds) -> None:
    """A `#` that cuts a name off is told where it stands in the document, and nothing else is."""
    name, text = PLACES[place]
    text = text.replace("name: First", "name: First #1").replace("ulr:", "url:  ")
    site = build({name: text}, "dummy", warnings=True)
    line, column = spot(text, "#1")
    assert site.warnings == (
        f"{name}:{line}:{column}: WARNING: '#1' is a comment for YAML, and is left out; "
        "to keep it, quote the whole text [confrecap.schema]\n"
    )


@pytest.mark.filterwarnings("ignore:'sphinx.environment.BuildEnvironment.app'")  # of myst-parser
@pytest.mark.parametrize("end", ["md", "rst"])
def test_an_included_body_has_the_places_of_the_included_file(end: str, build: Builds) -> None:
    """The directive is in another file than the document; so is its mistake."""
    include = {
        "md": "# T\n\nWords.\n\n```{include} parts/part.md\n```\n",
        "rst": "T\n=\n\nWords.\n\n.. include:: parts/part.rst\n",
    }[end]
    part = {
        "md": f"Some\n\nwords.\n\n```{{sponsors}}\n{BODY}```\n\n```{{sponsors}} bad.yaml\n```\n",
        "rst": f"Some\n\nwords.\n\n.. sponsors::\n\n{block(BODY, 3)}\n.. sponsors:: bad.yaml\n",
    }[end]
    bad = "tiers: {A: [x], B: 3}\n"
    files = {f"index.{end}": include, f"parts/part.{end}": part, "bad.yaml": bad}
    site = build(files, "dummy", warnings=True, conf={"exclude_patterns": ["_build", "parts"]})
    line, column = spot(part, "ulr")
    used, _ = spot(part, "sponsors} bad.yaml" if end == "md" else "sponsors:: bad.yaml")
    if end == "md" and Version(myst_parser.__version__) < Version("5.2"):
        line, used = line + 1, used + 1  # it counted the lines of included files from 2
    assert site.warnings.splitlines() == [
        (
            f"parts/part.{end}:{line}:{column}: WARNING: unknown key 'ulr' in a sponsor; "
            "did you mean 'url'? [confrecap.schema]"
        ),
        (
            "bad.yaml:1:20: WARNING: YAML reads 3 as a number; quote the name: '3' "
            f"(used at parts/part.{end}:{used}) [confrecap.schema]"
        ),
    ]


def test_a_file_names_its_own_place_and_where_it_is_used(build: Builds) -> None:
    """A warning about a file says the place in the file, and the directive that reads it."""
    files = {
        "a/index.md": "# A\n\n```{sponsors} ../data/bad.yaml\n```\n",
        "index.rst": "T\n=\n\n.. note::\n\n   .. sponsors:: data/bad.yaml\n",
        "data/bad.yaml": BODY,
    }
    site = build(files, "dummy", warnings=True)
    sentence = "WARNING: unknown key 'ulr' in a sponsor; did you mean 'url'?"
    assert site.warnings.splitlines() == [
        f"data/bad.yaml:4:7: {sentence} (used at a/index.md:3 and 1 more) [confrecap.schema]",
    ]


def test_a_problem_is_told_once_a_build(build: Builds) -> None:
    """Several directives may read one file: what is wrong with it is said once, and how often."""
    data = """
event: {name: A, name: B}
sponsors: {tiers: {Gold: [{name: First, ulr: x}]}}
gallery: []
"""
    page = "".join(
        f"```{{{name}}} all.yaml\n```\n" for name in ("event", "sponsors", "sponsors", "gallery")
    )
    site = build({"index.md": page, "all.yaml": data}, "dummy", warnings=True)
    assert site.warnings.splitlines() == [
        (
            "all.yaml:1:18: WARNING: the key 'name' stands here twice; the first one counts "
            "(used at index.md:1 and 3 more) [confrecap.schema]"
        ),
        (
            "all.yaml:2:41: WARNING: unknown key 'ulr' in a sponsor; did you mean 'url'? "
            "(used at index.md:3 and 1 more) [confrecap.schema]"
        ),
    ]


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_problem_of_many_pages_is_told_once(build: Builds, parallel: int) -> None:
    """In whatever process a page is read, and when only some of the pages are read again."""
    names = ["index", *(f"page{number}" for number in range(11))]
    page = "# T\n\n```{sponsors} bad.yaml\n```\n\n```{photo} none.jpg\n:alt: N\n```\n"
    files: dict[str, str | bytes] = {f"{name}.md": page for name in names}
    text = "- {name: A, ulr: x}\n"
    site = build({**files, "bad.yaml": text}, "html", warnings=True, parallel=parallel)
    sentence = "WARNING: unknown key 'ulr' in a sponsor; did you mean 'url'?"
    used = "(used at index.md:3 and 11 more) [confrecap.schema]"
    told = [line for line in site.warnings.splitlines() if "ulr" in line]
    assert told == [f"bad.yaml:1:13: {sentence} {used}"]
    assert site.warnings.count("none.jpg") == len(names)

    again = build({"page3.md": page + "\nMore.\n"}, "html", warnings=True, parallel=parallel)
    assert [line for line in again.warnings.splitlines() if "ulr" in line] == told
    quiet = build(
        {"page3.md": page.replace("bad", "good"), "good.yaml": "- A\n"}, "html", warnings=True
    )
    assert "ulr" not in quiet.warnings


FILES: dict[str, tuple[bytes | str, str]] = {
    "empty": (b"", ":1:1: the file is empty [yaml]"),
    "comment": ("# nothing\n", ":1:1: the file is empty [yaml]"),
    "latin-1": (
        b"tiers:\n  A: [caf\xe9]\n",
        ":2:10: the file is not UTF-8; save it as UTF-8 [yaml]",
    ),
    "utf-16": (GOOD.encode("utf-16"), ":1:1: the file is not UTF-8; save it as UTF-8 [yaml]"),
    "deep": (
        "[" * 20_000,
        (
            ":1:65: nested more than 64 levels deep; to raise that limit, set "
            'confrecap_limits = {"levels": …} in conf.py [yaml]'
        ),
    ),
    "tab": ("tiers:\n\tA: [x]\n", ":2:1: a tab cannot indent YAML; use spaces [yaml]"),
    "text": (
        "words\n",
        ":1:1: the sponsors must be a mapping of keys to values, not text [schema]",
    ),
    "open": ('tiers:\n  A: ["x]\n', ":2:7: the quote that opens here is never closed [yaml]"),
    "at": ("tiers: {A: [@x]}\n", ":1:13: a text cannot begin with '@'; quote it [yaml]"),
    "null": ("sponsors:\n", ":1:1: the key 'sponsors' is empty [schema]"),
    "loop": ("&a [*a]\n", ":1:5: the alias '*a' stands inside what it names [yaml]"),
    "other": (
        "event: {name: E}\nsponsor: {}\n",
        ":2:1: unknown key 'sponsor' in an event file; did you mean 'sponsors'? [schema]",
    ),
    "schedule": ("schedule: []\n", ":1:1: this event file has no key 'sponsors' [schema]"),
}


@pytest.fixture(scope="module")
def all_files(build_once: Callable[..., Site]) -> Site:
    """Build one page with every unreadable file, a body order mark and a good neighbour."""
    files: dict[str, str | bytes] = {f"{name}.yaml": data for name, (data, _) in FILES.items()}
    files["mark.yaml"] = b"\xef\xbb\xbf" + GOOD.replace("Good", "Marked").encode()
    files["crlf.yaml"] = b"tiers:\r\n  Gold: [Windows neighbour]\r\n"
    files["large.yaml"] = "#" * 5_000_001
    files["good.yaml"] = GOOD
    used = [*sorted(FILES), "large", "mark", "crlf", "good"]
    files["index.md"] = "".join(f"```{{sponsors}} {name}.yaml\n```\n" for name in used)
    return build_once(files, "html", warnings=True)


@pytest.mark.parametrize("name", FILES)
def test_an_unreadable_file_is_one_warning(name: str, all_files: Site) -> None:
    """Whatever is wrong with a file as a whole is said once, with its place."""
    line = 1 + 2 * sorted(FILES).index(name)
    told = [item for item in all_files.warnings.splitlines() if item.startswith(f"{name}.yaml")]
    _, _, expected = FILES[name][1].partition(":")
    place, _, sentence = expected.partition(": ")
    message, _, code = sentence.rpartition(" ")
    assert told == [
        f"{name}.yaml:{place}: WARNING: {message} (used at index.md:{line}) [confrecap.{code[1:]}"
    ]


def test_a_file_that_is_too_large_is_not_read(all_files: Site) -> None:
    """The limit of size is told, with the way to raise it and where the file is used."""
    line = 1 + 2 * len(FILES)
    sentence = (
        "large.yaml:1:1: WARNING: this is larger than 5,000,000 bytes; to raise that limit, set "
        f'confrecap_limits = {{"bytes": …}} in conf.py (used at index.md:{line}) [confrecap.yaml]'
    )
    assert sentence in all_files.warnings.splitlines()
    assert len(all_files.warnings.splitlines()) == len(FILES) + 1


def test_good_neighbours_of_bad_files_are_shown(all_files: Site) -> None:
    """A byte order mark and Windows line ends are fine, and so is what follows a mistake."""
    shown = [found.text for found in all_files.soup().select(".confrecap-sponsor-name")]
    assert shown == ["Marked neighbour", "Windows neighbour", "Good neighbour"]


def test_paths_stay_inside_the_source_folder(build: Builds, tmp_path: Path) -> None:
    """Neither `..`, nor an absolute path, nor a link leads out; and nothing special is opened."""
    outside = tmp_path / "outside"
    source = tmp_path / "src"
    outside.mkdir()
    source.mkdir()
    (outside / "secret.yaml").write_text("tiers: {A: [SECRET]}\n", encoding="utf-8")
    (outside / "secret.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", "utf-8")
    (source / "link.yaml").symlink_to(outside / "secret.yaml")
    (source / "link.svg").symlink_to(outside / "secret.svg")
    (source / "folder").symlink_to(outside)
    (source / "loop.yaml").symlink_to("loop.yaml")
    os.mkfifo(source / "pipe.yaml")
    os.mkfifo(source / "pipe.svg")
    outside_of = "'{}' lies outside the source folder, and is not read [file]"
    expected = {
        "../outside/secret.yaml": outside_of,
        "/../outside/secret.yaml": outside_of,
        "a/../../outside/secret.yaml": outside_of,
        "folder/../src/../../outside/secret.yaml": outside_of,
        str(outside / "secret.yaml"): "the file '{}' is not there [file]",
        "link.yaml": outside_of,
        "folder/secret.yaml": outside_of,
        "folder": outside_of,
        "loop.yaml": "'{}' is a link that leads nowhere [file]",
        "pipe.yaml": "'{}' is not a regular file [file]",
        ".": "'{}' is a folder [file]",
        "gone.yaml": "the file '{}' is not there [file]",
        "god.yaml": "the file '{}' is not there; did you mean 'good.yaml'? [file]",
        "good.yml": "the file '{}' is not there; did you mean 'good.yaml'? [file]",
        "n" * 300 + ".yaml": "the file '{}' is not there [file]",
        "https://example.com/a.yaml": "'{}' is an address; name a file of this site [file]",
    }
    logos = [
        "../outside/secret.svg",
        "link.svg",
        "folder/secret.svg",
        "pipe.svg",
        "folder",
        "no.svg",
    ]
    entries = "".join(f"  - {{name: N{n}, logo: {logo}}}\n" for n, logo in enumerate(logos))
    files = {
        "index.md": "".join(f"```{{sponsors}} {name}\n```\n" for name in [*expected, "good.yaml"]),
        "good.yaml": f"tiers:\n A:\n{entries}  - {{name: N, url: ../outside/secret.yaml}}\n",
    }
    site = build(files, warnings=True)
    lines = site.warnings.splitlines()
    told = []
    for line, (name, sentence) in enumerate(expected.items()):
        message, _, code = sentence.format(name).rpartition(" ")
        told.append(f"index.md:{1 + 2 * line}: WARNING: {message} [confrecap.{code[1:]}")
    assert lines[: len(told)] == told
    inside = [re.sub(r" \(used.*", "", line) for line in lines[len(told) :]]
    refused = "lies outside the source folder, and is not read"
    assert inside == [
        f"good.yaml:3:22: WARNING: '../outside/secret.svg' {refused}",
        f"good.yaml:4:22: WARNING: 'link.svg' {refused}",
        f"good.yaml:5:22: WARNING: 'folder/secret.svg' {refused}",
        "good.yaml:6:22: WARNING: 'pipe.svg' is not a regular file",
        f"good.yaml:7:22: WARNING: 'folder' {refused}",
        "good.yaml:8:22: WARNING: the file 'no.svg' is not there",
        f"good.yaml:9:20: WARNING: '../outside/secret.yaml' {refused}",
    ]
    assert "SECRET" not in site.page()
    assert len(site.soup().select(".confrecap-sponsor-name")) == len(logos) + 1


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser may read any file"
)
def test_a_file_that_may_not_be_read_is_told(build: Builds, tmp_path: Path) -> None:
    """A file without the right to read it is one warning."""
    source = tmp_path / "src"
    source.mkdir()
    (source / "mine.yaml").write_text(GOOD, encoding="utf-8")
    (source / "mine.yaml").chmod(0)
    site = build("```{sponsors} mine.yaml\n```\n", warnings=True)
    assert "index.md:1: WARNING: 'mine.yaml' cannot be read: Permission denied" in site.warnings


OPTIONS = {
    ":columns: 99": "the option 'columns' must be between 1 and 12, not 99",
    ":columns: many": "the option 'columns' must be a whole number, not 'many'",
    ":columns:": "the option 'columns' must be a whole number, not ''",
    ":heading-level: 7": "the option 'heading-level' must be between 1 and 6, not 7",
    ":show: cards": (
        "the option 'show' must be one of logo, logo+name, card, names, not 'cards'; "
        "did you mean 'card'?"
    ),
    ":tiers:": "the option 'tiers' needs a value",
    ":colums: 3": "unknown option 'colums'; did you mean 'columns'?",
    ":zzz: 3": ("unknown option 'zzz'; there are tiers, exclude, show, …, class, name, no-index"),
    ":class: !!": "the option 'class' must be class names, not '!!'",
    ":no-index: perhaps": "the option 'no-index' must be yes or no, not 'perhaps'",
}


@pytest.fixture(scope="module")
def all_options(build_once: Callable[..., Site]) -> Site:
    """Build two pages, one for each markup, where each directive has a bad option."""
    options = list(OPTIONS)
    files = {
        "good.yaml": GOOD,
        "index.md": "".join(f"```{{sponsors}} good.yaml\n{text}\n```\n" for text in options),
        "rest.rst": "".join(f".. sponsors:: good.yaml\n   {text}\n\n" for text in options),
    }
    return build_once(files, "html", warnings=True)


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("name", ["index.md", "rest.rst"])
def test_a_bad_option_is_one_warning_at_its_directive(
    name: str, option: str, all_options: Site
) -> None:
    """Both markups say the same about an option, once."""
    line = 1 + 3 * list(OPTIONS).index(option)
    told = [
        item for item in all_options.warnings.splitlines() if item.startswith(f"{name}:{line}:")
    ]
    begin, _, end = f"{name}:{line}: WARNING: {OPTIONS[option]} [confrecap.schema]".partition("…")
    assert len(told) == 1
    assert told[0].startswith(begin)
    assert told[0].endswith(end)


def test_a_bad_option_costs_itself(all_options: Site) -> None:
    """The directive is shown as if the option were not there."""
    for page in ("index", "rest"):
        assert len(all_options.soup(page).select(".confrecap-sponsor")) == len(OPTIONS)
    assert len(all_options.warnings.splitlines()) == 2 * len(OPTIONS)


LINES = {
    "twice": (
        [":title: One", ":title: Two"],
        "the option 'title' stands here twice; the first one counts",
    ),
    "open": ([":title: One", ":start 90"], "':start 90' is no option; write ':start: 90'"),
    "close": ([":title: One", ":start:90"], "':start:90' is no option; write ':start: 90'"),
    "name": ([":title: One", ":start"], "':start' is no option; write ':start:'"),
}
YAML_LINES = {
    "quotes": (
        [':title: "One" of two', ":start: 90"],
        (
            "the option 'title' is not readable as YAML, and is taken as it stands; "
            "write '\"One\" of two'"
        ),
    ),
    "hash": (
        [":title: One #2", ":start: 90"],
        "the option 'title' is cut off at the '#'; to keep all of it, write 'One #2'",
    ),
    "block": (
        ["---", 'title: "One" of two', "# a comment", "start: 90", "---"],
        (
            "the option 'title' is not readable as YAML, and is taken as it stands; "
            "write '\"One\" of two'"
        ),
    ),
}


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_a_line_that_is_no_option_costs_itself(markup: str, build: Builds) -> None:
    """A malformed or doubled option is one warning; the other options and the body are kept."""
    cases = {**LINES, **YAML_LINES} if markup == "md" else LINES
    text, expected = "", []
    for lines, sentence in cases.values():
        place = f"index.{markup}:{text.count(chr(10)) + 1}"
        expected.append(f"{place}: WARNING: {sentence} [confrecap.schema]")
        if markup == "md":
            text += "\n".join(["```{youtube} YWDzHGx8PrY", *lines, "", "A *caption*.", "```\n\n"])
        else:
            rows = [f"   {line}".rstrip() for line in (*lines, "", "A *caption*.")]
            text += "\n".join([".. youtube:: YWDzHGx8PrY", *rows, "\n"])
    site = build({f"index.{markup}": text}, warnings=True)
    assert site.warnings.splitlines() == expected
    soup = site.soup()
    titles = [found.text for found in soup.select(".confrecap-video-title")]
    assert len(titles) == len(cases)
    assert all("One" in title for title in titles)
    assert len(soup.select(".confrecap-video em")) == len(cases)
    assert str(soup).count("start=90") == 2 * len(cases.keys() & YAML_LINES.keys())


def test_a_body_may_follow_the_options_at_once(build: Builds) -> None:
    """Without a blank line both markups know where options end, and the body has its places."""
    body = "tiers:\n  Gold:\n    - name: First\n      ulr: x\n"
    files = {
        "index.md": f"# T\n\n```{{sponsors}}\n:columns: 3\n:class: a\n{body}```\n",
        "rest.rst": "T\n=\n\n.. sponsors::\n" + block(f":columns: 3\n:class: a\n{body}", 3),
        "text.rst": (
            "T\n=\n\n.. youtube:: YWDzHGx8PrY\n   :title: A\n     title\n"
            "   A *caption* for\n   :confrecap:sponsor:`nobody`.\n\n   More.\n"
        ),
        "whole.rst": "T\n=\n\nWords.\n\nMore words.\n\n.. include:: part.txt\n",
        "part.txt": ".. youtube:: YWDzHGx8PrY\n   By :confrecap:sponsor:`one`.\n   :title: A\n",
    }
    site = build(files, warnings=True)
    sentence = "WARNING: unknown key 'ulr' in a sponsor; did you mean 'url'? [confrecap.schema]"
    assert site.warnings.splitlines() == [
        f"index.md:9:7: {sentence}",
        f"rest.rst:10:10: {sentence}",
        "text.rst:7: WARNING: unknown sponsor 'nobody' [confrecap.reference]",
        "part.txt:2: WARNING: unknown sponsor 'one' [confrecap.reference]",
    ]
    for page in ("index", "rest"):
        assert site.soup(page).select_one(".confrecap-sponsors.a .confrecap-sponsor")
    assert site.soup("text").select_one(".confrecap-video-title").text == "A title"
    shown = site.soup("text").select_one(".confrecap-video")
    assert [shown.em.text, "More." in shown.text] == ["caption", True]


@pytest.mark.parametrize("markup", ["md", "rst"])
def test_what_has_no_data_is_told_at_the_directive(markup: str, build: Builds) -> None:
    """No data, too much data, an unknown tier and an unknown sponsor name the way out."""
    directives = [
        ("sponsors", "", [], []),
        ("event", "", [], []),
        ("sponsors", "good.yaml", [], ["tiers: {A: [x]}"]),
        ("sponsors", "good.yaml", [":tiers: Gold, Godl"], []),
        ("sponsors", "good.yaml", [":exclude: Silver"], []),
        ("sponsored-by", "Nobody", [":data: good.yaml"], []),
        ("sponsored-by", "Good neighbor", [":data: good.yaml"], []),
        ("sponsored-by", "Good neighbour", [], []),
        ("sponsored-by", "Good neighbour", [":data: god.yaml"], []),
        ("sponsored-by", "", [":for: Lunch"], []),
        ("photo", "", [":alt: A stage"], []),
        ("youtube", "", [":title: A talk"], []),
        ("sponsors", "good.yaml#Tiers", [], []),
    ]
    text, lines = "", []
    for name, argument, options, body in directives:
        lines.append(text.count("\n") + 1)
        rows = [*options, *([""] if body else []), *body]
        if markup == "md":
            text += "\n".join([f"```{{{name}}} {argument}".rstrip(), *rows, "```\n\n"])
        else:
            indented = [f"   {row}".rstrip() for row in rows]
            text += "\n".join([f".. {name}:: {argument}".rstrip(), *indented, "\n"])
    site = build({f"index.{markup}": text, "good.yaml": GOOD}, warnings=True)
    needs = "needs a file, a body, or confrecap_data in conf.py"
    sentences = [
        f"'sponsors' {needs} [confrecap.file]",
        f"'event' {needs} [confrecap.file]",
        "give either a file ('good.yaml') or a body, not both [confrecap.schema]",
        "there is no tier 'Godl'; did you mean 'Gold'? [confrecap.reference]",
        "there is no tier 'Silver' [confrecap.reference]",
        "there is no sponsor 'Nobody' in 'good.yaml' [confrecap.reference]",
        (
            "there is no sponsor 'Good neighbor' in 'good.yaml'; did you mean 'Good neighbour'? "
            "[confrecap.reference]"
        ),
        "'sponsored-by' needs the option 'data', or confrecap_data in conf.py [confrecap.file]",
        "the file 'god.yaml' is not there; did you mean 'good.yaml'? [confrecap.file]",
        "'sponsored-by' needs the name of a sponsor, or its id [confrecap.schema]",
        "'photo' needs the path of a picture [confrecap.file]",
        "'youtube' needs the address of a video, or its id [confrecap.schema]",
        (
            f"there is no key 'Tiers'; did you mean 'tiers'? (used at index.{markup}:{lines[-1]}) "
            "[confrecap.schema]"
        ),
    ]
    places = [f"index.{markup}:{line}" for line in lines]
    places[-1] = "good.yaml:1:1"
    assert site.warnings.splitlines() == [
        f"{place}: WARNING: {sentence}" for place, sentence in zip(places, sentences, strict=True)
    ]


def test_an_argument_with_keys_is_a_body(build: Builds) -> None:
    """In reST the first line below a directive is its argument, even if it is the only one."""
    site = build(
        {"index.rst": ".. event::\n   name: One line\n\n.. sponsors:: {tiers: {A: [X]}}\n"}
    )
    assert "One line" in site.doctree().astext()
    assert "X" in site.doctree().astext()


def test_options_may_hold_signs_that_yaml_knows(build: Builds) -> None:
    """A quoted option keeps a hash and quotes in MyST; reST needs no quotes."""
    data = "tiers: {'C# fans': [A], 'Say \"hi\"': [B], Other: [C]}\n"
    site = build(
        {
            "data.yaml": data,
            "index.md": (
                '```{sponsors} data.yaml\n:tiers: "C# fans"\n```\n'
                "```{sponsors} data.yaml\n:tiers: 'Say \"hi\"'\n```\n"
            ),
            "rest.rst": (
                ".. sponsors:: data.yaml\n   :tiers: C# fans\n\n"
                '.. sponsors:: data.yaml\n   :tiers: Say "hi"\n'
            ),
        }
    )
    for page in ("index", "rest"):
        assert [item.text for item in site.soup(page).select(".confrecap-sponsor-name")] == [
            "A",
            "B",
        ]


def test_everything_wrong_at_once_ends_and_shows_the_rest(build: Builds) -> None:
    """A section full of mistakes names each of them once, in order, and shows what is right."""
    data = """\
tiers:
  A:
    size: xxl
    show: logos
    sort: names
    slots: many
    desciption: l
    sponsors:
      - {name: a, url: "javascript:alert(1)", scale: 9, hidden: maybe}
      - {name: b, url: "//evil.example", logo: {lite: x.svg}}
      - {url: https://noname.example}
      - {name: c, logo: missing.svg}
      - {name: d, logo: https://x.example/l.svg}
      - {name: e, url: nowhere.md}
      - {name: f, url: www.example.com}
      - 42
      - []
      - good neighbour
  B: {slots: 3, sponsors: [x]}
past: {2023: gone.yaml, 2022: [a]}
surplus: 1
"""
    site = build(
        {
            "index.md": "# T\n\n```{sponsors} all.yaml\n```\n\n```{event} e.yaml\n```\n\nEnd.\n",
            "all.yaml": data,
            "e.yaml": (
                "event:\n  name: Conf\n  start: soon\n  timezone: Mars/Olympus\n  status: gone\n"
                "  url: 'data:x'\n  image: {src: no.jpg, alt: x}\n  tickets: {ulr: x}\n"
            ),
        },
        warnings=True,
    )
    one_of, mapping = "is not one of", "must be a mapping of keys to values"
    elsewhere = "is on another site; copy the picture into this one"
    refused = (
        "is not a scheme for links here; write an https, http or mailto address, "
        "or a file of the site."
    )
    assert [line.replace("WARNING: ", "") for line in site.warnings.splitlines()] == [
        f"{line} (used at index.md:{6 if line.startswith('e') else 3}) [confrecap.{code}]"
        for line, code in [
            ("all.yaml:3:11: 'xxl' is not one of xl, l, m, s, xs; did you mean 'xl'?", "schema"),
            (
                (
                    f"all.yaml:4:11: 'logos' {one_of} logo, logo+name, card, names; "
                    "did you mean 'logo'?"
                ),
                "schema",
            ),
            (f"all.yaml:5:11: 'names' {one_of} file, name; did you mean 'name'?", "schema"),
            ("all.yaml:6:12: slots: must be a whole number, not 'many'", "schema"),
            (
                "all.yaml:7:5: unknown key 'desciption' in a tier; did you mean 'description'?",
                "schema",
            ),
            (f"all.yaml:9:24: 'javascript:alert(1)' is refused: 'javascript:' {refused}", "url"),
            ("all.yaml:9:54: scale: must be between 0.5 and 2, not 9", "schema"),
            ("all.yaml:9:65: hidden: must be true or false, not 'maybe'", "schema"),
            ("all.yaml:10:24: '//evil.example' has no scheme; write https://evil.example", "url"),
            ("all.yaml:10:49: unknown key 'lite' in a logo; did you mean 'light'?", "schema"),
            ("all.yaml:11:9: the key 'name' is missing in a sponsor", "schema"),
            ("all.yaml:12:25: the file 'missing.svg' is not there", "file"),
            (f"all.yaml:13:25: 'https://x.example/l.svg' {elsewhere}", "image"),
            ("all.yaml:14:24: 'nowhere.md' is no document or file of this site", "url"),
            (
                (
                    "all.yaml:15:24: 'www.example.com' is no document or file of this site; "
                    "did you mean 'https://www.example.com'?"
                ),
                "url",
            ),
            ("all.yaml:16:9: YAML reads 42 as a number; quote the name: '42'", "schema"),
            (f"all.yaml:17:9: a sponsor {mapping}, not a list", "schema"),
            ("all.yaml:20:14: the file 'gone.yaml' is not there", "file"),
            ("all.yaml:20:31: 2022: must be text, not a list", "schema"),
            ("all.yaml:21:1: unknown key 'surplus' in the sponsors", "schema"),
            (
                "e.yaml:3:10: 'soon' is not a date; write it as 2024-09-18 or 2024-09-18 09:00",
                "time",
            ),
            (
                "e.yaml:4:13: 'Mars/Olympus' is not a time zone; write it as America/Los_Angeles",
                "time",
            ),
            (
                (
                    f"e.yaml:5:11: 'gone' {one_of} scheduled, cancelled, postponed, rescheduled, "
                    "moved-online"
                ),
                "schema",
            ),
            (f"e.yaml:6:8: 'data:x' is refused: 'data:' {refused}", "url"),
            ("e.yaml:7:16: the file 'no.jpg' is not there", "file"),
            ("e.yaml:8:13: unknown key 'ulr' in the tickets; did you mean 'url'?", "schema"),
        ]
    ]
    soup = site.soup()
    shown = [item.text for item in soup.select(".confrecap-sponsor-name")]
    assert shown == ["a", "b", "c", "d", "e", "f", "42", "good neighbour", "x"]
    assert not soup.select(".confrecap-sponsors a")
    assert soup.select_one(".confrecap-event-name").text == "Conf"
    assert soup.find(string="End.")


def test_warnings_can_be_suppressed(build: Builds) -> None:
    """Each subtype has a name that `suppress_warnings` takes."""
    data = "tiers: {A: [{name: X, ulr: x, url: 'data:x', logo: gone.svg}]}\n"
    suppressed = ["confrecap.schema", "confrecap.url", "confrecap.file"]
    build(
        {"index.md": "```{sponsors} a.yaml\n```\n", "a.yaml": data},
        conf={"suppress_warnings": ["toc.not_included", *suppressed]},
    )


def test_a_wrong_value_in_conf_is_told_and_replaced(build: Builds) -> None:
    """Values of our configuration are checked before anything is read."""
    site = build(
        "# T\n",
        conf={
            "confrecap_data": {"sponsors": 3},
            "confrecap_image_widths": [],
            "confrecap_video_load": "never",
        },
        warnings=True,
    )
    sentences = [line.partition("WARNING: ")[2] for line in site.warnings.splitlines()]
    assert sentences == [
        (
            "confrecap_data maps editions to files, not sections: one event file has them all; "
            "using None [confrecap.config]"
        ),
        (
            "confrecap_image_widths must be a list of widths in pixels, such as [320, 640, 1280]; "
            "using [320, 640, 1280, 1920] [confrecap.config]"
        ),
        "confrecap_video_load must be 'click', 'link' or 'eager'; using 'click' [confrecap.config]",
    ]


def test_lists_of_conf_are_left_as_they_are(build: Builds) -> None:
    """A list of the site's may be a tuple, and is not changed in place: it may be used twice."""
    given: dict[str, object] = {"html_static_path": ("own",), "epub_exclude_files": ["x"]}
    site = build("# T\n", conf=given, prepare=_own_folder)
    assert (site.outdir / "_static/own.css").exists()
    assert (site.outdir / "_static/confrecap/base.css").exists()
    raw = site.app.config._raw_config  # what conf.py itself holds
    assert {name: raw[name] for name in given} == given


def _own_folder(folder: Path) -> None:
    (folder / "own").mkdir()
    (folder / "own/own.css").touch()


def test_no_text_is_too_odd(build: Builds) -> None:
    """Names that are no paths, and texts of any length, are told and never end a build."""
    odd = ["x" * 5000, "é" * 300 + ".svg", "a\\nb", "*", "~/x", "C:\\\\x", "\\u202e", "%00", "[a-"]
    fields = ("name", "url", "logo", "alt", "text", "for", "id", "rel")
    entries = "".join(
        f'  - {{name: "N{n}", {field}: "{text}"}}\n'
        for n, text in enumerate(odd)
        for field in fields[1:]
    )
    names = "".join(f'  - "{text}"\n' for text in odd)
    files = {"index.md": "```{sponsors} s.yaml\n```\n", "s.yaml": f"tiers:\n A:\n{entries}{names}"}
    site = build(files, warnings=True)
    assert len(site.soup().select(".confrecap-sponsor")) == len(odd) * len(fields)
    assert all("WARNING: " in line for line in site.warnings.splitlines())


PNG = encoded(photo(60, 40), "PNG")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7"/></svg>'
SLOW_SVG = (
    b'<filter id="f"><feTurbulence numOctaves="1000000"/></filter>'
    b'<rect filter="url(#f)" width="9" height="9"/>'
)
LOGOS: dict[str, tuple[bytes, bool]] = {
    "good.svg": (SVG, True),
    "good.png": (PNG, True),
    "no-size.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1v1"/></svg>', False),
    "empty.svg": (b"", False),
    "empty.png": (b"", False),
    "cut.png": (PNG[: len(PNG) // 2], False),
    "cut.jpg": (encoded(photo(200, 200))[:200], False),
    "text.png": (b"not a picture", False),
    "text.svg": (b"not a picture", False),
    "huge.png": (huge_png(), False),
    "open.svg": (SVG[:-6], False),
    "japanese.svg": (b'<?xml version="1.0" encoding="Shift_JIS"?>' + SVG, True),
    "utf16.svg": (SVG.decode().encode("utf-16"), True),
    "utf7.svg": (b'<?xml version="1.0" encoding="utf-7"?>' + SVG, False),
    "far.svg": (SVG.replace(b"0 0 9 9", b"1e18 0 100 40"), False),
    "flat.svg": (SVG.replace(b'viewBox="0 0 9 9"', b'width="100" height="1e-310"'), False),
    "thin.svg": (SVG.replace(b"0 0 9 9", b"0 0 1e-320 10"), False),
    "digits.svg": (SVG.replace(b"<svg ", b'<svg width="%s px x" ' % (b"1" * 50_000)), True),
    "letters.svg": (SVG.replace(b"<path", b"<style>%s</style><path" % (b"a" * 400_000)), True),
    "slow.svg": (SVG.replace(b"<path", SLOW_SVG + b"<path"), False),
    "bomb.svg": (
        b'<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SVG,
        False,
    ),
}


def test_a_logo_that_is_no_picture_is_a_name(build: Builds) -> None:
    """A broken logo is one warning at its line, and its sponsor a word mark that is seen."""
    entries = "".join(f"- {{name: '{name}', logo: {name}}}\n" for name in LOGOS)
    files: dict[str, str | bytes] = {name: data for name, (data, _) in LOGOS.items()}
    site = build(
        {**files, "index.md": "```{sponsors} s.yaml\n```\n", "s.yaml": entries},
        warnings=True,
        conf={"confrecap_limits": {"seconds": 2}},
    )
    broken = [name for name, (_, fine) in LOGOS.items() if not fine]
    told = site.warnings.splitlines()
    places = {line.partition(": WARNING")[0] for line in told}
    lines = {name: number for number, name in enumerate(LOGOS, 1)}
    assert {place.split(":")[1] for place in places} == {str(lines[name]) for name in broken}
    assert len(told) == len(broken), site.warnings
    assert all(line.endswith("[confrecap.image]") for line in told)
    hidden = {label.text for label in site.soup().select(".confrecap-hidden")}
    shown = {label.text for label in site.soup().select(".confrecap-sponsor-name")} - hidden
    assert shown == set(broken)
    assert len(site.soup().select("img.confrecap-logo")) == len(LOGOS) - len(broken)


@pytest.mark.parametrize(
    "configured",
    ["data/all.yaml", "/data/all.yaml", {"main": "data/all.yaml", "x": "x.yaml"}],
)
def test_without_argument_and_body_the_configured_file_is_read(
    configured: str | dict[str, str], build: Builds
) -> None:
    """`confrecap_data` is one file, or that of the first edition."""
    files = {
        "sub/index.md": "```{event}\n```\n",
        "index.rst": ".. event::\n",
        "data/all.yaml": "event: {name: Configured}\n",
        "x.yaml": "event: {name: Other}\n",
    }
    site = build(files, "dummy", conf={"confrecap_data": configured})
    for page in ("index", "sub/index"):
        assert site.doctree(page).astext().strip() == "Configured"


ANCHORS = """
tiers:
  A:
    - {name: heading, url: page.md#a-heading}
    - {name: slug, url: page.md#größe}
    - {name: label, url: page.md#the-label}
    - {name: thing, url: rest.rst#sponsor-x}
    - {name: html, url: page.md#by-hand}
    - {name: encoded, url: page.md#gr%C3%B6%C3%9Fe}
    - {name: words, url: "page.md#:~:text=words"}
    - {name: own, url: "#own-heading"}
    - {name: miss, url: page.md#a-haeding}
    - {name: other, url: rest.rst#nowhere, links: {There: "#nope"}}
    - {name: file, url: talk.pdf#page=3}
    - {name: query, url: page.md?x=1}
"""
PAGES: dict[str, str | bytes] = {
    "page.md": """
# A heading

(the-label)=
## Größe

<a id="by-hand"></a>

```{note}
Words.
```
""",
    "rest.rst": "Rest\n====\n\n.. sponsors::\n\n   - X\n   - {name: Y, url: '#none'}\n",
    "talk.pdf": b"%PDF-1.4",
    "s.yaml": ANCHORS[1:],
}


@pytest.mark.parametrize("parallel", [0, 2])
def test_a_link_to_a_place_that_is_not_there_is_told(parallel: int, build: Builds) -> None:
    """Headings, slugs, labels, ids and HTML of a page are known; any other place is one warning."""
    text = "# Own heading\n\n```{sponsors} s.yaml\n```\n"
    conf = {"myst_heading_anchors": 3}
    files = {"index.md": text, **PAGES}
    site = build(files, "epub", warnings=True, parallel=parallel, conf=conf)
    left_out = "what stands behind the name of a file of this site is left out"
    told = [
        ("page.md#a-haeding", "the page 'page' has no '#a-haeding'; did you mean 'a-heading'?"),
        ("rest.rst#nowhere", "the page 'rest' has no '#nowhere'"),
        ('"#nope"', "the page 'index' has no '#nope'"),
        ("talk.pdf#page=3", f"'talk.pdf#page=3': {left_out}; write 'talk.pdf'"),
        ("page.md?x=1", f"'page.md?x=1': {left_out}; write 'page.md'"),
    ]
    expected = ["rest.rst:7:21: WARNING: the page 'rest' has no '#none' [confrecap.url]"]
    for word, sentence in told:
        line, column = spot(ANCHORS[1:], word)
        place = f"s.yaml:{line}:{column}"
        expected.append(f"{place}: WARNING: {sentence} (used at index.md:3) [confrecap.url]")
    assert sorted(line for line in site.warnings.splitlines() if "confrecap" in line) == expected
    site = build({"index.md": text + "\nMore.\n"}, warnings=True, conf=conf)
    found = {
        name.text: link["href"]
        for link in site.soup().select("a.confrecap-sponsor-link")
        if (name := link.select_one(".confrecap-sponsor-name"))
    }
    assert found["heading"] == "page.html#a-heading"
    assert found["slug"] == found["encoded"]
    assert found["thing"] == "rest.html#sponsor-x"
    assert found["own"] == "#own-heading"
    targets = site.soup("page")
    for name in ("heading", "slug", "label", "html"):
        assert targets.find(id=found[name].partition("#")[2])


def test_limits_of_conf_hold_for_pictures(build: Builds) -> None:
    """`pixels` and `side` bound photos and logos: one warning each, and a change reads again."""
    shown = "```{{photo}} {0}\n:alt: x\n```\n"
    body = shown + "```{{sponsors}}\ntiers: {{A: [{{name: B, logo: {0}}}]}}\n```\n"
    files = {"wide.png": encoded(photo(60, 40), "PNG"), "large.png": encoded(photo(50, 50), "PNG")}
    text = "# T\n\n" + "".join(body.format(name) for name in files)
    site = build({"index.md": text, **files})
    assert len(site.soup().select("img")) == 4
    site = build({}, conf={"confrecap_limits": {"pixels": 2400, "side": 55}}, warnings=True)
    side = "has 60 × 40 pixels, and no side may be longer than 55; to raise that limit, set"
    pixels = "has 50 × 50 pixels, more than 2,400; to raise that limit, set"
    assert site.warnings.count(f"the picture 'wide.png' {side}") == 2
    assert site.warnings.count(f"the picture 'large.png' {pixels}") == 2
    assert site.warnings.count("\n") == 4
    assert not site.soup().select("img")
    assert site.page().count("confrecap-sponsor-name") == 2


def test_limits_of_conf_hold_for_files_and_bodies(build: Builds) -> None:
    """`confrecap_limits` bounds a file and a body, a wrong key costs itself, a change rereads."""
    deep = "tiers: {Gold: [{name: Good neighbour}]}\n"
    files = {"index.md": f"# T\n\n```{{sponsors}} d.yaml\n```\n\n```{{sponsors}}\n{deep}```\n"}
    site = build({**files, "d.yaml": deep}, "dummy")
    assert site.doctree().astext().count("Good neighbour") == 2
    conf = {"confrecap_limits": {"levels": 3, "bites": 1}}
    site = build({}, "dummy", conf=conf, warnings=True)
    told = 'nested more than 3 levels deep; to raise that limit, set confrecap_limits = {"levels"'
    assert re.findall(r"^(\S+): .*?: (.*?): ", site.warnings, re.MULTILINE) == [
        ("conf.py:1", "confrecap_limits"),
        ("d.yaml:1:16", told),
        ("index.md:7:16", told),
    ]
    assert "did you mean 'bytes'?" in site.warnings
    assert "Good neighbour" not in site.doctree().astext()
