"""The command ``confrecap``: its arguments. What a command does is in a module of its name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from sphinx_confrecap import __version__

CLEAN, PROBLEMS, USAGE, STOPPED = 0, 1, 2, 130


class UsageError(Exception):
    """What was asked for makes no sense; a sentence for the user."""


def _at_least_one(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


_at_least_one.__name__ = "number of at least 1"  # argparse: invalid … value: '0'


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands."""
    top = argparse.ArgumentParser("confrecap", description="Event content for Sphinx.")
    top.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)

    images = commands.add_parser(
        "images",
        help="make the pictures of a site ahead of its build",
        description="Make the pictures of a site ahead of its build, into the cache that the build "
        "looks into. It can be stopped at any time, and goes on there the next time.",
        epilog="exit codes: 0 everything is made, 1 some pictures cannot be used, 2 wrong usage or "
        "a site that cannot be read, 130 stopped",
    )
    images.add_argument(
        "sources",
        nargs="+",
        type=Path,
        metavar="SRC",
        help="the source folder of a site; or pictures, pages or folders inside it: then only "
        "those pictures, and those of these pages",
    )
    images.add_argument(
        "--source-dir",
        type=Path,
        metavar="DIR",
        help="the source folder (default: the one of the nearest conf.py)",
    )
    images.add_argument(
        "--doctrees",
        type=Path,
        metavar="DIR",
        help="the doctree folder of the build, where the cache lies if conf.py does not set "
        "confrecap_cache_dir (default: SOURCE/_build/doctrees)",
    )
    images.add_argument(
        "-b",
        "--builder",
        default="html",
        metavar="NAME",
        help="the builder to make pictures for (default: html)",
    )
    images.add_argument(
        "--workers",
        type=_at_least_one,
        metavar="N",
        help="how many pictures to work on at once (default: one for each processor)",
    )
    images.add_argument(
        "--prune",
        type=_at_least_one,
        metavar="DAYS",
        help="then delete the pictures that nothing has used for so many days",
    )
    images.add_argument("-q", "--quiet", action="store_true", help="say nothing but what is wrong")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; return its exit code."""
    top = parser()
    options = top.parse_args(arguments)
    # Nobody who asks for help needs it.
    from sphinx_confrecap.cli import images  # noqa: PLC0415 (Sphinx is slow to load)

    try:
        return images.run(options)
    except UsageError as error:
        print(f"confrecap {options.command}: {error}", file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        return STOPPED
