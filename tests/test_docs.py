"""The documentation is true: the README's commands and examples, the reference, the module map."""

from __future__ import annotations

import configparser
import re
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

import sphinx_confrecap
from sphinx_confrecap.config import VALUES
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.record import Record
from sphinx_confrecap.directives import DIRECTIVES

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "example_docs"
PACKAGE = Path(sphinx_confrecap.__file__).parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TUTORIAL = (DOCS / "tutorial" / "index.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)


def blocks(text: str, language: str) -> list[str]:
    """Return the code blocks of a language in a Markdown text."""
    return [found[3] for found in BLOCK.finditer(text) if found[2] == language]


def tox_ini() -> configparser.ConfigParser:
    """Return what tox.ini says."""
    tox = configparser.ConfigParser(interpolation=None)
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    return tox


@pytest.mark.parametrize("text", [README, CONTRIBUTING], ids=["README", "CONTRIBUTING"])
def test_every_command_names_an_environment(text: str) -> None:
    """Each `tox run -e …` of the guides runs environments that tox.ini has."""
    named = re.findall(r"tox run -e ([\w,]+)", text)
    assert named
    plain = {env for names in named for env in names.split(",") if not env.startswith("py3")}
    assert plain <= {name.removeprefix("testenv:") for name in tox_ini().sections()}


def test_ci_runs_the_command_of_the_readme() -> None:
    """Continuous integration runs the very command that the README gives for the tests."""
    (command,) = [
        line.removeprefix("$ ")
        for block in blocks(README, "console")
        for line in block.splitlines()
        if line.endswith("-e tests")
    ]
    assert command in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def test_ci_runs_every_environment_of_tox() -> None:
    """The workflow runs what `tox` runs, each on the Python of its name, and nothing else."""
    workflow = yaml.safe_load(
        (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
    )
    checks, tests = (workflow["jobs"][job]["strategy"]["matrix"] for job in ("checks", "tests"))
    pythons = {row["env"]: row["python"] for row in tests["include"]}
    tox = tox_ini()
    expected = {
        f"{stem}{release}"
        for line in tox["tox"]["env_list"].split()
        for stem, _, releases in [line.rstrip("}").partition("{")]
        for release in releases.split(",")
    }
    assert {*checks["env"], *pythons} == expected
    lowest = pythons.pop("lowest").replace(".", "")
    assert f"py{lowest}" == tox["testenv:lowest"]["base_python"]
    assert all(env.startswith(f"py{python.replace('.', '')}-") for env, python in pythons.items())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_of_the_guides_lead_somewhere(name: str) -> None:
    """Each relative link and picture of a guide is a file of the repository."""
    text = (ROOT / name).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_picture_of_the_readme_is_light() -> None:
    """The picture at the top of the README stays below 200 kB."""
    (name,) = re.findall(r"!\[[^]]+\]\(([^)]+)\)", README)
    assert (ROOT / name).stat().st_size < 200_000


def test_the_first_page_of_the_readme(build: Callable[..., Site]) -> None:
    """The README's first page builds without a warning, alike in both markups."""
    (markdown,), (rest,), (conf,) = (blocks(README, name) for name in ("markdown", "rst", "python"))
    settings: dict[str, object] = {}
    exec(conf, {}, settings)  # noqa: S102 (our own README)
    first = build({"index.md": markdown}, conf=settings, srcdir="md")
    shown = first.soup().select_one(".confrecap-sponsors")
    assert shown is not None
    second = build({"index.rst": rest}, conf=settings, srcdir="rst")
    assert second.soup().select_one(".confrecap-sponsors") == shown
    assert "Zwölf Fässer" in shown.text


def test_the_tutorial_shows_what_it_says(build: Callable[..., Site]) -> None:
    """The tutorial's page is the example it shows, and its mistake gives the warning it prints."""
    page = blocks(TUTORIAL, "markdown")[0]
    shown = (DOCS / "snippets" / "sponsors-tutorial.md").read_text(encoding="utf-8")
    assert page == f"# Thank you!\n\n{shown}"
    site = build({"index.md": page.replace("url:", "ulr:", 1)}, warnings=True)
    (printed,) = [text for text in blocks(TUTORIAL, "text") if "ulr" in text]
    assert site.warnings.strip() == printed.strip()


@pytest.fixture(scope="module")
def reference(build_once: Callable[..., Site]) -> dict[str, str]:
    """Return the text of each page of the reference, as it is rendered."""
    files = {
        path.relative_to(DOCS).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("reference", "snippets", "mistakes")
        for path in sorted((DOCS / folder).rglob("*.*"))
    }
    files["index.md"] = "# Index\n"
    conf = {
        "extensions": ["myst_parser", "sphinx_confrecap", "confrecap_docs"],
        "exclude_patterns": ["snippets", "mistakes", "_build"],
    }
    # Neither the photos nor the other pages are here: the build warns of them.
    with pytest.MonkeyPatch.context() as patch, warnings.catch_warnings():
        patch.syspath_prepend(DOCS / "_ext")
        # MyST's includes and links ask for it.
        warnings.filterwarnings("ignore", r"'.+\.app' is deprecated")
        site = build_once(files, "text", conf=conf, warnings=True)
    names = [name.removesuffix(".md") for name in files if name.startswith("reference/")]
    pages = {name.removeprefix("reference/"): site.page(name) for name in names}
    return {**pages, "warned": site.warnings}


@pytest.mark.parametrize("name", sorted(DIRECTIVES))
def test_every_option_is_in_the_reference(name: str, reference: dict[str, str]) -> None:
    """The page of a directive lists each of its options."""
    page = reference[f"directives/{name}"]
    options = [option.name for option in DIRECTIVES[name].all_options()]
    assert [option for option in options if f'":{option}:"' not in page] == []


def test_every_key_is_in_the_reference(reference: dict[str, str]) -> None:
    """Each key of each record is in a table."""
    pages = "\n".join(reference.values())
    keys = [(record.__name__, key) for record in Record.__subclasses__() for key in record.fields]
    assert keys
    assert [(name, key) for name, key in keys if f'"{key}"' not in pages] == []


def test_every_property_has_a_sentence(reference: dict[str, str]) -> None:
    """The reference explains each custom property of the styles."""
    warned = reference["warned"].splitlines()
    assert [line for line in warned if "has no sentence" in line] == []


def test_every_value_and_warning_is_in_the_reference(reference: dict[str, str]) -> None:
    """Each configuration value and each subtype of warnings is explained."""
    assert [v.name for v in VALUES if v.name not in reference["configuration"]] == []
    assert [s for s in Code if f"confrecap.{s}" not in reference["warnings"]] == []
    assert "{rubric}" not in reference["warnings"]


def test_documented_classes_exist() -> None:
    """Each class in the reference of HTML is one that the package writes."""
    page = (DOCS / "reference" / "html.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![-{])\bconfrecap-[\w-]*\w", page))
    written = "\n".join(
        path.read_text(encoding="utf-8")
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".html", ".css")
    )
    assert sorted(name for name in named if not re.search(rf"{name}(?![\w-])", written)) == []


def test_each_look_has_its_page() -> None:
    """Each finished look is fewer than 20 lines of CSS, shown and at work on a page of its own."""
    sheets = sorted(DOCS.glob("_static/look-*.css"))
    names = [sheet.stem.removeprefix("look-") for sheet in sheets]
    listed = (DOCS / "how-to" / "theme-sponsors.md").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^looks/([\w-]+)$", listed, re.MULTILINE)) == names
    for name, sheet in zip(names, sheets, strict=True):
        css = sheet.read_text(encoding="utf-8")
        assert len(css.splitlines()) < 20, name
        assert "!important" not in css
        page = (DOCS / "how-to" / "looks" / f"{name}.md").read_text(encoding="utf-8")
        assert sheet.name in page
        assert "{sponsors}" in page or "sponsor-strip" in page


def test_the_module_map_is_complete() -> None:
    """The map in CONTRIBUTING.md names every module of the package, and no other."""
    (drawn,) = [text for text in blocks(CONTRIBUTING, "text") if "sphinx_confrecap/" in text]
    named = set(re.findall(r"\w+\.py\b", drawn))
    assert named == {path.name for path in PACKAGE.rglob("*.py")}
