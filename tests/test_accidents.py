"""Right pages after any accident: a sample of the table in accidents.py, which tox runs whole."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = Path(__file__).with_name("accidents.py")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="accidents happen to forked builds")
@pytest.mark.parametrize(
    "kind", ["kill at an event", "random kill", "write failure", "gone", "cut"]
)
def test_the_next_build_is_right(kind: str) -> None:
    """After accidents of each kind the next build gives our pages and pictures of a clean one."""
    command = [sys.executable, str(PROGRAM), "--only", kind, "--sample", "2", "--kills", "4"]
    found = subprocess.run(command, check=False, capture_output=True, encoding="utf-8")
    assert found.returncode == 0, found.stdout + found.stderr
    assert "2 tried, 0 wrong" in found.stdout
