"""How figures look: colours told apart by everyone, quiet axes, the same bytes every time."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "COLOURS",
    "GREY",
    "Drawing",
    "axes_grid",
    "band_line",
    "drawing_style",
    "finish",
    "label_ends",
    "same_height",
]

# Okabe & Ito 2008, "Color universal design"; the order puts the darkest first.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
INK, GREY, FAINT = "#222222", "#666666", "#E3E3E3"
BAND_ALPHA = 0.18
WIDE, NARROW = 7.2, 3.9
PNG_DPI = 150

SETTINGS = {
    "font.family": "DejaVu Sans",
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": GREY,
    "axes.labelsize": 9,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.axisbelow": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.8,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "lines.linewidth": 1.8,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "svg.hashsalt": "egov-sim",  # else every SVG has other ids
    "svg.fonttype": "path",  # the same look on every machine
}


@dataclass(frozen=True)
class Drawing:
    """A figure with the data behind it.

    Attributes
    ----------
    figure : the matplotlib figure.
    data : the numbers drawn, as a table.
    title : what it shows, a few words.
    alt : the same for a reader who cannot see it: what is drawn and where it ends.
    """

    figure: Figure
    data: pd.DataFrame
    title: str
    alt: str

    def save(self, stem: str | Path) -> list[Path]:
        """Write `stem`.png, .svg and the data as .csv; return their paths."""
        paths = [Path(f"{stem}.{ending}") for ending in ("png", "svg", "csv")]
        paths[0].write_bytes(self.png())
        paths[1].write_text(self.svg(), encoding="utf-8")
        self.data.to_csv(paths[2], index=False, lineterminator="\n")
        return paths

    def png(self) -> bytes:
        """Return the figure as PNG."""
        stream = io.BytesIO()
        self.figure.savefig(stream, format="png", dpi=PNG_DPI, metadata={"Software": None})
        return stream.getvalue()

    def svg(self) -> str:
        """Return the figure as SVG; the same bytes for the same data."""
        stream = io.StringIO()
        with drawing_style():
            self.figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
        return stream.getvalue()

    def _repr_png_(self) -> bytes:
        return self.png()


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw with our settings inside the block, and leave the user's own alone."""
    import matplotlib

    with matplotlib.rc_context(SETTINGS):  # type: ignore[arg-type]
        yield


def axes_grid(panels: int, narrow: bool, height: float = 3.1) -> tuple[Figure, list[Axes]]:
    """Return a figure with its panels: side by side, or one above the other if narrow.

    It is made without pyplot, so that no global figure is left open and no display is needed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    down, across = (panels, 1) if narrow else ((panels + 1) // 2, min(2, panels))
    size = (NARROW if narrow else WIDE, height * down)
    layout = ConstrainedLayoutEngine(hspace=0.06, wspace=0.04)
    figure = Figure(figsize=size, layout=layout)
    FigureCanvasAgg(figure)
    axes = [figure.add_subplot(down, across, place + 1) for place in range(panels)]
    return figure, axes


def year_axis(axes: Axes, months: int, start: str) -> None:
    """Mark the horizontal axis, which counts months of the run, with calendar years."""
    year, month = (int(part) for part in start.split("-"))
    step = 12 if months <= 72 else 24 if months <= 180 else 60
    first_january = (13 - month) % 12 + 1
    places = list(range(first_january, months + 1, 12))
    years = [year + (month + place - 2) // 12 for place in places]
    chosen = [(p, y) for p, y in zip(places, years, strict=True) if (y * 12) % step == 0]
    if len(chosen) >= 2:
        axes.set_xticks([p for p, _ in chosen], [str(y) for _, y in chosen])
    else:
        axes.set_xlabel(f"months from {start}")
    axes.set_xlim(1, max(2, months))


def label_ends(axes: Axes, ends: list[tuple[str, float, str]], gap: float = 0.062) -> None:
    """Write each line's name at its right end, moved apart so that none covers another.

    Parameters
    ----------
    ends : name, last value and colour of each line.
    gap : the least distance between two names, as a share of the axis.
    """
    low, high = axes.get_ylim()
    wanted = sorted(((value - low) / (high - low), name, colour) for name, value, colour in ends)
    places: list[float] = []
    floor, ceiling = 0.0, 1.0
    for share, _, _ in wanted:  # upwards: none closer than the gap
        places.append(max(share, floor))
        floor = places[-1] + gap
    for index in reversed(range(len(places))):  # downwards: none above the axis
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    for (_, name, colour), place in zip(wanted, places, strict=True):
        axes.annotate(
            name,
            xy=(1.0, place),
            xycoords="axes fraction",
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=colour,
        )


def band_line(axes: Axes, data: pd.DataFrame, colour: str, factor: float = 1.0) -> None:
    """Draw a value over months, its band shaded, and the full-size run as a thin line.

    Parameters
    ----------
    data : columns month, value, low, high, full_size; a column may be empty.
    factor : what the values are multiplied with.
    """
    months = data["month"]
    axes.plot(months, factor * data["value"], color=colour)
    if data["low"].notna().any():
        low, high = factor * data["low"], factor * data["high"]
        axes.fill_between(months, low, high, color=colour, alpha=BAND_ALPHA, linewidth=0)
        axes.plot(months, factor * data["full_size"], color=colour, linewidth=0.8, alpha=0.75)


def finish(axes: Axes, months: int, start: str, *, zero: bool, whole: bool = False) -> None:
    """Set the axes: calendar years below, from zero if wanted, whole numbers where they count."""
    from matplotlib.ticker import MaxNLocator

    year_axis(axes, months, start)
    if zero:
        axes.set_ylim(bottom=0)
    low, high = axes.get_ylim()
    if high - low < 1e-9:
        axes.set_ylim(low, low + 1)
    if high >= 1000:
        axes.yaxis.set_major_formatter("{x:,.0f}")
    elif whole:
        axes.yaxis.set_major_locator(MaxNLocator(nbins=5, integer=True))


def same_height(axes: list[Axes]) -> None:
    """Give panels the same vertical axis, from zero to the highest of them."""
    top = max(panel.get_ylim()[1] for panel in axes)
    for panel in axes:
        panel.set_ylim(0, top)
