"""The frame of every figure: its title above, and below what it is and which run it is of."""

from __future__ import annotations

import re
from textwrap import fill
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

__all__ = ["FOOT", "PNG_DPI", "foot_words", "framed", "without_title"]

PNG_DPI = 150
FOOT = "An illustrative model, not a forecast"
FRAME = "egov-frame"
"""Marks what belongs to the frame, so that it can be drawn anew."""
TITLE_SIZE, FOOT_SIZE = 11.5, 7.5
TITLE_LINE, FOOT_LINE = 0.21, 0.22
"""Height of a line of the title and of the foot, inches."""
LETTER = 0.094
"""Width of a bold letter of the title, inches; rounded up."""
EDGE = 0.06
_SIZE = re.compile(r'width="[\d.]+pt" height="[\d.]+pt" viewBox="[^"]+"')


def foot_words(source: str) -> str:
    """Return the line under a figure; `source` is the short hash of the run or plan, or empty."""
    return f"{FOOT}  |  run {source}" if source else FOOT


def framed(figure: Figure, title: str, source: str) -> Bbox:
    """Write the title above a figure and the foot below it; return what is to be saved [inches].

    Both stand outside the figure, so that its own layout knows nothing of them. An empty title
    takes no room.
    """
    from matplotlib.transforms import Bbox

    for text in [text for text in figure.texts if text.get_gid() == FRAME]:
        text.remove()
    _settle(figure)
    width, height = figure.get_size_inches()
    _write(figure, EDGE, 0.05 - FOOT_LINE, foot_words(source), FOOT_SIZE, "#595959")
    if not title:
        return Bbox([[0, -FOOT_LINE], [width, height]])
    _write(figure, EDGE, height + EDGE, _lines(figure, title), TITLE_SIZE, "#222222")
    return Bbox([[0, -FOOT_LINE], [width, height + _title_inches(figure, title)]])


def without_title(svg: str, figure: Figure, title: str) -> str:
    """Return the SVG of a framed figure with its title cut off at the top."""
    cut = 72 * _title_inches(figure, title) if title else 0.0
    width, height = 72 * figure.get_size_inches()[0], 72 * figure.get_size_inches()[1]
    height += 72 * FOOT_LINE
    head = f'width="{width:g}pt" height="{height:g}pt" viewBox="0 {cut:g} {width:g} {height:g}"'
    return _SIZE.sub(head, svg, count=1)


def _lines(figure: Figure, title: str) -> str:
    width = figure.get_size_inches()[0]
    return fill(title, max(20, int((width - 2 * EDGE) / LETTER)))


def _title_inches(figure: Figure, title: str) -> float:
    return TITLE_LINE * (_lines(figure, title).count("\n") + 1) + 2 * EDGE


def _write(figure: Figure, across: float, up: float, words: str, size: float, colour: str) -> None:
    """Write words at a place counted in inches from the lower left."""
    width, height = figure.get_size_inches()
    weight = "bold" if size == TITLE_SIZE else "normal"
    text = figure.text(across / width, up / height, words, fontsize=size, color=colour,
                       va="bottom", fontfamily="DejaVu Sans", linespacing=1.15,
                       fontweight=weight, gid=FRAME)  # fmt: skip
    text.set_in_layout(False)


def _settle(figure: Figure) -> None:
    """Lay the figure out once and for all, so that every form of it has the same layout.

    Legends are tied to the figure itself: they would move with the edge of what is saved.
    """
    from matplotlib.layout_engine import PlaceHolderLayoutEngine

    engine = figure.get_layout_engine()
    if engine is None or isinstance(engine, PlaceHolderLayoutEngine):
        return
    usual = figure.dpi
    figure.set_dpi(PNG_DPI)  # small letters are of other widths at other sizes
    for _ in range(2):  # it takes two rounds
        figure.draw_without_rendering()
    figure.set_dpi(usual)
    figure.set_layout_engine("none")
    for legend in figure.legends:
        legend.set_bbox_to_anchor((0, 0, 1, 1), transform=figure.transFigure)
