"""The one way to warn."""

from __future__ import annotations

from sphinx.util import logging

from sphinx_confrecap.data.problems import Code, one_line

logger = logging.getLogger(__name__)


def warn(code: Code, message: str, at: str | None = None) -> None:
    """Warn as ``confrecap.<code>``, which users can suppress; ``at`` is ``file:line`` or so."""
    logger.warning("%s", one_line(message), type="confrecap", subtype=str(code), location=at)
