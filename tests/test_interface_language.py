"""The interface speaks the language of the site."""

from __future__ import annotations

import ast
import io
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

PACKAGE = files("sphinx_confrecap")
LANGUAGES = ("de",)
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


@pytest.fixture(scope="module")
def said() -> set[str]:
    """Return every text of the interface."""
    with as_file(PACKAGE) as folder:
        found = extract_from_dir(
            str(folder), method_map=METHODS, keywords={"_": None, "mark": None}
        )
        return {str(message) for _file, _line, message, *_rest in found}


def catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as translators write it."""
    path = PACKAGE / "locales" / language / "LC_MESSAGES" / "sphinx_confrecap.po"
    return read_po(io.BytesIO(path.read_bytes()), language)


def test_no_text_is_hidden_from_translators(said: set[str]) -> None:
    """Before Python 3.12 what makes catalogues sees no text within an f-string."""
    with as_file(PACKAGE) as folder:
        trees = [ast.parse(path.read_text("utf-8")) for path in folder.rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "_"]
    texts = {call.args[0].value for call in marked if isinstance(call.args[0], ast.Constant)}
    assert texts
    assert texts <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str, said: set[str]) -> None:
    """A catalogue has each text of the interface, and none that is gone."""
    translated = {str(message.id): message.string for message in catalogue(language) if message.id}
    assert translated.keys() == said
    assert all(translated.values())


def test_the_template_has_every_text(said: set[str]) -> None:
    """Translators of a new language begin with all texts."""
    path = PACKAGE / "locales" / "sphinx_confrecap.pot"
    template = read_po(io.BytesIO(path.read_bytes()))
    assert {str(message.id) for message in template if message.id} == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_what_was_translated(language: str) -> None:
    """The compiled catalogue is made from the written one."""
    path = PACKAGE / "locales" / language / "LC_MESSAGES" / "sphinx_confrecap.mo"
    compiled = read_mo(io.BytesIO(path.read_bytes()))
    written = {message.id: message.string for message in catalogue(language) if message.id}
    assert {message.id: message.string for message in compiled if message.id} == written


def test_a_german_page_is_german(build: Callable[..., Site]) -> None:
    """Our own words follow `language`; the names of the data do not."""
    source = """
# Seite

```{event}
name: Tidepool
start: 2026-05-04
end: 2026-05-05
format: in-person
organizer: Riff
venue: {name: Halle, country: DE}
```

```{sponsors}
tiers: {Gold: {slots: 2, sponsors: [Northwind]}}
invite: {url: https://riff.example}
```

```{sponsored-by} Northwind
:data: s.yaml
:for: Mittag
```
"""
    site = build(
        {"index.md": source, "s.yaml": "tiers: {Gold: [Northwind]}"}, conf={"language": "de"}
    )
    text = site.soup().get_text()
    for words in (
        "Vor Ort",
        "4.–5. Mai 2026",
        "Deutschland",
        "Veranstaltet von",
        "Northwind",
        "Sponsor werden",
    ):
        assert words in text
    assert "Mittag – unterstützt von" in text
