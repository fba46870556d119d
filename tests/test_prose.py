"""Markup in data is prose, whoever wrote it, in either language and on either kind of page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Builds, Site

OUTSIDE = "the secret of the build machine"
EVERYTHING = [
    "amsmath",
    "attrs_block",
    "attrs_inline",
    "colon_fence",
    "deflist",
    "dollarmath",
    "fieldlist",
    "html_admonition",
    "html_image",
    "linkify",
    "replacements",
    "smartquotes",
    "strikethrough",
    "substitution",
    "tasklist",
]

MARKDOWN = {
    "include": "```{include} ../outside.txt\n```",
    "literalinclude": "> ```{literalinclude} ../outside.txt\n> ```",
    "colons": ":::{include} ../outside.txt\n:::",
    "eval": "- ```{eval-rst}\n  .. include:: ../outside.txt\n  ```",
    "raw": "```{raw} html\n<script>alert(1)</script>\n```",
    "block": "<script>alert(1)</script>",
    "tag": "a <img src=x onerror=alert(1)> b",
    "script": "[x](javascript:alert(1)) <javascript:alert(1)>",
    "path": "[x](path:../outside.txt) <path:../outside.txt>",
    "role": "{download}`x <../outside.txt>` {math}`\\input{../outside.txt}`",
    "eval-role": "{raw}`x` {py:func}`y`",
    "image": "![x](../outside.txt) ![](https://attacker.example/pixel.gif)",
    "jinja": "{{ 7*7 }} {{ env.docname }}",
    "dollar": "$\\input{../outside.txt}$",
    "target": "(mine)=\n\n[x](#mine)",
    "reference": "[a]\n\n[a]: javascript:alert(1)",
}
RST = {
    "include": ".. include:: ../outside.txt",
    "literal": "- .. literalinclude:: ../outside.txt",
    "table": "   .. csv-table::\n      :file: ../outside.txt",
    "raw": ".. raw:: html\n\n   <script>alert(1)</script>",
    "role": ".. role:: evil(raw)\n   :format: html\n\n:evil:`<script>alert(1)</script>`",
    "download": ":download:`x <../outside.txt>` :math:`\\input{../outside.txt}`",
    "script": "`x <javascript:alert(1)>`_ `y <javascript:alert(2)>`__",
    "path": "`x <../outside.txt>`_",
    "target": ".. _mine: javascript:alert(1)\n\nmine_ `mine`_",
    "image": "|x|\n\n.. |x| image:: https://attacker.example/pixel.gif",
    "footnote": "x [1]_\n\n.. [1] y",
    "default": ".. default-role:: download\n\n`../outside.txt`",
}


def directive(markup: str, name: str, body: str, *, rst: bool) -> str:
    """Return a directive whose body says which language it is in."""
    text = f"markup: {markup}\n{body}"
    if rst:
        return f".. {name}::\n\n" + "".join(f"   {line}\n" for line in text.splitlines())
    return f"````{{{name}}}\n{text}\n````\n"


def fields(attack: str) -> list[tuple[str, str]]:
    """Return an attack in every field that takes markup, as directives and their bodies."""
    text = json.dumps(attack)
    sponsor = f"{{name: A, text: {text}}}"
    return [
        ("event", f"name: E\ndescription: {text}"),
        ("sponsors", f"tiers: {{Gold: {{description: {text}, sponsors: [{sponsor}]}}}}"),
        ("playlist", f"videos: [{{url: 'https://youtu.be/abcdefghij1', title: T, text: {text}}}]"),
        ("gallery", f"photos: [{{src: p.png, alt: x, caption: {text}, credit: {text}}}]"),
    ]


@pytest.fixture(scope="module")
def attacked(build_once: Callable[..., Site]) -> Site:
    """Build a site in which every field tries every attack, on pages of both kinds."""
    from picture_maker import encoded, photo  # noqa: PLC0415 (only here)

    files: dict[str, str | bytes] = {"p.png": encoded(photo(64, 40), "PNG")}
    pages = []
    for markup, attacks in (("markdown", MARKDOWN), ("rst", RST)):
        for rst in (False, True):
            page = f"{markup}-in-{'rst' if rst else 'md'}"
            pages.append(page)
            text = f"{page}\n{'=' * len(page)}\n\n"
            for attack in attacks.values():
                text += "\n\n".join(
                    directive(markup, name, body, rst=rst) for name, body in fields(attack)
                )
                text += "\n\n"
            files[f"{page}.{'rst' if rst else 'md'}"] = text
    files["index.md"] = "# T\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"

    def outside(folder: object) -> None:
        (folder.parent / "outside.txt").write_text(OUTSIDE, encoding="utf-8")  # type: ignore[attr-defined]

    conf = {
        "myst_enable_extensions": EVERYTHING,
        "myst_substitutions": {"x": "y"},
        "confrecap_image_formats": ["jpeg"],
        "confrecap_image_widths": [320],
        "confrecap_data": None,
    }
    return build_once(files, conf=conf, warnings=True, prepare=outside)


def test_no_attack_reads_runs_or_asks(attacked: Site) -> None:
    """No file is read or published, no script is made, and no other host is asked."""
    for path in attacked.outdir.rglob("*"):
        if path.is_file() and path.suffix in {".html", ".js", ".txt", ".inv"}:
            assert OUTSIDE not in path.read_text(encoding="utf-8", errors="replace"), path
        assert path.name != "outside.txt"
    for markup in ("markdown", "rst"):
        for kind in ("md", "rst"):
            soup = attacked.soup(f"{markup}-in-{kind}")
            body = soup.select_one("div.body")
            assert not body.select("script, math, .math, [onerror], [onclick]")
            assert not [a["href"] for a in body.select("a[href]") if "javascript" in a["href"]]
            assert "attacker.example" not in str(body.select("img, source"))
            assert "49" not in body.text
            assert not body.select("[id*=mine]")


def test_what_is_refused_is_shown_and_told(attacked: Site) -> None:
    """Each refusal shows its source, and is one located warning of ours; nothing else is said."""
    for line in attacked.warnings.splitlines():
        assert "[confrecap." in line, line
    for page, text in (
        ("markdown-in-md", "```{include} ../outside.txt"),
        ("markdown-in-rst", "```{include} ../outside.txt"),
        ("rst-in-md", ".. include:: ../outside.txt"),
        ("rst-in-rst", ".. include:: ../outside.txt"),
    ):
        assert text in attacked.soup(page).select_one("header.confrecap-event").text
        assert any(
            page in line and "'include' is not prose; its source is shown" in line
            for line in attacked.warnings.splitlines()
        )


@pytest.mark.parametrize("markup", ["markdown", "rst"])
def test_a_file_reads_the_same_on_either_page(markup: str, build: Builds) -> None:
    """What a file says of its own markup counts, on a MyST and on a reST page."""
    link = (
        "[site](https://s.example/a--b)"
        if markup == "markdown"
        else "`site <https://s.example/a--b>`_"
    )
    code = "`--user`" if markup == "markdown" else "``--user``"
    description = (
        f"A *word*, a **strong** one, {code}, {link} and https://bare.example/x--y.\n\n"
        "    - one\n    - two\n\n    1. first\n    2. second\n"
    )
    data = f"markup: {markup}\nevent:\n  name: E\n  description: |\n    {description}"
    files = {
        "index.md": "# T\n\n```{event} data.yaml\n```\n",
        "other.rst": "T\n=\n\n.. event:: data.yaml\n",
        "data.yaml": data,
    }
    site = build(files, "html")
    first, second = (
        site.soup(page).select_one("header.confrecap-event") for page in ("index", "other")
    )
    assert str(first) == str(second)
    assert [tag.name for tag in first.select("em, strong, code")] == ["em", "strong", "code"]
    assert [a["href"] for a in first.select(".confrecap-event-description a")] == [
        "https://s.example/a--b",
        "https://bare.example/x--y",
    ]
    assert "https://bare.example/x--y" in first.text
    assert len(first.select("li")) == 4


@pytest.mark.parametrize("deep", ["> " * 3000 + "x", "- " * 3000 + "x", "[" * 9000, "*a " * 3000])
def test_no_depth_and_no_length_stops_a_build(deep: str, build: Builds) -> None:
    """What is nested too deep or is too long is shown as it was written."""
    body = f"name: E\ndescription: {json.dumps(deep)}"
    files = {
        "index.md": f"# T\n\n{directive('markdown', 'event', body, rst=False)}",
        "other.rst": f"T\n=\n\n{directive('rst', 'event', body, rst=True)}",
    }
    site = build(files, "html", warnings=True)
    for page in ("index", "other"):
        assert site.soup(page).select_one(".confrecap-event-description").text.strip()
