"""Every warning: its subtype, and the one way to say it."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Self

from sphinx.util import logging

from sphinx_confrecap.data.problems import Problem, one_line

logger = logging.getLogger(__name__)


class Subtype(enum.StrEnum):
    """The subtypes of our warnings; ``suppress_warnings`` takes ``confrecap.<subtype>``."""

    def __new__(cls, value: str, meaning: str) -> Self:
        """Make a member that knows what it means."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    meaning: str

    YAML = "yaml", "A file or body is not readable as YAML, or is beyond the limits."
    SCHEMA = "schema", "A key, a value or the shape of the data is not what it should be."
    FILE = (
        "file",
        "A file is missing, lies outside the source folder, or a pattern matches nothing.",
    )
    IMAGE = "image", "A picture cannot be read."
    ALT = "alt", "A picture has no alternative text."
    URL = "url", "An address is not one, or is not safe to link to."
    DUPLICATE = "duplicate", "Two different things have one id."
    REFERENCE = "reference", "A role or a list names something that is not there."
    TIME = "time", "A date, a time or a duration cannot be read."
    CONFIG = "config", "A value in conf.py is not what it should be."


def warn(subtype: str, message: str, at: str | None = None) -> None:
    """Warn with the subtype that users see and can suppress; ``at`` is ``file:line`` or so."""
    logger.warning("%s", one_line(message), type="confrecap", subtype=str(subtype), location=at)


def warn_all(problems: Iterable[Problem], file: str, used_at: str = "") -> None:
    """Warn about problems of one file; ``used_at`` names the directive that reads it."""
    suffix = f" (used at {used_at})" if used_at else ""
    for problem in problems:
        place = f"{file}:{problem.line}:{problem.column}"
        warn(problem.code, problem.message + suffix, place)
