"""Charts as inline SVG: bars and columns with words directly at them. Pure.

On a screen positions are shares of the width, so that words keep their size on a phone; style comes from the classes.
On paper, where the renderer knows no style from outside, the width is fixed and `Ink` says what to draw with.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

LINE, BAR, GAP, AT_MOST = 20, 14, 14, 34  # pixels; letters in a line of a label
REACH = 60  # per cent of the width that the longest bar takes; its value stands behind it
COLUMNS, HEAD, FOOT = 140, 26, 26  # pixels
CROWDED = 8  # so many columns have room for each name
NARROW, LETTER = 288, 9  # pixels that a chart has on the smallest phone, and that a letter of a value takes


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its value in words, how much of the whole it is (``None``: hidden), and where the target is.

    A bar without a name belongs to the one above it.
    """

    name: str
    words: str
    part: float | None
    wanted: float | None = None


@dataclass(frozen=True)
class Column:
    """One column: its name, its value in words, its height and that of the outline around it, both of the whole."""

    name: str
    words: str
    part: float
    outline: float = 0.0


@dataclass(frozen=True)
class Ink:
    """What a chart on paper is drawn with: so many pixels wide, in one colour and typeface."""

    width: int
    accent: str
    soft: str
    font: str


def bars(rows: Sequence[Bar], *, key: str, title: str, description: str, ink: Ink | None = None) -> SafeString:
    """A bar below each name; `key` makes the ids of the chart its own on the page."""
    pen, top, drawn = _Pen(ink), 0, []
    for row in rows:
        top -= 0 if row.name or not top else GAP // 2
        for line in wrap(row.name, AT_MOST):
            drawn.append(pen.text(line, 0, top + 15, "name"))
            top += LINE
        top += 2
        if row.part is None:
            drawn.append(pen.text(row.words, 0, top + 12, "hidden"))
        else:
            width = REACH * min(max(row.part, 0.0), 1.0)
            drawn.append(pen.box(0, top, REACH, BAR, "track"))
            drawn.append(pen.box(0, top, width, BAR, "bar"))
            if row.wanted is not None:
                drawn.append(pen.stroke(REACH * min(max(row.wanted, 0.0), 1.0), top - 3, top + BAR + 4))
            drawn.append(pen.text(row.words, REACH + 2, top + 12, "value"))
        top += BAR + GAP
    return pen.whole(drawn, max(top - GAP + 5, 1), key, title, description)


def columns(rows: Sequence[Column], *, key: str, title: str, description: str, ink: Ink | None = None) -> SafeString:
    """A column for each moment, in the order of time; where they are many, only some are named."""
    pen, drawn = _Pen(ink), []
    wide, step = 100 / max(len(rows), 1), -(-len(rows) // CROWDED)
    broad = min(wide * 0.7, 9)
    floor, before = HEAD + COLUMNS, -100.0
    for n, row in enumerate(rows):
        middle = wide * (n + 0.5)
        high, around = (COLUMNS * min(max(part, 0.0), 1.0) for part in (row.part, row.outline))
        if around:
            drawn.append(pen.box(middle - broad / 2, floor - around, broad, around, "track"))
        drawn.append(pen.box(middle - broad / 2, floor - high, broad, high, "bar"))
        if row.words and (middle - before) * NARROW / 100 >= LETTER * len(row.words):
            before = middle
            drawn.append(pen.text(row.words, middle, floor - max(high, around) - 7, "value", "middle"))
        if n % step == 0:
            drawn.append(pen.text(row.name, middle, floor + 18, "name", "middle"))
    drawn.append(pen.floor(floor))
    return pen.whole(drawn, floor + FOOT, key, title, description)


class _Pen:
    """Writes elements; across in per cent of the width, down in pixels."""

    def __init__(self, ink: Ink | None) -> None:
        self.ink = ink

    def _x(self, share: float) -> str:
        return f"{self.ink.width * share / 100:.1f}" if self.ink else f"{share:.2f}%"

    def _fill(self, name: str) -> str:
        """What is drawn with where no style reaches."""
        if self.ink is None:
            return ""
        if name == "track":
            return f' fill="none" stroke="{self.ink.soft}" stroke-width="0.8"'
        return f' fill="{self.ink.accent if name == "bar" else self.ink.soft if name == "hidden" else "black"}"'

    def text(self, words: str, x: float, y: float, name: str, anchor: str = "start") -> str:
        kind = f' class="chart__{name}" text-anchor="{anchor}"{self._fill(name)}'
        return f'<text x="{self._x(x)}" y="{y:.1f}"{kind}>{escape(words)}</text>'

    def box(self, x: float, y: float, wide: float, high: float, name: str) -> str:
        size = f'width="{self._x(wide)}" height="{high:.1f}"'
        return f'<rect x="{self._x(x)}" y="{y:.1f}" {size} class="chart__{name}"{self._fill(name)}/>'

    def stroke(self, x: float, top: float, bottom: float) -> str:
        """The target: a line across the bar."""
        ink = ' stroke="black" stroke-width="2"' if self.ink else ""
        return (
            f'<line x1="{self._x(x)}" x2="{self._x(x)}" y1="{top:.1f}" y2="{bottom:.1f}" class="chart__wanted"{ink}/>'
        )

    def floor(self, y: float) -> str:
        ink = f' stroke="{self.ink.soft}"' if self.ink else ""
        return f'<line x1="0" x2="{self._x(100)}" y1="{y:.1f}" y2="{y:.1f}" class="chart__floor"{ink}/>'

    def whole(self, drawn: Sequence[str], height: float, key: str, title: str, description: str) -> SafeString:
        """The picture, with its name and what it says for those who do not see it."""
        wide = str(self.ink.width) if self.ink else "100%"
        font = f' font-family="{escape(self.ink.font)}" font-size="13"' if self.ink else ""
        box = f' viewBox="0 0 {self.ink.width} {height:.0f}"' if self.ink else ""
        start = f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{height:.0f}"{box}{font}'
        named = f' role="img" aria-labelledby="{key}-title {key}-desc">'
        told = f'<title id="{key}-title">{escape(title)}</title><desc id="{key}-desc">{escape(description)}</desc>'
        return mark_safe(f"{start}{named}{told}{''.join(drawn)}</svg>")  # noqa: S308 - every word in it is escaped
