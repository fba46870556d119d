"""Which records of two files are one."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Callable, Hashable, Iterable

from sphinx_confrecap.data import yamldoc, youtube
from sphinx_confrecap.data.gallery import Photo
from sphinx_confrecap.data.people import Speaker
from sphinx_confrecap.data.playlist import Video
from sphinx_confrecap.data.slugs import same_name, slug
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.data.yamldoc import Node, Scalar
from sphinx_confrecap.data.youtube import AddressError


class Pairs(dict[int, yamldoc.Mapping]):
    """Records of one file by the identity of the same ones of another; ``inverse`` turns it."""

    def __init__(self) -> None:
        super().__init__()
        self.inverse: dict[int, yamldoc.Mapping] = {}


def pairs(
    own: Iterable[Node],
    other: Iterable[Node],
    keys: Callable[[Node], list[Hashable]],
    *,
    is_first: bool = False,
) -> Pairs:
    """Find the records that are one: by their first key, else by the second and so on.

    A key that several records of one file have joins none of them, or with ``is_first`` the first.
    Two with an id each, which differ, are two.
    """
    lists = [[one for one in some if isinstance(one, yamldoc.Mapping)] for some in (own, other)]
    found = Pairs()
    known = [[(one, keys(one)) for one in some] for some in lists]
    for level in range(max((len(some) for side in known for _one, some in side), default=0)):
        tables: list[dict[Hashable, list[yamldoc.Mapping]]] = [{}, {}]
        for table, side in zip(tables, known, strict=True):
            for one, some in side:
                if level < len(some) and some[level] is not None:
                    table.setdefault(some[level], []).append(one)
        for key, mine in tables[0].items():
            theirs = tables[1].get(key, [])
            if not theirs or (not is_first and len(mine) + len(theirs) > 2):
                continue
            taken = id(mine[0]) in found.inverse or id(theirs[0]) in found
            if not taken and not _differ(mine[0], theirs[0]):
                found[id(theirs[0])], found.inverse[id(mine[0])] = mine[0], theirs[0]
    return found


def _differ(own: yamldoc.Mapping, other: yamldoc.Mapping) -> bool:
    ids = text_of(own, "id"), text_of(other, "id")
    return all(ids) and slug(ids[0]) != slug(ids[1])


def text_of(record: Node, *keys: str) -> str:
    """Return the first text below some keys; empty for none."""
    for key in keys:
        value = record.get(key) if isinstance(record, yamldoc.Mapping) else None
        if isinstance(value, Scalar) and value.strip() and not value.is_null:
            return value.strip()
    return ""


def keys_of(model: object, record: Node) -> list[Hashable]:
    """Return what a record is known by, the surest first; each may be None.

    It is the id that its anchor has; people and sponsors are known by their names, too, talks by
    their addresses.
    """
    if model is Photo:
        folder, path = posixpath.dirname(record.file), text_of(record, "src")
        place = posixpath.normpath(posixpath.join("/", folder, path)) if path else None
        return [_slug(text_of(record, "id")), place]
    name = text_of(record, "id", "title", "name")
    if model is Video:
        if not name and isinstance(record, yamldoc.Mapping) and is_a_name(record):
            name = text_of(record, "url")
        return [_slug(name), *_addresses(record)]
    if model is Sponsor:
        called, spelt = _slug(name), same_name(text_of(record, "name")) or None
        return [called and (called, same_name(text_of(record, "for"))), called, spelt]
    if model is Speaker:
        return [_slug(name), same_name(text_of(record, "name")) or None]
    return [_slug(name)]


def _slug(name: str) -> str | None:
    return slug(name) if name else None


def _addresses(talk: Node) -> list[Hashable]:
    """Return the address of a recording with its second, and without."""
    try:
        address = youtube.as_video(youtube.parse(text_of(talk, "url")))
    except AddressError:
        return []
    key = address.video or address.card
    return [(key, address.start), key]


def is_a_name(talk: yamldoc.Mapping) -> bool:
    """True for a talk that is but a text, and not its address: the name of a session."""
    return len(talk) == 1 and "url" in talk and not _addresses(talk)


def date_of(day: Node) -> Hashable:
    """Return the date of a day, however it is spelt."""
    written = text_of(day, "date")
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return written or None
