"""Licences: an SPDX identifier or an address → what a page says, and where it leads.

Identifiers: https://spdx.org/licenses/; addresses of Creative Commons licences:
https://creativecommons.org/licenses/.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from sphinx_confrecap.data import links
from sphinx_confrecap.data.problems import did_you_mean


class License(NamedTuple):
    """A licence; ``label`` is empty for an address that is not known."""

    label: str
    url: str


class LicenseError(ValueError):
    """A licence that is neither a known identifier nor an address; the text is a sentence."""


_CC = r"(?i)CC-(BY(?:-NC)?(?:-SA|-ND)?)-([1-4]\.[05])(?:-([A-Z]{2,3}))?"
_CC_URL = (
    r"https?://creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)|publicdomain/(zero|mark))"
    r"/([1-4]\.[05])\b"
)
_PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}
# fmt: off
_ON_SPDX = (
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "GFDL-1.3-only", "GFDL-1.3-or-later",
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC", "LAL-1.3",
    "MIT", "MIT-0", "MPL-2.0", "OGL-UK-3.0", "Unlicense",
)
# fmt: on
_OTHERS = {
    "CC0-1.0": License("CC0 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    "CC-PDM-1.0": License(
        "Public Domain Mark 1.0", "https://creativecommons.org/publicdomain/mark/1.0/"
    ),
    **{name: License(name, f"https://spdx.org/licenses/{name}.html") for name in _ON_SPDX},
}
_BY_LOWER = {name.lower(): found for name, found in _OTHERS.items()}
_COMMON = ("CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "CC-BY-NC-SA-4.0")


def license_of(text: str) -> License:
    """Return what is known about a licence; ``CC BY 4.0`` is as good as ``CC-BY-4.0``.

    Raises:
        LicenseError: It is neither an identifier that is known here nor a safe address.
    """
    if "://" in text:
        return _address(text.strip())
    name = "-".join(text.split())
    if match := re.fullmatch(_CC, name):
        terms, version, country = match[1].upper(), match[2], match[3] or ""
        label = " ".join(part for part in ("CC", terms, version, country.upper()) if part)
        where = f"{terms.lower()}/{version}/" + (f"{country.lower()}/" if country else "")
        return License(label, f"https://creativecommons.org/licenses/{where}")
    if found := _BY_LOWER.get(name.lower()):
        return found
    hint = did_you_mean(name, [*_COMMON, *_OTHERS])
    message = f"'{text}' is no licence known here; write an SPDX id or an address (https://…){hint}"
    raise LicenseError(message)


def _address(url: str) -> License:
    try:
        links.check(url)
    except links.LinkError as error:
        raise LicenseError(str(error)) from None
    match = re.match(_CC_URL, url)
    if match is None:
        return License("", url)
    terms, public, version = match.groups()
    name = f"CC {terms.upper()}" if terms else _PUBLIC_DOMAIN[public]
    return License(f"{name} {version}", url)
