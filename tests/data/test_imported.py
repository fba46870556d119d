"""What an event file imports, and what it changes, counts as if it stood there."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_confrecap.data import whole
from sphinx_confrecap.data.limits import DataLimits
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.yamldoc import Mapping, Scalar, load


def made(own: str, *imported: str, limits: DataLimits | None = None) -> tuple[Any, list[str]]:
    """Return an event file as a whole, as plain data, and the problems as lines.

    The files are called `own`, `a`, `b` and so on.
    """
    problems = Problems()
    names = [Scalar(name) for name in "abcdefgh"]
    document = load(own, problems, file="own")
    assert document is not None
    files = []
    for name, text in zip(names, imported, strict=False):
        tree = load(text, problems, file=str(name))
        assert tree is not None
        files.append((name, tree))
    found = whole.of(document, files, (), {}, limits or DataLimits(), problems)
    assert isinstance(found, Mapping)
    told = [f"{one.file}:{one.line}:{one.column}: {one.message} [{one.code}]" for one in problems]
    return plain({key: found[key] for key in found if key not in ("imported", "changes")}), told


def plain(value: Any) -> Any:  # noqa: ANN401 (any data)
    """Return a tree as plain data."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return None if isinstance(value, Scalar) and value.is_null else str(value)


JOINS: dict[str, tuple[str, str, Any]] = {
    # mappings join by key, and this file wins
    "mapping": (
        "event: {name: E, venue: {city: X}}",
        "event: {start: 2025, venue: {name: V, city: Y}}",
        {"event": {"start": "2025", "venue": {"name": "V", "city": "X"}, "name": "E"}},
    ),
    "short-form": (
        "event: {venue: {city: X}}",
        "event: {venue: V}",
        {"event": {"venue": {"name": "V", "city": "X"}}},
    ),
    "names-and-list": (
        "event: {tickets: {Firm: 800}}",
        "event: {tickets: {prices: [{name: Firm, price: 700, url: u}]}}",
        {"event": {"tickets": {"prices": [{"price": "800", "name": "Firm", "url": "u"}]}}},
    ),
    "empty": (
        "event: {start: , url: ''}",
        "event: {name: E, start: 2025, url: u}",
        {"event": {"name": "E", "url": ""}},
    ),
    "required": ("event: {name: }", "event: {name: E}", {"event": {"name": None}}),
    "empty-section": ("imported: x\ngallery:", "gallery: [a.jpg]\nevent: E", {"event": "E"}),
    "facts": (
        "imported: x\nfacts: {a: 1, l: [1]}",
        "facts: {a: 2, b: 3, l: [2, 3]}",
        {"facts": {"a": "1", "b": "3", "l": ["1"]}},
    ),
    "own-key": (
        "imported: x\nmini: [{url: dQw4w9WgXcQ, title: T}]",
        "mini: [{url: 'https://youtu.be/dQw4w9WgXcQ', tags: [a]}, {url: x, title: U}]",
        {
            "mini": [
                {"url": "dQw4w9WgXcQ", "tags": ["a"], "title": "T"},
                {"url": "x", "title": "U"},
            ]
        },
    ),
    # sponsors: tiers by name, entries by id within their tier
    "tiers": (
        "sponsors: {tiers: {Gold: [{name: A, url: u}, C], Silver: [A]}}",
        "sponsors: {tiers: {Bronze: [X], Gold: {show: card, sponsors: [B, {name: a, alt: A}]}}}",
        {
            "sponsors": {
                "tiers": {
                    "Bronze": {"sponsors": [{"name": "X"}]},
                    "Gold": {
                        "show": "card",
                        "sponsors": [
                            {"name": "B"},
                            {"name": "A", "alt": "A", "url": "u"},
                            {"name": "C"},
                        ],
                    },
                    "Silver": {"sponsors": [{"name": "A"}]},
                }
            }
        },
    ),
    "flat": (
        "sponsors: [{name: A, tier: Gold, url: u}]",
        "sponsors: {tiers: {Gold: [{name: A, alt: B}]}}",
        {"sponsors": {"tiers": {"Gold": {"sponsors": [{"name": "A", "alt": "B", "url": "u"}]}}}},
    ),
    "tier-away": (
        "sponsors: {tiers: {Gold: }}",
        "sponsors: {tiers: {Gold: [A], Silver: [B]}}",
        {"sponsors": {"tiers": {"Silver": {"sponsors": [{"name": "B"}]}}}},
    ),
    "by-id": (
        "sponsors: {tiers: {G: [{name: Acme Ltd, id: acme}]}}",
        "sponsors: {tiers: {G: [{name: Acme, url: u}]}}",
        {
            "sponsors": {
                "tiers": {"G": {"sponsors": [{"name": "Acme Ltd", "url": "u", "id": "acme"}]}}
            }
        },
    ),
    "activities": (
        "sponsors: {tiers: {S: [{Coffee: {name: A, url: u}}]}}",
        "sponsors: {tiers: {S: [{Lunch: A}, {Coffee: A}]}}",
        {
            "sponsors": {
                "tiers": {
                    "S": {
                        "sponsors": [
                            {"name": "A", "for": "Lunch"},
                            {"name": "A", "for": "Coffee", "url": "u"},
                        ]
                    }
                }
            }
        },
    ),
    "logo": (
        "sponsors: {tiers: {G: [{name: A, logo: {dark: d.svg}}]}}",
        "sponsors: {tiers: {G: [{name: A, logo: l.svg}]}}",
        {
            "sponsors": {
                "tiers": {
                    "G": {"sponsors": [{"name": "A", "logo": {"light": "l.svg", "dark": "d.svg"}}]}
                }
            }
        },
    ),
    # schedule: days by date, rooms by name, sessions by id over all days
    "rooms": (
        "schedule: {rooms: [C, b]}",
        "schedule: {rooms: [A, B]}",
        {"schedule": {"rooms": ["A", "B", "C"]}},
    ),
    "sessions": (
        "schedule: [{date: 2025-01-02, sessions: [{id: s2, room: R}, {title: New}]}]",
        """
schedule:
  - {date: 2025-01-01, sessions: [{title: One}]}
  - {date: 2025-01-02, sessions: [{title: Two, id: s2, room: Q}, {title: Three}]}
""",
        {
            "schedule": {
                "days": [
                    {"date": "2025-01-01", "sessions": [{"title": "One"}]},
                    {
                        "date": "2025-01-02",
                        "sessions": [
                            {"title": "Two", "id": "s2", "room": "R"},
                            {"title": "Three"},
                            {"title": "New"},
                        ],
                    },
                ]
            }
        },
    ),
    "moved": (
        """
schedule:
  - {date: 2025-01-03, sessions: [{id: s1, start: 9:00}]}
  - {date: 2025-01-02, sessions: [{id: s0}]}
""",
        """
schedule:
  - {date: 2025-01-01, sessions: [{title: 0, id: s0}, {title: 1, id: s1}]}
  - {date: 2025-01-02, sessions: [{title: 2}]}
""",
        {
            "schedule": {
                "days": [
                    {"date": "2025-01-01", "sessions": []},
                    {
                        "date": "2025-01-02",
                        "sessions": [{"title": "2"}, {"title": "0", "id": "s0"}],
                    },
                    {
                        "date": "2025-01-03",
                        "sessions": [{"title": "1", "id": "s1", "start": "9:00"}],
                    },
                ]
            }
        },
    ),
    "same-title-on-two-days": (
        """
schedule:
  - {date: 2025-01-02, sessions: [{title: Coffee, room: R}]}
  - {date: 2025-01-03, sessions: [{title: Coffee}]}
""",
        """
schedule:
  - {date: 2025-01-01, sessions: [{title: Coffee}]}
  - {date: 2025-01-02, sessions: [{title: Coffee, end: 9:00}]}
""",
        {
            "schedule": {
                "days": [
                    {"date": "2025-01-01", "sessions": [{"title": "Coffee"}]},
                    {
                        "date": "2025-01-02",
                        "sessions": [{"title": "Coffee", "end": "9:00", "room": "R"}],
                    },
                    {"date": "2025-01-03", "sessions": [{"title": "Coffee"}]},
                ]
            }
        },
    ),
    # people by id, also by a name that only one has
    "person-by-name": (
        "speakers: [{name: ada lovelace, bio: B}]",
        "speakers: [{name: Ada Lovelace, id: ada, role: R}]",
        {"speakers": {"speakers": [
            {"name": "ada lovelace", "id": "ada", "role": "R", "bio": "B"}]}},
    ),
    "two-of-one-name": (
        "speakers: [{name: Ada, bio: B}]",
        "speakers: [{name: Ada, id: a1}, {name: Ada, id: a2}]",
        {"speakers": {"speakers": [
            {"name": "Ada", "id": "a1"}, {"name": "Ada", "id": "a2"},
            {"name": "Ada", "bio": "B"}]}},
    ),
    "two-ids-of-one-name": (
        "speakers: [{name: Ada, id: a2}]",
        "speakers: [{name: Ada, id: a1}]",
        {"speakers": {"speakers": [{"name": "Ada", "id": "a1"}, {"name": "Ada", "id": "a2"}]}},
    ),
    # talks by id or address, photos by id or path
    "talk-by-id": (
        "playlist: [s1, {id: s2, title: T}]",
        "playlist: [{id: s2, url: u2}, {id: s1, url: u1}]",
        {"playlist": {"videos": [
            {"id": "s2", "url": "u2", "title": "T"}, {"id": "s1", "url": "u1"}]}},
    ),
    "photo": (
        "gallery: {defaults: {credit: C}, photos: [{src: a.jpg, alt: A}]}",
        "gallery: [b.jpg, a.jpg]",
        {"gallery": {
            "photos": [{"src": "b.jpg"}, {"src": "a.jpg", "alt": "A"}],
            "defaults": {"credit": "C"}}},
    ),
    "tags-whole": (
        "playlist: [{id: a, tags: [x]}]",
        "playlist: [{id: a, tags: [y, z]}]",
        {"playlist": {"videos": [{"id": "a", "tags": ["x"]}]}},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", JOINS)
def test_imported_content_joins_what_the_file_says(case: str) -> None:
    """Each section joins by its own rule; what the file says wins, imported records come first."""
    own, imported, wanted = JOINS[case]
    found, told = made(own, imported)
    assert found == wanted
    assert not told


@pytest.mark.parametrize(
    ("files", "wanted", "told"),
    [
        (["a: {x: 1}", "a: {x: 2, y: 2}"], {"x": "1", "y": "2"}, []),
        (["a: {x: }", "a: {x: 2, y: 2}"], {"y": "2"}, []),
        (["a: {x: 1}\nimported: b", "{}"], {"x": "1"}, ["a:2:1: 'imported' counts in the file"]),
        (["a: {x: 1}\nchanges: {}", "{}"], {"x": "1"}, ["a:2:1: 'changes' counts in the file"]),
        (["[1]", "a: {x: 1}"], {"x": "1"}, ["a:1:1: an imported file is a mapping with sections"]),
        (["text", "a: {x: 1}"], {"x": "1"}, ["a:1:1: an imported file is a mapping with sections"]),
    ],
)
def test_several_imported_files(files: list[str], wanted: Any, told: list[str]) -> None:  # noqa: ANN401
    """An earlier file wins; what imported files import or change is told and left out."""
    found, said = made("imported: [a, b]", *files)
    assert found == {"a": wanted}
    assert [line[: len(start)] for line, start in zip(said, told, strict=True)] == told


def test_imported_files_count_against_the_limits() -> None:
    """All files together hold no more than one may; what is more is left out, and said."""
    own, big = "imported: [a, b]", "[" + "x, " * 60 + "]"
    found, told = made(own, f"a: {big}", f"b: {big}\nc: x", limits=DataLimits(nodes=20))
    assert list(found) == ["a"]
    (line,) = told
    assert line.startswith(":1:1: with 'b', this holds more than 100 values; to raise that limit,")


EVENT = """
speakers:
  - {name: Ada Lovelace, id: ada, role: R}
  - Grace Hopper
team: [{name: Ada Lovelace, id: ada}, {name: Chair}]
schedule:
  - date: 2025-10-22
    sessions:
      - {title: Opening, speakers: [ada, grace-hopper, {Moderator: Ada Lovelace}], sponsor: acme,
         video: dQw4w9WgXcQ}
      - {title: Coffee}
      - {title: Compilers, id: s12, speakers: ada}
  - {date: 2025-10-23, sessions: [{title: Coffee}]}
playlist:
  - {url: 'https://youtu.be/dQw4w9WgXcQ', poster: p.jpg}
  - {id: s12, url: aaaaaaaaaaa, speakers: [ada]}
  - {title: Local, speakers: Grace Hopper}
sponsors:
  tiers:
    Gold: [{name: Acme Corp, id: acme}, B]
    Silver: [{Coffee: Acme Corp}]
gallery: [{src: photos/b.jpg, alt: B}, photos/*.jpg]
"""
SESSIONS = "schedule days 0 sessions"
CHANGES: dict[str, tuple[str, list[tuple[str, Any]]]] = {
    "field": ("session-s12: {room: Dock 2}", [(f"{SESSIONS} 2 room", "Dock 2")]),
    "by-title": ("session-opening: {title: Hello}", [(f"{SESSIONS} 0 title", "Hello")]),
    "empty": (
        "speaker-ada: {role: }",
        [("speakers speakers 0", {"name": "Ada Lovelace", "id": "ada"})],
    ),
    "everywhere": (
        "speaker-ada: {name: Ada King}",
        [("speakers speakers 0 name", "Ada King"), ("team 0 name", "Ada King")],
    ),
    "short-form": ("speaker-grace-hopper: {links: {W: u}}", [("speakers speakers 1 links W", "u")]),
    "all-entries": (
        "sponsor-acme: {logo: a.svg}",
        [
            ("sponsors tiers Gold sponsors 0 logo", {"light": "a.svg", "dark": "a.svg"}),
            ("sponsors tiers Silver sponsors 0 logo", {"light": "a.svg", "dark": "a.svg"}),
        ],
    ),
    "tier": ("tier-gold: {show: card}", [("sponsors tiers Gold show", "card")]),
    "video": ("video-dQw4w9WgXcQ: {title: T}", [("playlist videos 0 title", "T")]),
    "video-of-session": ("video-s12: {title: T}", [("playlist videos 1 title", "T")]),
    "video-by-title": ("video-local: {url: u}", [("playlist videos 2 url", "u")]),
    "photo": ("photo-photos-b-jpg: {alt: C}", [("gallery photos 0 alt", "C")]),
    "hidden-session": (
        "session-s12: {hidden: true}",
        [(f"{SESSIONS} *title", ["Opening", "Coffee"]), ("playlist videos *poster", ["p.jpg", ""])],
    ),
    "hidden-session-by-address": (
        "session-opening: {hidden: yes}",
        [(f"{SESSIONS} *title", ["Coffee", "Compilers"]), ("playlist videos *id", ["s12", ""])],
    ),
    "hidden-video": (
        "video-dQw4w9WgXcQ: {hidden: true}",
        [
            ("playlist videos *id", ["s12", ""]),
            (f"{SESSIONS} *title", ["Opening", "Coffee", "Compilers"]),
            (f"{SESSIONS} *video", ["", "", ""]),
        ],
    ),
    "hidden-person": (
        "speaker-ada: {hidden: true}",
        [
            ("speakers speakers *name", ["Grace Hopper"]),
            ("team *name", ["Chair"]),
            (f"{SESSIONS} 0 speakers", ["grace-hopper"]),
            (f"{SESSIONS} 2 speakers", []),
            ("playlist videos 1 speakers", []),
        ],
    ),
    "hidden-person-by-name": (
        "speaker-grace-hopper: {hidden: true}",
        [("playlist videos 2 speakers", []), (f"{SESSIONS} 0 speakers 0", "ada")],
    ),
    "hidden-sponsor": (
        "sponsor-acme: {hidden: true}",
        [
            ("sponsors tiers Gold sponsors *name", ["B"]),
            ("sponsors tiers Silver sponsors", []),
            (f"{SESSIONS} *sponsor", ["", "", ""]),
        ],
    ),
    "hidden-photo": ("photo-photos-b-jpg: {hidden: true}", [("gallery photos 0 hidden", "true")]),
    "hidden-no": ("session-s12: {hidden: false}", [(f"{SESSIONS} 2 hidden", "false")]),
}  # fmt: skip


def at(value: Any, path: str) -> Any:  # noqa: ANN401 (any data)
    """Return what stands at a path; `*key` is that of each item of a list, empty for none."""
    for key in path.split():
        if key.startswith("*"):
            return [item.get(key[1:], "") for item in value]
        value = value[int(key) if isinstance(value, list) else key]
    return value


@pytest.mark.parametrize("case", CHANGES)
@pytest.mark.parametrize("is_imported", [False, True])
def test_a_change_corrects_one_record(case: str, is_imported: bool) -> None:  # noqa: FBT001
    """By its anchor, and all that depends on it; what is hidden is nowhere."""
    changes, wanted = CHANGES[case]
    own = f"changes:\n  {changes}\n"
    found, told = made(f"imported: a\n{own}", EVENT) if is_imported else made(own + EVENT)
    assert [(path, at(found, path)) for path, _value in wanted] == wanted
    assert not told


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            "session-s21: {room: R}",
            "2:3: there is no 'session-s21' in this edition; did you mean 's",
        ),
        (
            "sessions-s12: {room: R}",
            "2:3: there is no 'sessions-s12' in this edition; did you mean",
        ),
        ("nothing-like-it: {room: R}", "2:3: there is no 'nothing-like-it' in this edition [ref"),
        (
            "session-coffee: {room: R}",
            "2:3: several records are called 'session-coffee'; give each",
        ),
        ("session-s12: Dock 2", "2:3: 'session-s12' must be a mapping of keys to values, such as"),
        ("session-s12:", "2:3: 'session-s12' must be a mapping of keys to values, such as {hid"),
        ("- session-s12", "2:3: 'changes' must be a mapping from anchors, such as 'session-open"),
    ],
)
def test_a_change_that_finds_nothing_is_told(changes: str, told: str) -> None:
    """Each is one message at its own place, and nothing is changed."""
    found, said = made(f"changes:\n  {changes}\n{EVENT}")
    (line,) = said
    assert line.startswith(f"own:{told}")
    assert at(found, SESSIONS) == at(made(f"changes: {{}}\n{EVENT}")[0], SESSIONS)


def test_a_hidden_field_needs_no_changes() -> None:
    """Written in the record itself, it does the same."""
    own = EVENT.replace("id: s12, speakers", "id: s12, hidden: true, speakers")
    assert at(made(own)[0], f"{SESSIONS} *title") == ["Opening", "Coffee"]
    assert at(made(own)[0], "playlist videos *poster") == ["p.jpg", ""]


FOUND: dict[str, tuple[str, list[tuple[str, Any]]]] = {
    "fills": ("video-aaaaaaaaaaa: {duration: 1:02, url: x}", [
        ("playlist videos 1 duration", "1:02"), ("playlist videos 1 url", "aaaaaaaaaaa")]),
    "title-of-session": ("video-aaaaaaaaaaa: {title: T, date: D}", [
        ("playlist videos 1", {"id": "s12", "url": "aaaaaaaaaaa", "speakers": ["ada"]})]),
    "title": ("video-local: {poster: p}", [("playlist videos 2 poster", "p")]),
    "unknown": ("video-unknown: {title: T}", []),
    "shared": ("session-coffee: {title: T}", []),
    "logo": ("sponsor-acme: {logo: l.svg}", [
        ("sponsors tiers Silver sponsors 0 logo light", "l.svg")]),
}  # fmt: skip


@pytest.mark.parametrize("case", FOUND)
def test_what_was_found_fills_in(case: str) -> None:
    """`found` in an imported file gives what a record lacks, and no more."""
    gift, wanted = FOUND[case]
    found, told = made(f"imported: a\n{EVENT}", f"found:\n  {gift}\n")
    assert [(path, at(found, path)) for path, _value in wanted] == wanted
    assert "found" not in found
    assert not told


def test_a_change_comes_after_what_was_found() -> None:
    """What a hand takes away stays away."""
    own = f"imported: a\nchanges: {{video-local: {{poster: }}}}\n{EVENT}"
    found, _ = made(own, "found: {video-local: {poster: p, duration: 1:02}}")
    assert at(found, "playlist videos 2") == {
        "title": "Local", "speakers": "Grace Hopper", "duration": "1:02"
    }  # fmt: skip
