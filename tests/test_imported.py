"""An event file on a site: what it imports is shown, and what it changes or hides is."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Builds, Site

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">'
    b'<rect x="10" y="10" width="180" height="60" fill="#d33"/></svg>'
)
FILES: dict[str, str | bytes] = {
    "index.md": "# Talks\n\n```{playlist}\n:layout: grid\n```\n",
    "thanks.rst": "Thanks\n======\n\n.. sponsors::\n   :show: card\n",
    "own.md": "# Own\n\n```{playlist} own.yaml\n```\n",
    "plain.md": "# Plain\n",
    "own.yaml": "- {url: https://youtu.be/bbbbbbbbbbb, title: Own}\n",
    "2025/event.yaml": """
imported: [by-hand.yaml, import/programme.yaml]
event: {name: Recap}
playlist:
  - {id: s12, tags: [code]}
schedule:
  - {date: 2025-10-22, sessions: [{id: s12, title: Compilers}]}
sponsors:
  tiers:
    Gold: [{name: Bramble, text: 'Ours, *reST*.'}]
""",
    "2025/by-hand.yaml": """
sponsors: {tiers: {Gold: [{name: Bramble, url: https://bramble.example/}]}}
""",
    "2025/import/programme.yaml": """
markup: markdown
speakers: [{name: Ada Lovelace, id: ada}]
schedule:
  - date: 2025-10-22
    sessions:
      - {title: Compiler talk, id: s12, speakers: [ada], slides: slides.pdf}
      - {title: Opening, id: s1, speakers: [Grace Hopper], video: https://youtu.be/ccccccccccc}
playlist:
  - {id: s12, url: https://youtu.be/aaaaaaaaaaa, text: 'Made with **care**.'}
  - s1
sponsors: {tiers: {Gold: [{name: Acme, logo: acme.svg, text: Of *Acme*}]}}
""",
    "2025/import/slides.pdf": b"%PDF-1.4",
    "2025/import/acme.svg": SVG,
}
CONF = {"confrecap_data": "2025/event.yaml"}


def titles(site: Site) -> list[str]:
    """Return the titles of the talks on the first page."""
    return [one.get_text().strip() for one in site.soup().select(".confrecap-talk-title")]


def test_imported_content_counts_as_if_it_stood_in_the_file(build: Builds) -> None:
    """Its paths start in its own folder, its prose is in its own language, its places are its."""
    site = build(FILES, conf=CONF)
    soup = site.soup()
    text = soup.get_text()
    assert "Compilers" in text
    assert "Compiler talk" not in text
    assert text.index("Compilers") < text.index("Opening")
    assert "Ada Lovelace" in text
    assert "Grace Hopper" in text
    assert soup.find("strong", string="care")
    assert soup.select_one('a[href$="slides.pdf"]')
    thanks = site.soup("thanks")
    assert [em.get_text() for em in thanks.select("em")] == ["Acme", "reST"]
    assert thanks.select_one('a[href="https://bramble.example/"]')
    assert thanks.select_one("img.confrecap-logo")


def test_translators_see_where_a_text_stands(build: Builds) -> None:
    """A catalogue names the imported file, and its line."""
    site = build(FILES, "gettext", conf=CONF)
    assert '2025/import/programme.yaml:9\nmsgid "Made with **care**."' in site.page()
    assert "2025/event.yaml:9" in site.page("thanks")


REBUILDS: dict[str, tuple[dict[str, str | bytes | None], set[str]]] = {
    "imported": ({"2025/by-hand.yaml": "sponsors: {}\n"}, {"index", "thanks"}),
    "importing": (
        {"2025/event.yaml": "imported: by-hand.yaml\nplaylist: [bbbbbbbbbbb]\n"},
        {"index", "thanks"},
    ),
    "gone": ({"2025/by-hand.yaml": None}, {"index", "thanks"}),
    "of-another": ({"own.yaml": "- {url: https://youtu.be/bbbbbbbbbbb, title: New}\n"}, {"own"}),
    "beside": ({"2025/other.yaml": "x: 1\n"}, set()),
}  # fmt: skip


@pytest.mark.parametrize("change", REBUILDS)
def test_a_change_in_an_imported_file_reads_the_pages_that_use_it(
    change: str, build: Builds
) -> None:
    """And no others, however it changes; then nothing is read again."""
    changed, pages = REBUILDS[change]
    build(FILES, "dummy", conf=CONF)
    assert build(builder="dummy").read == frozenset()
    assert build(changed, "dummy", warnings=True).read == pages


HAND = "playlist: [{url: https://youtu.be/bbbbbbbbbbb, title: Hand}]\n"
BROKEN: dict[str, tuple[str, str | None, str]] = {
    "missing": (
        "programm.yaml",
        None,
        "e.yaml:1:11: WARNING: the file 'programm.yaml' is not there; did you mean 'programme.",
    ),
    "broken": (
        "programme.yaml",
        "playlist: [",
        "programme.yaml:1:11: WARNING: the '[' that opens here is never closed",
    ),
    "empty": ("programme.yaml", "", "programme.yaml:1:1: WARNING: the file is empty"),
    "list": (
        "programme.yaml",
        "- a",
        "programme.yaml:1:1: WARNING: an imported file is a mapping with sections",
    ),
    "itself": (
        "e.yaml",
        None,
        "e.yaml:1:11: WARNING: 'e.yaml' is this file itself, and is not imported",
    ),
    "imports": (
        "programme.yaml",
        "imported: e.yaml",
        "programme.yaml:1:1: WARNING: 'imported' counts in the file that imports this one only",
    ),
    "twice": (
        "[programme.yaml, programme.yaml]",
        "facts: {}",
        "e.yaml:1:28: WARNING: 'programme.yaml' is imported twice",
    ),
    "no-name": (
        "{a: b}",
        None,
        "e.yaml:1:11: WARNING: 'imported' must be the name of a YAML file, or a list of names",
    ),
    "outside": (
        "../../x.yaml",
        None,
        "e.yaml:1:11: WARNING: '../../x.yaml' lies outside the source folder",
    ),
    "key": (
        "programme.yaml",
        "playlist:\n  - {url: ccccccccccc, titel: T}",
        "programme.yaml:2:24: WARNING: unknown key 'titel' in a video; did you mean 'title'?",
    ),
    "misplaced": (
        "programme.yaml",
        "tiers: {}",
        "programme.yaml:1:1: WARNING: in an event file, 'tiers' stands below 'sponsors'",
    ),
    "large": (
        "programme.yaml",
        "facts: {a: " + "x" * 450 + "}",
        "e.yaml:1:11: WARNING: with 'programme.yaml', this is larger than 500 bytes",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_wrong_with_an_imported_file_costs_no_more_than_it(
    case: str, build: Builds
) -> None:
    """One message with its place; what a hand wrote in the importing file is shown."""
    written, content, told = BROKEN[case]
    files = {
        "index.md": "# T\n\n```{playlist} e.yaml\n```\n",
        "e.yaml": f"imported: {written}\n{HAND}",
        "programme.yaml": "facts: {}" if content is None else content,
    }
    conf = {"confrecap_limits": {"bytes": 500}} if case == "large" else None
    site = build(files, conf=conf, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith(told)
    assert "(used at index.md:3)" in line
    assert "Hand" in site.soup().get_text()


def test_a_body_imports_and_changes_as_a_file_does(build: Builds) -> None:
    """Its paths start at the page."""
    body = "imported: /2025/import/programme.yaml\nchanges: {session-s12: {title: Changed}}\n"
    site = build({**FILES, "index.md": f"# T\n\n```{{playlist}}\n{body}```\n"}, conf=CONF)
    assert "Changed" in site.soup().get_text()
    assert site.soup().select_one('a[href$="slides.pdf"]')


EVENT = """
speakers: [{name: Ada Lovelace, id: ada}]
schedule:
  - date: 2025-10-22
    sessions:
      - {title: Compilers today, id: s12, speakers: [ada], video: https://youtu.be/aaaaaaaaaaa}
      - {title: Opening, id: s1, speakers: [Grace Hopper], video: https://youtu.be/ccccccccccc}
playlist: [{url: https://youtu.be/aaaaaaaaaaa}, {url: https://youtu.be/ccccccccccc}]
sponsors: {tiers: {Gold: [{name: Acme, id: acme, url: https://acme.example/}, Bramble]}}
"""
HIDDEN = {
    "session-s12": ["Compilers today", "aaaaaaaaaaa"],
    "video-aaaaaaaaaaa": ["Compilers today", "aaaaaaaaaaa"],
    "speaker-ada": ["Ada Lovelace"],
    "sponsor-acme": ["Acme", "acme"],
}


def everything(site: Site) -> str:
    """Return all that a build wrote, the inventory readably."""
    found = []
    for path in sorted(site.outdir.rglob("*")):
        if path.is_file() and path.suffix in {".html", ".js", ".json", ".pot", ".txt", ".xml"}:
            found.append(path.read_text(encoding="utf-8"))
        elif path.name == "objects.inv":
            found.append(zlib.decompress(path.read_bytes().split(b"zlib.\n")[1]).decode())
    return "\n".join(found)


@pytest.mark.parametrize("anchor", HIDDEN)
@pytest.mark.parametrize("builder", ["html", "gettext", "text"])
def test_who_asked_to_be_taken_off_is_nowhere(anchor: str, builder: str, build: Builds) -> None:
    """Not on pages or in the strip, in search, in the inventory or in catalogues."""
    conf = {**CONF, "html_sidebars": {"**": ["confrecap/sponsor-strip.html"]}}
    conf |= {"html_copy_source": False}
    pages = {
        "index.md": "# T\n\n```{playlist}\n```\n\n```{playlist}\n:layout: list\n```\n",
        "thanks.md": "# Thanks\n\n```{sponsors}\n:show: card\n```\n",
    }
    before = everything(build({**pages, "2025/event.yaml": EVENT}, builder, conf=conf))
    changed = f"{EVENT}changes:\n  {anchor}: {{hidden: true}}\n"
    after = everything(build({"2025/event.yaml": changed}, builder, freshenv=True))
    shown = [word for word in HIDDEN[anchor] if word in before]
    assert shown or builder == "gettext"  # of people and links, catalogues have nothing
    assert not [word for word in shown if word in after]
    assert "Opening" in after or builder == "gettext"


def test_a_hidden_photo_is_not_found_by_a_pattern_either(build: Builds) -> None:
    """A record with `hidden` takes a photo out of all that the list finds."""
    files: dict[str, str | bytes] = {
        "index.md": "# G\n\n```{gallery} e.yaml\n```\n",
        "e.yaml": "event: {name: E}\ngallery: [p/*.svg, {src: p/b.svg, alt: B}]\n"
        "changes: {photo-p-b-svg: {hidden: true}}\n",
        "p/a.svg": SVG,
        "p/b.svg": SVG.replace(b"d33", b"3d3"),
    }
    site = build(files)
    assert len(site.soup().select(".confrecap-photo")) == 1


def test_photos_that_only_patterns_find_are_changed_by_their_anchors(build: Builds) -> None:
    """Each once, where it is first found, in all galleries; what nothing finds is told."""
    changes = {
        "photo-p-a-svg": "{alt: Changed, credit: Me}",
        "photo-p-b-svg": "{hidden: true}",
        "photo-cee": "{alt: By id}",
        "photo-q-d-svg": "{alt: In a folder}",
        "photo-p-c-svg": "{alt: Its record has an id}",
        "photo-p-e-svg": "{alt: Nothing}",
    }
    event = (
        "event: {name: E}\ngallery: [p/*.svg, {src: p/c.svg, id: cee, alt: C}]\n"
        "album: {photos: [{src: 'p/[ab].svg', alt: All}, q]}\nchanges:\n"
    )
    files: dict[str, str | bytes] = {
        "index.md": "# G\n\n```{gallery}\n```\n\n```{gallery} #album\n```\n",
        "2025/event.yaml": event + "".join(f"  {key}: {said}\n" for key, said in changes.items()),
        "2025/q/d.svg": SVG.replace(b"d33", b"33d"),
    }
    for number, name in enumerate("abc"):
        files[f"2025/p/{name}.svg"] = SVG.replace(b"d33", b"d3%d" % number)
    site = build(files, conf=CONF, warnings=True)
    galleries = site.soup().select(".confrecap-gallery")
    assert [[img["alt"] for img in one.select("img")] for one in galleries] == [
        ["Changed", "By id"],
        ["Changed", "In a folder"],
    ]
    assert "Me" in galleries[0].get_text()
    told = [line.partition(" WARNING: ")[2] for line in site.warnings.splitlines()]
    assert [line.split("'")[1] for line in told] == ["photo-p-c-svg", "photo-p-e-svg"]


def test_what_a_pattern_finds_for_a_change_reads_the_page_again(build: Builds) -> None:
    """A page that shows no photo, but told of a change without one, tells no longer, and again."""
    files: dict[str, str | bytes] = {
        "index.md": "# E\n\n```{event}\n```\n",
        "2025/event.yaml": "event: {name: E}\ngallery: [p/*.svg]\n"
        "changes: {photo-p-a-svg: {alt: A}}\n",
        "2025/p/b.svg": SVG,
    }
    told = build(files, "dummy", conf=CONF, warnings=True).warnings
    assert "there is no 'photo-p-a-svg' in this edition" in told
    assert build({"2025/p/a.svg": SVG}, "dummy").read == {"index"}
    assert build({"2025/p/a.svg": None}, "dummy", warnings=True).warnings == told


def test_a_talk_whose_title_is_corrected_is_still_that_of_its_session(build: Builds) -> None:
    """Joined by the old title, shown with the new one; nothing is a conflict."""
    event = EVENT.replace(
        "playlist: [{url: https://youtu.be/aaaaaaaaaaa}",
        "playlist: [{url: aaaaaaaaaaa, id: compilers-today, title: Compilers today}",
    ).replace("id: s12, ", "")
    changed = f"{event}changes: {{session-compilers-today: {{title: Compilers tomorrow}}}}\n"
    site = build({"index.md": "# T\n\n```{playlist}\n```\n", "2025/event.yaml": changed}, conf=CONF)
    assert "Compilers tomorrow" in site.soup().get_text()
    assert "Compilers today" not in site.soup().get_text()
    assert "Ada Lovelace" in site.soup().get_text()


def test_a_change_that_finds_nothing_is_told_once(build: Builds) -> None:
    """With the nearest anchor, at its own place."""
    changed = f"{EVENT}changes: {{sesion-s12: {{room: R}}}}\n"
    files = {"index.md": "# T\n\n```{playlist}\n```\n", "2025/event.yaml": changed}
    site = build(files, conf=CONF, warnings=True)
    (line,) = site.warnings.splitlines()
    assert line.startswith(
        "2025/event.yaml:9:11: WARNING: there is no 'sesion-s12' in this edition; "
        "did you mean 'session-s12'? (used at index.md:3) [confrecap.reference]"
    )


def test_the_id_of_a_company_is_that_of_its_anchor(build: Builds) -> None:
    """A change finds a sponsor by the id that only the list of companies has."""
    files = {
        "index.md": "# T\n\n```{sponsors}\n```\n",
        "2025/event.yaml": "event: {name: E}\nchanges: {sponsor-acme: {alt: Changed}}\n"
        "sponsors: {companies: /companies.yaml, tiers: {Gold: [Acme Corp]}}\n",
        "companies.yaml": "[{name: Acme Corp, id: acme}]",
    }
    assert "Changed" in build(files, conf=CONF).soup().get_text()
