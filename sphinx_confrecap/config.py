"""Every ``confrecap_*`` value: its default, what it rebuilds, and what it is for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar

from sphinx.application import Sphinx
from sphinx.config import Config

from sphinx_confrecap.data.limits import DataLimits
from sphinx_confrecap.data.problems import Code, did_you_mean
from sphinx_confrecap.images.limits import PictureLimits
from sphinx_confrecap.locale import mark
from sphinx_confrecap.messages import warn


class Value(NamedTuple):
    """One configuration value.

    ``fits`` returns a sentence about a wrong value, or nothing; ``entries`` one for each key of a
    mapping that costs only itself.
    """

    name: str
    default: Any
    rebuild: Literal["env", "html", ""]
    types: tuple[type, ...]
    meaning: str
    fits: Callable[[Any], str] = lambda _value: ""
    entries: Callable[[dict[Any, Any]], dict[Any, str]] = lambda _value: {}


def _widths(value: list[Any]) -> str:
    if value and all(isinstance(width, int) and 16 <= width <= 10_000 for width in value):
        return ""
    return "must be a list of widths in pixels, such as [320, 640, 1280]"


def _formats(value: list[Any]) -> str:
    known = {"avif", "webp", "jpeg"}
    return "" if value and set(value) <= known else f"must name some of {', '.join(sorted(known))}"


def _quality(value: dict[Any, Any]) -> str:
    fine = all(isinstance(number, int) and 1 <= number <= 100 for number in value.values())
    return "" if fine else "must map formats to numbers from 1 to 100"


def _load(value: str) -> str:
    return "" if value in ("click", "link", "eager") else "must be 'click', 'link' or 'eager'"


def _data(value: dict[Any, Any] | str | None) -> str:
    if isinstance(value, str):
        return "" if value.strip("/ ") else "must name a file"
    if value == {}:
        return "must name an edition, or be None"
    if value and set(value) <= {"event", "sponsors", "playlist", "gallery"}:
        return "maps editions to files, not sections: one event file has them all"
    return ""


def _editions(value: dict[Any, Any]) -> dict[Any, str]:
    """Return what is wrong with single editions."""
    wrong = {}
    for key, file in value.items():
        if not isinstance(key, str):
            wrong[key] = f"the edition {key!r} must be text, such as '{key}'"
        elif not key or key != key.strip("/ "):
            bare = key.strip("/ ") or "2025"
            wrong[key] = f"the edition '{key}' must be the beginning of a page's name, as '{bare}'"
        elif file is not None and not (isinstance(file, str) and file.strip("/ ")):
            wrong[key] = f"the edition '{key}' must have a file, or None, not {file!r}"
    return wrong


def _hosts(value: list[Any]) -> str:
    fine = all(isinstance(host, str) and re.fullmatch(r"[\w.-]+(?::\d+)?", host) for host in value)
    return "" if fine else "must name sites, such as ['youtube', 'vimeo', 'media.ccc.de']"


def _selector(value: str) -> str:
    fine = not re.search(r"[{}<;@\\]|/\*", value)
    return "" if fine else "must be a CSS selector, such as 'html.night'"


class Limit(NamedTuple):
    """One key of ``confrecap_limits``: what it is the most of, and how far it can be raised."""

    meaning: str
    high: int | None = None

    def refuses(self, given: object) -> str:
        """Return the end of a sentence about a wrong value, or nothing."""
        if isinstance(given, bool) or not isinstance(given, int):
            return f"must be a whole number, not {given!r}"
        if self.high is not None and not 1 <= given <= self.high:
            return f"must be between 1 and {self.high:,}, not {given:,}"
        return "" if given > 0 else f"must be more than 0, not {given:,}"


LIMITS = {
    "bytes": Limit("the bytes of a YAML file or body"),
    "levels": Limit("the mappings and lists of YAML inside each other", 500),
    "nodes": Limit(
        "the values that all aliases of a YAML file stand for, and a fifth of all its values"
    ),
    "matches": Limit("the files that one pattern finds"),
    "pixels": Limit(
        "the width of a picture times its height; formats that take more memory have fewer"
    ),
    "side": Limit("the width or height of a picture, in pixels"),
    "seconds": Limit("the seconds that all drawings of one SVG may take together"),
    "memory": Limit("what drawing one SVG may take, in megabytes"),
}
_DEFAULT_LIMITS = {**DataLimits()._asdict(), **PictureLimits()._asdict()}


def _limits(value: dict[Any, Any]) -> dict[Any, str]:
    def judge(key: str, given: object) -> str:
        sentence = LIMITS[key].refuses(given)
        return sentence and f"{sentence}; using {_DEFAULT_LIMITS[key]:,}"

    return _wrong_keys(value, LIMITS, judge)


def _wrong_keys(
    value: Mapping[Any, Any], known: Mapping[str, object], judge: Callable[[str, object], str]
) -> dict[Any, str]:
    """Return a sentence about each key that is not known, or whose value ``judge`` refuses."""
    wrong = {}
    for key, given in value.items():
        if key not in known:
            wrong[key] = f"unknown key '{key}'{did_you_mean(str(key), known)}"
        elif sentence := judge(key, given):
            wrong[key] = f"'{key}' {sentence}"
    return wrong


L = TypeVar("L", DataLimits, PictureLimits)


def limits(kind: type[L], config: Config) -> L:
    """Return limits of data or of pictures: those of ``conf.py``, else ours."""
    given = config.confrecap_limits
    return kind(**{name: given[name] for name in kind._fields if name in given})


class StripKey(NamedTuple):
    """One key of ``confrecap_strip``: what it says, and what it takes.

    ``fits`` returns the end of a sentence about a wrong value, or nothing.
    """

    meaning: str
    fits: Callable[[Any], str]


def _tiers(value: object) -> str:
    names = isinstance(value, (list, tuple)) and all(isinstance(name, str) for name in value)
    return "" if names else "must be a list of names, such as ['Gold']"


def _backdrop(value: object) -> str:
    from sphinx_confrecap.images import backdrop  # noqa: PLC0415 (loads Pillow)

    try:
        backdrop.parse(value if isinstance(value, str) else repr(value))
    except ValueError as error:
        return str(error)
    return ""


def _logo_color(value: object) -> str:
    return "" if value in LOGO_COLORS else f"must be 'full' or 'grey', not {value!r}"


def _yes_or_no(value: object) -> str:
    return "" if isinstance(value, bool) else f"must be True or False, not {value!r}"


LOGO_COLORS = {"full": "full", "grey": "grey", "gray": "grey"}
"""The words for the colours of logos, and what each means."""

STRIP = {
    "tiers": StripKey(
        "the names of the tiers, in their order; by default the first tier. Tiers that an edition "
        "lacks are passed over.",
        _tiers,
    ),
    "backdrop": StripKey("what the logos stand on, as the option of `sponsors`.", _backdrop),
    "logo_color": StripKey("`full` or `grey`, as the option of `sponsors`.", _logo_color),
    "open_slots": StripKey("whether open slots are shown too; by default not.", _yes_or_no),
}
"""The keys of ``confrecap_strip``, in ``conf.py`` and in a template."""


def strip_problems(value: Mapping[Any, Any]) -> dict[Any, str]:
    """Return a sentence about each key of a strip that cannot be used."""
    return _wrong_keys(value, STRIP, lambda key, given: STRIP[key].fits(given))


VALUES = (
    Value(
        "confrecap_data",
        None,
        "env",
        (str, dict, type(None)),
        "The YAML file, relative to the source folder, of every directive that has neither an "
        "argument nor a body. With several editions a mapping of editions to files, such as "
        '`{"2025": "2025/event.yaml", "2024": "2024/event.yaml", "2023": None}`. An edition is '
        "the beginning of its pages' names: `2024` is the edition of the page `2024` and of all "
        "pages below `2024/`. The longest that fits counts; every other page is of the first. "
        "`None` is an edition without data.",
        _data,
        _editions,
    ),
    Value(
        "confrecap_link_rel",
        "sponsored noopener",
        "html",
        (str,),
        "The `rel` of links to sponsors.",
    ),
    Value("confrecap_css", True, "html", (bool,), "Whether pages get our style sheets."),
    Value(
        "confrecap_image_widths",
        [320, 640, 1280, 1920],
        "html",
        (list, tuple),
        "The widths, in pixels, in which photos are published; the largest is for the viewer.",
        _widths,
    ),
    Value(
        "confrecap_image_formats",
        ["avif", "jpeg"],
        "html",
        (list, tuple),
        "The formats in which photos are published: `avif`, `webp`, `jpeg`.",
        _formats,
    ),
    Value(
        "confrecap_image_quality",
        {"avif": 65, "jpeg": 80, "webp": 80},
        "html",
        (dict,),
        "The quality of each format, from 1 to 100.",
        _quality,
    ),
    Value(
        "confrecap_cache_dir",
        None,
        "",
        (str, type(None)),
        "Where published pictures are kept between builds, relative to the source folder; by "
        "default inside the doctree folder.",
    ),
    Value(
        "confrecap_video_load",
        "click",
        "html",
        (str,),
        "When a player is loaded: on a `click`, never (`link`), or with the page (`eager`).",
        _load,
    ),
    Value(
        "confrecap_video_hosts",
        ["youtube"],
        "env",
        (list, tuple),
        "The sites whose players may be loaded: `youtube`, `vimeo`, or a host such as "
        "`media.ccc.de` or that of a PeerTube site. Videos of any other are links.",
        _hosts,
    ),
    Value(
        "confrecap_video_notice",
        mark("Plays here, from YouTube"),
        "html",
        (str,),
        "The words beside a play link that say who will be contacted.",
    ),
    Value(
        "confrecap_viewer",
        True,
        "html",
        (bool,),
        "Whether a click on a photo opens the viewer.",
    ),
    Value(
        "confrecap_json_ld",
        True,
        "html",
        (bool,),
        "Whether pages carry structured data for search engines.",
    ),
    Value(
        "confrecap_strip",
        {},
        "html",
        (dict,),
        "The sponsor strip for sidebars and footers. "
        + " ".join(f"`{name}`: {key.meaning}" for name, key in STRIP.items()),
        entries=strip_problems,
    ),
    Value(
        "confrecap_dark_selector",
        "",
        "html",
        (str,),
        "A CSS selector of what marks a dark page, such as `html.night`, for a theme whose mark is "
        "not known.",
        _selector,
    ),
    Value(
        "confrecap_limits",
        {},
        "env",
        (dict,),
        "How much a file may be and cost: what is more is told, and not read. "
        + "; ".join(
            f"`{name}` ({_DEFAULT_LIMITS[name]:,}): {limit.meaning}"
            for name, limit in LIMITS.items()
        )
        + ".",
        entries=_limits,
    ),
)


def register(app: Sphinx) -> None:
    """Declare every value."""
    for value in VALUES:
        app.add_config_value(
            value.name, value.default, value.rebuild, frozenset(value.types), value.meaning
        )


def check(_app: Sphinx, config: Config) -> None:
    """Warn about values that cannot be used, and use the default instead."""
    for value in VALUES:
        given = config[value.name]
        if not isinstance(given, value.types):
            names = " or ".join(
                "None" if kind is type(None) else kind.__name__ for kind in value.types
            )
            sentence = f"must be {names}, not {type(given).__name__}"
        else:
            sentence = value.fits(given)
        if sentence:
            warn(Code.CONFIG, f"{value.name} {sentence}; using {value.default!r}", "conf.py:1")
            config[value.name] = value.default
        elif isinstance(given, dict) and (wrong := value.entries(given)):
            for told in wrong.values():
                warn(Code.CONFIG, f"{value.name}: {told}", "conf.py:1")
            kept = {key: part for key, part in given.items() if key not in wrong}
            config[value.name] = kept or value.default
