"""Directives of this site: the reference, made from the code, and examples in both markups.

A page that uses one of them is written in MyST. Everything is made as MyST, and parsed as the page
is.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from importlib import import_module
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from jinja2 import Environment, meta
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

import sphinx_confrecap
from sphinx_confrecap.config import VALUES
from sphinx_confrecap.data.fields import Entries, Schema
from sphinx_confrecap.data.problems import Code
from sphinx_confrecap.data.record import EXTRA, Field, Record
from sphinx_confrecap.directives import DIRECTIVES

logger = logging.getLogger(__name__)

TEMPLATES = Path(sphinx_confrecap.__file__).parent / "templates" / "confrecap"
STYLES = Path(sphinx_confrecap.__file__).parent / "static" / "confrecap"


def fence(name: str, argument: str, body: str, options: dict[str, str] | None = None) -> str:
    """Return a MyST directive."""
    lines = [f":{key}: {value}" for key, value in (options or {}).items()]
    content = ["", body] if body else []
    return "\n".join([f"`````{{{name}}} {argument}", *lines, *content, "`````", ""])


def table(heads: list[str], rows: list[list[str]], **options: str) -> str:
    """Return a table in MyST."""
    body = []
    for row in [heads, *rows]:
        for number, cell in enumerate(row):
            body.append(("* - " if number == 0 else "  - ") + cell.replace("\n", " "))
    return fence(
        "list-table", "", "\n".join(body), {"header-rows": "1", "class": "reference", **options}
    )


class Made(SphinxDirective):
    """A directive whose content is made as MyST."""

    required_arguments: ClassVar[int] = 0

    def run(self) -> list[nodes.Node]:
        """Parse what was made."""
        self.env.note_dependency(__file__)
        return self.parse_text_to_nodes(self.make())

    @abstractmethod
    def make(self) -> str:
        """Return MyST."""


def with_default(sentence: str, default: object, instead: str = "") -> str:
    """Return a sentence and the default behind it."""
    if isinstance(default, bool):
        default = str(default).lower()
    if not instead and isinstance(default, (str, float, int)) and default != "":
        instead = f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
    return f"{sentence} Default: {instead}." if instead else sentence


for _module in ("event", "gallery", "people", "playlist", "schedule", "sponsors"):
    import_module(f"sphinx_confrecap.data.{_module}")  # the package waits until it is asked
RECORDS = {record.__name__: record for record in Record.__subclasses__()}
REFERENCE = "#/$defs/"


def values_of(schema: Schema) -> str:
    """Return what a key takes, in words."""
    match schema:
        case {"$ref": target}:
            name = target.removeprefix(REFERENCE)
            said = f"{{ref}}`{RECORDS[name].kind} <keys-{name.lower()}>`"
        case {"enum": words}:
            said = ", ".join(f"`{word}`" for word in words)
        case {"type": kind, "minimum": low, "maximum": high}:
            said = f"{'whole ' * (kind == 'integer')}number from {low:g} to {high:g}"
        case {"anyOf": [one, *_]}:
            said = f"{values_of(one)}, or a list"
        case {"items": one}:
            said = f"list, each {values_of(one)}"
        case {"additionalProperties": one}:
            said = f"mapping of names, each to {values_of(one)}"
        case _:
            said = schema["title"]
    return said


class OptionsTable(Made):
    """The options of a directive: ``{confrecap-options} sponsors``."""

    required_arguments: ClassVar[int] = 1

    def make(self) -> str:
        """Return the table."""
        taken = DIRECTIVES[self.arguments[0]].all_options()
        heads = ["Option", "Values", "Meaning"]
        rows = [
            [
                f"`:{option.name}:`",
                values_of(option.converter.schema),
                with_default(option.meaning, option.default, option.instead),
            ]
            for option in taken
        ]
        return table(heads, rows)


def key_row(field: Field[Any]) -> list[str]:
    """Return the cells of a key."""
    required = " (required)" if field.required else ""
    meaning = with_default(field.meaning, field.default)
    return [f"`{field.key}`{required}", values_of(field.converter.schema), meaning]


def short_forms(record: type[Record]) -> str:
    """Return a sentence about what may stand in place of a record."""
    forms = [("a text is", record.text_is), ("a list is", record.list_is)]
    for key in record.list_is:
        entries = record.fields[key].converter
        if isinstance(entries, Entries) and entries.by_name:
            forms.append((f"names, each with its `{entries.by_name}` or a record, are", (key,)))
    said = [
        f"{form} its {' and '.join(f'`{key}`' for key in keys)}" for form, keys in forms if keys
    ]
    return f"\nShort forms: {'; '.join(said)}.\n" if said else ""


class KeysTable(Made):
    """The keys of a record: ``{confrecap-keys} Sponsor``."""

    required_arguments: ClassVar[int] = 1

    def make(self) -> str:
        """Return the table, which can be linked to."""
        name = self.arguments[0]
        rows = [key_row(field) for field in RECORDS[name].fields.values() if field is not EXTRA]
        keys = table(["Key", "Value", "Meaning"], rows, name=f"keys-{name.lower()}")
        return keys + short_forms(RECORDS[name])


class ExtraTable(Made):
    """The key that every record takes."""

    def make(self) -> str:
        """Return the table."""
        return table(["Key", "Value", "Meaning"], [key_row(EXTRA)], name="keys-extra")


class Configuration(Made):
    """Every configuration value."""

    def make(self) -> str:
        """Return a definition for each."""
        parts = []
        for value in VALUES:
            kinds = " or ".join(
                "None" if kind is type(None) else f"{kind.__name__}" for kind in value.types
            )
            about = {"type": f"`{kinds}`", "default": f"`{value.default!r}`"}
            parts.append(fence("confval", value.name, value.meaning, about))
        return "\n".join(parts)


BREAK = re.compile(r"\n(?:# )?\+\+\+\n")


class Warnings(Made):
    """Every warning by its subtype: examples, and what is said about each.

    The examples of a subtype stand in one file, and what is said of them in another, in the same
    order and between lines of three plus signs.
    """

    def make(self) -> str:
        """Return a section body for each subtype."""
        folder = Path(self.env.srcdir) / "mistakes"
        parts = []
        for subtype in Code:
            (source,) = folder.glob(f"{subtype}.[mp][dy]")
            language = "python" if source.suffix == ".py" else "markdown"
            parts += [
                f"(warning-{subtype})=",
                # A fence of backticks may not have any in its first line.
                f"~~~~~{{rubric}} `confrecap.{subtype}`\n~~~~~\n",
                subtype.meaning + "\n",
            ]
            for example, said in zip(
                self._parts(source), self._parts(source.with_suffix(".txt")), strict=True
            ):
                parts.append(fence("code-block", language, example))
                parts.append(fence("code-block", "text", said, {"class": "said"}))
        return "\n".join(parts)

    def _parts(self, path: Path) -> list[str]:
        self.env.note_dependency(str(path))
        return BREAK.split(path.read_text(encoding="utf-8").rstrip())


PAGE_COLOUR = "the colour of the text"
TOKENS = {
    "--confrecap-accent": (
        "The colour of marks, and of a sponsor's name under the pointer and the focus.",
        (
            "furo `--color-brand-content`; pydata and book `--pst-color-primary`; immaterial "
            f"`--md-typeset-a-color`; elsewhere {PAGE_COLOUR}"
        ),
    ),
    "--confrecap-card-background": (
        (
            "The ground of cards: sponsors, credits, events, videos. It brings black or white text "
            "with it, whichever is read better; a translucent one is judged on the page."
        ),
        "none: the page",
    ),
    "--confrecap-card-border": (
        "The colour of a card's border.",
        f"{PAGE_COLOUR}, made faint",
    ),
    "--confrecap-card-color": (
        "The colour of text on cards.",
        "follows `--confrecap-card-background`; without it, what the theme has",
    ),
    "--confrecap-card-radius": ("How round a card's corners are.", "`.5em`"),
    "--confrecap-dark": (
        (
            "Empty on a dark page, and not set on a light one: `--confrecap-dark: ;` makes a part "
            "of a page dark, `initial` light. See `confrecap_dark_selector`."
        ),
        "the theme's mark of a dark page; alabaster and rtd have none, and are light",
    ),
    "--confrecap-gallery-gap": ("The space between the photos of a gallery.", "`.5rem`"),
    "--confrecap-gap": (
        "The space between the cells of a tier, of the strip, and of a grid of videos.",
        "`2em`, less in small tiers and between cards",
    ),
    "--confrecap-link-color": (
        "The colour of a name that is a link: of a sponsor, of an event.",
        PAGE_COLOUR,
    ),
    "--confrecap-logo-scale": (
        "How large logos are, as a factor: `1.2` makes all a fifth larger.",
        "`1`",
    ),
    "--confrecap-photo-radius": ("How round the corners of photos are.", "`4px`"),
    "--confrecap-plate": ("Every plate behind a logo that would vanish.", "see the next two"),
    "--confrecap-plate-dark": ("The dark plates alone, mostly on light pages.", "`#14181e`"),
    "--confrecap-plate-light": ("The light plates alone, mostly on dark pages.", "`#fff`"),
    "--confrecap-title-color": (
        "The colour of a tier's heading.",
        f"{PAGE_COLOUR}, three quarters of it",
    ),
    "--confrecap-title-gap": ("The space below a tier's heading.", "`1.1em`"),
    "--confrecap-title-size": ("The size of a tier's heading.", "`1.2em`"),
    "--confrecap-title-weight": ("The weight of a tier's heading.", "`600`"),
}
"""What each custom property changes, and what counts without it, in each theme."""

TOKEN = re.compile(r"var\((--confrecap-[\w-]+)")


def tokens() -> dict[str, list[str]]:
    """Return the custom properties that the style sheets read, each with the sheets."""
    found: dict[str, list[str]] = {}
    for sheet in sorted(STYLES.glob("*.css")):
        for name in dict.fromkeys(TOKEN.findall(sheet.read_text(encoding="utf-8"))):
            found.setdefault(name, []).append(sheet.stem)
    return found


class Tokens(Made):
    """Every custom property that a site may set."""

    def make(self) -> str:
        """Return the table."""
        rows = []
        for name, sheets in sorted(tokens().items()):
            if name not in TOKENS:
                logger.warning("TOKENS has no sentence for '%s'", name, type="confrecap-docs")
            changes, otherwise = TOKENS.get(name, ("", ""))
            rows.append([f"`{name}`", ", ".join(sheets), changes, otherwise])
        return table(["Property", "Sheets", "What it changes", "Without it"], rows)


class Templates(Made):
    """Every template that a site may replace, with the names it uses."""

    def make(self) -> str:
        """Return the table."""
        reader = Environment(autoescape=True)
        rows = []
        for path in sorted(TEMPLATES.glob("*.html")):
            tree = reader.parse(path.read_text(encoding="utf-8"))
            names = sorted(meta.find_undeclared_variables(tree) - {"_"})
            rows.append([f"`confrecap/{path.name}`", ", ".join(f"`{name}`" for name in names)])
        return table(["Template", "What it gets"], rows)


class Snippet(Made):
    """An example in both markups, and what it makes: ``{snippet} name``.

    The source is ``snippets/name.md`` and ``snippets/name.rst``.
    """

    required_arguments: ClassVar[int] = 1
    option_spec: ClassVar[dict[str, Any]] = {"source-only": lambda _text: True}

    def make(self) -> str:
        """Return the two sources, one folded away, and the example itself."""
        name = f"/snippets/{self.arguments[0]}"
        markdown = fence("literalinclude", f"{name}.md", "", {"language": "markdown"})
        rest = fence("literalinclude", f"{name}.rst", "", {"language": "rst"})
        shown = fence("include", f"{name}.md", "")
        parts = [
            _wrapped("snippet-source", "MyST", markdown),
            _wrapped("snippet-fold", "reStructuredText", rest),
        ]
        if "source-only" not in self.options:
            parts.append(_wrapped("snippet-result", "", shown))
        return "\n".join(parts)


def _wrapped(name: str, argument: str, body: str) -> str:
    return f"``````{{{name}}} {argument}\n{body}\n``````\n"


class SnippetPart(nodes.container):
    """One part of an example; ``label`` stands above it, ``fold`` says that it opens on a click."""


class Part(SphinxDirective):
    """A part of an example."""

    has_content: ClassVar[bool] = True
    optional_arguments: ClassVar[int] = 1

    def run(self) -> list[nodes.Node]:
        """Return the part and its content."""
        label = self.arguments[0] if self.arguments else ""
        node = SnippetPart(classes=[self.name], label=label, fold=self.name == "snippet-fold")
        if label:
            node += nodes.paragraph("", "", nodes.strong("", label), classes=["snippet-label"])
        node += self.parse_content_to_nodes()
        return [node]


def visit_part(translator: HTML5Translator, node: nodes.Element) -> None:
    """Open a part: one that folds is a `details` element, which needs no script."""
    if _folds(translator, node):
        translator.body.append(translator.starttag(node, "details"))
        translator.body.append(f"<summary>{translator.encode(node['label'])}</summary>")
    else:
        translator.body.append(translator.starttag(node, "div"))


def depart_part(translator: HTML5Translator, node: nodes.Element) -> None:
    """Close a part."""
    translator.body.append("</details>\n" if _folds(translator, node) else "</div>\n")


def _folds(translator: HTML5Translator, node: nodes.Element) -> bool:
    return bool(node["fold"]) and translator.builder.name != "epub"


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the directives."""
    app.add_directive("confrecap-options", OptionsTable)
    app.add_directive("confrecap-keys", KeysTable)
    app.add_directive("confrecap-extra", ExtraTable)
    app.add_directive("confrecap-configuration", Configuration)
    app.add_directive("confrecap-warnings", Warnings)
    app.add_directive("confrecap-tokens", Tokens)
    app.add_directive("confrecap-templates", Templates)
    app.add_directive("snippet", Snippet)
    for name in ("snippet-source", "snippet-fold", "snippet-result"):
        app.add_directive(name, Part)
    app.add_node(SnippetPart, html=(visit_part, depart_part))
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
