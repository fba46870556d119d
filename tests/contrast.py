"""How well our texts can be read in a browser: colours as they come out, one on the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

MEASURE = """() => {
    const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
    const known = {};
    const rgba = colour => known[colour] ??= paint(colour);
    const paint = colour => {
        canvas.clearRect(0, 0, 1, 1);
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
        const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
        return [r, g, b, a / 255];
    };
    const over = (top, below, opacity = 1) => {
        const a = top[3] * opacity;
        return [0, 1, 2].map(i => top[i] * a + below[i] * (1 - a)).concat(1);
    };
    const light = colour => {
        const [r, g, b] = colour.map(value => value / 255)
            .map(value => value <= .04045 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const ratio = (one, two) => {
        const [low, high] = [light(one), light(two)].sort((a, b) => a - b);
        return (high + .05) / (low + .05);
    };
    const line = element => {
        const found = [];
        for (let at = element; at; at = at.parentElement) found.unshift(at);
        return found;
    };
    // The grounds that may lie under an element: one, or one for each colour of a gradient.
    const grounds = element => {
        let found = [[255, 255, 255, 1]];
        if (document.documentElement.matches('[data-canvas]')) found = [[0, 0, 0, 1]];
        for (const at of line(element)) {
            const style = getComputedStyle(at);
            const opacity = +style.opacity;
            found = found.map(below => over(rgba(style.backgroundColor), below, opacity));
            if (!style.backgroundImage.includes('gradient(')) continue;
            const stops = style.backgroundImage
                .match(/(?:color|rgba?|oklab|oklch|color-mix)\\((?:[^()]|\\([^()]*\\))*\\)/g) ?? [];
            found = stops.flatMap(stop => found.map(below => over(rgba(stop), below, opacity)));
        }
        return found;
    };
    const opacity = element =>
        line(element).reduce((all, at) => all * getComputedStyle(at).opacity, 1);
    const worst = (element, colour) => Math.min(...grounds(element).map(ground =>
        ratio(over(rgba(colour), ground, opacity(element)), ground)));
    const hidden = element => element.closest('.confrecap-hidden, [hidden]')
        || !element.getClientRects().length;

    const link = document.querySelector('#theme-link a');
    const theme = link && {
        colour: getComputedStyle(link).color,
        ground: grounds(link).join(),
    };
    const ours = [...document.querySelectorAll(
        '[class^="confrecap-"], [class*=" confrecap-"], [class^="confrecap-"] *')];
    const texts = ours.filter(element => !hidden(element) && !element.closest('iframe')
        && [...element.childNodes].some(n => n.nodeType == 3 && n.data.trim()));
    const said = element => {
        const names = line(element).map(at => at.className).filter(
            name => typeof name == 'string' && name.includes('confrecap'));
        return `${names.slice(-2).join(' > ')} <${element.localName}> `
            + element.textContent.trim().slice(0, 30);
    };
    const found = texts.map(element => {
        const {color} = getComputedStyle(element);
        const own = theme && color == theme.colour && grounds(element).join() == theme.ground;
        return ['text', said(element), worst(element, color), Boolean(own)];
    });
    const edge = (selector, property) => {
        for (const element of document.querySelectorAll(selector))
            if (!hidden(element)) found.push(['edge', `${property} of ${said(element)}`,
                worst(element.parentElement, getComputedStyle(element)[property]), false]);
    };
    edge('.confrecap-event-tickets a', 'borderTopColor');
    edge('.confrecap-open-slot', 'borderTopColor');
    edge('.confrecap-sponsored-by', 'borderInlineStartColor');
    for (const element of document.querySelectorAll('[class^="confrecap-"] :is(a, iframe)')) {
        if (hidden(element)) continue;
        element.focus({preventScroll: true, focusVisible: true});
        const style = getComputedStyle(element);
        // `auto` is the browser's own ring, which suits any ground.
        if (!['none', 'auto'].includes(style.outlineStyle))
            found.push(['edge', `focus of ${said(element)}`,
                worst(element.parentElement, style.outlineColor), false]);
    }
    document.activeElement.blur();
    return found;
}"""

SMALL = """() => [...document.querySelectorAll('[class^="confrecap-"] :is(a, button)')]
    .filter(one => one.getClientRects().length && !one.closest('.confrecap-hidden'))
    // A link within a sentence is as high as its line.
    .filter(one => !one.closest('.confrecap-caption, .confrecap-sponsor-text, .confrecap-talk-text,'
        + ' .confrecap-sponsored-by-text, .confrecap-event-description, .confrecap-credit,'
        + ' .confrecap-tier > p, .confrecap-event-organizer, .confrecap-event-venue'))
    .map(one => [one.className + ' ' + one.textContent.trim().slice(0, 30),
        one.getBoundingClientRect().width, one.getBoundingClientRect().height])
    .filter(([, width, height]) => Math.min(width, height) < 23.99)"""


@dataclass(frozen=True)
class Seen:
    """A text or an edge of ours, and its contrast where it is worst."""

    kind: str
    what: str
    contrast: float
    is_themes: bool
    """True if it has the theme's own link colour on the theme's own ground."""

    @property
    def is_faint(self) -> bool:
        """True if it is below what WCAG 2.2 asks for, 4.5 for text and 3 for what is no text."""
        return not self.is_themes and self.contrast < {"text": 4.5, "edge": 3}[self.kind]


def seen(page: Page) -> list[Seen]:
    """Return all texts and edges of ours on a page, which has a plain link in `#theme-link`."""
    return [Seen(*one) for one in page.evaluate(MEASURE)]


def small_targets(page: Page) -> list[tuple[str, float, float]]:
    """Return what can be clicked and is smaller than 24 px (WCAG 2.2, 2.5.8), with its size."""
    return page.evaluate(SMALL)  # type: ignore[no-any-return]  # as the script says
