"""Names in figures: in a font that has their letters, or else in words that can be drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.reports.style import Drawing

__all__ = ["can_be_drawn", "with_letters"]

USUAL = "DejaVu Sans"
FURTHER = ("Noto Sans CJK KR", "Noto Sans KR", "NanumGothic", "Malgun Gothic",
           "Apple SD Gothic Neo", "AppleGothic", "Noto Sans CJK JP", "Noto Sans CJK SC",
           "Yu Gothic", "Microsoft YaHei", "PingFang SC", "Noto Sans")  # fmt: skip
"""Fonts with the letters that the usual one lacks, where they are installed."""


def can_be_drawn(text: str) -> bool:
    """Say whether the usual font of figures has every letter of a text."""
    return not _missing(text, USUAL)


def with_letters(drawing: Drawing, spoken: Mapping[str, str]) -> Drawing:
    """Return a drawing whose texts can be read: in another font, or with other words.

    Parameters
    ----------
    spoken : for each name that the usual font lacks letters of, what stands for it.
    """
    if not spoken:
        return drawing
    from matplotlib.text import Text

    for panel in drawing.figure.axes:
        for axis in (panel.xaxis, panel.yaxis):
            labels = [label.get_text() for label in axis.get_ticklabels()]
            if any(_missing(words, USUAL) for words in labels):  # else the axis writes them anew
                axis.set_ticks(axis.get_ticklocs(), labels=[_drawn(w, spoken) for w in labels])
    for text in drawing.figure.findobj(Text):
        if isinstance(text, Text) and _missing(text.get_text(), USUAL):
            text.set_text(_drawn(text.get_text(), spoken))
            text.set_fontfamily([USUAL, *_fonts_for(text.get_text())])
    return drawing


def _drawn(words: str, spoken: Mapping[str, str]) -> str:
    """Return words as they can be drawn: as they are if some font has their letters."""
    if not _missing(words, USUAL) or _fonts_for(words):
        return words
    for name, other in spoken.items():
        words = words.replace(name, other)
    return "".join("?" if _missing(letter, USUAL) else letter for letter in words)


def _fonts_for(words: str) -> list[str]:
    """Return the first installed font that has every letter of some words, if there is one."""
    return [name for name in _installed() if not _missing(words, name)][:1]


def _missing(text: str, font: str) -> bool:
    found = _font(font)
    return any(found.get_char_index(ord(letter)) == 0 for letter in text if letter.isprintable())


@lru_cache
def _font(name: str) -> Any:
    from matplotlib import font_manager

    return font_manager.get_font(font_manager.findfont(name))


@lru_cache
def _installed() -> tuple[str, ...]:
    from matplotlib import font_manager

    there = {entry.name for entry in font_manager.fontManager.ttflist}
    return tuple(name for name in FURTHER if name in there)
