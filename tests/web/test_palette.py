"""Text can be read by tired eyes on a cracked screen: 7:1, in both schemes."""

import re

import pytest

from tests.paths import ROOT

PALETTE = (ROOT / "web" / "assets" / "_palette.scss").read_text(encoding="utf-8")
SCHEMES = dict(zip(("light", "dark"), PALETTE.split("@media"), strict=True))
GROUNDS = ("ground", "ground-quiet", "ground-warn")
TEXTS = ("text", "text-quiet", "link", "link-visited", "error")
MARKS = ("line", "line-strong", "focus", "warn-mark")


def colours_of(scheme: str) -> dict[str, str]:
    """Name to "#rrggbb"."""
    return dict(re.findall(r"--wk-([\w-]+): (#[0-9a-f]{6});", SCHEMES[scheme]))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1. Source: WCAG 2.2, definition of relative luminance."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_both_schemes_name_the_same_colours() -> None:
    assert colours_of("light").keys() == colours_of("dark").keys()
    assert set(GROUNDS + TEXTS + MARKS) <= colours_of("light").keys()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_text_is_seven_to_one_on_every_ground(scheme: str, ground: str, text: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours[text], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ground", ["accent", "accent-strong"])
def test_text_on_the_accent_is_seven_to_one(scheme: str, ground: str) -> None:
    colours = colours_of(scheme)
    assert contrast(colours["accent-text"], colours[ground]) >= 7


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("mark", MARKS)
def test_lines_and_focus_are_seen(scheme: str, mark: str) -> None:
    """Three to one, as WCAG 1.4.11 asks of what is needed to use a page."""
    colours = colours_of(scheme)
    assert contrast(colours[mark], colours["ground"]) >= 3
