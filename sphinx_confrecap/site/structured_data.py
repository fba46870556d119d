"""Data blocks for machines, in JSON-LD: https://schema.org."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urljoin


def absolute(base: str, path: str) -> str:
    """Return the whole address of a path of a site."""
    return urljoin(base if base.endswith("/") else f"{base}/", path)


def block(data: dict[str, Any]) -> str:
    """Return a data block, which nothing in it can end."""
    text = json.dumps({"@context": "https://schema.org"} | data, ensure_ascii=False)
    text = text.replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>\n'
