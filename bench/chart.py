"""A line chart as SVG, without a library: it is committed and read in a browser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 760, 400
LEFT, RIGHT, TOP, BOTTOM = 56, 168, 40, 44
COLOURS = ("#1b1b1b", "#005ea2", "#b50909", "#775540", "#4d8055", "#8168b3")
DASHES = ("", "", "6 3", "2 3", "8 2 2 2", "1 2")
"""With the colours, so that lines can be told apart without seeing them."""


@dataclass(frozen=True)
class Line:
    name: str
    values: tuple[float, ...]


def line_chart(
    lines: Sequence[Line], *, title: str, step: float, unit: str, mark: float | None = None
) -> str:
    """The lines over time. step: between two values, in `unit`; mark: a moment to point out."""
    low = min(min(line.values) for line in lines)
    high = max(max(line.values) for line in lines)
    low, high = int(low * 20) / 20, int(high * 20 + 1) / 20
    length = max(len(line.values) for line in lines) * step

    def x(at: float) -> float:
        return LEFT + at / length * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [_text(LEFT, 22, title, size=15)]
    for tick in range(round((high - low) * 20) + 1):
        value = low + tick / 20
        parts.append(_rule(LEFT, y(value), WIDTH - RIGHT, y(value)))
        parts.append(_text(LEFT - 8, y(value) + 4, f"{value:.2f}", anchor="end"))
    for year in range(int(length) + 1):
        parts.append(_text(x(year), HEIGHT - BOTTOM + 18, str(year), anchor="middle"))
    parts.append(_text(x(length / 2), HEIGHT - 8, unit, anchor="middle"))
    if mark is not None:
        parts.append(_rule(x(mark), TOP, x(mark), HEIGHT - BOTTOM))
        parts.append(_text(x(mark) + 4, TOP + 10, "measured from here"))
    labels = _spread([y(line.values[-1]) for line in lines])
    for line, colour, dash, label in zip(lines, COLOURS, DASHES, labels, strict=False):
        points = " ".join(
            f"{x(place * step):.1f},{y(value):.1f}" for place, value in enumerate(line.values)
        )
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="1.6" '
            f'stroke-dasharray="{dash}"/>'
        )
        parts.append(_text(WIDTH - RIGHT + 8, label + 4, line.name, colour=colour))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="12"><title>{escape(title)}</title>'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


def _spread(wanted: Sequence[float], apart: float = 15.0) -> list[float]:
    """The heights, moved down where two labels would cover each other."""
    placed: dict[int, float] = {}
    last = float("-inf")
    for place in sorted(range(len(wanted)), key=lambda n: wanted[n]):
        last = max(wanted[place], last + apart)
        placed[place] = last
    return [placed[place] for place in range(len(wanted))]


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, colour: str = "#1b1b1b"
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{colour}">{escape(text)}</text>'
    )


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dfe1e2"/>'
