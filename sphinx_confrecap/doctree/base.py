"""What the semantic nodes share: how they are registered, and how leaves meet their templates.

A node's generic parent comes first among its bases: translators dispatch along the method
resolution order, so a builder that knows nothing of us shows the parent. Handlers are static
methods called ``visit_html``, ``depart_text`` and so on.

A *leaf* (a sponsor, a video, a photo, an event) is shown in HTML by a template that a site may
override. It renders its *slots*, hands them to the template, and skips its children.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.builders import Builder

from sphinx_confrecap.site.builders import in_browser, knows_us
from sphinx_confrecap.site.editions import editions
from sphinx_confrecap.templating import render

if TYPE_CHECKING:
    from sphinx.registry import SphinxComponentRegistry
    from sphinx.writers.html5 import HTML5Translator
    from sphinx.writers.latex import LaTeXTranslator
    from sphinx.writers.manpage import ManualPageTranslator
    from sphinx.writers.text import TextTranslator

    from sphinx_confrecap.images.store import Rendition

# Never "epub": see `Semantic`.
_FORMATS = ("html", "latex", "text", "man", "texinfo")


class Semantic(nodes.Element):
    """Mixed into each of our node classes, so that they are registered without a list.

    What is mixed into several of them is no node itself: the names of nodes begin with ours.

    Handlers are found by builder name, and by format only if nobody registered that name: one
    extension with ``epub=`` handlers hides all ``html=`` handlers in epub. So we never register
    any, and every node is right as its generic parent.
    """

    classes_known: ClassVar[list[type[Semantic]]] = []

    for_browsers: ClassVar[bool] = False
    """Whether pages that are not read in a browser get the generic parent, books in HTML too."""

    numbered: ClassVar[str] = ""
    """What Sphinx counts these nodes with, if they have a caption: "figure" or so."""

    sheets: ClassVar[tuple[str, ...]] = ()
    """The style sheets, of ``static/confrecap``, that a page with this node needs."""

    prose: ClassVar[bool] = False
    """Whether its text is markup of the data; all else stays as it was written, ``--`` too."""

    scripts: ClassVar[tuple[str, ...]] = ()
    """The scripts, of ``static/confrecap``, that a page with this node needs."""

    def needs(self, _app: Sphinx) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the style sheets and the scripts that this very node needs."""
        return self.sheets, self.scripts

    @staticmethod
    def depart_html(translator: HTML5Translator, _node: nodes.Element, /) -> None:
        """Close what :func:`element` opened."""
        translator.body.append(translator.context.pop())

    def __init_subclass__(cls) -> None:
        """Note every node class."""
        super().__init_subclass__()
        if cls.__name__.startswith("confrecap_"):
            Semantic.classes_known.append(cls)


_BLOCKS = frozenset({"div", "ol", "section", "ul"})


def element(translator: HTML5Translator, node: nodes.Element, tag: str, **given: Any) -> None:
    """Open an HTML element around what a node holds."""
    translator.body.append(translator.starttag(node, tag, "\n" if tag in _BLOCKS else "", **given))
    end = "" if isinstance(node, nodes.Inline) else "\n"
    translator.context.append(f"</{tag}>{end}")


def opens(tag: str, **given: str) -> Any:
    """Return a visitor that opens an HTML element with these attributes.

    With ``role="list"`` a list stays one where a style sheet takes its bullets or numbers.
    """
    return staticmethod(lambda translator, node: element(translator, node, tag, **given))


def nothing(_translator: nodes.NodeVisitor, _node: nodes.Element) -> None:
    """Write nothing around what a node holds."""


def register(app: Sphinx) -> None:
    """Register every semantic node with its handlers."""
    for node in Semantic.classes_known:
        handlers: dict[str, Any] = {}
        for name in _FORMATS:
            visit = getattr(node, f"visit_{name}", None)
            depart = getattr(node, f"depart_{name}", None)
            if visit is not None:
                handlers[name] = (visit, depart)
        if node.numbered:
            app.add_enumerable_node(node, node.numbered, **handlers)
        else:
            app.add_node(node, **handlers)


def keep_as_written(made: Iterable[nodes.Node]) -> None:
    """Let no typography touch plain texts: names, addresses, options of commands."""
    for part in all_of(made):
        if isinstance(part, nodes.TextElement) and isinstance(part, Semantic) and not part.prose:
            part["support_smartquotes"] = False


def all_of(made: Iterable[nodes.Node]) -> list[nodes.Node]:
    """Return nodes and all that they hold, level by level, without a generator for each node."""
    found = list(made)
    for node in found:  # which grows
        found += node.children
    return found


_MATH = re.compile(r"[\\$]")
_WRITTEN = (str, list, tuple, dict)
"""Attributes that templates may show: a picture's want, say, is none."""


def pass_by(made: Iterable[nodes.Node]) -> None:
    """Let MathJax, which reads a whole page that has a formula anywhere, pass data by."""
    for node in made:
        if isinstance(node, nodes.Element) and _may_be_math(node):
            node["classes"] = [*node["classes"], "tex2jax_ignore", "mathjax_ignore"]


def read_on(made: Iterable[nodes.Node]) -> None:
    """Let MathJax read what an author wrote, within data that it passes by."""
    for node in made:
        if isinstance(node, nodes.Element):
            node["classes"] = [*node["classes"], "tex2jax_process", "mathjax_process"]


def _may_be_math(node: nodes.Element) -> bool:
    said: list[object] = []
    for part in all_of([node]):
        if isinstance(part, nodes.Element):
            said += filter(None, part.attributes.values())
        else:
            said.append(part)
    written = [str(value) for value in said if isinstance(value, _WRITTEN)]
    return _MATH.search(" ".join(written)) is not None


# -- links and names -----------------------------------------------------------------------------


class confrecap_link(nodes.reference, Semantic):
    """A link to another site; ``rel`` is its relation."""

    @staticmethod
    def visit_html(translator: HTML5Translator, node: nodes.Element) -> None:
        """Write the link with its relation."""
        more = {"rel": node["rel"]} if node.get("rel") else {}
        where = node.get("refuri") or f"#{node.get('refid', '')}"
        kind = "external" if "://" in where or where.startswith("mailto:") else "internal"
        element(translator, node, "a", CLASS=f"reference {kind}", href=where, **more)

    visit_text = staticmethod(nothing)

    @staticmethod
    def depart_text(translator: TextTranslator, node: nodes.Element) -> None:
        """Write the address, which plain text would lose."""
        where = node.get("refuri", "").removeprefix("mailto:")
        if where and where != node.astext() and not where.startswith("#"):
            translator.add_text(f" <{where}>")

    @staticmethod
    def visit_texinfo(translator: Any, node: nodes.Element) -> None:
        """Write pictures before the link: one that begins with a picture would lose its address."""
        for child in node.children:
            if isinstance(child, nodes.image):
                child.walkabout(translator)
        words = [child.deepcopy() for child in node if not isinstance(child, nodes.image)]
        bare = nodes.reference("", "", *words, **node.attributes)
        bare.parent = node.parent
        translator.visit_reference(bare)
        for child in words:
            child.walkabout(translator)
        raise nodes.SkipNode


class confrecap_break(nodes.inline, Semantic):
    """A line break in running text, which docutils has no node for."""

    def __init__(self) -> None:
        super().__init__("", "\n")

    @staticmethod
    def visit_html(translator: Any, _node: nodes.Element) -> None:
        translator.body.append("<br />\n")
        raise nodes.SkipNode

    @staticmethod
    def visit_latex(translator: Any, _node: nodes.Element) -> None:
        translator.body.append("\\newline\n")
        raise nodes.SkipNode


class confrecap_words(nodes.inline, Semantic):
    """Words of the data inside a line that is not for translators, for translators."""

    uid: str
    """Set by Sphinx when it reads for a catalogue."""

    def copy(self) -> Self:
        """Return a copy that catalogues know: Sphinx copies what stands in a reference."""
        found = super().copy()
        if hasattr(self, "uid"):
            found.uid = self.uid
        return found

    visit_html = depart_html = staticmethod(nothing)


def keep_words(app: Sphinx, document: nodes.document) -> None:
    """Keep translated words in their place: Sphinx moves such nodes to the end of their line."""
    if app.builder.name != "gettext":
        for words in document.findall(confrecap_words):
            words.attributes.pop("translatable", None)


def words_of(node: nodes.Element, default: str = "") -> str:
    """Return the words for translators that a line begins with, as they are shown."""
    words = (part.astext() for part in all_of([node]) if isinstance(part, confrecap_words))
    return next(words, default)


class confrecap_name(nodes.inline, Semantic):
    """A name in a sentence of ours, which may be written in the other direction."""

    visit_html = opens("bdi")


def href(translator: HTML5Translator, node: nodes.Element) -> str:
    """Return where the first link inside ``node`` leads, as HTML has it; empty for none."""
    for found in all_of([node]):
        if isinstance(found, addnodes.download_reference) and "filename" in found:
            builder = translator.builder
            return f"{builder.dlpath}/{found['filename']}" if builder.download_support else ""
        if isinstance(found, (nodes.reference, addnodes.download_reference)):
            if "refuri" in found:
                return str(found["refuri"])
            if "refid" in found:
                return f"#{found['refid']}"
    return ""


# -- leaves and slots ----------------------------------------------------------------------------


class Slot(Semantic):
    """Mixes a place in the template of the leaf around it into a node."""

    slot: ClassVar[str] = ""
    """Its name, given as ``class confrecap_x(nodes.paragraph, Slot, slot="name")``."""

    def __init_subclass__(cls, slot: str = "") -> None:
        super().__init_subclass__()
        cls.slot = slot or cls.slot

    def html(self, translator: HTML5Translator) -> Markup:
        """Return what the template gets."""
        return inner_html(translator, self)

    def fill(self, values: dict[str, Any], translator: HTML5Translator) -> None:
        """Add to what the template gets."""
        before, html = values[self.slot], self.html(translator)
        values[self.slot] = before + html if before else html


class confrecap_text(nodes.paragraph, Slot, slot="text"):
    """What there is to say about a thing, in markup: one paragraph, as it nearly always is."""

    prose: ClassVar[bool] = True


class confrecap_texts(nodes.container, Slot, slot="text"):
    """The same in several blocks."""


class Leaf(Semantic):
    """Mixes a template into a node: ``template`` is its name, ``tag`` the element around it.

    Both are given with the class; that of the element in HTML is called as the template is.

    ``extra`` holds the fields of a record's own, which a template gets even if none are shown.
    """

    template: ClassVar[str] = ""
    tag: ClassVar[str] = ""
    slots: ClassVar[tuple[str, ...]] = ()
    """The names of all slots: a template is handed each, an empty one if it is not there."""

    def __init_subclass__(cls, template: str = "", tag: str = "") -> None:
        super().__init_subclass__()
        cls.template, cls.tag = template or cls.template, tag or cls.tag

    def fields(self, _translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        return {}

    def attributes_html(self, _translator: HTML5Translator) -> dict[str, str]:
        """Return more attributes for the element."""
        return {}

    def below(self, _translator: HTML5Translator) -> str:
        """Return what follows the element, for machines."""
        return ""

    def html(self, translator: HTML5Translator, **more: str) -> Markup:
        """Return what the template makes of the fields and the slots.

        ``more`` are the attributes of the element beside its classes and its id.
        """
        values: dict[str, Any] = dict.fromkeys(self.slots, Markup())
        values["extra"] = self.get("extra", {})
        found = {"class": " ".join([f"confrecap-{self.template}", *self["classes"]])}
        if self["ids"]:
            found["id"] = self["ids"][0]
        values["attributes"], values["id"] = found | more, found.get("id", "")
        values |= self.fields(translator)
        for part in self.children:
            if isinstance(part, Slot):
                part.fill(values, translator)
        return render(translator.builder, self.template, values)

    @staticmethod
    def visit_html(translator: HTML5Translator, node: Leaf) -> None:
        more: dict[str, Any] = {**node.attributes_html(translator)}
        settle_ids(translator, node)
        html = node.html(translator, **more)
        css = f"confrecap-{node.template}"
        start = translator.starttag(node, node.tag, "", CLASS=css, **more)
        translator.body.append(f"{start}{html}</{node.tag}>\n{node.below(translator)}")
        raise nodes.SkipNode


def inner_html(translator: HTML5Translator, node: nodes.Element) -> Markup:
    """Return the HTML of what ``node`` holds."""
    if all(isinstance(child, nodes.Text) for child in node.children):
        return escape(node.astext())
    return rendered(translator, node.children)


def rendered(translator: HTML5Translator, children: Sequence[nodes.Node]) -> Markup:
    """Return the HTML of some nodes."""
    start = len(translator.body)
    for child in children:
        child.walkabout(translator)
    # The output of Sphinx's own visitors is HTML already.
    html = Markup("".join(translator.body[start:]))  # noqa: S704 (see above)
    del translator.body[start:]
    return html


def settle_ids(translator: HTML5Translator, node: nodes.Element) -> None:
    """Leave an id to the first that has it: two documents may share a page, and a thing.

    Things of different editions keep ids of their own.
    """
    if node.get("edition"):
        known = editions(translator.config)
        node["ids"] = [
            known.anchor(name, node["edition"], translator.builder) for name in node["ids"]
        ]
    taken: set[str] = translator.__dict__.setdefault("confrecap_ids", set())
    if not taken.isdisjoint(node["ids"]):
        node["ids"] = [name for name in node["ids"] if name not in taken]
    taken.update(node["ids"])


# -- pictures ------------------------------------------------------------------------------------


class confrecap_picture(nodes.image, Semantic):
    """A picture of the site: ``want`` is what is published of it, ``at`` its place in the data.

    ``sizes`` is how wide a browser may expect it, ``eager`` whether it is loaded at once, ``focus``
    what a crop keeps, ``print`` its width in LaTeX, ``unsaid`` that nobody described it,
    in a ``record`` or by a ``bare`` path, and ``used_at`` by which directive. What
    `sphinx_confrecap.site.pictures.place` puts on it is described there.
    """

    template: ClassVar[str] = "picture"

    def fields(self, translator: HTML5Translator) -> dict[str, Any]:
        """Return the plain fields for the template."""
        return self.shown_as(translator, self.get("sizes", "100vw"))

    def shown_as(self, translator: HTML5Translator, sizes: str, *, most: int = 0) -> dict[str, Any]:
        """Return the fields for a place of its own, at most ``most`` pixels wide if given."""
        src = published_uri(translator, self)
        width, height = self.get("shown", (0, 0))
        values = {"src": src, "alt": self["alt"], "width": width, "height": height}
        values |= {"sources": [], "srcset": "", "sizes": "", "focus": "", "lazy": False}
        if not in_browser(translator.builder):
            return values | {"browser": False}
        lazy = not self.get("eager")
        *better, (_mime, alike) = _by_format(self.get("renditions", ()), most)
        return values | {
            "browser": True,
            "sources": [(mime, _srcset(src, files)) for mime, files in better],
            "srcset": _srcset(src, alike) if len(alike) > 1 else "",
            "sizes": f"auto, {sizes}" if lazy else sizes,
            "focus": " ".join(map(str, self.get("focus", ()))),
            "lazy": lazy,
        }

    def html(self, translator: HTML5Translator) -> Markup:
        """Return what the template makes of the fields."""
        return render(translator.builder, self.template, self.fields(translator))

    @staticmethod
    def visit_html(translator: HTML5Translator, node: confrecap_picture) -> None:
        translator.body.append(node.html(translator))
        raise nodes.SkipNode

    @staticmethod
    def visit_text(translator: TextTranslator, node: nodes.Element) -> None:
        """Write the alternative text, if there is any."""
        if node["alt"]:
            translator.add_text(f"[{node['alt']}]")
        raise nodes.SkipNode

    @staticmethod
    def visit_man(translator: ManualPageTranslator, node: nodes.Element) -> None:
        """Write the alternative text, if there is any."""
        if node["alt"]:
            translator.visit_Text(nodes.Text(f"[{node['alt']}]"))
        raise nodes.SkipNode


def published_uri(translator: HTML5Translator, node: nodes.Element) -> str:
    """Return the address of a picture. The node takes it over, as Sphinx's do: others read it."""
    builder = translator.builder
    if node["uri"] in builder.images:
        node["uri"] = f"{builder.imgpath}/{quote(builder.images[node['uri']])}"
    return str(node["uri"])


def beside(src: str, file: Rendition) -> str:
    """Return the address of another variant of a picture: where its own has been led to."""
    return f"{src.rpartition('/')[0]}/{file.name}"  # of ASCII letters, digits and hyphens alone


def _srcset(src: str, files: Sequence[Rendition]) -> str:
    return ", ".join(f"{beside(src, one)} {one.width}w" for one in files)


def _by_format(files: Sequence[Rendition], most: int) -> list[tuple[str, list[Rendition]]]:
    """Return variants by media type, those that are no wider than ``most`` or else the narrowest.

    What every browser can fall back on is the last.
    """
    fallback = files[-1].mime if files else ""
    mimes = dict.fromkeys(one.mime for one in files if one.mime != fallback)
    found = []
    for mime in (*mimes, fallback):
        alike = [one for one in files if one.mime == mime]
        found.append((mime, [one for one in alike if not most or one.width <= most] or alike[:1]))
    return found


# -- LaTeX ---------------------------------------------------------------------------------------


def latex_target(translator: LaTeXTranslator, node: nodes.Element) -> str:
    """Return the target for references to a node whose generic parent has none in LaTeX."""
    return str(translator.hypertarget_to(node, anchor=True)) if node["ids"] else ""


class Targeted(Semantic):
    """Mixes a target for references in LaTeX into a container, or into what ``generic`` names."""

    generic: ClassVar[str] = "container"

    @staticmethod
    def visit_latex(translator: LaTeXTranslator, node: Targeted) -> None:
        """Begin, with the target in the first paragraph."""
        getattr(translator, f"visit_{node.generic}")(node)
        gap = "" if isinstance(node, nodes.list_item) else "\n\n"
        if target := latex_target(translator, node):
            translator.body.append(gap + target)

    @staticmethod
    def depart_latex(translator: LaTeXTranslator, node: Targeted) -> None:
        getattr(translator, f"depart_{node.generic}")(node)


# -- other formats -------------------------------------------------------------------------------


def addresses_of_markup(document: nodes.document, _builder: Builder) -> None:
    """Show where links lead that stand in captions and other markup, as plain text shows ours."""
    ours = (node for node in document.findall(nodes.Element) if isinstance(node, Semantic))
    for link in dict.fromkeys(link for node in ours for link in node.findall(nodes.reference)):
        if type(link) is nodes.reference and not link.get("internal"):
            link.replace_self(confrecap_link("", "", *link.children, **link.attributes))


def nothing_around(document: nodes.document, _builder: Builder) -> None:
    """Take away what groups our blocks: on a manual page the first one would follow in its line."""
    for node in list(document.findall(nodes.container)):
        if isinstance(node, Semantic) and node.children:
            node.replace_self(node.children)


def generic_nodes(
    registry: SphinxComponentRegistry, document: nodes.document, builder: Builder
) -> None:
    """Let translators that look names of classes up exactly meet none that they do not know.

    Where nobody registered a handler of ours for the builder, by its name or else by its format,
    all our nodes become their generic parents; in books, those that are for browsers.
    """
    if builder.name == "gettext":  # made of the nodes that were read
        return
    known = knows_us(registry, builder)
    in_book = builder.format == "html" and not in_browser(builder)
    if known and not in_book:
        return
    for node in list(document.findall(nodes.Element)):
        if isinstance(node, Semantic) and (node.for_browsers or not known):
            generalise(node)


def generalise(node: nodes.Element) -> None:
    """Let a node of ours be its generic parent from here on, with all that points to it."""
    node.__class__ = next(
        parent
        for parent in type(node).__mro__
        if issubclass(parent, nodes.Element) and not issubclass(parent, Semantic)
    )
    node.tagname = node.__class__.__name__
    for name in ("want", "at"):
        node.attributes.pop(name, None)
