"""What Sphinx asks of a directive's class before it makes a directive."""

from __future__ import annotations

from sphinx.util.docutils import SphinxDirective


class Outline(SphinxDirective):
    """Takes an argument, a body, or both, and reads its options itself."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = None  # so that nobody else reads the options, see `option_lines`
