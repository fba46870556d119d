"""Roles, `any`, targets, other projects: every thing can be named, and every miss is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from picture_maker import encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from bs4 import BeautifulSoup
    from conftest import Builds, Site

FILES: dict[str, str | bytes] = {
    "index.md": """
# Start

```{sponsors} 2024.yaml
```

```{youtube} https://youtu.be/YWDzHGx8PrY
:title: Opening Keynote
```

```{photo} photos/stage.jpg
:alt: The stage
```

```{event}
:name: the-event

name: Conf & Co
```

```{toctree}
roles
past
```
""",
    "roles.md": """
# Roles

- {confrecap:sponsor}`lightning ai`
- {confrecap:sponsor}`amd`
- {confrecap:sponsor}`the makers of chips <AMD>`
- {confrecap:sponsor}`TCP/IP Group`
- {confrecap:sponsor}`2024/google`
- {confrecap:sponsor}`2023/google`
- {confrecap:sponsor}`c++`
- {confrecap:video}`opening keynote`
- {confrecap:video}`YWDzHGx8PrY`
- {confrecap:photo}`photos/stage.jpg`
- {any}`Lightning.AI`
- {ref}`the-event`
- {ref}`here <the-event>`
""",
    "past.md": "# Past\n\n```{sponsors} old/2023.yaml\n```\n\n```{sponsors} old/x2024.yaml\n```\n",
    "2024.yaml": (
        "tiers: {Gold: [Lightning.AI, {name: Advanced, id: AMD}, TCP/IP Group, Google, C, C++]}\n"
    ),
    "old/2023.yaml": "- Google\n",
    "old/x2024.yaml": "- {name: Google, url: https://x.example}\n",
    "photos/stage.jpg": encoded(photo(64, 48)),
}


@pytest.fixture(scope="module")
def site(build_once: Callable[..., Site]) -> Site:
    """Build a project with a reference of each kind."""
    return build_once(FILES, conf={"confrecap_image_formats": ["jpeg"]})


@pytest.mark.parametrize(
    ("number", "text", "target"),
    [
        (0, "Lightning.AI", "index.html#sponsor-lightning-ai"),
        (1, "Advanced", "index.html#sponsor-amd"),
        (2, "the makers of chips", "index.html#sponsor-amd"),
        (3, "TCP/IP Group", "index.html#sponsor-tcp-ip-group"),
        (4, "Google", "index.html#sponsor-google"),
        (5, "Google", "past.html#sponsor-google"),
        (6, "C++", "index.html#sponsor-c-plus-plus"),
        (7, "Opening Keynote", "index.html#video-YWDzHGx8PrY"),
        (8, "Opening Keynote", "index.html#video-YWDzHGx8PrY"),
        (9, None, "index.html#photo-"),
        (10, "Lightning.AI", "index.html#sponsor-lightning-ai"),
        (11, "Conf & Co", "index.html#the-event"),
        (12, "here", "index.html#the-event"),
    ],
)
def test_a_role_leads_to_its_thing(number: int, text: str | None, target: str, site: Site) -> None:
    """Names and ids are found whatever their case and punctuation; the link says the title."""
    link = site.soup("roles").select("div.body li")[number].a
    assert text is None or link.text == text
    assert link["href"].startswith(target)
    name, _, anchor = link["href"].partition("#")
    assert site.soup(name.removesuffix(".html")).find(id=anchor)


def test_a_link_by_any_looks_like_a_link(site: Site) -> None:
    """It has no class of a sponsor, which styles would take up."""
    link = site.soup("roles").select("div.body li")[10].a
    assert "confrecap-sponsor" not in str(link)


def test_a_miss_names_what_was_meant(build: Builds) -> None:
    """An unknown name is told at its own line, with the nearest one."""
    text = (
        "# T\n\n{confrecap:sponsor}`Gogle`\n\n{confrecap:video}`zzz`\n\n"
        "{confrecap:sponsor}`2022/google`\n\n```{sponsors}\n- Google\n```\n"
    )
    site = build(text, "dummy", warnings=True)
    assert site.warnings.splitlines() == [
        (
            "index.md:3: WARNING: unknown sponsor 'Gogle'; did you mean 'Google'? "
            "[confrecap.reference]"
        ),
        "index.md:5: WARNING: unknown video 'zzz' [confrecap.reference]",
        (
            "index.md:7: WARNING: unknown sponsor '2022/google'; did you mean 'Google'? "
            "[confrecap.reference]"
        ),
    ]


def links(soup: BeautifulSoup) -> list[str]:
    """Return where the references of a page lead."""
    return [link["href"] for link in soup.select("div.body p a.reference.internal")]


def test_the_nearest_name_is_meant(build: Builds) -> None:
    """The same page comes first, then the same file, then `confrecap_data`, then the alphabet."""
    role = "\n{confrecap:sponsor}`A`\n"
    files = {
        "a.md": "# A\n\n```{sponsors} one.yaml\n```\n",
        "b.md": f"# B\n\n```{{sponsors}} two.yaml\n```\n{role}",
        "c.md": f"# C\n\n```{{sponsors}} two.yaml\n:no-index:\n```\n{role}",
        "d.md": "# D\n\n```{sponsors} main.yaml\n```\n",
        "index.md": f"# T\n{role}",
        "one.yaml": "- A\n",
        "two.yaml": "- A\n",
        "main.yaml": "- A\n",
    }
    site = build(files)
    assert links(site.soup("b")) == ["#sponsor-a"]
    assert links(site.soup("index")) == ["a.html#sponsor-a"]
    assert links(site.soup("c")) == ["b.html#sponsor-a"]
    site = build(conf={"confrecap_data": "main.yaml"})
    assert links(site.soup("index")) == ["d.html#sponsor-a"]


def test_no_index_keeps_a_thing_out(build: Builds) -> None:
    """With `:no-index:` no role and no other project finds what is shown."""
    text = "# T\n\n```{sponsors}\n:no-index:\n\n- A\n```\n\n{confrecap:sponsor}`A`\n"
    site = build(text, warnings=True)
    assert "unknown sponsor 'A'" in site.warnings
    assert not list(site.app.env.get_domain("confrecap").get_objects())
    assert site.soup().select_one("#sponsor-a")


@pytest.mark.parametrize("parallel", [0, 3])
def test_one_id_for_two_things_is_told_once(parallel: int, build: Builds) -> None:
    """Whatever the number of pages and processes, it is one warning, with both places."""
    files = {f"p{n}.md": f"```{{sponsors}} {n % 2}.yaml\n```\n" for n in range(8)}
    data = {"0.yaml": "- {name: A, id: x}\n", "1.yaml": "- {name: B, id: x}\n"}
    site = build({"index.md": "# T\n", **files, **data}, "dummy", warnings=True, parallel=parallel)
    assert site.warnings == (
        "p1.md: WARNING: the sponsor id 'x' stands for two different things, in 'p0' and in 'p1' "
        "[confrecap.duplicate]\n"
    )


def test_the_same_data_on_two_pages_is_no_duplicate(build: Builds) -> None:
    """One file may be shown on many pages."""
    files = {f"p{n}.md": "```{sponsors} a.yaml\n```\n" for n in range(3)}
    build({"index.md": "# T\n", **files, "a.yaml": "- {name: A, id: x}\n- B\n"}, "dummy")


def test_another_project_finds_names(build: Builds, site: Site) -> None:
    """Through intersphinx, names work as they are written or in their plain form, also in `any`."""
    inventory = site.outdir / "objects.inv"
    text = (
        "# T\n\n{confrecap:sponsor}`Lightning.AI`\n\n{confrecap:sponsor}`lightningai`\n\n"
        "{confrecap:sponsor}`that <AMD>`\n\n{external:confrecap:video}`YWDzHGx8PrY`\n\n"
        "{external+first:confrecap:sponsor}`Google`\n\n{any}`TCP/IP Group`\n"
    )
    second = build(
        text,
        conf={
            "extensions": ["myst_parser", "sphinx_confrecap", "sphinx.ext.intersphinx"],
            "intersphinx_mapping": {"first": ("https://first.example/", str(inventory))},
        },
    )
    found = [(link.text, link["href"]) for link in second.soup().select("div.body p a")]
    base = "https://first.example/index.html#"
    assert found == [
        ("Lightning.AI", f"{base}sponsor-lightning-ai"),
        ("Lightning.AI", f"{base}sponsor-lightning-ai"),
        ("that", f"{base}sponsor-amd"),
        ("Opening Keynote", f"{base}video-YWDzHGx8PrY"),
        ("Google", f"{base}sponsor-google"),
        ("TCP/IP Group", f"{base}sponsor-tcp-ip-group"),
    ]


def test_search_lists_a_thing_once(site: Site) -> None:
    """A sponsor with a name and an id is one result of the search."""
    objects = list(site.app.env.get_domain("confrecap").get_objects())
    shown = [item for item in objects if item[2] == "sponsor" and item[5] >= 0]
    assert len({item[1] for item in shown}) == len(shown)
    assert {item[1] for item in shown} >= {"Advanced", "Lightning.AI", "Google"}


def test_ids_are_in_the_inventory_as_written(build: Builds) -> None:
    """Another project finds what has an id by the id as its author wrote it."""
    site = build(
        {
            "index.md": """
# T

```{photo} one.jpg
:alt: x
:id: My Stage
```

```{playlist}
videos: [{url: https://youtu.be/aaaaaaaaaa0, title: One, id: My Talk}]
```

```{sponsors}
tiers: {Gold: [{name: Halyard, id: My Sponsor}]}
```
""",
            "one.jpg": encoded(photo(64, 48)),
        }
    )
    listed = site.app.env.get_domain("confrecap").get_objects()
    names = {name for name, *_rest in listed}
    assert names >= {"My Stage", "mystage", "My Talk", "My Sponsor"}
