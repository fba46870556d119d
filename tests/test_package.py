"""The package as a user gets it: what is in the wheel, what an import costs, who imports whom."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import sphinx_confrecap

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Site

NAME = "sphinx_confrecap"
ROOT = Path(sphinx_confrecap.__file__).parent
CHECKOUT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
    for path in ROOT.rglob("*.py")
)


def imported_after(*modules: str) -> set[str]:
    """Return the modules that a fresh Python has loaded after importing the given ones."""
    code = f"import sys\nfor name in {modules!r}: __import__(name)\nprint(*sys.modules)"
    # -P: neither the working folder nor the tests' may stand in for an installed package.
    run = [sys.executable, "-P", "-c", code]
    return set(subprocess.check_output(run, text=True, encoding="utf-8").split())


def source(module: str) -> Path:
    """Return the file of a module of the package."""
    path = ROOT.joinpath(*module.split(".")[1:])
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(module: str) -> set[str]:
    """Return the modules of the package that a module imports, anywhere in it, for types too."""
    package = module if source(module).name == "__init__.py" else module.rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(ast.parse(source(module).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = package.split(".")
                base = ".".join([*parents[: len(parents) - node.level + 1], base]).rstrip(".")
            names = {f"{base}.{alias.name}" for alias in node.names}
            # The package itself is asked for only if there is something to take from it.
            found |= names if names <= set(MODULES) else {base, *names}
    return found & set(MODULES)


def room(module: str) -> str:
    """Return the first folder or module below the package, such as "data" or "config"."""
    return module.split(".")[1] if "." in module else "__init__"


def test_the_installed_package_is_under_test() -> None:
    """The tests exercise what pip installed, not the checkout: run them with tox."""
    assert ROOT.resolve() != CHECKOUT / NAME
    installed = importlib.metadata.files("sphinx-confrecap") or []
    assert ROOT.resolve() / "__init__.py" in [
        Path(str(file.locate())).resolve() for file in installed
    ]


def test_the_wheel_holds_every_file_of_the_package() -> None:
    """Each file of the package in the checkout is installed: code, styles, templates, catalogs."""
    listed = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / NAME).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    installed = {str(file) for file in importlib.metadata.files("sphinx-confrecap") or []}
    assert listed
    assert listed <= installed


@pytest.mark.parametrize(
    "pattern",
    ["py.typed", "static/confrecap/*.css", "static/confrecap/*.js", "templates/confrecap/*"],
)
def test_the_wheel_holds_what_is_not_code(pattern: str) -> None:
    """The marker of the types, the styles, the scripts and the templates are installed."""
    assert list(ROOT.glob(pattern))


def test_every_translation_is_compiled() -> None:
    """A language whose catalogue is written is also installed in the form that Sphinx loads."""
    for catalogue in ROOT.glob("locales/*/LC_MESSAGES/*.po"):
        assert catalogue.with_suffix(".mo").is_file(), catalogue


def test_the_version_is_that_of_the_distribution(build: Callable[..., Site]) -> None:
    """What the extension tells Sphinx as its version is the version that pip installed."""
    told = build("# Recap\n").app.extensions[NAME].version
    assert told == importlib.metadata.version("sphinx-confrecap")


def test_importing_the_package_is_cheap() -> None:
    """`import sphinx_confrecap` alone loads none of its own modules and no dependency."""
    loaded = imported_after(NAME)
    assert not {name for name in loaded if name.startswith(f"{NAME}.")}
    assert not loaded & {"sphinx", "docutils", "myst_parser", "PIL", "yaml"}


@pytest.mark.parametrize("part", ["data", "images"])
def test_a_part_knows_neither_sphinx_nor_docutils(part: str) -> None:
    """The data room and the pictures can be used, and tested, without Sphinx and docutils."""
    modules = [module for module in MODULES if room(module) == part]
    assert modules
    assert not imported_after(*modules) & {"sphinx", "docutils", "myst_parser"}


def test_directives_know_no_markup_language() -> None:
    """A site without MyST does not pay for it."""
    loaded = imported_after(f"{NAME}.extension", f"{NAME}.directives")
    assert not loaded & {"myst_parser", "markdown_it"}


ROOMS = ("data", "images", "site", "doctree", "directives", "extension")
"""Each knows those before it, but data and pictures each other in one direction only."""


def test_imports_run_one_way() -> None:
    """Rooms are entered in one direction, also for types; nothing imports the command line."""
    graph: dict[str, set[str]] = {}
    for module in MODULES:
        graph.setdefault(room(module), set()).update(map(room, imports(module)))
    assert not graph["data"] - {"data"}
    assert not graph["images"] - {"data", "images"}
    for place, here in enumerate(ROOMS):
        assert not graph[here] & {*ROOMS[place + 1 :]}, here
    assert not [here for here in graph if "cli" in graph[here] and here not in {"cli", "__main__"}]


def test_no_module_imports_itself_by_others() -> None:
    """No two modules know each other, also for types, directly or by others between them."""
    # `setup` in the package's own file starts everything, and is imported first by everything.
    ours = {module for module in MODULES if room(module) in ROOMS}
    graph = {module: imports(module) & ours - {module} for module in ours}
    # Raises CycleError, which names the modules.
    assert set(TopologicalSorter(graph).static_order()) == set(graph)


def test_directives_do_not_import_each_other() -> None:
    """A directive shares code through the base, never through another directive."""
    directives = {
        directive.__module__
        for directive in importlib.import_module(f"{NAME}.directives").DIRECTIVES.values()
    }
    assert directives
    assert not {(module, other) for module in directives for other in imports(module) & directives}


def test_the_lowest_versions_are_those_that_are_promised() -> None:
    """The run with the lowest versions takes what the metadata allows, no more and no less."""
    promised = {}
    for requirement in importlib.metadata.requires("sphinx-confrecap") or []:
        found = re.match(r"([\w-]+).*?>=([\d.]+)", requirement)
        assert found, requirement
        promised[found[1].lower()] = found[2]
    pinned = {}
    for line in (CHECKOUT / "tests" / "lowest.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, _, version = line.partition("==")
            pinned[name.lower()] = version
    assert pinned.keys() == promised.keys()
    for name, lowest in promised.items():
        assert re.fullmatch(rf"{re.escape(lowest)}(\.0)*", pinned[name]), name
