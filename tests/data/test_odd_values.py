"""Every field meets every odd value: nothing raises, and nothing is dropped without a word."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest

from sphinx_confrecap.data import joins
from sphinx_confrecap.data.event import Event
from sphinx_confrecap.data.gallery import Gallery
from sphinx_confrecap.data.playlist import Playlist
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import Record, read
from sphinx_confrecap.data.sponsors import Sponsors
from sphinx_confrecap.data.yamldoc import load

if TYPE_CHECKING:
    from collections.abc import Iterator

SITE = "https://x.example"
WHOLE: dict[type[Record], Any] = {
    Sponsors: {
        "tiers": {
            "Gold": {
                "size": "xl",
                "description": "d",
                "show": "logo",
                "sort": "file",
                "slots": "4",
                "sponsors": [
                    {
                        "name": "A",
                        "url": SITE,
                        "logo": {"light": "a.svg", "dark": "b.svg"},
                        "alt": "a",
                        "text": "t",
                        "for": "f",
                        "scale": "1.1",
                        "plate": "auto",
                        "links": {"Jobs": SITE},
                        "rel": "r",
                        "id": "i",
                        "hidden": "true",
                    },
                    "B",
                    {"Happy Hour": "C"},
                ],
            },
            "Silver": ["D"],
        },
        "invite": {"url": "x.md", "text": "t"},
        "past": {"2023": "x.yaml"},
    },
    Playlist: {
        "url": f"{SITE}/list",
        "title": "T",
        "videos": [
            SITE,
            {
                "url": SITE,
                "title": "t",
                "speakers": ["A"],
                "duration": "28:41",
                "date": "2024-09-18",
                "poster": "p.jpg",
                "text": "t",
                "slides": SITE,
                "tags": ["a"],
                "track": "x",
                "id": "i",
            },
        ],
    },
    Gallery: {
        "defaults": {"credit": "c", "license": "CC-BY-4.0", "tags": ["x"]},
        "photos": [
            "a.jpg",
            {
                "src": "b.jpg",
                "alt": "a",
                "caption": "c",
                "credit": "c",
                "license": "MIT",
                "url": SITE,
                "id": "i",
                "focus": "50% 20%",
                "download": "true",
                "tags": ["x"],
            },
        ],
    },
    Event: {
        "name": "E",
        "start": "2024-09-18",
        "end": "2024-09-19",
        "timezone": "Europe/Paris",
        "venue": {
            "name": "v",
            "city": "c",
            "country": "US",
            "address": "a",
            "url": SITE,
            "map": SITE,
        },
        "url": SITE,
        "tickets": {"url": SITE, "price": "3", "currency": "USD"},
        "status": "scheduled",
        "format": "online",
        "organizer": {"name": "o", "url": SITE},
        "image": {"src": "a.jpg", "alt": "x"},
        "description": "d",
    },
}
NOTHING = ["", "~", "null"]
# fmt: off
SCALARS = [
    "no", "true", "1", "-1", "+1", "1.10", "007", "0x1F", "1_000", "1e400", ".inf", "-.nan",
    "9" * 30, "10:30", "1:99", "PT", "2024-02-30", "2024-09-18", "2024-09-18 10:00:00",
    "0001-01-01",
    "9999-12-31T23:59:59+14:00", "words", "'   '", '"\\u202e"', "'\\'", "é", "٣", "²", "//x",
    "'javascript:alert(1)'", "'50% 120%'", "'CC BY 5'", "x" * 3000,
]
SHAPES = [
    "[]", "{}", "[a]", "[[a]]", "[~]", "[{a: b}]", "{a: b}", "{a: [b]}", "{name: x}", "{url: x}",
    "{1: 2}", "{name: [x]}", "{src: {}}", "&a [*a]", "!!set {a}", "? [a]\n: b",
]
# fmt: on


class Raw(str):
    """A value that goes into the YAML as it is."""

    __slots__ = ()


def written(node: object) -> str:
    """Return YAML in which every value is quoted, but for raw ones."""
    if isinstance(node, dict):
        return "{" + ", ".join(f"{key}: {written(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(map(written, node)) + "]"
    return str(node) if isinstance(node, Raw) else json.dumps(node)


def places(node: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], bool]]:
    """Yield the way to each value, and whether it is a scalar."""
    if at:
        yield at, isinstance(node, str)
    inside = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node if isinstance(node, list) else ())
    )
    for key, value in inside:
        yield from places(value, (*at, key))


def replaced(node: Any, at: tuple[Any, ...], value: str) -> Any:  # noqa: ANN401 (plain data)
    """Return a copy with another value at a place."""
    node = deepcopy(node)
    inner = node
    for key in at[:-1]:
        inner = inner[key]
    inner[at[-1]] = Raw(value)
    return node


def size(value: object) -> int:
    """Count what was taken over."""
    if isinstance(value, Record):
        return 1 + sum(size(getattr(value, name)) for name in value.written)
    if isinstance(value, dict):
        return sum(map(size, value.values()))
    return sum(map(size, value)) if isinstance(value, tuple) else 1


def whole(model: type[Record], node: Any, problems: Problems) -> Record | None:  # noqa: ANN401 (plain data)
    """Return a record as its directive takes it, with what is joined."""
    if model is Sponsors:
        return joins.sponsors(node, problems)
    return (
        joins.playlist(node, None, problems) if model is Playlist else read(model, node, problems)
    )


@pytest.mark.parametrize("model", WHOLE)
def test_no_value_is_too_odd_for_a_field(model: type[Record]) -> None:
    """Each value of each field is taken over or told, at a place that exists; nothing raises."""
    everything = size(whole(model, load(written(WHOLE[model]), Problems()), Problems()))
    assert everything > 10
    for at, is_scalar in places(WHOLE[model]):
        for odd in (*NOTHING, *SCALARS, *SHAPES):
            text = written(replaced(WHOLE[model], at, odd))
            problems = Problems()
            node = load(text, problems)
            record = whole(model, node, problems) if node is not None else None
            lines = text.split("\n")
            for problem in problems:
                assert 1 <= problem.column <= len(lines[problem.line - 1]) + 1, (at, odd)
            same_shape = is_scalar and odd in SCALARS
            taken = record is not None and (not same_shape or size(record) == everything)
            assert taken or len(problems), (at, odd)


BLOCKS = {"abstract", "description", "text"}
MARKUP = {"caption", "credit", *BLOCKS}


def texts(value: object, field: str = "") -> Iterator[tuple[str, str]]:
    """Yield each text of a record, and the field that it stands in."""
    if isinstance(value, Record):
        for name in value.written:
            yield from texts(getattr(value, name), name)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield field, key
            yield from texts(item, field)
    elif isinstance(value, tuple):
        for item in value:
            yield from texts(item, field)
    elif isinstance(value, str):
        yield field, value


@pytest.mark.parametrize("model", WHOLE)
def test_a_field_of_one_line_is_one_line(model: type[Record]) -> None:
    """No break of a line, however it is spelt, is left in any text that is not markup."""
    odd = r'"a \n\n.so /etc/hosts\r\n\u2028\t\x85\"b"'
    found: set[str] = set()
    for at, is_scalar in places(WHOLE[model]):
        if is_scalar:
            node = load(written(replaced(WHOLE[model], at, odd)), Problems())
            for field, text in texts(whole(model, node, Problems())):
                if "/etc/hosts" in text and field not in MARKUP:
                    assert text == 'a .so /etc/hosts "b'
                    found.add(field)
                elif "/etc/hosts" in text and field not in BLOCKS:
                    assert "\n\n" not in text
    assert found & {"name", "title", "alt", "poster"}


def test_a_key_of_one_line_is_one_line() -> None:
    """Headings, years and labels have no lines of their own; two that then are one are told."""
    problems = Problems()
    text = r'{"Gold\n\n.so /etc": [A], ? "Gold .so\t/etc" : [B]}'
    record = whole(Sponsors, load(f"tiers: {text}", problems), problems)
    assert isinstance(record, Sponsors)
    assert list(record.tiers) == ["Gold .so /etc"]
    assert [problem.message for problem in problems] == [
        "the key 'Gold .so /etc' stands here twice; the first one counts"
    ]
