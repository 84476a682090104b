"""The picture of twin lives: what is felt, known and used, month by month, in both worlds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sim.reports.style import COLOURS, GREY, Drawing, axes_grid, drawing_style, finish

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

    from sim.experiments.twins import TwinLives

__all__ = ["lives", "write_picture"]

A, B = COLOURS[1], COLOURS[0]
FOR_USERS = (
    ("satisfaction", "Satisfaction, of 100"), ("trust", "Trust in the district office, of 100"),
    ("known", "Service lines known to be online"), ("online_uses", "Uses online so far"),
)  # fmt: skip
FOR_STAFF = (
    ("morale", "Job satisfaction, of 100"), ("insecurity", "Fear for the job, of 100"),
    ("it_skill", "Skill in IT, of 100"), ("training_hours", "Hours of training so far"),
)  # fmt: skip
OF_100 = ("satisfaction", "trust", "morale", "insecurity", "it_skill")


def lives(twins: TwinLives, narrow: bool = False) -> Drawing:
    """Draw one person's two lives, with marks where they part.

    Parameters
    ----------
    twins : of one person.
    narrow : for a phone.
    """
    data = _data(twins)
    assert twins.person is not None
    panels = FOR_STAFF if twins.person.kind == "employee" else FOR_USERS
    with drawing_style():
        figure, axes = axes_grid(4, narrow, 2.3)
        for place, (one, (name, heading)) in enumerate(zip(axes, panels, strict=True)):
            _panel(one, data, name, twins)
            one.set_title(heading)
            if place == 0:
                one.legend(loc="best")
            finish(one, twins.months, twins.start, zero=name not in OF_100,
                   whole=name in ("known", "online_uses"))  # fmt: skip
    title = f"{twins.person.kind.capitalize()} {twins.person.number} in two worlds"
    return Drawing(figure, data, title, _alt(twins, data, title))


def _data(twins: TwinLives) -> pd.DataFrame:
    table = twins.table.copy()
    if "aware_lines" in table:
        table["known"] = [int(bits).bit_count() for bits in table["aware_lines"]]
    panels = FOR_USERS if "aware_lines" in table else FOR_STAFF
    for name in OF_100:
        if name in table:
            table[name] = 100.0 * table[name]
    if "present" in table:  # one who has left feels nothing: the line ends
        table.loc[table["present"] == 0, [name for name, _ in FOR_STAFF]] = float("nan")
    return table[["month", "world", *(name for name, _ in panels)]]


def _panel(axes: Axes, data: pd.DataFrame, name: str, twins: TwinLives) -> None:
    """Draw one column: A thick and dashed, B thin over it, told apart without colour too."""
    for side, colour, width, dash in (("A", A, 3.2, (0, (3, 1.2))), ("B", B, 1.5, "solid")):
        rows = data[(data["world"] == side) & (data["month"] > 0)]
        label = f"{side}: {twins.names['AB'.index(side)]}"
        axes.plot(rows["month"], rows[name], color=colour, linewidth=width, linestyle=dash,
                  label=label)  # fmt: skip
    marks = [(twins.parting, ":", "part in feeling"), (twins.deed, "-", "part in deed")]
    if twins.parting and twins.deed and twins.parting.month == twins.deed.month:
        marks = [(twins.parting, "-", "lives part")]
    for parting, line, words in marks:
        if parting is not None:
            axes.axvline(max(1, parting.month), color=GREY, linewidth=1.0, linestyle=line,
                         zorder=1, label=words)  # fmt: skip


def _alt(twins: TwinLives, data: pd.DataFrame, title: str) -> str:
    a, b = twins.names
    if twins.parting is None:
        return f"{title}, {a} (A) and {b} (B): the lives never part."
    last = data[data["month"] == twins.months].set_index("world")
    ends = "; ".join(
        f"{name.replace('_', ' ')} {float(last.at['A', name]):.3g} in A, "  # type: ignore[arg-type]
        f"{float(last.at['B', name]):.3g} in B"  # type: ignore[arg-type]
        for name in map(str, data.columns[2:])
    )
    return (f"{title}, {a} (A) and {b} (B): the lives part in month {twins.parting.month}. At the "
            f"end: {ends}.")  # fmt: skip


def _told(value: float) -> str:
    return "none (the post is empty)" if value != value else f"{value:.3g}"


def write_picture(twins: TwinLives, path: Path) -> None:
    """Write the picture as .png or .svg, or its numbers as .csv.

    Raises
    ------
    OutputError : the file cannot be written.
    """
    from sim.errors import OutputError

    drawing = twins.picture()
    try:
        if path.suffix.lower() == ".png":
            path.write_bytes(drawing.png())
        elif path.suffix.lower() == ".svg":
            path.write_text(drawing.svg(), encoding="utf-8")
        else:
            drawing.data.to_csv(path, index=False, lineterminator="\n")
    except OSError as error:
        raise OutputError(f"the picture {path} cannot be written: {error.strerror}.") from None
