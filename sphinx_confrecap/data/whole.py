"""An event file as a whole: with what it imports, what was found for it, and what it changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sphinx_confrecap.data import changes, full, imported, select, yamldoc
from sphinx_confrecap.data.limits import DataLimits, way_out
from sphinx_confrecap.data.problems import Code, Problems
from sphinx_confrecap.data.sponsors import Sponsor
from sphinx_confrecap.data.yamldoc import WRITTEN, Node, Scalar, everything


def of(  # noqa: PLR0913 (all that a file may take from)
    written: Node,
    files: Iterable[tuple[Scalar, Node]],
    companies: Sequence[Sponsor],
    photos: changes.Places,
    limits: DataLimits,
    problems: Problems,
) -> Node:
    """Return an event file with all that counts for it; any other file as it is.

    ``companies`` are those that its sponsors take from, ``files`` what it imports, by their names;
    together they hold no more values than one file may, and what is more is noted and left out.
    ``photos`` are what the patterns of its galleries find, as far as changes may ask for it.
    """
    if not isinstance(written, yamldoc.Mapping) or not select.is_event_file(written):
        return written
    trees = []
    count, most = 0, WRITTEN * limits.nodes
    for name, tree in files:
        count = count or len(everything(written))
        count += len(everything(tree))
        if count > most:
            sentence = f"with '{name}', this holds more than {most:,} values{way_out('nodes')}"
            problems.add(name, f"{sentence} to a fifth of what it holds", Code.YAML)
        elif (fit := imported.fit(tree, problems)) is not None:
            trees.append(fit)
    found = [tree.pop("found") for tree in trees if "found" in tree]
    wanted = written.get("changes")
    if "found" in written:
        sentence = "'found' counts in imported files only; write 'changes'"
        problems.add(written.key("found"), sentence)
    joined = imported.joined(written, trees, problems) if trees else written
    if wanted is None and not found and not changes.hides(joined):
        return joined
    if not trees:
        joined = full.document(written, problems)
    changes.make(joined, wanted, found, companies, photos, problems)
    return joined
