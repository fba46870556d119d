"""What the semantic nodes share: how they are registered, and how leaves meet their templates.

A node's generic parent comes first among its bases: translators dispatch along the method
resolution order, so a builder that knows nothing of us shows the parent. Handlers are static
methods called ``visit_html``, ``depart_text`` and so on.

A *leaf* (a sponsor, a video, a photo, an event) is shown in HTML by a template that a site may
override. Its children still render in place, and its *slots* are what the template is handed: the
visitor of a slot cuts its own output off and keeps it for the leaf.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

from docutils import nodes
from markupsafe import Markup, escape
from sphinx import addnodes
from sphinx.application import Sphinx

from sphinx_confrecap.templating import render

if TYPE_CHECKING:
    from sphinx_confrecap.images.recipes import Recipe
    from sphinx_confrecap.images.store import Rendition
    from sphinx_confrecap.site.pictures import Shop

# Never "epub": see `Semantic`.
_FORMATS = ("html", "latex", "text", "man", "texinfo")

PLAYER_BUILDERS = frozenset({"html", "dirhtml", "singlehtml", "json"})
"""The builders whose pages are read in a browser: players, responsive pictures, scripts."""

_PLAIN = re.compile(r"(?:[^\W_]|[ ,;!?()]|[.:](?=\s|$))*")


def is_plain(text: str) -> bool:
    """True if neither markup language has anything to say about ``text``."""
    return _PLAIN.fullmatch(text) is not None and not text[:1].isspace()


def in_browser(translator: Any) -> bool:
    """True if the page that is written will be read in a browser."""
    return translator.builder.name in PLAYER_BUILDERS


class Semantic:
    """Mixed into each of our node classes, so that they are registered without a list.

    Handlers are found by builder name, and by format only if nobody registered that name: one
    extension with ``epub=`` handlers hides all ``html=`` handlers in epub. So we never register
    any, and every node is right as its generic parent.
    """

    classes_known: ClassVar[list[type[Any]]] = []

    sheets: ClassVar[tuple[str, ...]] = ()
    """The style sheets, of ``static/confrecap``, that a page with this node needs."""

    scripts: ClassVar[tuple[str, ...]] = ()
    """The scripts, of ``static/confrecap``, that a page with this node needs."""

    @property
    def title(self) -> str:
        """What a bare reference to this node shows; empty for nothing."""
        return str(self.get("name", ""))  # type: ignore[attr-defined]  # mixed into nodes

    def needs(self, _app: Sphinx) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the style sheets and the scripts that this very node needs."""
        return self.sheets, self.scripts

    def pictures(self) -> Iterable[tuple[type[confrecap_picture], Mapping[str, Any]]]:
        """Return the pictures that this node itself shows: what they are, and their attributes."""
        return ()

    def place_pictures(self, shop: Shop) -> None:
        """Take over what was derived for pictures that have been plain data so far."""

    def __init_subclass__(cls) -> None:
        """Note every node class."""
        super().__init_subclass__()
        if issubclass(cls, nodes.Element):
            Semantic.classes_known.append(cls)


def register(app: Sphinx) -> None:
    """Register every semantic node with its handlers."""
    for node in Semantic.classes_known:
        handlers: dict[str, Any] = {}
        for name in _FORMATS:
            visit = getattr(node, f"visit_{name}", None)
            depart = getattr(node, f"depart_{name}", None)
            if visit is not None:
                handlers[name] = (visit, depart)
        app.add_node(node, **handlers)


class confrecap_link(nodes.reference, Semantic):
    """A link to another site; ``rel`` is its relation."""

    @staticmethod
    def visit_html(translator: Any, node: nodes.Element) -> None:
        """Write the link with its relation."""
        more = {"rel": node["rel"]} if node.get("rel") else {}
        where = node.get("refuri") or f"#{node.get('refid', '')}"
        kind = "external" if "://" in where or where.startswith("mailto:") else "internal"
        translator.body.append(
            translator.starttag(node, "a", "", CLASS=f"reference {kind}", href=where, **more)
        )

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """Close the link."""
        translator.body.append("</a>")

    @staticmethod
    def visit_text(_translator: Any, _node: nodes.Element) -> None:
        """Write nothing before the words."""

    @staticmethod
    def depart_text(translator: Any, node: nodes.Element) -> None:
        """Write the address, which plain text would lose."""
        where = node.get("refuri", "").removeprefix("mailto:")
        if where and where != node.astext() and not where.startswith("#"):
            translator.add_text(f" <{where}>")


class confrecap_name(nodes.inline, Semantic):
    """A name in a sentence of ours, which may be written in the other direction."""

    @staticmethod
    def visit_html(translator: Any, _node: nodes.Element) -> None:
        """Isolate the name."""
        translator.body.append("<bdi>")

    @staticmethod
    def depart_html(translator: Any, _node: nodes.Element) -> None:
        """End it."""
        translator.body.append("</bdi>")


class confrecap_picture(nodes.image, Semantic):
    """A picture of the site that is published in renditions of its own.

    ``uri`` is the source file, from the source folder and with a leading slash, ``at`` its place in
    the data. Before writing, what was derived for the builder is put on the node, see
    :mod:`sphinx_confrecap.site.pictures`.
    """

    @staticmethod
    def visit_text(translator: Any, node: nodes.Element) -> None:
        """Write the alternative text, if there is any."""
        if node["alt"]:
            translator.add_text(f"[{node['alt']}]")
        raise nodes.SkipNode

    @staticmethod
    def visit_man(translator: Any, node: nodes.Element) -> None:
        """Write the alternative text, if there is any."""
        if node["alt"]:
            translator.visit_Text(nodes.Text(f"[{node['alt']}]"))
        raise nodes.SkipNode

    planned_from: ClassVar[tuple[str, ...]] = ()
    """The attributes that `plan` looks at. They are kept aside, so that planning needs no trees."""

    @classmethod
    def plan(cls, shop: Shop, path: Path, about: Mapping[str, Any]) -> Recipe | None:  # noqa: ARG003 (for subclasses)
        """Return what to derive from ``path`` for the builder; None for the file as it is."""
        return None

    def pictures(self) -> Iterable[tuple[type[confrecap_picture], Mapping[str, Any]]]:
        """Return the picture itself."""
        return [(type(self), self.attributes)]

    def is_shown(self, shop: Shop) -> bool:  # noqa: ARG002 (for subclasses)
        """True if the builder shows this picture."""
        return True

    def place(self, shop: Shop, path: Path, renditions: Sequence[Rendition]) -> None:  # noqa: ARG002 (for subclasses)
        """Take over what was derived; by default the first rendition stands for the picture."""
        if renditions:
            shop.publish(self, renditions[0])


def latex_target(translator: Any, node: nodes.Element) -> str:
    """Return the target for references to a node whose generic parent has none in LaTeX."""
    return str(translator.hypertarget_to(node, anchor=True)) if node["ids"] else ""


class Targeted(Semantic):
    """Mixes a target for references in LaTeX into a container."""

    @staticmethod
    def visit_latex(translator: Any, node: nodes.Element) -> None:
        """Begin with the target."""
        translator.visit_container(node)
        translator.body.append(latex_target(translator, node))

    @staticmethod
    def depart_latex(translator: Any, node: nodes.Element) -> None:
        """End the container."""
        translator.depart_container(node)


class Leaf(Semantic):
    """Mixes a template into a node: ``template`` is its name, ``tag`` the element around it."""

    template: ClassVar[str] = ""
    tag: ClassVar[str] = "div"
    css: ClassVar[str] = ""

    def fields(self, _translator: Any) -> dict[str, Any]:
        """Return the plain fields for the template."""
        return {}

    def attributes_html(self, _translator: Any) -> dict[str, str]:
        """Return more attributes for the element."""
        return {}

    @staticmethod
    def visit_html(translator: Any, node: Any) -> None:
        """Begin the leaf: what its children write from here on is kept for its template."""
        more = node.attributes_html(translator)
        _drop_taken_ids(translator, node)
        translator.body.append(translator.starttag(node, node.tag, "", CLASS=node.css, **more))
        _stack(translator).append(_Open(len(translator.body)))

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """End the leaf: hand its slots to the template."""
        done = _stack(translator).pop()
        del translator.body[done.start :]
        fields = node.fields(translator) | done.slots
        translator.body.append(render(translator.builder, node.template, fields))
        translator.body.append(f"</{node.tag}>\n")


class Slot(Semantic):
    """Mixes a place in the template of the leaf around it into a node."""

    slot: ClassVar[str] = ""

    @staticmethod
    def visit_html(translator: Any, _node: nodes.Element) -> None:
        """Begin a slot."""
        if stack := _stack(translator):
            stack[-1].starts.append(len(translator.body))

    @staticmethod
    def depart_html(translator: Any, node: Any) -> None:
        """End a slot: what it wrote belongs to the leaf."""
        if stack := _stack(translator):
            start = stack[-1].starts.pop()
            # The output of Sphinx's own visitors is HTML already.
            html = Markup("".join(translator.body[start:]))  # noqa: S704 (see above)
            del translator.body[start:]
            slots = stack[-1].slots
            slots[node.slot] = slots.get(node.slot, Markup()) + html


def _drop_taken_ids(translator: Any, node: nodes.Element) -> None:
    """Leave an id to the first that has it: two documents may share a page, and a thing."""
    taken: set[str] | None = getattr(translator, "confrecap_ids", None)
    if taken is None:
        taken = translator.confrecap_ids = set()
    if not taken.isdisjoint(node["ids"]):
        node["ids"] = [name for name in node["ids"] if name not in taken]
    taken.update(node["ids"])


class _Open:
    """A leaf that is being rendered: where its output began, and its slots so far."""

    __slots__ = ("slots", "start", "starts")

    def __init__(self, start: int) -> None:
        self.start = start
        self.starts: list[int] = []
        self.slots: dict[str, Markup] = {}


def _stack(translator: Any) -> list[_Open]:
    stack: list[_Open] | None = getattr(translator, "confrecap_open", None)
    if stack is None:
        stack = translator.confrecap_open = []
    return stack


def inner_html(translator: Any, node: nodes.Element) -> Markup:
    """Return the HTML of what ``node`` holds."""
    if all(isinstance(child, nodes.Text) for child in node.children):
        return escape(node.astext())
    return rendered(translator, node.children)


def rendered(translator: Any, children: Sequence[nodes.Node]) -> Markup:
    """Return the HTML of some nodes."""
    start = len(translator.body)
    for child in children:
        child.walkabout(translator)
    # The output of Sphinx's own visitors is HTML already.
    html = Markup("".join(translator.body[start:]))  # noqa: S704 (see above)
    del translator.body[start:]
    return html


def skip(_translator: Any, _node: nodes.Node) -> None:
    """Leave a node and its children out."""
    raise nodes.SkipNode


def picture_uri(translator: Any, uri: str) -> str:
    """Return the address of a picture that the builder publishes."""
    builder = translator.builder
    name = builder.confrecap_pictures.get(uri) or builder.images.get(uri)
    return f"{builder.imgpath}/{quote(name)}" if name else uri


def by_format(variants: Sequence[Rendition]) -> list[tuple[str, list[Rendition]]]:
    """Return variants by media type; what every browser can fall back on is the last."""
    fallback = variants[-1].mime
    better = dict.fromkeys(one.mime for one in variants if one.mime != fallback)
    return [(mime, [one for one in variants if one.mime == mime]) for mime in (*better, fallback)]


def srcset(translator: Any, variants: Iterable[Rendition]) -> str:
    """Return the addresses of published variants, each with its width."""
    return ", ".join(f"{picture_uri(translator, one.name)} {one.width}w" for one in variants)


def href(translator: Any, node: nodes.Element) -> str:
    """Return where the first link inside ``node`` leads, as HTML has it; empty for none."""
    for found in node.findall(nodes.Element):
        if isinstance(found, addnodes.download_reference) and "filename" in found:
            builder = translator.builder
            return f"{builder.dlpath}/{found['filename']}" if builder.download_support else ""
        if isinstance(found, (nodes.reference, addnodes.download_reference)):
            if "refuri" in found:
                return str(found["refuri"])
            if "refid" in found:
                return f"#{found['refid']}"
    return ""
