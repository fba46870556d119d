"""Words of the interface, in the language of the site."""

from __future__ import annotations

from pathlib import Path

from sphinx.locale import get_translation

CATALOGUE = "sphinx_confrecap"
FOLDER = Path(__file__).parent / "locales"

_ = get_translation(CATALOGUE)


def mark(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text
