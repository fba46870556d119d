"""``python -m sphinx_confrecap``, which is ``confrecap``."""

from __future__ import annotations

import sys

from sphinx_confrecap.cli import main

sys.exit(main())
