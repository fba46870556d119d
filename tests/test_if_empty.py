"""`if-empty`: what a directive says where it finds nothing to show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sphinx_confrecap.directives import DIRECTIVES
from sphinx_confrecap.directives.base import DataDirective

if TYPE_CHECKING:
    from conftest import Builds

FILES = {
    "good.yaml": "event: {name: E}\nplaylist:\nsponsors: {tiers: {Gold: []}}\ngallery: []\n",
    "some.yaml": "sponsors: {tiers: {Gold: [Acme]}}\ngallery: [nowhere/*.jpg]\n",
    "broken.yaml": "sponsors: [\n",
}
CONF = {"confrecap_data": {"2025": "good.yaml", "2024": None}}

NOTHING = [
    ("2024/index", "sponsors", ""),
    ("2024/index", "event", ""),
    ("2024/index", "playlist", ""),
    ("2024/index", "gallery", ""),
    ("2024/index", "sponsored-by", "Acme"),
    ("index", "playlist", ""),
    ("index", "event", "some.yaml"),
    ("index", "sponsors", "good.yaml#people"),
    ("index", "sponsors", ""),
    ("index", "gallery", ""),
    ("index", "gallery", "some.yaml"),
    ("index", "gallery", "nowhere/*.jpg"),
    ("index", "photo", "nowhere/*.jpg"),
    ("index", "sponsored-by", "Zenith"),
]


def page(markup: str, name: str, argument: str, *options: str) -> str:
    """Return a page with one directive."""
    if markup == "md":
        return "\n".join([f"```{{{name}}} {argument}".rstrip(), *options, "```", ""])
    return "\n".join([f".. {name}:: {argument}".rstrip(), *(f"   {row}" for row in options), ""])


def test_every_directive_of_data_takes_it() -> None:
    """Each directive that reads data, and each that looks for something, has the option."""
    able = {name for name, one in DIRECTIVES.items() if one.may_be_empty}
    assert able >= {"photo", "sponsored-by"}
    assert able >= {name for name, one in DIRECTIVES.items() if issubclass(one, DataDirective)}


@pytest.mark.parametrize("markup", ["md", "rst"])
@pytest.mark.parametrize(("docname", "name", "argument"), NOTHING)
def test_a_text_stands_for_nothing(
    markup: str, docname: str, name: str, argument: str, build: Builds
) -> None:
    """Where there is nothing to show, the text is shown and nothing is told; else one warning."""
    text = page(markup, name, argument, ":if-empty: Not *yet*.", ":name: here", ":class: quiet")
    files = {**FILES, "index.md": "# Site\n", f"{docname}.{markup}": text}
    if markup == "rst" and docname == "index":
        del files["index.md"]
    site = build(files, conf=CONF)
    said = site.soup(docname).select_one("p.quiet")
    assert said.get_text() == "Not yet."
    assert said.em
    assert said["id"] == "here"

    bare = build({f"{docname}.{markup}": page(markup, name, argument)}, warnings=True)
    assert bare.warnings.count("WARNING") == 1, bare.warnings
    assert "Not yet" not in bare.page(docname)


@pytest.mark.parametrize(
    ("name", "argument", "options", "told"),
    [
        ("sponsors", "missing.yaml", [], "the file 'missing.yaml' is not there"),
        ("sponsors", "broken.yaml", [], "is never closed"),
        ("sponsors", "good.yaml#sponsor", [], "did you mean 'sponsors'?"),
        ("sponsors", "some.yaml", [":tiers: Godl"], "did you mean 'Gold'?"),
        ("sponsored-by", "Acm", [":data: some.yaml"], "did you mean 'Acme'?"),
    ],
)
def test_a_mistake_is_told_all_the_same(
    name: str, argument: str, options: list[str], told: str, build: Builds
) -> None:
    """A file that is missing or broken, and a name that is nearly one, are told."""
    text = page("md", name, argument, *options, ":if-empty: Nothing yet.")
    site = build({**FILES, "index.md": text}, warnings=True)
    assert told in site.warnings
    assert site.warnings.count("WARNING") == 1


def test_what_is_found_is_shown_and_the_rest_told(build: Builds) -> None:
    """The text is for nothing at all: beside something, what is missing is told."""
    text = page("md", "sponsors", "some.yaml", ":tiers: Gold, Bronze", ":if-empty: Nothing yet.")
    site = build({**FILES, "index.md": text}, warnings=True)
    assert "Acme" in site.page()
    assert "Nothing yet." not in site.page()
    assert "there is no tier 'Bronze'" in site.warnings


def test_translators_get_the_text(build: Builds) -> None:
    """The text is in the catalogue, as it is written."""
    text = page("md", "sponsors", "", ":if-empty: Not *yet*.")
    site = build({**FILES, "index.md": text}, "gettext", conf={"confrecap_data": "good.yaml"})
    assert 'msgid "Not *yet*."' in site.page()


def test_data_that_comes_takes_its_place(build: Builds) -> None:
    """A page is read again when there is something to show."""
    text = page("md", "sponsors", "good.yaml", ":if-empty: Not yet.")
    assert "Not yet." in build({**FILES, "index.md": text}).page()
    site = build({"good.yaml": "sponsors: {tiers: {Gold: [Zenith]}}\n"})
    assert "Zenith" in site.page()
    assert "Not yet." not in site.page()
