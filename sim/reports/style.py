"""How figures look: colours told apart by everyone, quiet axes, the same bytes every time."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.reports.frame import PNG_DPI, framed, without_title

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = [
    "COLOURS",
    "DASHES",
    "GREY",
    "HATCHES",
    "Drawing",
    "Signed",
    "axes_grid",
    "band_line",
    "drawing_style",
    "finish",
    "label_ends",
    "same_height",
]

# Okabe & Ito 2008, "Color universal design"; the order puts the darkest first.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
DASHES: tuple[Any, ...] = ("-", (0, (5, 1.6)), (0, (1.2, 1.2)), (0, (6, 1.5, 1.2, 1.5)),
                           (0, (3, 1)), (0, (1, 2.4)), "-")  # fmt: skip
"""One for each colour, so that lines are told apart without colour too."""
HATCHES = ("", "//", "--", "\\\\", "xx", "||", "++")
"""One for each colour, for areas."""
INK, GREY, FAINT = "#222222", "#666666", "#E3E3E3"
BAND_ALPHA = 0.18
WIDE, NARROW = 7.2, 3.9

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
    figure : the matplotlib figure; title and foot are written around it when it is shown.
    data : the numbers drawn, as a table.
    title : what it shows or what was found, as one line.
    alt : the same for a reader who cannot see it: what is drawn and where it ends.
    source : the short hash of the run or plan that it is drawn from; stands in the foot.
    caption : what a page prints below it; `alt` unless given.
    """

    figure: Figure
    data: pd.DataFrame
    title: str
    alt: str
    source: str = ""
    caption: str = ""

    def signed(self, source: str) -> Drawing:
        """Return the same figure with the hash of its run in the foot."""
        return self if source == self.source else replace(self, source=source)

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
        whole = framed(self.figure, self.title, self.source)
        self.figure.savefig(stream, format="png", dpi=PNG_DPI, bbox_inches=whole,
                            metadata={"Software": None})  # fmt: skip
        return stream.getvalue()

    def svg(self, titled: bool = True) -> str:
        """Return the figure as SVG; the same bytes for the same data.

        Parameters
        ----------
        titled : whether the title stands in the picture; a page may print it above instead.
        """
        return self._svg if titled else without_title(self._svg, self.figure, self.title)

    @cached_property
    def _svg(self) -> str:
        stream = io.StringIO()
        with drawing_style():
            whole = framed(self.figure, self.title, self.source)
            self.figure.savefig(stream, format="svg", bbox_inches=whole,
                                metadata={"Date": None, "Creator": None})  # fmt: skip
        return _PATH.sub(_shortened, stream.getvalue())

    def _repr_png_(self) -> bytes:
        return self.png()


_PATH = re.compile(r' (?:d|x|y)="[^"]*"')
_LONG = re.compile(r"(\d+\.\d\d)\d+")


def _shortened(found: re.Match[str]) -> str:
    """Cut the places of an SVG to a hundredth of a point: half the size, the same picture."""
    return _LONG.sub(r"\1", found.group())


class Signed:
    """The figures of one result: whatever a public method draws is signed with the result's hash.

    A class of figures inherits from this one and keeps its result as `_result`.
    """

    _result: Any

    def __init_subclass__(cls) -> None:
        """Sign what the methods of the class draw."""
        super().__init_subclass__()
        for name, made in list(vars(cls).items()):
            if callable(made) and not name.startswith("_") and name != "all":
                setattr(cls, name, _signing(made))


def _signing(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def signed(self: Signed, *args: Any, **named: Any) -> Any:
        made = method(self, *args, **named)
        return made.signed(source_of(self._result)) if isinstance(made, Drawing) else made

    return signed


def source_of(result: Any) -> str:
    """Return the first eight digits of the hash by which a result's folder is known."""
    home = getattr(result, "ensemble", result)
    return str(getattr(home, "manifest", {}).get("content_hash", ""))[:8]


@contextmanager
def drawing_style() -> Iterator[None]:
    """Draw with our settings inside the block, and leave the user's own alone."""
    import matplotlib

    with matplotlib.rc_context(SETTINGS):  # type: ignore[arg-type]
        yield


def axes_grid(
    panels: int, narrow: bool, height: float = 3.1, across: int = 2
) -> tuple[Figure, list[Axes]]:
    """Return a figure with its panels: two (or `across`) side by side; one if narrow.

    It is made without pyplot, so that no global figure is left open and no display is needed.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    across = 1 if narrow else min(across, panels)
    down = -(-panels // across)
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
    from matplotlib.text import OffsetFrom

    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    wanted = sorted(((value - low) / (high - low), name, colour) for name, value, colour in ends)
    places: list[float] = []
    floor, ceiling = 0.0, 1.0
    for share, _, _ in wanted:  # upwards: none closer than the gap
        places.append(max(share, floor))
        floor = places[-1] + gap
    for index in reversed(range(len(places))):  # downwards: none above the axis
        places[index] = min(places[index], ceiling)
        ceiling = places[index] - gap
    for (share, name, colour), place in zip(wanted, places, strict=True):
        axes.annotate("", xy=(1.0, share), xycoords="axes fraction", xytext=(9, 0),
                      textcoords=OffsetFrom(axes, (1.0, place)), annotation_clip=False,
                      arrowprops={"arrowstyle": "-", "color": colour, "linewidth": 1.1,
                                  "shrinkA": 0, "shrinkB": 0})  # fmt: skip
        axes.annotate(name, xy=(1.0, place), xycoords="axes fraction", xytext=(11, 0),
                      textcoords="offset points", va="center", fontsize=8.5,
                      color=darker(colour))  # fmt: skip


def darker(colour: str) -> str:
    """Return a colour dark enough for letters on white."""
    from matplotlib.colors import to_hex, to_rgb

    red, green, blue = to_rgb(colour)
    light = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    keep = min(1.0, 0.38 / light) if light else 1.0
    return to_hex((keep * red, keep * green, keep * blue))


def band_line(
    axes: Axes, data: pd.DataFrame, colour: str, factor: float = 1.0, dash: Any = "-"
) -> None:
    """Draw a value over months, its band shaded, and the full-size run as a thin line.

    Parameters
    ----------
    data : columns month, value, low, high, full_size; a column may be empty.
    factor : what the values are multiplied with.
    dash : how the line is broken, as matplotlib's linestyle.
    """
    months = data["month"]
    axes.plot(months, factor * data["value"], color=colour, linestyle=dash)
    if data["low"].notna().any():
        low, high = factor * data["low"], factor * data["high"]
        axes.fill_between(months, low, high, color=colour, alpha=BAND_ALPHA, linewidth=0)
        axes.plot(months, factor * data["full_size"], color=colour, linewidth=0.8, alpha=0.75)


def finish(axes: Axes, months: int, start: str, *, zero: bool, whole: bool = False) -> None:
    """Set the axes: calendar years below, from zero if wanted, whole numbers where they count."""
    from matplotlib.ticker import MaxNLocator

    year_axis(axes, months, start)
    if zero:
        axes.set_ylim(bottom=min(0.0, float(axes.dataLim.y0)))
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
