"""Sponsors with all that is known of them: in their section, of their company, in its folder."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from sphinx_confrecap.data import joins
from sphinx_confrecap.data.patterns import PICTURES
from sphinx_confrecap.data.problems import Code, Problems
from sphinx_confrecap.data.record import read
from sphinx_confrecap.data.slugs import slug
from sphinx_confrecap.data.sponsors import Companies, Logo, Sponsor, Sponsors
from sphinx_confrecap.data.yamldoc import Mapping, Node, Scalar
from sphinx_confrecap.site.files import Files

_KINDS = (".svg", ".png", *sorted(PICTURES - {".svg", ".png"}))


def sponsors(
    value: Node, files: Files, folder: str, problems: Problems, others: Sequence[Sponsor] = ()
) -> Sponsors | None:
    """Return a section of sponsors; None if it cannot be used, which is noted.

    ``folder`` is where paths of the data start; ``others`` are companies beside those of the
    section itself.
    """
    known = [*companies(value, files, folder, problems), *others]
    return joins.sponsors(value, problems, known, _logos(value, files, folder, problems))


def companies(value: Node, files: Files, folder: str, problems: Problems) -> tuple[Sponsor, ...]:
    """Return the companies of the file that a section names; what is wrong with it is noted."""
    name = _path(value, "companies")
    if name is None:
        return ()
    found = files.part(name, folder, "companies", problems)
    record = found and read(Companies, found, problems)
    return record.companies if record else ()


def _path(value: Node, key: str) -> Scalar | None:
    """Return the path below a key; what is wrong with it is told by the record."""
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, Scalar) and found.strip() and not found.is_null else None


def _logos(
    value: Node, files: Files, folder: str, problems: Problems
) -> Callable[[Sponsor], Logo | None]:
    """Return what finds the logo of a sponsor in the folder that a section names."""
    name = _path(value, "logos")
    path = files.inside(name, folder, problems) if name else None
    if name is None or path is None:
        return lambda _entry: None
    inside = files.relative(path)
    if not path.is_dir():
        files.note(path)
        sentence = f"the folder '{name}' is not there{files.neighbour(path)}"
        problems.add(name, sentence, Code.FILE)
        return lambda _entry: None
    found: dict[str, dict[str, str]] = {}
    for file in files.matching(f"{glob.escape(inside)}/*" if inside != "." else "*").names:
        stem, kind = os.path.splitext(PurePosixPath(file).name)  # noqa: PTH122 (a hidden one has none)
        found.setdefault(stem, {}).setdefault(kind.lower(), f"/{file}")

    def logo(entry: Sponsor) -> Logo | None:
        called = slug(entry.id or entry.name)
        light, dark = _best(found.get(called)), _best(found.get(f"{called}-dark"))
        if not light:
            return None
        paths = {"light": light, "dark": dark or light}
        return Logo(**{mode: Scalar.at(entry.at, path) for mode, path in paths.items()})

    return logo


def _best(files: dict[str, str] | None) -> str:
    """Return the file of the kind that is liked most."""
    return next((files[kind] for kind in _KINDS if files and kind in files), "")
