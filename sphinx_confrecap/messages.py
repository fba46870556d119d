"""The one way to warn."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.util import logging

from sphinx_confrecap.data.problems import Code, Problem, one_line

logger = logging.getLogger(__name__)


def warn(code: Code, message: str, at: str | None = None) -> None:
    """Warn as ``confrecap.<code>``, which users can suppress; ``at`` is ``file:line`` or so."""
    logger.warning("%s", one_line(message), type="confrecap", subtype=str(code), location=at)


def warn_all(problems: Iterable[Problem], file: str, used_at: str = "") -> None:
    """Warn about problems of one file; ``used_at`` names the directive that reads it."""
    suffix = f" (used at {used_at})" if used_at else ""
    for problem in problems:
        place = f"{problem.file or file}:{problem.line}:{problem.column}"
        warn(problem.code, problem.message + suffix, place)
