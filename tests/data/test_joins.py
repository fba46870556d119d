"""Talks and sessions with one id: what is written once counts for both."""

from __future__ import annotations

from typing import Any

import pytest

from sphinx_confrecap.data import joins, select
from sphinx_confrecap.data.people import Speakers
from sphinx_confrecap.data.problems import Problems
from sphinx_confrecap.data.record import read
from sphinx_confrecap.data.schedule import Schedule
from sphinx_confrecap.data.yamldoc import load

LIST = "https://www.youtube.com/playlist?list=PL0123456789abcdef"
EVENT = """
speakers:
  - {name: Ada Lovelace, id: ada}
  - Grace Hopper
schedule:
  days:
    - date: 2025-10-22
      sessions:
        - {title: Opening, speakers: [ada, grace-hopper, Alan Turing], duration: 40, tags: [one],
           video: 'https://youtu.be/aaaaaaaaaa0?t=30', slides: 'https://conf.example/o.pdf'}
        - {title: Coffee, kind: break, start: 9:40, end: 10:00}
    - date: 2025-10-23
      sessions:
        - {title: Compilers today, id: dl, speakers: [Ada Lovelace], video: the-recording}
"""


def talks(playlist: str, event: str = EVENT, key: str = "") -> tuple[list[dict[str, Any]], str]:
    """Return what is written of the talks of a playlist, as text, and the problems as lines."""
    problems = Problems()
    document = load(f"playlist: {playlist}{event}", problems)
    assert document is not None
    section = select.section(document, "playlist", key or None, problems)
    assert section is not None
    record = joins.playlist(section, document, problems)
    assert record is not None
    told = "\n".join(f"{one.line}:{one.column}: {one.message} [{one.code}]" for one in problems)
    shown = [
        {
            name: [*map(str, value)] if isinstance(value, tuple) else str(value)
            for name, value in ((name, getattr(video, name)) for name in sorted(video.written))
        }
        for video in record.videos
    ]
    return shown, told


OPENING = {
    "url": "https://youtu.be/aaaaaaaaaa0?t=30",
    "title": "Opening",
    "speakers": ["Ada Lovelace", "Grace Hopper", "Alan Turing"],
    "date": "2025-10-22",
    "slides": "https://conf.example/o.pdf",
    "tags": ["one"],
}


@pytest.mark.parametrize(
    ("entry", "differs"),
    [
        ("opening", {}),
        ("{id: opening}", {}),
        ("Opening", {}),
        ("aaaaaaaaaa0", {"url": "aaaaaaaaaa0"}),
        ("{url: youtu.be/aaaaaaaaaa0}", {"url": "youtu.be/aaaaaaaaaa0"}),
        ("{id: opening, title: }", {}),
        ("{id: opening, duration: 28:41}", {"duration": "1721"}),
        ("{id: opening, tags: [two], text: T}", {"tags": ["two"], "text": "T"}),
        ("{id: opening, speakers: [Ada Lovelace, grace-hopper, Alan Turing]}", {}),
    ],
)
def test_a_talk_says_what_its_session_says(entry: str, differs: dict[str, Any]) -> None:
    """Found by id, title or address, a session gives all that the talk does not say itself."""
    event = EVENT.replace(", video: the-recording", "")
    assert talks(f"[{entry}]", event) == ([OPENING | differs], "")


def test_a_talk_has_all_that_its_session_knows() -> None:
    """Kind, language, track, abstract and links need to stand in one place only."""
    session = (
        "title: T, id: t, kind: Keynote, language: pt, track: A, abstract: Why., "
        "links: {Code: 'https://c.example', Web: 'https://w.example'}, extra: {Level: any}"
    )
    event = f"\nschedule: [{{date: 2025-10-22, sessions: [{{{session}}}]}}]\n"
    own = "[{id: t, language: en, links: {Code: 'https://own.example'}, extra: {Needs: time}}]"
    (shown,), told = talks(own, event)
    assert told == "1:30: its session has another 'language' on line 2; this one counts [schema]"
    assert {key: shown[key] for key in ("kind_", "language", "track", "abstract")} == {
        "kind_": "Keynote",
        "language": "en",
        "track": "A",
        "abstract": "Why.",
    }
    assert "'Web': 'https://w.example'" in shown["links"]
    assert "'Code': 'https://own.example'" in shown["links"]
    assert shown["extra"] == "{'Level': 'any', 'Needs': 'time'}"


def test_a_session_may_name_its_recording() -> None:
    """A session whose `video` is the id of a talk is that talk's."""
    (shown,), told = talks("[{id: the-recording, url: bbbbbbbbbbb}]")
    assert not told
    assert shown == {
        "url": "bbbbbbbbbbb",
        "id": "the-recording",
        "title": "Compilers today",
        "speakers": ["Ada Lovelace"],
        "date": "2025-10-23",
    }


def test_a_recording_may_be_anywhere() -> None:
    """A session may name a recording at a site that is not known: its talk is that one."""
    event = """
schedule:
  days:
    - {date: 2025-10-22, sessions: [{title: Opening, video: 'https://videos.example/opening'}]}
"""
    shown, told = talks("['https://videos.example/opening', 'https://youtu.be/aaaaaaaaaa0']", event)
    assert not told
    assert [talk.get("title") for talk in shown] == ["Opening", None]


def test_a_title_is_no_id() -> None:
    """A talk gets the id of its session, and none that is only made of a title."""
    event = EVENT.replace("the-recording", "bbbbbbbbbbb")
    shown, told = talks("[{id: opening}, Opening, {id: Compilers today}, bbbbbbbbbbb]", event)
    assert told.count("this list has") == told.count("\n") + 1 == 2
    assert [one.get("id") for one in shown] == [None, None, "Compilers today", "dl"]


def test_an_id_goes_before_a_title() -> None:
    """Where one session's id is another's title, the id counts."""
    event = EVENT.replace("id: dl", "id: opening").replace("the-recording", "bbbbbbbbbbb")
    (shown,), told = talks("[opening]", event)
    assert not told
    assert shown["title"] == "Compilers today"


@pytest.mark.parametrize("playlist", [LIST, "{title: All}", f"{{url: '{LIST}', videos: }}"])
def test_a_playlist_without_talks_has_those_of_the_schedule(playlist: str) -> None:
    """The sessions with a video are the talks of an event's playlist that lists none."""
    event = EVENT.replace("the-recording", "bbbbbbbbbbb")
    shown, told = talks(playlist, event)
    assert not told
    assert [(one["title"], one["date"]) for one in shown] == [
        ("Opening", "2025-10-22"),
        ("Compilers today", "2025-10-23"),
    ]


TWINS = EVENT.replace("Compilers today, id: dl", "Opening").replace(
    "the-recording", "'https://youtu.be/bbbbbbbbbbb'"
)


def test_sessions_of_one_title_are_all_there() -> None:
    """Two sessions that share a title are two talks, each with its own facts."""
    shown, told = talks("{title: All}", TWINS)
    assert not told
    assert [(one["url"][-5:], one["date"], len(one["speakers"])) for one in shown] == [
        ("?t=30", "2025-10-22", 3),
        ("bbbbb", "2025-10-23", 1),
    ]


def test_a_title_of_several_sessions_names_none() -> None:
    """Which session is meant is told by the address; without one it is asked for."""
    shown, told = talks("[{id: opening, url: bbbbbbbbbbb}]", TWINS)
    assert not told
    assert [one["date"] for one in shown] == ["2025-10-23"]
    shown, told = talks("[{id: opening, url: ccccccccccc, title: T}, opening]", TWINS)
    assert [sorted(one) for one in shown] == [["id", "title", "url"]]
    assert told == "1:55: several sessions are called 'opening'; give each an 'id' [reference]"


def test_sessions_of_one_recording_are_told_apart_by_its_seconds() -> None:
    """Where two sessions share a recording, a talk is of the one that begins where it begins."""
    event = TWINS.replace("bbbbbbbbbbb", "aaaaaaaaaa0?t=90")
    base = "youtu.be/aaaaaaaaaa0"
    shown, told = talks(f"[{base}?t=90, {base}?t=30, {base}]", event)
    assert not told
    assert [one.get("date") for one in shown] == ["2025-10-23", "2025-10-22", None]


def test_a_talk_is_of_one_session() -> None:
    """Two sessions that name one talk as their recording are told."""
    event = EVENT.replace("'https://youtu.be/aaaaaaaaaa0?t=30'", "the-recording")
    (one,), told = talks("[{id: the-recording, url: bbbbbbbbbbb}]", event)
    assert one["title"] == "Opening"
    assert told == "14:77: the talk 'the-recording' is that of the session on line 10 [reference]"


@pytest.mark.parametrize("playlist", ["{title: A, videos: []}", "[{url: ccccccccccc, title: T}]"])
def test_what_is_listed_is_the_whole_list(playlist: str) -> None:
    """Talks that are listed, be they none, get no company."""
    shown, _told = talks(playlist)
    assert len(shown) == playlist.count("url")


def test_other_playlists_of_the_file_are_not_filled() -> None:
    """A playlist under another key knows the sessions, and lists what it lists."""
    shown, told = talks("x", EVENT + f"workshops: {LIST}\n", "workshops")
    assert (shown, told) == ([], "")
    assert talks("x", EVENT + "workshops: [opening]\n", "workshops") == ([OPENING], "")


@pytest.mark.parametrize(
    ("entry", "told", "left"),
    [
        ("{id: opening, title: Own}", "1:33: its session has another 'title' on line 9;", "Own"),
        ("{id: opening, speakers: ada}", "1:36: its session has another 'speakers'", "Opening"),
        ("{id: opening, url: bbbbbbbbbbb}", "1:31: its session has another 'url'", "Opening"),
        ("{id: opening, date: 2025-10-24}", "1:32: its session has another 'date'", "Opening"),
        ("openning", "1:12: there is no session 'openning'; did you mean 'opening'?", None),
        ("{id: cofee}", "1:17: there is no session 'cofee'; did you mean 'coffee'?", None),
        (
            "{url: ccccccccccc, title: T, speakers: adda}",
            "1:51: there is no speaker 'adda'; did you mean 'ada'?",
            "T",
        ),
        ("{tags: [x]}", "1:12: a video needs a 'url' or a 'title'", None),
    ],
)
def test_what_does_not_fit_is_said(entry: str, told: str, left: str | None) -> None:
    """A conflict, a misspelt id, a session without a video are one problem each, at its place."""
    event = EVENT.replace(", video: the-recording", "")
    shown, problems = talks(f"[{entry}]", event)
    assert problems.startswith(told)
    assert "\n" not in problems
    assert [one["title"] for one in shown] == ([left] if left else [])


@pytest.mark.parametrize(
    ("video", "told"),
    [
        ("the-recordign", "there is no talk 'the-recordign'; did you mean 'the-recording'?"),
        ("https://youtube.com/@conf", "the address 'https://youtube.com/@conf' is a channel"),
    ],
)
def test_a_session_with_a_wrong_video_is_said(video: str, told: str) -> None:
    """The `video` of a session names a talk of the playlist, or is an address."""
    event = EVENT.replace("the-recording", f"'{video}'")
    _shown, problems = talks("[{id: the-recording, url: bbbbbbbbbbb, title: T}]", event)
    assert problems.startswith("14:77: " + told)


@pytest.mark.parametrize(
    ("playlist", "told"),
    [
        ("[aaaaaaaaaa0]", ""),
        ("[~]", "1:12: url: must not be empty"),
        ("[{tags: x}]", "1:12: a video needs a 'url' or a 'title'"),
        ("[{title: T}]", ""),
        ("[{title: T, ulr: x}]", "1:23: unknown key 'ulr' in a video; did you mean 'url'?"),
        ("[{title: T, url: []}]", "1:28: url: must be text, not a list"),
        ("[{url: x, speakers: [No]}]", "1:32: YAML reads No as a boolean; quote the name: 'No'"),
    ],
)
def test_talks_are_checked(playlist: str, told: str) -> None:
    """Without a schedule, a talk says itself where it is; a mistake in it is one sentence."""
    shown, said = talks(playlist, "")
    assert said.partition(" [")[0] == told
    assert "\n" not in said
    assert len(shown) == ("url: x" in playlist or "T" in playlist or "aaa" in playlist)


def test_ids_of_speakers_need_no_quotes() -> None:
    """A number that is a speaker's id is no problem; one that is no id is told."""
    event = EVENT.replace("id: ada", "id: 42").replace("[ada,", "[42,")
    (shown,), told = talks("[{url: bbbbbbbbbbb, title: T, speakers: [42, 43]}]", event)
    assert shown["speakers"] == ["Ada Lovelace", "43"]
    assert "42" not in told.replace("mean '42'", "")
    assert "YAML reads 43 as a number" in told


def test_sessions_of_one_title_are_two_talks() -> None:
    """The playlist of an event has each session's own recording, also where titles are alike."""
    event = EVENT.replace("title: Compilers today, id: dl", "title: Opening")
    shown, told = talks("{title: All}", event.replace("the-recording", "bbbbbbbbbbb"))
    assert not told
    assert [(one["url"], one["date"]) for one in shown] == [
        ("https://youtu.be/aaaaaaaaaa0?t=30", "2025-10-22"),
        ("bbbbbbbbbbb", "2025-10-23"),
    ]


@pytest.mark.parametrize(
    ("session", "told"),
    [
        ("title: T, start: 9:00, end: 10:30, duration: 1h30m", ""),
        ("title: T, start: 25:00", "'25:00' is not a time of day; write 9:00 or 14:30"),
        ("title: T, end: noon", "'noon' is not a time of day"),
        ("title: T, duration: 1:30", "'1:30' is not how long a session lasts"),
        ("title: T, recording: x", "unknown key 'recording' in a session; did you mean 'video'?"),
        ("start: 9:00", "the key 'title' is missing in a session"),
    ],
)
def test_sessions_are_checked(session: str, told: str) -> None:
    """Each mistake in a session is one sentence that says what to write."""
    problems = Problems()
    node = load(f"[{{date: 2025-10-22, sessions: [{{{session}}}]}}]", problems)
    assert node is not None
    assert read(Schedule, node, problems) is not None
    said = "\n".join(one.message for one in problems)
    assert "\n" not in said
    assert told in said
    assert bool(told) == bool(said)


@pytest.mark.parametrize(
    ("speaker", "told"),
    [
        ("Ada", ""),
        ("{name: Ada, links: {Web: 'javascript:x'}}", "Web: 'javascript:x'"),
        ("{name: Ada, company: A}", "unknown key 'company' in a speaker; did you mean 'organ"),
        ("{role: Chair}", "the key 'name' is missing in a speaker"),
    ],
)
def test_speakers_are_checked(speaker: str, told: str) -> None:
    """Each mistake in a speaker is one sentence, and costs its field or its entry."""
    problems = Problems()
    node = load(f"- Grace\n- {speaker}\n", problems)
    assert node is not None
    assert read(Speakers, node, problems) is not None
    said = "\n".join(one.message for one in problems)
    assert "\n" not in said
    assert told in said
    assert bool(told) == bool(said)
