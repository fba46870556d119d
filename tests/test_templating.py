"""Compiled leaf templates are kept beside the doctrees, and whatever stands there costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jinja2.bccache import bc_magic
from jinja2.sandbox import SandboxedEnvironment

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Builds, Site

PAGE = "# T\n\n```{sponsors}\n- A\n```\n"


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the leaf templates that are compiled from now on."""
    found: list[str] = []
    compile_ = SandboxedEnvironment.compile

    def noted(self: SandboxedEnvironment, source: Any, name: Any = None, *more: Any) -> Any:  # noqa: ANN401 (Jinja's)
        if str(name).startswith("confrecap/"):
            found.append(name)
        return compile_(self, source, name, *more)

    monkeypatch.setattr(SandboxedEnvironment, "compile", noted)
    return found


def kept(site: Site) -> list[Path]:
    """Return the files of compiled templates."""
    return sorted((site.app.doctreedir / "confrecap-templates").iterdir())


def test_a_template_is_compiled_once(build: Builds, compiled: list[str]) -> None:
    """The next build takes what the first one compiled, until the source is another."""
    first = build(PAGE)
    assert compiled == ["confrecap/sponsor.html"]
    assert build(freshenv=True).page() == first.page()
    assert compiled == ["confrecap/sponsor.html"]
    own = {"_templates/confrecap/sponsor.html": "<i>1</i>"}
    assert "<i>1</i>" in build(own, conf={"templates_path": ["_templates"]}).page()
    own = {"_templates/confrecap/sponsor.html": "<i>2</i>"}
    assert "<i>2</i>" in build(own).page()


def test_a_template_that_another_jinja_compiled_is_compiled_again(
    build: Builds, compiled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Code is for the Jinja that made it: another may lack what it calls."""
    build(PAGE)
    monkeypatch.setattr("sphinx_confrecap.templating._MAKERS", b"another")
    build(freshenv=True)
    assert compiled == ["confrecap/sponsor.html"] * 2


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda _code: b"", id="empty"),
        pytest.param(lambda code: code[: len(code) // 2], id="half"),
        pytest.param(lambda code: code[:-1] + bytes([code[-1] ^ 1]), id="flipped"),
        pytest.param(lambda _code: bc_magic + b"\x80\x04garbage", id="unchecked"),
    ],
)
def test_a_spoilt_file_is_made_again(build: Builds, compiled: list[str], spoil: Any) -> None:  # noqa: ANN401
    """What a crash or a disk left there is neither loaded nor reported."""
    first = build(PAGE)
    (file,) = kept(first)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert build(freshenv=True).page() == first.page()
    assert compiled == ["confrecap/sponsor.html"] * 2
    build(freshenv=True)
    assert compiled == ["confrecap/sponsor.html"] * 2


def test_a_folder_that_cannot_be_written_costs_nothing(build: Builds) -> None:
    """Where templates cannot be kept they are compiled in each build."""

    def block(folder: Path) -> None:
        (folder / "_build/doctrees").mkdir(parents=True)
        (folder / "_build/doctrees/confrecap-templates").write_text("", encoding="utf-8")

    site = build(PAGE, prepare=block)
    assert "confrecap-sponsor-name" in site.page()
    assert (site.app.doctreedir / "confrecap-templates").is_file()
