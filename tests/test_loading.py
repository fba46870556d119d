"""What the extension costs a site that does not use it, and that it is whole where it is used."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import picture_maker as make
import pytest
from conftest import write

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable
    from pathlib import Path


CONF = """
import atexit
import sys

extensions = ["myst_parser", "sphinx_confrecap"]
html_theme = "basic"
numfig = True
confrecap_image_formats = ["jpeg"]
confrecap_image_widths = [320]
atexit.register(lambda: print("loaded:", *sorted(sys.modules)))
"""

PAGE = """
# Photos

```{photo} one.jpg
:alt: One
:name: one
The first.
```

```{sponsors}
tiers: {Gold: [Acme]}
```
"""

FILES: dict[str, str | bytes] = {
    "conf.py": CONF,
    "index.md": "# Start\n\n```{toctree}\nphotos\nother\n```\n",
    "other.md": "# Other\n",
    "photos.md": PAGE,
    "one.jpg": make.encoded(make.photo(400, 300)),
}


def test_an_unused_extension_loads_little(
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """Without something of ours on a page neither records nor pictures nor directives load."""
    write(tmp_path / "src", {"conf.py": CONF, "index.md": "# Start\n"})
    done = sphinx_build(tmp_path / "src", tmp_path / "out", "-q", "-W")
    assert not done.returncode, done.stdout
    loaded = set(done.stdout.rpartition("loaded:")[2].split())
    assert "sphinx_confrecap.extension" in loaded
    ours = {name.removeprefix("sphinx_confrecap.") for name in loaded if "confrecap" in name}
    assert not ours & {"data.record", "data.yamldoc", "directives.base", "used"}
    assert not ours & {"images.naming", "images.store"}
    assert not loaded & {"resvg_py", "babel.numbers"}


def test_sponsors_alone_load_nothing_of_photos(
    sphinx_build: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A site without photos and talks loads neither encoders of photos nor calendars, ever."""
    page = "# Thanks\n\n```{sponsors}\ntiers: {Gold: [{name: Acme, logo: one.jpg}]}\n```\n"
    conf = CONF.replace('"jpeg"', '"avif", "webp", "jpeg"').replace("numfig = True", "")
    write(tmp_path / "src", {"conf.py": conf, "index.md": page, "one.jpg": FILES["one.jpg"]})
    for path in (tmp_path / "src").iterdir():
        os.utime(path, (1e9, 1e9))  # old enough for a seal
    sphinx_build(tmp_path / "src", tmp_path / "out", "-q", "-W")
    for option in ("-E", "-W"):  # the logo is in the cache; then there is nothing to do
        done = sphinx_build(tmp_path / "src", tmp_path / "out", "-q", option)
        loaded = set(done.stdout.rpartition("loaded:")[2].split())
        assert "sphinx_confrecap.extension" in loaded
        assert not loaded & {"PIL._avif", "PIL._webp", "babel.numbers", "resvg_py"}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_pages_of_an_earlier_build_are_written_whole(
    jobs: str, sphinx_build: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    """A build that reads none of our pages anew writes them as the first did, in any process."""
    source, out = tmp_path / "src", tmp_path / "out"
    # Two processes read from six pages on.
    more = {f"more-{number}.md": f"---\norphan: true\n---\n\n# {number}\n" for number in range(9)}
    write(source, FILES | more)
    done = sphinx_build(source, out, "-q", "-W", "-j", jobs)
    assert not done.returncode, done.stdout
    first = (out / "photos.html").read_text(encoding="utf-8")
    assert re.search(r"confrecap-sponsor\b.*Acme", first, re.DOTALL)
    assert "one-" in first
    write(source, {"conf.py": CONF + "html_title = 'Another'\n"})  # all is written anew
    done = sphinx_build(source, out, "-q", "-W", "-j", jobs)
    assert not done.returncode, done.stdout
    again = (out / "photos.html").read_text(encoding="utf-8")
    part = re.compile(r'<section id="photos">.*?</section>', re.DOTALL)
    assert part.findall(again) == part.findall(first)
    assert part.findall(first)
    assert "Another" in again
