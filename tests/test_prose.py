"""Markup in data is prose, whoever wrote it, in either language and on either kind of page."""

from __future__ import annotations

import json
import re
import zipfile
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Builds, Site, Traffic
    from playwright.sync_api import Page

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
    "formula": "\\\\(\\\\href{javascript:alert(1)}{x}\\\\) $$\\href{javascript:alert(1)}{x}$$",
    "hidden": "[x](<java\tscript:alert(1)>) [x](java&#115;cript:alert(1)) [x](&#1;JAVASCRIPT:x)",
    "schemes": "[x](data:text/html,<script>alert(1)</script>) [x](vbscript:alert(1)) [x](blob:x)",
    "hosts": "[x](//attacker.example/x) [x](/\\\\attacker.example) [x](http:/\\\\attacker.example)",
    "files": "[x](%2e%2e/outside.txt) [x](file:///etc/hostname) [x](/conf.py) [x](/_build/x.html)",
    "explained": '{abbr}`x (" onmouseover="alert(1))` {kbd}`<script>alert(1)</script>`',
    "named": (
        "{ref}`x <javascript:alert(1)>` {any}`<img src=x onerror=alert(1)>` {term}`</a><script>`"
    ),
    "ours": "{confrecap:sponsor}`<script>alert(1)</script>` {confrecap:photo}`../outside.txt`",
    "attributes": "[x](https://s.example/){onclick=alert(1)} ![x](p.png){onerror=alert(1)}",
    "unescaped": "```{=html}\n<script>alert(1)</script>\n```\n\n``` {.x onload=alert(1)}\nx\n```",
    "math": (
        "```math\n\\input{../outside.txt}\n```\n\n"
        "```latex\n\\end{Verbatim}\\input{../outside.txt}\n```"
    ),
    "requests": "a *b*\n.so ../outside.txt\n'so ../outside.txt\n\n    .so ../outside.txt\n",
    "includes": "@include ../outside.txt\n@verbatiminclude ../outside.txt",
    "commands": (
        "`\\input{../outside.txt}` \\input{../outside.txt}"
        " [\\input{../outside.txt}](https://s.example/}\\input{x})"
    ),
    "frames": "<iframe src=https://attacker.example></iframe><meta http-equiv=refresh content=0>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "svg": (
        "<svg/onload=alert(1)> <math href=javascript:alert(1)>x</math> <a"
        " href=javascript:alert(1)>y"
    ),
    "setext": "<script>\nalert(1)\n</script>\n===\n\n# <script>alert(1)</script>",
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
    "formula": "\\\\(\\\\href{javascript:alert(1)}{x}\\\\)",
    "default": ".. default-role:: download\n\n`../outside.txt`",
    "broken": "`x <java\nscript:alert(1)>`_ `x <JAVASCRIPT:alert(1)>`__ `x <data:text/html,x>`__",
    "hosts": "`x <//attacker.example/x>`__ `x </\\\\\\\\attacker.example>`__ javascript:alert(1)",
    "files": "`x <%2e%2e/outside.txt>`__ `x <file:///etc/hostname>`__ `x </conf.py>`__",
    "explained": ':abbr:`x (" onmouseover="alert(1))` :kbd:`<script>alert(1)</script>`',
    "named": (
        ":ref:`x <javascript:alert(1)>` :any:`<img src=x onerror=alert(1)>`"
        " :doc:`../../outside.txt`"
    ),
    "within": "\\ :sub:`:raw:`<b>`` :code:`<script>alert(1)</script>` :pep:`8` :rfc:`1`",
    "unicode": ".. include:: \\u002e./outside.txt\n\n.. |s| unicode:: U+0003C\n\n|s|",
    "class": '.. class:: x" onclick=alert(1)\n\ntext\n\n.. container:: y\n\n   z',
    "parsed": (
        ".. parsed-literal::\n\n   |x| `y <javascript:alert(1)>`_\n\n.. math::"
        " \\input{../outside.txt}"
    ),
    "requests": "a *b*\n.so ../outside.txt\n'so ../outside.txt\n\n::\n\n   .so ../outside.txt\n",
    "commands": "``\\input{../outside.txt}`` \\\\input{../outside.txt}\n\n@include ../outside.txt",
    "nested": (
        "- .. include:: ../outside.txt\n\n  1. .. raw:: html\n\n        <script>alert(1)</script>"
    ),
    "quoted": (
        "    .. raw:: html\n\n       <script>alert(1)</script>\n\n    -- <script>alert(1)</script>"
    ),
    "options": (
        "-a  <script>alert(1)</script>\n\n:field: <script>alert(1)</script>\n\n>>> open('x')"
    ),
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
    sponsor = f"{{name: A, text: {text}, for: {text}, alt: {text}, links: {{{text}: a.pdf}}}}"
    video = f"url: 'https://youtu.be/abcdefghij1', poster: p.png, date: 2025-10-22, text: {text}"
    return [
        ("event", f"name: E\ndescription: {text}\nextra: {{{text}: {text}}}"),
        (
            "sponsors",
            (
                f"tiers: {{Gold: {{description: {text}, sponsors: [{sponsor}]}}, "
                f"{text}: [{text}]}}\n"
                f"invite: {{url: index.md, text: {text}}}"
            ),
        ),
        (
            "playlist",
            (
                f"title: {text}\nvideos: [{{title: T, {video}, abstract: {text}}}, "
                f"{{title: {text}, speakers: [{text}], {video}}}]"
            ),
        ),
        (
            "gallery",
            (
                f"defaults: {{credit: {text}}}\n"
                f"photos: [{{src: p.png, alt: {text}, caption: {text}, credit: {text}}}, q.png]"
            ),
        ),
    ]


def attacks() -> dict[str, str | bytes]:
    """Return a site in which every field tries every attack, on pages of both kinds."""
    from picture_maker import encoded, photo  # noqa: PLC0415 (only here)

    files: dict[str, str | bytes] = {
        "p.png": encoded(photo(64, 40), "PNG"),
        "q.png": encoded(photo(64, 41), "PNG"),
        "a.pdf": "a",
    }
    names = json.dumps([*MARKDOWN.values(), *RST.values()])
    files["strip.yaml"] = f"tiers: {{Gold: {names}}}"
    pages = []
    for markup, tried in (("markdown", MARKDOWN), ("rst", RST)):
        for rst in (False, True):
            page = f"{markup}-in-{'rst' if rst else 'md'}"
            pages.append(page)
            text = f"{page}\n{'=' * len(page)}\n\n"
            for attack in tried.values():
                text += "\n\n".join(
                    directive(markup, name, body, rst=rst) for name, body in fields(attack)
                )
                text += "\n\n"
            files[f"{page}.{'rst' if rst else 'md'}"] = text
    files["index.md"] = "# T\n\n```{toctree}\n" + "\n".join(pages) + "\n```\n"
    return files


CONF = {
    "myst_enable_extensions": EVERYTHING,
    "myst_substitutions": {"x": "y"},
    "confrecap_image_formats": ["jpeg"],
    "confrecap_image_widths": [320],
    "confrecap_data": "strip.yaml",
    "html_sidebars": {"**": ["confrecap/sponsor-strip.html", "searchbox.html"]},
    "html_baseurl": "https://s.example/",
}


def outside(folder: Path) -> None:
    """Write the file that no attack may reach."""
    (folder.parent / "outside.txt").write_text(OUTSIDE, encoding="utf-8")


@pytest.fixture(scope="module")
def attacked(build_once: Callable[..., Site]) -> Site:
    """Build the site for the browser."""
    return build_once(attacks(), conf=CONF, warnings=True, prepare=outside)


def test_a_browser_runs_nothing_and_asks_nobody(
    attacked: Site, serve: Callable[..., str], page: Page, traffic: Traffic
) -> None:
    """In Chromium no script of the data runs, and no request leaves the site.

    On pages with their strips, in the viewer with its captions, and in what a search finds.
    """
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    base = serve(attacked.outdir)
    for name in ("markdown-in-md", "markdown-in-rst", "rst-in-md", "rst-in-rst"):
        page.goto(f"{base}/{name}.html")
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.protocol)")
        assert set(hrefs) <= {"http:", "https:"}
        assert page.locator(".confrecap-strip li").count() > 50
        for at in range(0, page.locator(".confrecap-gallery").count(), 4):
            photo = page.locator(".confrecap-gallery").nth(at).locator("figure a:has(img)").first
            photo.dispatch_event("click")
            caption = page.locator("dialog[open] figcaption")
            assert caption.first.text_content()
            assert not caption.locator("script, img, iframe, [onerror], [onclick]").count()
            page.keyboard.press("Escape")
            page.wait_for_function("!location.hash")  # a click before it would be gone back from
        for data in page.locator("script[type='application/ld+json']").all_text_contents():
            assert json.loads(data)
    for words in ("outside", "script alert", "javascript"):
        page.goto(f"{base}/search.html?q={words.replace(' ', '+')}")
        page.locator("ul.search li p").first.wait_for()
        assert not page.locator("#search-results").locator("script, img, [onerror]").count()
    assert said == []
    assert traffic.foreign == []


def test_what_could_be_a_formula_is_passed_by(attacked: Site) -> None:
    """MathJax reads a whole page that has a formula anywhere, but not a word of the data."""
    for name in ("markdown-in-md", "rst-in-rst"):
        found = (
            attacked.soup(name).select_one("body").find_all(string=re.compile(r"\\href|\\input"))
        )
        assert len(found) > 20
        for text in found:
            skipped = text.find_parent(["script", "pre", "code"])
            assert skipped or text.find_parent(class_="mathjax_ignore"), text


def test_an_author_may_write_formulas(build: Builds) -> None:
    """A credit to a sponsor whose name looks like a formula leaves the author's formula one."""
    files = {
        "index.md": "# T\n\n```{sponsored-by} $x\n:data: s.yaml\nOf {math}`y`.\n```\n",
        "s.yaml": "- {name: $x}\n",
    }
    block = build(files).soup().select_one(".confrecap-sponsored-by")
    assert "mathjax_ignore" in block["class"]
    assert block.select_one(".confrecap-sponsor-name").text.strip() == "$x"
    assert block.select_one(".mathjax_process .math").text == r"\(y\)"


REQUEST = re.compile(rb"^[.'] *(so|mso|sy|pi|open)\b", re.MULTILINE)
"""What makes a man page read a file, or run a program."""
COMMAND = re.compile(rb"\\(input|include|openin|write|verbatiminput|csname)\b")
"""What makes TeX read or write one."""


def test_no_attack_reaches_another_format(build: Builds) -> None:
    """A PDF, a book, a man page and plain text read no file either, and TeX gets no command."""
    files = attacks()
    for builder in ("latex", "epub", "text", "man", "texinfo"):
        site = build(files, builder, conf=CONF, warnings=True, prepare=outside)
        files = {}  # read once for all
        for path in site.outdir.rglob("*"):
            assert path.name != "outside.txt"
            if path.is_file():
                check_written(path)


def check_written(path: Path) -> None:
    """Check a file that a builder wrote."""
    written = path.read_bytes()
    assert OUTSIDE.encode() not in written, path
    if path.suffix == ".tex":
        begun = written.partition(b"\\begin{document}")[2]
        assert begun
        assert not COMMAND.search(begun)
        assert b"href{javascript" not in begun.replace(b"\\textbackslash{}href", b"")
    if path.suffix == ".1":
        assert not REQUEST.search(written)
    if path.suffix == ".texi":
        assert not re.search(rb"^\s*@(verbatim)?include", written, re.MULTILINE)
    if path.suffix == ".epub":
        with zipfile.ZipFile(path) as book:
            assert not any(OUTSIDE.encode() in book.read(name) for name in book.namelist())


def test_no_attack_reads_runs_or_asks(attacked: Site) -> None:
    """No file is read or published, no script is made, and no other host is asked."""
    for path in attacked.outdir.parent.rglob("*"):  # the doctrees too
        assert not path.is_file() or OUTSIDE.encode() not in path.read_bytes(), path
        assert path.name != "outside.txt"
    downloads = {path.name for path in attacked.outdir.glob("_downloads/*/*")}
    assert downloads == {"a.pdf"}
    for markup in ("markdown", "rst"):
        for kind in ("md", "rst"):
            soup = attacked.soup(f"{markup}-in-{kind}")
            body = soup.select_one("div.body")
            for script in body.select("script"):
                assert script["type"] == "application/ld+json"
            assert not body.select("math, .math, [onerror], [onclick], [onmouseover], [onload]")
            assert not [a["href"] for a in body.select("a[href]") if "javascript" in a["href"]]
            for tag in body.select("[src], [srcset], [poster]"):
                asked = f"{tag.get('src')} {tag.get('srcset')} {tag.get('poster')}"
                assert "attacker.example" not in asked
            assert "49" not in body.text
            assert not body.select("[id=mine]")


def test_what_is_refused_is_shown_and_told(attacked: Site) -> None:
    """Each refusal shows its source, and is one located warning of ours; nothing else is said."""
    for line in attacked.warnings.splitlines():
        assert "[confrecap." in line or "[ref." in line, line
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


DEEP = {
    "quotes": "> " * 3000 + "x",
    "lists": "- " * 3000 + "x",
    "brackets": "[" * 9000,
    "stars": "*a " * 3000,
    "marks": "*a **b " * 700 + "** c*" * 700,
    "dashes": "-" * 9000,
    "indents": "".join(f"{' ' * depth}x\n\n" for depth in range(120)),
    "lines": "".join(f"| {' ' * depth}x\n" for depth in range(120)),
    "numbers": "9" * 5000 + ". x",
    "tables": "+--+\n" + "|" * 5000,
    "overline": "||||\n|-|-",
}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
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


LANGUAGES = {
    "markdown": (
        "- a\n\n  | x |\n  | - |\n\n- b",
        "```mermaid\ngraph\n```\n\n```python title='x'\nx = 1\n```\n\n    plain",
        "[](other.md) and <mail@site.example> (https://wiki.example/a_(b)).",
    ),
    "rst": (
        "- a\n\n=== ===\nx   y\n=== ===\n\n- b",
        "::\n\n   plain",
        "`mail <mail@site.example>`_ (https://wiki.example/a_(b)).",
    ),
}


@pytest.mark.parametrize("markup", LANGUAGES)
def test_what_is_refused_breaks_no_list(markup: str, build: Builds) -> None:
    """A table beside or in the items of a list stands where a block may stand."""
    body = f"name: E\ndescription: {json.dumps(LANGUAGES[markup][0])}"
    site = build(f"# T\n\n{directive(markup, 'event', body, rst=False)}", warnings=True)
    for tag in site.soup().select(".confrecap-event-description ul > *"):
        assert tag.name == "li"
    assert site.warnings.count("a table is not prose") == 1


@pytest.mark.parametrize("markup", LANGUAGES)
def test_code_is_shown_whatever_its_language(markup: str, build: Builds) -> None:
    """A language that nobody knows, and that of the site, change nothing; an option is none."""
    body = f"name: E\ndescription: {json.dumps(LANGUAGES[markup][1])}"
    page = f"# T\n\n{directive(markup, 'event', body, rst=False)}"
    site = build(page, conf={"highlight_language": "json"})
    found = site.soup().select(".confrecap-event-description div[class^=highlight-]")
    wanted = ["none", "python", "none"] if markup == "markdown" else ["none"]
    assert [tag["class"][0] for tag in found] == [f"highlight-{name}" for name in wanted]


def test_long_code_is_not_coloured(build: Builds) -> None:
    """What a lexer would read for seconds is shown without colours, as any long code."""
    long = json.dumps(f"```adl\n{'(' * 9000}\n```\n\n```python\nx = 1\n```")
    body = f"name: E\ndescription: {long}"
    site = build(f"# T\n\n{directive('markdown', 'event', body, rst=False)}")
    found = site.soup().select(".confrecap-event-description div[class^=highlight-]")
    assert [tag["class"][0] for tag in found] == ["highlight-none", "highlight-python"]
    assert "(" * 9000 in found[0].text


@pytest.mark.parametrize("markup", LANGUAGES)
def test_links_are_where_they_are_meant_to_be(markup: str, build: Builds) -> None:
    """A mail address, a page's own title, and an address in brackets within a sentence."""
    body = f"name: E\ndescription: {json.dumps(LANGUAGES[markup][2])}"
    files = {
        "index.md": f"# T\n\n{directive(markup, 'event', body, rst=False)}",
        "other.md": "# The other page\n",
    }
    links = build(files).soup().select(".confrecap-event-description a")
    found = {unquote(link["href"]): link.text for link in links}
    assert found.pop("https://wiki.example/a_(b)") == "https://wiki.example/a_(b)"
    assert "mailto:mail@site.example" in found
    if markup == "markdown":
        assert found["other.html"] == "The other page"
