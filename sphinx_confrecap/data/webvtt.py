"""Transcripts of talks, from WebVTT: https://www.w3.org/TR/webvtt1/."""

from __future__ import annotations

import html
import re
from typing import Final, NamedTuple

_LINE_END: Final = "\r\n|\r|\n"
_VOICE: Final = r"<v(?:\.[^\s>]*)?\s+([^>]*)>"
_TAG: Final = r"</?[^>]*>"
_SPACE: Final = r"\s+"
_TIMING: Final = "-->"
_NOT_CUES: Final = r"(?:NOTE|STYLE|REGION)(?:\s|$)"
_ENOUGH: Final = 500
"""Letters after which the end of a sentence ends a paragraph."""


class NotATranscriptError(ValueError):
    """A text that is no WebVTT; the message is the end of a sentence about the file."""


class Paragraph(NamedTuple):
    """What one person says without a pause; ``speaker`` is empty where the file names nobody."""

    speaker: str
    lines: list[str]

    @property
    def text(self) -> str:
        """The words."""
        return " ".join(self.lines)


def paragraphs(text: str) -> list[Paragraph]:
    """Return what is said, without the times; a line that rolls through several cues once.

    Raises:
        NotATranscriptError: The text does not begin as WebVTT does, or holds no words.
    """
    text = text.removeprefix("\ufeff")
    if not re.match(r"WEBVTT(?:\s|$)", text):
        raise NotATranscriptError("is no WebVTT: it does not begin with 'WEBVTT'")
    found: list[Paragraph] = []
    said = ""
    for block in re.split(r"\n\n+", re.sub(_LINE_END, "\n", text))[1:]:
        speaker = ""
        for line in _words(block):
            if voice := re.search(_VOICE, line):
                speaker = _plain(voice[1])
            words = _plain(re.sub(_TAG, "", line))
            if not words or words == said:
                continue
            said = words
            last = found[-1] if found else None
            if last is None or last.speaker != speaker or _is_full(last):
                last = Paragraph(speaker, [])
                found.append(last)
            last.lines.append(words)
    if not found:
        raise NotATranscriptError("has no words")
    return found


def _words(block: str) -> list[str]:
    """Return the lines of a cue below its times; none for comments, styles and regions."""
    lines = block.strip("\n").split("\n")
    if re.match(_NOT_CUES, lines[0]):
        return []
    for number, line in enumerate(lines[:2]):
        if _TIMING in line:
            return lines[number + 1 :]
    return []


def _plain(text: str) -> str:
    """Return a text without references to characters and without runs of space."""
    return re.sub(_SPACE, " ", html.unescape(text)).strip()


def _is_full(paragraph: Paragraph) -> bool:
    """True if a paragraph is long, and ends with a sentence."""
    length = sum(map(len, paragraph.lines))
    return length > _ENOUGH and paragraph.lines[-1].endswith((".", "?", "!", "…", "。"))
